"""What an upload leaves out, by name alone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePath

from pathspec import GitIgnoreSpec

from spectrumx import profiles
from spectrumx.disk import local_file_error
from spectrumx.errors import ConfigError, InvalidRequestError, LocalFileError
from spectrumx.paths import PARTIAL_SUFFIX

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


_PROFILES = ("profiles.", ".profiles")
"""How our files in the folder of profiles begin, and the copies that editors leave."""

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
class Filter:
    """Decides by name what is left out, before anything is opened.

    Attributes:
        include: When there is one, a file must match it.
        exclude: What is left out.
        private: Where in the uploaded folder the stored tokens are, if there.
        ignored: What each `.sdsignore` leaves out, by its folder's path, innermost first.
    """

    include: GitIgnoreSpec | None = None
    exclude: GitIgnoreSpec | None = None
    private: GitIgnoreSpec | None = None
    ignored: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    def reason_against(self, relative: str) -> LeftOutReason | None:
        """Why a path is left out, None when it stays; a folder's path ends with `/`."""
        if _DEFAULTS_TOGETHER.match_file(relative):
            return next(reason for spec, reason in _DEFAULT_RULES if spec.match_file(relative))
        if self.private is not None and self.private.match_file(relative):
            return LeftOutReason.SECRETS
        if self._is_ignored(relative):
            return LeftOutReason.IGNORED
        if self.exclude is not None and self.exclude.match_file(relative):
            return LeftOutReason.EXCLUDED
        is_file = not relative.endswith("/")
        if is_file and self.include is not None and not self.include.match_file(relative):
            return LeftOutReason.NOT_INCLUDED
        return None

    def inside(self, folder: Path, prefix: str) -> Filter:
        """Make the filter for what is in a folder, with the `.sdsignore` it holds.

        Args:
            folder: The folder.
            prefix: Its path below the uploaded folder, with `/` at its end; empty for that itself.

        Raises:
            LocalFileError: The `.sdsignore` can't be read.
            InvalidRequestError: A pattern in it is malformed.
        """
        lines = _lines_of(folder / IGNORE_FILE)
        if not lines:
            return self
        return replace(self, ignored=((prefix, _spec(lines)), *self.ignored))

    def _is_ignored(self, relative: str) -> bool:
        for prefix, spec in self.ignored:
            verdict = spec.check_file(relative.removeprefix(prefix)).include
            if verdict is not None:
                return verdict
        return False


def filter_for(folder: Path, *, include: Iterable[str], exclude: Iterable[str]) -> Filter:
    """Make the filter for a folder, with the `.sdsignore` it holds.

    Args:
        folder: The folder to upload.
        include: gitignore-style patterns; when there are any, a file must match one.
        exclude: gitignore-style patterns of what is left out.

    Raises:
        LocalFileError: The `.sdsignore` can't be read.
        InvalidRequestError: A pattern is malformed.
    """
    wanted = _patterns(include)
    unwanted = _patterns(exclude)
    private = _private_patterns(folder)
    chosen = Filter(
        _spec(wanted) if wanted else None,
        _spec(unwanted) if unwanted else None,
        _spec(private) if private else None,
    )
    return chosen.inside(folder, "")


def holds_tokens(path: Path) -> bool:
    """Tell whether a file, or what it links to, is the one that tokens are stored in."""
    stored = _stored_tokens()
    place = os.path.realpath(path)
    if stored is None or place == os.path.realpath(stored):
        return stored is not None
    folder, name = os.path.split(place)
    return name.startswith(_PROFILES) and folder == os.path.realpath(stored.parent)


def _stored_tokens() -> Path | None:
    try:
        return profiles.path()
    except ConfigError:  # nobody's home, and so nobody's profiles
        return None


def _private_patterns(folder: Path) -> list[str]:
    """Write patterns for where profiles are kept: their folder, and the file that it links to."""
    stored = _stored_tokens()
    if stored is None:
        return []
    base, kept, file = folder.resolve(), stored.parent.resolve(), stored.resolve()
    patterns = [f"/{start}*" for start in _PROFILES] if kept == base else []
    if kept.is_relative_to(base) and kept != base:
        patterns.append(f"/{_escaped(kept.relative_to(base))}/")
    if file.is_relative_to(base):
        patterns.append(f"/{_escaped(file.relative_to(base))}")
    return patterns


def _escaped(path: PurePath) -> str:
    return re.sub(r"([\\*?\[\]!# ])", r"\\\1", path.as_posix())


def _lines_of(path: Path) -> list[str]:
    if not os.path.lexists(path):
        return []
    # Not a link that leads nowhere either: what it was to leave out must not be sent.
    if not os.path.isfile(path):  # noqa: PTH113  unlike Path.is_file, it never raises
        raise LocalFileError(f"{path} is no file; make it one, or remove it", path=str(path))
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as problem:
        raise local_file_error(problem, path, doing="read") from problem
    except UnicodeDecodeError as problem:
        raise LocalFileError(f"{path} is not UTF-8 text", path=str(path)) from problem


def _patterns(given: Iterable[str]) -> list[str]:
    # A lone string is a likely slip, and iterating it would give its letters.
    return [given] if isinstance(given, str) else list(given)


def _spec(patterns: Iterable[str]) -> GitIgnoreSpec:
    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError as problem:
        raise InvalidRequestError(f"not a gitignore-style pattern: {problem}") from problem


_DEFAULT_RULES = tuple((_spec([pattern]), reason) for pattern, reason in _DEFAULTS)
_DEFAULTS_TOGETHER = _spec(pattern for pattern, _ in _DEFAULTS)
