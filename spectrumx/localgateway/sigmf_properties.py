"""From the metadata of a SigMF recording to what a capture shows of them."""

import math
import re
from collections.abc import Mapping

from spectrumx.localgateway import times
from spectrumx.localgateway.json_values import mapping, number, objects

Json = dict[str, object]

_DATATYPE = re.compile(r"([rc])[fiu](8|16|32|64)(_[lb]e)?")
_SECOND = 1_000_000


def capture_props(metadata: Mapping[str, object], *, size: int | None) -> Json:
    """Return the properties of a recording: its metadata and how many samples it has.

    Args:
        metadata: What the metadata file holds.
        size: The length of the samples in bytes, where they are there.

    Raises:
        ValueError: If the metadata say nothing of the samples' type.
    """
    properties, segments = mapping(metadata.get("global")), objects(metadata.get("captures"))
    width = _bytes_per_sample(properties)
    count = None if size is None else _bytes_of_samples(properties, segments, size) // width
    return {
        "global": dict(properties),
        "captures": segments,
        "annotations": objects(metadata.get("annotations")),
        "sample_count": count,
    }


def search_props(props: Mapping[str, object]) -> Json:
    """Return what a search looks for, of the properties of a recording."""
    segments = objects(props["captures"])
    rate = number(mapping(props["global"]).get("core:sample_rate"))
    centers = [
        center for one in segments if (center := number(one.get("core:frequency"))) is not None
    ]
    found: Json = {"sample_rate": rate, **_times(props, segments, rate)}
    if centers:
        found["center_frequency"] = centers[0]
        if rate is not None:
            found["frequency_min"] = min(centers) - rate / 2
            found["frequency_max"] = max(centers) + rate / 2
    return {name: value for name, value in found.items() if value is not None}


def _bytes_per_sample(properties: Mapping[str, object]) -> int:
    match = _DATATYPE.fullmatch(str(properties.get("core:datatype")))
    if not match:
        raise ValueError("core:datatype is missing or unknown")
    channels = number(properties.get("core:num_channels", 1))
    if channels is None or channels < 1:
        raise ValueError("core:num_channels is not positive")
    return int(match[2]) // 8 * (2 if match[1] == "c" else 1) * int(channels)


def _bytes_of_samples(
    properties: Mapping[str, object], segments: list[Mapping[str, object]], size: int
) -> int:
    headers = sum(number(segment.get("core:header_bytes")) or 0 for segment in segments)
    return max(0, int(size - headers - (number(properties.get("core:trailing_bytes")) or 0)))


def _times(
    props: Mapping[str, object], segments: list[Mapping[str, object]], rate: float | None
) -> Json:
    """Return the whole seconds around the recording, as its dated segments tell them.

    The earliest start that any of them tells counts, and the end that the last of them tells.
    """
    count = number(props["sample_count"])
    dated = _dated(segments, count)
    if not dated:
        return {}
    if rate is None or rate <= 0:
        return {"start_time": min(moment for _, moment in dated) // _SECOND}
    start = min(moment - _microseconds(first, rate) for first, moment in dated)
    found: Json = {"start_time": start // _SECOND}
    if count is not None:
        first, moment = max(dated)
        found["end_time"] = -(-(moment + _microseconds(count - first, rate)) // _SECOND)
    return found


def _dated(segments: list[Mapping[str, object]], count: float | None) -> list[tuple[float, int]]:
    """Return the first sample and the time of each segment that has a time and samples."""
    most = math.inf if count is None else count
    firsts = [number(segment.get("core:sample_start")) or 0 for segment in segments]
    return [
        (first, moment)
        for first, segment in zip(firsts, segments, strict=True)
        if 0 <= first <= most and (moment := _moment(segment)) is not None
    ]


def _microseconds(samples: float, rate: float) -> int:
    return round(samples / rate * _SECOND)


def _moment(segment: Mapping[str, object]) -> int | None:
    try:
        return times.parse(str(segment.get("core:datetime")))
    except (ValueError, OverflowError):
        return None
