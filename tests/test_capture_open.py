"""Captures opened in SDS: read as they were recorded, and no more fetched than is needed."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import attrs
import numpy as np
import pytest

from spectrumx import (
    Client,
    ConflictError,
    DryRunError,
    IntegrityError,
    InvalidRequestError,
    NetworkError,
    NotFoundError,
    UnsupportedByGatewayError,
    rf,
)
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Capture
from tests.faulty import Fault, FaultyGateway, faulty_gateway
from tests.recordings import write_radiohound
from tests.rf.signals import START, numbers, write_drf, write_metadata, write_sigmf

RATE = 500_000
FILE = 50_000
"""Samples of a file, some 200 KB."""

COUNT = 6 * FILE - 1234
GAP = 3 * FILE + 10_000
"""Where a gap of 77 samples begins."""

MIDDLE = slice(2 * FILE + 5_000, 2 * FILE + 15_000)
"""A span within one file."""


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of six files, with a gap in the fourth and metadata."""
    folder = tmp_path_factory.mktemp("recording")
    found = numbers(COUNT, 2)
    write_drf(folder / "ch0", {0: found[:GAP], GAP + 77: found[GAP + 77 :]}, rate=RATE)
    first = int(START.timestamp() * RATE)
    write_metadata(folder / "ch0", {first: {"center_freq": 2e9, "gain": 1.0}}, rate=RATE)
    return folder


@pytest.fixture(scope="module")
def owner(gateway: LocalGateway) -> str:
    """The token of whoever recorded it."""
    return gateway.add_user(f"{uuid4()}@example.org")


@pytest.fixture(scope="module")
def uploaded(gateway: LocalGateway, owner: str, local: Path) -> Capture:
    """The recording in SDS."""
    settings = {"SDS_SECRET_TOKEN": owner}
    with Client(gateway.url, env_file=None, env_config=settings, verbose=False) as client:
        return client.upload_capture(local, sds_path="rec")


@pytest.fixture
def capture(new_client: Callable[..., Client], owner: str, uploaded: Capture) -> Capture:
    """The capture, looked up by a client that has nothing in its cache."""
    return new_client(owner).captures.get(uploaded)


@pytest.fixture
def serves_parts(new_client: Callable[..., Client], owner: str, uploaded: Capture) -> bool:
    """Whether the gateway serves parts of files."""
    try:
        return len(new_client(owner).files.read(uploaded.files[0], start=1, stop=2)) == 1
    except UnsupportedByGatewayError:
        return False


@contextmanager
def behind(
    gateway: LocalGateway, token: str, capture: Capture, **settings: object
) -> Iterator[tuple[FaultyGateway, Capture]]:
    """The capture by way of a gateway that misbehaves as told, and counts."""
    found = {"SDS_SECRET_TOKEN": token, "SDS_RETRIES": 0, **settings}
    with (
        faulty_gateway(gateway.url) as faulty,
        Client(faulty.url, env_file=None, env_config=found, verbose=False) as client,
    ):
        yield faulty, client.captures.get(capture)


def fetched(gateway: FaultyGateway) -> int:
    """How many files, or parts of some, were asked for."""
    return gateway.count("GET", "/download/")


def test_it_reads_as_it_was_recorded(capture: Capture, local: Path) -> None:
    """All facts, gaps and samples are those of the local recording."""
    with capture.open() as there, rf.open(local) as here:
        assert repr(there) == repr(here)
        assert there.gaps == here.gaps
        assert np.array_equal(there.read(gaps="zero"), here.read(gaps="zero"))
        assert there.center_freq == 2e9


@pytest.mark.parametrize("whole_files", [False, True])
def test_any_span_of_it_reads_as_recorded(
    capture: Capture, local: Path, *, whole_files: bool
) -> None:
    """Whatever is read, in whichever order: within a file, across edges, gaps, nothing, all."""
    random = np.random.default_rng(7)
    with capture.open(whole_files=whole_files) as there, rf.open(local) as here:
        for _ in range(12):
            start = int(random.integers(0, COUNT))
            stop = min(COUNT, start + int(random.choice([0, 1, 900, 20_000, FILE, 3 * FILE])))

            found, expected = (each.read(start, stop, gaps="nan") for each in (there, here))
            assert np.array_equal(found, expected, equal_nan=True)


@pytest.mark.parametrize("start", [GAP - 900, GAP + 77, GAP + 2000])
def test_around_a_gap_it_reads_as_recorded(capture: Capture, local: Path, start: int) -> None:
    """Before, across and after it, also where only a part of the file is fetched."""
    with capture.open() as there, rf.open(local) as here:
        found, expected = (each.read(start, start + 1500, gaps="zero") for each in (there, here))
        assert np.array_equal(found, expected)


