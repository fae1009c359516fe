"""Uploads: what is stored, what is refused, and what is left of those that break off."""

import socket
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from blake3 import blake3

from spectrumx.localgateway import LocalGateway

Start = Callable[..., LocalGateway]

HEAD = (
    "POST /api/v1/assets/files/ HTTP/1.1\r\nHost: gateway\r\nAuthorization: {token}\r\n"
    "Content-Type: multipart/form-data; boundary=B\r\nContent-Length: {length}\r\n\r\n"
)
PARTS = (
    '--B\r\nContent-Disposition: form-data; name="directory"\r\n\r\n/x\r\n'
    '--B\r\nContent-Disposition: form-data; name="file"; filename="f.bin"\r\n\r\n'
)


def _files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def _raw(api: Any) -> socket.socket:
    url = api.base_url
    return socket.create_connection((url.host, url.port), timeout=30)


def test_the_receipt_is_computed_here(api: Any) -> None:
    """Size and checksum are those of the bytes, whatever the form says."""
    receipt = api.upload("/d/f.bin", b"12345", size="7", sum_blake3="0" * 64)

    assert (receipt["size"], receipt["sum_blake3"]) == (5, blake3(b"12345").hexdigest())


def test_identical_parallel_uploads_make_one_row(api: Any) -> None:
    """Of twelve uploads at the same moment one is accepted and the others are told why not."""
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: api.send_file("/d/f.bin", b"same"), range(12)))

    assert sorted(answer.status_code for answer in answers) == [201] + [400] * 11
    assert api.listed()["count"] == 1


def test_parallel_writers_do_not_meet_a_lock(api: Any) -> None:
    """Fifty uploads at once, with deletions between them, all succeed."""

    def write(number: int) -> int:
        receipt = api.upload(f"/d/{number}.bin", b"%d" % number)
        if number % 2:
            return int(api.delete(f"/assets/files/{receipt['uuid']}/").status_code)
        return 204

    with ThreadPoolExecutor(50) as pool:
        assert set(pool.map(write, range(100))) == {204}
    assert api.listed()["count"] == 50


def test_changed_contents_are_a_new_version(api: Any) -> None:
    """Both versions stay; the listing by path shows the newer."""
    api.upload("/d/f.bin", b"old")
    newer = api.upload("/d/f.bin", b"new")

    assert api.listed()["count"] == 2
    assert [file["uuid"] for file in api.listed(path="/d")["results"]] == [newer["uuid"]]


def test_a_sibling_shares_contents(api: Any) -> None:
    """A sibling has the same contents under another path; asked for twice it is refused."""
    uuid = api.upload("/d/f.bin", b"shared")["uuid"]
    form = {"directory": "/e", "name": "g.bin", "sibling_uuid": uuid}

    first, second = (api.post("/assets/files/", data=form) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 400)
    download = api.get(f"/assets/files/{first.json()['uuid']}/download/")
    assert download.content == b"shared"


def test_a_sibling_without_a_name_has_its_siblings(api: Any) -> None:
    """Contents are never stored under an empty name."""
    uuid = api.upload("/d/f.bin")["uuid"]

    answer = api.post("/assets/files/", data={"directory": "/e", "sibling_uuid": uuid})

    assert answer.json()["name"] == "f.bin"


@pytest.mark.parametrize(
    "directory", ["/../x", "../..", "/a/../../b", "/files/x@y/../../../x", "a/../../b"]
)
def test_no_directory_leaves_its_tree(api: Any, directory: str) -> None:
    """A directory above the user's own is refused in one sentence."""
    form = {"directory": directory, "name": "f"}

    answer = api.post("/assets/files/", data=form, files={"file": ("f", b"x")})

    assert answer.status_code == 400
    assert answer.json() == {"detail": "The provided path must be in the user's files directory."}


@pytest.mark.parametrize("name", ["../../evil", "..\\..\\evil", "/etc/evil", "C:\\evil"])
def test_no_name_is_a_path(api: Any, name: str) -> None:
    """Of a name with folders only the last part is kept."""
    answer = api.post("/assets/files/", data={"directory": "/d"}, files={"file": (name, b"x")})

    assert answer.json()["name"] == "evil"


def test_a_name_without_a_last_part_is_refused(api: Any) -> None:
    """A file called ".." is no file."""
    answer = api.post("/assets/files/", data={"directory": "/d"}, files={"file": ("..", b"x")})

    assert answer.status_code == 400


def test_names_on_disk_are_checksums(start: Start, connect: Any, tmp_path: Path) -> None:
    """No name from outside becomes a name in the root folder."""
    connect(start()).upload("/secret-directory/secret-name.bin", b"contents")

    assert [path.name for path in _files_in(tmp_path / "root" / "blobs")] == [
        blake3(b"contents").hexdigest()
    ]


