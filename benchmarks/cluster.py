"""What a Dask cluster of four worker processes does, and that it is what one machine does.

    .venv/bin/python -m benchmarks.cluster

A gateway of its own serves 5,000 files and 40 captures of Digital RF. The files are downloaded by
one process, by the cluster, and by the cluster while a worker is killed, and over a long way by one
process and the cluster; the captures' mean power
spectrum is computed from the files at hand by numpy, by one process from SDS, by the cluster from
SDS, and by the cluster while a worker is killed. Every result is compared with the first.
"""

# Dask annotates little of what it offers.
# mypy: allow-untyped-calls

from __future__ import annotations

import logging
import os
import resource
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import dask.array as da
import digital_rf
import distributed
import numpy as np
from numpy.typing import NDArray

from benchmarks.delay import delayed
from spectrumx import Client, TransferReport, rf, workers
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Capture
from spectrumx.progress import Done, Event

T = TypeVar("T")

FILES = 5_000
FILE_SIZE = 16 * 1024
CAPTURES = 40
RATE = 1_000_000
SAMPLES = 500_000
NFFT = 1_000
ROUND_TRIP = 100

Power = NDArray[np.float64]


def power(block: NDArray[np.complex64]) -> Power:
    """The mean power spectrum of some samples."""
    frames = block.reshape(-1, NFFT)
    spectrum: Power = (np.abs(np.fft.fft(frames)) ** 2).mean(axis=0, dtype=np.float64)
    return spectrum


def write_files(folder: Path) -> Path:
    """Write small files in folders of a hundred."""
    for number in range(FILES):
        place = folder / f"{number // 100:02}" / f"{number:04}.bin"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(np.random.default_rng(number).bytes(FILE_SIZE))
    return folder


def write_capture(folder: Path, number: int) -> Path:
    """Write half a second of a tone in noise, as Digital RF."""
    (folder / "ch0").mkdir(parents=True)
    random = np.random.default_rng(number)
    turns = np.arange(SAMPLES) * (100_000 + 1_000 * number) / RATE
    samples = 8_000 * np.exp(2j * np.pi * turns) + random.normal(0, 500, SAMPLES)
    pairs = np.stack([samples.real, samples.imag], axis=1).round().astype(np.int16)
    writer = digital_rf.DigitalRFWriter(
        str(folder / "ch0"), np.int16, 3600, 250, 1_700_000_000 * RATE, RATE, 1, "uuid",
        is_continuous=True, is_complex=True, marching_periods=False,
    )  # fmt: skip
    writer.rf_write(pairs)
    writer.close()
    return folder


def mean_spectrum(captures: list[Capture]) -> da.Array:
    """The mean power spectrum of captures in SDS, as what is to be computed."""
    arrays = [capture.open().dask_array() for capture in captures]
    spectra = [da.map_blocks(power, each, chunks=(NFFT,), dtype=float) for each in arrays]
    mean: da.Array = da.concatenate([each.reshape(-1, NFFT) for each in spectra]).mean(axis=0)
    return mean


def timed(name: str, work: Callable[[], T]) -> T:
    """Do something and tell how long it took."""
    began = time.perf_counter()
    result = work()
    print(f"{name:<58} {time.perf_counter() - began:6.2f} s", flush=True)
    return result


def compare(report: TransferReport, expected: TransferReport, *, lost: bool = False) -> None:
    """Make sure that a report tells of the same files, all whole."""
    assert report.ok
    assert [one.sds_path for one in report] == [one.sds_path for one in expected]
    assert lost or all(one.verified for one in report)
    if lost:
        print(f"    {report!r}: what the lost worker had finished is skipped, for it is there")


@contextmanager
def a_killed_worker(cluster: distributed.Client, *, after: float) -> Iterator[None]:
    """Kill a worker a moment later."""
    victim = next(iter(cluster.run(os.getpid).values()))
    timer = threading.Timer(after, os.kill, (victim, signal.SIGKILL))
    timer.start()
    try:
        yield
    finally:
        timer.join()


