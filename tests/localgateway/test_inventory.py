"""A root folder is read without serving it, and without writing where nothing may be written."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from spectrumx.localgateway import LocalGateway, inventory

NOBODY = 65534
WRITABLE, FIXED = 0o755, 0o555

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")


@pytest.fixture
def root() -> Iterator[Path]:
    """A root folder that a user other than root can reach."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(WRITABLE)
        yield Path(folder) / "root"


@pytest.fixture
def gateway(
    root: Path, start: Callable[..., LocalGateway], connect: Callable[[LocalGateway], Any]
) -> LocalGateway:
    """A gateway on that folder with one file."""
    running = start(root)
    connect(running).upload("/a.txt")
    return running


def fixed(root: Path) -> dict[str, bytes]:
    """Let nobody write in a folder, and return what is in it."""
    found = {}
    for path in sorted(root.rglob("*"), reverse=True):
        if path.is_file():
            found[path.name] = path.read_bytes()
        path.chmod(FIXED)
    root.chmod(FIXED)
    return found


def outcome(root: Path) -> str:
    """Read a folder in a process that may not do everything, and return what came of it."""
    reader, writer = os.pipe()
    if not os.fork():
        try:
            if os.geteuid() == 0:
                os.setuid(NOBODY)
            said = ",".join(file.name for file in inventory.read(root).files)
        except BaseException as error:  # noqa: BLE001 - the parent judges it
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode())
        os._exit(0)
    os.wait()
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as lines:
        return lines.read()


def test_a_folder_that_is_only_readable_is_read(gateway: LocalGateway, root: Path) -> None:
    """Where nothing may be written, what was finished is read, and nothing changes."""
    gateway.stop()
    before = fixed(root)

    assert outcome(root) == "a.txt"
    assert fixed(root) == before


def test_a_folder_that_needs_writing_is_an_error_in_a_sentence(
    gateway: LocalGateway, root: Path
) -> None:
    """Where a gateway was cut off, its catalogue may be unreadable without writing: it is said."""
    gateway.kill()
    (root / "catalogue.sqlite3-shm").unlink()
    fixed(root)

    assert outcome(root).startswith(f"OSError: cannot use the folder {root} (")


def test_a_folder_that_is_served_is_read(gateway: LocalGateway, root: Path) -> None:
    """A gateway may serve the folder meanwhile."""
    assert gateway.url
    assert [file.name for file in inventory.read(root).files] == ["a.txt"]
