"""Files of SDS that are open for writing."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from spectrumx.errors import InvalidRequestError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class WrittenFile(io.BufferedIOBase):
    """A new version of a file: kept in a temporary file, and sent whole when it is closed.

    Left by an exception, or never closed, it is thrown away.

    Attributes:
        path: Its path in SDS.
    """

    def __init__(self, path: str, send: Callable[[str], None], *, autocommit: bool = True) -> None:
        """Begin; nothing is sent.

        Args:
            path: Its path in SDS.
            send: Sends the file that is at a place here.
            autocommit: Whether it is sent when it is closed; else by `commit`.
        """
        self.path = path
        self._send = send
        self._autocommit = autocommit
        self._folder = tempfile.mkdtemp(prefix="spectrumx-")
        self._place = Path(self._folder) / "contents"
        self._file = self._place.open("w+b")

    def writable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Take bytes."""
        return self._file.write(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go somewhere in what was written."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Where the next bytes go."""
        return self._file.tell()

    def truncate(self, size: int | None = None, /) -> int:
        """Cut off what is behind a position."""
        return self._file.truncate(size)

    def close(self) -> None:
        """Send it, unless that is left to `commit`."""
        if self.closed:
            return
        self._file.close()
        super().close()
        if self._autocommit:
            self.commit()

    def commit(self) -> None:
        """Send what was written.

        Raises:
            InvalidRequestError: That is nothing, and SDS keeps no empty files.
            SDSError: It can't be sent; what was written is lost.
        """
        try:
            if not self._place.stat().st_size:
                raise InvalidRequestError(
                    f"nothing was written to {self.path}, and SDS keeps no empty files"
                )
            self._send(str(self._place))
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def discard(self) -> None:
        """Throw away what was written."""
        self._file.close()
        super().close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def __del__(self) -> None:
        if not self.closed:
            self.discard()
