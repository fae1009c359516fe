"""Reading files of SDS through fsspec, on gateways with and without parts of files."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from spectrumx import Client, DryRunError, IntegrityError
from spectrumx.filesystem import SDSFileSystem
from spectrumx.localgateway import LocalGateway
from tests.faulty import Fault, FaultyGateway, faulty_gateway

DOWNLOAD = "/download/"
CONTENTS = os.urandom(1_300_000)


@pytest.fixture
def any_fs(any_fs: SDSFileSystem) -> SDSFileSystem:
    """With a file of three blocks."""
    any_fs.pipe("/r/file.bin", CONTENTS)
    return any_fs


def test_a_file_reads_as_one_here(any_fs: SDSFileSystem) -> None:
    """Reads and seeks of an open file give what they would of a local one."""
    with any_fs.open("sds://r/file.bin") as file:
        assert file.read(10) == CONTENTS[:10]
        file.seek(-5, os.SEEK_END)
        assert file.read(100) == CONTENTS[-5:]
        file.seek(500_000)
        assert file.read(600_000) == CONTENTS[500_000:1_100_000]
        assert file.tell() == 1_100_000
        file.seek(0)
        assert file.read() == CONTENTS


def test_any_way_of_keeping_blocks(any_fs: SDSFileSystem) -> None:
    """Each of fsspec's ways to keep what was read gives the same bytes."""
    for cache in ("blockcache", "readahead", "bytes", "all", "none"):
        with any_fs.open("/r/file.bin", cache_type=cache, block_size=100_000) as file:
            file.seek(650_000)

            assert file.read(250_000) == CONTENTS[650_000:900_000], cache


def test_a_part_is_a_slice(any_fs: SDSFileSystem) -> None:
    """A part that is read at once is what a slice is."""
    for span in (
        (None, None),
        (5, 10),
        (-10, None),
        (0, -5),
        (7, 7),
        (9, 3),
        (1_299_000, 2_000_000),
    ):
        assert any_fs.cat_file("/r/file.bin", *span) == CONTENTS[slice(*span)], span


def test_blocks_of_the_usual_size(any_fs: SDSFileSystem) -> None:
    """A size that fsspec calls the default is the usual one."""
    with any_fs.open("/r/file.bin", block_size="default") as file:
        assert file.read(10) == CONTENTS[:10]


def test_several_parts_at_once(any_fs: SDSFileSystem) -> None:
    """Parts of several files come in the order asked for, with errors in their places."""
    found = any_fs.cat_ranges(
        ["/r/file.bin", "/r/absent", "/r/file.bin"], [10, 0, -3], [20, 1, None]
    )

    assert [found[0], found[2]] == [CONTENTS[10:20], CONTENTS[-3:]]
    assert isinstance(found[1], FileNotFoundError)


def test_text_and_lines(any_fs: SDSFileSystem) -> None:
    """Text is read by lines, and written as it is."""
    any_fs.write_text("/r/notes.txt", "ä clear day\nrain\n", encoding="utf-8")

    with any_fs.open("/r/notes.txt", "r", encoding="utf-8") as file:
        assert list(file) == ["ä clear day\n", "rain\n"]