@pytest.mark.parametrize(
    "kind",
    [
        {"compression": 6},
        {"checksum": True},
        {"is_complex": False},
    ],
)
def test_every_way_of_writing_files_is_read(
    sds: Client, tmp_path: Path, kind: dict[str, int]
) -> None:
    """Packed, checked by HDF5 or real, of several subchannels: equal to the local recording."""
    write_drf(tmp_path / "r" / "ch0", {0: numbers(2 * FILE, 4)}, rate=RATE, **kind)
    capture = sds.upload_capture(tmp_path / "r", sds_path="r")
    with capture.open() as there, rf.open(tmp_path / "r") as here:
        assert np.array_equal(there.read(60_000, 70_000), here.read(60_000, 70_000))
        assert there.channels == here.channels


def test_of_a_short_span_only_its_bytes_are_fetched(
    gateway: LocalGateway, owner: str, uploaded: Capture, *, serves_parts: bool
) -> None:
    """By parts little more than the samples; elsewhere the first, the last and the needed file."""
    with behind(gateway, owner, uploaded) as (faulty, capture), capture.open() as recording:
        opening, size = faulty.downloaded, max(file.size for file in capture.files)
        recording.read(MIDDLE.start, MIDDLE.stop)
        reading = faulty.downloaded - opening

    wanted = 4 * (MIDDLE.stop - MIDDLE.start)
    assert opening < (100_000 if serves_parts else 2.2 * size)
    assert wanted <= reading
    assert reading <= (wanted + 40_000 if serves_parts else size)


def test_whole_files_are_fetched_where_that_is_asked_for(
    gateway: LocalGateway, owner: str, uploaded: Capture
) -> None:
    """Then no parts are asked for, and what was read stays for the next time."""
    with behind(gateway, owner, uploaded) as (faulty, capture):
        for _ in range(2):
            with capture.open(whole_files=True) as recording:
                recording.read(MIDDLE.start, MIDDLE.stop)
            files = fetched(faulty)

    assert files == 3 + 3  # properties and metadata; first, needed and last
    assert set(faulty.ranges) == {""}


def test_what_was_fetched_is_not_fetched_again(
    gateway: LocalGateway, owner: str, uploaded: Capture
) -> None:
    """A second recording of everything asks for no contents."""
    with behind(gateway, owner, uploaded) as (faulty, capture):
        counts = []
        for _ in range(2):
            with capture.open() as recording:
                recording.read(gaps="zero")
            counts.append(fetched(faulty))

    assert counts[0] == counts[1]


def test_read_in_order_it_is_fetched_ahead(
    gateway: LocalGateway, owner: str, uploaded: Capture, local: Path
) -> None:
    """Block after block, each file is fetched once, and the blocks are all there is."""
    with behind(gateway, owner, uploaded) as (faulty, capture), capture.open() as recording:
        blocks = list(recording.blocks(10_000, gaps="zero"))

    with rf.open(local) as here:
        assert np.array_equal(np.concatenate(blocks), here.read(gaps="zero"))
    # One to learn whether parts are served, and 5 parts before it shows that all is read.
    assert fetched(faulty) <= 1 + 3 + 5 + 6


@pytest.mark.parametrize(("start", "end"), [(0.210001, 0.230003), (0.31, None), (None, 0.05)])
def test_start_and_end_narrow_it_to_the_sample(
    capture: Capture, local: Path, start: float | None, end: float | None
) -> None:
    """It begins with the first sample not before the start, and ends before the end."""
    times = [None if each is None else START + timedelta(seconds=each) for each in (start, end)]
    with capture.open(start=times[0], end=times[1]) as part, rf.open(local) as here:
        first = 0 if start is None else -int(-start * RATE // 1)
        stop = COUNT if end is None else -int(-end * RATE // 1)

        assert np.array_equal(part.read(gaps="zero"), here.read(first, stop, gaps="zero"))
        assert part.start_time == START + timedelta(seconds=first / RATE)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"channel": "ch7"}, "no channel ch7"),
        ({"start": "soon"}, "start is no time"),
        ({"start": "2030", "end": "2029"}, "start is reversed"),
        ({"start": "2030"}, "nothing was recorded there"),
    ],
)
def test_what_can_not_be_opened_is_refused(
    capture: Capture, arguments: dict[str, str], message: str
) -> None:
    """A channel or time that is none, or holds nothing."""
    with pytest.raises(InvalidRequestError, match=message):
        capture.open(**arguments)


