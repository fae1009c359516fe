"""One attempt at an upload whose file changes under its hands."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from spectrumx import LocalFileError
from spectrumx.bulk.jobs import UploadJob
from spectrumx.bulk.multipart import Form
from spectrumx.bulk.outgoing import Outgoing
from spectrumx.bulk.tasks import BUFFER_SIZE

SIZE = 4 * BUFFER_SIZE


def started(path: Path) -> Outgoing:
    """An upload of a large file, of which the first bytes were read."""
    job = UploadJob(
        index=0,
        source=str(path),
        directory="/r",
        name=path.name,
        media_type="",
        permissions="rw-r--r--",
        size=SIZE,
    )
    task = Outgoing(job, Form())
    task.begin()
    assert b'name="directory"' in task.read(BUFFER_SIZE)
    assert task.read(BUFFER_SIZE) == bytes(BUFFER_SIZE)
    return task


def rest(task: Outgoing) -> bytes:
    """Everything else that would be sent."""
    return b"".join(iter(lambda: task.read(BUFFER_SIZE), b""))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of several buffers."""
    path = tmp_path / "file.bin"
    path.write_bytes(bytes(SIZE))
    os.utime(path, (1, 1))
    return path


def test_a_file_at_rest_is_sent_whole(file: Path) -> None:
    """Head, contents and tail come in order, and the moved bytes are the file's."""
    task = started(file)

    sent = rest(task)

    assert sent.startswith(bytes(SIZE - BUFFER_SIZE))
    assert sent.endswith(b"--\r\n")
    assert task.moved == SIZE
    task.discard()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda path: path.write_bytes(b"x" * SIZE), "changed while it was read"),
        (lambda path: os.truncate(path, 2 * SIZE), "changed while it was read"),
        (lambda path: os.truncate(path, BUFFER_SIZE), "became shorter"),
    ],
    ids=["rewritten", "longer", "shorter"],
)
def test_a_file_that_changes_is_never_completed(
    file: Path, change: Callable[[Path], None], said: str
) -> None:
    """The body is broken off before its end, so that the gateway stores nothing."""
    task = started(file)
    change(file)

    with pytest.raises(LocalFileError, match=said):
        rest(task)
    task.discard()


def test_a_body_read_again_is_the_same(file: Path) -> None:
    """After a rewind, for a connection that has to be made anew, everything comes again."""
    task = started(file)
    first = rest(task)

    task.rewind()

    again = rest(task)
    assert again.endswith(first)
    assert task.moved == SIZE
    task.discard()
