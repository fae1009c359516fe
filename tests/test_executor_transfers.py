"""Transfers by the workers of an executor: what one machine does by itself, and one report."""

from __future__ import annotations

import errno
import multiprocessing
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from blake3 import blake3

from spectrumx import (
    AuthError,
    Client,
    DryRunError,
    InvalidRequestError,
    LocalFileError,
    NetworkError,
    NotFoundError,
    SDSWarning,
    TransferCancelledError,
    TransferReport,
    workers,
)
from spectrumx.control import Control, held_by
from spectrumx.localgateway import LocalGateway
from spectrumx.models.ledger import LARGE_FILE
from spectrumx.progress import Advanced, Bar, Done, Event, Planned, Skipped
from spectrumx.transfer.lease import lease
from spectrumx.transfer.shards import MOST_BYTES
from tests.conftest import tree
from tests.executors import Losing, Packing
from tests.faulty import Fault, faulty_gateway
from tests.recordings import write_digital_rf
from tests.test_checksums import remember_long_ago

MANY = 261
"""Files, in three folders: more than a shard."""

DEADLINE = 60

GONE = {"headers": {"Content-Type": "application/json"}, "body": b'{"detail": "gone"}'}


def connected(url: str, token: str, **settings: object) -> Client:
    """A client that tries each request once."""
    explicit = {"SDS_SECRET_TOKEN": token, "SDS_RETRIES": 0, **settings}
    return Client(url, env_file=None, env_config=explicit, verbose=False)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """One gateway without quirks: what it answers is tested elsewhere."""
    with LocalGateway(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@pytest.fixture(scope="module")
def mine(gateway: LocalGateway) -> Iterator[Client]:
    """The client of this module's user."""
    with connected(gateway.url, gateway.add_user("mine@example.org")) as client:
        yield client


@pytest.fixture(scope="module")
def processes(mine: Client) -> Iterator[Executor]:
    """Two processes with nothing of this one but the token that was handed over."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, fresh, workers.initializer(mine)) as pool:
        yield pool


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, mine: Client) -> Path:
    """A folder of files, which is also at `/many`."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(MANY):
        (folder / f"{number % 3}").mkdir(exist_ok=True)
        (folder / f"{number % 3}" / f"{number:03}.bin").write_bytes(bytes([number % 256]) * 900)
    mine.upload(folder, sds_path="many")
    return folder


def outcomes(report: TransferReport) -> list[tuple[object, ...]]:
    """What a report says of each file, but for how it was come by."""
    return [
        (one.sds_path, one.local_path, one.status, one.action, one.reason, one.size, one.verified)
        for one in report
    ]


def kinds() -> pytest.MarkDecorator:
    """Each kind of executor."""
    return pytest.mark.parametrize("kind", ["threads", "processes", "packing"])


@pytest.fixture
def executor(kind: str, request: pytest.FixtureRequest) -> Iterator[Executor]:
    """One of a kind."""
    if kind == "processes":
        yield request.getfixturevalue("processes")
    elif kind == "packing":
        yield Packing()
    else:
        with ThreadPoolExecutor(2) as threads:
            yield threads


@kinds()
def test_a_download_is_the_same_as_here(
    mine: Client, many: Path, executor: Executor, tmp_path: Path
) -> None:
    """Workers fetch what one machine fetches, and their report is its report, file by file."""
    here = mine.download("many", to=tmp_path)
    shutil.rmtree(tmp_path)

    there = mine.download("many", to=tmp_path, executor=executor)

    assert outcomes(there) == outcomes(here)
    assert len(there.transferred) == MANY
    assert (there.bytes, len(there.unverified)) == (here.bytes, 0)
    assert tree(tmp_path) == tree(many)


@kinds()
def test_an_upload_is_the_same_as_here(
    mine: Client, recording: Path, executor: Executor, kind: str
) -> None:
    """Workers send what one machine sends; what is there is skipped, what changed a new version."""
    first = mine.upload(recording, sds_path=f"up-{kind}", executor=executor)
    (recording / "notes.txt").write_text("a cloudy day\n")
    second = mine.upload(recording, sds_path=f"up-{kind}", executor=executor)

    assert len(first.transferred) == 3
    assert all(one().uuid for one in first)
    assert [one.reason for one in second.transferred] == ["changed"]
    assert len(second.skipped) == 2
    assert mine.check(recording, f"up-{kind}")


def test_a_relative_folder_is_the_caller_s(
    mine: Client, many: Path, processes: Executor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative path means what it means here, wherever the workers were started."""
    monkeypatch.chdir(tmp_path)

    mine.download("many/0", to="x", executor=processes)

    assert tree(tmp_path / "x") == tree(many / "0")


def test_what_is_there_is_decided_by_each_worker(
    mine: Client, many: Path, processes: Executor, tmp_path: Path
) -> None:
    """Equal files are skipped, different ones are conflicts, and replaced when that is asked."""
    shutil.copytree(many / "1", tmp_path, dirs_exist_ok=True)
    (tmp_path / "001.bin").write_bytes(b"mine")

    with pytest.warns(SDSWarning, match="1 local files differ"):
        kept = mine.download("many/1", to=tmp_path, executor=processes)
    replaced = mine.download("many/1", to=tmp_path, executor=processes, overwrite=True)

    assert [one.sds_path for one in kept.conflicts] == ["/many/1/001.bin"]
    assert [one.reason for one in replaced.transferred] == ["changed"]
    assert tree(tmp_path) == tree(many / "1")


def test_a_capture_is_fetched_by_workers(mine: Client, processes: Executor, tmp_path: Path) -> None:
    """A capture's own download takes an executor too."""
    source = write_digital_rf(tmp_path / "recording")
    capture = mine.upload_capture(source, sds_path="capture")

    report = capture.download(tmp_path, executor=processes)

    assert len(report.transferred) == len(report) > 1
    assert tree(tmp_path / "capture") == tree(source)


def test_dry_run_plans(mine: Client, many: Path, processes: Executor, tmp_path: Path) -> None:
    """In dry-run the workers tell what they would do, and change nothing."""
    shutil.copy(many / "1" / "001.bin", tmp_path)
    mine.dry_run = True
    try:
        plan = mine.download("many/1", to=tmp_path, executor=processes)
        upload = mine.upload(many, sds_path="planned", executor=processes)
    finally:
        mine.dry_run = False

    assert (plan.dry_run, len(plan.planned), len(plan.skipped)) == (True, MANY // 3 - 1, 1)
    assert len(upload.planned) == MANY
    assert list(tree(tmp_path)) == ["001.bin"]
    assert not len(mine.files.list("planned"))


def test_events_come_shard_by_shard(mine: Client, many: Path, tmp_path: Path) -> None:
    """Whoever watches is told of the plan, of every file, and of the bytes."""
    seen: list[Event] = []
    size = len(tree(many))

    with ThreadPoolExecutor(2) as threads:
        mine.download("many", to=tmp_path, executor=threads, on_event=seen.append)
        mine.download("many", to=tmp_path, executor=threads, on_event=seen.append)

    assert [event.files for event in seen if isinstance(event, Planned)] == [size, size]
    assert sum(isinstance(event, Done) for event in seen) == size
    assert sum(isinstance(event, Skipped) for event in seen) == size


def test_a_bar_ends_full(
    mine: Client, many: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The bar counts what workers move, and not what they find to be there already."""
    shutil.copy(many / "1" / "001.bin", tmp_path)

    with Bar() as bar:
        mine.download("many/1", to=tmp_path, executor=Packing(), on_event=bar)

    last = capsys.readouterr().err.rsplit("\r", 1)[-1]
    assert last.startswith("Download: 100%")
    assert f"{MANY // 3 - 1}/{MANY // 3 - 1} files" in last


def test_how_far_it_is_counts_what_workers_skip(mine: Client, many: Path, tmp_path: Path) -> None:
    """Of a transfer in the background, what workers find to be there is not to be moved."""
    shutil.copy(many / "1" / "001.bin", tmp_path)

    with mine.start_download("many/1", to=tmp_path, executor=Packing()) as transfer:
        pass

    progress = transfer.progress()
    assert (progress.files, progress.done, progress.skipped) == (MANY // 3 - 1, MANY // 3 - 1, 1)
    assert progress.size == progress.moved == progress.done * 900


def test_linked_bytes_count_as_moved(mine: Client, tmp_path: Path) -> None:
    """What a worker links instead of sending it counts, as it does on one machine."""
    large = tmp_path / "large.bin"
    large.write_bytes(bytes(LARGE_FILE))
    remember_long_ago(large, mine.config.cache_dir, blake3(bytes(LARGE_FILE)).hexdigest())
    mine.upload(large, sds_path="linked/one")
    seen: list[Event] = []

    report = mine.upload(large, sds_path="linked/two", executor=Packing(), on_event=seen.append)

    assert len(report.linked) == 1
    assert [event.moved for event in seen if isinstance(event, Advanced)] == [0, LARGE_FILE]


@pytest.mark.usefixtures("many")
def test_one_bad_file_stops_no_other(mine: Client, gateway: LocalGateway, tmp_path: Path) -> None:
    """A file that the gateway refuses is a failure of its own kind; all others arrive."""
    with faulty_gateway(gateway.url) as faulty, ThreadPoolExecutor(2) as threads:
        faulty.faults.append(Fault("GET", "/download/", "answer", status=404, **GONE))
        token = mine.config.token.reveal()
        with connected(faulty.url, token) as client, pytest.raises(NotFoundError) as caught:
            client.download("many/1", to=tmp_path, executor=threads)

    report = caught.value.report
    assert isinstance(report, TransferReport)
    assert (len(report.failed), len(report.transferred)) == (1, MANY // 3 - 1)
    assert len(tree(tmp_path)) == MANY // 3 - 1


def test_a_file_that_a_worker_does_not_see_is_its_failure(mine: Client, recording: Path) -> None:
    """An upload's worker without the caller's files says so of each it lacks."""

    class Elsewhere(Packing):
        def done(self, packed: bytes) -> object:
            (recording / "notes.txt").unlink()
            return super().done(packed)

    report = mine.upload(recording, sds_path="seen", executor=Elsewhere(), raise_on_error=False)

    assert [one.sds_path for one in report.failed] == ["/seen/notes.txt"]
    assert isinstance(report.failed[0].error, LocalFileError)
    assert report.failed[0].error.errno == errno.ENOENT
    assert len(report.transferred) == 2


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_lost_worker_s_files_are_done_by_another(
    mine: Client, many: Path, recording: Path, tmp_path: Path, *, after: bool
) -> None:
    """What a worker took with it is handed out again, whether it was done or not."""
    report = mine.download("many", to=tmp_path / "x", executor=Losing(2, after=after))
    sent = mine.upload(recording, sds_path=f"lost-{after}", executor=Losing(2, after=after))

    assert report.ok
    assert len(sent.transferred) == 3
    assert tree(tmp_path / "x") == tree(many)
    assert mine.check(recording, f"lost-{after}")


def test_what_no_worker_can_do_is_done_here(mine: Client, many: Path, tmp_path: Path) -> None:
    """When workers are lost again and again, this process does it, and says so."""
    with pytest.warns(SDSWarning, match=f"{MANY} files were done in this process.*killed"):
        report = mine.download("many", to=tmp_path, executor=Losing(1000))

    assert len(report.transferred) == MANY
    assert tree(tmp_path) == tree(many)


# Where a program has threads, Python 3.12 and later warn of a fork; nothing here needs them.
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_killed_process_loses_no_file(mine: Client, many: Path, tmp_path: Path) -> None:
    """A pool of which a process is killed does no more; the rest is done here."""
    forked = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, forked) as pool:
        victim = pool.submit(os.getpid).result()

        def kill(event: Event) -> None:
            if isinstance(event, Planned):
                os.kill(victim, signal.SIGKILL)

        with pytest.warns(SDSWarning, match="BrokenProcessPool"):
            report = mine.download("many", to=tmp_path, executor=pool, on_event=kill)

    assert report.ok
    assert tree(tmp_path) == tree(many)


def test_a_forked_process_has_the_token(mine: Client, many: Path, tmp_path: Path) -> None:
    """A process that was forked from the client's needs no token handed over."""
    forked = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, forked) as pool:
        report = mine.download("many/0", to=tmp_path, executor=pool)

    assert report.ok
    assert tree(tmp_path) == tree(many / "0")


@pytest.mark.usefixtures("many")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_obeys_a_later_switch(mine: Client, tmp_path: Path) -> None:
    """Whether it is dry-run is decided by each transfer, not by when its workers were forked."""
    forked = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, forked) as pool:
        pool.submit(os.getpid).result()
        mine.dry_run = True
        try:
            plan = mine.download("many/0", to=tmp_path / "x", executor=pool)
        finally:
            mine.dry_run = False

    assert len(plan.planned) == MANY // 3
    assert not (tmp_path / "x").exists()


def test_no_token_is_in_what_travels(mine: Client, recording: Path, tmp_path: Path) -> None:
    """What is handed to an executor, and comes back, holds no token."""
    executor = Packing()
    mine.upload(recording, sds_path="travels", executor=executor)
    mine.download("travels", to=tmp_path, executor=executor)

    assert executor.packed
    assert not any(mine.config.token.reveal().encode() in call for call in executor.packed)


@pytest.mark.usefixtures("many")
def test_a_worker_without_a_token_says_so(mine: Client, tmp_path: Path) -> None:
    """Workers that have no token stop it all, with a sentence that says what to do."""
    fresh = multiprocessing.get_context("spawn")
    says = r"worker process \d+ on .* has no token .*spectrumx\.workers"
    with ProcessPoolExecutor(1, fresh) as pool, pytest.raises(AuthError, match=says) as caught:
        mine.download("many", to=tmp_path, executor=pool)

    report = caught.value.report
    assert isinstance(report, TransferReport)
    assert len(report.not_attempted) == MANY


@pytest.mark.usefixtures("many")
def test_a_refused_token_stops_the_rest(
    mine: Client, gateway: LocalGateway, tmp_path: Path
) -> None:
    """Once the gateway refuses the token, what is left is not attempted."""
    with faulty_gateway(gateway.url) as faulty:
        faulty.faults.append(Fault("GET", "/download/", "answer", 10_000, status=401))
        with connected(faulty.url, mine.config.token.reveal()) as client:
            report = client.download("many", to=tmp_path, executor=Packing(), raise_on_error=False)

    assert len(report.not_attempted) + len(report.failed) == MANY
    assert len(report.not_attempted) > MANY // 2
    assert all(isinstance(one.error, AuthError) for one in report.not_attempted)


def test_a_refused_token_stops_shards_of_one_file(
    mine: Client, gateway: LocalGateway, tmp_path: Path
) -> None:
    """Files that are a shard each are not tried one after the other in vain."""
    for number in range(30):
        with (tmp_path / f"{number}.bin").open("wb") as sparse:
            sparse.truncate(MOST_BYTES)
    with faulty_gateway(gateway.url) as faulty, ThreadPoolExecutor(1) as threads:
        faulty.faults.append(Fault("POST", "/files/", "answer early", 10_000, status=401))
        with connected(faulty.url, mine.config.token.reveal()) as client:
            report = client.upload(tmp_path, sds_path="big", executor=threads, raise_on_error=False)

    assert report.not_attempted
    assert len(report.not_attempted) + len(report.failed) == 30


def test_a_gateway_that_is_gone_stops_the_rest(tmp_path: Path, many: Path) -> None:
    """A gateway that ends once the plan stands leaves what it did not serve not attempted."""
    with LocalGateway(tmp_path / "gateway") as gateway, ThreadPoolExecutor(1) as threads:
        client = connected(gateway.url, gateway.token)
        client.upload(many / "0", sds_path="r")

        def end(event: Event) -> None:
            if isinstance(event, Planned):
                gateway.stop()

        with client, pytest.raises(NetworkError) as caught:
            client.download("r", to=tmp_path / "x", executor=threads, on_event=end)

    report = caught.value.report
    assert isinstance(report, TransferReport)
    assert report.not_attempted
    assert not report.transferred


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_a_cancelled_transfer_ends_soon(
    mine: Client,
    gateway: LocalGateway,
    kind: Callable[..., ThreadPoolExecutor | ProcessPoolExecutor],
    tmp_path: Path,
) -> None:
    """After a cancel, workers of this machine break off what they have in hand."""
    with faulty_gateway(gateway.url) as faulty:
        faulty.faults.append(Fault("GET", "/download/", "halt", 1000))
        client = connected(faulty.url, mine.config.token.reveal())
        with client, kind(1, initializer=workers.initializer(client)) as executor:
            transfer = client.start_download("many", to=tmp_path, executor=executor)
            assert faulty.halted.wait(DEADLINE)
            transfer.cancel()
            began = time.monotonic()
            with pytest.raises(TransferCancelledError) as caught:
                transfer.wait(DEADLINE)

    assert time.monotonic() - began < 3
    assert isinstance(caught.value.report, TransferReport)
    assert len(caught.value.report.not_attempted) == MANY


@pytest.mark.usefixtures("many")
def test_an_interrupt_leaves_a_report(mine: Client, gateway: LocalGateway, tmp_path: Path) -> None:
    """Ctrl-C ends the workers' shards, and carries the report of what was done."""
    interrupts = [KeyboardInterrupt]

    def interrupt(event: Event) -> None:
        if isinstance(event, Done) and interrupts:
            raise interrupts.pop()

    with faulty_gateway(gateway.url) as faulty, ThreadPoolExecutor(1) as threads:
        last = mine.files.list("many")[-1]
        faulty.faults.append(Fault("GET", f"{last.uuid}/download/", "halt"))
        with (
            connected(faulty.url, mine.config.token.reveal()) as client,
            pytest.raises(KeyboardInterrupt) as caught,
        ):
            client.download("many", to=tmp_path, executor=threads, on_event=interrupt)

    report = caught.value.report  # type: ignore[attr-defined]  # as errors of the SDK have it
    arrived = {path for path in tmp_path.rglob("*.bin") if path.is_file()}
    assert report.not_attempted
    assert {one.local_path for one in report.transferred} == arrived
    assert mine.download("many", to=tmp_path).ok


@pytest.mark.usefixtures("many")
def test_a_paused_transfer_hands_nothing_out(mine: Client, tmp_path: Path) -> None:
    """While it is paused no worker gets anything; resumed, it goes on to its end."""
    executor = Packing()
    is_planned, is_paused = threading.Event(), threading.Event()

    def hold(event: Event) -> None:
        if isinstance(event, Planned):
            is_planned.set()
            assert is_paused.wait(DEADLINE)

    transfer = mine.start_download("many", to=tmp_path, executor=executor, on_event=hold)
    assert is_planned.wait(DEADLINE)
    transfer.pause()
    is_paused.set()
    with pytest.raises(TimeoutError):
        transfer.wait(0.3)
    assert not executor.packed

    transfer.resume()

    assert transfer.wait(DEADLINE).ok


def test_a_pause_takes_back_what_has_not_begun(mine: Client, many: Path, tmp_path: Path) -> None:
    """Shards that wait for a worker while it is paused are handed out again when it goes on."""
    executor = Busy()
    transfer = mine.start_download("many", to=tmp_path, executor=executor)
    waiting = executor.waiting.get(timeout=DEADLINE)
    is_taken_back = threading.Event()
    waiting.add_done_callback(lambda _: is_taken_back.set())

    transfer.pause()
    assert is_taken_back.wait(DEADLINE)
    executor.is_busy = False
    transfer.resume()

    assert len(transfer.wait(DEADLINE).transferred) == MANY
    assert waiting.cancelled()
    assert tree(tmp_path) == tree(many)


def test_a_pause_may_end_at_any_moment(mine: Client, many: Path, tmp_path: Path) -> None:
    """A pause that is over as soon as it is seen ends nothing but itself."""
    with held_by(Flickering()):
        report = mine.download("many/0", to=tmp_path, executor=Packing())

    assert len(report.transferred) == MANY // 3
    assert tree(tmp_path) == tree(many / "0")


class Flickering(Control):
    """Is paused when it is looked at for the first time."""

    looks = 0

    @property
    def is_paused(self) -> bool:
        """Whether it is the first time."""
        self.looks += 1
        return self.looks == 1

    @is_paused.setter
    def is_paused(self, _: bool) -> None:  # type: ignore[override]  # as the attribute it takes the place of
        """Nothing else decides."""


class Busy(Packing):
    """Has no worker to spare.

    Attributes:
        is_busy: Whether that is so still.
        waiting: What it was given meanwhile.
    """

    def __init__(self) -> None:
        super().__init__()
        self.is_busy = True
        self.waiting: queue.Queue[Future[object]] = queue.Queue()

    def submit(self, call: Callable[..., object], /, *args: object, **_: object) -> Future[object]:
        """Let a call wait."""
        if not self.is_busy:
            return super().submit(call, *args)
        waiting: Future[object] = Future()
        self.waiting.put(waiting)
        return waiting


@pytest.mark.usefixtures("many")
def test_an_interrupted_worker_tells_what_it_did(
    mine: Client, gateway: LocalGateway, tmp_path: Path
) -> None:
    """Ctrl-C reaches workers too; what they had moved by then is known, and done only once."""
    fresh = multiprocessing.get_context("spawn")
    with faulty_gateway(gateway.url) as faulty:
        client = connected(faulty.url, mine.config.token.reveal(), SDS_WORKERS=1)
        with client, ProcessPoolExecutor(1, fresh, workers.initializer(client)) as pool:
            worker = pool.submit(os.getpid).result()
            middle = mine.files.list("many/0")[MANY // 6]
            faulty.faults.append(Fault("GET", f"{middle.uuid}/download/", "halt"))
            transfer = client.start_download("many/0", to=tmp_path, executor=pool)
            assert faulty.halted.wait(DEADLINE)
            os.kill(worker, signal.SIGINT)
            report = transfer.wait(DEADLINE)

    assert len(report.transferred) == len(report)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("before", [False, True])
def test_a_switch_of_dry_run_ends_it(mine: Client, tmp_path: Path, *, before: bool) -> None:
    """A plan never turns into a transfer because dry-run is switched meanwhile, nor back."""

    def switch(event: Event) -> None:
        if isinstance(event, Planned):
            mine.dry_run = not before

    mine.dry_run = before
    try:
        with pytest.raises(DryRunError, match="switched"):
            mine.download("many", to=tmp_path / "x", executor=Packing(), on_event=switch)
    finally:
        mine.dry_run = False

    assert not (tmp_path / "x").exists()


OPEN_DESCRIPTORS = """
import os, sys
from concurrent.futures import ThreadPoolExecutor
from spectrumx import Client

url, token, to = sys.argv[1:]

def transfer(number):
    settings = {"SDS_SECRET_TOKEN": token, "SDS_WORKERS": 4}
    sds = Client(url, env_file=None, env_config=settings, verbose=False)
    with sds, ThreadPoolExecutor(2) as threads:
        sds.download("many/0", to=f"{to}/{number}", executor=threads)
        during = len(os.listdir("/proc/self/fd"))
    return during, len(os.listdir("/proc/self/fd"))  # the client is closed, and still there

transfer("warm-up")
before = len(os.listdir("/proc/self/fd"))
print(*(count - before for count in transfer("counted")))
"""


@pytest.mark.usefixtures("many")
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files")
def test_no_connection_outlives_its_client(
    mine: Client, gateway: LocalGateway, tmp_path: Path
) -> None:
    """What threads transferred over is closed with the client."""
    # In a process of its own, where nothing else opens and closes files.
    command = [sys.executable, "-c", OPEN_DESCRIPTORS, gateway.url, mine.config.token.reveal()]

    done = subprocess.run(
        [*command, str(tmp_path)], check=True, capture_output=True, text=True, timeout=DEADLINE
    )

    during, after = map(int, done.stdout.split())
    assert during > 0
    assert after == 0


@pytest.mark.parametrize("other", [4, "processes", ThreadPoolExecutor])
def test_what_is_no_executor_is_refused(mine: Client, other: object, tmp_path: Path) -> None:
    """Anything but an executor is refused before anything is sent or written."""
    with pytest.raises(InvalidRequestError, match=r"dask_client.get_executor\(\)"):
        mine.download("many", to=tmp_path / "x", executor=other)  # type: ignore[arg-type]  # that is the point

    assert not (tmp_path / "x").exists()


def test_a_rate_is_not_divided(tmp_path: Path) -> None:
    """limit_rate and executor exclude each other, which is said before anything is asked for."""
    nobody = connected("http://localhost:9", "token.1")

    with nobody, pytest.raises(InvalidRequestError, match="one machine"):
        nobody.download("/many", to=tmp_path / "x", executor=Packing(), limit_rate=1e6)
    with nobody, pytest.raises(InvalidRequestError, match="one machine"):
        nobody.upload(tmp_path, sds_path="/many", executor=Packing(), limit_rate=1e6)


def test_clashes_are_refused_before_anything_is_handed_out(mine: Client, tmp_path: Path) -> None:
    """Two files that want one place are refused, as without an executor."""
    executor = Packing()
    (tmp_path / "a").write_text("one")
    mine.upload(tmp_path / "a", sds_path="clash")
    mine.upload(tmp_path / "a", sds_path="clash/a")

    with pytest.raises(InvalidRequestError, match="needs a folder"):
        mine.download("clash", to=tmp_path / "x", executor=executor)

    assert not executor.packed


@pytest.mark.usefixtures("many")
def test_nothing_stays_in_the_temporary_folder(
    mine: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What tells workers that a transfer goes on is gone when it is over."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))

    mine.download("many", to=tmp_path / "x", executor=Packing())

    assert not list((tmp_path / "tmp").iterdir())


@pytest.mark.parametrize("is_seen", [True, False])
def test_only_who_sees_the_folder_breaks_off(tmp_path: Path, *, is_seen: bool) -> None:
    """A worker whose temporary folder is another one, of the same name, works on."""
    control = Control()
    with lease() as held:
        name = Path(held.path).name
    mine = held if is_seen else held._replace(path=str(tmp_path / name))

    with mine.watched(control):
        assert control.is_cancelled == is_seen
