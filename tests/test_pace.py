"""Transfers that are paused, cancelled, held to a rate, or pass each other."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from spectrumx import Client, TransferCancelledError
from spectrumx.bulk import (
    Bulk,
    Control,
    Downloaded,
    DownloadJob,
    Finished,
    Job,
    NotAttempted,
    Signal,
    Uploaded,
    UploadJob,
)
from spectrumx.connection import connection_from
from spectrumx.disk import TargetFolder
from spectrumx.dryrun import DryRun
from spectrumx.localgateway import LocalGateway
from spectrumx.retry import RetryPolicy
from tests.faulty import Fault, FaultyGateway, faulty_gateway

LARGE = 8 * 1024 * 1024
DOWNLOAD = "/download/"
TIMEOUT = 1


@pytest.fixture
def faulty(gateway: LocalGateway) -> Iterator[FaultyGateway]:
    """A misbehaving proxy in front of the gateway."""
    with faulty_gateway(gateway.url) as running:
        yield running


@pytest.fixture
def bulk(faulty: FaultyGateway, token: str) -> Iterator[Bulk]:
    """A door for contents that never tries again."""
    settings = {"SDS_SECRET_TOKEN": token, "SDS_TIMEOUT": TIMEOUT}
    with Client(faulty.url, env_file=None, env_config=settings, verbose=False) as client:
        connection = connection_from(client.config, version="test")
    bulk = Bulk(connection, workers=4, policy=RetryPolicy(0), dry_run=DryRun(on=False))
    yield bulk
    bulk.close()


def ignore(moved: int) -> None:
    """Watch nothing."""
    del moved


def upload_job(source: Path, index: int = 0) -> UploadJob:
    """Sends a file to `/r`."""
    return UploadJob(
        index=index,
        source=str(source),
        directory="/r",
        name=source.name,
        media_type="",
        permissions="rw-r--r--",
        size=source.stat().st_size,
    )


@pytest.fixture
def stored(bulk: Bulk, tmp_path: Path) -> Callable[..., list[Job]]:
    """Puts files of these sizes into SDS, and returns the jobs that fetch them."""

    def store(*sizes: int) -> list[Job]:
        sources = [tmp_path / f"{number}.bin" for number in range(len(sizes))]
        for source, size in zip(sources, sizes, strict=True):
            source.write_bytes(os.urandom(size))
        jobs = [upload_job(source, index) for index, source in enumerate(sources)]
        folder = TargetFolder(tmp_path / "x")
        return [
            download_job(each, folder, tmp_path)
            for each in bulk.carry(jobs, on_tick=ignore)
            if isinstance(each, Finished)
        ]

    return store


def download_job(done: Finished, folder: TargetFolder, tmp_path: Path) -> Job:
    """Fetches what was sent."""
    assert isinstance(done.job, UploadJob)
    assert isinstance(done.result, Uploaded)
    return DownloadJob(
        index=done.job.index,
        uuid=UUID(str(done.result.answer["uuid"])),
        target=str(tmp_path / "x" / done.job.name),
        folder=folder,
        size=done.result.size,
        checksum=done.result.checksum,
        overwrite=False,
    )


def arrived(signals: list[Signal]) -> list[int]:
    """The numbers of the files that came whole."""
    return sorted(
        each.job.index
        for each in signals
        if isinstance(each, Finished) and isinstance(each.result, Downloaded)
    )


def cancelled(signals: list[Signal]) -> list[int]:
    """The numbers of the files that were cancelled."""
    return sorted(
        each.job.index
        for each in signals
        if isinstance(each, NotAttempted) and isinstance(each.error, TransferCancelledError)
    )


def test_small_files_pass_a_large_one(
    bulk: Bulk, faulty: FaultyGateway, stored: Callable[..., list[Job]]
) -> None:
    """While a large file doesn't get on, all the small ones behind it arrive."""
    jobs = stored(LARGE, *range(1, 30))
    large = min(jobs, key=lambda job: job.index)
    assert isinstance(large, DownloadJob)
    faulty.faults.append(Fault("GET", f"{large.uuid}{DOWNLOAD}", "halt"))
    done = []

    for signal in bulk.carry(iter(jobs), on_tick=ignore):
        if isinstance(signal, Finished):
            done.append(signal.job.index)
        if len(done) == len(jobs) - 1:
            faulty.go_on.set()

    assert done[-1] == 0
    assert len(done) == len(jobs)


