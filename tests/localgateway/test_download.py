"""Downloads: whole files, stretches of them, and their headers."""

from typing import Any

import pytest

CONTENTS = bytes(range(256)) * 4
LARGE = bytes(range(251)) * 20_000  # more than is sent in one piece


@pytest.fixture
def address(api: Any) -> str:
    """The address of CONTENTS."""
    return f"/assets/files/{api.upload('/d/f.bin', CONTENTS)['uuid']}/download/"


@pytest.mark.parametrize("contents", [b"x", CONTENTS, LARGE], ids=len)
def test_a_file_comes_back_whole(api: Any, contents: bytes) -> None:
    """The bytes, their number and their checksum are what was sent."""
    receipt = api.upload("/d/f.bin", contents)

    answer = api.get(f"/assets/files/{receipt['uuid']}/download/")

    assert answer.content == contents
    assert answer.headers["content-length"] == str(len(contents))
    assert answer.headers["etag"] == f'"{receipt["sum_blake3"]}"'


@pytest.mark.parametrize(
    ("header", "stretch"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=10-19", slice(10, 20)),
        ("bytes=1000-", slice(1000, None)),
        ("bytes=-24", slice(-24, None)),
        ("bytes=0-99999", slice(None)),
        ("bytes=-99999", slice(None)),
    ],
)
def test_a_stretch_is_sent(api: Any, address: str, header: str, stretch: slice) -> None:
    """A range gives 206, its bytes, and where they lie."""
    answer = api.get(address, headers={"Range": header})

    first, stop, _ = stretch.indices(len(CONTENTS))
    assert (answer.status_code, answer.content) == (206, CONTENTS[stretch])
    assert answer.headers["content-range"] == f"bytes {first}-{stop - 1}/{len(CONTENTS)}"


def test_a_large_stretch_is_sent(api: Any) -> None:
    """A range of several pieces begins and ends where it was asked to."""
    uuid = api.upload("/d/large.bin", LARGE)["uuid"]

    answer = api.get(f"/assets/files/{uuid}/download/", headers={"Range": "bytes=7-4000006"})

    assert answer.content == LARGE[7:4_000_007]


@pytest.mark.parametrize("header", ["bytes=1024-", "bytes=99999-100000", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(api: Any, address: str, header: str) -> None:
    """No byte to send is a 416 that names the size."""
    answer = api.get(address, headers={"Range": header})

    assert (answer.status_code, answer.headers["content-range"]) == (416, "bytes */1024")


@pytest.mark.parametrize(
    "header",
    ["bytes=5-2", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=" + "9" * 99],
)
def test_other_ranges_are_ignored(api: Any, address: str, header: str) -> None:
    """What is no single range of bytes gives the whole file."""
    answer = api.get(address, headers={"Range": header})

    assert (answer.status_code, answer.content) == (200, CONTENTS)


def test_if_range_guards_a_resumed_download(api: Any, address: str) -> None:
    """With the file's own tag a stretch comes, with any other the whole file."""
    tag = api.head(address).headers["etag"]
    statuses = [
        api.get(address, headers={"Range": "bytes=5-", "If-Range": condition}).status_code
        for condition in (tag, '"other"', "Sun, 22 Nov 2026 12:00:00 GMT")
    ]

    assert statuses == [206, 200, 200]


@pytest.mark.parametrize("name", ["ü.bin", "測試.bin", 'a"b.bin', "tab\tname.bin", "emoji 🛰.bin"])
def test_any_name_can_be_downloaded(api: Any, name: str) -> None:
    """A name that a header cannot carry as it is does not break the answer."""
    uuid = api.upload(f"/d/{name}", CONTENTS)["uuid"]

    answer = api.get(f"/assets/files/{uuid}/download/")

    assert answer.content == CONTENTS
    assert answer.headers["content-disposition"].startswith("attachment; filename")


@pytest.mark.parametrize(
    ("media_type", "sent"),
    [
        ("image/svg+xml; charset=utf-8", "image/svg+xml; charset=utf-8"),
        ("nonsense", "application/octet-stream"),
        ("", "application/octet-stream"),
        ("text/plain\r\nSet-Cookie: x", "application/octet-stream"),
        ("測", "application/octet-stream"),
    ],
)
def test_no_media_type_breaks_the_answer(api: Any, media_type: str, sent: str) -> None:
    """The stored media type is sent where a header can carry it."""
    uuid = api.upload("/d/f.bin", CONTENTS, media_type=media_type)["uuid"]

    answer = api.get(f"/assets/files/{uuid}/download/")

    assert answer.headers["content-type"] == sent
    assert "set-cookie" not in answer.headers


def test_a_stranger_may_not_download(other: Any, address: str) -> None:
    """Another user's file is a 403 in words of its own."""
    answer = other.get(address)

    assert answer.status_code == 403
    assert answer.json() == {"detail": "You do not have permission to download this file."}
