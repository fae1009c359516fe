"""Downloads that broke off go on where they stopped, and never with what belongs to another."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from spectrumx import (
    Client,
    IntegrityError,
    LocalFileError,
    NetworkError,
    SDSWarning,
    TransferCancelledError,
)
from spectrumx.localgateway import LocalGateway
from spectrumx.paths import PARTIAL_SUFFIX
from tests.conftest import tree
from tests.faulty import Fault, FaultyGateway, faulty_gateway

SIZE = 5_000_001
HALF = SIZE // 2
REST = f"bytes={HALF}-"
DOWNLOAD = "/download/"

posix_only = pytest.mark.skipif(os.name == "nt", reason="files are owned and linked otherwise")


@pytest.fixture
def faulty(gateway: LocalGateway) -> Iterator[FaultyGateway]:
    """A misbehaving proxy in front of the gateway."""
    with faulty_gateway(gateway.url) as running:
        yield running


def client_of(faulty: FaultyGateway, token: str, *, retries: int) -> Client:
    """A client that goes through the proxy."""
    settings = {"SDS_SECRET_TOKEN": token, "SDS_RETRIES": retries, "SDS_TIMEOUT": 5}
    return Client(faulty.url, env_file=None, env_config=settings, verbose=False)


@pytest.fixture
def sds(faulty: FaultyGateway, token: str) -> Iterator[Client]:
    """A client that goes through the proxy and never tries again."""
    with client_of(faulty, token, retries=0) as client:
        yield client


@pytest.fixture
def contents(sds: Client, tmp_path: Path) -> bytes:
    """What `/r/large.bin` is in SDS."""
    contents = os.urandom(SIZE)
    (tmp_path / "large.bin").write_bytes(contents)
    sds.upload(tmp_path / "large.bin", sds_path="r")
    return contents


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where it is downloaded to."""
    return tmp_path / "x"


@pytest.fixture
def partial(contents: bytes, faulty: FaultyGateway, sds: Client, folder: Path) -> Path:
    """What a download has left that broke off in its middle."""
    faulty.faults.append(Fault("GET", DOWNLOAD, "cut"))
    with pytest.raises(NetworkError):
        sds.download("r", to=folder)
    faulty.ranges.clear()
    (left,) = folder.iterdir()
    assert left.name.endswith(PARTIAL_SUFFIX)
    assert left.read_bytes() == contents[:HALF]
    return left


def test_a_retry_fetches_only_the_rest(
    faulty: FaultyGateway, token: str, contents: bytes, folder: Path
) -> None:
    """A download that is cut in its middle is tried again from there."""
    faulty.faults.append(Fault("GET", DOWNLOAD, "cut"))

    with client_of(faulty, token, retries=1) as patient:
        patient.download("r", to=folder)

    assert faulty.ranges == ["", REST]
    assert tree(folder) == {"large.bin": contents}


@pytest.mark.usefixtures("partial")
def test_the_next_run_fetches_only_the_rest(
    sds: Client, faulty: FaultyGateway, contents: bytes, folder: Path
) -> None:
    """What an earlier run left is continued, and nothing stays beside the file."""
    sds.download("r", to=folder)

    assert faulty.ranges == [REST]
    assert tree(folder) == {"large.bin": contents}


@pytest.mark.parametrize("size", [1, 262_144, 400_000])
def test_little_is_not_kept(
    sds: Client, faulty: FaultyGateway, tmp_path: Path, folder: Path, size: int
) -> None:
    """A download that broke off after few bytes leaves nothing behind."""
    (tmp_path / "small.bin").write_bytes(os.urandom(size))
    sds.upload(tmp_path / "small.bin", sds_path="r")
    faulty.faults.append(Fault("GET", DOWNLOAD, "cut"))

    with pytest.raises(NetworkError):
        sds.download("r", to=folder)

    assert tree(folder) == {}


def spoil(partial: Path) -> None:
    """Change one byte."""
    data = partial.read_bytes()
    partial.write_bytes(bytes([data[0] ^ 1]) + data[1:])


@pytest.mark.parametrize(
    "change",
    [
        spoil,
        lambda partial: partial.write_bytes(os.urandom(SIZE)),
        lambda partial: partial.write_bytes(os.urandom(2 * SIZE)),
        lambda partial: partial.write_bytes(b""),
        lambda partial: partial.write_bytes(b"a few bytes"),
    ],
    ids=["one byte wrong", "as long", "longer", "empty", "short"],
)
def test_a_wrong_part_costs_only_time(
    sds: Client, contents: bytes, partial: Path, folder: Path, change: Callable[[Path], None]
) -> None:
    """Whatever became of the part, the file is whole and right, without a retry being allowed."""
    change(partial)

    sds.download("r", to=folder)

    assert tree(folder) == {"large.bin": contents}


