"""Transfers in the background: waited for, looked at, paused, resumed and cancelled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from spectrumx import Client, InvalidRequestError, NotFoundError, TransferCancelledError
from spectrumx.localgateway import LocalGateway
from spectrumx.models.reports import TransferReport
from spectrumx.progress import Done, Event, Planned
from tests.conftest import tree
from tests.faulty import Fault, FaultyGateway, faulty_gateway

DEADLINE = 60
FILES = "/api/v1/assets/files/"
LONG_TO_READ = 32 * 1024**3


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of 300 small files."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}.bin").write_bytes(bytes([number % 256]) * 2000)
    return folder


class Once:
    """A consumer that calls something at the first event of a kind."""

    def __init__(self, kind: type[Event], call: Callable[[], None]) -> None:
        self._kind = kind
        self._call = call
        self.happened = threading.Event()

    def __call__(self, event: Event) -> None:
        """Take one event."""
        if isinstance(event, self._kind) and not self.happened.is_set():
            self._call()
            self.happened.set()


def test_there_and_back_in_the_background(sds: Client, recording: Path, tmp_path: Path) -> None:
    """A started transfer moves what its verb moves, and waiting gives the same report."""
    report = sds.start_upload(recording, sds_path="r").wait(DEADLINE)
    with sds.start_download("r", to=tmp_path / "x") as transfer:
        pass

    assert len(report.transferred) == 3
    assert not transfer.is_running
    assert tree(tmp_path / "x") == tree(recording)
    progress = transfer.progress()
    assert (progress.files, progress.done, progress.failed, progress.looked_at) == (3, 3, 0, 3)
    assert progress.moved == progress.size == sum(map(len, tree(recording).values()))


def test_errors_come_to_who_waits(sds: Client, tmp_path: Path) -> None:
    """What ends a transfer is raised by wait, each time it is asked."""
    transfer = sds.start_upload(tmp_path / "missing")

    for _ in range(2):
        with pytest.raises(FileNotFoundError, match="does not exist"):
            transfer.wait(DEADLINE)
    assert not transfer.is_running


def test_a_cancelled_upload_reports_and_goes_on_later(sds: Client, many: Path) -> None:
    """What arrived before the cancel stays and is not sent again; the rest was not attempted."""
    transfer = None
    ready = threading.Event()

    def cancel() -> None:
        assert ready.wait(DEADLINE)
        assert transfer is not None
        transfer.cancel()

    transfer = sds.start_upload(many, sds_path="r", on_event=Once(Done, cancel))
    ready.set()
    with pytest.raises(TransferCancelledError) as caught:
        transfer.wait(DEADLINE)

    report = caught.value.report
    assert isinstance(report, TransferReport)
    assert report.not_attempted
    assert len(report.transferred) + len(report.not_attempted) == 300
    again = sds.upload(many, sds_path="r")
    assert len(again.skipped) >= len(report.transferred)
    assert {result.sds_path for result in report.transferred} <= {
        result.sds_path for result in again.skipped
    }
    assert sds.check(many, "r")


def test_a_cancel_while_planning_moves_nothing(sds: Client, many: Path) -> None:
    """A transfer that is cancelled before its plan stands ends without one."""
    (many / ".env").write_text("secret")
    transfers: list[object] = []
    begun = threading.Event()

    def cancel(event: Event) -> None:
        del event
        begun.wait(DEADLINE)
        transfers[0].cancel()  # type: ignore[attr-defined]

    transfer = sds.start_upload(many, sds_path="r", on_event=cancel)
    transfers.append(transfer)
    begun.set()

    with pytest.raises(TransferCancelledError):
        transfer.wait(DEADLINE)
    assert transfer.progress().done == 0
    assert len(sds.files.list("r")) == 0


def test_a_paused_transfer_waits_for_its_resume(sds: Client, many: Path) -> None:
    """Nothing ends while a transfer is paused; resumed, it moves everything."""
    transfers: list[object] = []
    begun = threading.Event()

    def pause() -> None:
        assert begun.wait(DEADLINE)
        transfers[0].pause()  # type: ignore[attr-defined]

    paused = Once(Planned, pause)
    transfer = sds.start_upload(many, sds_path="r", on_event=paused)
    transfers.append(transfer)
    begun.set()
    assert paused.happened.wait(DEADLINE)

    with pytest.raises(TimeoutError, match="still running"):
        transfer.wait(0.5)
    assert transfer.is_paused
    assert transfer.progress().done == 0
    transfer.resume()

    assert len(transfer.wait(DEADLINE).transferred) == 300


def test_an_error_in_its_block_cancels_it(sds: Client, many: Path) -> None:
    """A block that fails does not leave its transfer running."""
    transfer = sds.start_upload(many, sds_path="r")
    transfer.pause()

    def fail() -> None:
        with transfer:
            raise NotFoundError("elsewhere")

    with pytest.raises(NotFoundError):
        fail()
    assert not transfer.is_running


@pytest.mark.parametrize("rate", [0, -1, float("nan"), float("inf"), "fast"])
def test_a_rate_that_is_none_is_refused(sds: Client, recording: Path, rate: object) -> None:
    """A limit that is no positive number is refused before anything is sent."""
    with pytest.raises(InvalidRequestError, match="limit_rate"):
        sds.upload(recording, sds_path="r", limit_rate=rate)  # type: ignore[arg-type]

    assert len(sds.files.list("r")) == 0


INTERRUPTED = """
import signal, sys
from spectrumx import Client
from spectrumx.progress import Done

