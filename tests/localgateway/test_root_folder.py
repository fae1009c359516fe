"""The gateway's root folder: nothing of anybody else's is ever touched."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spectrumx.localgateway import LocalGateway, LocalGatewayError

Start = Callable[..., LocalGateway]


@pytest.mark.parametrize("name", ["incoming/photo.jpg", "blobs/photo.jpg", "photo.jpg"])
def test_a_folder_with_files_of_somebody_else_is_refused(
    tmp_path: Path, start: Start, name: str
) -> None:
    """A folder that is neither empty nor a gateway's stays exactly as it was."""
    photo = tmp_path / name
    photo.parent.mkdir(exist_ok=True)
    photo.write_bytes(b"family")

    with pytest.raises(LocalGatewayError, match="choose an"):
        start(tmp_path)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [photo]


def test_contents_without_their_catalogue_are_kept(
    tmp_path: Path, start: Start, connect: Any
) -> None:
    """A lost catalogue is a refusal that says what to put back; put back, all is there."""
    root, aside = tmp_path / "root", tmp_path / "aside"
    gateway = start(root)
    api = connect(gateway)
    uuid = api.upload("/a.bin", b"precious")["uuid"]
    gateway.stop()
    (root / "catalogue.sqlite3").rename(aside)

    with pytest.raises(LocalGatewayError, match=r"put catalogue\.sqlite3 back"):
        gateway.start()
    aside.rename(root / "catalogue.sqlite3")
    gateway.start()

    assert api.get(f"/assets/files/{uuid}/download/").content == b"precious"


@pytest.mark.parametrize("contents", [b"", b"my own list of books" * 100])
def test_a_catalogue_that_is_none_is_refused(tmp_path: Path, start: Start, contents: bytes) -> None:
    """An emptied or foreign catalogue beside contents is refused, and both stay."""
    blob = tmp_path / "blobs" / ("0" * 64)
    blob.parent.mkdir()
    blob.touch()
    (tmp_path / "catalogue.sqlite3").write_bytes(contents)

    with pytest.raises(LocalGatewayError, match="choose another folder"):
        start(tmp_path)

    assert blob.exists()
    assert (tmp_path / "catalogue.sqlite3").read_bytes() == contents


def test_a_database_of_another_program_is_refused(tmp_path: Path, start: Start) -> None:
    """A SQLite file of the catalogue's name with other tables gets none of ours."""
    database = sqlite3.connect(tmp_path / "catalogue.sqlite3")
    database.execute("CREATE TABLE books (title TEXT)")
    database.close()

    with pytest.raises(LocalGatewayError, match="not the catalogue of a gateway"):
        start(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["catalogue.sqlite3"]


def test_a_start_that_was_cut_off_is_taken_up(tmp_path: Path, start: Start) -> None:
    """What a first start leaves that is killed early does not keep the next one out."""
    (tmp_path / "lock").touch()
    (tmp_path / "catalogue.sqlite3").touch()
    (tmp_path / "incoming").mkdir()
    (tmp_path / "blobs").mkdir()

    assert start(tmp_path).token


def test_the_sweep_takes_only_its_own(tmp_path: Path, start: Start) -> None:
    """A start removes leftovers by the form of their names, and leaves strangers alone."""
    gateway = start(tmp_path)
    gateway.stop()
    leftovers = [tmp_path / "incoming" / ("a" * 32), tmp_path / "blobs" / ("a" * 64)]
    strangers = [tmp_path / "incoming" / "README", tmp_path / "blobs" / "README"]
    folders = [tmp_path / "incoming" / ("b" * 32), tmp_path / "blobs" / ("b" * 64)]
    for path in leftovers + strangers:
        path.touch()
    for path in folders:
        path.mkdir()

    gateway.start()

    assert [
        path for path in leftovers + strangers + folders if path.exists()
    ] == strangers + folders