def test_a_whole_part_is_asked_about(
    sds: Client, faulty: FaultyGateway, contents: bytes, partial: Path, folder: Path
) -> None:
    """When only the renaming was missing, one byte is fetched."""
    partial.write_bytes(contents)

    sds.download("r", to=folder)

    assert faulty.ranges == [f"bytes={SIZE - 1}-"]
    assert tree(folder) == {"large.bin": contents}


@pytest.mark.usefixtures("partial")
@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (416, {}),
        (206, {}),
        (206, {"Content-Range": f"bytes 0-{SIZE - 1}/{SIZE}"}),
        (206, {"Content-Range": f"bytes {HALF}-{SIZE - 1}/{SIZE + 1}"}),
        (206, {"Content-Range": f"bytes {HALF}-{SIZE}/{SIZE}"}),
    ],
    ids=["refused", "no range", "all", "of another size", "beyond the end"],
)
def test_another_part_than_asked_for_is_not_taken(
    sds: Client,
    faulty: FaultyGateway,
    contents: bytes,
    folder: Path,
    status: int,
    headers: dict[str, str],
) -> None:
    """An answer with another range, or none, makes the file be fetched whole."""
    body = bytes(HALF + 1)
    fault = Fault("GET", DOWNLOAD, "answer", status=status, headers=headers, body=body)
    faulty.faults.append(fault)

    sds.download("r", to=folder)

    assert faulty.ranges == [REST, ""]
    assert tree(folder) == {"large.bin": contents}


@pytest.mark.usefixtures("partial")
def test_an_error_keeps_the_part(
    sds: Client, faulty: FaultyGateway, contents: bytes, folder: Path
) -> None:
    """A gateway that fails meanwhile costs nothing of what is there."""
    faulty.faults.append(Fault("GET", DOWNLOAD, "answer", status=500))

    sds.download("r", to=folder, raise_on_error=False)
    sds.download("r", to=folder)

    assert faulty.ranges == [REST, REST]
    assert tree(folder) == {"large.bin": contents}


def test_wrong_bytes_are_not_kept(
    sds: Client, faulty: FaultyGateway, contents: bytes, folder: Path
) -> None:
    """A download whose checksum is wrong leaves nothing to be continued."""
    del contents
    faulty.faults.append(Fault("GET", DOWNLOAD, "flip"))

    with pytest.raises(IntegrityError):
        sds.download("r", to=folder)

    assert tree(folder) == {}


@pytest.mark.usefixtures("partial")
def test_other_contents_are_not_continued(
    sds: Client, faulty: FaultyGateway, tmp_path: Path, folder: Path
) -> None:
    """When the file was replaced in SDS it is fetched whole, and the former part is removed."""
    newer = os.urandom(SIZE)
    (tmp_path / "large.bin").write_bytes(newer)
    sds.upload(tmp_path / "large.bin", sds_path="r")
    faulty.ranges.clear()

    sds.download("r", to=folder)

    assert faulty.ranges == [""]
    assert tree(folder) == {"large.bin": newer}


@posix_only
def test_a_part_in_use_is_left_alone(
    sds: Client, faulty: FaultyGateway, contents: bytes, partial: Path, folder: Path
) -> None:
    """What another process writes to is neither continued nor removed."""
    import fcntl  # noqa: PLC0415  not on Windows

    before = partial.read_bytes()
    with partial.open("rb") as another:
        fcntl.flock(another, fcntl.LOCK_EX)
        sds.download("r", to=folder)

    assert faulty.ranges == [""]
    assert tree(folder) == {"large.bin": contents, partial.name: before}


@posix_only
@pytest.mark.parametrize("kind", ["link", "hard link", "pipe", "folder", "setuid", "foreign"])
def test_what_is_not_ours_is_left_alone(
    sds: Client, contents: bytes, partial: Path, folder: Path, tmp_path: Path, kind: str
) -> None:
    """Something else by the name of a part is neither opened nor removed."""
    precious = tmp_path / "precious"
    precious.write_bytes(contents[:HALF])
    put_instead(partial, kind, precious)
    before = partial.lstat()

    sds.download("r", to=folder)

    assert partial.lstat() == before
    assert precious.read_bytes() == contents[:HALF]
    assert (folder / "large.bin").read_bytes() == contents


