"""Which captures a search finds: each kind of condition, on values of each type."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spectrumx.localgateway import date_math, metadata_filters
from spectrumx.localgateway.query_types import FilterError

CAPTURE = {
    "channel": "ch0",
    "capture_type": "drf",
    "scan_group": None,
    "top_level_dir": "/rec/2025",
    "created_at": "2025-03-01T12:00:00.5Z",
    "owner": [7, "me@example.org", "Me"],
    "capture_props": {
        "center_frequencies": [1e9, 2e9],
        "is_complex": True,
        "uuid_str": "ab-cd",
        "short_name": "WI-Lab V3.4-025 #6",
        "timestamp": "2025-01-10T15:48:07.100486Z",
        "metadata": {"fmax": 2_012_000_000},
        "custom_attrs": {"receiver/gain": 40, "a.b": {"c": 1}, "list": [{"x": 1}, {"x": 2}]},
        "custom_fields": {"requested": {"fmin": 5}},
    },
    "search_props": {"start_time": 1_719_499_740, "coordinates": [-86.2, 41.7]},
}
WORLD = {"top_left": {"lat": 90, "lon": -180}, "bottom_right": {"lat": -90, "lon": 180}}
PACIFIC = {"top_left": {"lat": 60, "lon": 170}, "bottom_right": {"lat": 0, "lon": -80}}
EUROPE = {"top_left": [-10, 60], "bottom_right": [30, 30]}


class Found:
    """A capture to be searched."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        self.field = fields.get


def holds(*condition: Any) -> bool:
    """Whether a condition holds for the capture."""
    keys = ("field_path", "query_type", "filter_value")
    text = json.dumps([dict(zip(keys, condition, strict=True))])
    return metadata_filters.hold(metadata_filters.parse(text), Found(CAPTURE))


@pytest.mark.parametrize(
    ("path", "query_type", "value"),
    [
        ("channel", "term", "ch0"),
        ("channel", "term", {"value": "ch0"}),
        ("channel", "match", {"query": "ch0"}),
        ("owner", "term", "me@example.org"),
        ("owner", "term", 7),
        ("top_level_dir", "wildcard", "/rec/*"),
        ("top_level_dir", "wildcard", {"value": "/REC/202?", "case_insensitive": True}),
        ("created_at", "range", {"gte": "2025-03-01", "lte": "2025-03-01"}),
        ("created_at", "range", {"gt": "2025-03-01T13:00:00+01:00"}),
        ("created_at", "range", {"gte": "now-10y", "lt": "now"}),
        ("created_at", "range", {"gte": 1_740_000_000_000}),
        ("created_at", "range", {"gte": "now-999999y", "lte": "now+999999y"}),
        ("search_props.start_time", "range", {"gte": "1719499740"}),
        ("capture_props.center_frequencies", "range", {"gte": 1.5e9, "lte": 2.5e9}),
        ("capture_props.center_frequencies", "term", 1_000_000_000),
        ("capture_props.center_frequencies", "match", "2e9"),
        ("capture_props.is_complex", "term", True),
        ("capture_props.is_complex", "term", "true"),
        ("capture_props.uuid_str", "match", "ab-cd"),
        ("capture_props.short_name", "match", "lab"),
        ("capture_props.timestamp", "range", {"gte": "2025-01-10T15:48:07Z"}),
        ("capture_props.metadata.fmax", "range", {"gt": 1}),
        ("capture_props.custom_attrs.receiver/gain", "range", {"gte": "40"}),
        ("capture_props.custom_attrs.a.b.c", "term", 1),
        ("capture_props.custom_attrs.list.x", "term", 2),
        ("capture_props.custom_fields.requested.fmin", "term", 5),
        ("search_props.start_time", "range", {"gte": "2024-06-27T14:49:00Z", "lt": 2e9}),
        ("search_props.start_time", "range", {"gte": 0, "lt": None}),
        ("search_props.coordinates", "geo_bounding_box", WORLD),
        ("search_props.coordinates", "geo_bounding_box", PACIFIC),
    ],
)
def test_what_is_looked_for_is_found(path: str, query_type: str, value: Any) -> None:
    """A condition holds where the value, or any item of a list, is what is looked for."""
    assert holds(path, query_type, value)


@pytest.mark.parametrize(
    ("path", "query_type", "value"),
    [
        ("channel", "term", "CH0"),
        ("channel", "match", None),
        ("scan_group", "term", None),
        ("scan_group", "range", {}),
        ("nothing", "match", "x"),
        ("capture_props.nothing", "range", {"gt": 0}),
        ("top_level_dir", "wildcard", "rec"),
        ("top_level_dir", "wildcard", "/rec/[0-9]*"),
        ("created_at", "range", {"gt": "2025-03-01"}),
        ("capture_props.is_complex", "term", 1),
        ("capture_props.is_complex", "range", {"gte": 0}),
        ("capture_props.uuid_str", "match", "ab"),
        ("capture_props.short_name", "match", "laboratory"),
        ("capture_props.short_name", "term", "lab"),
        ("capture_props.center_frequencies", "range", {"gt": 2e9}),
        ("capture_props.metadata.fmax", "range", {"gt": "tomorrow"}),
        ("search_props.coordinates", "geo_bounding_box", EUROPE),
        ("search_props.start_time", "geo_bounding_box", WORLD),
        ("capture_props.metadata.fmin", "term", 1),
    ],
)
def test_what_is_not_there_is_not_found(path: str, query_type: str, value: Any) -> None:
    """Other values, null, and properties that are not there satisfy no condition."""
    assert not holds(path, query_type, value)


