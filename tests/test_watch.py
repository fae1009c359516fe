"""Watching a folder: what is finished arrives, once, whatever happens to network and gateway."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spectrumx import (
    AuthError,
    Client,
    DryRunError,
    IntegrityError,
    InvalidRequestError,
    LocalFileError,
    LocalFileMissingError,
    NetworkError,
    PermissionDeniedError,
    SDSError,
    SDSWarning,
    ServiceError,
)
from spectrumx.errors import Exchange
from spectrumx.localgateway import LocalGateway
from spectrumx.progress import Done, Event, Failed, Retrying
from spectrumx.retry import LONGEST_ASKED_DELAY
from spectrumx.watch import Watch
from spectrumx.watch.noticing import Notices
from spectrumx.watch.sending import MOST_FILES
from spectrumx.watch.settling import (
    Tracked,
    is_final,
    observe,
    pause_after,
    put_off,
    refused,
    sent,
)
from spectrumx.watch.tracking import Tracking
from tests.conftest import tree
from tests.faulty import Fault, FaultyGateway, faulty_gateway
from tests.test_resume import largest_file

FILES = "/api/v1/assets/files/"
SOON = 0.2
"""Seconds after which a file counts as finished, where a test waits for that."""

NEVER = 3600.0
HOTEL = b"<html>Welcome to our network</html>"
REFUSAL = b'{"detail": "This is not allowed."}'
PATIENCE = 60.0

RECORDER = """
import sys, time
from pathlib import Path
import digital_rf, numpy as np
channel = Path(sys.argv[1]) / "ch0"
(channel / "metadata").mkdir(parents=True)
rate, first = 10_000, int(time.time()) * 10_000
writer = digital_rf.DigitalRFWriter(
    str(channel), np.int16, 3600, 100, first, rate, 1, "ch0", is_continuous=True,
    is_complex=True, marching_periods=False,
)
metadata = digital_rf.DigitalMetadataWriter(str(channel / "metadata"), 3600, 1, rate, 1, "metadata")
for number in range(20):
    if number % 10 == 0:
        metadata.write(first + 1000 * number, {"center_frequencies": np.array([[1e9]]), "gain": 1})
    writer.rf_write(np.full((1000, 2), number, np.int16))
    time.sleep(0.1)
writer.close()
"""
"""Two seconds of a recorder, in files of a tenth."""


class Events:
    """Takes the events of a watch, and waits for them."""

    def __init__(self) -> None:
        self.all: list[Event] = []
        self.came = threading.Condition()

    def __call__(self, event: Event) -> None:
        """Take one."""
        with self.came:
            self.all.append(event)
            self.came.notify_all()

    def wait_for(self, kind: type[Event], path: str = "", *, times: int = 1) -> None:
        """Wait until so many events of a kind, about paths that end so, have come."""
        with self.came:
            came = self.came.wait_for(lambda: self.count(kind, path) >= times, PATIENCE)
        assert came, f"{kind.__name__} {path} did not come: {self.all}"

    def count(self, kind: type[Event], path: str = "") -> int:
        """How many of a kind came about paths that end so."""
        return sum(isinstance(one, kind) and str(one.path).endswith(path) for one in self.all)


@pytest.fixture
def events() -> Events:
    """Takes the events of a watch."""
    return Events()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to watch."""
    made = tmp_path / "watched"
    made.mkdir()
    return made


@pytest.fixture
def faulty(gateway: LocalGateway) -> Iterator[FaultyGateway]:
    """A misbehaving proxy in front of the gateway."""
    with faulty_gateway(gateway.url) as running:
        yield running


@pytest.fixture
def unlucky(faulty: FaultyGateway, token: str) -> Iterator[Client]:
    """A client that goes through the proxy, and tries everything once."""
    with client_of(faulty.url, token) as client:
        yield client


def client_of(url: str, token: str) -> Client:
    """Make a client that tries everything once."""
    settings = {"SDS_SECRET_TOKEN": token, "SDS_RETRIES": 0, "SDS_TIMEOUT": 5}
    return Client(url, env_file=None, env_config=settings, verbose=False)


