"""Looking into folders, no further than needed: a recording may have a million files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from spectrumx.errors import InvalidRequestError
from spectrumx.recordings.refusals import listed


def entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Look at what lies in a folder itself."""
    with os.scandir(folder) as found:
        yield from found


def has_contents(file: Path) -> bool:
    """Tell whether a file is there and would be sent: uploads leave out empty ones."""
    return file.is_file() and file.stat().st_size > 0


def only_directory(folder: Path, directories: set[Path]) -> str:
    """Name the one top-level directory there may be, below the folder.

    Raises:
        InvalidRequestError: There are several.
    """
    if len(directories) > 1:
        raise InvalidRequestError(
            f"{folder} holds recordings in several folders: {listed(directories)}; "
            "give one of these folders"
        )
    return relative(next(iter(directories)), folder)


def relative(path: Path, folder: Path) -> str:
    """The path below the folder; empty for the folder itself and what is above it."""
    return "" if path in {folder, folder.parent} else path.relative_to(folder).as_posix()