def download(sds: Client, cluster: distributed.Client, source: Path, scratch: Path) -> None:
    """Download the files in three ways."""
    sds.upload(source, sds_path="files")
    one = timed("5,000 files, one process", lambda: sds.download("files", to=scratch / "one"))
    executor = cluster.get_executor()
    for again in (1, 2):
        to = scratch / f"four-{again}"
        report = timed(
            f"5,000 files, four workers, run {again}",
            lambda to=to: sds.download("files", to=to, executor=executor),  # type: ignore[misc]  # bound for the loop
        )
        compare(report, one)
        assert_same(source, to)
    victims = [next(iter(cluster.run(os.getpid).values()))]

    def kill(event: Event) -> None:
        if isinstance(event, Done) and victims:
            os.kill(victims.pop(), signal.SIGKILL)

    to = scratch / "killed"
    report = timed(
        "5,000 files, four workers, one killed",
        lambda: sds.download("files", to=to, executor=executor, on_event=kill),
    )
    compare(report, one, lost=True)
    assert_same(source, to)


def download_from_afar(sds: Client, cluster: distributed.Client, scratch: Path) -> None:
    """Download the files over a long way, by one process and by the cluster."""
    port = urlsplit(sds.base_url).port or 0
    with delayed(port, milliseconds=ROUND_TRIP) as url, client_of(url, sds.config.token) as far:
        workers.hand_over(far, cluster)
        one = timed(
            f"5,000 files, {ROUND_TRIP} ms away, one process",
            lambda: far.download("files", to=scratch / "far-one"),
        )
        four = timed(
            f"5,000 files, {ROUND_TRIP} ms away, four workers",
            lambda: far.download("files", to=scratch / "far", executor=cluster.get_executor()),
        )
    compare(four, one)
    assert_same(scratch / "far-one", scratch / "far")


def assert_same(one: Path, other: Path) -> None:
    """Make sure that two folders hold the same."""
    names = {path.relative_to(one) for path in one.rglob("*") if path.is_file()}
    assert names == {path.relative_to(other) for path in other.rglob("*") if path.is_file()}
    assert all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


def average(sds: Client, cluster: distributed.Client, scratch: Path) -> None:
    """Average the captures' spectra in four ways."""
    folders = [write_capture(scratch / f"c{number:02}", number) for number in range(CAPTURES)]
    captures = [
        sds.upload_capture(folder, sds_path=f"captures/{folder.name}") for folder in folders
    ]
    here = timed(
        "40 captures, numpy on the files themselves",
        lambda: np.mean([power(rf.open(folder).read()) for folder in folders], axis=0),
    )
    ways = {
        "40 captures from SDS, one process": lambda: mean_spectrum(captures).compute(
            scheduler="synchronous"
        ),
        "40 captures from SDS, four workers": lambda: cluster.compute(
            mean_spectrum(captures), sync=True
        ),
        "the same again, from the workers' caches": lambda: cluster.compute(
            mean_spectrum(captures), sync=True
        ),
    }
    for name, way in ways.items():
        np.testing.assert_allclose(timed(name, way), here, rtol=1e-9)
    with a_killed_worker(cluster, after=0.5):
        found = timed("40 captures, four workers, one killed", ways.popitem()[1])
    np.testing.assert_allclose(found, here, rtol=1e-9)


def peak() -> float:
    """Most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def client_of(url: str, token: object) -> Client:
    """A client of a gateway that shows nothing."""
    settings = {"SDS_SECRET_TOKEN": token}
    return Client(url, env_file=None, env_config=settings, verbose=False)


def main() -> None:
    """Run everything, and print what it took."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        scratch = Path(name)
        os.environ["SDS_CACHE_DIR"] = str(scratch / "cache")
        with (
            distributed.LocalCluster(
                n_workers=4,
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
            ) as processes,
            distributed.Client(processes) as cluster,
            LocalGateway(scratch / "gateway") as gateway,
            client_of(gateway.url, gateway.token) as sds,
        ):
            workers.hand_over(sds, cluster)
            print(f"a worker before anything: {max(cluster.run(peak).values()):.0f} MiB")
            download(sds, cluster, write_files(scratch / "source"), scratch)
            download_from_afar(sds, cluster, scratch)
            print(f"a worker after downloads: {max(cluster.run(peak).values()):.0f} MiB at most")
            average(sds, cluster, scratch)
            print(f"a worker after spectra: {max(cluster.run(peak).values()):.0f} MiB at most")
            print(f"the caller: {peak():.0f} MiB at most")


if __name__ == "__main__":
    main()