def versions_at(gateway: LocalGateway, token: str) -> int:
    """How many rows of files a user has, every version counted."""
    headers = {"Authorization": f"Api-Key: {token}"}
    return int(httpx.get(f"{gateway.url}{FILES}", headers=headers).json()["count"])


def same_there(sds: Client, folder: Path, back: Path) -> bool:
    """Whether what is below `r` in SDS is what is in a folder."""
    sds.download("r", to=back, overwrite=True)
    return tree(back) == tree(folder)


def finish(folder: Path, name: str) -> None:
    """Finish a data file as Digital RF does."""
    (folder / f"tmp.{name}").write_bytes(os.urandom(1000))
    (folder / f"tmp.{name}").rename(folder / name)


looks = st.lists(st.tuples(st.floats(0, 10), st.integers(0, 2)), min_size=1)


@given(looks, st.floats(0.1, 10))
def test_a_file_is_due_when_it_stayed_as_it_is(
    steps: list[tuple[float, int]], settle: float
) -> None:
    """A file is due exactly when it was seen unchanged for the time it has to settle."""
    known, now, since, before = None, 0.0, 0.0, None
    for passed, size in steps:
        now += passed
        since = since if size == before else now
        before = size
        known = observe(known, str(size), now=now, settle=settle)

        assert known.due == since + settle


@given(looks)
def test_what_is_done_with_stays_so_until_it_changes(steps: list[tuple[float, int]]) -> None:
    """A file that was sent or refused is not due again as long as it looks the same."""
    for done in (sent(Tracked("0", 1.0)), refused(Tracked("0", 1.0))):
        for now, size in steps:
            seen = observe(done, str(size), now=now, settle=1.0)

            assert (seen == done) is (size == 0)
            assert (seen.due is None) is (size == 0)


def test_a_file_its_writer_finished_is_due_at_once() -> None:
    """What its writer says is finished is due now, but what failed keeps its pause."""
    settling = observe(None, "1", now=10.0, settle=5.0)
    failed = put_off(settling, until=99.0)

    assert observe(settling, "1", now=11.0, settle=0.0).due == 11.0
    assert observe(failed, "1", now=11.0, settle=0.0) == failed
    assert observe(failed, "2", now=11.0, settle=5.0).due == 16.0


@given(st.integers(0, 10_000))
def test_pauses_grow_and_end(tries: int) -> None:
    """Pauses double up to a minute, and are as long as a gateway asks for, up to a limit."""
    longest = min(0.5 * 2 ** min(tries, 20), 60.0)
    asked = ServiceError("busy", exchange=Exchange(retry_after=100.0))
    asked_for_a_day = ServiceError("busy", exchange=Exchange(retry_after=86400.0))

    assert longest / 2 <= pause_after(NetworkError("cut"), tries) <= longest
    assert pause_after(asked, tries) == 100.0
    assert pause_after(asked_for_a_day, tries) == LONGEST_ASKED_DELAY


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (PermissionDeniedError("no"), True),
        (InvalidRequestError("name"), True),
        (LocalFileError("denied", errno=13), True),
        (LocalFileError("changed while it was read"), False),
        (NetworkError("cut"), False),
        (ServiceError("500"), False),
        (IntegrityError("flipped"), False),
        (InvalidRequestError("a page", exchange=Exchange(status=400, body="<html>")), False),
        (InvalidRequestError("too large", exchange=Exchange(status=413, body="<html>")), True),
        (InvalidRequestError("refused", exchange=Exchange(status=400, body='["no"]')), True),
    ],
    ids=repr,
)
def test_what_may_pass_is_not_final(error: SDSError, *, final: bool) -> None:
    """Only what the same file would meet again is final."""
    assert is_final(error) is final


def test_files_there_and_files_that_come(
    sds: Client, recording: Path, events: Events, tmp_path: Path
) -> None:
    """What is in the folder already arrives, and what comes later, in new folders too."""
    with sds.watch(recording, sds_path="r", settle=SOON, on_event=events) as watch:
        events.wait_for(Done, times=3)
        (recording / "later").mkdir()
        (recording / "later" / "a.bin").write_bytes(b"new")
        events.wait_for(Done, "/r/later/a.bin")

    assert same_there(sds, recording, tmp_path / "back")
    assert (watch.counts.sent, watch.counts.waiting) == (4, 0)
    assert watch.counts.bytes == sum(map(len, tree(recording).values()))


