"""Locks on open files, between processes as well as within one."""

from __future__ import annotations

import errno
import sys

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _share(descriptor: int) -> None:
        """Do nothing: there, locks are for one alone."""

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _share(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)


_TAKEN = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}


def lock(descriptor: int) -> bool:
    """Lock a file until it is closed.

    Returns:
        False when somebody else has locked it.

    Raises:
        OSError: The file system knows no locks.
    """
    try:
        _take(descriptor)
    except OSError as problem:
        if problem.errno in _TAKEN:
            return False
        raise
    return True


def share(descriptor: int) -> bool:
    """Let others read a file that is locked here, while still nobody else can lock it.

    HDF5 reads no file that anybody has locked for one alone.

    Returns:
        False when somebody else has locked it meanwhile.
    """
    try:
        _share(descriptor)
    except OSError as problem:
        return problem.errno not in _TAKEN
    return True
