"""What is on this machine: files to consider, and what is left out and why."""

from __future__ import annotations

import errno
import mimetypes
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from spectrumx import paths
from spectrumx.disk import local_file_error
from spectrumx.errors import (
    FileError,
    InvalidRequestError,
    LocalFileError,
    LocalFileMissingError,
    SDSError,
    about,
)
from spectrumx.transfer.filter import Filter, LeftOutReason, filter_for, holds_tokens

_LOCAL_FILE = about(LocalFileError, FileError)
_INVALID = about(InvalidRequestError, FileError)
_MEDIA_TYPES = {
    ".h5": "application/x-hdf5",
    ".hdf5": "application/x-hdf5",
    ".json": "application/json",
    ".sigmf-meta": "application/json",
    ".sigmf-data": "application/octet-stream",
}


_ORDINARY = re.compile(r"(?:[ -~]+/)?[ !#-.0-\[\]-~]{1,100}")
"""Paths that the gateway surely takes, told at a glance."""


class LocalFile(NamedTuple):
    """A file that may be sent.

    Attributes:
        place: Where it is.
        relative: Below the scanned folder, with `/` between components.
        size: Bytes.
        mode: Permission bits, as in `stat`.
    """

    place: str
    relative: str
    size: int
    mode: int

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.place)

    @property
    def permissions(self) -> str:
        """As in `rw-r--r--`."""
        return _permissions(self.mode)

    @property
    def media_type(self) -> str:
        """MIME type by its name; empty when it tells none."""
        name = self.relative.rpartition("/")[2]
        known = _MEDIA_TYPES.get(os.path.splitext(name)[1].lower())  # noqa: PTH122  for each file
        return known or mimetypes.guess_type(name)[0] or ""


@lru_cache
def _permissions(mode: int) -> str:
    return stat.filemode(mode)[1:]


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to look into; its `relative` ends with `/`, or is empty for the scanned one."""

    path: Path
    relative: str
    chosen: Filter


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is not sent.

    Attributes:
        place: Where it is.
        relative: Below the scanned folder; a folder's ends with `/`.
        reason: Why.
        error: What is wrong with it, None when it is left out on purpose.
    """

    place: str
    relative: str
    reason: LeftOutReason
    error: SDSError | None = None

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.place)


Found = LocalFile | LeftOut


def scan(local_path: Path, *, include: Iterable[str], exclude: Iterable[str]) -> Iterator[Found]:
    """Look at a file, or at everything in a folder.

    Args:
        local_path: The file or folder.
        include: Patterns as in `.gitignore`; when there are any, a file must match one.
        exclude: Patterns of what is left out.

    Returns:
        Every file, and everything left out, with its reason; a single file is never left out.

    Raises:
        LocalFileError: There is nothing at that path, or it can't be sent.
        InvalidRequestError: A pattern is malformed.
    """
    try:
        is_folder, exists = local_path.is_dir(), local_path.exists()
    except OSError as problem:
        raise local_file_error(problem, local_path, doing="read") from problem
    if not exists:
        message = f"{local_path} does not exist; give a file or a folder"
        raise LocalFileMissingError(message, path=str(local_path), errno=errno.ENOENT)
    if is_folder:
        chosen = filter_for(local_path, include=include, exclude=exclude)
        return scan_folder(local_path, chosen)
    return iter([scan_file(local_path)])


def scan_folder(folder: Path, chosen: Filter) -> Iterator[Found]:
    """Walk a folder in the order of names.

    Args:
        folder: Where to begin; links to folders below it are not followed.
        chosen: What is left out, besides what each `.sdsignore` below leaves out of its folder.

    Yields:
        Every file, and everything left out, with its reason.
    """
    # A stack instead of recursion: folders may be nested deeper than Python's calls.
    opened = [_inside(_Folder(folder, "", chosen))]
    while opened:
        found = next(opened[-1], None)
        if found is None:
            opened.pop()
        elif isinstance(found, _Folder):
            opened.append(_inside(found))
        else:
            yield found


