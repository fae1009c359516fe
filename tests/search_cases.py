"""What is searched for among `population`, and what is found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from math import inf
from typing import Any

import numpy as np

from spectrumx.models import CaptureType, User
from tests.population import COLLEAGUE, DAY, ME, at

ALL = (
    "drf-pair drf-third drf-blind drf-mixed drf-tuned drf-theirs rh-roof rh-fiji rh-samoa "
    "rh-arctic rh-theirs sigmf-fm sigmf-pole sigmf-bare"
)
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
EAST = timezone(timedelta(hours=5, minutes=30))


def freq(lowest: Any, highest: Any) -> dict[str, Any]:
    """The condition on the centre frequency."""
    return {"center_freq_range": (lowest, highest)}


def rate(lowest: Any, highest: Any) -> dict[str, Any]:
    """The condition on the sample rate."""
    return {"sample_rate_range": (lowest, highest)}


def time(start: Any, end: Any) -> dict[str, Any]:
    """The condition on the time."""
    return {"capture_time_range": (start, end)}


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """The condition on the place."""
    return {"bounding_box": (west, south, east, north)}


def raw(field_path: str, query_type: str, filter_value: Any) -> dict[str, Any]:
    """A condition in the gateway's own terms."""
    one = {"field_path": field_path, "query_type": query_type, "filter_value": filter_value}
    return {"metadata_filters": [one]}


Case = tuple[dict[str, Any], str]
"""Conditions, and the names of the captures that satisfy them."""

