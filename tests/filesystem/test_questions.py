"""What is at which path: listings, entries, patterns."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsspec
import pytest
from blake3 import blake3

from spectrumx import Client, InvalidRequestError, NotFoundError
from spectrumx.filesystem import SDSFileSystem
from spectrumx.localgateway import LocalGateway
from tests.faulty import FaultyGateway, faulty_gateway

FILES = ["/r/a.txt", "/r/a/deep/c.txt", "/r/b.bin", "/rest/x"]


@pytest.fixture
def faulty(gateway: LocalGateway) -> Iterator[FaultyGateway]:
    """What is asked of the gateway."""
    with faulty_gateway(gateway.url) as running:
        yield running


@pytest.fixture
def client(faulty: FaultyGateway, client: Client) -> Iterator[Client]:
    """A client of somebody with a few files."""
    token = client.config.token.reveal()
    settings = {"SDS_SECRET_TOKEN": token}
    with Client(faulty.url, env_file=None, env_config=settings, verbose=False) as made:
        SDSFileSystem(client=made).pipe({path: path.encode() for path in FILES})
        faulty.requests.clear()
        yield made


def test_a_directory_lists_one_level(fs: SDSFileSystem) -> None:
    """Files and directories that lie in a directory are listed, those below them are not."""
    assert fs.ls("sds://r", detail=False) == ["/r/a", "/r/a.txt", "/r/b.bin"]
    assert [entry["type"] for entry in fs.ls("/r/")] == ["directory", "file", "file"]
    assert fs.ls("/", detail=False) == ["/r", "/rest"]


def test_a_file_lists_itself(fs: SDSFileSystem) -> None:
    """Of a file, the listing is its own entry."""
    assert fs.ls("/r/b.bin") == [fs.info("/r/b.bin")]


def test_an_entry_tells_of_the_newest_version(fs: SDSFileSystem) -> None:
    """Size, checksum and time of a file are those of its newest version."""
    fs.pipe("/r/b.bin", b"newer")

    entry = fs.info("sds://r/b.bin")

    assert (entry["name"], entry["size"], entry["type"]) == ("/r/b.bin", 5, "file")
    assert fs.checksum("/r/b.bin") == int(blake3(b"newer").hexdigest(), 16)
    modified = fs.modified("/r/b.bin")
    assert modified is not None
    assert abs(datetime.now(UTC) - modified) < timedelta(minutes=5)


def test_questions_about_paths(fs: SDSFileSystem) -> None:
    """Files, directories and what is not there are told apart."""
    assert fs.isfile("/r/a.txt")
    assert fs.isdir("/r/a")
    assert fs.isdir("sds://")
    assert not fs.exists("/r/a/dee")
    assert not fs.isfile("/r/absent")
    assert not fs.isdir("/r/absent")


@pytest.mark.parametrize("question", ["ls", "info", "open", "cat", "created", "rm", "rmdir"])
def test_what_is_not_there(fs: SDSFileSystem, question: str) -> None:
    """What is not there is a FileNotFoundError."""
    with pytest.raises(FileNotFoundError):
        getattr(fs, question)("/r/absent")


def test_what_is_missing_is_an_error_of_the_sdk_too(fs: SDSFileSystem) -> None:
    """The error for what is not there is also a NotFoundError, has its number, and pickles."""
    with pytest.raises(NotFoundError) as raised:
        fs.info("/r/absent")

    again = pickle.loads(pickle.dumps(raised.value))
    assert isinstance(again, FileNotFoundError)
    assert str(again) == "there is nothing at /r/absent"


def test_patterns_and_trees(fs: SDSFileSystem) -> None:
    """Patterns, trees and sizes are those of the files below a path."""
    assert fs.glob("sds://r/*.txt") == ["/r/a.txt"]
    assert fs.glob("/r/**/c.*") == ["/r/a/deep/c.txt"]
    assert fs.find("/r") == ["/r/a.txt", "/r/a/deep/c.txt", "/r/b.bin"]
    assert fs.find("/r", maxdepth=1) == ["/r/a.txt", "/r/b.bin"]
    assert list(fs.walk("/r/a")) == [("/r/a", ["deep"], []), ("/r/a/deep", [], ["c.txt"])]
    assert fs.du("/") == sum(map(len, FILES))


@pytest.mark.parametrize("question", ["find", "glob", "walk", "du", "ls", "info"])
def test_a_question_costs_one_listing(
    fs: SDSFileSystem, faulty: FaultyGateway, question: str
) -> None:
    """However many directories and files are below a path, it is listed once."""
    answer = getattr(fs, question)("/r" if question != "glob" else "/r/**")
    if question == "walk":
        list(answer)

    assert len(faulty.requests) == 1


def test_a_listing_beyond_one_page(fs: SDSFileSystem, tmp_path: Path) -> None:
    """A directory of more files than a page has is listed whole."""
    for number in range(101):
        (tmp_path / f"{number:03}.txt").write_text(str(number))
    fs.put(str(tmp_path), "/many", recursive=True)

    assert len(fs.ls("/many")) == 101


def test_listings_are_kept_where_that_is_asked_for(client: Client, faulty: FaultyGateway) -> None:
    """Kept listings answer without a request, until something is written or they are dropped."""
    fs = SDSFileSystem(client=client, use_listings_cache=True)
    fs.ls("/")
    faulty.requests.clear()

    assert fs.ls("/r/a/deep", detail=False) == ["/r/a/deep/c.txt"]
    assert fs.isfile("/r/b.bin")
    assert not fs.exists("/r/new")
    assert not faulty.requests

    fs.pipe("/r/new", b"new")
    assert "/r/new" in fs.ls("/r", detail=False)


def test_a_stale_listing_is_asked_for_again(client: Client) -> None:
    """`refresh` looks again past a listing that is kept."""
    fs = SDSFileSystem(client=client, use_listings_cache=True)
    fs.ls("/r")
    SDSFileSystem(client=client).pipe("/r/new", b"new")

    assert "/r/new" not in fs.ls("/r", detail=False)
    assert "/r/new" in fs.ls("/r", detail=False, refresh=True)


def test_paths_are_relative_in_any_case(fs: SDSFileSystem) -> None:
    """A folder that is named like the full form of paths is found as what it is."""
    folder = f"/files/{fs.client.authenticate().email}/r"
    fs.pipe(f"{folder}/a", b"1")

    assert fs.ls(folder, detail=False) == [f"{folder}/a"]
    assert fs.cat(f"{folder}/a") == b"1"
    assert fs.find("/files") == [f"{folder}/a"]


@pytest.mark.parametrize("path", ["sds://../x", "/r/a\nb"])
def test_malformed_paths_are_refused(fs: SDSFileSystem, path: str) -> None:
    """A path that leaves the root, or that no file has, is an error."""
    with pytest.raises(InvalidRequestError):
        fs.exists(path)


def test_urls_name_paths(fs: SDSFileSystem) -> None:
    """A URL and a path become each other."""
    assert fs.unstrip_protocol("/r/a.txt") == "sds://r/a.txt"
    assert fsspec.get_filesystem_class("sds") is SDSFileSystem
    assert fs._parent("sds://r/a.txt") == "/r"
    assert fs._parent("/r") == fs._parent("/") == "/"
