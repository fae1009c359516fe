"""Transfers and watches that a coroutine has in its hand."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from spectrumx import LocalFileError, TransferCancelledError, TransferReport
from spectrumx.asynchronous import AsyncTransfer
from spectrumx.progress import Done, Event
from tests.asynchronous.conftest import Connect
from tests.conftest import tree

SLOWLY = 300_000


def test_there_and_back_in_the_background(
    connect: Connect, recording: Path, tmp_path: Path
) -> None:
    """A started transfer is awaited for its report, or by the end of its block."""

    async def work() -> TransferReport:
        async with connect() as sds:
            report = await sds.start_upload(recording, sds_path="r")
            async with sds.start_download("r", to=tmp_path / "x") as transfer:
                pass
            assert not transfer.is_running
            assert transfer.progress().done == 3
            assert repr(transfer).startswith("<asynchronous Transfer: download of r, ended")
            return report

    assert len(asyncio.run(work()).transferred) == 3
    assert tree(tmp_path / "x") == tree(recording)


def test_errors_come_to_who_waits(connect: Connect, tmp_path: Path) -> None:
    """What ends a transfer is raised each time it is awaited."""

    async def work() -> None:
        transfer = connect().start_upload(tmp_path / "missing")
        for _ in range(2):
            with pytest.raises(LocalFileError, match="does not exist"):
                await transfer

    asyncio.run(work())


def test_paused_and_resumed(connect: Connect, many: Path) -> None:
    """A paused transfer moves nothing until it is resumed; waiting for a while does not end it."""

    async def work() -> None:
        async with connect() as sds:
            transfer = sds.start_upload(many, sds_path="r", limit_rate=SLOWLY)
            transfer.pause()
            with pytest.raises(TimeoutError):
                await transfer.wait(0.3)
            assert transfer.is_paused
            assert transfer.progress().done == 0
            transfer.resume()
            transfer.cancel()
            with pytest.raises(TransferCancelledError):
                await transfer

    asyncio.run(work())


def test_a_transfer_outlives_its_loop(connect: Connect, recording: Path) -> None:
    """A transfer goes on when its loop has ended, and is awaited in another; events are dropped."""
    sds = connect()
    seen: list[Event] = []

    async def begin() -> AsyncTransfer:
        transfer = sds.start_upload(recording, sds_path="r", on_event=seen.append)
        transfer.pause()
        return transfer

    transfer = asyncio.run(begin())
    transfer.resume()

    assert len(asyncio.run(transfer.wait()).transferred) == 3
    assert not any(isinstance(event, Done) for event in seen)


@pytest.mark.parametrize("waits_in_block", [True, False])
def test_a_cancelled_task_cancels_what_it_started(
    connect: Connect, many: Path, *, waits_in_block: bool
) -> None:
    """A task that is cancelled in the block of a transfer, or while it waits, ends the transfer."""

    async def work() -> None:
        sds = connect()
        moved = asyncio.Event()

        def tell(event: Event) -> None:
            if isinstance(event, Done):
                moved.set()

        transfer = sds.start_upload(many, sds_path="r", on_event=tell, limit_rate=SLOWLY)

        async def hold() -> None:
            async with transfer:
                if waits_in_block:
                    await asyncio.Event().wait()

        task = asyncio.create_task(hold())
        await moved.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not transfer.is_running
        with pytest.raises(TransferCancelledError):
            await transfer

    asyncio.run(work())


def test_a_failing_consumer_comes_to_who_waits(connect: Connect, recording: Path) -> None:
    """What a consumer raises is raised where the transfer is awaited."""

    def fail(event: Event) -> None:
        raise LookupError(f"enough of {event}")

    async def work() -> None:
        await connect().start_upload(recording, sds_path="r", on_event=fail)

    with pytest.raises(LookupError, match="enough"):
        asyncio.run(work())


def test_a_watch_sends_what_is_left_at_the_end_of_its_block(
    connect: Connect, recording: Path
) -> None:
    """A folder is watched while the loop goes on, and its files are there after the block."""
    threads: set[int] = set()

    async def work() -> None:
        async with connect() as sds:
            watch = sds.watch(
                recording,
                sds_path="r",
                settle=0.1,
                on_event=lambda _: threads.add(threading.get_ident()),
            )
            assert not await watch.wait(0.01)
            async with watch:
                (recording / "late.txt").write_text("late")
            assert watch.counts.sent == 4
            assert await watch.wait()
            await watch.stop()
            assert await sds.files.list("r").count() == 4

    asyncio.run(work())

    assert threads == {threading.get_ident()}


def test_a_cancelled_task_stops_its_watch(connect: Connect, recording: Path) -> None:
    """A task that is cancelled while it waits for a watch stops it."""

    async def work() -> None:
        watch = connect().watch(recording, sds_path="r", settle=60)
        task = asyncio.create_task(watch.wait())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await watch.wait()
        assert watch.counts.sent == 0

    asyncio.run(work())
