"""Paths in SDS and the local places they become: pure decisions on names.

SDS paths have one form: relative to their owner's root, `/a/b`, whether given with or without
the leading slash (docs/gateway.md, "Paths").
"""

from __future__ import annotations

import ntpath
import os
import re
import sys
from functools import lru_cache
from pathlib import PurePosixPath, PureWindowsPath

from spectrumx.errors import InvalidRequestError, UnsafePathError

ROOT = "/"
MAX_DIRECTORY = 2048
MAX_NAME = 100
"""Longest directory and file name the gateway takes, in characters."""

MAX_LOCAL_NAME = 255
"""Longest file name common file systems take, in bytes."""

PARTIAL_SUFFIX = ".sds-partial"
"""What the names of unfinished downloads end with; they begin with a dot."""

_PART = r"(?!\.\.?(?:/|\Z))[ -.0-~]{1,255}"
_ORDINARY = re.compile(rf"{_PART}(?:/{_PART})*")
"""Paths that are possible everywhere but on Windows, told at a glance."""


def normalise(path: str | PurePosixPath, *, owner_email: str = "") -> str:
    """Bring an SDS path into its one form.

    Args:
        path: As a user writes it: `a/b`, `/a/b/`, or absolute, `/files/<owner's e-mail>/a/b`, also
            without its first slash.
        owner_email: Whose absolute prefix is taken off, exactly once; empty for none.

    Returns:
        `/a/b`; `/` for the root.

    Raises:
        InvalidRequestError: The path is blank, leaves the root, is too long or holds a
            character no path has.
    """
    text = str(path)
    if not text.strip():
        raise InvalidRequestError('sds_path is blank; use "/" for your root')
    if any(ord(character) < ord(" ") for character in text):
        raise InvalidRequestError(f"sds_path {text!r} holds a control character")
    if not _is_unicode(text):
        raise InvalidRequestError(f"sds_path {text!r} is not valid Unicode")
    parts: list[str] = []
    for part in _without_owner(text.lstrip("/"), owner_email).split("/"):
        if part == ".." and not parts:
            raise InvalidRequestError(f"sds_path {str(path)!r} leaves your root; take out the '..'")
        if part == "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    normal = ROOT + "/".join(parts)
    if len(normal) > MAX_DIRECTORY:
        raise InvalidRequestError(
            f"sds_path has {len(normal)} characters; the gateway takes at most {MAX_DIRECTORY}"
        )
    return normal


def is_absolute_form(path: str | PurePosixPath) -> bool:
    """Tell whether a path may carry an owner's prefix, so that the e-mail is worth asking for."""
    return str(path).lstrip("/").startswith("files/")


def absolute(path: str, owner_email: str) -> str:
    """Write a path in full, as no folder of one's own can be mistaken for it.

    Args:
        path: In its one form, `/a/b`.
        owner_email: Whose it is.

    Returns:
        `/files/<owner's e-mail>/a/b`; `/files/<owner's e-mail>` for the root.
    """
    return f"/files/{owner_email}{path.rstrip('/')}"


@lru_cache(maxsize=4096)  # the files of a listing lie in the same few directories
def from_owner(directory: str, owner_email: str) -> str:
    """Turn a directory as the gateway answers it into the user's form.

    Args:
        directory: `/files/<e-mail>/a/b` or `/a/b`; which one differs by endpoint.
        owner_email: The owner's e-mail as the same answer names it.

    Returns:
        `/a/b`, with exactly one owner's prefix taken off.
    """
    if directory.startswith("/"):
        directory = _without_owner(directory[1:], owner_email)
    return ROOT + directory.strip("/")


def join(directory: str, relative: str) -> str:
    """Put a relative path under an SDS directory: `/a` and `b/c` give `/a/b/c`."""
    return f"{directory.rstrip('/')}/{relative}"


def parent(path: str) -> str:
    """The directory of an SDS path: `/a/b` gives `/a`."""
    return path.rpartition("/")[0] or ROOT


def name_of(path: str) -> str:
    """The last component of an SDS path: `/a/b` gives `b`."""
    return path.rpartition("/")[2]


def below_owner(path: str, owner_email: str, base_email: str) -> str:
    """Decide where a file of any owner goes below a folder: `/a/b` becomes `a/b`.

    Args:
        path: Relative to the owner's root.
        owner_email: Whose it is; empty when not known.
        base_email: Whose files need no folder of their own.

    Returns:
        A relative path; somebody else's files go below a folder of their e-mail.
    """
    return path[1:] if owner_email in {"", base_email} else f"{owner_email}{path}"


def folder_name(text: str, *, otherwise: str) -> str:
    """Make a name for people the name of one folder.

    Args:
        text: As people gave it.
        otherwise: What to take where nothing of it can be a name.
    """
    name = "".join("_" if each in '/\\:*?"<>|' or each < " " else each for each in text)
    short = name.strip(" .").encode(errors="replace")[:MAX_NAME].decode(errors="ignore")
    return short.strip(" .") or otherwise


def is_within(path: str, directory: str) -> bool:
    """Tell whether a file's path lies below a directory, by whole components."""
    return directory == ROOT or path.startswith(f"{directory}/")


def relative_to(path: str, directory: str) -> str:
    """The part of `path` below `directory`; a file asked for by its own path keeps its name."""
    return name_of(path) if path == directory else path[len(directory.rstrip("/")) + 1 :]


def local_target(folder: str, relative: str, *, windows: bool = sys.platform == "win32") -> str:
    """Decide where a file named by the gateway goes below a local folder.

    Args:
        folder: Where downloads go.
        relative: Path below it, as the gateway names it, with `/` between components.
        windows: Whether the names must also be possible on Windows.

    Returns:
        The place, below `folder` by name. Symbolic links are the disk writer's concern.

    Raises:
        UnsafePathError: A component is empty, `.` or `..`, has a control character, is no valid
            Unicode, is too long, or, on Windows, is reserved there or holds a separator or a drive;
            or the file's name is one of an unfinished download.
    """
    if _is_partial(name_of(relative)):
        raise UnsafePathError(
            f"{relative!r} can't be a local file: its name is that of an unfinished download"
        )
    if windows or not _ORDINARY.fullmatch(relative):
        for part in relative.split("/"):
            problem = _problem_with(part, windows=windows)
            if problem:
                raise UnsafePathError(f"{relative!r} can't be a local file: {part!r} {problem}")
    return f"{folder}{os.sep}{relative.replace('/', os.sep)}"


def _is_partial(name: str) -> bool:
    # Some file systems take names that differ in case only for the same.
    return name.startswith(".") and name.casefold().endswith(PARTIAL_SUFFIX)


def _problem_with(part: str, *, windows: bool) -> str:
    if part in {"", ".", ".."}:
        return "is no file name"
    if any(ord(character) < ord(" ") for character in part):
        return "holds a control character"
    if not _is_unicode(part):
        return "is not valid Unicode"
    if len(part.encode()) > MAX_LOCAL_NAME:
        return f"is longer than {MAX_LOCAL_NAME} bytes"
    if windows and (_reserved_on_windows(part) or set(part) & set('\\:*?"<>|')):
        return "is not a name Windows allows"
    return ""


def _reserved_on_windows(part: str) -> bool:
    if sys.version_info >= (3, 13):
        return ntpath.isreserved(part)
    return part[-1] in ". " or PureWindowsPath(part).is_reserved()


def _without_owner(text: str, owner_email: str) -> str:
    prefix = f"files/{owner_email}"
    is_full = owner_email and f"{text}/".startswith(f"{prefix}/")
    return text[len(prefix) :] if is_full else text


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which no request or file name can hold
        return False
    return True
