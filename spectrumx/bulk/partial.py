"""Unfinished downloads: a file appears under its name whole and checked, or not at all.

Paths are plain text here: a Path for each of many files is slow.
"""
# ruff: noqa: PTH104, PTH105, PTH108, PTH110

from __future__ import annotations

import errno
import os
import random
import stat
from contextlib import suppress

from blake3 import blake3

from spectrumx.bulk.locking import lock
from spectrumx.disk import PARTIAL_SUFFIX, TargetFolder

_SAFELY = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | _SAFELY
_OLD = os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | _SAFELY  # a FIFO must not block
_UNNAMED = os.O_WRONLY | getattr(os, "O_TMPFILE", 0) | _SAFELY
_HAS_UNNAMED = hasattr(os, "O_TMPFILE") and os.path.exists("/proc/self/fd")
_PLAIN_PERMISSIONS = 0o666
_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EACCES, errno.EMLINK}


class PartialFile:
    """A file being written beside its target, renamed into place when it is complete.

    Its name begins with what stands for the target. In one that may be continued later, what it
    belongs to follows; in any other, something random. Whoever writes to it has locked it, so that
    two downloads of one target never share one.
    """

    __slots__ = (
        "_descriptor",
        "_folder",
        "_is_locked",
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
        self._is_locked = self.is_lasting = False

    def resume(self, identity: str) -> int:
        """Open what an earlier attempt left of the same contents, or begin it.

        Args:
            identity: What makes the contents the same.

        Returns:
            How many bytes there are. They are to be read before any are written.
        """
        path = f"{self._folder}{self._stem()}{_digest(identity)}{PARTIAL_SUFFIX}"
        self._descriptor = _open_own(path)
        if self._descriptor < 0:
            self._create()
            if not self._is_locked or not _is_own(os.fstat(self._descriptor)):
                return 0
            try:
                _rename_to_free_name(self._path, path)
            except FileExistsError:  # somebody is at it
                return 0
        self._path, self.is_lasting = path, True
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
        _write_all(self._descriptor, data)

    def complete(self, rest: memoryview, *, overwrite: bool) -> None:
        """Append the rest, give the file its name, and remove what earlier attempts left.

        Args:
            rest: The last of its bytes, or all of them.
            overwrite: Replace what has that name now.

        Raises:
            FileExistsError: Something has that name and may not be replaced.
            OSError: It can't be written or renamed.
        """
        if self._descriptor >= 0 or overwrite or not self._put_unnamed(rest):
            self.write(rest)
            self._commit(overwrite=overwrite)
        if self._leftovers:
            self._remove_leftovers()

    def release(self, *, keep: bool) -> None:
        """Let go of the file; harmless when there is none.

        Args:
            keep: Leave it to be continued, where its name allows that.
        """
        path, self._path = self._path, ""
        descriptor, self._descriptor = self._descriptor, -1
        if path and not (keep and self.is_lasting):
            _remove(path, descriptor)
        elif descriptor >= 0:
            os.close(descriptor)

    def _put_unnamed(self, data: memoryview) -> bool:
        """Make a file that has no name before it is whole; False where that can't be.

        Nothing is left behind then, even when the process is killed.
        """
        if not _HAS_UNNAMED:
            return False
        try:
            descriptor = os.open(self._folder or os.curdir, _UNNAMED, _PLAIN_PERMISSIONS)
        except OSError:
            return False
        try:
            _write_all(descriptor, data)
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
        if os.name == "nt":  # where an open file can't be renamed
            self._close()
        else:
            # Network file systems tell of lost bytes when a descriptor is closed, which must be
            # before the file gets its name; but the lock must last until after.
            os.close(os.dup(self._descriptor))
        if overwrite:
            os.replace(self._path, self._target)
        else:
            _rename_to_free_name(self._path, self._target)
        self._path = ""
        self._close()

    def _stem(self) -> str:
        return f".{_digest(self._name)}"

    def _create(self) -> None:
        path = f"{self._folder}{self._stem()}{random.getrandbits(64):016x}{PARTIAL_SUFFIX}"
        self._descriptor = os.open(path, _NEW, _PLAIN_PERMISSIONS)
        self._path = path
        self._is_locked = lock(self._descriptor)

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def _remove_leftovers(self) -> None:
        for name in self._leftovers.pop(self._stem(), ()):
            path = self._folder + name
            descriptor = _open_own(path)
            if descriptor >= 0:
                _remove(path, descriptor)


def _write_all(descriptor: int, data: memoryview) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _rename_to_free_name(source: str, target: str) -> None:
    if os.name == "nt":  # where a rename refuses a name that is taken
        os.rename(source, target)
        return
    try:
        os.link(source, target)
    except OSError as problem:
        if problem.errno not in _NO_HARD_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target) from None
        os.replace(source, target)
    else:
        os.unlink(source)


def _remove(path: str, descriptor: int) -> None:
    if os.name == "nt" and descriptor >= 0:  # where an open file can't be removed
        os.close(descriptor)
    with suppress(FileNotFoundError):
        os.unlink(path)
    if os.name != "nt" and descriptor >= 0:
        os.close(descriptor)


def _digest(what: str) -> str:
    # Any name is as good as another here, also one that is no text.
    return blake3(what.encode(errors="surrogatepass")).hexdigest(length=8)


def _open_own(path: str) -> int:
    """Open a partial file of one's own and lock it; -1 when it is something else, or in use."""
    try:
        if not _is_own(os.lstat(path)):
            return -1
        descriptor = os.open(path, _OLD)
    except OSError:
        return -1
    return _locked(descriptor, path)


def _locked(descriptor: int, path: str) -> int:
    try:
        if lock(descriptor):
            status = os.fstat(descriptor)
            # Whoever had locked it may have renamed it meanwhile.
            if _is_own(status) and os.path.samestat(status, os.lstat(path)):
                return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return -1


def _is_own(status: os.stat_result) -> bool:
    return (
        stat.S_ISREG(status.st_mode)
        and status.st_nlink == 1
        and not stat.S_IMODE(status.st_mode) & ~_PLAIN_PERMISSIONS
        and (os.name == "nt" or status.st_uid == os.geteuid())
    )
