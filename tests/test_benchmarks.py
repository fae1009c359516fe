"""The benchmark's own instruments: what they measure with must be right."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.canned import NEW, TOKEN, CannedGateway, nginx
from benchmarks.delay import delayed
from benchmarks.trees import Store, Tree
from spectrumx import Client

TREE = Tree(3, 16)

needs_nginx = pytest.mark.skipif(nginx() is None, reason="nginx is not installed")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A tree of three files."""
    store = Store(tmp_path / "store")
    store.serve(TREE)
    return store


@pytest.fixture
def canned(store: Store, tmp_path: Path) -> Iterator[CannedGateway]:
    """A gateway that serves it."""
    folder = tmp_path / "server"
    folder.mkdir()
    with CannedGateway(store.folder, folder=folder, workers=1) as gateway:
        yield gateway


@pytest.fixture
def sds(canned: CannedGateway) -> Client:
    """A client of it."""
    settings = {"SDS_SECRET_TOKEN": TOKEN}
    return Client(canned.url, env_file=None, env_config=settings, verbose=False)


@needs_nginx
def test_a_download_from_the_canned_gateway_is_verified(
    sds: Client, store: Store, tmp_path: Path
) -> None:
    """The canned listing and contents make a whole, verified tree."""
    source = store.local(TREE, tmp_path / "source")

    report = sds.download(TREE.name, to=tmp_path / "target")

    assert len(report.transferred) == TREE.count
    assert not report.unverified
    for file in source.rglob("*.bin"):
        assert (tmp_path / "target" / file.relative_to(source)).read_bytes() == file.read_bytes()


@needs_nginx
def test_an_upload_to_the_canned_gateway_is_taken(
    sds: Client, store: Store, canned: CannedGateway, tmp_path: Path
) -> None:
    """The canned gateway takes every upload, and its log counts the requests."""
    source = store.local(TREE, tmp_path / "source")

    report = sds.upload(source, sds_path=NEW)

    assert len(report.transferred) == len(report.unverified) == TREE.count
    assert canned.calls()["POST assets/files"] == TREE.count


@needs_nginx
def test_an_upload_of_what_the_canned_gateway_has_moves_nothing(
    sds: Client, store: Store, tmp_path: Path
) -> None:
    """The local form of a tree is the same as the served one."""
    report = sds.upload(store.local(TREE, tmp_path / "source"), sds_path=TREE.name)

    assert len(report.skipped) == TREE.count


@pytest.fixture
def echo() -> Iterator[int]:
    """The port of a server that sends one connection's bytes back."""

    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            while received := connection.recv(1024):
                connection.sendall(received)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def test_the_proxy_delays_every_round_trip(echo: int) -> None:
    """No round trip is shorter than it should be, and the shortest is hardly longer."""
    with delayed(echo, milliseconds=20) as url:
        port = int(url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as line:
            moments = [time.perf_counter()]
            for _ in range(6):
                line.sendall(b"there and back")
                assert line.recv(1024) == b"there and back"
                moments.append(time.perf_counter())

    opening, *others = [after - before for before, after in pairwise(moments)]
    assert min(others) >= 0.019
    assert min(others) < 0.030
    assert opening >= 0.039
