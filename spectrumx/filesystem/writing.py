"""Writing files of SDS."""

# fsspec's own signatures have options by position, and hand on what they do not know.
# ruff: noqa: ANN401, FBT001, FBT002

from __future__ import annotations

import io
import shutil
import tempfile
import weakref
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from fsspec.core import get_compression

from spectrumx.errors import DryRunError, InvalidRequestError
from spectrumx.filesystem import transfers
from spectrumx.filesystem.entries import path_of
from spectrumx.filesystem.failures import as_system_errors
from spectrumx.filesystem.reading import ReadableFileSystem
from spectrumx.progress import Consumer

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class WrittenFile(io.BufferedIOBase):
    """A new version of a file: kept in a temporary file, and sent whole when it is closed.

    Left by an exception, or never closed, it is thrown away.

    Attributes:
        path: Its path in SDS.
        name: The same, as files have it.
    """

    def __init__(self, path: str, send: Callable[[str], None], *, autocommit: bool = True) -> None:
        """Begin; nothing is sent.

        Args:
            path: Its path in SDS.
            send: Sends the file that is at a place here.
            autocommit: Whether it is sent when it is closed; else by `commit`.
        """
        self.path = self.name = path
        self._send = send
        self._autocommit = autocommit
        folder = tempfile.mkdtemp(prefix="spectrumx-")
        self._remove = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._place = Path(folder) / "contents"
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
            self._remove()

    def discard(self) -> None:
        """Throw away what was written."""
        self._file.close()
        super().close()
        self._remove()

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


class WrittenText(io.TextIOWrapper):
    """A `WrittenFile` that takes text; left by an exception, or never closed, it is thrown away."""

    def __init__(self, written: WrittenFile, **options: Any) -> None:
        """Begin.

        Args:
            written: Takes the text's bytes.
            **options: As of `io.TextIOWrapper`.
        """
        self._written = written
        super().__init__(written, **options)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._written.discard()
        super().__exit__(kind, error, traceback)

    def __del__(self) -> None:
        if not self._written.closed:
            self._written.discard()


class WritableFileSystem(ReadableFileSystem):
    """The part of `SDSFileSystem` that opens files for writing, too."""

    def open(
        self,
        path: str,
        mode: str = "rb",
        block_size: int | None = None,
        cache_options: Mapping[str, Any] | None = None,
        compression: str | None = None,
        **options: Any,
    ) -> Any:
        """Open a file. One that is written is sent when it is closed.

        Args:
            path: The file.
            mode: "r" or "rb" to read, "w" or "wb" to write it anew, "x" or "xb" only where nothing
                is.
            block_size: Bytes that are fetched at once.
            cache_options: What the way to keep blocks takes.
            compression: What is read is unpacked by it. To write, leave it to `fsspec.open`.
            **options: `encoding`, `errors` and `newline` of text, `cache_type`, and others of
                fsspec's.

        Raises:
            FileNotFoundError: There is nothing to read.
            FileExistsError: Something is there already, and `mode` does not overwrite it.
            DryRunError: Dry-run is on, and it would be written.
        """
        if "r" in mode:
            return super().open(path, mode, block_size, cache_options, compression, **options)
        if get_compression(path, compression):
            # Whatever packs it would not close it, and it would be thrown away.
            raise NotImplementedError(
                f"{path_of(path)} can't be packed here; write it by fsspec.open(…, compression=…)"
            )
        if "b" in mode:
            return super().open(path, mode, **options)
        names = {"encoding", "errors", "newline"} & options.keys()
        text = {name: options.pop(name) for name in names}
        written: Any = super().open(path, f"{mode.replace('t', '')}b", **options)
        return WrittenText(written, **text)

    def _open(
        self,
        path: str,
        mode: str = "rb",
        block_size: int | None = None,
        autocommit: bool = True,
        cache_options: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Any:
        if mode == "rb":
            return super()._open(path, mode, block_size, autocommit, cache_options, **options)
        if mode == "xb":
            self._snapshot().refuse_existing(path)
        elif mode != "wb":
            raise NotImplementedError(
                f"mode {mode!r}: files in SDS are read, or written anew; nothing is added to them"
            )
        if self.client.dry_run:
            raise DryRunError(f"dry-run: {path_of(path)} is not written; set dry_run = False")
        return WrittenFile(path_of(path), self._sender(path_of(path)), autocommit=autocommit)

    def _sender(self, path: str) -> Callable[[str], None]:
        return lambda place: self._put([(place, path)])

    def _put(self, pairs: Sequence[tuple[str, str]], on_event: Consumer | None = None) -> None:
        with as_system_errors():
            transfers.put(self.client, pairs, on_event)
        self.invalidate_cache()
