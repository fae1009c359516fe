"""What the gateway has acknowledged outlives its death in the middle of fifty uploads."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import httpx
import pytest
from blake3 import blake3

from spectrumx import Client, TransferReport
from spectrumx.localgateway import LocalGateway
from spectrumx.models.transfers import FileResult
from spectrumx.progress import Done, Event
from tests.conftest import tree

FILES = "/api/v1/assets/files/"
PARALLEL = 50
UPLOADS = 200
SIZES = (16, 4_000, 70_000, 300_000)  # random contents, so never the same twice

Checksums = dict[str, str]


def connect(gateway: LocalGateway) -> httpx.Client:
    """Open as many connections to a gateway as there are uploads at a time."""
    return httpx.Client(
        base_url=gateway.url,
        headers={"Authorization": f"Api-Key: {gateway.token}"},
        limits=httpx.Limits(max_connections=PARALLEL),
        timeout=30,
    )


def upload_and_kill(gateway: LocalGateway, *, after: int) -> Checksums:
    """Upload many files at a time, kill the gateway in between, and return what it acknowledged.

    Args:
        gateway: What to upload to, and to kill.
        after: How many uploads are acknowledged before the kill, at least.
    """
    acknowledged: SimpleQueue[tuple[str, str]] = SimpleQueue()

    def upload(number: int) -> None:
        contents = os.urandom(SIZES[number % len(SIZES)] + number)
        form = {"directory": f"/d/{number % 7}"}
        with suppress(httpx.TransportError):
            answer = client.post(FILES, data=form, files={"file": (f"{number}.bin", contents)})
            file = answer.raise_for_status().json()
            acknowledged.put((file["uuid"], blake3(contents).hexdigest()))

    with connect(gateway) as client, ThreadPoolExecutor(PARALLEL) as pool:
        outcomes = [pool.submit(upload, number) for number in range(UPLOADS)]
        kept = dict(acknowledged.get(timeout=30) for _ in range(after))
        gateway.kill()
    for outcome in outcomes:
        outcome.result()
    kept |= dict(rest(acknowledged))
    assert len(kept) < UPLOADS, "it was killed too late to interrupt anything"
    return kept


def rest(queue: SimpleQueue[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Take out what is left in a queue that nobody fills any more."""
    while not queue.empty():
        yield queue.get()


def listed(client: httpx.Client) -> Iterator[dict[str, Any]]:
    """List all files, page by page."""
    page = 1
    while True:
        answer = client.get(FILES, params={"page": page, "page_size": 100}).json()
        yield from answer["results"]
        if answer["next"] is None:
            return
        page += 1


def whole(gateway: LocalGateway) -> Checksums:
    """Download every file that a gateway lists, and return the checksums of what came."""
    with connect(gateway) as client:
        rows = list(listed(client))
        came = {
            row["uuid"]: blake3(client.get(f"{FILES}{row['uuid']}/download/").content).hexdigest()
            for row in rows
        }
    assert came == {row["uuid"]: row["sum_blake3"] for row in rows}
    return came


def client_of(gateway: LocalGateway) -> Client:
    """Make a client that gives up at once."""
    return Client(
        gateway.url,
        env_file=None,
        env_config={"SDS_SECRET_TOKEN": gateway.token},
        workers=PARALLEL,
        retries=0,
        verbose=False,
    )


def upload_with_death(gateway: LocalGateway, folder: Path) -> TransferReport:
    """Upload a folder to a gateway that is killed as soon as it has acknowledged a file."""
    is_dead = threading.Event()

    def kill(event: Event) -> None:
        if isinstance(event, Done) and not is_dead.is_set():
            is_dead.set()
            gateway.kill()

    with client_of(gateway) as sds:
        return sds.upload(folder, sds_path="r", raise_on_error=False, on_event=kill)


def places(results: list[FileResult]) -> set[str]:
    """Return where files are in SDS."""
    return {result.sds_path for result in results}


@pytest.mark.parametrize(
    "rounds", [1, pytest.param(10, marks=pytest.mark.slow)], ids=["one round", "ten rounds"]
)
def test_acknowledged_files_outlive_a_kill(tmp_path: Path, rounds: int) -> None:
    """Killed during fifty parallel uploads, a gateway has every file it acknowledged, whole."""
    gateway = LocalGateway(tmp_path / "gateway")
    acknowledged: Checksums = {}
    for number in range(rounds):
        with gateway:
            acknowledged |= upload_and_kill(gateway, after=10 + 15 * number)

    with gateway:
        assert acknowledged.items() <= whole(gateway).items()


def test_an_upload_goes_on_after_a_kill(tmp_path: Path) -> None:
    """The same call, made again after the gateway's death, sends nothing that had arrived."""
    folder = tmp_path / "recording"
    folder.mkdir()
    for number in range(UPLOADS):
        (folder / f"{number}.bin").write_bytes(os.urandom(100_000))
    gateway = LocalGateway(tmp_path / "gateway")

    with gateway:
        first = upload_with_death(gateway, folder)
    with gateway, client_of(gateway) as sds:
        second = sds.upload(folder, sds_path="r")
        sds.download("r", to=tmp_path / "back")

    assert not first.ok
    assert places(first.transferred) <= places(second.skipped)
    assert tree(tmp_path / "back") == tree(folder)