def test_of_several_channels_one_is_named(sds: Client, tmp_path: Path) -> None:
    """Without it, the refusal names them; a channel may lie in a folder below."""
    for number, name in enumerate(("ch0", "ch1")):
        write_drf(tmp_path / "r" / "site" / name, {0: numbers(300, 2, seed=number)})
    capture = sds.upload_capture(tmp_path / "r", sds_path="r")
    with pytest.raises(InvalidRequestError, match="give channel=, one of ch0, ch1"):
        capture.open()
    with capture.open(channel="ch1") as there, rf.open(tmp_path / "r", channel="ch1") as here:
        assert np.array_equal(there.read(), here.read())


def test_a_capture_of_no_client_is_not_opened(uploaded: Capture) -> None:
    """As everything else that would ask the gateway."""
    with pytest.raises(InvalidRequestError, match="belongs to no client"):
        pickle.loads(pickle.dumps(uploaded)).open()


@pytest.mark.parametrize("end", ["start", "end"])
def test_seconds_are_refused(capture: Capture, end: str) -> None:
    """They would count from a start that is only known afterwards; the refusal says who does."""
    with pytest.raises(InvalidRequestError, match=rf"{end}=0\.5 .*recording\.read_time"):
        capture.open(**{end: 0.5})  # type: ignore[arg-type]  # what is to be refused


def test_other_formats_are_opened_whole(sds: Client, tmp_path: Path) -> None:
    """SigMF samples and RadioHound scans are those of the local recording; times are refused."""
    write_sigmf(tmp_path / "s", numbers(500, 2).ravel(), "ci16_le")
    for second in range(3):
        write_radiohound(tmp_path / "h", f"scan{second}", start=START + timedelta(seconds=second))
    for name in ("s", "h"):
        try:
            capture = sds.upload_capture(tmp_path / name, sds_path=name)
        except UnsupportedByGatewayError:
            continue
        with capture.open() as there, rf.open(tmp_path / name) as here:
            assert np.array_equal(there.read(), here.read())
        with pytest.raises(InvalidRequestError, match="opened whole"):
            capture.open(start=START)


def test_somebody_elses_capture_is_opened(
    sds: Client, gateway: LocalGateway, capture: Capture
) -> None:
    """What is shared with one reads as one's own."""
    gateway.share(capture.uuid, with_email=sds.authenticate().email)
    with sds.captures.get(capture).open() as theirs, capture.open() as mine:
        assert np.array_equal(theirs.read(0, 900), mine.read(0, 900))


def test_a_changed_capture_is_fetched_anew(sds: Client, tmp_path: Path) -> None:
    """Opened again it is the new one; what was open before stays what it was."""
    for version in (1, 2):
        write_drf(tmp_path / f"{version}" / "ch0", {0: numbers(300, 2, seed=version)})
    before = sds.upload_capture(tmp_path / "1", sds_path="r").open()
    before.read(0, 10)
    after = sds.upload_capture(tmp_path / "2", sds_path="r").open()
    for recording, version in [(after, 2), (before, 1), (after, 2)]:
        with rf.open(tmp_path / f"{version}") as here:
            assert np.array_equal(recording.read(), here.read())
    before.close()
    after.close()


def test_of_two_versions_of_a_file_the_newer_is_read(sds: Client, tmp_path: Path) -> None:
    """Some gateways' captures keep the older ones too."""
    captures = []
    for version in (1, 2):
        write_drf(tmp_path / f"{version}" / "ch0", {0: numbers(300, 2, seed=version)})
        captures.append(sds.upload_capture(tmp_path / f"{version}", sds_path="r"))
    both = {file: None for capture in reversed(captures) for file in capture.files}
    capture = attrs.evolve(captures[1], files=[tuple(both)])
    with capture.open() as there, rf.open(tmp_path / "2") as here:
        assert np.array_equal(there.read(), here.read())


def test_a_file_that_vanished_is_told_of(sds: Client, tmp_path: Path) -> None:
    """Its samples can't be had, all others can."""
    write_drf(tmp_path / "r" / "ch0", {0: numbers(500, 2)})
    capture = sds.upload_capture(tmp_path / "r", sds_path="r")
    with capture.open() as recording:
        sds.captures.delete(capture)
        (gone,) = [file for file in capture.files if file.name.endswith(".200.h5")]
        sds.files.delete(gone)
        with pytest.raises(NotFoundError):
            recording.read(150, 250)

        assert len(recording.read(100, 200)) == 100


