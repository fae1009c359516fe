"""Cancelling a task: its transfer ends with it, and goes on later from there."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from pathlib import Path

import httpx
import pytest

from spectrumx import AsyncClient, TransferReport
from spectrumx.localgateway import LocalGateway
from spectrumx.progress import Advanced, Consumer, Done, Event
from tests.asynchronous.conftest import Connect
from tests.conftest import tree
from tests.faulty import Fault, faulty_gateway

DEADLINE = 60
SLOWLY = 300_000
"""Bytes per second; each of the transfers here has more."""

HALF = 2_000_000
LONG_TO_READ = 32 * 1024**3

Task = asyncio.Task[TransferReport]


class Canceller:
    """A consumer that cancels its task at an event."""

    def __init__(self, is_it: Callable[[Event], bool]) -> None:
        self._is_it = is_it
        self._task: Task | None = None

    def __call__(self, event: Event) -> None:
        """Take one event."""
        if self._task is not None and self._is_it(event):
            self._task.cancel()

    async def run(self, transfer: Coroutine[None, None, TransferReport]) -> TransferReport:
        """Run a transfer until it is cancelled; gives the report on the cancellation."""
        self._task = asyncio.create_task(transfer)
        with pytest.raises(asyncio.CancelledError) as caught:
            await self._task
        report: TransferReport = caught.value.report  # type: ignore[attr-defined]
        return report


def nth(kind: type[Event], number: int) -> Callable[[Event], bool]:
    """Tells the event of a kind that comes after so many others of it."""
    seen = itertools.count(1)
    return lambda event: isinstance(event, kind) and next(seen) == number


async def begun(start: Callable[[Consumer], Coroutine[None, None, TransferReport]]) -> Task:
    """A task whose transfer has moved something."""
    moved = asyncio.Event()
    task = asyncio.create_task(
        start(lambda event: moved.set() if isinstance(event, Done) else None)
    )
    await moved.wait()
    return task


def threads() -> set[str]:
    """Names of all threads."""
    return {thread.name for thread in threading.enumerate()}


def test_a_cancelled_upload_reports_and_goes_on_later(connect: Connect, many: Path) -> None:
    """Its task ends when the upload has; what arrived is reported, and not sent again."""

    async def work() -> tuple[TransferReport, TransferReport]:
        cancel = Canceller(nth(Done, 20))
        async with connect() as sds:
            upload = sds.upload(many, sds_path="r", on_event=cancel, limit_rate=SLOWLY)
            report = await cancel.run(upload)
            assert "spectrumx-pump" not in threads()
            there = await sds.files.list("r").count()
            assert len(report.transferred) <= there < 120
            return report, await sds.upload(many, sds_path="r")

    report, again = asyncio.run(work())

    assert len(report.transferred) + len(report.not_attempted) == 120
    skipped = {result.sds_path for result in again.skipped}
    assert {result.sds_path for result in report.transferred} <= skipped


def test_a_cancelled_download_is_continued_within_its_file(
    connect: Connect, gateway: LocalGateway, tmp_path: Path
) -> None:
    """What came of a large file is kept, and the same call asks for the rest only."""
    (tmp_path / "large.bin").write_bytes(os.urandom(4_000_000))

    async def work(url: str) -> None:
        cancel = Canceller(lambda event: isinstance(event, Advanced) and event.moved >= HALF)
        async with connect(url) as sds:
            await sds.upload(tmp_path / "large.bin", sds_path="r")
            await cancel.run(sds.download("r", to=tmp_path / "x", on_event=cancel))
            await sds.download("r", to=tmp_path / "x")

    with faulty_gateway(gateway.url) as faulty:
        faulty.faults.append(Fault("GET", "/download/", "halt"))
        asyncio.run(work(faulty.url))

    assert faulty.ranges == ["", f"bytes={HALF}-"]
    assert tree(tmp_path / "x") == {"large.bin": (tmp_path / "large.bin").read_bytes()}


def test_a_timeout_ends_a_transfer_and_tells_what_came(
    connect: Connect, many: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """`asyncio.timeout` ends an upload too; the cancellation behind it has the report."""

    async def work() -> None:
        async with asyncio.timeout(0.7):
            await connect().upload(many, sds_path="r", limit_rate=SLOWLY)

    with caplog.at_level(logging.INFO, "spectrumx"), pytest.raises(TimeoutError) as caught:
        asyncio.run(work())

    report = getattr(caught.value.__cause__, "report", None)
    assert isinstance(report, TransferReport)
    assert report.not_attempted
    assert "its transfer with it: <TransferReport" in caplog.text
    assert "spectrumx-pump" not in threads()


def test_cancelling_again_does_not_leave_a_transfer_behind(connect: Connect, many: Path) -> None:
    """A task that is cancelled several times still waits for its transfer's end."""

    async def work() -> None:
        sds = connect()
        task = await begun(
            lambda tell: sds.upload(many, sds_path="r", on_event=tell, limit_rate=SLOWLY)
        )
        while not task.done():
            task.cancel()
            await asyncio.sleep(0)
        assert task.cancelled()
        assert "spectrumx-pump" not in threads()

    asyncio.run(work())


