"""Writing downloads: a file appears under its name whole and checked, or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from spectrumx.errors import LocalFileError, UnsafePathError

PARTIAL_SUFFIX = ".sds-partial"

_NEW_FILE = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
)
_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EACCES, errno.EMLINK}


class PartialFile:
    """A file being written beside its target, renamed into place when it is complete."""

    def __init__(self, target: Path, *, root: Path) -> None:
        """Prepare; nothing is written yet.

        Args:
            target: Where the file will be.
            root: Folder it may not leave, also not through symbolic links.
        """
        self._target = target
        self._root = root
        self._partial = target.with_name(f".{secrets.token_hex(8)}{PARTIAL_SUFFIX}")
        self._descriptor = -1

    def open(self) -> None:
        """Create the file, and the folders it needs.

        Raises:
            UnsafePathError: A symbolic link leads out of the root.
            OSError: The file can't be created.
        """
        try:
            self._descriptor = os.open(self._partial, _NEW_FILE, 0o666)
        except FileNotFoundError:
            make_folder(self._target.parent, root=self._root)
            self._descriptor = os.open(self._partial, _NEW_FILE, 0o666)

    def write(self, data: memoryview) -> None:
        """Append all of the data."""
        while data:
            data = data[os.write(self._descriptor, data) :]

    def commit(self, *, overwrite: bool) -> None:
        """Give the file its name.

        Args:
            overwrite: Replace what has that name now.

        Raises:
            FileExistsError: Something has that name and may not be replaced.
            OSError: It can't be renamed.
        """
        self._close()
        if overwrite:
            self._partial.replace(self._target)
        else:
            _rename_to_free_name(self._partial, self._target)

    def discard(self) -> None:
        """Remove what was written so far; harmless when there is nothing."""
        if self._descriptor >= 0:
            self._close()
        self._partial.unlink(missing_ok=True)

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        os.close(descriptor)


def make_folder(folder: Path, *, root: Path) -> None:
    """Create a folder below a root without following a symbolic link out of it.

    Args:
        folder: The folder, `root` itself or below it by name.
        root: The folder that may not be left.

    Raises:
        UnsafePathError: An existing part of the way leads elsewhere.
        OSError: It can't be created.
    """
    existing = folder
    while existing != root and not existing.exists():
        existing = existing.parent
    if not existing.resolve().is_relative_to(root.resolve()):
        raise UnsafePathError(f"{existing} is a link that leads out of {root}; nothing is written")
    folder.mkdir(parents=True, exist_ok=True)


def local_file_error(problem: OSError, path: Path | str, *, doing: str) -> LocalFileError:
    """Make the typed error for what the operating system said about a local file.

    Args:
        problem: What it raised.
        path: The file in question.
        doing: What was tried: "read", "write".

    Returns:
        The error, not raised.
    """
    reason = os.strerror(problem.errno) if problem.errno else str(problem)
    return LocalFileError(f"can't {doing} {path}: {reason}", path=str(path), errno=problem.errno)


def _rename_to_free_name(partial: Path, target: Path) -> None:
    try:
        target.hardlink_to(partial)
    except OSError as problem:
        if problem.errno not in _NO_HARD_LINKS:
            raise
        if target.exists() or target.is_symlink():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        partial.replace(target)
    else:
        partial.unlink()
