"""Downloading files and directories."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from blake3 import blake3

from spectrumx import Client, InvalidRequestError, LocalFileError, SDSError, SDSWarning
from spectrumx.localgateway import LocalGateway
from spectrumx.progress import Event, Planned
from tests.conftest import tree


@pytest.fixture
def stored(sds: Client, recording: Path) -> Client:
    """A client whose `/r` holds the recording."""
    sds.upload(recording, sds_path="r")
    return sds


def test_a_directory_comes_back_whole(stored: Client, recording: Path, tmp_path: Path) -> None:
    """Files land relative to what was asked for, byte for byte, and nothing else is left there."""
    report = stored.download("r", to=tmp_path / "x" / "y")

    assert tree(tmp_path / "x" / "y") == tree(recording)
    assert all(result.verified for result in report)
    assert report[0]().local_path == tmp_path / "x" / "y" / "channel" / "rf@1.000.h5"


def test_a_single_file_keeps_its_name(stored: Client, tmp_path: Path) -> None:
    """`download("r/a.bin", to="x")` gives `x/a.bin`."""
    stored.download("/r/channel/rf@1.000.h5", to=tmp_path / "x")

    assert list(tree(tmp_path / "x")) == ["rf@1.000.h5"]


def test_the_root_comes_back_in_its_newest_versions(
    stored: Client, recording: Path, tmp_path: Path
) -> None:
    """The root holds one file for each path: its newest version, however close they followed."""
    for number in range(6):
        (recording / "notes.txt").write_text(f"version {number}")
        stored.upload(recording / "notes.txt", sds_path="r")

    stored.download("/", to=tmp_path / "x")

    assert tree(tmp_path / "x" / "r") == tree(recording)


def test_a_directory_is_not_mistaken_for_its_longer_namesake(
    stored: Client, recording: Path, tmp_path: Path
) -> None:
    """`/r` does not bring `/rx`."""
    stored.upload(recording / "notes.txt", sds_path="rx")

    report = stored.download("r", to=tmp_path / "x")

    assert len(report) == 3


def test_nothing_there_downloads_nothing(sds: Client, tmp_path: Path) -> None:
    """A path that holds nothing gives an empty report, which is still true, and a warning."""
    with pytest.warns(SDSWarning, match="nothing is at /nothing"):
        report = sds.download("/nothing", to=tmp_path / "x")

    assert len(report) == 0
    assert report


def test_the_same_contents_are_not_fetched_again(stored: Client, tmp_path: Path) -> None:
    """Local files with the same contents are skipped."""
    stored.download("r", to=tmp_path / "x")

    report = stored.download("r", to=tmp_path / "x")

    assert len(report.skipped) == 3
    assert {result.reason for result in report} == {"same contents already there"}


def test_different_local_files_are_left_alone(stored: Client, tmp_path: Path) -> None:
    """Without `overwrite` a file that differs stays, also when its size is equal, and is listed."""
    local = tmp_path / "x" / "notes.txt"
    local.parent.mkdir()
    local.write_text("A CLEAR DAY\n")

    with pytest.warns(SDSWarning, match="1 local files differ"):
        report = stored.download("r", to=tmp_path / "x")

    assert local.read_text() == "A CLEAR DAY\n"
    assert [result.local_path for result in report.conflicts] == [local]
    assert len(report.transferred) == 2


def test_overwrite_fetches_only_what_differs(stored: Client, tmp_path: Path) -> None:
    """With `overwrite` a file that differs is replaced, equal ones are not fetched."""
    stored.download("r", to=tmp_path / "x")
    (tmp_path / "x" / "notes.txt").write_text("mine")

    report = stored.download("r", to=tmp_path / "x", overwrite=True)

    assert (tmp_path / "x" / "notes.txt").read_text() == "a clear day\n"
    assert [result.sds_path for result in report.transferred] == ["/r/notes.txt"]


READ_AS_HDF5_DOES = """
import sys, fcntl
from pathlib import Path

path, end = map(Path, sys.argv[1:])
reads = refusals = 0
print("ready", flush=True)
while not end.exists():
    for _ in range(50):
        with path.open("rb", buffering=0) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                refusals += 1
            reads += 1
