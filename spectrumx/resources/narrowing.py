"""A search in the gateway's terms, so that it sends little that does not match: pure decisions.

Every condition given here is one that no match fails: the gateway reads some properties less
exactly than `query` does (docs/gateway.md, "Metadata filters"), and `query` decides.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from spectrumx.errors import InvalidRequestError
from spectrumx.models import CaptureType
from spectrumx.models.formats import MAX_SCAN
from spectrumx.resources.query import Box, Filter, Query, Range

_SLACK_HZ = 1
"""The gateway cuts some frequencies and rates to whole numbers."""

_SLACK_SECONDS = 2
"""The gateway cuts the ends of Digital RF recordings to the second that they lie in."""

_SLACK = timedelta(seconds=_SLACK_SECONDS)
_SLACK_DEGREES = 0.001
_MAX_LATITUDE, _MAX_LONGITUDE = 90.0, 180.0


def filters_of(query: Query, capture_type: CaptureType | None) -> list[Filter]:
    """Put a query, but for its own `metadata_filters`, into what every match of a format satisfies.

    Args:
        query: What is searched for.
        capture_type: The format that is asked for; None for all, of which nothing is sure.
    """
    return _NARROWING[capture_type](query) if capture_type else []


def text_of(filters: Sequence[Filter]) -> str:
    """Write conditions as they are sent."""
    try:
        return json.dumps(filters, allow_nan=False)
    except (TypeError, ValueError) as problem:
        raise InvalidRequestError(f"metadata_filters can't be sent: {problem}") from problem


def _digital_rf_filters(query: Query) -> list[Filter]:
    start, end = query.time
    return [
        *_between("search_props.center_frequency", query.center_freq, slack=_SLACK_HZ),
        *_between("capture_props.samples_per_second", query.sample_rate, slack=_SLACK_HZ),
        *_between("capture_props.start_bound", (None, _seconds(end)), slack=_SLACK_SECONDS),
        *_between("capture_props.end_bound", (_seconds(start), None), slack=_SLACK_SECONDS),
        *([condition("channel", "term", query.channel)] if query.channel else []),
    ]


def _radiohound_filters(query: Query) -> list[Filter]:
    start, end = query.time
    return [
        *_between("search_props.center_frequency", query.center_freq, slack=_SLACK_HZ),
        *_between("capture_props.sample_rate", query.sample_rate, slack=_SLACK_HZ),
        # A scan has one timestamp, its start.
        *_between_times("capture_props.timestamp", start, end),
        *_around(query.bounding_box),
    ]


def _sigmf_filters(query: Query) -> list[Filter]:
    start, end = query.time
    return [
        *_between("search_props.center_frequency", query.center_freq, slack=_SLACK_HZ),
        *_between("search_props.sample_rate", query.sample_rate, slack=_SLACK_HZ),
        *_between("search_props.start_time", (None, _seconds(end)), slack=_SLACK_SECONDS),
        *_between("search_props.end_time", (_seconds(start), None), slack=_SLACK_SECONDS),
    ]


_NARROWING = {
    CaptureType.DigitalRF: _digital_rf_filters,
    CaptureType.RadioHound: _radiohound_filters,
    CaptureType.SigMF: _sigmf_filters,
}


def condition(field_path: str, query_type: str, filter_value: object) -> Filter:
    """Write one condition in the gateway's terms (docs/gateway.md, "Metadata filters")."""
    return {"field_path": field_path, "query_type": query_type, "filter_value": filter_value}


def _between(field_path: str, ends: Range, *, slack: float) -> list[Filter]:
    lowest, highest = ends
    bounds: dict[str, object] = {}
    if lowest is not None:
        bounds["gte"] = lowest - slack
    if highest is not None:
        bounds["lte"] = highest + slack
    return [condition(field_path, "range", bounds)] if bounds else []


def _between_times(field_path: str, start: datetime | None, end: datetime | None) -> list[Filter]:
    bounds: dict[str, object] = {}
    if start is not None:
        bounds["gte"] = _iso(start, -MAX_SCAN - _SLACK)
    if end is not None:
        bounds["lte"] = _iso(end, _SLACK)
    bounds = {key: value for key, value in bounds.items() if value}
    return [condition(field_path, "range", bounds)] if bounds else []


def _around(box: Box | None) -> list[Filter]:
    # Where a box crosses the date line, the gateway is not asked to narrow.
    if box is None or box[0] > box[2]:
        return []
    west, south, east, north = box
    corners = {
        "top_left": {
            "lat": min(north + _SLACK_DEGREES, _MAX_LATITUDE),
            "lon": max(west - _SLACK_DEGREES, -_MAX_LONGITUDE),
        },
        "bottom_right": {
            "lat": max(south - _SLACK_DEGREES, -_MAX_LATITUDE),
            "lon": min(east + _SLACK_DEGREES, _MAX_LONGITUDE),
        },
    }
    return [condition("search_props.coordinates", "geo_bounding_box", corners)]


def _iso(time: datetime, change: timedelta) -> str | None:
    try:
        return (time + change).astimezone(UTC).isoformat(timespec="seconds")
    except OverflowError:  # beyond what a datetime holds: no bound at all
        return None


def _seconds(time: datetime | None) -> float | None:
    return None if time is None else math.floor(time.timestamp())
