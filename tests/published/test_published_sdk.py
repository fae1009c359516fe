"""The published `spectrumx` 0.2.4, as a client nobody here wrote, meets the embedded gateway."""

from __future__ import annotations

from pathlib import Path

import pytest

from spectrumx import Client
from spectrumx.models import File
from tests.conftest import tree
from tests.published.conftest import Published, Row, is_same_second


@pytest.fixture
def recording(recording: Path) -> Path:
    """The folder of all tests, and in it one more: deeper, and with a name that needs quoting."""
    deep = recording / "channel" / "2026-11-22T12-00-00"
    deep.mkdir()
    (deep / "größe 1+2%.bin").write_bytes(b"\r\n--+++\r\n" * 3)
    return recording


def identity(row: Row) -> tuple[object, ...]:
    """What the release says of a file, where its answers all say the same."""
    names = ("uuid", "name", "size", "sum_blake3", "media_type", "permissions")
    return tuple(row[name] for name in names)


def our_identity(file: File) -> tuple[object, ...]:
    """The same of ours."""
    return (
        str(file.uuid),
        *(file.name, file.size, file.sum_blake3, file.media_type, file.permissions),
    )


def test_authenticate(published: Published) -> None:
    """The gateway accepts the release's own way of showing a token."""
    published("authenticate")

    assert published.requests == ["GET /api/v1/auth/"]


def test_what_it_uploads_is_what_we_list(
    published: Published, sds: Client, recording: Path
) -> None:
    """The files it says it uploaded are those we see: uuid, size, checksum, directory, time."""
    uploaded = sorted(published("upload", recording, "/r"), key=identity)
    listed = sorted(sds.files.list("/r"), key=our_identity)

    assert len(listed) == 4
    assert [identity(row) for row in uploaded] == [our_identity(file) for file in listed]
    assert [row["directory"] for row in uploaded] == [file.directory for file in listed]
    for row, file in zip(uploaded, listed, strict=True):
        assert is_same_second(row["created_at"], file.created_at)
        assert is_same_second(row["expiration_date"], file.expiration_date)


def test_what_it_uploads_is_what_we_download(
    published: Published, sds: Client, recording: Path, tmp_path: Path
) -> None:
    """Bytes that it sends come back to us unchanged, under the same relative paths."""
    published("upload", recording, "/r")

    sds.download("/r", to=tmp_path / "ours")

    assert tree(tmp_path / "ours") == tree(recording)


def test_it_downloads_what_we_upload(
    published: Published, sds: Client, recording: Path, tmp_path: Path
) -> None:
    """Bytes that we send come to it unchanged, in its own layout."""
    sds.upload(recording, sds_path="r")
    email = sds.authenticate().email

    published("download", "/r", tmp_path / "theirs")

    assert tree(tmp_path / "theirs" / "files" / email / "r") == tree(recording)


def test_it_lists_what_we_list(published: Published, sds: Client, recording: Path) -> None:
    """Its listing and ours agree on uuid, size, checksum, directory and times, in one order."""
    sds.upload(recording, sds_path="r")
    root = f"/files/{sds.authenticate().email}"

    theirs = published("list_files", "/r")
    ours = list(sds.files.list("/r"))

    assert [identity(row) for row in theirs] == [our_identity(file) for file in ours]
    assert [row["directory"] for row in theirs] == [root + file.directory for file in ours]
    for row, file in zip(theirs, ours, strict=True):
        assert is_same_second(row["created_at"], file.created_at)
        assert is_same_second(row["updated_at"], file.updated_at)


def test_it_lists_more_than_a_page(published: Published, sds: Client, tmp_path: Path) -> None:
    """It pages through more files than a page of 30 holds, each once."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(61):
        (folder / f"{number:02}.bin").write_text(f"file {number}")
    sds.upload(folder, sds_path="many")

    listed = published("list_files", "/many")

    assert [row["name"] for row in listed] == [f"{number:02}.bin" for number in range(61)]


def test_it_gets_a_file(published: Published, sds: Client, recording: Path) -> None:
    """Looking a file up by its uuid gives both the same."""
    sds.upload(recording / "notes.txt", sds_path="r")
    file = sds.files.list("/r")[0]

    row = published("get_file", file.uuid)

    assert identity(row) == our_identity(sds.files.get(file))
    assert is_same_second(row["created_at"], file.created_at)


def test_it_deletes_a_file(published: Published, sds: Client, recording: Path) -> None:
    """What it deletes is gone for us, and the rest is not."""
    sds.upload(recording, sds_path="r")
    notes = sds.files.list("/r/notes.txt")[0]

    assert published("delete_file", notes.uuid) is True

    assert len(sds.files.list("/r")) == 3
    assert not sds.files.list("/r/notes.txt")


def test_we_send_nothing_that_it_sent(published: Published, sds: Client, recording: Path) -> None:
    """Files that it uploaded are the same to us: our upload of them sends nothing."""
    published("upload", recording, "/r")

    report = sds.upload(recording, sds_path="r")

    assert len(report.skipped) == 4
    assert {result.reason for result in report} == {"same contents already there"}
    assert report.bytes == 0


def test_it_sends_nothing_that_we_sent(published: Published, sds: Client, recording: Path) -> None:
    """Files that we uploaded are the same to it: its upload of them only asks."""
    sds.upload(recording, sds_path="r")

    published("upload", recording, "/r")

    assert set(published.requests) == {"POST /api/v1/assets/utils/check_contents_exist/"}


def test_its_first_upload_sends_every_file(published: Published, recording: Path) -> None:
    """What the test before it relies on: where nothing is there, its upload does send."""
    published("upload", recording, "/r")

    assert published.requests.count("POST /api/v1/assets/files/") == 4
