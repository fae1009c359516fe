"""The event loop goes on while the client works."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from spectrumx.localgateway import LocalGateway
from tests.asynchronous.conftest import Connect
from tests.conftest import tree
from tests.faulty import Fault, faulty_gateway

LONGEST = 0.2
"""Of the time of the work: how long the loop may be without a turn on a busy machine."""


class Ticker:
    """Turns of the loop, and the longest time between two."""

    def __init__(self) -> None:
        self.turns = 0
        self.longest = 0.0

    async def run(self) -> None:
        """Count until cancelled."""
        last = time.monotonic()
        while True:
            await asyncio.sleep(0.001)
            now = time.monotonic()
            self.longest = max(self.longest, now - last)
            self.turns += 1
            last = now


@asynccontextmanager
async def ticking() -> AsyncIterator[Ticker]:
    """Count turns of the loop meanwhile."""
    ticker = Ticker()
    task = asyncio.create_task(ticker.run())
    try:
        yield ticker
    finally:
        task.cancel()


def test_transfers_do_not_hold_up_the_loop(connect: Connect, many: Path, tmp_path: Path) -> None:
    """While much is moved both ways, the loop turns all the time."""
    (many / "large.bin").write_bytes(os.urandom(32_000_000))

    async def work() -> Ticker:
        async with connect() as sds, ticking() as ticker:
            await sds.upload(many, sds_path="r")
            await sds.check(many, "r")
            await sds.download("r", to=tmp_path / "x")
            await sds.files.list("r").count()
        return ticker

    began = time.monotonic()
    ticker = asyncio.run(work())
    elapsed = time.monotonic() - began

    print(f"{ticker.turns} turns in {elapsed:.1f} s, the longest {ticker.longest * 1000:.0f} ms")
    assert ticker.longest < LONGEST * elapsed
    assert tree(tmp_path / "x") == tree(many)


def test_nothing_waits_on_the_loop(connect: Connect, gateway: LocalGateway) -> None:
    """With a gateway that stops in the middle of an answer, each call leaves the loop be."""

    async def turns_during(work: Coroutine[None, None, object]) -> int:
        async with ticking() as ticker:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(work, 0.2)
        return ticker.turns

    async def work(url: str) -> list[int]:
        sds = connect(url)
        calls = [sds.authenticate, sds.files.list().first, sds.captures.list().to_list]
        return [await turns_during(call()) for call in calls]

    with faulty_gateway(gateway.url) as faulty:
        faulty.faults.append(Fault("GET", "", "halt", 99))
        assert min(asyncio.run(work(faulty.url))) > 20


def test_many_at_once(connect: Connect, recording: Path, tmp_path: Path) -> None:
    """Many downloads, listings and lookups go on at the same time, and all come right."""

    async def work() -> None:
        async with connect() as sds:
            await sds.upload(recording, sds_path="r")
            files = await sds.files.list("r").to_list()
            await asyncio.gather(
                *(sds.download("r", to=tmp_path / f"x{n}") for n in range(12)),
                *(sds.files.list("r").count() for _ in range(12)),
            )
            found = await asyncio.gather(*(sds.files.get(file) for file in files * 40))
            assert found == files * 40

    asyncio.run(work())

    for number in range(12):
        assert tree(tmp_path / f"x{number}") == tree(recording)
