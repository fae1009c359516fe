"""What a killed download left is continued, and trusted no further than it proves right."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.faults.children import Child
from tests.faults.rows import path_of, rows
from tests.faults.scene import Scene
from tests.faults.verdict import losses

LARGE = "z/large.bin"
SIZE = 9_000_000
INSIDE = 7_000_000  # more than the sockets in between hold


def kill(child: Child) -> None:
    """Kill the client."""
    child.kill()


@pytest.fixture
def leftover(tiny_scene: Scene) -> Path:
    """What a download of a large file left that was killed in its midst."""
    tiny_scene.write(LARGE, Random(3).randbytes(SIZE))
    tiny_scene.store()
    tiny_scene.download(kills=[(INSIDE, kill)])
    return max(tiny_scene.target.glob("z/.*.sds-partial"), key=lambda path: path.stat().st_size)


def test_only_the_rest_is_fetched(tiny_scene: Scene, leftover: Path) -> None:
    """Of a large file that a killed download had begun, the next fetches what is missing."""
    kept = leftover.stat().st_size
    place = f"/files/{tiny_scene.email}/r/{LARGE}"
    (row,) = (
        row
        for row in rows(tiny_scene.gateway, tiny_scene.token, path=place)
        if path_of(row) == place
    )

    tiny_scene.download()

    assert losses(tiny_scene, is_complete=True) == []
    assert kept > 0
    assert tiny_scene.proxy.ledger.fetched[row["uuid"]] == SIZE - kept
    assert f"bytes={kept}-" in tiny_scene.proxy.ledger.ranges


def test_a_leftover_of_an_older_version_goes(tiny_scene: Scene, leftover: Path) -> None:
    """When the file is another by now, nothing of the leftover is used, and it is removed."""
    contents = Random(4).randbytes(SIZE)
    tiny_scene.write(LARGE, contents)
    tiny_scene.store()

    tiny_scene.download()

    assert losses(tiny_scene, is_complete=True) == []
    assert (tiny_scene.target / LARGE).read_bytes() == contents
    assert not leftover.exists()


def spoil(path: Path) -> None:
    """Change a byte."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"?!")


def lengthen(path: Path) -> None:
    """Make it longer than the file will be."""
    with path.open("ab") as file:
        file.truncate(SIZE + 1000)


def fill(path: Path) -> None:
    """Make it as long as the file will be, with other contents."""
    path.write_bytes(bytes(SIZE))


def empty(path: Path) -> None:
    """Leave nothing in it."""
    os.truncate(path, 0)


@pytest.mark.parametrize("damage", [spoil, lengthen, fill, empty], ids=lambda one: one.__name__)
def test_a_damaged_leftover_does_no_harm(
    tiny_scene: Scene, leftover: Path, damage: Callable[[Path], None]
) -> None:
    """Whatever stands in it, the file becomes right and nothing is left behind."""
    damage(leftover)

    tiny_scene.download()

    assert losses(tiny_scene, is_complete=True) == []


def link(path: Path, precious: Path) -> None:
    """Put a link to somebody's file in its place."""
    path.symlink_to(precious)


def share(path: Path, precious: Path) -> None:
    """Put another name of somebody's file in its place."""
    os.link(precious, path)


def pipe(path: Path, precious: Path) -> None:
    """Put a pipe in its place."""
    del precious
    os.mkfifo(path)


def folder(path: Path, precious: Path) -> None:
    """Put a folder in its place."""
    del precious
    path.mkdir()


@pytest.mark.parametrize("put", [link, share, pipe, folder], ids=lambda one: one.__name__)
def test_what_is_not_ours_is_never_written(
    tiny_scene: Scene, leftover: Path, put: Callable[[Path, Path], None]
) -> None:
    """Something else under a leftover's name stays as it was, and the download succeeds."""
    tiny_scene.keep(tiny_scene.around / "precious.bin", bytes(1000))
    leftover.unlink()
    put(leftover, tiny_scene.around / "precious.bin")

    leg = tiny_scene.download()

    assert losses(tiny_scene) == []
    assert leg.is_clean
    assert (tiny_scene.target / LARGE).is_file()


def test_a_second_name_of_a_finished_file_goes(tiny_scene: Scene, leftover: Path) -> None:
    """Killed between giving a file its name and removing the partial's, the next call does so."""
    tiny_scene.download()
    os.link(tiny_scene.target / LARGE, leftover)

    tiny_scene.download()

    assert losses(tiny_scene, is_complete=True) == []


def test_a_damaged_leftover_that_cannot_be_removed_ends(tiny_scene: Scene, leftover: Path) -> None:
    """Where a wrong leftover can't be removed the file fails, and is completed where it can."""
    spoil(leftover)
    leftover.parent.chmod(0o555)

    leg = tiny_scene.download(permissions_hold=True)

    assert losses(tiny_scene) == []
    assert [each["path"] for each in leg.with_status("failed")] == [f"/r/{LARGE}"]
    leftover.parent.chmod(0o777)
    tiny_scene.download(permissions_hold=True)
    assert losses(tiny_scene, is_complete=True) == []
