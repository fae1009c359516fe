"""What an upload leaves out, by name alone."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from pathspec import GitIgnoreSpec

from spectrumx.disk import PARTIAL_SUFFIX, local_file_error
from spectrumx.errors import InvalidRequestError, LocalFileError

IGNORE_FILE = ".sdsignore"


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


def _patterns(given: Iterable[str]) -> list[str]:
    # A lone string is a likely slip, and iterating it would give its letters.
    return [given] if isinstance(given, str) else list(given)


def _spec(patterns: Iterable[str]) -> GitIgnoreSpec:
    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError as problem:
        raise InvalidRequestError(f"not a gitignore-style pattern: {problem}") from problem
