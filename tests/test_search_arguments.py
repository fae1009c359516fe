"""What a search refuses at the call, before anything is sent, and what it sends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import inf, nan
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from spectrumx import Client
from spectrumx.errors import InvalidRequestError
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Dataset, File
from tests.faulty import FaultyGateway, faulty_gateway
from tests.population import at, client

ONE = {"field_path": "channel", "query_type": "term", "filter_value": "ch0"}

NO_FILTERS: list[Any] = [
    7,
    "[]",
    ONE,
    [ONE, "channel"],
    [{}],
    [{"field_path": "channel", "query_type": "term"}],
    [ONE | {"more": 1}],
    [ONE | {"filter_value": nan}],
    [ONE | {"filter_value": at(0)}],
    [ONE | {"filter_value": {1, 2}}],
]
NO_TEXT: list[Any] = ["", " ", 0, ["ch0"], b"ch0", Path("ch0")]
NO_PLACE: list[Any] = [
    (0, 1, 1, 0),
    (0, 0, 1),
    (0, 0, 1, 1, 1),
    (None, 0, 1, 1),
    (0, nan, 1, 1),
    (-181, 0, 1, 1),
    (0, 0, 180.5, 1),
    (0, -91, 1, 1),
    (0, 0, 1, 90.5),
    (0, 0, inf, 1),
    ("0", 0, 1, 1),
    "here",
    7,
]
NO_FORMAT: list[Any] = ["iq", "", "RH", 5, [], File]

REFUSED: list[dict[str, Any]] = [
    *(
        {argument: value}
        for argument in ("center_freq_range", "sample_rate_range")
        for value in (
            (2e9, 1e9),
            (1, 0.5),
            (inf, 1),
            (nan, 1),
            (1, nan),
            (1, np.float64(nan)),
            (1, Decimal("sNaN")),
            ("1e9", 2e9),
            "12",
            1e9,
            (1e9,),
            (1e9, 2e9, 3e9),
            (),
            {1e9, 2e9},
            {1e9: 2e9},
            (True, 2e9),
            (1j, 2e9),
            (0, 10**400),
            (np.zeros(2), 2e9),
            (at(0), at(1)),
        )
    ),
    *(
        {"capture_time_range": value}
        for value in (
            (at(1), at(0)),
            (date(2024, 2, 1), "2024-01-31 23:59"),
            ("2024-01-01 00:00+00:00", "2024-01-01 00:00+01:00"),
            ("yesterday", None),
            ("10:00", None),
            ("", None),
            ("2024-01-31 10:00 EST", None),
            ("2024-02-30", None),
            (1719499740, None),
            (None, nan),
            "2024",
            at(0),
            (at(0),),
            (at(0), at(1), at(2)),
            {at(0), at(1)},
            (timedelta(1), None),
            (np.datetime64("2024-01-01"), None),
        )
    ),
    *({"bounding_box": value} for value in NO_PLACE),
    *({"capture_type": value} for value in NO_FORMAT),
    *({argument: value} for argument in ("channel", "name", "owner") for value in NO_TEXT),
    *({"metadata_filters": value} for value in NO_FILTERS),
    *({"asset_type": value} for value in (str, None, "capture", 1)),
]


@dataclass
class Watched:
    """A client whose requests are seen."""

    sds: Client
    gateway: FaultyGateway

    def sent(self) -> dict[str, list[dict[str, Any]]]:
        """The filters of all searches so far, by the format that was asked for."""
        asked = (parse_qs(urlsplit(request).query) for request in self.gateway.requests)
        return {
            one["capture_type"][0]: json.loads(one.get("metadata_filters", ["[]"])[0])
            for one in asked
            if "capture_type" in one
        }

    def range_of(self, capture_type: str, field: str) -> dict[str, Any]:
        """The range that was sent for a field."""
        (found,) = (
            one["filter_value"]
            for one in self.sent()[capture_type]
            if one["field_path"] == field and one["query_type"] == "range"
        )
        return dict(found)


@pytest.fixture
def watched(gateway: LocalGateway, token: str, tmp_path: Path) -> Iterator[Watched]:
    """A client of a gateway, seen from between them."""
    with faulty_gateway(gateway.url) as faulty, client(faulty.url, token, cache=tmp_path) as sds:
        yield Watched(sds, faulty)


def _name(arguments: dict[str, Any]) -> str:
    return "-".join(f"{name}={value!r}" for name, value in arguments.items())[:80]


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client of a gateway that is not there, so that any request fails."""
    with client("http://127.0.0.1:1", "none", cache=tmp_path_factory.mktemp("cache")) as sds:
        yield sds


