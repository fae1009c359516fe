"""Whether a watch keeps its promise while the gateway is killed twice under a real recorder.

    .venv/bin/python benchmarks/watch_soak.py [seconds]

A Digital RF writer records one channel at 1 MS/s for a minute, in files of 100 ms, with metadata
every second. Meanwhile the folder is watched, and the gateway is killed and started again twice.
At the end every file has to be there, whole and in exactly one version, also by the gateway's own
count of rows.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx

from spectrumx import Client
from spectrumx.localgateway import LocalGateway
from spectrumx.progress import Done, Event, Retrying
from spectrumx.transfer.checksums import checksum_of

SECONDS = 60.0
SECONDS_DOWN = 5.0
SETTLE = 2.0

RECORDER = """
import sys, time
from pathlib import Path
import digital_rf, numpy as np
channel, seconds = Path(sys.argv[1]) / "ch0", float(sys.argv[2])
(channel / "metadata").mkdir(parents=True)
rate, first = 1_000_000, int(time.time()) * 1_000_000
writer = digital_rf.DigitalRFWriter(
    str(channel), np.int16, 3600, 100, first, rate, 1, "ch0", is_continuous=True,
    is_complex=True, marching_periods=False,
)
metadata = digital_rf.DigitalMetadataWriter(str(channel / "metadata"), 3600, 1, rate, 1, "metadata")
samples = np.random.default_rng(1).integers(-2000, 2000, (100_000, 2), np.int16)
began = time.monotonic()
for block in range(round(seconds * 10)):
    if block % 10 == 0:
        values = {"center_frequencies": np.array([[1e9]]), "block": block}
        metadata.write(first + block * 100_000, values)
    samples[0] = block % 1000, block // 1000
    writer.rf_write(samples)
    time.sleep(max(0.0, began + (block + 1) / 10 - time.monotonic()))
writer.close()
"""


class Arrivals:
    """When files arrived, and how often the watch had to try again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.delays: list[float] = []
        self.retries = 0

    def __call__(self, event: Event) -> None:
        """Take an event of the watch."""
        if isinstance(event, Done) and "/rf@" in event.path:
            finished = (self.folder / event.path.removeprefix("/r/")).stat().st_mtime
            self.delays.append(time.time() - finished)
        self.retries += isinstance(event, Retrying)


def main() -> None:
    """Record, watch, kill; then compare and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "recording"
        folder.mkdir()
        gateway = LocalGateway(Path(temporary) / "gateway")
        with gateway, client_of(gateway, temporary) as sds:
            arrivals = Arrivals(folder)
            with sds.watch(folder, sds_path="r", settle=SETTLE, on_event=arrivals) as watch:
                record(folder, gateway, seconds)
                ended = time.monotonic()
            drained = time.monotonic() - ended
            missing, doubled, wrong = compare(folder, gateway)
    counts = watch.counts
    print(f"recorded {seconds:.0f} s, gateway killed twice, {SECONDS_DOWN:.0f} s down each time")
    print(f"files sent {counts.sent}, found there {counts.there}, failed {counts.failed}")
    print(f"{counts.bytes / 2**20:.0f} MiB sent; tried again {arrivals.retries} times")
    print(
        f"data files: from finished to arrived, median {statistics.median(arrivals.delays):.2f} s"
    )
    print(f"95 of 100 within {statistics.quantiles(arrivals.delays, n=20)[-1]:.2f} s")
    print(f"longest, with the gateway down, {max(arrivals.delays):.2f} s")
    print(f"drained in {drained:.1f} s; peak RSS of this process {peak_rss():.0f} MiB")
    print(f"missing {missing}, in two versions {doubled}, different {wrong}")
    sys.exit(bool(missing or doubled or wrong))


def client_of(gateway: LocalGateway, cache: str) -> Client:
    """Connect to a gateway."""
    settings = {"SDS_SECRET_TOKEN": gateway.token, "SDS_CACHE_DIR": f"{cache}/cache"}
    return Client(gateway.url, env_file=None, env_config=settings, verbose=False)


def record(folder: Path, gateway: LocalGateway, seconds: float) -> None:
    """Record, and kill the gateway after a third and after two thirds of the time."""
    command = [sys.executable, "-c", RECORDER, str(folder), str(seconds)]
    with subprocess.Popen(command) as recorder:  # noqa: S603  our own interpreter and program
        for _ in range(2):
            time.sleep(seconds / 3 - SECONDS_DOWN)
            gateway.kill()
            time.sleep(SECONDS_DOWN)
            gateway.start()
    assert recorder.returncode == 0, "the recorder failed"


def compare(folder: Path, gateway: LocalGateway) -> tuple[int, int, int]:
    """Count files that are missing there, that have several versions, and that differ."""
    rows = list(all_rows(gateway))
    versions = Counter(path for path, _ in rows)
    there = dict(rows)
    here = {
        f"/r/{file.relative_to(folder).as_posix()}": checksum_of(file)
        for file in folder.rglob("*.h5")
        if not file.name.startswith("tmp.")
    }
    doubled = sum(count > 1 for count in versions.values())
    different = sum(path in there and there[path] != checksum for path, checksum in here.items())
    return len(here.keys() - there.keys()), doubled, different


def all_rows(gateway: LocalGateway) -> Iterator[tuple[str, str]]:
    """Path and checksum of every version of every file."""
    headers = {"Authorization": f"Api-Key: {gateway.token}"}
    url: str | None = f"{gateway.url}/api/v1/assets/files/?page_size=100"
    with httpx.Client(headers=headers) as client:
        while url is not None:
            answer = client.get(url).raise_for_status().json()
            for row in answer["results"]:
                directory = row["directory"].removeprefix("/files/researcher@example.org")
                yield f"{directory}/{row['name']}", row["sum_blake3"]
            url = answer["next"]


def peak_rss() -> float:
    """Most memory this process ever had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
