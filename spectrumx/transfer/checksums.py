"""BLAKE3 of local files, remembered between runs.

The memory is a cache and nothing else: it may be deleted at any time, be shared by processes, or
be missing, and costs time then, never correctness.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from blake3 import blake3

from spectrumx.bulk import Control
from spectrumx.errors import TransferCancelledError

log = logging.getLogger(__name__)

_PIECE = 1024 * 1024
_MAX_ROWS = 500_000
_ROWS_TOGETHER = 5_000
_SECONDS_TO_WAIT_FOR_OTHERS = 2.0
_RACY_NANOSECONDS = 2_000_000_000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS checksum (
    path TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    inode TEXT NOT NULL,
    blake3 TEXT NOT NULL
) WITHOUT ROWID
"""
_LOOK_UP = (
    "SELECT blake3 FROM checksum WHERE path = ? AND (size, modified, changed, inode) = (?, ?, ?, ?)"
)
_REMEMBER = "INSERT OR REPLACE INTO checksum VALUES (?, ?, ?, ?, ?, ?)"
_FORGET_OLDEST = """
DELETE FROM checksum WHERE path IN (SELECT path FROM checksum ORDER BY changed LIMIT ?)
"""

_Row = tuple[str, int, int, int, str, str]


def checksum_of(path: Path | str, control: Control | None = None) -> str:
    """Compute a file's BLAKE3.

    The file is read, never mapped: a file that shrinks while it is mapped ends the process.

    Args:
        path: The file.
        control: Breaks it off.

    Returns:
        64 hexadecimal digits.

    Raises:
        OSError: It can't be read, or is something else than a file.
        TransferCancelledError: It was cancelled.
    """
    hasher = blake3()
    piece = memoryview(bytearray(_PIECE))
    with open(path, "rb", buffering=0, opener=_open_at_once) as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError(f"{path} is not a regular file")
        while size := stream.readinto(piece):
            if control is not None and control.is_cancelled:
                raise TransferCancelledError(f"the transfer was cancelled while {path} was read")
            hasher.update(piece[:size])
    return hasher.hexdigest()


def _open_at_once(path: str, flags: int) -> int:
    # A pipe that somebody put in the file's place must not block.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


class Checksums:
    """The checksums of one run, looked up before they are computed.

    Used by one thread, in a `with` statement; what is new is remembered at its end.
    """

    def __init__(self, folder: Path, control: Control | None = None) -> None:
        """Prepare; nothing is opened until the first checksum is asked for.

        Args:
            folder: Where the cache is; made when it is needed.
            control: Breaks off what is computed.
        """
        self._control = control
        self._path = folder / "checksums-1.sqlite"
        self._memory: sqlite3.Connection | None = None
        self._is_tried = False
        self._new: list[_Row] = []

    def of(self, path: Path | str) -> str:
        """A file's BLAKE3, from the cache when size, times of change and inode are as then.

        Args:
            path: The file.

        Returns:
            64 hexadecimal digits.

        Raises:
            OSError: It can't be read, or is something else than a file.
            TransferCancelledError: It was cancelled.
        """
        before = os.stat(path)  # noqa: PTH116  a plain text, many times over
        known = self._look_up(path, before)
        if known is not None:
            return known
        checksum = checksum_of(path, self._control)
        if _same(before, os.stat(path)):  # noqa: PTH116  as above
            self.remember(path, before, checksum)
        return checksum

    def known(self, path: Path | str) -> str | None:
        """A file's BLAKE3 where the cache has it, else None; nothing is read."""
        try:
            return self._look_up(path, os.stat(path))  # noqa: PTH116  as above
        except OSError:
            return None

    def remember(self, path: Path | str, status: os.stat_result, checksum: str) -> None:
        """Note a checksum that was computed on the way, unless the file was changed just now.

        Args:
            path: The file.
            status: As it was while it was read.
            checksum: Its BLAKE3, 64 hexadecimal digits.
        """
        # A file changed a moment ago may change again within one tick of its file system's clock.
        latest = max(status.st_mtime_ns, status.st_ctime_ns)
        if time.time_ns() - latest > _RACY_NANOSECONDS:
            self._new.append(_row(path, status, checksum))
            if len(self._new) == _ROWS_TOGETHER:
                self._write()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._new:
            self._write()
        if self._memory is not None:
            self._memory.close()

    def _look_up(self, path: Path | str, status: os.stat_result) -> str | None:
        if not self._is_tried:
            self._open()
        if self._memory is None:
            return None
        with _costing_only_time():
            for (checksum,) in self._memory.execute(_LOOK_UP, _row(path, status, "")[:5]):
                return str(checksum)
        return None

    def _open(self) -> None:
        self._is_tried = True
        with _costing_only_time():
            self._memory = _open(self._path)

    def _write(self) -> None:
        new, self._new = self._new, []
        if not self._is_tried:
            self._open()
        if self._memory is None:
            return
        with _costing_only_time(), self._memory as memory:
            memory.executemany(_REMEMBER, new)
            rows = memory.execute("SELECT count(*) FROM checksum").fetchone()[0]
            if rows > _MAX_ROWS:
                memory.execute(_FORGET_OLDEST, (rows - _MAX_ROWS * 3 // 4,))


@contextmanager
def _costing_only_time() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError, OverflowError) as problem:
        log.debug("the checksum cache can't be used: %s", problem)


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    memory = sqlite3.connect(path, timeout=_SECONDS_TO_WAIT_FOR_OTHERS)
    try:
        memory.execute(_SCHEMA)
    except sqlite3.DatabaseError:
        memory.close()
        raise
    return memory


def _row(path: Path | str, status: os.stat_result, checksum: str) -> _Row:
    place = os.fsencode(path)
    if not os.path.isabs(place):  # noqa: PTH117  bytes, as the system has them
        place = os.path.join(os.getcwdb(), place)  # noqa: PTH109, PTH118  as above
    times = status.st_mtime_ns, status.st_ctime_ns
    # As text, for some file systems have numbers beyond what SQLite holds.
    inode = str(status.st_ino)
    return place.decode("utf-8", "backslashreplace"), status.st_size, *times, inode, checksum


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    return _row("", one, "") == _row("", other, "")