def put_instead(partial: Path, kind: str, precious: Path) -> None:
    """Put something else in the place of a part."""
    if kind == "setuid":
        partial.chmod(0o4755)
        return
    if kind == "foreign":
        if os.geteuid():
            pytest.skip("only root can give files away")
        os.chown(partial, 12345, 12345)
        return
    partial.unlink()
    make: dict[str, Callable[[], object]] = {
        "link": lambda: partial.symlink_to(precious),
        "hard link": lambda: partial.hardlink_to(precious),
        "pipe": lambda: os.mkfifo(partial),
        "folder": partial.mkdir,
    }
    make[kind]()


@posix_only
@pytest.mark.usefixtures("partial")
def test_permissions_follow_the_umask(sds: Client, folder: Path) -> None:
    """A file that was continued has the permissions any new file would have."""
    sds.download("r", to=folder)

    assert (folder / "large.bin").stat().st_mode & 0o7777 == 0o666 & ~umask()


def umask() -> int:
    """The bits that new files don't get."""
    before = os.umask(0)
    os.umask(before)
    return before


@pytest.mark.usefixtures("partial")
@pytest.mark.filterwarnings("ignore:.*differ")
def test_several_at_once_never_share_a_part(
    faulty: FaultyGateway, token: str, contents: bytes, folder: Path
) -> None:
    """Clients that fetch one file to one place at the same time all end with it whole."""

    def fetch(_: int) -> bool:
        with client_of(faulty, token, retries=0) as client:
            return client.download("r", to=folder, raise_on_error=False).ok

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(fetch, range(8)))

    assert tree(folder) == {"large.bin": contents}


@posix_only
@pytest.mark.parametrize("obstacle", ["folder in its place", "read-only folder"])
def test_a_part_that_cannot_be_removed_stops_nothing(
    sds: Client, faulty: FaultyGateway, tmp_path: Path, folder: Path, obstacle: str
) -> None:
    """A transfer that is cancelled ends, though a part of it can't be removed."""
    (tmp_path / "some.bin").write_bytes(os.urandom(400_000))
    sds.upload(tmp_path / "some.bin", sds_path="r")
    faulty.faults.append(Fault("GET", DOWNLOAD, "halt"))
    transfer = sds.start_download("r", to=folder)
    faulty.halted.wait(30)
    (part,) = folder.iterdir()
    hinder(part, obstacle)

    transfer.cancel()
    with pytest.raises(TransferCancelledError):
        transfer.wait(10)

    assert part.exists()
    folder.chmod(0o755)


def hinder(part: Path, obstacle: str) -> None:
    """Make a part one that can't be removed."""
    if obstacle == "folder in its place":
        part.unlink()
        part.mkdir()
        return
    part.parent.chmod(0o555)
    if os.access(part.parent, os.W_OK):
        part.parent.chmod(0o755)
        pytest.skip("the superuser is not hindered")


@posix_only
def test_what_was_put_in_the_place_of_a_part_never_gets_the_files_name(
    sds: Client, faulty: FaultyGateway, contents: bytes, folder: Path
) -> None:
    """When a part is replaced while it is written, that is an error, and the other one stays."""
    del contents
    faulty.faults.append(Fault("GET", DOWNLOAD, "halt"))
    transfer = sds.start_download("r", to=folder)
    faulty.halted.wait(30)
    (part,) = folder.iterdir()
    part.unlink()
    part.write_bytes(b"of somebody else")
    faulty.go_on.set()

    with pytest.raises(IntegrityError, match="removed, replaced or locked"):
        transfer.wait(30)

    assert tree(folder) == {part.name: b"of somebody else"}


@posix_only
def test_all_names_of_one_part_are_removed(
    sds: Client, contents: bytes, partial: Path, folder: Path
) -> None:
    """What was killed between two names leaves both, and neither stays beside the whole file."""
    second = partial.with_name(partial.name[:17] + "0" * 16 + PARTIAL_SUFFIX)
    second.hardlink_to(partial)

    sds.download("r", to=folder)

    assert tree(folder) == {"large.bin": contents}


@posix_only
def test_a_last_write_that_fails_costs_only_the_last_bytes(
    sds: Client, faulty: FaultyGateway, contents: bytes, folder: Path
) -> None:
    """When only the end doesn't fit on the disk, only the end is fetched again."""
    with largest_file(SIZE - 10), pytest.raises(LocalFileError):
        sds.download("r", to=folder)
    faulty.ranges.clear()

    sds.download("r", to=folder)

    assert faulty.ranges == [f"bytes={SIZE - 10}-"]
    assert tree(folder) == {"large.bin": contents}


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let this process write no file of more bytes, for a while."""
    import resource  # noqa: PLC0415  not on Windows

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


INTERRUPTED = """
import sys
from spectrumx import Client
settings = {"SDS_SECRET_TOKEN": sys.argv[2], "SDS_RETRIES": 0}
with Client(sys.argv[1], env_file=None, env_config=settings, verbose=False) as sds:
    sds.download("r", to=sys.argv[3])
