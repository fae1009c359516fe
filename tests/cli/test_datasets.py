"""`datasets`: listed, shown and downloaded."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from spectrumx import Client
from spectrumx.localgateway import LocalGateway
from tests.cli.conftest import Program, Run, values_of
from tests.cli.terminal import lines_on_terminal
from tests.conftest import tree
from tests.recordings import write_radiohound


@pytest.fixture
def roofs(sds: Client, gateway: LocalGateway, tmp_path: Path) -> str:
    """A dataset of one RadioHound capture."""
    capture = sds.upload_capture(write_radiohound(tmp_path / "scans"), sds_path="/scans")
    return gateway.create_dataset(
        sds.authenticate().email,
        "Roofs",
        captures=[capture.uuid],
        description="Scans of every roof in town, " * 4,
        authors=[{"name": "Ada L"}, {"name": "Grace H"}],
    )


@pytest.mark.parametrize("command", ["list", "show", "download"])
def test_help(run: Run, command: str) -> None:
    """Each command explains itself with an example."""
    shown = run("datasets", command, "--help")

    assert shown.exit_code == 0
    assert f"  sds datasets {command} " in shown.stdout


def test_list(run: Run, roofs: str) -> None:
    """Datasets are listed by name, with their identifiers; as JSON, a line each."""
    shown = run("datasets", "list")
    (found,) = values_of(run("datasets", "list", "--json"))

    cells = shown.stdout.rstrip("\n").split("\t")
    assert (cells[0], cells[-1]) == ("Roofs", roofs)
    assert (found["name"], found["uuid"]) == ("Roofs", roofs)


def test_show(run: Run, roofs: str) -> None:
    """A dataset is shown in full."""
    facts = dict(line.split("\t") for line in run("datasets", "show", roofs).stdout.splitlines())

    assert (facts["name"], facts["uuid"]) == ("Roofs", roofs)
    assert facts["authors"] == "Ada L, Grace H"


@pytest.mark.parametrize("command", [("list",), ("show",)])
def test_it_fits_the_terminal(program: Program, roofs: str, command: tuple[str, ...]) -> None:
    """On 60 columns no line is longer, and the identifier stays in one piece."""
    arguments = [*command, roofs] if command == ("show",) else command

    lines = lines_on_terminal(program, "datasets", *arguments, columns=60)

    assert max(map(len, lines)) <= 60
    assert roofs in "\n".join(lines)


def test_download(run: Run, roofs: str, tmp_path: Path) -> None:
    """A dataset's files arrive in a folder of its name; in dry-run none does."""
    planned = run("datasets", "download", roofs, str(tmp_path / "back"), "--dry-run")
    is_there = (tmp_path / "back").exists()
    shown = run("datasets", "download", roofs, str(tmp_path / "back"))

    assert (planned.exit_code, shown.exit_code) == (0, 0)
    assert "Would move 1 file " in planned.stdout
    assert not is_there
    assert tree(tmp_path / "back" / "Roofs" / "scans") == tree(tmp_path / "scans")


def test_by_name(run: Run, roofs: str, tmp_path: Path) -> None:
    """A dataset's name stands for its uuid."""
    shown = run("datasets", "show", "Roofs", "--json")
    downloaded = run("datasets", "download", "Roofs", str(tmp_path / "back"))

    assert values_of(shown)[0]["uuid"] == roofs
    assert downloaded.exit_code == 0
    assert tree(tmp_path / "back" / "Roofs" / "scans") == tree(tmp_path / "scans")


@pytest.mark.parametrize("command", ["show", "download"])
def test_no_such_dataset(run: Run, tmp_path: Path, command: str) -> None:
    """What is not there ends with exit status 5."""
    where = [str(tmp_path / "back")] if command == "download" else []

    shown = run("datasets", command, str(uuid4()), *where)

    assert (shown.exit_code, shown.stdout) == (5, "")