def test_a_renamed_data_file_goes_at_once(sds: Client, folder: Path, events: Events) -> None:
    """Digital RF's data files are sent when they get their name, others have to settle."""
    watch = sds.watch(folder, settle=NEVER, on_event=events)
    (folder / "notes.txt").write_text("still being written")
    finish(folder, "rf@1.000.h5")
    events.wait_for(Done, "rf@1.000.h5")
    watch.stop(drain=False)

    assert (watch.counts.sent, watch.counts.waiting) == (1, 1)
    assert [file.name for file in sds.files.list("/")] == ["rf@1.000.h5"]


def test_a_changed_file_becomes_a_new_version(
    sds: Client, gateway: LocalGateway, token: str, folder: Path, events: Events
) -> None:
    """A file that changes after it was sent is sent again, and its last contents are there."""
    log = folder / "log.txt"
    log.write_text("one")
    with sds.watch(folder, sds_path="r", settle=SOON, on_event=events):
        events.wait_for(Done, "log.txt")
        log.write_text("one, two")
        events.wait_for(Done, "log.txt", times=2)

    assert versions_at(gateway, token) == 2
    assert [file.size for file in sds.files.list("r")] == [8]


def test_what_comes_later_does_not_wait_for_a_backlog(
    sds: Client, folder: Path, events: Events
) -> None:
    """A file that is finished while a backlog is sent arrives before the last of it."""
    backlog = 2 * MOST_FILES + 1
    for number in range(backlog):
        (folder / f"{number}.bin").write_text(str(number))
    with sds.watch(folder, sds_path="r", settle=SOON, on_event=events):
        events.wait_for(Done)
        finish(folder, "rf@1.000.h5")
        events.wait_for(Done, "rf@1.000.h5")

    arrived = [event.path for event in events.all if isinstance(event, Done)]
    assert len(set(arrived)) == len(arrived) == backlog + 1
    assert "/r/rf@1.000.h5" in arrived[:-1]


@given(st.lists(st.tuples(st.floats(0, 10), st.booleans(), st.booleans())), st.floats(0, 10))
def test_something_is_owed_while_a_file_is_due_or_failed(
    files: list[tuple[float, bool, bool]], until: float
) -> None:
    """A stop waits exactly while a file that was not sent is due in time, or has failed."""
    with Tracking() as tracking:
        for number, (due, has_failed, is_sent) in enumerate(files):
            known = Tracked("1", due, tries=int(has_failed))
            tracking.put(str(number), sent(known) if is_sent else known)

        owed = [due <= until or failed for due, failed, is_sent in files if not is_sent]
        assert tracking.is_owed(until) is any(owed)


@given(st.lists(st.floats(0, 10)), st.floats(0, 10), st.floats(0, 10))
def test_what_is_due_comes_once_and_the_latest_first(
    moments: list[float], now: float, since: float
) -> None:
    """Every file that is due comes once: first what is due since a time, each part in order."""
    since = min(since, now)
    with Tracking() as tracking:
        for number, due in enumerate(moments):
            tracking.put(f"{number:09}", Tracked("1", due))
        walked = [moments[int(name)] for name in tracking.due(now, since=since)]

    late = sorted(due for due in moments if since < due <= now)
    assert walked == late + sorted(due for due in moments if due <= since)


def test_an_untold_change_is_found(
    sds: Client, folder: Path, tmp_path: Path, events: Events
) -> None:
    """A change that no notice tells of, as behind a link, is found by looking."""
    behind = tmp_path / "elsewhere.bin"
    behind.write_bytes(b"1")
    (folder / "link.bin").symlink_to(behind)
    with sds.watch(folder, sds_path="r", settle=SOON, on_event=events):
        events.wait_for(Done, "link.bin")
        behind.write_bytes(b"22")
        events.wait_for(Done, "link.bin", times=2)

    assert [file.size for file in sds.files.list("r")] == [2]


