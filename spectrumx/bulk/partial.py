"""Unfinished downloads: a file appears under its name whole and checked, or not at all.

Paths are plain text here: a Path for each of many files is slow.
"""
# ruff: noqa: PTH105, PTH110

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from contextlib import suppress

from blake3 import blake3

from spectrumx.bulk.locking import lock, share
from spectrumx.bulk.own_files import (
    PLAIN_PERMISSIONS,
    SAFELY,
    close,
    is_own,
    is_same,
    is_second_name,
    open_own,
    remove,
    rename_to_free_name,
    write_all,
)
from spectrumx.disk import TargetFolder
from spectrumx.errors import FileError, IntegrityError, about
from spectrumx.paths import PARTIAL_SUFFIX

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | SAFELY
_UNNAMED = os.O_WRONLY | getattr(os, "O_TMPFILE", 0) | SAFELY
_HAS_UNNAMED = hasattr(os, "O_TMPFILE") and os.path.exists("/proc/self/fd")


class PartialFile:
    """A file being written beside its target, renamed into place when it is complete.

    Its name begins with what stands for the target. In one that may be continued later, what it
    belongs to follows; in any other, something random. Whoever writes to it has locked it, so that
    two downloads of one target never share one.
    """

    __slots__ = (
        "_descriptor",
        "_folder",
        "_leftovers",
        "_name",
        "_path",
        "_target",
        "is_lasting",
    )

    def __init__(self, target: str, *, folder: TargetFolder) -> None:
        """Prepare the folder; nothing is written yet.

        Args:
            target: Where the file will be.
            folder: What it may not leave.

        Raises:
            UnsafePathError: A symbolic link leads out of the folder.
            OSError: The target's own folder can't be made.
        """
        place, separator, self._name = target.rpartition(os.sep)
        self._target = target
        self._folder = place + separator
        self._leftovers = folder.prepare(self._folder or os.curdir)
        self._path = ""
        self._descriptor = -1
        self.is_lasting = False

    def resume(self, identity: str) -> int:
        """Open what an earlier attempt left of the same contents, or begin it.

        Args:
            identity: What makes the contents the same.

        Returns:
            How many bytes there are. They are to be read before any are written.
        """
        path = f"{self._folder}{stem(self._name)}{_digest(identity)}{PARTIAL_SUFFIX}"
        self._descriptor = open_own(path)
        self.is_lasting = self._descriptor >= 0
        if not self.is_lasting and not self._create_lasting(path):
            self._create()
            return 0
        self._path = path
        return os.fstat(self._descriptor).st_size

    def read(self, size: int) -> bytes:
        """Give the next bytes of what was there; empty at its end."""
        return os.read(self._descriptor, size)

    def shorten(self, size: int) -> None:
        """Drop what is there beyond a size, and go to its beginning."""
        os.ftruncate(self._descriptor, size)
        os.lseek(self._descriptor, 0, os.SEEK_SET)

    def write(self, data: memoryview) -> None:
        """Append all of the data; without `resume` before, the first creates the file."""
        if self._descriptor < 0:
            self._create()
        write_all(self._descriptor, data)

    def complete(self, rest: memoryview, *, overwrite: bool) -> None:
        """Append the rest, give the file its name, and remove what earlier attempts left.

        Args:
            rest: The last of its bytes, or all of them.
            overwrite: Replace what has that name now.

        Raises:
            FileExistsError: Something has that name and may not be replaced.
            IntegrityError: Somebody put another file in its place before it was complete.
            OSError: It can't be written or renamed.
        """
        if self._descriptor >= 0 or overwrite or not self._put_unnamed(rest):
            self.write(rest)
            self._commit(overwrite=overwrite)
        if self._leftovers:
            remove_leftovers(self._target, self._leftovers.pop(stem(self._name), ()))

    def release(self, *, keep: bool) -> None:
        """Let go of the file, whatever the system says; harmless when there is none.

        Args:
            keep: Leave it to be continued, where its name allows that.
        """
        path, self._path = self._path, ""
        descriptor, self._descriptor = self._descriptor, -1
        if path and not (keep and self.is_lasting):
            remove(path, descriptor)
        else:
            close(descriptor)

    def _put_unnamed(self, data: memoryview) -> bool:
        """Make a file that has no name before it is whole; False where that can't be.

        Nothing is left behind then, even when the process is killed.
        """
        if not _HAS_UNNAMED:
            return False
        try:
            descriptor = os.open(self._folder or os.curdir, _UNNAMED, PLAIN_PERMISSIONS)
        except OSError:
            return False
        try:
            write_all(descriptor, data)
            # /proc has a link to it, which is followed only where a folder is given.
            link = f"/proc/self/fd/{descriptor}"
            os.link(link, self._target, src_dir_fd=descriptor, follow_symlinks=True)
        except FileExistsError:
            raise
        except OSError:
            return False
        finally:
            os.close(descriptor)
        return True

    def _commit(self, *, overwrite: bool) -> None:
        # Readers come as soon as it has its name.
        if not (share(self._descriptor) and is_same(self._path, self._descriptor)):
            raise about(IntegrityError, FileError)(
                f"{self._target}: its partial file {self._path} was removed, replaced or locked by "
                "another program while it was written; nothing was written to the target: try again"
            )
        if os.name == "nt":  # where an open file can't be renamed
            descriptor, self._descriptor = self._descriptor, -1
            os.close(descriptor)
        else:
            # Network file systems tell of lost bytes when a descriptor is closed, which must be
            # before the file gets its name; but the lock must last until after.
            os.close(os.dup(self._descriptor))
        if overwrite:
            os.replace(self._path, self._target)
        else:
            rename_to_free_name(self._path, self._target)
        self._path = ""
        descriptor, self._descriptor = self._descriptor, -1
        close(descriptor)

    def _create(self) -> None:
        path = f"{self._folder}{stem(self._name)}{random.getrandbits(64):016x}{PARTIAL_SUFFIX}"
        self._descriptor = os.open(path, _NEW, PLAIN_PERMISSIONS)
        self._path = path
        with suppress(OSError):  # without locks nobody takes it for a leftover either
            lock(self._descriptor)

    def _create_lasting(self, path: str) -> bool:
        """Create it by the name it may be continued by; False when somebody else has that."""
        try:
            descriptor = os.open(path, _NEW, PLAIN_PERMISSIONS)
        except OSError:
            return False
        try:
            is_free = is_locked = lock(descriptor)
        except OSError:  # without locks nobody takes it, and nobody could continue it
            is_free, is_locked = True, False
        # Whoever opened it before it was locked may have removed or renamed it.
        if not is_free or not is_same(path, descriptor):
            close(descriptor)
            return False
        self._descriptor = descriptor
        self.is_lasting = is_locked and is_own(os.fstat(descriptor))
        return True


def remove_leftovers(target: str, names: Iterable[str]) -> None:
    """Remove what unfinished downloads of a finished file left, and further names of it.

    Args:
        target: The finished file.
        names: The unfinished downloads beside it whose names begin with its stem.
    """
    folder, separator, _ = target.rpartition(os.sep)
    paths = [folder + separator + name for name in names]
    for path in paths:
        descriptor = open_own(path)
        if descriptor >= 0:
            remove(path, descriptor)
        elif is_second_name(path, (target, *paths)):
            remove(path, -1)


def stem(name: str) -> str:
    """What the names of all unfinished downloads of a target begin with."""
    return f".{_digest(name)}"


def _digest(what: str) -> str:
    # Any name is as good as another here, also one that is no text.
    return blake3(what.encode(errors="surrogatepass")).hexdigest(length=8)
