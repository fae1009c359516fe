"""Large contents that the gateway has already are linked, not sent again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from blake3 import blake3

from spectrumx import Client
from spectrumx.localgateway import LocalGateway
from spectrumx.models.ledger import LARGE_FILE
from spectrumx.progress import Advanced, Event
from tests.conftest import tree
from tests.faulty import FaultyGateway, faulty_gateway
from tests.test_checksums import remember_long_ago

FILES = "/api/v1/assets/files/"
CONTENTS = bytes(range(256)) * (LARGE_FILE // 256 + 1)


@pytest.fixture
def proxy(gateway: LocalGateway) -> Iterator[FaultyGateway]:
    """A proxy that counts what is sent to the gateway."""
    with faulty_gateway(gateway.url) as running:
        yield running


@pytest.fixture
def counted(proxy: FaultyGateway, token: str) -> Iterator[Client]:
    """A client that goes through the proxy."""
    settings = {"SDS_SECRET_TOKEN": token}
    with Client(proxy.url, env_file=None, env_config=settings, verbose=False) as client:
        yield client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a large file whose checksum is remembered, and a small one."""
    made = tmp_path / "here"
    made.mkdir()
    (made / "large.bin").write_bytes(CONTENTS)
    (made / "small.bin").write_bytes(b"small")
    checksum = blake3(CONTENTS).hexdigest()
    remember_long_ago(made / "large.bin", Path(os.environ["SDS_CACHE_DIR"]), checksum)
    return made


def test_contents_at_another_path_are_linked(counted: Client, folder: Path, tmp_path: Path) -> None:
    """The same folder at a second place costs the bytes of its small files only."""
    assert not counted.upload(folder, sds_path="one").linked
    events: list[Event] = []

    report = counted.upload(folder, sds_path="two", on_event=events.append)

    assert [result.sds_path for result in report.linked] == ["/two/large.bin"]
    assert report.linked[0].verified
    assert report.bytes == len(b"small")
    assert report.ok
    moved = [event.moved for event in events if isinstance(event, Advanced)]
    assert moved[-1] == len(CONTENTS) + len(b"small")
    counted.download("two", to=tmp_path / "x")
    assert tree(tmp_path / "x") == tree(folder)


def test_contents_that_are_nowhere_are_sent(
    counted: Client, proxy: FaultyGateway, folder: Path
) -> None:
    """Where the gateway does not have them, asking costs one request and the file is sent."""
    report = counted.upload(folder, sds_path="one")

    assert len(report.transferred) == 2
    assert proxy.count("POST", "contents_exist") == 1


def test_contents_that_changed_are_not_linked(
    counted: Client, folder: Path, tmp_path: Path
) -> None:
    """A file that is not as it was when its checksum was remembered is read and sent."""
    counted.upload(folder, sds_path="one")
    (folder / "large.bin").write_bytes(CONTENTS[::-1])

    report = counted.upload(folder, sds_path="two")

    assert not report.linked
    counted.download("two", to=tmp_path / "x")
    assert tree(tmp_path / "x") == tree(folder)
