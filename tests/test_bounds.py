"""Whatever a gateway sends, only so much of it is taken."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from spectrumx import Client, IntegrityError, ServiceError, UnexpectedResponseError
from spectrumx.localgateway import LocalGateway
from spectrumx.transport import MAX_ANSWER
from tests.conftest import tree
from tests.faulty import Fault, FaultyGateway, faulty_gateway

FILES = "/api/v1/assets/files/"
DOWNLOAD = "/download/"


@pytest.fixture
def faulty(gateway: LocalGateway) -> Iterator[FaultyGateway]:
    """A misbehaving proxy in front of the gateway."""
    with faulty_gateway(gateway.url) as running:
        yield running


@pytest.fixture
def sds(faulty: FaultyGateway, token: str) -> Iterator[Client]:
    """A client that goes through the proxy and never tries again."""
    settings = {"SDS_SECRET_TOKEN": token, "SDS_RETRIES": 0}
    with Client(faulty.url, env_file=None, env_config=settings, verbose=False) as client:
        yield client


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file."""
    source = tmp_path / "file.bin"
    source.write_bytes(os.urandom(1000))
    return source


def test_headers_without_end_are_refused(sds: Client, faulty: FaultyGateway, source: Path) -> None:
    """An answer with more than 256 KiB of headers is an error that says so."""
    headers = {f"X-{number}": "x" * 50_000 for number in range(6)}
    faulty.faults.append(Fault("POST", FILES, "answer", status=201, headers=headers))

    with pytest.raises(UnexpectedResponseError, match="256 KiB of headers"):
        sds.upload(source)


def test_long_bodies_of_errors_are_cut(
    sds: Client, faulty: FaultyGateway, source: Path, tmp_path: Path
) -> None:
    """Of an error's body only the beginning is kept."""
    sds.upload(source, sds_path="r")
    faulty.faults.append(Fault("GET", DOWNLOAD, "answer", body=b"<html>" * 1_000_000))

    with pytest.raises(ServiceError) as raised:
        sds.download("r", to=tmp_path / "x")

    assert len(raised.value.body) == 4096


def test_more_bytes_than_announced_are_refused(
    sds: Client, faulty: FaultyGateway, source: Path, tmp_path: Path
) -> None:
    """A download that is longer than the file is broken off, and nothing is left."""
    sds.upload(source, sds_path="r")
    body = bytes(5_000_000)
    faulty.faults.append(Fault("GET", DOWNLOAD, "answer", status=200, body=body))

    with pytest.raises(IntegrityError, match="more than 1000"):
        sds.download("r", to=tmp_path / "x")

    assert tree(tmp_path / "x") == {}


def test_a_listing_without_end_is_refused(sds: Client, faulty: FaultyGateway) -> None:
    """An answer to a call that is longer than any listing is broken off with an error."""
    json = {"Content-Type": "application/json"}
    body = b" " * (MAX_ANSWER + 1)
    faulty.faults.append(Fault("GET", FILES, "answer", status=200, headers=json, body=body))

    with pytest.raises(UnexpectedResponseError, match="longer than"):
        list(sds.files.list("r"))


def test_compressed_answers_are_neither_asked_for_nor_taken(
    sds: Client, faulty: FaultyGateway
) -> None:
    """No request offers to decompress, and an answer that is compressed all the same is refused."""
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    body = gzip.compress(b'{"results": [], "count": 0}')
    faulty.faults.append(Fault("GET", FILES, "answer", status=200, headers=headers, body=body))

    with pytest.raises(UnexpectedResponseError, match="compressed"):
        list(sds.files.list("r"))
    assert faulty.encodings == {"identity"}
