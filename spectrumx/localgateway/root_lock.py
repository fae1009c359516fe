"""The claim of one gateway on its root folder, held by the operating system's file lock."""

import sys
from pathlib import Path
from typing import BinaryIO

from spectrumx.localgateway.root_folder import LOCK

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class RootInUseError(RuntimeError):
    """Another gateway serves the same root folder."""


def claim(root: Path) -> BinaryIO:
    """Claim a root folder until the returned file is closed, or the process ends in any way.

    Raises:
        RootInUseError: If another process has claimed it.
    """
    file = (root / LOCK).open("a+b")
    try:
        _lock(file)
    except OSError:
        file.close()
        raise RootInUseError(
            f"{root} is in use by another gateway: stop it, or give this one another folder"
        ) from None
    return file
