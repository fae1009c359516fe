"""Thumbnails of captures: drawn once, and kept in the cache beside the files."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from blake3 import blake3

from spectrumx.errors import missing_extra
from spectrumx.models import File

if TYPE_CHECKING:  # loaded with the first capture that is opened
    from spectrumx.rf.recording import Recording

_ROWS = 64
_FRAME = 4096
"""Samples that are read for a row."""


def draw(recording: Recording) -> bytes:
    """Draw a small spectrogram of few samples.

    Args:
        recording: Of which one.

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
    # One frame of many bins is read in one go, and the picture shows their mean.
    bins = min(_FRAME, 1 << (len(recording).bit_length() - 1))
    return plots.png(recording.spectrogram(bins, rows=_ROWS, frames=1))


def write(folder: Path, png: bytes, *, files: Iterable[File]) -> None:
    """Keep a thumbnail instead of earlier ones; where that can't be, it is drawn again.

    Args:
        folder: Of the capture's channel in the cache.
        png: The picture.
        files: What the capture had then.
    """
    unfinished = folder / f"{uuid4().hex}.unfinished"
    with suppress(OSError):
        earlier = list(folder.glob("thumbnail-*.png"))
        try:
            unfinished.write_bytes(png)
            unfinished.replace(folder / _name(files))
        finally:
            unfinished.unlink(missing_ok=True)
        for each in earlier:
            if each.name != _name(files):
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
    """A name that changes with the files."""
    uuids = sorted(str(file.uuid) for file in files)
    return f"thumbnail-{blake3(''.join(uuids).encode()).hexdigest(length=8)}.png"