CASES: Mapping[str, Case] = {
    "no condition": ({}, ALL),
    "open on both ends": (freq(None, None) | time(None, None) | rate(None, None), ALL),
    # Centre frequencies: ends belong to the range, and nothing beside it does.
    "one frequency": (freq(2.0e9, 2.0e9), "rh-roof sigmf-pole"),
    "half a hertz above": (freq(2000000000.5, 2.1e9), ""),
    "half a hertz below": (freq(1.9e9, 1999999999.5), ""),
    "touching from below": (freq(1.9e9, 2.0e9), "rh-roof sigmf-pole"),
    "touching from above": (freq(2.0e9, 2.1e9), "rh-roof sigmf-pole"),
    "a fractional frequency": (freq(2400000000.5, 2400000000.5), "rh-fiji"),
    "below a fractional one": (freq(2.3e9, 2400000000.25), ""),
    "above a fractional one": (freq(2400000000.75, 2.5e9), ""),
    "around it, within a hertz": (freq(2400000000.25, 2400000000.75), "rh-fiji"),
    "as a real receiver tunes": (freq(1024000000.484, 1024000000.485), "drf-third"),
    "less than it, by little": (freq(1024000000, 1024000000.484), ""),
    "the frequency before the list": (freq(7000000000.25, 7000000000.25), "drf-tuned"),
    "not the list's": (freq(7.05e9, 7.2e9), ""),
    "lowest only": (freq(2.4e9, None), "rh-fiji rh-theirs drf-tuned drf-theirs"),
    "highest only": (freq(None, 98.5e6), "rh-arctic sigmf-fm"),
    "infinite ends": (freq(-inf, 98.5e6), "rh-arctic sigmf-fm"),
    "infinite on both ends is open": (
        freq(-inf, inf) | time(at(60), at(95)),
        "rh-roof rh-samoa rh-arctic",
    ),
    "beyond everything": (freq(inf, None), ""),
    "zero hertz": (freq(0, 0), "rh-arctic"),
    "negative": (freq(-1e9, -1), ""),
    "numpy numbers": (freq(np.float64(98.5e6), np.int64(100_000_000)), "drf-pair sigmf-fm"),
    "a numpy array": ({"center_freq_range": np.array([2.4e9, 3.5e9])}, "rh-fiji rh-theirs"),
    "a list of fractions": ({"center_freq_range": [Fraction(2 * 10**9)] * 2}, "rh-roof sigmf-pole"),
    # Sample rates.
    "one rate": (rate(24_000_000, 24_000_000), "rh-roof rh-samoa rh-arctic rh-theirs"),
    "half a sample above": (rate(24_000_000.5, None), ""),
    "a rate of the other channel": (rate(250_000, 250_000), "drf-mixed"),
    "lowest rate": (rate(3_333_333, 8_000_000), "drf-third rh-fiji"),
    "highest rate": (rate(None, 1999.5), "drf-pair drf-blind drf-tuned drf-theirs sigmf-pole"),
    "a third of SigMF": (rate(1e6 / 3, 1e6 / 3), "sigmf-fm"),
    "beside a third of SigMF": (rate(333_333, 333_333.25), ""),
    # Times: [start, end] of the recording, both ends included.
    "ends as it starts": (time(at(-10), at(0)), "drf-pair"),
    "ends just before it starts": (time(at(-10), at(-0.000001)), ""),
    "starts as it ends": (time(at(2), at(9)), "drf-pair"),
    "starts just after it ends": (time(at(2.000001), at(9.999999)), ""),
    "the whole last second": (time(at(1.75), at(1.75)), "drf-pair"),
    "Digital RF starts at a whole second": (time(at(9), at(10)), "drf-third"),
    "RadioHound starts within a second": (time(at(60), at(60.100486)), "rh-roof"),
    "just before that": (time(at(60), at(60.100485)), ""),
    "RadioHound ends with its scan": (time(at(60.350486), at(61)), "rh-roof"),
    "just after that": (time(at(60.350487), at(61)), ""),
    "a long scan": (time(at(-DAY), at(-1)), "rh-fiji"),
    "within a long scan": (time(at(-1.5 * DAY), at(-1.5 * DAY)), "rh-fiji"),
    "after a long scan": (time(at(-DAY + 0.000001), at(-1)), ""),
    "without a scan time": (time(at(80), at(80)), "rh-samoa"),
    "just after a moment": (time(at(80.000001), at(81)), ""),
    "SigMF starts": (time(at(100), at(100.5)), "sigmf-fm"),
    "before SigMF starts": (time(at(100), at(100.499999)), ""),
    "SigMF ends": (time(at(101), at(105)), "sigmf-fm"),
    "after SigMF ends": (time(at(101.00001), at(105)), ""),
    "from a time on": (time(at(111), None), "drf-theirs rh-theirs"),
    "up to a time": (time(None, at(0)), "drf-pair rh-fiji"),
    "all of time": (time(FIRST, LAST), ALL.replace("sigmf-bare", "")),
    "since antiquity": (time(datetime(33, 4, 3), at(-1)), "rh-fiji"),  # noqa: DTZ001  naive is UTC
    "naive": (time(at(79).replace(tzinfo=None), at(81).replace(tzinfo=None)), "rh-samoa"),
    "another offset": (time(at(79).astimezone(EAST), at(81).astimezone(EAST)), "rh-samoa"),
    "text": (time("2024-06-27 14:50:19", "2024-06-27T14:50:21"), "rh-samoa"),
    "text with an offset": (time("2024-06-27T20:20:19+05:30", "20240627T095021-05"), "rh-samoa"),
    "text and a moment": (time("2024-06-27 14:50:19Z", at(81)), "rh-samoa"),
    "dates": (time(date(2024, 6, 26), date(2024, 6, 27)), "rh-fiji"),
    "a date is its first moment": (time(date(2024, 6, 27), date(2024, 6, 27)), ""),
    # One channel must satisfy everything.
    "one channel of two": (freq(150e6, 150e6), "drf-pair"),
    "a channel with its frequency": (freq(433e6, 433e6) | {"channel": "slow"}, "drf-mixed"),
    "another's frequency": (freq(433e6, 433e6) | {"channel": "fast"}, ""),
    "another's rate": (freq(433e6, 433e6) | rate(250_000, None), ""),
    "another's time": (freq(433e6, 433e6) | time(at(40), at(41)), ""),
    "its own time": (freq(915e6, 915e6) | time(at(40), at(41)) | rate(250_000, None), "drf-mixed"),
    "between two channels' times": (time(at(35), at(36)), ""),
    "between two channels' frequencies": (freq(500e6, 900e6), ""),
    # Names and owners.
    "a channel's name": ({"channel": "ch0"}, "drf-blind drf-tuned"),
    "part of a channel's name": ({"channel": "ch"}, ""),
    "a name": ({"name": "rh-roof"}, "rh-roof"),
    "a pattern": ({"name": "*-[ft]*"}, "drf-third drf-tuned drf-theirs rh-fiji rh-theirs sigmf-fm"),
    "one character": ({"name": "drf-?air"}, "drf-pair"),
    "case matters": ({"name": "RH-*"}, ""),
    "a part is no pattern": ({"name": "rh"}, ""),
    "a colleague": ({"owner": COLLEAGUE}, "drf-theirs rh-theirs"),
    "a user": ({"owner": User(email=ME, name="I")} | freq(2.4e9, None), "drf-tuned rh-fiji"),
    "nobody": ({"owner": "nobody@example.org"}, ""),
    "a channel that is not shared": ({"channel": "q"}, ""),
    "a channel that is": ({"channel": "p"} | freq(5e9, 6e9), "drf-theirs"),
    # Places.
    "around": (box(-87, 41, -86, 42) | time(at(0), at(70)), "rh-roof"),
    "on two edges": (box(-86.2, 41.7, 0, 50) | time(at(0), at(70)), "rh-roof"),
    "on the other edges": (box(-90, 40, -86.2, 41.7) | time(at(0), at(70)), "rh-roof"),
    "a single point": (box(11.5, 48.25, 11.5, 48.25), "sigmf-fm"),
    "just beside": (box(-86.1999, 41, -86, 42), ""),
    "just below": (box(-87, 41.7001, -86, 42), ""),
    "across the date line": (box(170, -30, -170, 0), "rh-fiji rh-samoa"),
    "one side of the date line": (box(170, -30, 180, 0), "rh-fiji"),
    "the other side of it": (box(-180, -30, -170, 0), "rh-samoa"),
    "around but for the date line": (box(-171, -30, 179, 0), ""),
    "edges across the date line": (box(179.5, -17.5, -172, -13.75), "rh-fiji rh-samoa"),
    "the north pole": (box(-180, 89.75, 180, 90), "rh-arctic"),
    "the south pole": (box(-10, -90, 10, -90), "sigmf-pole"),
    "the whole earth": (
        box(-180, -90, 180, 90),
        "rh-roof rh-fiji rh-samoa rh-arctic rh-theirs sigmf-fm sigmf-pole",
    ),
    "numpy degrees": ({"bounding_box": np.array([170, -30, -170, 0])}, "rh-fiji rh-samoa"),
    "a place and a channel": (box(-180, -90, 180, 90) | {"channel": "ch0"}, ""),
    # Formats, and everything together.
    "a format": ({"capture_type": "rh"}, "rh-roof rh-fiji rh-samoa rh-arctic rh-theirs"),
    "another format": ({"capture_type": CaptureType.DigitalRF, "channel": "c"}, "drf-third"),
    "a format without channels": ({"capture_type": "rh", "channel": "c"}, ""),
    "a format without places": ({"capture_type": "drf"} | box(-180, -90, 180, 90), ""),
    "everything": (
        freq(2.0e9, 2.0e9)
        | rate(24e6, 24e6)
        | time(at(60), at(61))
        | box(-87, 41, -86, 42)
        | {"capture_type": "rh", "name": "rh-*", "owner": ME},
        "rh-roof",
    ),
    "everything but one": (freq(2.0e9, 2.0e9) | rate(24e6, 24e6) | time(at(61), at(62)), ""),
}

UNNARROWED = [
    "one frequency",
    "below a fractional one",
    "lowest only",
    "a rate of the other channel",
    "beside a third of SigMF",
    "ends just before it starts",
    "starts as it ends",
    "another's time",
    "its own time",
    "a channel's name",
    "a colleague",
    "around",
    "just beside",
    "a format",
    "everything",
]
"""Cases for a gateway that leaves all the work to the client: each condition, kept and not."""

RAW: Mapping[str, Case] = {
    "no filter": ({"metadata_filters": []}, ALL),
    "a property": (
        raw("capture_props.short_name", "match", "roof"),
        "rh-roof rh-fiji rh-samoa rh-arctic rh-theirs",
    ),
    "a field": (raw("top_level_dir", "wildcard", "/*-mixed"), "drf-mixed"),
    "beside a condition": (
        raw("capture_props.short_name", "match", "roof") | freq(3e9, None),
        "rh-theirs",
    ),
    "that contradicts one": (raw("channel", "term", "slow") | {"channel": "fast"}, ""),
    "with an owner": (
        raw("search_props.gain", "range", {"gte": 1}) | {"owner": COLLEAGUE},
        "rh-theirs",
    ),
}