def test_what_waits_its_turn_is_cancelled_at_once(connect: Connect, many: Path) -> None:
    """Of many transfers at once some wait; cancelled, these end at once and have sent nothing."""

    async def work() -> None:
        sds = connect()
        running = [
            await begun(
                lambda tell, to=to: sds.upload(many, sds_path=to, on_event=tell, limit_rate=SLOWLY)
            )
            for to in ("r/1", "r/2", "r/3", "r/4")
        ]
        waiting = asyncio.create_task(sds.upload(many, sds_path="r/5"))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert not any(task.done() for task in running)
        for task in running:
            task.cancel()
        await asyncio.wait(running)
        assert await sds.files.list("r/5").first() is None

    asyncio.run(work())


def test_one_failure_in_a_group_cancels_its_transfers(connect: Connect, many: Path) -> None:
    """In a `TaskGroup`, the error of one task ends the transfers of the others."""

    async def work() -> None:
        moved = asyncio.Event()

        def tell(event: Event) -> None:
            if isinstance(event, Done):
                moved.set()

        async def fail() -> None:
            await moved.wait()
            raise LookupError("elsewhere")

        async with connect() as sds, asyncio.TaskGroup() as group:
            group.create_task(fail())
            group.create_task(sds.upload(many, sds_path="r", on_event=tell, limit_rate=SLOWLY))

    with pytest.raises(ExceptionGroup) as caught:
        asyncio.run(work())

    assert [type(error) for error in caught.value.exceptions] == [LookupError]
    assert "spectrumx-pump" not in threads()


def _join_calls() -> None:
    for thread in threading.enumerate():
        if thread.name == "spectrumx-call":
            thread.join(5)


async def _hang(call: Callable[[], Coroutine[None, None, object]]) -> float:
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await call()
    return time.monotonic() - began


def test_a_call_that_hangs_is_left_at_once(connect: Connect, gateway: LocalGateway) -> None:
    """A timeout ends a call to a gateway that does not answer, and the client stays usable."""

    async def work(url: str) -> None:
        async with connect(url) as sds:
            assert await _hang(sds.authenticate) < 1
            assert (await sds.authenticate()).email

    with faulty_gateway(gateway.url) as faulty:
        faulty.faults.append(Fault("GET", "/auth", "halt"))
        asyncio.run(work(faulty.url))


def test_a_cancelled_call_is_not_tried_again(connect: Connect, gateway: LocalGateway) -> None:
    """A lookup that fails is repeated, but not for a task that was cancelled meanwhile."""

    async def work(url: str) -> None:
        sds = connect(url, SDS_RETRIES=9)
        await _hang(sds.authenticate)
        await _hang(lambda: sds.upload(Path(__file__), sds_path="r"))

    with faulty_gateway(gateway.url) as faulty:
        faulty.faults.append(Fault("GET", "", "answer", 99, status=503))
        asyncio.run(work(faulty.url))
        _join_calls()

    assert 2 <= len(faulty.requests) <= 4


@pytest.mark.skipif(os.name == "nt", reason="its files have no holes unless they are asked for")
def test_a_cancelled_check_reads_no_further(
    connect: Connect, gateway: LocalGateway, token: str, recording: Path
) -> None:
    """A check that is given up ends within the very large file that it reads."""
    notes = recording / "notes.txt"
    asyncio.run(connect().upload(notes, sds_path="r"))
    os.truncate(notes, LONG_TO_READ)
    headers = {"Authorization": f"Api-Key: {token}"}
    listing = httpx.get(f"{gateway.url}/api/v1/assets/files/", headers=headers).json()
    listing["results"][0]["size"] = LONG_TO_READ

    async def work(url: str) -> None:
        async with connect(url) as sds:
            await sds.authenticate()
            await _hang(lambda: sds.check(recording, "r"))

    with faulty_gateway(gateway.url) as faulty:
        kind = {"Content-Type": "application/json"}
        body = json.dumps(listing).encode()
        fault = Fault("GET", "files/?", "answer", 9, status=200, headers=kind, body=body)
        faulty.faults.append(fault)
        asyncio.run(work(faulty.url))
    _join_calls()
    assert "spectrumx-call" not in threads()