@pytest.mark.parametrize(
    ("path", "query_type", "value", "sentence"),
    [
        ("channel", "zzz", 1, "unknown query [zzz]"),
        ("foo.bar", "match", "x", "[nested] failed to find nested object under path [foo]"),
        ("capture_props.x.y", "match", 1, "under path [capture_props.x]"),
        (5, "match", 1, "must be texts"),
        ("channel", None, 1, "must be texts"),
        ("channel", "range", 5, "[range] query malformed, no start_object after query name"),
        ("channel", "range", {"above": 5}, "[range] query does not support [above]"),
        ("channel", "range", {"gt": []}, "[range] failed to parse [gt]"),
        ("created_at", "range", {"gte": "2024-99-99"}, "failed to parse date field [2024-99-99]"),
        ("updated_at", "range", {"lte": "zzz"}, "failed to parse date field [zzz]"),
        ("created_at", "range", {"gte": "now-1d/d"}, "failed to parse date field [now-1d/d]"),
        ("capture_props.timestamp", "range", {"gte": "2024"}, "failed to parse date field [2024]"),
        ("search_props.start_time", "range", {"lt": "soon"}, "failed to parse date field [soon]"),
        ("n" * 1001, "term", 1, "'field_path' has more than 1000 characters"),
        ("channel", "match", {"quer": 1}, "[match] query does not support [quer]"),
        ("channel", "wildcard", 5, "[wildcard] value cannot be null"),
        ("channel", "wildcard", {"x": 5}, "[wildcard] query does not support [x]"),
        ("search_props.coordinates", "geo_bounding_box", {}, "failed to parse bounding box"),
        (
            "search_props.coordinates",
            "geo_bounding_box",
            {"top_left": [0, 91], "bottom_right": [0, 0]},
            "failed to parse bounding box",
        ),
    ],
)
def test_what_is_no_condition_is_refused(
    path: Any, query_type: Any, value: Any, sentence: str
) -> None:
    """An unknown kind, object or option, and a value that does not suit, are refused."""
    with pytest.raises(FilterError) as refused:
        holds(path, query_type, value)

    assert sentence in str(refused.value)


NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False, width=32)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
KINDS = ("term", "match", "range", "wildcard", "geo_bounding_box")


@given(st.lists(NUMBERS, max_size=4), NUMBERS, NUMBERS)
def test_a_range_is_a_comparison(values: list[float], least: float, most: float) -> None:
    """A range holds for a list of numbers exactly where one of them is within it."""
    filters = [
        {
            "field_path": "capture_props.n",
            "query_type": "range",
            "filter_value": {"gte": least, "lt": most},
        }
    ]

    found = metadata_filters.hold(
        metadata_filters.parse(json.dumps(filters)), Found({"capture_props": {"n": values}})
    )

    assert found == any(least <= value < most for value in values)


@given(st.sampled_from(KINDS), VALUES, VALUES, st.sampled_from(["n", "n.x", "custom_attrs.n"]))
def test_no_condition_fails(query_type: str, wanted: Any, value: Any, path: str) -> None:
    """Whatever is looked for in whatever is there, it is refused, found, or not found."""
    filters = [
        {"field_path": f"capture_props.{path}", "query_type": query_type, "filter_value": wanted}
    ]
    try:
        conditions = metadata_filters.parse(json.dumps(filters))
    except FilterError:
        return
    props = {"n": value, "custom_attrs": {"n": value}}

    assert metadata_filters.hold(conditions, Found({"capture_props": props})) in {True, False}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2025-03-31T12:00:00+00:00"),
        ("now-1M", "2025-02-28T12:00:00+00:00"),
        ("now-1y+1d", "2024-04-01T12:00:00+00:00"),
        ("now+9M", "2025-12-31T12:00:00+00:00"),
        ("now-2w", "2025-03-17T12:00:00+00:00"),
        ("now-12h-30m+1s", "2025-03-30T23:30:01+00:00"),
        ("2025-01-01T01:00:00+01:00", "2025-01-01T00:00:00+00:00"),
        ("2025-01-01", "2025-01-01T00:00:00+00:00"),
        ("now-9999y", "0001-01-01T00:00:00+00:00"),
        ("now-999999w", "0001-01-01T00:00:00+00:00"),
        ("now+999999y", "9999-12-31T23:59:59.999999+00:00"),
        ("now/d", None),
        ("soon", None),
    ],
)
def test_moments_are_dates_and_sums(text: str, expected: str | None) -> None:
    """A moment is a date, or the present with steps added; anything else is none."""
    now = datetime(2025, 3, 31, 12, tzinfo=UTC)

    moment = date_math.moment(text, now=now)

    assert moment == (datetime.fromisoformat(expected).timestamp() if expected else None)


def test_deep_nesting_is_refused() -> None:
    """A condition nested beyond all use is none."""
    with pytest.raises(FilterError, match="could not be parsed"):
        metadata_filters.parse("[" * 900 + "]" * 900)
