"""`captures`: listed, shown, made, renamed, downloaded and deleted."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from spectrumx import Client
from spectrumx.models import Capture
from tests.cli.conftest import Program, Run, values_of
from tests.cli.terminal import lines_on_terminal
from tests.conftest import tree
from tests.recordings import write_digital_rf, write_radiohound


@pytest.fixture
def pair(sds: Client, tmp_path: Path) -> Capture:
    """A Digital RF capture of two channels, of 3 seconds, in `/pair`."""
    folder = write_digital_rf(tmp_path / "pair", {"a": 1e9, "b": 2e9}, duration=3.0)
    return sds.upload_capture(folder, sds_path="/pair")


@pytest.fixture
def scans(sds: Client, tmp_path: Path) -> Path:
    """A RadioHound recording that is uploaded to `/scans`, but no capture."""
    folder = write_radiohound(tmp_path / "scans")
    sds.upload(folder, sds_path="/scans")
    return folder


@pytest.mark.parametrize("command", ["list", "show", "create", "rename", "download", "delete"])
def test_help(run: Run, command: str) -> None:
    """Each command explains itself with an example."""
    shown = run("captures", command, "--help")

    assert shown.exit_code == 0
    assert f"  sds captures {command} " in shown.stdout


def test_list(run: Run, pair: Capture) -> None:
    """Captures are listed with all their values, those of several channels as one."""
    shown = run("captures", "list", "--type", "drf")

    assert shown.stdout.rstrip("\n").split("\t") == [
        "pair", "drf", "1 GHz", "1 kHz", "2024-06-27T14:49:00Z", "3s", str(pair.uuid),
    ]  # fmt: skip
    assert run("captures", "list", "--type", "rh").stdout == ""


def test_list_as_json(run: Run, pair: Capture) -> None:
    """As JSON, numbers are in Hz and seconds."""
    (found,) = values_of(run("captures", "list", "--json", "--limit", "5"))

    assert (found["uuid"], found["center_freq"]) == (str(pair.uuid), 1e9)
    assert (found["sample_rate"], found["duration"]) == (1000.0, 3.0)


def test_show(run: Run, pair: Capture) -> None:
    """A capture is shown in full, and found by any channel's identifier."""
    shown = run("captures", "show", str(pair.channels[1].uuid))
    facts = [line.split("\t") for line in shown.stdout.splitlines()]

    assert ["uuid", str(pair.uuid)] in facts
    assert ["sample rate", "1 kHz"] in facts
    assert ["channel", f"b 2 GHz, {pair.channels[1].uuid}"] in facts


def test_a_capture_fits_the_terminal(program: Program, pair: Capture) -> None:
    """On 60 columns no line is longer, and identifiers stay in one piece."""
    lines = lines_on_terminal(program, "captures", "show", str(pair.uuid), columns=60)

    assert max(map(len, lines)) <= 60
    assert f"{'uuid':<18}{pair.uuid}" in lines
    assert f"{'':<18}{pair.channels[1].uuid}" in lines


@pytest.mark.usefixtures("scans")
def test_create(run: Run, sds: Client) -> None:
    """A capture is made of files that are there, and printed."""
    shown = run("captures", "create", "/scans", "--type", "rh", "--name", "roof", "--json")

    (made,) = values_of(shown)
    assert shown.exit_code == 0
    assert made["uuid"] == str(sds.captures.list()[0].uuid)
    assert sds.captures.list()[0].name == "roof"


@pytest.mark.usefixtures("scans")
def test_what_would_be_created(run: Run, sds: Client) -> None:
    """In dry-run, the request is shown and nothing is made."""
    command = ("captures", "create", "/scans", "--type", "rh", "--dry-run")
    people, (program,) = run(*command), values_of(run(*command, "--json"))

    assert people.exit_code == 0
    assert people.stdout.startswith("Would send: POST ")
    assert program["method"] == "POST"
    assert '"top_level_dir":"/scans"' in str(program["body"])
    assert not sds.captures.list()