def test_what_uploads_leave_out_is_left_out(sds: Client, folder: Path) -> None:
    """Names that an upload leaves out never arrive, whether they were there or come later."""
    (folder / ".sdsignore").write_text("*.tmp\n")
    (folder / "before.tmp").write_text("x")
    with sds.watch(
        folder, sds_path="r", settle=SOON, include=["*.bin", "*.tmp"], exclude=["private/"]
    ):
        (folder / "private").mkdir()
        for name in (".env", "tmp.rf@1.000.h5", "after.tmp", "private/a.bin", "b.txt", "a.bin"):
            (folder / name).write_text(name)

    assert [file.path for file in sds.files.list("/")] == ["/r/a.bin"]


def test_what_is_there_is_compared_once(
    unlucky: Client, faulty: FaultyGateway, gateway: LocalGateway, token: str, folder: Path
) -> None:
    """Of files the gateway has already nothing is sent, and no later scan asks for them again."""
    for number in range(60):
        (folder / f"{number}.bin").write_text(str(number))
    unlucky.upload(folder, sds_path="r")
    faulty.requests.clear()
    events = Events()

    with unlucky.watch(folder, sds_path="r", settle=SOON, on_event=events) as watch:
        for number in range(5):
            (folder / f"later-{number}.bin").write_text(str(number))
            events.wait_for(Done, times=number + 1)

    assert (watch.counts.there, watch.counts.sent) == (60, 5)
    assert faulty.count("GET", FILES) <= 2 + 2 * 5
    assert versions_at(gateway, token) == 65


@pytest.mark.parametrize(
    "fault",
    [
        Fault("POST", FILES, "lose answer"),
        Fault("POST", FILES, "answer", status=500),
        Fault("POST", FILES, "reset"),
        Fault("GET", FILES, "answer", status=429, headers={"Retry-After": "1"}),
        Fault("GET", "/auth/", "answer", status=302, headers={"Location": "https://hotel.example"}),
        *(Fault("GET", FILES, "answer", status=status, body=HOTEL) for status in (400, 403, 404)),
        *(Fault("POST", FILES, "answer", status=status, body=HOTEL) for status in (400, 401, 403)),
        Fault("POST", FILES, "answer", status=404, body=HOTEL),
    ],
    ids=lambda fault: f"{fault.method} {fault.path} {fault.how} {fault.status}",
)
def test_what_passes_is_waited_out(
    unlucky: Client, faulty: FaultyGateway, gateway: LocalGateway, token: str, recording: Path,
    fault: Fault,
) -> None:  # fmt: skip
    """What fails for a passing reason is told, tried again, and is there exactly once."""
    faulty.faults.append(replace(fault))
    events = Events()

    with unlucky.watch(recording, sds_path="r", settle=SOON, on_event=events) as watch:
        events.wait_for(Retrying)

    assert events.count(Failed) == 0
    assert versions_at(gateway, token) == 3
    assert (watch.counts.sent + watch.counts.there, watch.counts.waiting) == (3, 0)


def test_a_refusal_is_told_once_until_the_file_changes(
    unlucky: Client, faulty: FaultyGateway, folder: Path, recwarn: pytest.WarningsRecorder
) -> None:
    """What the gateway refuses is told once, and tried again when the file has changed."""
    faulty.faults.append(Fault("POST", FILES, "answer", status=403, body=REFUSAL))
    events = Events()
    (folder / "a.bin").write_bytes(b"1")
    with unlucky.watch(folder, sds_path="r", settle=SOON, on_event=events) as watch:
        events.wait_for(Failed, "/r/a.bin")
        (folder / "b.bin").write_bytes(b"2")
        events.wait_for(Done, "/r/b.bin")
        assert watch.counts.failed == 1
        (folder / "a.bin").write_bytes(b"11")
        events.wait_for(Done, "/r/a.bin")

    assert events.count(Failed) == 1
    assert "/r/a.bin is not sent unless" in str(recwarn.pop(SDSWarning).message)
    assert (watch.counts.sent, watch.counts.failed) == (2, 0)


