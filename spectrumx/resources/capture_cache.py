"""Local copies of captures that were opened: a bounded cache, whose least used go first.

Each channel of a capture has a place of its own, `captures/<host>/<owner>/<uuid>/`, and in it the
tree of its files below the capture's directory. A folder that has another name, or no marker, is
not the cache's; of a place, only what the cache put there is ever removed.

Nothing keeps another process from making room with files that are read here: whoever reads makes
sure afterwards that they were there all the time.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
import weakref
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import UUID

from spectrumx import paths
from spectrumx.disk import local_file_error
from spectrumx.resources.identifiers import identifier_in

log = logging.getLogger(__name__)

_MARKER = ".sds-opened-capture"
"""A file in each place, changed whenever it is used."""

_FILES = "files"
_BESIDE = "thumbnail-*"
"""What else is kept in a place."""

_PART_BETWEEN_LOOKS = 50
"""What part of the limit may be fetched before it is looked again whether room has to be made."""

_open: dict[int, Path] = {}
"""Places that this process reads from, each under a number of its own."""

_numbers = count()
_lock = threading.RLock()
"""Held while places are opened or removed. Letting go of one needs no lock: that may happen at any
moment, in any thread that holds others."""


class Place:
    """Where a channel's files lie; while it is held, this process does not remove them.

    Attributes:
        folder: The folder; what is kept beside the files lies in it.
        files: Where the files go.
    """

    def __init__(self, folder: Path) -> None:
        """Make the folder where need be, and hold it.

        Raises:
            LocalFileError: It can't be made.
        """
        self.folder = folder
        self.files = folder / _FILES
        number = next(_numbers)
        with _lock:
            _open[number] = folder
        self.release = weakref.finalize(self, _open.pop, number, None)
        try:
            self.touch()
        except BaseException:
            self.release()
            raise

    def touch(self) -> None:
        """Note that it is used now, and make it again where another process removed it.

        Raises:
            LocalFileError: It can't be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self.folder / _MARKER).touch()
        except OSError as problem:
            raise local_file_error(problem, self.folder, doing="keep captures in") from problem


class CaptureCache:
    """The local copies of one user's captures."""

    def __init__(self, folder: Path, *, limit: int) -> None:
        """Prepare; nothing is looked at.

        Args:
            folder: Where the cache is; made when it is needed.
            limit: Bytes it should not exceed; what is open here is kept all the same.
        """
        # Also where the working directory is another later.
        self._root = (folder / "captures").absolute()
        self._limit = limit
        self._fetched = limit  # so that programs that fetch little make room, too

    def folder_of(self, uuid: UUID, *, host: str, owner: str) -> Path:
        """Tell where a channel's files lie, whether any do or not.

        Args:
            uuid: The channel's.
            host: Of the gateway.
            owner: E-mail of whose capture it is.
        """
        host = paths.folder_name(host, otherwise="gateway")
        owner = paths.folder_name(owner, otherwise="owner")
        return self._root / host / owner / str(uuid)

    def note(self, fetched: int) -> None:
        """Note that bytes were fetched; make room with the first, and now and then later.

        Args:
            fetched: How many.
        """
        self._fetched += fetched
        if fetched and self._fetched * _PART_BETWEEN_LOOKS > self._limit:
            self._fetched = 0
            self.make_room()

    def make_room(self) -> None:
        """Remove what was used longest ago and is not open here, until the limit is kept."""
        kept = sorted(self._entries(), key=lambda entry: entry.used)
        excess = sum(entry.size for entry in kept) - self._limit
        for entry in kept:
            if excess <= 0:
                return
            if _remove(entry.folder):
                log.info("removed %s from the cache, %d bytes", entry.folder, entry.size)
                excess -= entry.size

    def _entries(self) -> Iterator[_Entry]:
        for marker in self._root.glob(f"*/*/*/{_MARKER}"):
            folder = marker.parent
            with suppress(OSError):  # another process makes room too
                if identifier_in(folder.name) and not folder.is_symlink():
                    yield _Entry(folder, _size_of(folder), marker.stat().st_mtime_ns)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A place, its bytes and when it was last used."""

    folder: Path
    size: int
    used: int


def _remove(folder: Path) -> bool:
    """Remove what was put into a place; False where it is open here, or can't be removed."""
    with _lock, suppress(OSError):  # nobody here opens it meanwhile
        if folder in list(_open.values()):
            return False
        for each in (folder / _FILES, *folder.glob(_BESIDE), folder / _MARKER):
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each)
            else:
                each.unlink(missing_ok=True)
        with suppress(OSError):  # it holds what is not the cache's
            folder.rmdir()
        return True
    return False


def _size_of(folder: Path) -> int:
    return sum(
        (Path(place) / name).lstat().st_size
        for place, _, names in os.walk(folder)
        for name in names
    )