print(reads, refusals)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="locks of this kind")
def test_a_file_may_be_read_as_soon_as_it_is_there(stored: Client, tmp_path: Path) -> None:
    """No reader that asks for a shared lock, as HDF5 does, meets one of the download's own."""
    local, end = tmp_path / "x" / "notes.txt", tmp_path / "end"
    stored.download("r/notes.txt", to=tmp_path / "x")
    command = [sys.executable, "-c", READ_AS_HDF5_DOES, str(local), str(end)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        for number in range(60):
            local.write_text(str(number))
            stored.download("r/notes.txt", to=tmp_path / "x", overwrite=True)
        end.touch()
        reads, refusals = map(int, reader.stdout.read().split())

    assert reads > 0
    assert refusals == 0


@pytest.mark.parametrize(
    ("contents", "reason"),
    [
        ("somebody else's", "differs, and overwrite is off"),
        ("a clear day\n", "same contents already there"),
    ],
)
@pytest.mark.filterwarnings("ignore:1 local files differ")
def test_a_file_that_appears_meanwhile_is_not_overwritten(
    stored: Client, tmp_path: Path, contents: str, reason: str
) -> None:
    """What is written to a target after the plan was made stays, and is judged as by the plan."""
    local = tmp_path / "x" / "notes.txt"

    def write(event: Event) -> None:
        if isinstance(event, Planned):
            local.parent.mkdir(parents=True)
            local.write_text(contents)

    report = stored.download("r", to=tmp_path / "x", on_event=write)

    assert local.read_text() == contents
    assert [result.reason for result in report.skipped] == [reason]
    assert len(report.transferred) == 2
    assert len(tree(tmp_path / "x")) == 3


def test_to_a_file_is_refused(sds: Client, tmp_path: Path) -> None:
    """A target that is a file, or lies inside one, is an error before anything is asked."""
    (tmp_path / "file").write_text("x")

    for target in (tmp_path / "file", tmp_path / "file" / "inside"):
        with pytest.raises(LocalFileError, match="not a folder"):
            sds.download("r", to=target)
    with pytest.raises(LocalFileError, match="too long"):
        sds.download("r", to=tmp_path / ("x" * 300))


@pytest.mark.parametrize(
    ("sds_path", "to", "match"),
    [("", "x", "blank"), ("/../etc", "x", "leaves your root"), ("r", "", "blank")],
)
def test_bad_input_is_refused_before_anything_is_sent(
    new_client: Callable[..., Client], tmp_path: Path, sds_path: str, to: str, match: str
) -> None:
    """A path that can't work is a typed error, raised without asking the gateway."""
    nobody = new_client("not-a-token")

    with pytest.raises(InvalidRequestError, match=match):
        nobody.download(sds_path, to=tmp_path / to if to else "")


@pytest.mark.parametrize("place", ["r/deep", "r/deep/er"])
def test_a_link_out_of_the_target_is_not_followed(
    stored: Client, recording: Path, tmp_path: Path, place: str
) -> None:
    """A folder of the target that is a link elsewhere is not written through."""
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "channel").mkdir(parents=True)
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "deep").symlink_to(elsewhere)
    stored.upload(recording, sds_path=place)

    report = stored.download("r", to=tmp_path / "x", raise_on_error=False)

    assert len(report.failed) == 3
    assert tree(elsewhere) == {}


def test_a_link_within_the_target_is_followed(stored: Client, tmp_path: Path) -> None:
    """A folder of the target that is a link to another place in it is fine."""
    (tmp_path / "x" / "real").mkdir(parents=True)
    (tmp_path / "x" / "channel").symlink_to(tmp_path / "x" / "real")

    assert stored.download("r", to=tmp_path / "x").ok
    assert (tmp_path / "x" / "real" / "rf@1.000.h5").is_file()


def test_a_link_at_the_target_is_replaced_and_not_written_through(
    stored: Client, tmp_path: Path
) -> None:
    """Overwriting a link puts a file in its place; what it pointed to is untouched."""
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "notes.txt").symlink_to(precious)

    stored.download("r", to=tmp_path / "x", overwrite=True)

    assert precious.read_text() == "mine"
    assert (tmp_path / "x" / "notes.txt").read_text() == "a clear day\n"


def test_a_folder_at_the_target_fails_alone(stored: Client, tmp_path: Path) -> None:
    """Where a file's place is taken by a folder, that file fails and the others arrive."""
    (tmp_path / "x" / "notes.txt").mkdir(parents=True)

    report = stored.download("r", to=tmp_path / "x", raise_on_error=False)

    assert [result.sds_path for result in report.failed] == ["/r/notes.txt"]
    assert len(report.transferred) == 2


def test_written_permissions_follow_the_umask(stored: Client, tmp_path: Path) -> None:
    """A downloaded file has the permissions any new file would have."""
    before = os.umask(0o027)
    try:
        stored.download("/r/notes.txt", to=tmp_path / "x")
    finally:
        os.umask(before)

    assert (tmp_path / "x" / "notes.txt").stat().st_mode & 0o777 == 0o640


def test_a_large_file_goes_up_and_down(sds: Client, tmp_path: Path) -> None:
    """A file far larger than any buffer arrives whole, both ways."""
    source = tmp_path / "large.bin"
    source.write_bytes(os.urandom(1 << 20) * 40 + b"end")

    sent = sds.upload(source)[0]()
    sds.download("/large.bin", to=tmp_path / "x")

    checksum = blake3(source.read_bytes()).hexdigest()
    assert sent.sum_blake3 == checksum
    assert blake3((tmp_path / "x" / "large.bin").read_bytes()).hexdigest() == checksum


@pytest.mark.parametrize("size", [1, 262143, 262144, 262145, 524288, 524289])
def test_sizes_around_the_buffers(sds: Client, tmp_path: Path, size: int) -> None:
    """Files of exactly a buffer's size, one less and one more arrive whole."""
    source = tmp_path / "file.bin"
    source.write_bytes(os.urandom(size))

    sds.upload(source, sds_path="sizes")
    sds.download("sizes", to=tmp_path / "x")

    assert (tmp_path / "x" / "file.bin").read_bytes() == source.read_bytes()


def test_another_users_files_are_not_there(
    stored: Client, new_client: Callable[..., Client], gateway: LocalGateway, tmp_path: Path
) -> None:
    """Another user sees none of it, neither by path nor by uuid."""
    other = new_client(gateway.add_user("stranger@example.org"))

    with pytest.warns(SDSWarning, match="nothing is at"):
        assert len(other.download("r", to=tmp_path / "x")) == 0
    with pytest.raises(SDSError, match="do not have permission"):
        other.files.get(stored.files.list("r")[0])
