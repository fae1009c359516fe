"""Listings: which files, in which order, on which page."""

from typing import Any

import pytest

RF = "/rec/ch0/2024-06-27T14-00-00/rf@1719499740.{:03}.h5"


def test_a_directory_holds_its_true_descendants(api: Any) -> None:
    """A listing of /x has what is beneath it at any depth, and nothing of /xy, /x-y or /x.z."""
    for path in ("/x/a", "/x/deep/er/b", "/xy/c", "/x-y/d", "/x.z/e", "/x0/f", "/other"):
        api.upload(path, path.encode())

    assert api.paths(path="/x") == ["/x/a", "/x/deep/er/b"]


@pytest.mark.parametrize("path", ["/x", "x", "/x/", "//x/.", "/y/../x", "/files/{email}/x"])
def test_every_form_of_a_path_is_understood(api: Any, path: str) -> None:
    """Relative, absolute and full paths name the same directory."""
    api.upload("/x/a")

    assert api.paths(path=path.format(email=api.email)) == ["/x/a"]


def test_wildcards_in_a_path_are_plain_text(api: Any) -> None:
    """Percent signs, underscores and quotes match only themselves."""
    api.upload("/a_b%'/f", b"1")
    api.upload("/axbyy/f", b"2")

    assert api.paths(path="/a_b%'") == ["/a_b%'/f"]


def test_a_listing_is_ordered_by_path(api: Any) -> None:
    """The order is that of whole paths, however the files came."""
    for path in ("/d/b", "/d/a/z", "/d/c", "/d/a/y"):
        api.upload(path, path.encode())

    assert api.paths(path="/d") == ["/d/a/y", "/d/a/z", "/d/b", "/d/c"]


def test_an_exact_path_is_one_file(api: Any) -> None:
    """The path of a file lists its newest version alone."""
    api.upload("/d/f", b"old")
    newer = api.upload("/d/f", b"new")

    assert [file["uuid"] for file in api.listed(path="/d/f")["results"]] == [newer["uuid"]]


def test_the_older_version_shows_again(api: Any) -> None:
    """Once the newest version is deleted the listing has the one before."""
    older = api.upload("/d/f", b"old")
    newer = api.upload("/d/f", b"new")

    api.delete(f"/assets/files/{newer['uuid']}/")

    assert [file["uuid"] for file in api.listed(path="/d")["results"]] == [older["uuid"]]


def test_pages_are_complete_and_linked(api: Any) -> None:
    """Walking the links gives every file once, and comes back."""
    wanted = [f"/d/{number:02}" for number in range(7)]
    for path in wanted:
        api.upload(path, path.encode())
    page = api.listed(path="/d", page_size=3)
    found = [file["name"] for file in page["results"]]
    while page["next"]:
        page = api.get(page["next"]).json()
        found += [file["name"] for file in page["results"]]

    assert [f"/d/{name}" for name in found] == wanted
    assert page["previous"].endswith("?page=2&page_size=3&path=%2Fd")


def test_the_root_has_every_version_in_order_of_arrival(api: Any) -> None:
    """Without a path all versions of all files are listed, oldest first."""
    receipts = [api.upload("/b", b"1"), api.upload("/a", b"2"), api.upload("/b", b"3")]

    for query in ({}, {"path": "/"}):
        listed = [file["uuid"] for file in api.listed(**query)["results"]]
        assert listed == [receipt["uuid"] for receipt in receipts]


def test_users_do_not_see_each_other(api: Any, other: Any) -> None:
    """One user's files are in nobody else's listing, by root or by full path."""
    api.upload("/d/f")

    assert other.listed()["count"] == 0
    assert other.listed(path=f"/files/{api.email}/d")["count"] == 0
    assert other.listed(path="/d")["count"] == 0


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2024-06-27T14:49:00.25Z", "2024-06-27T14:49:00.5Z", [250, 375, 500]),
        ("2024-06-27T10:49:00.25-04:00", "2024-06-27T14:49:00.25", [250]),
        ("2024-06-27T14:49:01Z", "2024-06-27T14:49:00Z", []),
    ],
)
def test_rf_data_is_narrowed_to_a_time_span(
    api: Any, start: str, end: str, found: list[int]
) -> None:
    """Data files outside the span, both ends included, are left out; other files stay."""
    for number in (125, 250, 375, 500, 625):
        api.upload(RF.format(number), b"%d" % number)
    api.upload("/rec/ch0/drf_properties.h5")

    listed = api.paths(path="/rec", start_time=start, end_time=end)

    assert listed == [*(RF.format(number) for number in found), "/rec/ch0/drf_properties.h5"]


@pytest.mark.parametrize(
    ("query", "warning"),
    [
        ({"start_time": "2024-01-01T00:00:00Z"}, "Both start_time and end_time are required"),
        (
            {"start_time": "2024-01-01T00:00:00Z", "end_time": "2025-01-01T00:00:00Z"},
            "Temporal filtering is only supported",
        ),
    ],
)
def test_a_span_that_cannot_be_used_is_warned_of(
    api: Any, query: dict[str, str], warning: str
) -> None:
    """With one end, or without RF data, everything is listed with a warning."""
    api.upload("/d/f.txt")

    page = api.listed(path="/d", **query)

    assert page["count"] == 1
    assert page["warnings"][0].startswith(warning)
