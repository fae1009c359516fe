"""What a recording's raw properties say, in terms that are the same for every format.

The raw properties are the gateway's `capture_props` (docs/gateway.md, "Captures: create").
Whatever is absent or unreadable becomes None, never an error.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import attrs

from spectrumx.models import wire

Props = Mapping[str, object]

MAX_SCAN = timedelta(days=1)
"""The longest time one RadioHound scan is believed to take."""


class CaptureType(StrEnum):
    """The format of a capture's files, by the gateway's name for it."""

    DigitalRF = "drf"
    RadioHound = "rh"
    SigMF = "sigmf"

    @property
    def index_name(self) -> str:
        """The gateway's search index for captures of this format."""
        return f"captures-{self.value}"


@attrs.frozen(kw_only=True)
class Properties:
    """A recording's properties in uniform terms; None where it does not say.

    Attributes:
        center_freq: Hz.
        sample_rate: Samples per second, in Hz.
        bandwidth: Hz, as the recording's metadata states it.
        gain: dB.
        start_time: Time of the first sample, aware.
        end_time: Time after the last sample, aware; for Digital RF at the next whole second.
        latitude: Degrees, north positive.
        longitude: Degrees, east positive.
    """

    center_freq: float | None = None
    sample_rate: float | None = None
    bandwidth: float | None = None
    gain: float | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def duration(self) -> timedelta | None:
        """From `start_time` to `end_time`; None when one of them is not known."""
        if self.start_time is None or self.end_time is None:
            return None
        return self.end_time - self.start_time

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees; None when one of them is not known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


def properties_of(capture_type: str, props: Props) -> Properties:
    """Read a recording's raw properties.

    Args:
        capture_type: A `CaptureType`; of any other nothing is known.
        props: As the gateway answers them.
    """
    read = _READERS.get(capture_type)
    return read(props) if read else Properties()


def _digital_rf(props: Props) -> Properties:
    receiver = _inside(props, "custom_attrs")
    last_second = _instant(_number(props.get("end_bound")))
    frequency = _number(props.get("center_freq"))
    return Properties(
        center_freq=_first_of(props.get("center_frequencies")) if frequency is None else frequency,
        sample_rate=_exact_rate(props) or _number(props.get("samples_per_second")),
        bandwidth=_either(props.get("bandwidth"), receiver.get("receiver/bandwidth")),
        gain=_either(props.get("gain"), receiver.get("receiver/gain")),
        start_time=_instant(_number(props.get("start_bound"))),
        # The gateway keeps the whole second in which the last sample lies.
        end_time=_later(last_second, timedelta(seconds=1)),
    )


def _radiohound(props: Props) -> Properties:
    scan = _inside(props, "metadata")
    lowest, highest = _number(scan.get("fmin")), _number(scan.get("fmax"))
    start = _moment(props.get("timestamp"))
    return Properties(
        center_freq=_number(props.get("center_frequency")),
        sample_rate=_number(props.get("sample_rate")),
        bandwidth=None if lowest is None or highest is None else _number(highest - lowest),
        gain=_number(props.get("gain")),
        start_time=start,
        end_time=_later(start, _scan_time(scan)),
        latitude=_number(props.get("latitude")),
        longitude=_number(props.get("longitude")),
    )


def _sigmf(props: Props) -> Properties:
    properties, segments = _inside(props, "global"), _objects(props.get("captures"))
    rate = _number(properties.get("core:sample_rate"))
    place = _inside(properties, "core:geolocation")
    longitude, latitude = _pair(place.get("coordinates"))
    start, end = _sigmf_bounds(segments, _number(props.get("sample_count")), rate)
    return Properties(
        center_freq=next(_numbers(segments, "core:frequency"), None),
        sample_rate=rate,
        start_time=start,
        end_time=end,
        latitude=latitude,
        longitude=longitude,
    )


def _sigmf_bounds(
    segments: list[Props], count: float | None, rate: float | None
) -> tuple[datetime | None, datetime | None]:
    """The earliest start that a dated segment tells, and the end that the last of them tells."""
    dated = _dated(segments, math.inf if count is None else count)
    if not dated or rate is None or rate <= 0:
        return min((time for _, time in dated), default=None), None
    starts = (_later(time, _seconds(-first / rate)) for first, time in dated)
    start = min((time for time in starts if time), default=None)
    if count is None:
        return start, None
    first, time = max(dated)
    return start, _later(time, _seconds((count - first) / rate))


def _dated(segments: list[Props], count: float) -> list[tuple[float, datetime]]:
    """The first sample and the time of each segment that has a time and begins at a sample."""
    firsts = [_number(one.get("core:sample_start")) or 0 for one in segments]
    return [
        (first, time)
        for first, one in zip(firsts, segments, strict=True)
        if 0 <= first <= count and (time := _moment(one.get("core:datetime")))
    ]


_READERS: Mapping[str, Callable[[Props], Properties]] = {
    CaptureType.DigitalRF: _digital_rf,
    CaptureType.RadioHound: _radiohound,
    CaptureType.SigMF: _sigmf,
}


def _exact_rate(props: Props) -> float | None:
    """The rate as its fraction: samples_per_second is cut to whole numbers."""
    above, below = (_number(props.get(f"sample_rate_{part}")) for part in _FRACTION)
    return _number(above / below) if above and below else None


_FRACTION = ("numerator", "denominator")


def _scan_time(scan: Props) -> timedelta:
    span = _seconds(_number(scan.get("scan_time")) or 0)
    return span if span and timedelta() <= span <= MAX_SCAN else timedelta()


def _number(value: object) -> float | None:
    """The number when it is a finite one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:  # an integer beyond what a float holds
        return None


def _either(value: object, other: object) -> float | None:
    found = _number(value)
    return _number(other) if found is None else found


def _first_of(values: object) -> float | None:
    """The number at the start of a list, or the only one."""
    return _number(values[0] if isinstance(values, list) and values else values)


def _numbers(objects: list[Props], key: str) -> Iterator[float]:
    found = (_number(one.get(key)) for one in objects)
    return (number for number in found if number is not None)


def _pair(values: object) -> tuple[float | None, float | None]:
    """The first two numbers of a GeoJSON position: longitude and latitude."""
    found = wire.of_type(list, values) or []
    return (_number(found[0]), _number(found[1])) if len(found) > 1 else (None, None)


def _inside(props: Props, key: str) -> Props:
    found = props.get(key)
    return found if isinstance(found, Mapping) else {}


def _objects(values: object) -> list[Props]:
    return [one for one in wire.of_type(list, values) or () if isinstance(one, Mapping)]


def _moment(value: object) -> datetime | None:
    found = wire.moment(value, zone=UTC)
    try:
        return found.astimezone(UTC) if found else None
    except OverflowError:  # at the very ends of what a datetime holds
        return None


def _instant(seconds: float | None) -> datetime | None:
    """A time from seconds since 1970, None when it is outside what a datetime holds."""
    span = None if seconds is None else _seconds(seconds)
    return _later(_EPOCH, span)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _seconds(value: float) -> timedelta | None:
    try:
        return timedelta(seconds=value)
    except OverflowError:
        return None


def _later(time: datetime | None, span: timedelta | None) -> datetime | None:
    try:
        return None if time is None or span is None else time + span
    except OverflowError:
        return None
