"""Captures in SDS, opened and read while the loop goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from spectrumx import rf
from spectrumx.asynchronous import AsyncRecording
from spectrumx.asynchronous.threads import TRANSFERS_AT_ONCE
from spectrumx.localgateway import LocalGateway
from tests.asynchronous.conftest import Connect
from tests.faulty import Fault, faulty_gateway
from tests.recordings import write_digital_rf


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A Digital RF recording of one channel."""
    return write_digital_rf(tmp_path / "drf", duration=2, sample_rate=20_000)


def test_a_capture_is_read_as_its_files_are(connect: Connect, folder: Path) -> None:
    """Samples, blocks and spectra of an opened capture are those of the files, and so its facts."""

    async def work() -> None:
        with rf.open(folder) as local:
            async with connect() as sds:
                capture = await sds.upload_capture(folder, sds_path="r")
                async with await sds.captures.open(capture) as recording:
                    await compare(recording, local)

    async def compare(recording: AsyncRecording, local: rf.Recording) -> None:
        assert len(recording) == len(local)
        for name in ("sample_rate", "center_freq", "start_time", "end_time", "channels", "dtype"):
            assert getattr(recording, name) == getattr(local, name)
        whole = local.read()
        assert np.array_equal(await recording.read(), whole)
        assert np.array_equal(await recording.read_time(0.5, 0.6), local.read_time(0.5, 0.6))
        blocks = [block async for block in recording.blocks(7000)]
        assert np.array_equal(np.concatenate(blocks), whole)
        assert np.array_equal((await recording.psd(256)).power, local.psd(256).power)
        assert list(await recording.gaps()) == list(local.gaps) == []
        assert recording.samples_between(0.5, 0.6) == local.samples_between(0.5, 0.6)

    asyncio.run(work())


def test_a_cancelled_read_ends_what_it_fetches(
    connect: Connect, gateway: LocalGateway, folder: Path
) -> None:
    """A task that is cancelled while samples are fetched ends, and a later read gives them."""

    async def work(url: str) -> None:
        async with connect(url) as sds:
            capture = await sds.upload_capture(folder, sds_path="r")
            faulty.faults.append(Fault("GET", "/download/", "halt"))
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1):
                    await (await sds.captures.open(capture)).read()
            recording = await sds.captures.open(capture)
            assert np.array_equal(await recording.read(), rf.open(folder).read())

    with faulty_gateway(gateway.url) as faulty:
        asyncio.run(work(faulty.url))


def test_a_read_does_not_wait_for_transfers(
    connect: Connect, gateway: LocalGateway, folder: Path, tmp_path: Path
) -> None:
    """While as many transfers run as may, a recording is opened, read and closed all the same."""

    async def work(url: str) -> None:
        async with connect(url) as sds:
            capture = await sds.upload_capture(folder, sds_path="r")
            recording = await sds.captures.open(capture)
            whole = await recording.read()
            faulty.faults.append(Fault("GET", "/download/", "halt", 99))
            others = [
                asyncio.create_task(sds.download("r", to=tmp_path / f"{n}"))
                for n in range(TRANSFERS_AT_ONCE)
            ]
            await asyncio.to_thread(faulty.halted.wait)
            async with asyncio.timeout(20):
                async with recording, await sds.captures.open(capture) as again:
                    assert np.array_equal(await again.read(), whole)
            faulty.go_on.set()
            assert all(report.ok for report in await asyncio.gather(*others))

    with faulty_gateway(gateway.url) as faulty:
        asyncio.run(work(faulty.url))
