"""Thumbnails of captures: drawn once, and kept in the cache beside the files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from spectrumx.errors import missing_extra
from spectrumx.models import File

if TYPE_CHECKING:  # loaded with the first capture that is opened
    from spectrumx.rf.recording import Recording

_ROWS = 64
_FRAME = 4096
"""Samples that are read for a row, at most."""

_LEAST_FILES, _MOST_FILES = 4, 16
_MOST_BYTES = 64 * 1024 * 1024
"""Of files that samples are read from; but the least number is, however long they are."""


def draw(recording: Recording, *, sizes: Sequence[int]) -> bytes:
    """Draw a small spectrogram of few samples, from few files.

    Args:
        recording: Of which one.
        sizes: Bytes of the files that its samples are spread over; none where they are here.

    Returns:
        A PNG.

    Raises:
        MissingExtraError: The extra `plot` is not installed.
        SDSError: What is needed of it can't be read.
    """
    try:
        from spectrumx.rf import plots  # noqa: PLC0415  brings matplotlib along
    except ModuleNotFoundError as missing:
        raise missing_extra("plot", doing="drawing a thumbnail", missing=missing) from missing
    rows = _rows(sizes)
    # One frame of many bins is read in one go, and the picture shows their mean.
    bins = min(_FRAME, 1 << max(len(recording) // rows, 1).bit_length() - 1)
    return plots.png(recording.spectrogram(bins, rows=rows, frames=1))


def _rows(sizes: Sequence[int]) -> int:
    """As many as there may be: each may lie in another file, which may have to be fetched whole."""
    affordable = _MOST_BYTES // max([1, *sizes])
    few = min(max(affordable, _LEAST_FILES), _MOST_FILES)
    return _ROWS if len(sizes) <= few else few


def write(folder: Path, png: bytes, *, files: Iterable[File]) -> None:
    """Keep a thumbnail instead of earlier ones; where that can't be, it is drawn again.

    Args:
        folder: Of the capture's channel in the cache.
        png: The picture.
        files: What the capture had then.
    """
    name = _name(files)
    unfinished = folder / f"thumbnail-{uuid4().hex}.unfinished"
    with suppress(OSError):
        earlier = list(folder.glob("thumbnail-*.png"))
        try:
            unfinished.write_bytes(png)
            unfinished.replace(folder / name)
        finally:
            unfinished.unlink(missing_ok=True)
        for each in earlier:
            if each.name != name:
                each.unlink(missing_ok=True)


def read(folder: Path, *, files: Iterable[File] | None) -> bytes | None:
    """Give the thumbnail that is kept; None where there is none.

    Args:
        folder: Of the capture's channel in the cache.
        files: What the capture has; None where that is not known, for what was kept last.
    """
    with suppress(OSError):
        for found in folder.glob("thumbnail-*.png" if files is None else _name(files)):
            return found.read_bytes()
    return None


def _name(files: Iterable[File]) -> str:
    """A name that changes with the files, in any order; a card may be of very many."""
    total = sum(file.uuid.int for file in files if file.uuid)
    return f"thumbnail-{total % 2**64:016x}.png"
