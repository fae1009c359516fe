"""Each quirk of captures turns one behaviour of the public gateway back on, and only that."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spectrumx.localgateway import LocalGateway, Quirk
from tests.localgateway.recordings import (
    create_capture,
    create_scans,
    upload_folder,
    upload_scan,
    write_digital_rf,
)

CAPTURES = "/assets/captures/"


@pytest.fixture
def quirky(request: pytest.FixtureRequest, start: Callable[..., LocalGateway], connect: Any) -> Any:
    """A client of a gateway with the quirk that the test names, with two RadioHound captures."""
    api = connect(start(quirks=[request.param]))
    for name in ("a", "b"):
        upload_scan(api, f"/{name}/scan.rh.json")
        create_scans(api, f"/{name}", index_name="captures-rh")
    return api


def with_quirk(quirk: Quirk) -> pytest.MarkDecorator:
    """Give a test a client of a gateway with one quirk."""
    return pytest.mark.parametrize("quirky", [quirk], indirect=True, ids=[quirk])


def statuses(api: Any, *queries: dict[str, str]) -> list[int]:
    """The statuses of listings."""
    return [api.get(CAPTURES, params=query).status_code for query in queries]


@with_quirk(Quirk.CAPTURES_PAGING)
def test_pages_are_refused(quirky: Any) -> None:
    """Every page is refused, the last fails, and a listing without page works."""
    answer = quirky.get(CAPTURES, params={"page": 1})

    assert answer.json() == {"detail": "unsupported operand type(s) for -: 'str' and 'int'"}
    assert statuses(quirky, {"page": "1"}, {"page": "last"}, {"page_size": "1"}) == [400, 500, 200]


@with_quirk(Quirk.NEXT_DROPS_FILTERS)
def test_links_lose_filters(quirky: Any) -> None:
    """The link to the next page knows its size and its number only."""
    query = {"page_size": "1", "capture_type": "rh", "metadata_filters": "[]"}

    listed = quirky.get(CAPTURES, params=query).json()

    assert listed["next"].endswith("/assets/captures/?page=2&page_size=1")


@with_quirk(Quirk.MERGED_GROUPS)
def test_one_directory_is_one_group(quirky: Any, tmp_path: Path) -> None:
    """Captures of whatever type are merged by the name of their directory."""
    upload_folder(quirky, write_digital_rf(tmp_path / "recording", "ch0"), to="/a")
    create_capture(quirky, "/a", "ch0")

    listed = quirky.get(CAPTURES).json()

    assert listed["count"] == 2
    assert [one["channel"] for one in listed["results"][0]["channels"]] == ["ch0", ""]


@with_quirk(Quirk.LOST_INTEGERS)
def test_integers_are_lost(quirky: Any, tmp_path: Path) -> None:
    """Integers are not indexed, apart from those that are computed."""
    upload_folder(quirky, write_digital_rf(tmp_path / "recording", "ch0"), to="/rec")
    uuid = create_capture(quirky, "/rec", "ch0")

    capture = quirky.get(f"{CAPTURES}{uuid}/").json()

    assert "sample_rate_numerator" not in str(capture["capture_props"])
    assert capture["capture_props"]["samples_per_second"] == 1000
    assert capture["sample_rate_mhz"] == 0.001


@with_quirk(Quirk.INDEX_NAME_REQUIRED)
def test_an_index_name_is_needed(quirky: Any) -> None:
    """Without an index name no capture is made."""
    answer = quirky.post(CAPTURES, json={"capture_type": "rh", "top_level_dir": "/c"})

    assert answer.status_code == 400
    assert answer.json()["detail"].endswith("Empty value passed for a required argument 'index'.")


@with_quirk(Quirk.UNKNOWN_TYPE_500)
def test_an_unknown_type_fails(quirky: Any) -> None:
    """An unknown type is an HTML 500, a missing one is not."""
    answers = [quirky.post(CAPTURES, json=body) for body in ({"capture_type": "zzz"}, {})]

    assert [answer.status_code for answer in answers] == [500, 400]


@with_quirk(Quirk.SIGMF_500)
def test_sigmf_is_unknown(quirky: Any) -> None:
    """Creating a SigMF capture fails, and listing such captures is refused."""
    made = quirky.post(CAPTURES, json={"capture_type": "sigmf", "top_level_dir": "/a"})
    listed = quirky.get(CAPTURES, params={"capture_type": "sigmf"})

    assert made.status_code == 500
    assert (listed.status_code, listed.json()) == (400, {"detail": "Unknown capture type"})


@with_quirk(Quirk.UNCOMPARED_SCANS)
def test_scans_are_captured_again(quirky: Any) -> None:
    """Scans without a group become a capture each time."""
    create_scans(quirky, "/a")

    assert quirky.get(CAPTURES).json()["count"] == 3


@with_quirk(Quirk.MISSING_FILTER_KEYS_500)
def test_a_filter_without_keys_fails(quirky: Any) -> None:
    """A filter that lacks a key is a 500; other malformed ones are 400."""
    queries = ({"metadata_filters": json.dumps(filters)} for filters in ([{"a": 1}], [1], {}))

    assert statuses(quirky, *queries) == [500, 400, 400]
