"""What the metadata of a SigMF recording say of its samples, and where they lie in their file."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
from sigmf.sigmffile import SigMFFile, dtype_info

from spectrumx.models.formats import CaptureType
from spectrumx.rf.source import Facts, seconds_of

Json = Mapping[str, Any]

_DATATYPE = re.compile(r"[cr](?:[iu]8|[iu](?:16|32)_[lb]e|f(?:32|64)_[lb]e)")


@attrs.frozen(kw_only=True)
class Segment:
    """Samples that follow each other without a gap, in the recording and in the file.

    Attributes:
        start: The first one, counted from the recording's start.
        stop: The one after the last.
        offset: Where the first one lies in the file, in bytes.
    """

    start: int
    stop: int
    offset: int


@attrs.frozen
class Description:
    """What the metadata say: the facts, and where the samples lie."""

    facts: Facts
    segments: Sequence[Segment]


def describe(metadata: Json, *, name: str, size: int) -> Description:
    """Read metadata.

    Args:
        metadata: The contents of a `.sigmf-meta`, with a global object.
        name: What the only column is called; of several, they are numbered.
        size: Bytes of the samples' file.

    Raises:
        ValueError: They are malformed, or do not fit the file.
    """
    properties, captures = _parsed(metadata)
    datatype = str(properties.get("core:datatype"))
    if not _DATATYPE.fullmatch(datatype):
        raise ValueError(f"core:datatype is none that SigMF knows: {datatype!r}")
    layout = dtype_info(datatype)
    columns = _whole(properties, "core:num_channels", 1)
    if columns < 1:
        raise ValueError("core:num_channels is less than 1")
    rate = _rate(properties)
    segments = _segments(
        captures,
        sample_bytes=layout["sample_size"] * columns,
        size=size - _whole(properties, "core:trailing_bytes", 0),
    )
    facts = Facts(
        capture_type=CaptureType.SigMF,
        sample_rate=rate,
        start=_start(captures, rate),
        length=segments[-1].stop,
        columns=(name,) if columns == 1 else tuple(f"{name}:{each}" for each in range(columns)),
        center_freqs=(_frequency(captures),) * columns,
        number=layout["component_dtype"],
        is_complex=layout["is_complex"],
    )
    return Description(facts, segments)


def _parsed(metadata: Json) -> tuple[Json, Sequence[Json]]:
    """The global object and the captures, of which the first begins with the first sample."""
    if not _are_objects(metadata.get("captures")):
        raise ValueError("it lacks captures")
    parsed = SigMFFile(metadata=dict(metadata))
    captures = parsed.get_captures()
    properties = parsed.get_global_info()
    offset = _whole(properties, "core:offset", 0)
    moved = [
        {**each, "core:sample_start": _whole(each, "core:sample_start", offset) - offset}
        for each in captures
    ]
    if not moved or moved[0]["core:sample_start"] > 0:
        moved.insert(0, {"core:sample_start": 0})
    return properties, moved


def _are_objects(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(each, Mapping) for each in values)


def _rate(properties: Json) -> Fraction:
    rate = properties.get("core:sample_rate")
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate < math.inf:
        raise ValueError(f"core:sample_rate is no positive number: {rate!r}")
    return Fraction(str(rate))


def _segments(captures: Sequence[Json], *, sample_bytes: int, size: int) -> list[Segment]:
    """Where the samples of each capture lie, in the recording and in the file.

    Args:
        captures: In order.
        sample_bytes: Of one sample of all columns.
        size: Bytes of the file up to what trails the samples.
    """
    starts = [_whole(each, "core:sample_start", 0) for each in captures]
    if any(before > after for before, after in pairwise(starts)):
        raise ValueError("its captures are in disorder")
    headers = [_whole(each, "core:header_bytes", 0) for each in captures]
    count, rest = divmod(size - sum(headers), sample_bytes)
    if count < max(1, starts[-1]):
        raise ValueError(
            f"its samples' file has {size} bytes, too few for what the metadata say; is it whole?"
        )
    if rest:
        raise ValueError(f"its samples' file ends within a sample, {rest} bytes into it")
    places = _places(captures, starts)
    offset, segments = 0, []
    for place, header, (start, stop) in zip(
        places, headers, pairwise([*starts, count]), strict=True
    ):
        offset += header
        segments.append(Segment(start=place, stop=place + stop - start, offset=offset))
        offset += (stop - start) * sample_bytes
    return [each for each in segments if each.start < each.stop]


def _places(captures: Sequence[Json], starts: Sequence[int]) -> Sequence[int]:
    """Where each capture begins in the recording: its indices tell of samples left out."""
    if not all("core:global_index" in each for each in captures):
        return starts
    indices = [_whole(each, "core:global_index", 0) for each in captures]
    places = [each - indices[0] for each in indices]
    if any(
        place[1] - place[0] < start[1] - start[0]
        for place, start in zip(pairwise(places), pairwise(starts), strict=True)
    ):
        raise ValueError("core:global_index of its captures is in disorder")
    return places


def _start(captures: Sequence[Json], rate: Fraction) -> Fraction | None:
    """When the recording begins, by the first capture that has a time."""
    places = _places(captures, [_whole(each, "core:sample_start", 0) for each in captures])
    for capture, place in zip(captures, places, strict=True):
        if (time := capture.get("core:datetime")) is not None:
            return _seconds(time) - place / rate
    return None


_SECOND = re.compile(
    r"(?P<whole>.*\d{2}:\d{2}:\d{2})(?P<fraction>\.\d+)?(?P<zone>Z|[+-].*)?", re.ASCII
)


def _seconds(text: object) -> Fraction:
    """Exact seconds since 1970 of a time in ISO 8601, which may have any number of decimals."""
    found = _SECOND.fullmatch(str(text).strip())
    if found is None:
        raise ValueError(f"core:datetime is no time: {text!r}")
    try:
        moment = datetime.fromisoformat(found["whole"] + (found["zone"] or "Z"))
    except ValueError as problem:
        raise ValueError(f"core:datetime is no time: {text!r} ({problem})") from problem
    return seconds_of(moment.astimezone(UTC)) + Fraction(f"0{found['fraction'] or ''}")


def _frequency(captures: Sequence[Json]) -> float | None:
    """The centre frequency, where all captures have the same."""
    found = [each.get("core:frequency") for each in captures]
    only = found[0] if all(each == found[0] for each in found) else None
    return float(only) if isinstance(only, int | float) and not isinstance(only, bool) else None


def _whole(values: Json, key: str, default: int) -> int:
    found = values.get(key, default)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        raise ValueError(f"{key} is no whole number from 0 on: {found!r}")
    return found