def test_an_open_file_pickles(any_fs: SDSFileSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    """An open file goes on elsewhere where it was, in its version, with the token found there."""
    monkeypatch.setenv("SDS_SECRET_TOKEN", any_fs.client.config.token.reveal())
    with any_fs.open("/r/file.bin") as file:
        file.seek(1000)
        pickled = pickle.dumps(file)

    any_fs.pipe("/r/file.bin", b"another version" * 100)
    assert any_fs.client.config.token.reveal().encode() not in pickled
    with pickle.loads(pickled) as again:
        assert again.read(10) == CONTENTS[1000:1010]


@pytest.fixture
def faulty(gateway: LocalGateway) -> Iterator[FaultyGateway]:
    """What is asked of a gateway that serves parts."""
    with faulty_gateway(gateway.url) as running:
        yield running


@pytest.fixture
def watched(faulty: FaultyGateway, client: Client) -> Iterator[SDSFileSystem]:
    """The file, in that gateway."""
    SDSFileSystem(client=client).pipe("/r/file.bin", CONTENTS)
    settings = {"SDS_SECRET_TOKEN": client.config.token.reveal(), "SDS_RETRIES": 0}
    with Client(faulty.url, env_file=None, env_config=settings, verbose=False) as made:
        yield SDSFileSystem(client=made)


def test_only_the_blocks_that_are_read_travel(
    watched: SDSFileSystem, faulty: FaultyGateway
) -> None:
    """A short read fetches the block it is in, and another in it nothing."""
    with watched.open("/r/file.bin", block_size=65_536) as file:
        file.seek(70_000)
        file.read(4096)
        file.read(4096)

    assert faulty.ranges == ["bytes=65536-131071"]


def test_a_long_read_is_one_request(watched: SDSFileSystem, faulty: FaultyGateway) -> None:
    """What is much longer than a block is fetched at once; read whole, it is checked."""
    with watched.open("/r/file.bin", block_size=65_536) as file:
        assert file.read() == CONTENTS
        assert file.read() == b""
        file.seek(0)
        faulty.faults.append(Fault("GET", DOWNLOAD, "flip"))
        with pytest.raises(IntegrityError, match="checksum"):
            file.read()

    assert faulty.ranges == ["bytes=0-1299999"] * 2


def test_a_read_that_failed_is_read_again(watched: SDSFileSystem, faulty: FaultyGateway) -> None:
    """After an error the same file goes on where it was, with the right bytes."""
    faulty.faults.append(Fault("GET", DOWNLOAD, "cut"))
    with watched.open("/r/file.bin") as file:
        with pytest.raises(Exception, match="failed"):
            file.read(100)

        assert file.read(100) == CONTENTS[:100]


def test_damage_is_found_in_whole_files(watched: SDSFileSystem, faulty: FaultyGateway) -> None:
    """A file that is read at once is checked."""
    faulty.faults.append(Fault("GET", DOWNLOAD, "flip"))

    with pytest.raises(IntegrityError, match="checksum"):
        watched.cat("/r/file.bin")


def test_a_file_of_one_version(fs: SDSFileSystem) -> None:
    """An open file stays the version that it was opened as."""
    fs.pipe("/r/file.bin", b"old " * 100)
    with fs.open("/r/file.bin", block_size=10) as file:
        assert file.read(4) == b"old "
        fs.pipe("/r/file.bin", b"new " * 100)

        assert file.read(40) == b"old " * 10


def test_the_copy_of_a_whole_file_goes(
    whole_fs: SDSFileSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the gateway serves no parts, what was fetched is removed when the file is closed."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with whole_fs.open("/r/file.bin") as file:
        assert file.read(3) == CONTENTS[:3]
        assert len(list(tmp_path.iterdir())) == 1

    assert not list(tmp_path.iterdir())


@pytest.fixture
def whole_fs(whole_gateway: LocalGateway) -> Iterator[SDSFileSystem]:
    """The file, in a gateway that serves no parts."""
    token = whole_gateway.add_user("whole@example.org")
    settings = {"SDS_SECRET_TOKEN": token}
    with Client(whole_gateway.url, env_file=None, env_config=settings, verbose=False) as made:
        fs = SDSFileSystem(client=made)
        fs.pipe("/r/file.bin", CONTENTS)
        yield fs


def test_dry_run_downloads_nothing(whole_fs: SDSFileSystem) -> None:
    """In dry-run no copy of a whole file is made; parts and short files are read all the same."""
    whole_fs.client.dry_run = True

    with whole_fs.open("/r/file.bin") as file, pytest.raises(DryRunError, match="downloaded"):
        file.read(3)

    assert whole_fs.cat_file("/r/file.bin") == CONTENTS