def test_an_upload_that_breaks_off_leaves_nothing(
    start: Start, connect: Any, tmp_path: Path
) -> None:
    """After the connection is cut in the middle of 8 MiB no row, contents or leftover is there."""
    gateway = start()
    api = connect(gateway)
    head = HEAD.format(token=api.headers["Authorization"], length=8 << 20)
    with _raw(api) as connection:
        connection.sendall((head + PARTS).encode() + b"x" * (4 << 20))
    gateway.stop()  # waits for what is being handled

    gateway.start()

    assert api.listed()["count"] == 0
    assert not _files_in(tmp_path / "root" / "blobs")
    assert not _files_in(tmp_path / "root" / "incoming")


def test_a_body_without_its_last_boundary_is_refused(
    start: Start, connect: Any, tmp_path: Path
) -> None:
    """A form that was cut, but has the length it claims, stores nothing and leaves nothing."""
    api = connect(start())

    answer = api.post(
        "/assets/files/",
        content=PARTS.encode() + b"x" * (3 << 20),
        headers={"Content-Type": "multipart/form-data; boundary=B"},
    )

    assert answer.status_code == 400
    assert "last boundary" in answer.json()["detail"]
    assert not _files_in(tmp_path / "root" / "incoming")


def test_a_refused_upload_leaves_nothing(start: Start, connect: Any, tmp_path: Path) -> None:
    """A large duplicate is refused, and its second copy is gone at once."""
    api = connect(start())
    contents = b"x" * (3 << 20)
    api.upload("/d/f.bin", contents)

    assert api.send_file("/d/f.bin", contents).status_code == 400

    assert not _files_in(tmp_path / "root" / "incoming")
    assert len(_files_in(tmp_path / "root" / "blobs")) == 1


def test_leftovers_of_a_crash_are_swept(start: Start, connect: Any, tmp_path: Path) -> None:
    """Unfinished arrivals and contents without a row are gone after the next start."""
    gateway = start()
    connect(gateway).upload("/f.bin", b"kept")
    gateway.kill()
    (tmp_path / "root" / "incoming" / ("f" * 32)).write_bytes(b"half")
    (tmp_path / "root" / "blobs" / ("0" * 64)).write_bytes(b"orphan")

    gateway.start()

    assert not _files_in(tmp_path / "root" / "incoming")
    assert [path.read_bytes() for path in _files_in(tmp_path / "root" / "blobs")] == [b"kept"]


def test_a_refusal_reaches_a_client_that_sends_much(api: Any) -> None:
    """A client with a bad token sees the 401 although it had 32 MiB to send."""
    answer = httpx.post(
        f"{api.base_url}assets/files/",
        headers={"Authorization": "Api-Key: nobody.knows"},
        files={"file": ("f.bin", b"x" * (32 << 20))},
    )

    assert (answer.status_code, answer.json()) == (401, {"detail": "API key not found"})


def test_chunked_bodies_are_refused(api: Any) -> None:
    """A body without Content-Length counts as no file at all."""
    answer = api.post(
        "/assets/files/",
        content=iter([PARTS.encode(), b"x\r\n--B--\r\n"]),
        headers={"Content-Type": "multipart/form-data; boundary=B"},
    )

    assert answer.status_code == 400
    assert answer.json()["file"] == ["No file was submitted."]


def test_contents_with_a_boundary_in_them_arrive_whole(api: Any) -> None:
    """Bytes that look like the form's framing are contents like any others."""
    contents = b"\r\n--B\r\n--B--\r\n\r\n--" * 100_000

    uuid = api.upload("/d/f.bin", contents)["uuid"]

    assert api.get(f"/assets/files/{uuid}/download/").content == contents


@pytest.mark.skipif(sys.platform != "linux", reason="limits of other processes are Linux's")
def test_a_full_disk_is_named(start: Start, connect: Any, tmp_path: Path) -> None:
    """An upload that the disk has no room for is a 507 that says so, and leaves nothing."""
    import resource  # noqa: PLC0415  not on Windows

    gateway = start()
    api = connect(gateway)
    resource.prlimit(gateway.pid, resource.RLIMIT_FSIZE, (2 << 20, 2 << 20))

    answer = api.send_file("/d/f.bin", b"x" * (5 << 20))

    assert answer.status_code == 507
    assert "disk is full" in answer.json()["detail"]
    assert not _files_in(tmp_path / "root" / "incoming")


def test_a_catalogue_without_room_is_said(tmp_path: Path, start: Start, connect: Any) -> None:
    """A row that SQLite has no room for is a 507 that says so too, and nothing is listed."""
    api = connect(start(tmp_path / "root"))
    api.upload("/first.bin", b"first")
    with closing(sqlite3.connect(tmp_path / "root" / "catalogue.sqlite3")) as catalogue, catalogue:
        # Past the last number SQLite answers just as for a full disk.
        catalogue.execute("UPDATE sqlite_sequence SET seq = 9223372036854775807")

    answer = api.send_file("/second.bin", b"second")

    assert answer.status_code == 507
    assert "disk is full" in answer.json()["detail"]
    assert api.paths() == ["/first.bin"]
