"""File contents on disk, each once, under the name of its BLAKE3 checksum.

Contents arrive in `incoming` under a random name and are renamed to their checksum in the same
transaction that makes their row; no name given by a client ever becomes a name on disk.
"""

import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from blake3 import blake3

_ARRIVAL = re.compile(r"[0-9a-f]{32}")
_BLOB = re.compile(r"[0-9a-f]{64}")


class Arrival:
    """Contents being received: written, counted and hashed in one pass."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hash = blake3()
        self._file: BinaryIO | None = None
        self.size = 0

    @property
    def sum_blake3(self) -> str:
        """The checksum of what was written so far, in hexadecimal."""
        return self._hash.hexdigest()

    def write(self, pieces: Sequence[bytes]) -> None:
        """Append some bytes."""
        if self._file is None:
            self._file = self._path.open("xb", buffering=0)
        for piece in pieces:
            self._hash.update(piece)
            self.size += len(piece)
            _write_all(self._file, piece)

    def finish(self) -> None:
        """Wait until the bytes are on disk, and close."""
        if self._file is not None:
            os.fsync(self._file.fileno())
            self._file.close()

    def move(self, target: Path) -> None:
        """Rename the finished file, or drop it where the target has the same contents already."""
        if target.exists():
            self._path.unlink()
        else:
            self._path.rename(target)
        self._file = None

    def discard(self) -> None:
        """Remove what was written, unless it was moved to its place."""
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)
            self._file = None


class Blobs:
    """The content-addressed folder of one gateway."""

    def __init__(self, folder: Path, *, incoming: Path) -> None:
        self._folder = folder
        self._incoming = incoming
        self._incoming.mkdir(parents=True, exist_ok=True)
        self._folder.mkdir(exist_ok=True)

    def receive(self) -> Arrival:
        """Begin to receive contents; nothing is created before the first byte."""
        return Arrival(self._incoming / secrets.token_hex(16))

    def place(self, arrival: Arrival) -> None:
        """Give finished contents their name; `sync` makes that durable."""
        arrival.move(self._folder / arrival.sum_blake3)

    def sync(self) -> None:
        """Wait until the names given by `place` are on disk."""
        if os.name == "nt":  # Windows has no handles on folders to wait for
            return
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def open(self, sum_blake3: str) -> BinaryIO:
        """Open stored contents for reading.

        Raises:
            FileNotFoundError: If there are none with this checksum.
        """
        return (self._folder / sum_blake3).open("rb", buffering=0)

    def remove(self, sum_blake3: str) -> None:
        """Remove stored contents; what cannot be removed now is left for the next `sweep`."""
        with suppress(OSError):
            (self._folder / sum_blake3).unlink()

    def sweep(self, is_used: Callable[[str], bool]) -> None:
        """Remove what a crash left behind: unfinished arrivals, and contents without a row.

        Whatever has no name of ours is left alone.
        """
        for name in _files(self._incoming, _ARRIVAL):
            with suppress(OSError):
                (self._incoming / name).unlink()
        for name in _files(self._folder, _BLOB):
            if not is_used(name):
                self.remove(name)


def _files(folder: Path, form: re.Pattern[str]) -> Iterator[str]:
    """Give the names of this form that regular files of a folder have."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if form.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                yield entry.name


def _write_all(file: BinaryIO, piece: bytes) -> None:
    remaining = memoryview(piece)
    while remaining:
        remaining = remaining[file.write(remaining) :]
