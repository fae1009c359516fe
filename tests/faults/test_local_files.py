"""Files that change under an upload's hands are sent whole, in one of their states, or not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from blake3 import blake3

from tests.faults.plan import On
from tests.faults.scene import PLACE, Scene
from tests.faults.verdict import losses

SIZE = 9_000_000  # far more than the sockets between here and there hold
BEGUN = 1_000_000
LARGE = "z/large.bin"


def grow(path: Path) -> None:
    """Append to a file."""
    with path.open("ab") as file:
        file.write(b"more")


def shrink(path: Path) -> None:
    """Cut a file in half."""
    os.truncate(path, path.stat().st_size // 2)


def rewrite(path: Path) -> None:
    """Change a file's beginning and its end, and keep its length."""
    with path.open("r+b") as file:
        file.write(b"changed")
        file.seek(path.stat().st_size - 10)
        file.write(b"changed")


def vanish(path: Path) -> None:
    """Remove a file."""
    path.unlink()


def become_link(path: Path) -> None:
    """Put a link to another file in a file's place."""
    path.unlink()
    path.symlink_to(path.parents[1] / "a" / "00.bin")


def become_pipe(path: Path) -> None:
    """Put a pipe that nobody writes to in a file's place."""
    path.unlink()
    os.mkfifo(path)


def become_folder(path: Path) -> None:
    """Put a folder in a file's place."""
    path.unlink()
    path.mkdir()


CHANGES = (grow, shrink, rewrite, vanish, become_link, become_pipe, become_folder)


def note_state(scene: Scene) -> None:
    """Take what the large file holds now for right, too; or expect it no more."""
    path = scene.source / LARGE
    if path.is_file():
        scene.files[LARGE].add(blake3(path.read_bytes()).hexdigest())
    elif not any(row.endswith(LARGE) for row in scene.legs[-1].done):
        del scene.files[LARGE]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_file_that_changes_while_it_is_read(
    tiny_scene: Scene, change: Callable[[Path], None]
) -> None:
    """The gateway gets it whole, as it was or as it is, and never a mixture."""
    path = tiny_scene.write(LARGE, Random(2).randbytes(SIZE))

    leg = tiny_scene.upload(kills=[(BEGUN, lambda _child: change(path))])

    assert losses(tiny_scene) == []
    assert leg.is_clean == (f"/{PLACE}/{LARGE}" in leg.done)
    note_state(tiny_scene)
    tiny_scene.upload()
    assert losses(tiny_scene, is_complete=True) == []


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_file_that_changes_before_it_is_read(
    tiny_scene: Scene, change: Callable[[Path], None]
) -> None:
    """Between the scan and its turn a file may become anything; it alone fails, or is sent new."""
    path = tiny_scene.write(LARGE, Random(2).randbytes(400_000))
    was = tiny_scene.files.pop(LARGE)

    def change_and_note() -> None:
        change(path)
        now = {blake3(path.read_bytes()).hexdigest()} if path.is_file() else set()
        tiny_scene.files[LARGE] = was | now

    tiny_scene.proxy.before[On.LIST] = change_and_note
    leg = tiny_scene.upload()

    assert losses(tiny_scene) == []
    assert {each["path"] for each in leg.with_status("failed")} <= {f"/{PLACE}/{LARGE}"}
    note_state(tiny_scene)
    tiny_scene.upload()
    assert losses(tiny_scene, is_complete=True) == []


def test_an_unreadable_file_fails_alone(tiny_scene: Scene) -> None:
    """A file that may not be read is reported, and all others arrive."""
    path = tiny_scene.write("z/private.bin", b"private")
    path.chmod(0)

    leg = tiny_scene.upload(permissions_hold=True)

    assert losses(tiny_scene) == []
    assert [each["path"] for each in leg.with_status("failed")] == [f"/{PLACE}/z/private.bin"]
    path.chmod(0o644)
    tiny_scene.upload(permissions_hold=True)
    assert losses(tiny_scene, is_complete=True) == []


def test_a_folder_that_may_not_be_written_fails_its_files(tiny_scene: Scene) -> None:
    """Files for such a folder are reported, all others arrive."""
    tiny_scene.store()
    (tiny_scene.target / "a").chmod(0o555)

    leg = tiny_scene.download(permissions_hold=True)

    assert losses(tiny_scene) == []
    failed = {each["path"].split("/")[2] for each in leg.with_status("failed")}
    assert failed == {"a"}
    (tiny_scene.target / "a").chmod(0o777)
    tiny_scene.download(permissions_hold=True)
    assert losses(tiny_scene, is_complete=True) == []


def test_a_file_that_appears_meanwhile_is_kept(tiny_scene: Scene) -> None:
    """What somebody puts in a file's place during the download is not replaced."""
    tiny_scene.store()
    place = tiny_scene.target / "a" / "00.bin"
    tiny_scene.proxy.before[On.DOWNLOAD] = lambda: tiny_scene.keep(place, b"mine, and newer")

    leg = tiny_scene.download()

    assert losses(tiny_scene, is_complete=True) == []
    assert f"/{PLACE}/a/00.bin" in {each["path"] for each in leg.with_status("skipped")}