def test_a_name_that_can_not_be_sent_is_told_once(
    sds: Client, folder: Path, events: Events, recwarn: pytest.WarningsRecorder
) -> None:
    """A name the gateway would refuse is told once, and keeps nothing else from being sent."""
    (folder / ("long" * 30)).write_bytes(b"1")
    with sds.watch(folder, sds_path="r", settle=SOON, on_event=events) as watch:
        for number in range(3):
            (folder / f"{number}.bin").write_bytes(b"1")
            events.wait_for(Done, f"{number}.bin")

    assert len(recwarn) == events.count(Failed) == watch.counts.failed == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_goes_when_it_may_be_read(
    sds: Client, folder: Path, events: Events, recwarn: pytest.WarningsRecorder
) -> None:
    """A file that may not be read is told, and sent when it may be, though its time is the same."""
    (folder / "a.bin").write_bytes(b"1")
    (folder / "a.bin").chmod(0)
    with sds.watch(folder, sds_path="r", settle=SOON, on_event=events):
        events.wait_for(Failed, "a.bin")
        (folder / "a.bin").chmod(0o600)
        events.wait_for(Done, "a.bin")

    assert len(recwarn) == 1


def test_a_refused_token_ends_the_watch(
    gateway: LocalGateway, recording: Path, recwarn: pytest.WarningsRecorder
) -> None:
    """A token that the gateway does not accept ends the watch, and raises in `wait`."""
    with client_of(gateway.url, "not.accepted") as stranger:
        watch = stranger.watch(recording, settle=SOON)
        with pytest.raises(AuthError):
            watch.wait(PATIENCE)

    assert "has ended" in str(recwarn.pop(SDSWarning).message)
    assert watch.counts.waiting == 3


def test_a_token_refused_for_uploads_ends_the_watch(
    unlucky: Client, faulty: FaultyGateway, recording: Path, recwarn: pytest.WarningsRecorder
) -> None:
    """A token that is no longer accepted in the middle ends the watch too."""
    faulty.faults.append(Fault("POST", FILES, "answer", times=100, status=401, body=REFUSAL))
    watch = unlucky.watch(recording, settle=SOON)
    with pytest.raises(AuthError):
        watch.wait(PATIENCE)

    assert "has ended" in str(recwarn.pop(SDSWarning).message)
    assert faulty.count("POST", FILES) <= 3


def test_an_error_of_the_consumer_ends_the_watch(
    sds: Client, recording: Path, recwarn: pytest.WarningsRecorder
) -> None:
    """What `on_event` raises ends the watch, and comes out of it."""

    def fail(_: Event) -> None:
        raise ZeroDivisionError

    watch = sds.watch(recording, settle=SOON, on_event=fail)
    with pytest.raises(ZeroDivisionError):
        watch.stop()

    assert "has ended" in str(recwarn.pop(SDSWarning).message)


def test_leaving_waits_for_what_settles(sds: Client, folder: Path, tmp_path: Path) -> None:
    """What was written just before the end of the `with` statement is there behind it."""
    with sds.watch(folder, sds_path="r", settle=SOON) as watch:
        (folder / "a.bin").write_bytes(b"1")
        finish(folder, "rf@1.000.h5")

    assert same_there(sds, folder, tmp_path / "back")
    assert watch.counts.waiting == 0


def test_leaving_does_not_wait_for_what_goes_on_changing(
    sds: Client, folder: Path, recwarn: pytest.WarningsRecorder
) -> None:
    """A file that is written to without end keeps no watch from ending, and a warning names it."""
    is_over = threading.Event()

    def write() -> None:
        with (folder / "endless.log").open("a", buffering=1) as log:
            while not is_over.wait(SOON / 10):
                log.write("more\n")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with sds.watch(folder, sds_path="r", settle=SOON) as watch:
            (folder / "a.bin").write_bytes(b"1")
    finally:
        is_over.set()
        writer.join()

    assert [file.path for file in sds.files.list("/")] == ["/r/a.bin"]
    assert watch.counts.waiting == 1
    assert "before /r/endless.log could be sent" in str(recwarn.pop(SDSWarning).message)