def test_a_cancelled_call_asks_for_nothing_more(
    connect: Connect, gateway: LocalGateway, token: str, recording: Path
) -> None:
    """A call of very many requests ends with the present one when its task is cancelled."""
    asyncio.run(connect().upload(recording, sds_path="r"))
    headers = {"Authorization": f"Api-Key: {token}"}
    listing = httpx.get(f"{gateway.url}/api/v1/assets/files/", headers=headers).json()
    kind = {"Content-Type": "application/json"}
    page = json.dumps({**listing, "count": 10**9}).encode()

    async def work(sds: AsyncClient) -> None:
        await sds.authenticate()
        await _hang(sds.files.list("r").count)

    with faulty_gateway(gateway.url) as faulty:
        sds = connect(faulty.url)
        fault = Fault("GET", "files/?", "answer", 10**9, status=200, headers=kind, body=page)
        faulty.faults.append(fault)
        asyncio.run(work(sds))
        _join_calls()
        assert len(faulty.requests) > 2
        assert "spectrumx-call" not in threads()


def test_a_cancelled_read_asks_for_nothing_more(
    connect: Connect, gateway: LocalGateway, recording: Path
) -> None:
    """Contents that come in very many parts are given up when the task is cancelled."""

    async def work(sds: AsyncClient) -> None:
        file = (await sds.upload(recording / "channel" / "rf@1.125.h5"))[0]()
        await _hang(lambda: sds.files.read(file))

    with faulty_gateway(gateway.url) as faulty:
        sds = connect(faulty.url)
        faulty.faults.append(Fault("GET", "/download/", "trickle", 10**9))
        asyncio.run(work(sds))
        _join_calls()
        assert len(faulty.ranges) > 2
        assert "spectrumx-call" not in threads()


def test_a_cancel_that_comes_too_late_reports_all(connect: Connect, recording: Path) -> None:
    """A transfer that was just over when its task was cancelled is reported whole."""

    async def work() -> TransferReport:
        cancel = Canceller(nth(Done, 3))
        upload = connect().upload(recording, sds_path="r", on_event=cancel)
        return await cancel.run(upload)

    assert len(asyncio.run(work()).transferred) == 3


INTERRUPTED = """
import asyncio, signal, sys
from spectrumx import AsyncClient
from spectrumx.progress import Done

def interrupt(event):
    if isinstance(event, Done) and not told:
        told.append(event)
        signal.raise_signal(signal.SIGINT)

async def work():
    async with AsyncClient(sys.argv[1], env_file=None, verbose=False) as sds:
        await sds.upload(sys.argv[2], sds_path="r", on_event=interrupt, limit_rate=300_000)

told = []
try:
    asyncio.run(work())
except KeyboardInterrupt as interrupted:
    report = interrupted.__context__.report
    print(len(report.transferred), len(report.not_attempted), len(report.failed))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_an_interrupt_leaves_a_report(gateway: LocalGateway, token: str, many: Path) -> None:
    """After Ctrl-C under `asyncio.run` the cancellation behind the interrupt has the report."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", INTERRUPTED, gateway.url, many],
        env={**os.environ, "SDS_SECRET_TOKEN": token},
        capture_output=True,
        text=True,
        check=True,
        timeout=DEADLINE,
    )

    transferred, left, failed = map(int, done.stdout.split())
    assert transferred + left == 120
    assert left
    assert (failed, done.stderr) == (0, "")


HANGING = """
import asyncio, sys
from spectrumx import AsyncClient

async def work():
    sds = AsyncClient(sys.argv[1], env_file=None, verbose=False)
    await asyncio.wait_for(sds.authenticate(), 0.2)

try:
    asyncio.run(work())
except TimeoutError:
    print("gave up")
"""


def test_a_call_that_hangs_does_not_keep_a_program(gateway: LocalGateway, token: str) -> None:
    """A program ends although the gateway never answered a call that it gave up."""
    with faulty_gateway(gateway.url) as faulty:
        faulty.faults.append(Fault("GET", "/auth", "halt"))
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", HANGING, faulty.url],
            env={**os.environ, "SDS_SECRET_TOKEN": token},
            capture_output=True,
            text=True,
            check=True,
            timeout=DEADLINE,
        )

    assert (done.stdout, done.stderr) == ("gave up\n", "")
