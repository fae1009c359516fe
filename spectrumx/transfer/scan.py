"""What is on this machine: files to consider, and what is left out and why."""

from __future__ import annotations

import mimetypes
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pathspec import GitIgnoreSpec

from spectrumx import paths
from spectrumx.disk import PARTIAL_SUFFIX, local_file_error
from spectrumx.errors import FileError, InvalidRequestError, LocalFileError, SDSError, about

IGNORE_FILE = ".sdsignore"

_LOCAL_FILE = about(LocalFileError, FileError)
_INVALID = about(InvalidRequestError, FileError)
_MEDIA_TYPES = {
    ".h5": "application/x-hdf5",
    ".hdf5": "application/x-hdf5",
    ".json": "application/json",
    ".sigmf-meta": "application/json",
    ".sigmf-data": "application/octet-stream",
}


class LeftOutReason(StrEnum):
    """Why something below an uploaded folder is not sent."""

    SECRETS = "may hold secrets"
    IGNORE_FILE = "says what to leave out"
    VERSION_CONTROL = "belongs to version control"
    CACHE = "is a cache"
    DESKTOP = "belongs to the desktop"
    PARTIAL = "is an unfinished download"
    IN_PROGRESS = "is still being recorded"
    IGNORED = "matches .sdsignore"
    EXCLUDED = "matches exclude="
    NOT_INCLUDED = "does not match include="
    EMPTY = "is empty, and the gateway takes no empty files"
    LINKED_FOLDER = "is a link to a folder"
    BROKEN_LINK = "is a link that leads nowhere"
    SPECIAL = "is no regular file"
    UNUSABLE = "can't be sent"


_DEFAULTS: tuple[tuple[str, LeftOutReason], ...] = (
    (".env*", LeftOutReason.SECRETS),
    (IGNORE_FILE, LeftOutReason.IGNORE_FILE),
    (".git/", LeftOutReason.VERSION_CONTROL),
    ("__pycache__/", LeftOutReason.CACHE),
    (".DS_Store", LeftOutReason.DESKTOP),
    (f".*{PARTIAL_SUFFIX}", LeftOutReason.PARTIAL),
    # Digital RF writes under this name and renames when a file is complete.
    ("tmp.rf@*", LeftOutReason.IN_PROGRESS),
)


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file that may be sent.

    Attributes:
        path: Where it is.
        relative: Below the scanned folder, with `/` between components.
        size: Bytes.
        mode: Permission bits, as in `stat`.
    """

    path: Path
    relative: str
    size: int
    mode: int

    @property
    def permissions(self) -> str:
        """As in `rw-r--r--`."""
        return stat.filemode(self.mode)[1:]

    @property
    def media_type(self) -> str:
        """MIME type by its name; empty when it tells none."""
        known = _MEDIA_TYPES.get(self.path.suffix.lower())
        return known or mimetypes.guess_type(self.path.name)[0] or ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is not sent.

    Attributes:
        path: Where it is.
        relative: Below the scanned folder; a folder's ends with `/`.
        reason: Why.
        error: What is wrong with it, None when it is left out on purpose.
    """

    path: Path
    relative: str
    reason: LeftOutReason
    error: SDSError | None = None


Found = LocalFile | LeftOut


class Filter:
    """Decides by name what is left out, before anything is opened."""

    def __init__(
        self, *, include: Iterable[str] = (), exclude: Iterable[str] = (), ignore: str = ""
    ) -> None:
        """Prepare the patterns.

        Args:
            include: gitignore-style patterns; when there are any, a file must match one.
            exclude: gitignore-style patterns of what is left out.
            ignore: Text of an `.sdsignore` file.

        Raises:
            InvalidRequestError: A pattern is malformed.
        """
        self._rules = [(_spec([pattern]), reason) for pattern, reason in _DEFAULTS]
        self._rules.append((_spec(ignore.splitlines()), LeftOutReason.IGNORED))
        self._rules.append((_spec(exclude), LeftOutReason.EXCLUDED))
        self._include = _spec(include) if include else None

    def reason_against(self, relative: str) -> LeftOutReason | None:
        """Why a path is left out, None when it stays; a folder's path ends with `/`."""
        for spec, reason in self._rules:
            if spec.match_file(relative):
                return reason
        is_file = not relative.endswith("/")
        if is_file and self._include is not None and not self._include.match_file(relative):
            return LeftOutReason.NOT_INCLUDED
        return None


