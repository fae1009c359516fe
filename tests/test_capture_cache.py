"""The cache of opened captures: bounded, shared by processes, and never a source of wrong data."""

from __future__ import annotations

import os
import pickle
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE

import attrs
import numpy as np
import pytest
from numpy.typing import NDArray

from spectrumx import Client, LocalFileError, UnsafePathError, rf
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Capture
from spectrumx.rf import Recording
from tests.faulty import Fault, faulty_gateway
from tests.recordings import write_radiohound
from tests.rf.signals import START, numbers, write_drf

# What lies here is the same, whatever the gateway can do.
pytestmark = pytest.mark.parametrize("gateway", [()], ids=["mended"], indirect=True)

SAMPLES = 20_000
ONE_AND_A_HALF = "140kB"
"""Room for one such recording but not for two."""


@pytest.fixture
def small(new_client: Callable[..., Client], token: str) -> Client:
    """A client with a small cache."""
    return new_client(token, SDS_CACHE_SIZE=ONE_AND_A_HALF)


def upload(client: Client, folder: Path, *, seed: int) -> Capture:
    """A capture of one file of 88 KB."""
    samples = numbers(SAMPLES, 2, seed=seed)
    write_drf(folder / str(seed) / "ch0", {0: samples}, rate=SAMPLES, file_milliseconds=1000)
    return client.upload_capture(folder / str(seed), sds_path=str(seed))


def read_whole(capture: Capture) -> Recording:
    """Have all of it in the cache."""
    recording = capture.open(whole_files=True)
    recording.read()
    return recording


def cached() -> Path:
    """Where captures are kept."""
    return Path(os.environ["SDS_CACHE_DIR"]) / "captures"


def kept() -> set[str]:
    """The channels whose data files are in the cache."""
    return {file.parents[3].name for file in cached().rglob("rf@*.h5")}


def read_all(pickled: bytes) -> NDArray[np.complex64]:
    """Open a recording again, and read it."""
    with pickle.loads(pickled) as recording:
        return recording.read()


READ_ALL = """
import pickle, sys
with open("pickle", "rb") as file, pickle.load(file) as recording:
    pickle.dump(recording.read(), sys.stdout.buffer)
"""


def test_the_least_used_capture_makes_room(small: Client, tmp_path: Path) -> None:
    """What was opened last is kept, and what was used before it goes."""
    captures = [upload(small, tmp_path, seed=each) for each in (1, 2)]
    for capture in captures:
        read_whole(capture).close()

    assert kept() == {str(captures[1].uuid)}


def test_what_is_open_is_kept(small: Client, tmp_path: Path) -> None:
    """However little room there is, and whatever was used since."""
    captures = [upload(small, tmp_path, seed=each) for each in (1, 2)]
    recordings = [read_whole(capture) for capture in captures]

    assert kept() == {str(each.uuid) for each in captures}

    recordings[0].close()
    read_whole(upload(small, tmp_path, seed=3)).close()

    assert str(captures[0].uuid) not in kept()
    assert str(captures[1].uuid) in kept()
    recordings[1].close()


def test_closed_scans_are_not_kept(small: Client, tmp_path: Path) -> None:
    """They make room as samples do."""
    write_radiohound(tmp_path / "h", start=START)
    scans = small.upload_capture(tmp_path / "h", sds_path="h").open()
    scans.close()
    for seed in (1, 2):
        read_whole(upload(small, tmp_path, seed=seed)).close()

    assert not list(cached().rglob("*.json"))


def test_a_folder_that_is_not_the_caches_is_left_alone(small: Client, tmp_path: Path) -> None:
    """What somebody else put there is neither counted nor removed."""
    mine = cached() / "a" / "b" / "c" / "precious.bin"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(bytes(500_000))
    for seed in (1, 2):
        read_whole(upload(small, tmp_path, seed=seed)).close()

    assert mine.exists()


def test_of_a_capture_only_what_was_fetched_is_removed(small: Client, tmp_path: Path) -> None:
    """What somebody put beside it stays."""
    read_whole(upload(small, tmp_path, seed=1)).close()
    (place,) = cached().glob("*/*/*")
    (place / "precious.txt").write_text("mine")
    second = upload(small, tmp_path, seed=2)
    read_whole(second).close()

    assert kept() == {str(second.uuid)}
    assert (place / "precious.txt").read_text() == "mine"


def test_whoever_fetches_little_makes_room_too(
    sds: Client, new_client: Callable[..., Client], token: str, tmp_path: Path
) -> None:
    """What many programs leave behind, each of them little, does not add up."""
    read_whole(upload(sds, tmp_path, seed=1)).close()
    (large,) = cached().rglob("rf@*.h5")
    os.truncate(large, 20_000_000)
    second = upload(new_client(token, SDS_CACHE_SIZE="10MB"), tmp_path, seed=2)
    read_whole(second).close()

    assert kept() == {str(second.uuid)}


