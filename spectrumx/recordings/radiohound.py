"""RadioHound: the scans of one scan group, each a JSON file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from spectrumx.errors import InvalidRequestError
from spectrumx.models.formats import CaptureType
from spectrumx.recordings.capture import LocalCapture
from spectrumx.recordings.folders import relative
from spectrumx.recordings.json_files import read_object
from spectrumx.recordings.refusals import broken, listed

SUFFIX = ".rh.json"
_RANDOM_UUID = 4
_NEEDED = (
    "data",
    "gain",
    "latitude",
    "longitude",
    "mac_address",
    "metadata",
    "sample_rate",
    "short_name",
    "timestamp",
    "type",
)


def find(folder: Path, scans: Sequence[Path], *, wanted: UUID | None) -> LocalCapture:
    """Find the scans of one group; its directory is the lowest with all of them in or below it.

    Args:
        folder: That they are in or below.
        scans: RadioHound files.
        wanted: The group to take; None for the only one.

    Raises:
        InvalidRequestError: The group is not there, or there are several.
        LocalFileError: A file is no RadioHound file.
    """
    groups: dict[UUID | None, set[Path]] = {}
    for scan in scans:
        groups.setdefault(_scan_group(scan), set()).add(scan.parent)
    named = listed(each or "none at all" for each in groups)
    if wanted is not None and wanted not in groups:
        raise InvalidRequestError(f"{folder} has no scan group {wanted}; its groups: {named}")
    if wanted is None and len(groups) > 1:
        raise InvalidRequestError(
            f"{folder} holds scans of several groups: {named}; give scan_group=, one of them"
        )
    chosen = wanted or next(iter(groups))
    return LocalCapture(
        capture_type=CaptureType.RadioHound,
        directory=relative(Path(os.path.commonpath(groups[chosen])), folder),
        scan_group=chosen,
    )


def _scan_group(scan: Path) -> UUID | None:
    with scan.open("rb") as opened:
        found = read_object(opened, scan)
    if missing := [key for key in _NEEDED if key not in found]:
        raise broken(scan, f"is no RadioHound file: it lacks {listed(missing)}")
    text = found.get("scan_group")
    try:
        group = None if text is None else UUID(str(text))
    except ValueError:
        group = UUID(int=0)
    if group is not None and group.version != _RANDOM_UUID:
        raise broken(scan, f"has the scan_group {text!r}, which is no random (version 4) UUID")
    return group
