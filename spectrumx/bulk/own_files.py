"""Files that one process alone works on, in folders that others may write to as well."""
# ruff: noqa: PTH104, PTH105, PTH108, PTH114

from __future__ import annotations

import errno
import logging
import os
import stat
from collections.abc import Iterable

from spectrumx.bulk.locking import lock

log = logging.getLogger(__name__)

SAFELY = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""Flags to open a file with: no link is followed, no child process gets it."""

PLAIN_PERMISSIONS = 0o666
"""Of a new file, less what the umask takes away."""

_ANY_PERMISSIONS = 0o777
_OLD = os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | SAFELY  # a FIFO must not block
_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EACCES, errno.EMLINK}


def write_all(descriptor: int, data: memoryview) -> None:
    """Write all of it, in as many pieces as the system likes."""
    while data:
        data = data[os.write(descriptor, data) :]


def rename_to_free_name(source: str, target: str) -> None:
    """Rename a file, never over another.

    Raises:
        FileExistsError: Something has that name.
    """
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
        _unlink(source)


def remove(path: str, descriptor: int) -> None:
    """Remove a file, unless another has its name by now, and close it; never raises."""
    is_there = descriptor < 0 or is_same(path, descriptor)
    if os.name == "nt":  # where an open file can't be removed
        close(descriptor)
        descriptor = -1
    if is_there:
        _unlink(path)
    close(descriptor)


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
    except OSError as problem:
        log.warning("can't remove %s: %s", path, problem.strerror)


def close(descriptor: int) -> None:
    """Close a descriptor, if it is one; never raises."""
    try:
        if descriptor >= 0:
            os.close(descriptor)
    except OSError as problem:
        log.warning("a partial file can't be closed: %s", problem.strerror)


def open_own(path: str) -> int:
    """Open a partial file of one's own and lock it; -1 when it is something else, or in use."""
    try:
        if not is_own(os.lstat(path)):
            return -1
        descriptor = os.open(path, _OLD)
    except OSError:
        return -1
    return _locked(descriptor, path)


def _locked(descriptor: int, path: str) -> int:
    try:
        # Whoever had locked it may have renamed it meanwhile.
        if lock(descriptor) and is_own(os.fstat(descriptor)) and is_same(path, descriptor):
            return descriptor
    except OSError:
        pass
    close(descriptor)
    return -1


def is_same(path: str, other: str | int) -> bool:
    """Tell whether a path leads to the same file as another, or as an open descriptor."""
    try:
        status = os.fstat(other) if isinstance(other, int) else os.lstat(other)
        return os.path.samestat(status, os.lstat(path))
    except OSError:
        return False


def is_second_name(path: str, others: Iterable[str]) -> bool:
    """Tell whether a file has another of these names too, so that it may lose this one.

    A process that is killed while it gives a file its name leaves both.
    """
    if os.path.islink(path):
        return False
    return any(other != path and is_same(path, other) for other in others)


def is_own(status: os.stat_result) -> bool:
    """Tell whether a file can be nobody else's, and is nothing but a plain one.

    File systems that keep no permissions (exFAT, NTFS, SMB) show any of them, but no setuid,
    setgid or sticky bit.
    """
    return (
        stat.S_ISREG(status.st_mode)
        and status.st_nlink == 1
        and not stat.S_IMODE(status.st_mode) & ~_ANY_PERMISSIONS
        and (os.name == "nt" or status.st_uid == os.geteuid())
    )