@pytest.mark.parametrize("arguments", REFUSED, ids=_name)
def test_what_makes_no_sense_is_refused_at_the_call(
    nowhere: Client, arguments: dict[str, Any]
) -> None:
    """A malformed argument is an `InvalidRequestError` and `ValueError` before anything is sent."""
    with pytest.raises(InvalidRequestError) as refused:
        nowhere.search(**arguments)

    assert isinstance(refused.value, ValueError)
    assert next(iter(arguments)) in str(refused.value)


def test_nothing_is_sent_at_the_call(watched: Watched) -> None:
    """Neither a refused search nor one that is not read yet sends anything."""
    with pytest.raises(InvalidRequestError):
        watched.sds.search(center_freq_range=(2, 1))
    for asset in (File, Dataset):
        watched.sds.search(asset, center_freq_range=(1, 2))

    assert not watched.gateway.requests


def test_frequencies_and_rates_are_sent_with_room_to_either_side(watched: Watched) -> None:
    """The gateway is asked for a hertz more on both sides, for it may cut to whole numbers."""
    list(watched.sds.search(center_freq_range=(100.5, 200.5), sample_rate_range=(10, 20)))

    wider = {"gte": 99.5, "lte": 201.5}
    assert watched.range_of("drf", "search_props.center_frequency") == wider
    assert watched.range_of("rh", "search_props.center_frequency") == wider
    assert watched.range_of("drf", "capture_props.samples_per_second") == {"gte": 9, "lte": 21}
    assert watched.range_of("rh", "capture_props.sample_rate") == {"gte": 9, "lte": 21}


def test_times_are_sent_with_room_to_either_side(watched: Watched) -> None:
    """The gateway is asked for more than a second more, and for scans that began a day before."""
    list(watched.sds.search(capture_time_range=(at(0.5), at(10.5))))

    start = at(0).timestamp()
    assert watched.range_of("drf", "capture_props.end_bound")["gte"] <= start - 1
    assert watched.range_of("drf", "capture_props.start_bound")["lte"] >= start + 10.5
    timestamps = watched.range_of("rh", "capture_props.timestamp")
    assert datetime.fromisoformat(timestamps["gte"]) <= at(0.5) - timedelta(days=1)
    assert datetime.fromisoformat(timestamps["lte"]) >= at(10.5)


def test_open_ends_are_not_sent(watched: Watched) -> None:
    """What is open or infinite, or lies beyond all dates, is no condition for the gateway."""
    last = datetime.max.replace(tzinfo=at(0).tzinfo)
    list(watched.sds.search(center_freq_range=(None, inf), capture_time_range=(at(0), last)))

    fields = [one["field_path"] for one in watched.sent()["rh"]]
    assert fields == ["capture_props.timestamp"]
    assert watched.range_of("rh", "capture_props.timestamp").keys() == {"gte"}


def test_formats_that_cannot_match_are_not_asked_for(watched: Watched) -> None:
    """Only Digital RF has channels, and it alone has no places: nothing is asked in vain."""
    list(watched.sds.search(channel="ch0"))
    assert watched.sent().keys() == {"drf"}

    watched.gateway.requests.clear()
    list(watched.sds.search(bounding_box=(0, 0, 1, 1)))
    asked = [parse_qs(urlsplit(each).query)["capture_type"] for each in watched.gateway.requests]
    assert asked == [["rh"], ["sigmf"]]

    watched.gateway.requests.clear()
    assert not list(watched.sds.search(capture_type="rh", channel="ch0"))
    assert not list(watched.sds.search(capture_type="drf", bounding_box=(0, 0, 1, 1)))
    assert not watched.gateway.requests


def test_boxes_are_sent_with_room_to_either_side(watched: Watched) -> None:
    """The gateway is asked for a little more on every side, and of the date line not at all."""
    list(watched.sds.search(bounding_box=(-180, -90, 10, 20)))
    (sent,) = watched.sent()["rh"]
    assert sent["filter_value"] == {
        "top_left": {"lat": 20.001, "lon": -180},
        "bottom_right": {"lat": -90, "lon": 10.001},
    }

    watched.gateway.requests.clear()
    list(watched.sds.search(bounding_box=(10, -90, -170, 20)))
    assert not any("coordinates" in request for request in watched.gateway.requests)