def test_a_stop_waits_for_what_is_finished_soon(sds: Client, folder: Path, tmp_path: Path) -> None:
    """A file that is still written to when a watch is stopped, and finished soon after, arrives."""
    (folder / "a.bin").write_bytes(b"half")
    writer = threading.Timer(2 * SOON, (folder / "a.bin").write_bytes, [b"the whole"])
    with sds.watch(folder, sds_path="r", settle=4 * SOON) as watch:
        writer.start()

    assert same_there(sds, folder, tmp_path / "back")
    assert watch.counts.waiting == 0


@pytest.mark.filterwarnings("ignore:/r/ is not sent")
def test_a_stop_waits_for_a_folder_that_is_away(
    sds: Client, folder: Path, events: Events, tmp_path: Path
) -> None:
    """When the folder is away for a moment while a watch ends, its files arrive all the same."""
    (folder / "a.bin").write_bytes(b"1")
    watch = sds.watch(folder, sds_path="r", settle=4 * SOON, on_event=events)
    finish(folder, "rf@1.000.h5")
    events.wait_for(Done, "rf@1.000.h5")  # so that the other one is known, too
    back = threading.Timer(8 * SOON, folder.with_name("away").rename, [folder])
    folder.rename(folder.with_name("away"))
    back.start()

    watch.stop()

    assert same_there(sds, folder, tmp_path / "back")
    assert (watch.counts.sent, watch.counts.waiting) == (2, 0)


def test_an_exception_leaves_at_once(sds: Client, folder: Path) -> None:
    """An exception in the `with` statement stops the watch without sending the rest."""
    (folder / "a.bin").write_bytes(b"1")
    with pytest.raises(KeyError), sds.watch(folder, settle=NEVER) as watch:
        raise KeyError

    assert watch.wait(0)
    assert list(sds.files.list("/")) == []


def test_a_stop_may_run_out_of_time(folder: Path, tmp_path: Path) -> None:
    """When the gateway stays away, a stop ends after its time, and says what was not sent."""
    gateway = LocalGateway(tmp_path / "gateway")
    with gateway:
        away = client_of(gateway.url, gateway.token)
    (folder / "a.bin").write_bytes(b"1")
    events = Events()
    with away:
        watch = away.watch(folder, settle=SOON, on_event=events)
        events.wait_for(Retrying)
        watch.stop(timeout=SOON)

    assert watch.wait(0)
    assert watch.counts.waiting == 1


def test_a_consumer_may_stop_the_watch(sds: Client, recording: Path) -> None:
    """`on_event` may stop the watch it is called by."""
    started: list[Watch] = []

    def stop(event: Event) -> None:
        if isinstance(event, Done):
            started[0].stop()

    started.append(sds.watch(recording, settle=SOON, on_event=stop))

    assert started[0].wait(PATIENCE)
    assert started[0].counts.sent == 3


def test_a_vanished_file_is_forgotten(sds: Client, folder: Path, events: Events) -> None:
    """A file that is gone before it was sent is no failure, and nothing waits for it."""
    (folder / "short-lived.bin").write_bytes(b"1")
    with sds.watch(folder, settle=1.0, on_event=events) as watch:
        finish(folder, "rf@1.000.h5")
        events.wait_for(Done, "rf@1.000.h5")  # the other one waits to be finished
        (folder / "short-lived.bin").unlink()

    assert (watch.counts.sent, watch.counts.failed, watch.counts.waiting) == (1, 0, 0)


def test_a_stop_at_once_breaks_off(sds: Client, folder: Path) -> None:
    """Stopped at once, a watch sends no more of the files it has begun with."""
    for number in range(500):
        (folder / f"{number}.bin").write_bytes(os.urandom(1000))
    started: list[Watch] = []

    def stop(event: Event) -> None:
        if isinstance(event, Done):
            started[0].stop(drain=False)

    started.append(sds.watch(folder, settle=SOON, on_event=stop))

    assert started[0].wait(PATIENCE)
    assert 0 < started[0].counts.sent < 500
    assert started[0].counts.waiting == 500 - started[0].counts.sent


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ({"local_path": "{folder}/absent"}, LocalFileMissingError),
        ({"local_path": "{folder}/file"}, LocalFileError),
        ({"sds_path": "../x"}, InvalidRequestError),
        ({"exclude": ["!"]}, InvalidRequestError),
        ({"settle": 0}, InvalidRequestError),
        ({"settle": math.nan}, InvalidRequestError),
    ],
    ids=repr,
)
def test_nonsense_is_refused_at_once(
    sds: Client, folder: Path, arguments: dict[str, object], kind: type[Exception]
) -> None:
    """What can't be watched is refused at the call."""
    (folder / "file").write_bytes(b"1")
    arguments = {"local_path": "{folder}", **arguments}
    arguments["local_path"] = str(arguments["local_path"]).format(folder=folder)

    with pytest.raises(kind):
        sds.watch(**arguments)  # type: ignore[arg-type]  # some are wrong on purpose


