"""Giving a finished file its name: in one step, and without replacing what has it already."""

from __future__ import annotations

import ctypes
import errno
import os
import sys

_HERE = -100  # AT_FDCWD of Linux: paths are relative to the working directory
_NO_REPLACE = 1  # RENAME_NOREPLACE of renameat2(2)
_NOT_OFFERED = {errno.EINVAL, errno.ENOSYS}
_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EACCES, errno.EMLINK}

_renameat2 = None
if sys.platform == "linux":
    _renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    _renameat2.argtypes = (
        ctypes.c_int,
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.c_char_p,
        ctypes.c_uint,
    )


def rename_to_free_name(source: str, target: str) -> None:
    """Rename a file unless something has the name.

    Linux has a call for it. Elsewhere a hard link is made and the former name removed, which may
    leave the file with both when the process is killed in between.

    Args:
        source: The file.
        target: Its new name, in the same folder.

    Raises:
        FileExistsError: Something has that name.
        OSError: It can't be renamed.
    """
    if os.name == "nt":  # where a rename refuses a name that is taken
        os.rename(source, target)  # noqa: PTH104  a Path for each of many files is slow
    elif not _renamed_at_once(source, target):
        _link_and_remove(source, target)


def _renamed_at_once(source: str, target: str) -> bool:
    if _renameat2 is None or "\0" in target:  # which would end it there
        return False
    if not _renameat2(_HERE, os.fsencode(source), _HERE, os.fsencode(target), _NO_REPLACE):
        return True
    number = ctypes.get_errno()
    if number in _NOT_OFFERED:  # by this file system
        return False
    raise OSError(number, os.strerror(number), source, None, target)


def _link_and_remove(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError as problem:
        if problem.errno not in _NO_HARD_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target) from None
        os.replace(source, target)  # noqa: PTH105  as above
    else:
        os.unlink(source)  # noqa: PTH108  as above