def filter_for(folder: Path, *, include: Iterable[str], exclude: Iterable[str]) -> Filter:
    """Make the filter for a folder, with the `.sdsignore` it holds.

    Raises:
        LocalFileError: The `.sdsignore` can't be read.
        InvalidRequestError: A pattern is malformed.
    """
    path = folder / IGNORE_FILE
    try:
        ignore = path.read_text(encoding="utf-8") if path.exists() else ""
    except OSError as problem:
        raise local_file_error(problem, path, doing="read") from problem
    except UnicodeDecodeError as problem:
        raise LocalFileError(f"{path} is not UTF-8 text", path=str(path)) from problem
    return Filter(include=_patterns(include), exclude=_patterns(exclude), ignore=ignore)


def scan_folder(folder: Path, chosen: Filter) -> Iterator[Found]:
    """Walk a folder in the order of names.

    Args:
        folder: Where to begin; links to folders below it are not followed.
        chosen: What is left out.

    Yields:
        Every file, and everything left out, with its reason.
    """
    yield from _scan(folder, "", chosen)


def scan_file(path: Path) -> LocalFile:
    """Look at a single file that somebody wants to send.

    Raises:
        LocalFileError: It can't be read, is empty, or is no regular file.
        InvalidRequestError: The gateway would refuse its name.
    """
    try:
        status = path.stat()
    except OSError as problem:
        raise local_file_error(problem, path, doing="read") from problem
    found = _judge(path, path.name, status)
    if isinstance(found, LocalFile):
        if not os.access(path, os.R_OK):
            raise _LOCAL_FILE(f"can't read {path}: permission denied", path=str(path))
        return found
    raise found.error or _LOCAL_FILE(f"{path} {found.reason}", path=str(path))


def _scan(folder: Path, prefix: str, chosen: Filter) -> Iterator[Found]:
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as problem:
        error = local_file_error(problem, folder, doing="read")
        yield LeftOut(folder, prefix, LeftOutReason.UNUSABLE, error)
        return
    for entry in ordered:
        path, relative = Path(entry.path), prefix + entry.name
        is_folder = _is_folder(entry)
        if reason := chosen.reason_against(f"{relative}/" if is_folder else relative):
            yield LeftOut(path, f"{relative}/" if is_folder else relative, reason)
        elif is_folder and entry.is_symlink():
            yield LeftOut(path, f"{relative}/", LeftOutReason.LINKED_FOLDER)
        elif is_folder:
            yield from _scan(path, f"{relative}/", chosen)
        else:
            yield _look(path, relative, is_link=entry.is_symlink())


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # such as a link to itself: looking at it as a file will say so
        return False


def _look(path: Path, relative: str, *, is_link: bool) -> Found:
    try:
        status = path.stat()
    except FileNotFoundError:
        if is_link:
            return LeftOut(path, relative, LeftOutReason.BROKEN_LINK)
        error = _LOCAL_FILE(f"{path} is gone", path=str(path))
        return LeftOut(path, relative, LeftOutReason.UNUSABLE, error)
    except OSError as problem:
        error = local_file_error(problem, path, doing="read")
        return LeftOut(path, relative, LeftOutReason.UNUSABLE, error)
    return _judge(path, relative, status)


def _judge(path: Path, relative: str, status: os.stat_result) -> Found:
    if not stat.S_ISREG(status.st_mode):
        return LeftOut(path, relative, LeftOutReason.SPECIAL)
    if not status.st_size:
        return LeftOut(path, relative, LeftOutReason.EMPTY)
    if problem := _problem_with_name(relative):
        error = _INVALID(f"{path!r} can't be sent: {problem}; rename it")
        return LeftOut(path, relative, LeftOutReason.UNUSABLE, error)
    return LocalFile(path, relative, status.st_size, status.st_mode)


def _problem_with_name(relative: str) -> str:
    name = relative.rpartition("/")[2]
    if len(name) > paths.MAX_NAME:
        return f"its name has {len(name)} characters, the gateway takes {paths.MAX_NAME}"
    if any(ord(character) < ord(" ") for character in relative):
        return "its path holds a control character"
    # The gateway would store another name: it takes a backslash for a path's separator.
    if set(name) & {"\\", '"'}:
        return "its name holds a backslash or a double quote"
    try:
        relative.encode()
    except UnicodeEncodeError:
        return "its path is not valid Unicode"
    return ""


def _patterns(given: Iterable[str]) -> list[str]:
    # A lone string is a likely slip, and iterating it would give its letters.
    return [given] if isinstance(given, str) else list(given)


def _spec(patterns: Iterable[str]) -> GitIgnoreSpec:
    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError as problem:
        raise InvalidRequestError(f"not a gitignore-style pattern: {problem}") from problem