def interrupt(event):
    if isinstance(event, Done) and not told:
        told.append(event)
        signal.raise_signal(signal.SIGINT)

told = []
sds = Client(sys.argv[1], env_file=None, verbose=False)
try:
    sds.upload(sys.argv[2], sds_path="r", on_event=interrupt)
except KeyboardInterrupt as interrupted:
    report = interrupted.report
    print(len(report.transferred), len(report.not_attempted), len(report.failed))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_an_interrupt_leaves_a_report(
    sds: Client, gateway: LocalGateway, token: str, many: Path
) -> None:
    """After Ctrl-C the interrupt carries the report; what it calls transferred is there."""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, gateway.url, many],
        env={**os.environ, "SDS_SECRET_TOKEN": token},
        capture_output=True,
        text=True,
        check=True,
        timeout=DEADLINE,
    )

    transferred, left, failed = map(int, done.stdout.split())
    assert transferred + left == 300
    assert failed == 0
    assert transferred <= len(sds.files.list("r")) < 300 or left == 0


def test_a_change_of_the_working_directory_changes_nothing(
    sds: Client, recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Relative paths mean what they meant when a transfer was started."""
    elsewhere = threading.Event()

    def wait() -> None:
        elsewhere.wait(DEADLINE)

    (tmp_path / "elsewhere").mkdir()
    for start in (
        lambda: sds.start_upload("recording", sds_path="r", on_event=Once(Planned, wait)),
        lambda: sds.start_download("r", to="back", on_event=Once(Planned, wait)),
    ):
        elsewhere.clear()
        monkeypatch.chdir(tmp_path)
        transfer = start()
        monkeypatch.chdir(tmp_path / "elsewhere")
        elsewhere.set()
        transfer.wait(DEADLINE)

    assert tree(tmp_path / "back") == tree(recording)


def through(faulty: FaultyGateway, token: str) -> Client:
    """A client that goes through a proxy."""
    return Client(faulty.url, env_file=None, env_config={"SDS_SECRET_TOKEN": token}, verbose=False)


def test_a_cancel_while_a_listing_comes_asks_for_no_more_of_it(
    sds: Client, gateway: LocalGateway, token: str, many: Path
) -> None:
    """An upload that is cancelled while it looks at what is there ends with the page at hand."""
    sds.upload(many, sds_path="r")
    with faulty_gateway(gateway.url) as faulty, through(faulty, token) as slow:
        faulty.faults.append(Fault("GET", FILES, "halt"))
        transfer = slow.start_upload(many, sds_path="r")
        faulty.halted.wait(DEADLINE)
        transfer.cancel()
        faulty.go_on.set()
        with pytest.raises(TransferCancelledError):
            transfer.wait(DEADLINE)

    assert faulty.count("GET", FILES) <= 2


@pytest.mark.skipif(os.name == "nt", reason="its files have no holes unless they are asked for")
def test_a_cancel_ends_the_reading_of_a_large_file(
    sds: Client, gateway: LocalGateway, token: str, recording: Path
) -> None:
    """A transfer that compares a very large local file ends soon after it is cancelled."""
    sds.upload(recording / "notes.txt", sds_path="r")
    os.truncate(recording / "notes.txt", LONG_TO_READ)
    headers = {"Authorization": f"Api-Key: {token}"}
    listing = httpx.get(f"{gateway.url}{FILES}", headers=headers).json()
    listing["results"][0]["size"] = LONG_TO_READ
    with faulty_gateway(gateway.url) as faulty, through(faulty, token) as client:
        kind = {"Content-Type": "application/json"}
        body = json.dumps(listing).encode()
        faulty.faults.append(Fault("GET", FILES, "answer", 9, status=200, headers=kind, body=body))
        transfer = client.start_download("r", to=recording)
        with pytest.raises(TimeoutError):
            transfer.wait(0.5)
        transfer.cancel()
        with pytest.raises(TransferCancelledError) as caught:
            transfer.wait(2)

    assert isinstance(caught.value.report, TransferReport)
    assert len(caught.value.report) == 0
