"""Making captures of a recording that was just uploaded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from spectrumx.errors import ConflictError, DryRunError, SDSWarning
from spectrumx.models import Capture, CaptureType
from spectrumx.models.reports import TransferReport
from spectrumx.notices import notify
from spectrumx.recordings import LocalCapture
from spectrumx.resources.captures import Captures


@dataclass(frozen=True, slots=True)
class Place:
    """What a capture of an uploaded recording is made with; see `Captures.create`."""

    capture_type: CaptureType
    top_level_dir: str
    channel: str | None
    scan_group: UUID | None


def places(found: Sequence[LocalCapture], directory: str) -> list[Place]:
    """Decide what the captures of a folder will be, before it is uploaded.

    Args:
        found: What the folder holds.
        directory: SDS directory its contents go below.

    Raises:
        InvalidRequestError: The folder is a channel, and the root can't be one.
    """
    placed = ((each, *each.place(directory)) for each in found)
    return [
        Place(each.capture_type, top_level_dir, channel, each.scan_group)
        for each, top_level_dir, channel in placed
    ]


def refuse_unknown_format(wanted: Sequence[Place], captures: Captures) -> None:
    """Make sure that the gateway knows the format, before anything is sent to it.

    Raises:
        UnsupportedByGatewayError: It does not.
    """
    for capture_type in {place.capture_type for place in wanted}:
        # Asked for the first alone, a listing walks one page.
        bool(captures.list(capture_type))


def make(
    wanted: Sequence[Place], *, report: TransferReport, captures: Captures, name: str | None
) -> Capture:
    """Make captures, or bring those that exist up to date.

    Args:
        wanted: At least one, all of one recording.
        report: The upload's.
        captures: Makes them.
        name: Name for people, None for the gateway's own choice.

    Returns:
        The capture, with all its channels.

    Raises:
        DryRunError: Dry-run is on, and one would have been made; the plan is its `report`.
        SDSError: One can't be made.
    """
    made = [_one(each, report=report, captures=captures, name=name) for each in wanted]
    # What was made last knows all channels, and its name.
    return made[-1]


def _one(place: Place, *, report: TransferReport, captures: Captures, name: str | None) -> Capture:
    existing = captures.find(
        place.top_level_dir,
        capture_type=place.capture_type,
        channel=place.channel,
        scan_group=place.scan_group,
    )
    try:
        if existing is None:
            return _made(place, captures, name)
        is_whole = _files_of(existing, place, report) <= {file.uuid for file in existing.files}
        return existing if is_whole else captures.update(_part(existing, place))
    except DryRunError as error:
        error.report = report
        error.add_note("the upload's plan is in the error's report")
        raise


def _made(place: Place, captures: Captures, name: str | None) -> Capture:
    try:
        return captures.create(
            place.top_level_dir,
            capture_type=place.capture_type,
            channel=place.channel,
            scan_group=place.scan_group,
            name=name,
        )
    except ConflictError as error:
        # Somebody else made it meanwhile, or it stands where it was not found.
        if not error.existing_uuid:
            raise
        return _elsewhere(captures.get(error.existing_uuid), place)


def _files_of(capture: Capture, place: Place, report: TransferReport) -> set[UUID | None]:
    """The uploaded files that the gateway would take into a capture, by their names.

    See docs/gateway.md, "Captures: create".
    """
    below = capture.top_level_dir.rstrip("/") + "/"
    found = (result() for result in report if result)
    return {
        file.uuid
        for file in found
        if file.uuid is not None
        and file.path.startswith(below)
        and _MEMBERS[place.capture_type].search(file.name)
        and (place.channel is None or place.channel in file.directory[len(below) - 1 :].split("/"))
    }


_MEMBERS = {
    CaptureType.DigitalRF: re.compile(r"\.(hdf5?|he?5)$", re.IGNORECASE),
    CaptureType.RadioHound: re.compile(r"\.rh\.json$"),
    CaptureType.SigMF: re.compile(r"\.sigmf(-meta|-data)?$"),
}


def _part(existing: Capture, place: Place) -> UUID:
    """The part of an existing capture that a place stands for."""
    channels = (each.uuid for each in existing.channels if each.name == place.channel)
    return next(channels, existing.uuid)


def _elsewhere(existing: Capture, place: Place) -> Capture:
    if existing.top_level_dir != place.top_level_dir:
        message = f"this recording is a capture already, in {existing.top_level_dir}: {existing!r}"
        notify(message, SDSWarning)
    return existing
