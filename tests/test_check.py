"""`Client.check`: what two trees have in common, by the checksums of their contents."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from spectrumx import Client, InvalidRequestError, LocalFileError
from spectrumx.models.comparisons import State


def states(sds: Client, folder: Path, sds_path: str = "r") -> dict[str, State]:
    """How each path compares."""
    return {one.path: one.state for one in sds.check(folder, sds_path)}


def test_a_tree_that_was_uploaded_is_the_same(sds: Client, recording: Path) -> None:
    """After an upload every path is the same, and the comparison true."""
    sds.upload(recording, sds_path="r")

    found = sds.check(recording, "r")

    assert found
    assert len(found.same) == len(found) == 3
    assert found[0].file is not None
    assert found[0].local_path == recording / found[0].path


def test_each_difference_is_told_by_its_path(sds: Client, recording: Path) -> None:
    """Changed contents, also of the same size, and files of one side only are told apart."""
    sds.upload(recording, sds_path="r")
    (recording / "notes.txt").write_text("A clear day\n")
    (recording / "channel" / "rf@1.000.h5").write_bytes(b"shorter")
    (recording / "channel" / "rf@1.125.h5").unlink()
    (recording / "new.bin").write_bytes(b"new")

    found = sds.check(recording, "r")

    assert not found
    assert states(sds, recording) == {
        "channel/rf@1.000.h5": State.DIFFERS,
        "channel/rf@1.125.h5": State.ONLY_THERE,
        "new.bin": State.ONLY_HERE,
        "notes.txt": State.DIFFERS,
    }
    assert [one.path for one in found.only_there] == ["channel/rf@1.125.h5"]
    assert [one.path for one in found.only_here] == ["new.bin"]
    assert len(found.differs) == 2


def test_contents_are_read_though_their_checksum_is_remembered(sds: Client, tmp_path: Path) -> None:
    """Contents that changed behind unchanged size and time are found to differ."""
    path = tmp_path / "here" / "a.bin"
    path.parent.mkdir()
    path.write_bytes(b"one")
    old = path.stat().st_mtime_ns - 3_600_000_000_000
    os.utime(path, ns=(old, old))
    sds.upload(path.parent, sds_path="r")
    assert sds.check(path.parent, "r")

    path.write_bytes(b"two")
    os.utime(path, ns=(old, old))

    assert states(sds, path.parent) == {"a.bin": State.DIFFERS}


def test_a_single_file_is_compared_with_the_one_of_its_name(sds: Client, recording: Path) -> None:
    """A file is compared with that of its name in the directory, and with nothing beside it."""
    sds.upload(recording, sds_path="r")

    assert states(sds, recording / "notes.txt") == {"notes.txt": State.SAME}
    assert states(sds, recording / "notes.txt", "r/channel") == {"notes.txt": State.ONLY_HERE}


def test_a_single_file_is_compared_with_the_one_that_is_named(
    sds: Client, recording: Path, tmp_path: Path
) -> None:
    """A file is compared with the file at the path, whatever the names."""
    sds.upload(recording, sds_path="r")
    (tmp_path / "copy.txt").write_bytes((recording / "notes.txt").read_bytes())

    assert states(sds, tmp_path / "copy.txt", "r/notes.txt") == {"copy.txt": State.SAME}
    (tmp_path / "copy.txt").write_text("other")
    assert states(sds, tmp_path / "copy.txt", "r/notes.txt") == {"copy.txt": State.DIFFERS}


def test_what_an_upload_leaves_out_is_left_out(sds: Client, recording: Path) -> None:
    """Secrets and what `exclude` names count on neither side of the local tree."""
    (recording / ".env").write_text("secret")
    sds.upload(recording, sds_path="r")

    assert sds.check(recording, "r")
    (recording / "scratch.tmp").write_bytes(b"x")
    assert sds.check(recording, "r", exclude=["*.tmp"])
    assert not sds.check(recording, "r")


def test_a_file_that_cannot_be_sent_is_not_compared(sds: Client, recording: Path) -> None:
    """A name that the gateway takes for another is told with its error, and spoils the whole."""
    sds.upload(recording, sds_path="r")
    (recording / 'a"b').write_bytes(b"x")

    found = sds.check(recording, "r")

    assert not found
    assert [one.path for one in found.unknown] == ['a"b']
    assert isinstance(found.unknown[0].error, InvalidRequestError)


def test_nothing_here_and_nothing_there_is_the_same(sds: Client, tmp_path: Path) -> None:
    """Two empty trees are equal; a folder that is missing is an error."""
    assert sds.check(tmp_path, "nowhere")

    with pytest.raises(LocalFileError, match="does not exist"):
        sds.check(tmp_path / "missing", "nowhere")
