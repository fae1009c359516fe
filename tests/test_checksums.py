"""The checksum cache."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from blake3 import blake3

from spectrumx import TransferCancelledError
from spectrumx.bulk import Control
from spectrumx.transfer.checksums import Checksums, checksum_of

OLD = 1_700_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that was last changed long ago."""
    path = tmp_path / "file.bin"
    path.write_bytes(b"one" * 1_000_000)
    os.utime(path, (OLD, OLD))
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where the cache will be."""
    return tmp_path / "deep" / "cache"


def of(file: Path, cache: Path) -> str:
    """The checksum by a run of its own."""
    with Checksums(cache) as checksums:
        return checksums.of(file)


def remember_long_ago(file: Path, cache: Path, checksum: str) -> None:
    """Put a checksum for the file as it is now into the cache, however recent its inode is."""
    of(file, cache)
    status = file.stat()
    times = status.st_mtime_ns, status.st_ctime_ns
    row = (str(file), status.st_size, *times, str(status.st_ino), checksum)
    with closing(sqlite3.connect(cache / "checksums-1.sqlite")) as memory, memory:
        memory.execute("INSERT OR REPLACE INTO checksum VALUES (?, ?, ?, ?, ?, ?)", row)


def replace_unnoticed(file: Path, contents: bytes) -> None:
    """Change a file and give it back its time of change."""
    before = file.stat()
    file.write_bytes(contents)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_it_is_the_blake3(file: Path, cache: Path) -> None:
    """Computed and remembered checksums are both the file's BLAKE3."""
    expected = blake3(file.read_bytes()).hexdigest()

    assert [checksum_of(file), of(file, cache), of(file, cache)] == [expected] * 3


def test_a_file_that_looks_the_same_is_not_read_again(file: Path, cache: Path) -> None:
    """With path, size, times of change and inode as they were, the remembered checksum is used."""
    remember_long_ago(file, cache, "remembered")

    assert of(file, cache) == "remembered"


def test_contents_changed_behind_the_time_of_change_are_noticed(file: Path, cache: Path) -> None:
    """A change whose time was set back, as copying tools do, shows in the inode's own time."""
    remember_long_ago(file, cache, "remembered")
    replace_unnoticed(file, b"two" * 1_000_000)

    assert of(file, cache) == checksum_of(file)


@pytest.mark.parametrize("change", ["size", "time", "inode"])
def test_a_change_that_shows_is_noticed(file: Path, cache: Path, change: str) -> None:
    """Another size, time of change or inode means reading the file again."""
    remember_long_ago(file, cache, "remembered")
    contents = b"two" * (1_000_000 + (change == "size"))
    if change == "inode":
        other = file.with_name("other")
        file.rename(other)
    replace_unnoticed(file, contents) if file.exists() else file.write_bytes(contents)
    os.utime(file, (OLD, OLD + (change == "time")))

    assert of(file, cache) == blake3(contents).hexdigest()


def test_a_file_changed_just_now_is_not_remembered(file: Path, cache: Path) -> None:
    """Within two seconds a second change may leave the same times, so nothing is remembered."""
    of(file, cache)

    with closing(sqlite3.connect(cache / "checksums-1.sqlite")) as memory:
        assert memory.execute("SELECT * FROM checksum").fetchall() == []


@pytest.mark.parametrize("trouble", ["not a database", "a folder", "not to be made"])
def test_a_broken_cache_costs_only_time(file: Path, cache: Path, trouble: str) -> None:
    """A cache that can't be used is done without."""
    if trouble == "not to be made":
        cache.parent.write_text("a file")
    else:
        cache.mkdir(parents=True)
        database = cache / "checksums-1.sqlite"
        database.mkdir() if trouble == "a folder" else database.write_bytes(b"nonsense" * 999)

    assert of(file, cache) == checksum_of(file)


def test_a_locked_cache_costs_only_time(file: Path, cache: Path) -> None:
    """While another process holds the cache, checksums are computed."""
    of(file, cache)
    holder = sqlite3.connect(cache / "checksums-1.sqlite")
    holder.execute("BEGIN EXCLUSIVE")

    assert of(file, cache) == checksum_of(file)
    holder.close()


def test_many_runs_share_it(file: Path, cache: Path) -> None:
    """Runs at the same time do not disturb each other."""
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(of(file, cache))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [checksum_of(file)] * 8


def test_a_missing_file_is_an_error(cache: Path, tmp_path: Path) -> None:
    """What can't be read has no checksum."""
    with pytest.raises(FileNotFoundError):
        of(tmp_path / "nothing", cache)


def test_what_an_upload_computed_is_remembered(cache: Path) -> None:
    """A checksum handed over with the status of a file that rested is used by the next run."""
    resting = Path(os.__file__)
    with Checksums(cache) as checksums:
        checksums.remember(resting, resting.stat(), "handed over")

    assert of(resting, cache) == "handed over"


def test_hashing_is_broken_off(file: Path, cache: Path) -> None:
    """A file is not read on when its transfer was cancelled."""
    control = Control()
    control.cancel()

    with Checksums(cache, control) as checksums, pytest.raises(TransferCancelledError):
        checksums.of(file)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe that nobody writes to has no checksum, and that is said at once."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[Exception] = []

    def read() -> None:
        try:
            checksum_of(pipe)
        except OSError as problem:
            found.append(problem)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(10)

    assert "not a regular file" in str(found)