def test_dry_run_is_refused(sds: Client, recording: Path) -> None:
    """In dry-run no watch begins."""
    sds.dry_run = True

    with pytest.raises(DryRunError):
        sds.watch(recording)


def test_dry_run_makes_a_watch_wait(sds: Client, folder: Path, events: Events) -> None:
    """Turned on while a folder is watched, dry-run keeps everything here."""
    with sds.watch(folder, settle=SOON, on_event=events) as watch:
        (folder / "a.bin").write_bytes(b"1")
        events.wait_for(Done, "a.bin")
        sds.dry_run = True
        (folder / "b.bin").write_bytes(b"1")

    assert watch.counts.waiting == 1
    assert [file.path for file in sds.files.list("/")] == ["/a.bin"]


def test_a_killed_gateway_costs_nothing(folder: Path, tmp_path: Path) -> None:
    """What is finished while the gateway is dead arrives when it lives again, and once."""
    gateway = LocalGateway(tmp_path / "gateway")
    events = Events()
    with gateway, client_of(gateway.url, gateway.token) as sds:
        with sds.watch(folder, sds_path="r", settle=SOON, on_event=events) as watch:
            for life in range(2):
                for number in range(30):
                    finish(folder, f"rf@{life}.{number:03}.h5")
                events.wait_for(Done, times=60 * life + 1)
                gateway.kill()
                for number in range(30, 60):
                    finish(folder, f"rf@{life}.{number:03}.h5")
                events.wait_for(Retrying, times=events.count(Retrying) + 1)
                gateway.start()
        versions = versions_at(gateway, gateway.token)

        assert same_there(sds, folder, tmp_path / "back")
    assert versions == 120
    assert watch.counts.sent + watch.counts.there == 120


def test_a_recording_arrives_while_it_is_made(
    sds: Client, folder: Path, events: Events, tmp_path: Path
) -> None:
    """Of a real Digital RF recorder, data files arrive while it records, and in the end all."""
    pytest.importorskip("digital_rf")
    recorder = subprocess.Popen([sys.executable, "-c", RECORDER, str(folder)])

    with recorder, sds.watch(folder, sds_path="r", settle=SOON, on_event=events):
        events.wait_for(Done, ".h5", times=5)
        assert recorder.poll() is None, "it has ended before anything arrived"
        assert recorder.wait(PATIENCE) == 0

    assert events.count(Done, "0.h5") >= 20
    assert same_there(sds, folder, tmp_path / "back")
    assert not any("tmp.rf@" in name for name in tree(tmp_path / "back"))


def test_a_notice_from_elsewhere_is_passed_over(folder: Path) -> None:
    """What a kernel tells of another path, or of the folder's in another case, ends nothing."""
    with Notices(folder, wake=threading.Event()) as notices:
        notices.note(str(folder.with_name("WATCHED") / "a.bin"), is_complete=False)
        notices.note(str(folder / "b.bin"), is_complete=True)

        assert notices.take() == {"b.bin": True}


@pytest.mark.skipif(os.name == "nt", reason="no limit can be set there")
def test_a_full_temporary_disk_is_said() -> None:
    """When what is known of very many files doesn't fit on the disk, the error says what to do."""
    with largest_file(1024), Tracking() as tracking:

        def fill() -> None:
            for number in range(100_000):
                tracking.put(f"{number:04000}", Tracked("1", 1.0))

        with pytest.raises(LocalFileError, match="TMPDIR"):
            fill()