def test_a_relative_folder_is_the_same_later(
    new_client: Callable[..., Client],
    token: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is open in it is known for that, and what is not goes, in whichever folder one is."""
    monkeypatch.chdir(tmp_path)
    client = new_client(token, SDS_CACHE_DIR="cache", SDS_CACHE_SIZE=1)
    recordings = [read_whole(upload(client, tmp_path, seed=each)) for each in (1, 2)]
    cache = tmp_path / "cache" / "captures"

    assert len(list(cache.rglob("rf@*.h5"))) == 2

    for recording in recordings:
        recording.close()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    read_whole(upload(client, tmp_path, seed=3)).close()

    assert len(list(cache.rglob("rf@*.h5"))) == 1


def test_what_another_process_removed_is_kept_as_before(small: Client, tmp_path: Path) -> None:
    """Fetched again, it makes room when its turn comes."""
    with read_whole(upload(small, tmp_path, seed=1)) as recording:
        shutil.rmtree(cached())
        recording.read()
    second = upload(small, tmp_path, seed=2)
    read_whole(second).close()

    assert kept() == {str(second.uuid)}


def test_a_file_whose_folder_is_removed_while_it_comes_is_fetched_again(
    gateway: LocalGateway, sds: Client, token: str, tmp_path: Path
) -> None:
    """Another process that makes room costs time only."""
    capture = upload(sds, tmp_path, seed=1)
    with (
        faulty_gateway(gateway.url) as faulty,
        Client(faulty.url, env_config={"SDS_SECRET_TOKEN": token}, verbose=False) as client,
        client.captures.get(capture).open() as there,
        rf.open(tmp_path / "1") as here,
        ThreadPoolExecutor(1) as pool,
    ):
        shutil.rmtree(cached())
        faulty.faults.append(Fault("GET", "/download/", "halt"))
        reading = pool.submit(there.read)
        assert faulty.halted.wait(30)
        shutil.rmtree(cached())
        faulty.go_on.set()

        assert np.array_equal(reading.result(30), here.read())


def test_names_can_not_lead_out_of_it(sds: Client, tmp_path: Path) -> None:
    """A gateway that sends such paths is refused before anything is fetched."""
    capture = upload(sds, tmp_path, seed=1)
    out = [attrs.evolve(file, directory="/1/ch0/..") for file in capture.files]
    with pytest.raises(UnsafePathError):
        attrs.evolve(capture, files=[tuple(out)]).open()


def test_files_that_another_process_removed_are_fetched_again(sds: Client, tmp_path: Path) -> None:
    """A read never takes a missing file for a gap."""
    with read_whole(upload(sds, tmp_path, seed=1)) as there, rf.open(tmp_path / "1") as here:
        for entry in cached().rglob("files"):
            shutil.rmtree(entry)

        assert np.array_equal(there.read(gaps="zero"), here.read())


def test_a_file_that_somebody_changed_is_fetched_again(sds: Client, tmp_path: Path) -> None:
    """What lies in the cache is checked against SDS before it is read."""
    capture = upload(sds, tmp_path, seed=1)
    read_whole(capture).close()
    (file,) = cached().rglob("rf@*.h5")
    file.write_bytes(file.read_bytes().replace(numbers(9, 2).tobytes(), bytes(36)))
    with capture.open() as there, rf.open(tmp_path / "1") as here:
        assert np.array_equal(there.read(), here.read())


def test_several_share_it(
    sds: Client, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clients and another process that open a capture at the same moment all read it right."""
    with upload(sds, tmp_path, seed=1).open(whole_files=True) as recording:
        (tmp_path / "pickle").write_bytes(pickle.dumps(recording))
    shutil.rmtree(cached())
    monkeypatch.setenv("SDS_SECRET_TOKEN", token)
    program = subprocess.Popen([sys.executable, "-c", READ_ALL], stdout=PIPE, cwd=tmp_path)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(read_all, [(tmp_path / "pickle").read_bytes()] * 4))
    found.append(pickle.loads(program.communicate()[0]))

    with rf.open(tmp_path / "1") as here:
        assert all(np.array_equal(each, here.read()) for each in found)


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind")
def test_it_is_for_its_user_alone(sds: Client, tmp_path: Path) -> None:
    """Other users of the machine see nothing of what is in it."""
    read_whole(upload(sds, tmp_path, seed=1)).close()
    (place,) = cached().glob("*/*/*")

    assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_without_a_cache_a_capture_is_not_opened(
    new_client: Callable[..., Client], token: str, tmp_path: Path
) -> None:
    """A folder that can't be made is named, and nothing is fetched."""
    (tmp_path / "file").touch()
    client = new_client(token, SDS_CACHE_DIR=tmp_path / "file" / "cache")
    with pytest.raises(LocalFileError, match=r"can't keep captures in .*file"):
        upload(client, tmp_path, seed=1).open()
