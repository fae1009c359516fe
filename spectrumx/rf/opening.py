"""`spectrumx.rf.open`: from a path to a `Recording`, whatever the format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from uuid import UUID

from spectrumx.errors import InvalidRequestError, LocalFileError, missing_extra
from spectrumx.models.formats import CaptureType
from spectrumx.recordings import LocalCapture, find_captures
from spectrumx.recordings.radiohound import SUFFIX as SCAN
from spectrumx.recordings.refusals import listed
from spectrumx.recordings.sigmf import ARCHIVE, DATA, META
from spectrumx.rf.recording import Recording
from spectrumx.rf.samples import SampleRecording
from spectrumx.rf.scans import ScanRecording

# Each format's own library is loaded when a recording of it is opened.
# ruff: noqa: PLC0415


def open_recording(
    path: str | PathLike[str],
    *,
    channel: str | None = None,
    capture_type: CaptureType | str | None = None,
    scan_group: UUID | str | None = None,
) -> Recording:
    """Open a recording on this machine.

    Args:
        path: A Digital RF folder (the one with the channels, or a channel's own); a SigMF file
            (.sigmf-meta, .sigmf-data or .sigmf) or a folder with one recording; a RadioHound file
            (.rh.json) or a folder with the scans of one group.
        channel: Which channel of Digital RF; needed where there are several.
        capture_type: The format; needed only for a folder that holds several.
        scan_group: Which group of RadioHound scans; needed where there are several.

    Raises:
        InvalidRequestError: The path holds more than one recording, or none as asked for.
        LocalFileError: It holds no recording, or a broken one, or can't be read.
        MissingExtraError: The extra `rf` is not installed.
    """
    place = Path(path)
    group = _uuid(scan_group)
    kind = None if capture_type is None else _format(capture_type)
    try:
        if place.is_file():
            return _open_file(place, kind=kind, choices={"channel": channel, "scan_group": group})
        found = find_captures(place, capture_type=kind, channel=channel, scan_group=group)
        return _open_folder(place, found)
    except ModuleNotFoundError as missing:
        raise missing_extra("rf", doing="reading recordings", missing=missing) from missing


def _open_file(file: Path, *, kind: CaptureType | None, choices: Mapping[str, object]) -> Recording:
    """Open a file, of which there is nothing to choose."""
    for name in (name for name, value in choices.items() if value is not None):
        raise InvalidRequestError(f"{name}= chooses from a folder; leave it out for a file")
    if file.name.endswith((META, DATA, ARCHIVE)):
        _check_kind(file, CaptureType.SigMF, kind)
        from spectrumx.rf import sigmf

        return SampleRecording(sigmf.open_file(file))
    if file.name.endswith(SCAN):
        _check_kind(file, CaptureType.RadioHound, kind)
        from spectrumx.rf import radiohound

        return ScanRecording(radiohound.open_scans([file]))
    raise LocalFileError(
        f"{file} is no recording; give a file named …{META}, …{ARCHIVE} or …{SCAN}, or a folder",
        path=str(file),
    )


def _check_kind(file: Path, found: CaptureType, expected: CaptureType | None) -> None:
    if expected not in {None, found}:
        raise InvalidRequestError(f"{file} is of {found.name}; leave capture_type= out")


def _open_folder(folder: Path, found: Sequence[LocalCapture]) -> Recording:
    """Open the one recording found in a folder."""
    if len(found) > 1:
        names = listed(each.channel for each in found)
        raise InvalidRequestError(f"{folder} has several channels; give channel=, one of: {names}")
    capture = found[0]
    directory = folder / capture.directory
    if capture.capture_type == CaptureType.DigitalRF:
        from spectrumx.rf import digital_rf

        place = folder if capture.folder_is_channel else directory / str(capture.channel)
        return SampleRecording(digital_rf.open_channel(place))
    if capture.capture_type == CaptureType.SigMF:
        from spectrumx.rf import sigmf

        starts = [*directory.glob(f"*{META}"), *directory.glob(f"*{ARCHIVE}")]
        return SampleRecording(sigmf.open_file(starts[0]))
    from spectrumx.rf import radiohound

    scans = sorted(directory.rglob(f"*{SCAN}"))
    return ScanRecording(radiohound.open_scans(scans, scan_group=capture.scan_group))


def _uuid(value: UUID | str | None) -> UUID | None:
    try:
        return value if value is None or isinstance(value, UUID) else UUID(value)
    except (ValueError, AttributeError) as problem:
        raise InvalidRequestError(f"scan_group is no UUID: {value!r}") from problem


def _format(value: CaptureType | str) -> CaptureType:
    try:
        return CaptureType(value)
    except ValueError as problem:
        known = ", ".join(repr(each.value) for each in CaptureType)
        raise InvalidRequestError(f"capture_type is one of {known}, not {value!r}") from problem