def test_wrong_bytes_are_never_read(gateway: LocalGateway, owner: str, uploaded: Capture) -> None:
    """A file that arrives damaged is an error and not kept; the next reading fetches it anew."""
    with behind(gateway, owner, uploaded) as (faulty, capture), capture.open() as recording:
        faulty.faults.append(Fault("GET", "/download/", "flip"))
        with pytest.raises(IntegrityError):
            recording.read(FILE, 2 * FILE)

        assert len(recording.read(FILE, 2 * FILE)) == FILE


@pytest.mark.parametrize("span", [MIDDLE, slice(FILE, 2 * FILE)])
def test_a_connection_that_breaks_ends_only_one_reading(
    gateway: LocalGateway, owner: str, uploaded: Capture, span: slice
) -> None:
    """It is a typed error, and the same reading later succeeds."""
    with behind(gateway, owner, uploaded) as (faulty, capture), capture.open() as recording:
        faulty.faults.append(Fault("GET", "/download/", "cut"))
        with pytest.raises(NetworkError):
            recording.read(span.start, span.stop)

        assert len(recording.read(span.start, span.stop)) == span.stop - span.start


def test_in_dry_run_nothing_is_fetched(capture: Capture, owner: str, gateway: LocalGateway) -> None:
    """What is in the cache is read, everything else is refused."""
    settings = {"SDS_SECRET_TOKEN": owner}
    with Client(gateway.url, env_file=None, env_config=settings, dry_run=True) as client:
        looked_up = client.captures.get(capture)
        with pytest.raises(DryRunError, match="dry_run = False"):
            looked_up.open()
        with capture.open(whole_files=True) as recording:
            recording.read(0, 10)
        with looked_up.open() as recording:
            assert len(recording.read(0, 10)) == 10


def test_it_is_pickled_without_the_token(
    capture: Capture, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process opens it anew, by the token of its own environment."""
    with capture.open(start=START + timedelta(seconds=0.1)) as recording:
        pickled = pickle.dumps(recording)
        expected = recording.read(0, 1000)
    monkeypatch.setenv("SDS_SECRET_TOKEN", owner)
    with pickle.loads(pickled) as again:
        assert np.array_equal(again.read(0, 1000), expected)
    assert owner.encode() not in pickled


def test_a_pickled_recording_is_not_mixed_up_with_a_later_one(
    sds: Client, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the capture has grown meanwhile, that is said."""
    write_drf(tmp_path / "r" / "ch0", {0: numbers(300, 2)})
    with sds.upload_capture(tmp_path / "r", sds_path="r").open() as recording:
        pickled = pickle.dumps(recording)
    write_drf(tmp_path / "more" / "ch0", {0: numbers(500, 2)})
    sds.upload_capture(tmp_path / "more", sds_path="r")
    monkeypatch.setenv("SDS_SECRET_TOKEN", token)

    with pytest.raises(ConflictError, match="300 samples and has 500 now"):
        pickle.loads(pickled)


def test_many_threads_read_at_once(capture: Capture, local: Path) -> None:
    """Each gets its own samples, whoever fetches the files."""
    starts = [each * 10_007 % (COUNT - 4_000) for each in range(40)]
    with capture.open() as there, rf.open(local) as here, ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda at: there.read(at, at + 4_000, gaps="zero"), starts)
        for start, samples in zip(starts, found, strict=True):
            assert np.array_equal(samples, here.read(start, start + 4_000, gaps="zero"))


def test_threads_do_not_wait_for_each_others_files(
    gateway: LocalGateway, owner: str, uploaded: Capture
) -> None:
    """While one file comes slowly, another is fetched and read; nothing is fetched twice."""
    with (
        ThreadPoolExecutor(3) as pool,
        behind(gateway, owner, uploaded) as (faulty, capture),
        capture.open(whole_files=True) as recording,
    ):
        opening = fetched(faulty)
        faulty.faults.append(Fault("GET", "/download/", "halt"))
        slow = [pool.submit(recording.read, FILE, 2 * FILE) for _ in range(2)]
        assert faulty.halted.wait(30)

        assert len(pool.submit(recording.read, 2 * FILE, 3 * FILE).result(30)) == FILE

        faulty.go_on.set()
        assert np.array_equal(*(each.result(30) for each in slow))
        assert fetched(faulty) == opening + 2


def test_a_spectrogram_of_it_is_that_of_the_local_one(capture: Capture, local: Path) -> None:
    """What is computed of samples needs to know nothing of where they lie."""
    with capture.open() as there, rf.open(local) as here:
        spectrograms = [each.spectrogram(256, rows=8, frames=2) for each in (there, here)]

    assert np.array_equal(spectrograms[0].power, spectrograms[1].power)