def test_rename(run: Run, sds: Client, scans: Path) -> None:
    """A capture gets another name; in dry-run it keeps its own."""
    capture = sds.upload_capture(scans, sds_path="/scans")

    planned = run("captures", "rename", str(capture.uuid), "never", "--dry-run")
    shown = run("captures", "rename", str(capture.uuid), "at noon")

    assert planned.stdout.startswith("Would send: PATCH ")
    assert shown.stdout == f"{capture.uuid} is now named at noon.\n"
    assert sds.captures.get(capture).name == "at noon"


def test_download(run: Run, pair: Capture, tmp_path: Path) -> None:
    """A capture's files arrive below their directory."""
    shown = run("captures", "download", str(pair.uuid), str(tmp_path / "back"))

    assert shown.exit_code == 0
    assert tree(tmp_path / "back" / "pair") == tree(tmp_path / "pair")


def test_download_a_part(run: Run, pair: Capture, tmp_path: Path) -> None:
    """Of one channel and a time, fewer files arrive."""
    part = ["--channel", "a", "--start", "2024-06-27T14:49", "--end", "2024-06-27T14:50Z"]

    shown = run("captures", "download", str(pair.uuid), str(tmp_path / "back"), *part, "--json")

    paths = [str(each["sds_path"]) for each in values_of(shown)]
    assert paths
    assert all(path.startswith("/pair/a/") for path in paths)


def test_delete(run: Run, sds: Client, pair: Capture) -> None:
    """A capture is deleted with all its channels, and its files stay."""
    planned = run("captures", "delete", str(pair.uuid), "--dry-run")
    unanswered = run("captures", "delete", str(pair.uuid))
    before = len(sds.captures.list())
    deleted = run("captures", "delete", str(pair.uuid), "--yes")

    assert planned.stdout == f"Would delete capture pair ({pair.uuid}).\n"
    assert (unanswered.exit_code, before) == (2, 1)
    assert deleted.stdout == f"Deleted capture pair ({pair.uuid}).\n"
    assert not sds.captures.list()
    assert sds.files.list("/pair")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["show", str(uuid4())], 5),
        (["show", "no-such-name"], 5),
        (["show", " "], 2),
        (["delete", str(uuid4()), "--yes"], 5),
        (["download", str(uuid4()), "back"], 5),
        (["rename", str(uuid4()), "name"], 5),
        (["create", "/scans"], 2),
        (["create", "/scans", "--type", "drf"], 2),
    ],
)
def test_what_can_not_be_done(run: Run, arguments: list[str], status: int) -> None:
    """What is not there ends with exit status 5, and what is malformed with 2."""
    shown = run("captures", *arguments)

    assert (shown.exit_code, shown.stdout) == (status, "")
    assert shown.stderr


def test_by_name(run: Run, pair: Capture, tmp_path: Path) -> None:
    """A capture's name stands for its uuid."""
    shown = run("captures", "show", "pair", "--json")
    downloaded = run("captures", "download", "pair", str(tmp_path / "back"))

    assert values_of(shown)[0]["uuid"] == str(pair.uuid)
    assert downloaded.exit_code == 0
    assert tree(tmp_path / "back" / "pair") == tree(tmp_path / "pair")


@pytest.mark.usefixtures("scans")
def test_by_a_name_of_several(run: Run, sds: Client, pair: Capture) -> None:
    """A name that several captures have is refused with their uuids, and nothing is deleted."""
    other = sds.captures.create("/scans", capture_type="rh", name="pair")

    shown = run("captures", "delete", "pair", "--yes")

    assert shown.exit_code == 2
    assert "2 captures are named 'pair'" in shown.stderr
    assert str(pair.uuid) in shown.stderr
    assert str(other.uuid) in shown.stderr
    assert len(sds.captures.list()) == 2


@pytest.mark.parametrize("group", ["captures", "datasets"])
def test_a_name_that_nothing_has(run: Run, group: str) -> None:
    """Who gives a name that is none is told what shows the names."""
    shown = run(group, "show", "site 1")

    assert shown.exit_code == 5
    assert f"named 'site 1'; sds {group} list shows them" in shown.stderr
