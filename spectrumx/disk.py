"""Writing downloads: a file appears under its name whole and checked, or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from spectrumx.errors import (
    InvalidRequestError,
    LocalFileError,
    LocalFileMissingError,
    UnsafePathError,
)

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


def local_path(path: Path | str, argument: str) -> Path:
    """Read a local path as a user gives it, `~` for their home included.

    Args:
        path: The path.
        argument: What it was given as.

    Raises:
        InvalidRequestError: It is blank, or names no user's home.
    """
    if not str(path).strip():
        raise InvalidRequestError(f"{argument} is blank; give a path")
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise InvalidRequestError(f"{argument}={str(path)!r} names no user's home") from None


class TargetFolder:
    """A folder that downloads go to and may not leave, also not through symbolic links."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._prepared: set[Path] = set()

    def prepare(self, folder: Path) -> None:
        """Make a folder, the target folder itself or one below it by name, and check its way.

        Raises:
            UnsafePathError: An existing part of the way is a link that leads elsewhere.
            OSError: It can't be made.
        """
        if folder in self._prepared:
            return
        existing = folder
        while existing != self._root and not existing.exists():
            existing = existing.parent
        if not existing.resolve().is_relative_to(self._root.resolve()):
            raise UnsafePathError(
                f"{existing} is a link that leads out of {self._root}; nothing is written there"
            )
        folder.mkdir(parents=True, exist_ok=True)
        self._prepared.add(folder)


class PartialFile:
    """A file being written beside its target, renamed into place when it is complete."""

    def __init__(self, target: Path, *, folder: TargetFolder) -> None:
        """Prepare; nothing is written yet.

        Args:
            target: Where the file will be.
            folder: What it may not leave.
        """
        self._target = target
        self._folder = folder
        self._partial = target.with_name(f".{secrets.token_hex(8)}{PARTIAL_SUFFIX}")
        self._descriptor = -1

    def open(self) -> None:
        """Create the file, and the folders it needs.

        Raises:
            UnsafePathError: A symbolic link leads out of the root.
            OSError: The file can't be created.
        """
        self._folder.prepare(self._target.parent)
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
    kind = LocalFileMissingError if problem.errno == errno.ENOENT else LocalFileError
    return kind(f"can't {doing} {path}: {reason}", path=str(path), errno=problem.errno)


def _rename_to_free_name(partial: Path, target: Path) -> None:
    if os.name == "nt":  # where a rename refuses a name that is taken
        partial.rename(target)
        return
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
