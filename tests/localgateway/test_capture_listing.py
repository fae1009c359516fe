"""Listings of captures: grouped by recording, in pages, and searched."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.localgateway.recordings import (
    create_capture,
    create_scans,
    upload_folder,
    upload_scan,
    write_digital_rf,
)


@pytest.fixture
def channels(api: Any, tmp_path: Path) -> list[str]:
    """The captures of the three channels of a user's recording."""
    names = ("ch0", "ch1", "ch2")
    upload_folder(api, write_digital_rf(tmp_path / "recording", *names), to="/rec")
    return [create_capture(api, "/rec", name) for name in names]


@pytest.fixture
def scans(api: Any) -> list[str]:
    """Five RadioHound captures of a user's, each in a directory of its own."""
    for number in range(5):
        upload_scan(api, f"/scans/{number}/scan.rh.json", center_frequency=1e9 * number)
    return [create_scans(api, f"/scans/{number}") for number in range(5)]


def page(api: Any, *conditions: tuple[str, str, Any], **query: str | int) -> Any:
    """List captures for which conditions hold."""
    keys = ("field_path", "query_type", "filter_value")
    filters = json.dumps([dict(zip(keys, condition, strict=True)) for condition in conditions])
    answer = api.get("/assets/captures/", params={**query, "metadata_filters": filters})
    assert answer.status_code == 200, answer.text
    return answer.json()


def uuids(listed: Any) -> list[str]:
    """The uuids on a page."""
    return [capture["uuid"] for capture in listed["results"]]


def test_a_recording_is_listed_once(api: Any, channels: list[str]) -> None:
    """Channels are one composite, the newest first, without files, bounds and permissions."""
    listed = page(api)

    (composite,) = listed["results"]
    assert listed["count"] == 1
    assert [one["uuid"] for one in composite["channels"]] == channels[::-1]
    assert composite["uuid"] == channels[-1]
    assert not {"files", "total_file_count", "share_permissions", "name"} & set(composite)
    assert composite["created_at"].endswith("Z")


def test_one_channel_that_is_found_shows_all(api: Any, channels: list[str]) -> None:
    """A hit on one channel is the recording as it is retrieved, all channels with their times."""
    listed = page(api, ("channel", "match", "ch1"))

    assert listed["results"] == [api.get(f"/assets/captures/{channels[1]}/").json()]
    assert all(one["capture_start_epoch_sec"] for one in listed["results"][0]["channels"])


def test_several_channels_that_are_found_show_all(api: Any, channels: list[str]) -> None:
    """Hits on some channels are one composite of all of them."""
    listed = page(api, ("channel", "wildcard", "ch[12]"), ("capture_type", "term", "drf"))
    several = page(api, ("created_at", "range", {"gte": "now-1d"}), ("channel", "wildcard", "ch?"))

    assert listed["count"] == 0
    assert [one["uuid"] for one in several["results"][0]["channels"]] == channels[::-1]


def test_scans_in_one_directory_are_apart(api: Any) -> None:
    """RadioHound captures are never merged, not even in the same directory."""
    groups = ["4ea07046-bee1-4442-b5ea-1ef97a297b5a", "0a1b2c3d-bee1-4442-b5ea-1ef97a297b5a"]
    for group in groups:
        upload_scan(api, f"/scans/{group}.rh.json", scan_group=group)
    made = [create_scans(api, "/scans", scan_group=group) for group in groups]

    listed = page(api)

    assert uuids(listed) == made[::-1]
    assert [one["total_file_count"] for one in listed["results"]] == [1, 1]


def test_pages_hold_everything_once(api: Any, scans: list[str]) -> None:
    """Walking the pages along their links gives every capture, the newest first."""
    found, address = [], "/assets/captures/?page_size=2&capture_type=rh"
    while address:
        listed = api.get(address.removeprefix(str(api.base_url))).json()
        found += uuids(listed)
        address = listed["next"]

    assert found == scans[::-1]
    assert listed["previous"].endswith("?capture_type=rh&page=2&page_size=2")


def test_links_keep_the_filters(api: Any, scans: list[str]) -> None:
    """The next page of a search is one of the same search."""
    condition = ("search_props.center_frequency", "range", {"gte": 3e9})

    first = page(api, condition, page_size=1)
    second = api.get(first["next"]).json()

    assert (first["count"], second["count"]) == (2, 2)
    assert uuids(first) + uuids(second) == [scans[4], scans[3]]
    assert (second["next"], uuids(page(api, page="last", page_size=2))) == (None, [scans[0]])


@pytest.mark.parametrize("number", ["0", "-1", "6", "x", ""])
@pytest.mark.usefixtures("scans")
def test_no_such_page_is_not_found(api: Any, number: str) -> None:
    """A page behind the last, or no number, is 404."""
    answer = api.get("/assets/captures/", params={"page": number, "page_size": 1})

    assert (answer.status_code, answer.json()) == (404, {"detail": "Invalid page."})


@pytest.mark.usefixtures("channels", "scans")
def test_a_type_is_listed_alone(api: Any) -> None:
    """Only captures of the given type are listed; an empty type means all."""
    counts = {kind: page(api, capture_type=kind)["count"] for kind in ("drf", "rh", "sigmf", "")}

    assert counts == {"drf": 1, "rh": 5, "sigmf": 0, "": 6}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"capture_type": "zzz"}, "'zzz' is not a valid CaptureType"),
        ({"metadata_filters": "{"}, "'metadata_filters' could not be parsed from request"),
        ({"metadata_filters": "{}"}, "'metadata_filters' must be a list."),
        ({"metadata_filters": '["x"]'}, "string indices must be integers, not 'str'"),
        ({"metadata_filters": "[1]"}, "Each of 'metadata_filters' must be an object."),
        ({"metadata_filters": "[{}]"}, "A filter of 'metadata_filters' lacks 'field_path'."),
    ],
)
def test_what_is_no_search_is_refused(api: Any, query: Any, sentence: str) -> None:
    """An unknown type and malformed filters are 400 with a sentence."""
    answer = api.get("/assets/captures/", params=query)

    assert (answer.status_code, answer.json()) == (400, {"detail": sentence})