"""


@posix_only
def test_an_interrupted_program_keeps_what_it_has(
    faulty: FaultyGateway, token: str, contents: bytes, folder: Path
) -> None:
    """After Ctrl-C a program ends at once, though nothing comes, and the part is there."""
    faulty.faults.append(Fault("GET", DOWNLOAD, "halt"))
    command = [sys.executable, "-c", INTERRUPTED, faulty.url, token, str(folder)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as program:
        faulty.halted.wait(30)
        program.send_signal(signal.SIGINT)
        program.wait(timeout=2)

    (left,) = folder.iterdir()
    assert program.returncode != 0
    assert left.read_bytes() == contents[:HALF]


@posix_only
def test_a_part_on_a_disk_without_permissions_is_continued(
    sds: Client, faulty: FaultyGateway, contents: bytes, partial: Path, folder: Path
) -> None:
    """Where all files look as if they might be executed, as on exFAT, the part is continued."""
    partial.chmod(0o777)

    sds.download("r", to=folder)

    assert faulty.ranges == [REST]
    assert tree(folder) == {"large.bin": contents}


@pytest.mark.usefixtures("partial")
def test_a_part_beside_the_whole_file_goes(sds: Client, contents: bytes, folder: Path) -> None:
    """When the file came by another way, the next download removes what was begun of it."""
    (folder / "large.bin").write_bytes(contents)

    sds.download("r", to=folder)

    assert tree(folder) == {"large.bin": contents}


def test_a_part_beside_another_file_stays(
    sds: Client, contents: bytes, partial: Path, folder: Path
) -> None:
    """As long as the local file differs, its download may still be continued."""
    (folder / "large.bin").write_bytes(b"mine")

    with pytest.warns(SDSWarning, match="differ"):
        sds.download("r", to=folder)

    assert tree(folder) == {"large.bin": b"mine", partial.name: contents[:HALF]}


def test_dry_run_removes_no_part(sds: Client, contents: bytes, partial: Path, folder: Path) -> None:
    """In dry-run what was begun of a file that is whole by now stays."""
    (folder / "large.bin").write_bytes(contents)
    sds.dry_run = True

    sds.download("r", to=folder)

    assert partial.exists()


@posix_only
def test_a_part_behind_a_link_stays(
    sds: Client, contents: bytes, partial: Path, folder: Path, tmp_path: Path
) -> None:
    """In a folder that only a link leads to nothing is removed."""
    (folder / "large.bin").write_bytes(contents)
    sds.upload(folder / "large.bin", sds_path="s/r")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "r").symlink_to(folder)

    report = sds.download("s", to=tmp_path / "other")

    assert len(report.skipped) == 1
    assert partial.exists()


@posix_only
def test_a_pipe_that_appears_at_the_target_is_left_alone(
    sds: Client, faulty: FaultyGateway, contents: bytes, folder: Path
) -> None:
    """A pipe that somebody puts at a file's place meanwhile fails that file, and is not read."""
    del contents
    faulty.faults.append(Fault("GET", DOWNLOAD, "halt"))
    transfer = sds.start_download("r", to=folder)
    faulty.halted.wait(30)
    os.mkfifo(folder / "large.bin")
    faulty.go_on.set()

    with pytest.raises(LocalFileError, match="exists"):
        transfer.wait(10)


def test_a_last_step_that_fails_costs_one_byte(
    sds: Client, faulty: FaultyGateway, contents: bytes, folder: Path
) -> None:
    """When all bytes came and only the name could not be given, they are not fetched again."""
    faulty.faults.append(Fault("GET", DOWNLOAD, "halt"))
    transfer = sds.start_download("r", to=folder, overwrite=True)
    faulty.halted.wait(30)
    (folder / "large.bin").mkdir()
    faulty.go_on.set()
    with pytest.raises(LocalFileError):
        transfer.wait(30)
    (folder / "large.bin").rmdir()
    faulty.ranges.clear()

    sds.download("r", to=folder)

    assert faulty.ranges == [f"bytes={SIZE - 1}-"]
    assert tree(folder) == {"large.bin": contents}