def test_a_cancelled_transfer_ends_at_once(
    bulk: Bulk, faulty: FaultyGateway, stored: Callable[..., list[Job]]
) -> None:
    """Though nothing comes, a cancelled transfer ends at once, and every file is accounted for."""
    jobs = stored(*[700_000] * 10)
    faulty.faults.append(Fault("GET", DOWNLOAD, "halt", times=10))
    control = Control()
    moments: list[float] = []

    def cancel(_: int) -> None:
        if faulty.halted.is_set() and not control.is_cancelled:
            control.cancel()
            moments.append(time.monotonic())

    signals = list(bulk.carry(iter(jobs), on_tick=cancel, control=control))

    assert time.monotonic() - moments[0] < 0.5
    assert cancelled(signals) == list(range(10))


def test_what_was_cancelled_is_continued_later(
    bulk: Bulk, faulty: FaultyGateway, stored: Callable[..., list[Job]]
) -> None:
    """The next transfer fetches only what a cancelled one had not."""
    jobs = stored(700_000)
    faulty.faults.append(Fault("GET", DOWNLOAD, "halt"))
    control = Control()

    def cancel(moved: int) -> None:
        if moved == 350_000:
            control.cancel()

    list(bulk.carry(iter(jobs), on_tick=cancel, control=control))
    signals = list(bulk.carry(iter(jobs), on_tick=ignore))

    (result,) = [each.result for each in signals if isinstance(each, Finished)]
    assert isinstance(result, Downloaded)
    assert faulty.ranges == ["", "bytes=350000-"]
    assert result.resumed in {350_000, 0}  # 0 where the gateway sends whole files always


def test_nothing_begins_once_cancelled(
    bulk: Bulk, faulty: FaultyGateway, stored: Callable[..., list[Job]]
) -> None:
    """With a control that was cancelled before, nothing is asked for."""
    jobs = stored(1, 2, 3)
    control = Control()
    control.cancel()

    signals = list(bulk.carry(iter(jobs), on_tick=ignore, control=control))

    assert cancelled(signals) == [0, 1, 2]
    assert faulty.ranges == []


def test_nothing_begins_in_a_pause(
    bulk: Bulk, faulty: FaultyGateway, stored: Callable[..., list[Job]]
) -> None:
    """While it is paused nothing is asked for; then everything is."""
    jobs = stored(1, 2, 3)
    control = Control()
    control.pause()
    seen: list[int] = []

    def resume(_: int) -> None:
        seen.append(len(faulty.ranges))
        if len(seen) == 5:
            control.resume()

    signals = list(bulk.carry(iter(jobs), on_tick=resume, control=control))

    assert seen[:5] == [0] * 5
    assert arrived(signals) == [0, 1, 2]


@pytest.mark.parametrize("way", ["down", "up"])
def test_a_pause_is_no_stall(
    bulk: Bulk, stored: Callable[..., list[Job]], tmp_path: Path, way: str
) -> None:
    """In a pause that lasts longer than the timeout nothing moves, and then the rest does."""
    jobs = stored(6_000_000)
    if way == "up":
        jobs = [upload_job(tmp_path / "0.bin")]
        (tmp_path / "0.bin").write_bytes(os.urandom(6_000_000))
    control = Control()
    seen: list[int] = []

    def pause(moved: int) -> None:
        if moved and not seen:
            control.pause()
        if control.is_paused:
            seen.append(moved)
        if len(seen) > 12 * TIMEOUT * 2:
            control.resume()

    signals = list(bulk.carry(iter(jobs), on_tick=pause, control=control, limit_rate=4_000_000))

    (end,) = [each for each in signals if isinstance(each, Finished)]
    assert not isinstance(end.result, Exception)
    assert len(set(seen[2:])) == 1
    assert 0 < seen[-1] < 6_000_000


@pytest.mark.parametrize("way", ["down", "up"])
@pytest.mark.parametrize("sizes", [[1_000_000], [20_000] * 50], ids=["one file", "many files"])
def test_a_rate_is_kept(
    bulk: Bulk, stored: Callable[..., list[Job]], tmp_path: Path, way: str, sizes: list[int]
) -> None:
    """All transfers together take as long as the rate says."""
    jobs = stored(*sizes)
    if way == "up":
        for number, size in enumerate(sizes):
            (tmp_path / f"{number}.bin").write_bytes(os.urandom(size))
        jobs = [upload_job(tmp_path / f"{number}.bin", number) for number in range(len(sizes))]
    began = time.monotonic()

    signals = list(bulk.carry(iter(jobs), on_tick=ignore, limit_rate=500_000))

    assert 1.8 < time.monotonic() - began < 3
    assert len([each for each in signals if isinstance(each, Finished)]) == len(sizes)