def scan_file(path: Path, *, relative: str = "") -> LocalFile:
    """Look at a single file that somebody wants to send.

    Args:
        path: Where it is.
        relative: Its path below the SDS directory it goes to; its own name by default.

    Raises:
        LocalFileError: It can't be read, is empty, or is no regular file.
        InvalidRequestError: The gateway would refuse its name, or it is one that is left out of
            every upload.
    """
    relative = relative or path.name
    reasons = map(Filter().reason_against, (path.name, relative))
    if reason := LeftOutReason.SECRETS if holds_tokens(path) else next(filter(None, reasons), None):
        raise _INVALID(f"{path} is not sent: it {reason}; rename it if it is meant to be published")
    try:
        status = path.stat()
    except OSError as problem:
        raise local_file_error(problem, path, doing="read") from problem
    found = _judge(str(path), relative, status)
    if isinstance(found, LocalFile):
        if not os.access(path, os.R_OK):
            raise _LOCAL_FILE(f"can't read {path}: permission denied", path=str(path))
        return found
    raise found.error or _LOCAL_FILE(f"{path} {found.reason}", path=str(path))


def _inside(folder: _Folder) -> Iterator[Found | _Folder]:
    try:
        with os.scandir(folder.path) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as problem:
        error = local_file_error(problem, folder.path, doing="read")
        yield LeftOut(str(folder.path), folder.relative, LeftOutReason.UNUSABLE, error)
        return
    for entry in ordered:
        path, is_folder = entry.path, _is_folder(entry)
        relative = f"{folder.relative}{entry.name}{'/' if is_folder else ''}"
        if reason := folder.chosen.reason_against(relative):
            yield LeftOut(path, relative, reason)
        elif is_folder and entry.is_symlink():
            yield LeftOut(path, relative, LeftOutReason.LINKED_FOLDER)
        elif entry.is_symlink() and holds_tokens(Path(path)):
            yield LeftOut(path, relative, LeftOutReason.SECRETS)
        elif is_folder:
            yield _enter(path, relative, folder.chosen)
        else:
            yield _look(path, relative, is_link=entry.is_symlink())


def _enter(path: str, relative: str, outer: Filter) -> _Folder | LeftOut:
    try:
        return _Folder(Path(path), relative, outer.inside(Path(path), relative))
    except SDSError as problem:  # without its .sdsignore, nothing says what must not be sent
        return LeftOut(path, relative, LeftOutReason.UNUSABLE, problem)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # such as a link to itself: looking at it as a file will say so
        return False


def _look(path: str, relative: str, *, is_link: bool) -> Found:
    try:
        status = os.stat(path)  # noqa: PTH116  a plain text, many times over
    except FileNotFoundError:
        if is_link:
            return LeftOut(path, relative, LeftOutReason.BROKEN_LINK)
        error = _LOCAL_FILE(f"{path} is gone", path=path)
        return LeftOut(path, relative, LeftOutReason.UNUSABLE, error)
    except OSError as problem:
        error = local_file_error(problem, path, doing="read")
        return LeftOut(path, relative, LeftOutReason.UNUSABLE, error)
    return _judge(path, relative, status)


def _judge(path: str, relative: str, status: os.stat_result) -> Found:
    if not stat.S_ISREG(status.st_mode):
        return LeftOut(path, relative, LeftOutReason.SPECIAL)
    if not status.st_size:
        return LeftOut(path, relative, LeftOutReason.EMPTY)
    if problem := _problem_with_name(relative):
        error = _INVALID(f"{path!r} can't be sent: {problem}; rename it")
        return LeftOut(path, relative, LeftOutReason.UNUSABLE, error)
    return LocalFile(path, relative, status.st_size, status.st_mode)


def _problem_with_name(relative: str) -> str:
    if _ORDINARY.fullmatch(relative):
        return ""
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
