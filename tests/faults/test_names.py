"""Whatever names a gateway gives, a download writes below its target and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.faults.scene import Scene
from tests.faults.verdict import losses, touched

Page = dict[str, Any]

NAMES = (
    "..",
    ".",
    "",
    "../beside.txt",
    "../../escaped.bin",
    "/tmp/escaped.bin",
    "x/../../../escaped.bin",
    "nul\0.bin",
    "line\nfeed.bin",
    "back\\slash.bin",
    "..\\..\\escaped.bin",
    "C:\\escaped.bin",
    "C:escaped.bin",
    "file:stream.bin",
    "CON",
    "aux.txt",
    "COM1.bin",
    "dot.",
    "space ",
    "x" * 255,
    "x" * 256,
    "é" * 150,
    "\ud800.bin",
    "\u202egnp.bin",
    "/../escaped.bin",
    "~/escaped.bin",
    "$HOME",
    "-rf",
    ".0123456789abcdef0123456789abcdef.sds-partial",
)
DIRECTORIES = (
    "/files/{}/r/../../..",
    "/../..",
    "/files/{}/r/\0",
    "/files/{}/r//etc/..",
    "/files/{}/r/../r/../../x",
    "C:\\",
    "",
    "/r",
)


def batched(names: Sequence[str], size: int) -> list[Sequence[str]]:
    """Cut a sequence into parts."""
    return [names[start : start + size] for start in range(0, len(names), size)]


def renaming(field: str, values: Sequence[str]) -> Callable[[Page], None]:
    """Change a field of the first rows of a page."""

    def rename(page: Page) -> None:
        for row, value in zip(page["results"], values, strict=False):
            row[field] = value

    return rename


def arrived(tiny_scene: Scene) -> set[str]:
    """The files below the target that the download made."""
    found = (
        path
        for path in tiny_scene.target.rglob("*")
        if path.is_file() and path not in tiny_scene.kept
    )
    return {path.relative_to(tiny_scene.target).as_posix() for path in found}


@pytest.mark.parametrize("names", batched(NAMES, 10), ids=["first", "second", "third"])
def test_names_lead_nowhere_else(tiny_scene: Scene, names: Sequence[str]) -> None:
    """Files of any names land below the target or fail alone; nothing else is touched."""
    tiny_scene.store()
    before = set(Path("/tmp").glob("escaped*"))
    tiny_scene.proxy.rewrite = renaming("name", names)

    leg = tiny_scene.download()

    assert leg.status == 0
    assert list(touched(tiny_scene)) == []
    assert set(Path("/tmp").glob("escaped*")) == before
    places = len(arrived(tiny_scene)) + len(leg.with_status("failed"))
    # One may not replace what was edited by hand, unless it was renamed.
    assert places in {len(tiny_scene.files), len(tiny_scene.files) - 1}


def test_directories_lead_nowhere_else(tiny_scene: Scene) -> None:
    """Directories that the gateway gives can't lead out of the target."""
    tiny_scene.store()
    given = [directory.format(tiny_scene.email) for directory in DIRECTORIES]
    tiny_scene.proxy.rewrite = renaming("directory", given)

    leg = tiny_scene.download()

    assert leg.status == 0
    assert list(touched(tiny_scene)) == []
    assert len(arrived(tiny_scene)) >= len(tiny_scene.files) - len(DIRECTORIES) - 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("name.bin", "NAME.bin"),
        ("é.bin", "e\u0301.bin"),
        ("ﬁ.bin", "fi.bin"),
        ("K.bin", "\u212a.bin"),
    ],
    ids=ascii,
)
def test_look_alikes_do_not_replace_each_other(tiny_scene: Scene, one: str, other: str) -> None:
    """Two names that some file systems take for one are two files, or an error and no file."""
    tiny_scene.store()

    def rename(page: Page) -> None:
        for row, name in zip(page["results"][:2], (one, other), strict=True):
            row.update(name=name)

    tiny_scene.proxy.rewrite = rename
    leg = tiny_scene.download()

    assert list(touched(tiny_scene)) == []
    assert len(arrived(tiny_scene)) == (len(tiny_scene.files) - 1 if leg.is_clean else 0)


def test_two_files_for_one_place_are_refused(tiny_scene: Scene) -> None:
    """When a file would lie where another needs a folder, nothing is written."""
    tiny_scene.store()

    def rename(page: Page) -> None:
        rows = page["results"]
        rows[1].update(directory=f"{rows[0]['directory']}/{rows[0]['name']}")

    tiny_scene.proxy.rewrite = rename
    leg = tiny_scene.download()

    assert leg.said is not None
    assert "InvalidRequestError" in leg.said["kinds"]
    assert arrived(tiny_scene) == set()


def test_a_link_out_of_the_target_is_not_followed(tiny_scene: Scene) -> None:
    """A folder of the target that is a link to elsewhere gets nothing; its files fail."""
    tiny_scene.store()
    elsewhere = tiny_scene.around / "elsewhere"
    elsewhere.mkdir()
    (tiny_scene.target / "c").symlink_to(elsewhere, target_is_directory=True)

    leg = tiny_scene.download()

    assert losses(tiny_scene) == []
    assert list(elsewhere.iterdir()) == []
    assert {each["path"].split("/")[2] for each in leg.with_status("failed")} == {"c"}


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_linked_file_is_not_written_through(tiny_scene: Scene, overwrite: bool) -> None:  # noqa: FBT001
    """Where a file's place is a link to somebody else's file, that file stays as it was."""
    tiny_scene.store()
    precious = tiny_scene.around / "precious.bin"
    tiny_scene.keep(precious, b"precious")
    (tiny_scene.target / "a" / "00.bin").symlink_to(precious)
    os.link(precious, tiny_scene.target / "a" / "03.bin")
    tiny_scene.kept.pop(tiny_scene.target / "b" / "01.bin")  # which may be overwritten here

    tiny_scene.download(overwrite=overwrite)

    assert list(touched(tiny_scene)) == []
