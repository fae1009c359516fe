"""How what is wrong with a recording is said."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spectrumx.errors import LocalFileError

_MOST_NAMED = 5


def listed(names: Iterable[object]) -> str:
    """Name some things in one sentence: the first few, and how many more there are."""
    ordered = sorted(str(each) for each in names)
    rest = f" and {len(ordered) - _MOST_NAMED} more" if len(ordered) > _MOST_NAMED else ""
    return ", ".join(ordered[:_MOST_NAMED]) + rest


def broken(path: Path, what: str) -> LocalFileError:
    """Make the error for a recording that is no whole one, not raised."""
    return LocalFileError(f"{path} {what}; mend it or take it out of the folder", path=str(path))
