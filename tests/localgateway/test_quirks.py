"""Each quirk turns one behaviour of the public gateway back on, and only that."""

from collections.abc import Callable
from typing import Any

import pytest

from spectrumx.localgateway import LocalGateway, Quirk


@pytest.fixture
def quirky(request: pytest.FixtureRequest, start: Callable[..., LocalGateway], connect: Any) -> Any:
    """A client of a gateway with the quirk that the test names."""
    return connect(start(quirks=[request.param]))


def with_quirk(quirk: Quirk) -> pytest.MarkDecorator:
    """Give a test a client of a gateway with one quirk."""
    return pytest.mark.parametrize("quirky", [quirk], indirect=True, ids=[quirk])


@with_quirk(Quirk.MALFORMED_UUID_500)
def test_a_malformed_uuid_fails(quirky: Any) -> None:
    """A malformed uuid is an HTML 500 in paths and forms."""
    form = {"directory": "/d", "name": "f", "sibling_uuid": "zz"}
    answers = [quirky.get("/assets/files/zz/"), quirky.post("/assets/files/", data=form)]

    assert [answer.status_code for answer in answers] == [500, 500]
    assert answers[0].headers["content-type"].startswith("text/html")


@with_quirk(Quirk.BAD_DIRECTORY_500)
def test_a_bad_directory_fails(quirky: Any) -> None:
    """A missing, a blank and an escaping directory are 500; others are stored."""
    statuses = [
        quirky.post("/assets/files/", data=form, files={"file": ("f", b"x")}).status_code
        for form in ({}, {"directory": ""}, {"directory": "/../x"}, {"directory": "/ok"})
    ]

    assert statuses == [500, 500, 500, 201]


@with_quirk(Quirk.PUT_STORES_NOTHING)
def test_a_change_is_forgotten(quirky: Any) -> None:
    """A change answers the new name and keeps the old."""
    uuid = quirky.upload("/d/f")["uuid"]

    answer = quirky.put(f"/assets/files/{uuid}/", data={"directory": "/d", "name": "g"})

    assert answer.json()["name"] == "g"
    assert quirky.get(f"/assets/files/{uuid}/").json()["name"] == "f"


@with_quirk(Quirk.PREFIX_LISTING)
def test_a_listing_goes_by_prefix(quirky: Any) -> None:
    """A listing of /x has /xy as well, but no file whose own name begins so."""
    for path in ("/x/a", "/xy/b", "/xz"):
        quirky.upload(path, path.encode())

    assert quirky.paths(path="/x") == ["/x/a", "/xy/b"]


@with_quirk(Quirk.UNORDERED_ROOT)
def test_the_root_is_unordered(quirky: Any) -> None:
    """The root's listing is complete, but not in order of arrival."""
    uuids = [quirky.upload(f"/{number}", b"%d" % number)["uuid"] for number in range(12)]

    listed = [file["uuid"] for file in quirky.listed()["results"]]

    assert listed != uuids
    assert sorted(listed) == sorted(uuids)


@with_quirk(Quirk.DUPLICATE_ROWS)
def test_a_repeated_sibling_makes_rows(quirky: Any) -> None:
    """The same sibling twice makes two rows, while a repeated upload is still refused."""
    uuid = quirky.upload("/d/f")["uuid"]
    form = {"directory": "/e", "name": "f", "sibling_uuid": uuid}

    assert [quirky.post("/assets/files/", data=form).status_code for _ in range(2)] == [201, 201]
    assert quirky.send_file("/d/f", b"hello world").status_code == 400


@with_quirk(Quirk.NO_RANGE)
def test_ranges_are_ignored(quirky: Any) -> None:
    """A range gives the whole file without a tag."""
    uuid = quirky.upload("/d/f", b"12345")["uuid"]

    answer = quirky.get(f"/assets/files/{uuid}/download/", headers={"Range": "bytes=2-"})

    assert (answer.status_code, answer.content) == (200, b"12345")
    assert not {"etag", "accept-ranges"} & set(answer.headers)
