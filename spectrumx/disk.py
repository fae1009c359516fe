"""The local folder that downloads go to: nothing is written outside it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from spectrumx.errors import (
    InvalidRequestError,
    LocalFileError,
    LocalFileMissingError,
    SDSError,
    UnsafePathError,
)
from spectrumx.paths import PARTIAL_SUFFIX

PARTIAL_STEM_LENGTH = 17
"""How many characters of such a name, the dot included, all those of one target begin with."""

_NO_DESCRIPTORS = {errno.EMFILE, errno.ENFILE}


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


def lasting_path(path: Path | str, argument: str) -> Path:
    """Read a local path that means the same later, whatever the working directory is then.

    Args:
        path: The path.
        argument: What it was given as.

    Raises:
        InvalidRequestError: It is blank, or names no user's home.
        LocalFileError: It is relative, and the working directory is gone.
    """
    try:
        return local_path(path, argument).absolute()
    except OSError as problem:
        raise local_file_error(problem, path, doing="find") from problem


class TargetFolder:
    """A folder that downloads go to and may not leave, also not through symbolic links."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._leftovers: dict[str, dict[str, list[str]]] = {}

    def prepare(self, folder: str) -> dict[str, list[str]]:
        """Make a folder, the target folder itself or one below it by name, and check its way.

        Args:
            folder: Its path; looked into once, however many files go there.

        Returns:
            Names of the unfinished downloads found in it, by what those of one target begin with.

        Raises:
            UnsafePathError: An existing part of the way is a link that leads elsewhere.
            OSError: It can't be made.
        """
        if folder not in self._leftovers:
            self._check(Path(folder))
            Path(folder).mkdir(parents=True, exist_ok=True)
            self._leftovers[folder] = _unfinished_in(folder)
        return self._leftovers[folder]

    def unfinished_in(self, folder: str) -> dict[str, list[str]]:
        """Find unfinished downloads in a folder that is there, without changing anything.

        Args:
            folder: As for `prepare`.

        Returns:
            As of `prepare`.

        Raises:
            UnsafePathError: A part of the way is a link that leads elsewhere.
            OSError: It can't be read.
        """
        if folder not in self._leftovers:
            self._check(Path(folder))
            self._leftovers[folder] = _unfinished_in(folder)
        return self._leftovers[folder]

    def _check(self, folder: Path) -> None:
        existing = folder
        while existing != self._root and not existing.exists():
            existing = existing.parent
        if not existing.resolve().is_relative_to(self._root.resolve()):
            raise UnsafePathError(
                f"{existing} is a link that leads out of {self._root}; nothing is written there"
            )


def _unfinished_in(folder: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(PARTIAL_SUFFIX) and entry.is_file(follow_symlinks=False):
                found.setdefault(entry.name[:PARTIAL_STEM_LENGTH], []).append(entry.name)
    return found


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


def is_out_of_descriptors(error: SDSError) -> bool:
    """Tell whether it failed for want of a file descriptor, which other transfers may free."""
    return isinstance(error, LocalFileError) and error.errno in _NO_DESCRIPTORS


def descriptor_shortage() -> OSError | None:
    """Ask the system for a file descriptor; what it says when this process may have no more."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as problem:
        return problem if problem.errno in _NO_DESCRIPTORS else None
    return None
