"""The arguments of a search, read and checked at the call: pure decisions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import SupportsFloat, TypedDict, TypeVar

from spectrumx import times
from spectrumx.errors import InvalidRequestError
from spectrumx.models import CaptureType, User
from spectrumx.resources.narrowing import text_of
from spectrumx.resources.query import ALWAYS, ANY, Box, Filter, Query, Range, Span
from spectrumx.times import Moment

G = TypeVar("G")
T = TypeVar("T")
Ends = Sequence[T | None]
"""Two ends of a range; None is open."""

_FILTER_KEYS = {"field_path", "query_type", "filter_value"}
_FILTERS = "metadata_filters takes a list of {'field_path': …, 'query_type': …, 'filter_value': …}"
_BOX = "bounding_box= takes (west, south, east, north) in degrees"
_MAX_LATITUDE, _MAX_LONGITUDE = 90, 180


class Conditions(TypedDict, total=False):
    """The conditions of a search, by name (see `Client.search`)."""

    center_freq_range: Ends[float] | None
    capture_time_range: Ends[Moment] | None
    sample_rate_range: Ends[float] | None
    capture_type: CaptureType | str | None
    channel: str | None
    name: str | None
    bounding_box: Sequence[float] | None
    owner: User | str | None
    metadata_filters: Iterable[Filter] | None


def read_query(
    *,
    center_freq_range: Ends[float] | None,
    sample_rate_range: Ends[float] | None,
    capture_time_range: Ends[Moment] | None,
    capture_type: CaptureType | str | None,
    channel: str | None,
    name: str | None,
    bounding_box: Sequence[float] | None,
    owner: User | str | None,
    metadata_filters: Iterable[Filter] | None,
) -> Query:
    """Read a search's arguments.

    Raises:
        InvalidRequestError: One is malformed, or a range reversed.
    """
    whose = owner.email if isinstance(owner, User) else owner
    return Query(
        center_freq=_given(center_freq_range, lambda it: _range(it, "center_freq_range"), ANY),
        sample_rate=_given(sample_rate_range, lambda it: _range(it, "sample_rate_range"), ANY),
        time=_given(capture_time_range, _times, ALWAYS),
        capture_type=_given(capture_type, capture_type_of, None),
        channel=_given(channel, lambda it: _text(it, "channel"), None),
        name=_given(name, lambda it: _text(it, "name"), None),
        bounding_box=_given(bounding_box, _box, None),
        owner=_given(whose, lambda it: _text(it, "owner"), None),
        metadata_filters=_given(metadata_filters, _filters, ()),
    )


def _given(value: G | None, read: Callable[[G], T], otherwise: T) -> T:
    return otherwise if value is None else read(value)


def capture_type_of(value: CaptureType | str) -> CaptureType:
    """Read a format.

    Raises:
        InvalidRequestError: It is none.
    """
    try:
        return CaptureType(value)
    except ValueError:
        known = ", ".join(repr(each.value) for each in CaptureType)
        raise InvalidRequestError(f"capture_type {value!r} is none of {known}") from None


def _times(values: object) -> Span:
    start, end = _several(values, 2, "capture_time_range takes two times, as in (start, end)")
    return times.span(start, end, names=("capture_time_range", "capture_time_range"))


def _range(values: object, argument: str) -> Range:
    expected = f"{argument} takes two numbers in Hz, as in (2.4e9, 2.5e9)"
    lowest, highest = (
        None if value is None else _number(value, expected)
        for value in _several(values, 2, expected)
    )
    if lowest is not None and highest is not None and lowest > highest:
        raise InvalidRequestError(f"{argument} is reversed: {lowest:g} is above {highest:g}")
    # An end at infinity is an open one, and could not be sent.
    return None if lowest == -math.inf else lowest, None if highest == math.inf else highest


def _box(values: object) -> Box:
    west, south, east, north = (_number(value, _BOX) for value in _several(values, 4, _BOX))
    if max(-south, north) > _MAX_LATITUDE or max(abs(west), abs(east)) > _MAX_LONGITUDE:
        raise InvalidRequestError(f"{_BOX}; {values!r} is not on Earth")
    if south > north:
        raise InvalidRequestError(f"{_BOX}; its south, {south:g}, lies north of {north:g}")
    return west, south, east, north


def _several(values: object, count: int, expected: str) -> tuple[object, ...]:
    """Take as many values as there should be, of anything that has them in an order."""
    if isinstance(values, Iterable) and not isinstance(values, str | Mapping | AbstractSet):
        found = tuple(values)
        if len(found) == count:
            return found
    raise InvalidRequestError(f"{expected}, not {values!r}")


def _number(value: object, expected: str) -> float:
    try:
        found = float(value) if isinstance(value, SupportsFloat) else math.nan
    except (OverflowError, TypeError, ValueError):  # such as an array, or a signalling NaN
        found = math.nan
    if isinstance(value, bool) or math.isnan(found):
        raise InvalidRequestError(f"{expected}, not {value!r}")
    return found


def _text(value: object, argument: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidRequestError(f"{argument} takes text, not {value!r}")
    return value


def _filters(values: object) -> tuple[Filter, ...]:
    if not isinstance(values, Iterable):
        raise InvalidRequestError(f"{_FILTERS}, not {values!r}")
    found = tuple(_filter(each) for each in values)
    text_of(found)
    return found


def _filter(value: object) -> Filter:
    if not isinstance(value, Mapping) or set(value) != _FILTER_KEYS:
        raise InvalidRequestError(f"{_FILTERS}, not {value!r}")
    return dict(value)
