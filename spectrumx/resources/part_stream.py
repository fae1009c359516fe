"""A file in SDS as a stream that can be read anywhere: only the parts that are read are fetched."""

from __future__ import annotations

import io
from collections.abc import Callable

BLOCK = 16 * 1024
"""Bytes; of what is read in smaller pieces, whole blocks are fetched and kept."""

_MOST_KEPT = 256
"""Blocks."""


class PartStream(io.RawIOBase):
    """The bytes of one file: small reads, as of what is noted in it, are kept; long ones are not.

    Attributes:
        fetched: Bytes that were fetched so far.
    """

    def __init__(self, size: int, fetch: Callable[[int, int], bytes]) -> None:
        """Prepare; nothing is fetched.

        Args:
            size: Bytes of the file.
            fetch: Gives the bytes from a first one up to, not including, another.
        """
        self._size = size
        self._fetch = fetch
        self._blocks: dict[int, bytes] = {}
        self._position = 0
        self.fetched = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go somewhere; nothing is fetched."""
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, origin + offset)
        return self._position

    def tell(self) -> int:
        """Where it is."""
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what io and h5py give
        """Read as much as there is, up to the buffer's length."""
        start = min(self._position, self._size)
        stop = min(start + len(buffer), self._size)
        if stop - start >= BLOCK:
            contents = self._get(start, stop)
        else:
            blocks = range(start // BLOCK, -(-stop // BLOCK))
            contents = b"".join(map(self._block, blocks))[start % BLOCK :][: stop - start]
        buffer[: len(contents)] = contents
        self._position = stop
        return len(contents)

    def _block(self, number: int) -> bytes:
        known = self._blocks.get(number)
        if known is None:
            begin = number * BLOCK
            known = self._get(begin, min(begin + BLOCK, self._size))
            if len(self._blocks) >= _MOST_KEPT:
                del self._blocks[next(iter(self._blocks))]
            self._blocks[number] = known
        return known

    def _get(self, start: int, stop: int) -> bytes:
        contents = self._fetch(start, stop)
        self.fetched += len(contents)
        return contents
