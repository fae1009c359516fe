"""Digital RF: channels, each a folder with its properties and at least one data file."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from spectrumx.errors import InvalidRequestError
from spectrumx.models.formats import CaptureType
from spectrumx.recordings.capture import LocalCapture
from spectrumx.recordings.folders import entries, has_contents, only_directory
from spectrumx.recordings.refusals import broken, listed

PROPERTIES = "drf_properties.h5"
FORMER_PROPERTIES = "metadata.h5"
"""What they are in old recordings."""

DATA = re.compile(r"rf@\d+\.\d+\.h5", re.ASCII)
_HDF5 = b"\x89HDF\r\n\x1a\n"
"""The first bytes of an HDF5 file."""


def find(
    folder: Path, channels: Sequence[Path], stray: Sequence[Path], *, wanted: Collection[str] | None
) -> list[LocalCapture]:
    """Find the channels of one recording.

    Args:
        folder: That the captures are below, or that is the only channel itself.
        channels: Folders with properties.
        stray: Folders with data files that are in none of these.
        wanted: The channels to take, by name; None for all.

    Raises:
        InvalidRequestError: A channel is not there, or they are in several folders.
        LocalFileError: A channel is not whole.
    """
    if stray and (wanted is None or not channels):
        raise broken(stray[0], f"has data of a Digital RF channel whose {PROPERTIES} is missing")
    names = {each: each.resolve().name if each == folder else each.name for each in channels}
    if missing := sorted(set(wanted or ()) - set(names.values())):
        raise InvalidRequestError(
            f"{folder} has no channel {listed(missing)}; its channels: {listed(names.values())}"
        )
    chosen = [each for each, name in names.items() if wanted is None or name in wanted]
    directory = only_directory(folder, {each.parent for each in chosen})
    for each in chosen:
        _check_channel(each)
    return [
        LocalCapture(
            capture_type=CaptureType.DigitalRF,
            directory="" if each == folder else directory,
            channel=names[each],
            folder_is_channel=each == folder,
        )
        for each in sorted(chosen)
    ]


def _check_channel(channel: Path) -> None:
    properties = channel / PROPERTIES
    with properties.open("rb") as opened:
        if opened.read(len(_HDF5)) != _HDF5:
            raise broken(properties, "is no HDF5 file")
    if not _has_data(channel):
        raise broken(channel, "has no finished data file (rf@….h5)")


def _has_data(channel: Path) -> bool:
    """Look for one data file; the rest of a long recording is not looked at."""
    waiting = [channel]
    while waiting:
        here = waiting.pop()
        folders = []
        for entry in entries(here):
            if entry.is_dir(follow_symlinks=False):
                folders.append(here / entry.name)
            elif DATA.fullmatch(entry.name) and has_contents(here / entry.name):
                return True
        waiting.extend(sorted(folders, reverse=True))
    return False
