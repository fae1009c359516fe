"""What a search asks for, and whether a capture satisfies it: pure decisions.

A capture matches when one of its channels satisfies every condition on the recording.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from spectrumx.models import Capture, CaptureType, Channel, User

Range = tuple[float | None, float | None]
Span = tuple[datetime | None, datetime | None]
Box = tuple[float, float, float, float]
Filter = Mapping[str, object]

ANY: Range = (None, None)
ALWAYS: Span = (None, None)


@attrs.frozen(kw_only=True)
class Query:
    """Conditions on captures, all of which must hold.

    Attributes:
        center_freq: Lowest and highest centre frequency in Hz, closed; None is open.
        sample_rate: Lowest and highest samples per second, closed; None is open.
        time: Start and end of the time a recording must overlap, closed; None is open.
        capture_type: The one format; None for any.
        channel: Name of a channel; None for any.
        name: Shell pattern for the name; None for any.
        bounding_box: West, south, east, north in degrees; None for anywhere.
        owner: E-mail of the owner; None for anybody.
        metadata_filters: Conditions in the gateway's own terms.
    """

    center_freq: Range = ANY
    sample_rate: Range = ANY
    time: Span = ALWAYS
    capture_type: CaptureType | None = None
    channel: str | None = None
    name: str | None = None
    bounding_box: Box | None = None
    owner: str | None = None
    metadata_filters: tuple[Filter, ...] = ()

    @property
    def about_captures(self) -> bool:
        """Whether it has a condition that only captures can satisfy."""
        return attrs.evolve(self, name=None, owner=None) != Query()

    def matches(self, capture: Capture) -> bool:
        """Tell whether a capture satisfies every condition but `metadata_filters`."""
        return (
            self.capture_type in {None, capture.capture_type}
            and self.fits(name=capture.name, owner=capture.owner)
            and any(self._matches_channel(channel) for channel in capture.channels)
        )

    def fits(self, *, name: str, owner: User | None) -> bool:
        """Tell whether a name and an owner are the ones asked for."""
        return (self.name is None or fnmatch.fnmatchcase(name, self.name)) and (
            self.owner is None or (owner is not None and owner.email == self.owner)
        )

    def capture_types(self) -> Sequence[CaptureType | None]:
        """The formats to ask the gateway for one by one; a single None for all at once."""
        if self.capture_type is not None:
            return [self.capture_type] if self._can_match(self.capture_type) else []
        if self == Query(name=self.name, owner=self.owner):
            return [None]
        return [each for each in CaptureType if self._can_match(each)]

    def _can_match(self, capture_type: CaptureType) -> bool:
        is_digital_rf = capture_type is CaptureType.DigitalRF
        # Only Digital RF has named channels, and it alone knows no places.
        return not (self.channel and not is_digital_rf) and not (
            self.bounding_box and is_digital_rf
        )

    def _matches_channel(self, channel: Channel) -> bool:
        return (
            self.channel in {None, channel.name}
            and _within(channel.center_freq, self.center_freq)
            and _within(channel.sample_rate, self.sample_rate)
            and _overlaps(channel, self.time)
            and (self.bounding_box is None or _inside(channel.position, self.bounding_box))
        )


def _within(value: float | None, ends: Range) -> bool:
    if ends == ANY:
        return True
    lowest, highest = ends
    return (
        value is not None
        and (lowest is None or value >= lowest)
        and (highest is None or value <= highest)
    )


def _overlaps(channel: Channel, time: Span) -> bool:
    if time == ALWAYS:
        return True
    start, end = time
    if channel.start_time is None or channel.end_time is None:
        return False
    return (end is None or channel.start_time <= end) and (
        start is None or channel.end_time >= start
    )


def _inside(position: tuple[float, float] | None, box: Box) -> bool:
    if position is None:
        return False
    latitude, longitude = position
    west, south, east, north = box
    is_between = west <= longitude <= east if west <= east else not east < longitude < west
    return south <= latitude <= north and is_between
