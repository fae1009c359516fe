"""Which files of a capture are needed for some of its channels and time: a pure decision."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import attrs

from spectrumx import paths, times
from spectrumx.errors import InvalidRequestError
from spectrumx.models import Capture, CaptureType, File
from spectrumx.times import Moment

_DATA_FILE = re.compile(r"rf@(?P<seconds>\d{1,11})\.(?P<milliseconds>\d{3})\.h5")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a capture.

    Attributes:
        files: Its files: data, and whatever is needed to read them.
        has_data: Whether any of them holds samples.
    """

    files: Sequence[File]
    has_data: bool


def select(
    capture: Capture,
    *,
    channel: str | Iterable[str] | None,
    start: Moment | None,
    end: Moment | None,
) -> Part:
    """Choose files of a capture.

    Args:
        capture: Which one.
        channel: Names of channels; None for all.
        start: Time the part begins, None for the capture's own.
        end: Time before which the part ends, None for the capture's own.

    Returns:
        The files. Of a Digital RF channel the data files whose time overlaps, by their names, and
        every other file, for properties and metadata are needed to read any sample.

    Raises:
        InvalidRequestError: There is no such channel, or the format's files tell no times.
    """
    wanted = _channels(capture, channel)
    first, last = times.span(start, end, names=("start", "end"))
    files = [
        file for file in capture.files if wanted is None or is_in_channel(file, capture, wanted)
    ]
    if first is None and last is None:
        return Part(files, has_data=bool(files))
    if capture.capture_type != CaptureType.DigitalRF:
        raise InvalidRequestError(
            f"start and end are for Digital RF, whose file names tell times; {capture!r} is "
            "downloaded whole"
        )
    chosen = set(_overlapping(files, first, last))
    kept = [file for file in files if file in chosen or _time_of(file) is None]
    return Part(kept, has_data=bool(chosen))


def only(capture: Capture, uuids: Collection[UUID]) -> Capture:
    """Cut a capture down to some of its channels, and their files where they are known.

    Args:
        capture: Which one.
        uuids: Identifiers of channels; where none is the capture's, it stays whole.
    """
    kept = tuple(channel for channel in capture.channels if channel.uuid in uuids)
    if not kept or len(kept) == len(capture.channels):
        return capture
    names = {channel.name for channel in kept}
    files = [file for file in capture.files if is_in_channel(file, capture, names)]
    return attrs.evolve(capture, channels=kept, files=[tuple(files)])


def _channels(capture: Capture, channel: str | Iterable[str] | None) -> set[str] | None:
    if channel is None:
        return None
    wanted = {channel} if isinstance(channel, str) else set(channel)
    check_channels(capture, wanted)
    return wanted


def check_channels(capture: Capture, wanted: Collection[str]) -> None:
    """Make sure that a capture has some channels, by name.

    Raises:
        InvalidRequestError: It lacks one, or none is named.
    """
    known = {each.name for each in capture.channels if each.name}
    unknown = sorted(set(wanted) - known)
    if unknown or not wanted:
        names = ", ".join(sorted(known)) or "none"
        raise InvalidRequestError(
            f"there is no channel {', '.join(unknown)} in {capture!r}; it has {names}"
        )


def is_in_channel(file: File, capture: Capture, names: Collection[str]) -> bool:
    """Tell whether a file is in the directory of one of some channels of a capture.

    The gateway finds them by any part of the path (docs/gateway.md, "Captures: create").
    """
    below = file.directory[len(capture.top_level_dir.rstrip("/")) :]
    return any(part in names for part in below.split("/"))


def _overlapping(
    files: Iterable[File], first: datetime | None, last: datetime | None
) -> Iterator[File]:
    by_directory: dict[str, list[tuple[datetime, File]]] = defaultdict(list)
    for file in files:
        time = _time_of(file)
        if time is not None:
            by_directory[_recording_of(file)].append((time, file))
    for found in by_directory.values():
        starts = sorted(time for time, _ in found)
        cadence = _cadence(starts)
        for time, file in found:
            # The part ends before `end`, unless it is that very instant.
            begins_in_time = last is None or time < last or time == first
            # How long a lone file is can't be told from its name.
            ends_in_time = first is None or cadence is None or time + cadence > first
            if begins_in_time and ends_in_time:
                yield file


def _recording_of(file: File) -> str:
    """The directory of a channel: its data files lie in subdirectories named by time."""
    return paths.parent(file.directory)


def _cadence(starts: Sequence[datetime]) -> timedelta | None:
    """Time from file to file: gaps in a recording are whole multiples of it."""
    gaps = (later - earlier for earlier, later in pairwise(starts))
    return min((gap for gap in gaps if gap), default=None)


def _time_of(file: File) -> datetime | None:
    """When a data file begins, by its name; None for other files."""
    found = _DATA_FILE.fullmatch(file.name)
    if found is None:
        return None
    span = timedelta(seconds=int(found["seconds"]), milliseconds=int(found["milliseconds"]))
    return _EPOCH + span
