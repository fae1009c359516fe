"""`search`: by frequency, rate, time and name, as written on a command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from spectrumx import Client
from spectrumx.localgateway import LocalGateway
from tests.cli.conftest import Program, Run, values_of
from tests.cli.terminal import lines_on_terminal
from tests.recordings import write_digital_rf, write_radiohound


@pytest.fixture(autouse=True)
def _recorded(sds: Client, tmp_path: Path) -> None:
    """A Digital RF capture at 2.45 GHz and 1 kHz, and a RadioHound one at 2 GHz and 24 MHz."""
    sds.upload_capture(write_digital_rf(tmp_path / "drf", {"ch0": 2.45e9}), sds_path="/wifi")
    sds.upload_capture(write_radiohound(tmp_path / "rh"), sds_path="/roof")


def test_help(run: Run) -> None:
    """The command explains itself with examples, and what a single value means."""
    shown = run("search", "--help")

    assert shown.exit_code == 0
    assert "  sds search --freq 2.4GHz..2.5GHz" in shown.stdout
    assert "A frequency alone is exactly that one" in shown.stdout


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ("--freq 2.4GHz..2.5GHz --time 2024-01-01..2024-07-01 --type drf", ["wifi"]),
        ("captures --freq 2..2.5GHz", ["roof", "wifi"]),
        ("--freq 2GHz", ["roof"]),
        ("--freq 2.1GHz", []),
        ("--freq 2.1GHz..", ["wifi"]),
        ("--rate ..1MHz", ["wifi"]),
        ("--rate 24MS/s", ["roof"]),
        ("--time 2024-06-27", ["roof", "wifi"]),
        ("--time 2024-06-27T12:00", []),
        ("--time 2024-06-28..", []),
        ("--name ro*", ["roof"]),
        ("--channel ch0", ["wifi"]),
        ("--box -87,41,-86,42", ["roof"]),
        ("--owner nobody@example.org", []),
        ("--filter capture_props.sample_rate match 24000000 --type rh", ["roof"]),
    ],
)
def test_conditions(run: Run, conditions: str, names: list[str]) -> None:
    """Each condition finds the captures that it describes, as JSON a line each."""
    shown = run("search", *conditions.split(), "--json")

    assert shown.exit_code == 0
    assert sorted(str(each["name"]) for each in values_of(shown)) == names


def test_rows(run: Run) -> None:
    """Piped, each capture is a line of values parted by tabs, and nothing is cut."""
    shown = run("search", "--type", "drf")

    *facts, uuid = shown.stdout.rstrip("\n").split("\t")
    assert facts == ["wifi", "drf", "2.45 GHz", "1 kHz", "2024-06-27T14:49:00Z", "1s"]
    assert len(uuid) == 36


def test_nothing_found(run: Run) -> None:
    """A search that finds nothing says so to people, on standard error, and is no failure."""
    shown = run("search", "--freq", "1Hz")

    assert (shown.exit_code, shown.stdout) == (0, "")
    assert shown.stderr == "Nothing found.\n"


def test_limit(run: Run) -> None:
    """No more are printed than asked for."""
    assert len(run("search", "--limit", "1").stdout.splitlines()) == 1


def test_files(run: Run) -> None:
    """The files of captures are found, by their paths."""
    shown = run("search", "files", "--freq", "2GHz")
    as_json = values_of(run("search", "files", "--freq", "2GHz", "--json"))

    assert shown.stdout.rstrip("\n").split("\t")[-1] == "/roof/scan.rh.json"
    assert [each["path"] for each in as_json] == ["/roof/scan.rh.json"]


def test_datasets(run: Run, sds: Client, gateway: LocalGateway) -> None:
    """The datasets of captures are found."""
    (capture,) = sds.search(capture_type="rh")
    uuid = gateway.create_dataset(
        sds.authenticate().email, "Roofs", files=[], captures=[capture.uuid]
    )

    (found,) = values_of(run("search", "datasets", "--freq", "2GHz", "--json"))

    assert (found["uuid"], found["name"]) == (str(uuid), "Roofs")


def test_no_table_of_nothing(program: Program) -> None:
    """On a terminal, a search that finds nothing draws no empty table."""
    assert lines_on_terminal(program, "search", "--freq", "1Hz", columns=80) == ["Nothing found."]


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_table_fits_the_terminal(program: Program, sds: Client, columns: int) -> None:
    """No line is longer than the terminal is wide, and identifiers are whole."""
    heading, *rows = lines_on_terminal(program, "search", columns=columns)

    assert max(map(len, [heading, *rows])) <= columns
    assert heading.split()[0] == "NAME"
    assert {row.split()[-1] for row in rows} == {str(each.uuid) for each in sds.captures.list()}


def test_a_value_of_brackets(run: Run) -> None:
    """What is too deep to be JSON is a text like any other, and finds nothing."""
    deep = "[" * 100_000

    shown = run("search", "--filter", "capture_props.sample_rate", "match", deep, "--type", "rh")

    assert "recursion" not in shown.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--freq wide", "'wide' is no frequency; write it as in 2.4GHz"),
        ("--freq 2400", "'2400' has no unit; write 2400GHz, 2400MHz"),
        ("--freq 2400..2500", "'2400' has no unit; write 2400GHz, 2400MHz"),
        ("--freq 3GHz..2GHz", "is reversed"),
        ("--time someday", "'someday' is no time"),
        ("--type wav", "'wav' is not one of"),
        ("--box 1,2,3", "write west,south,east,north"),
        ("--box 1,2,3,100", "not on Earth"),
        ("--limit 0", "0 is not in the range"),
        ("users", "'users' is not one of"),
    ],
)
def test_what_is_refused(run: Run, arguments: str, said: str) -> None:
    """A malformed condition ends with exit status 2 and what is accepted."""
    shown = run("search", *arguments.split())

    assert (shown.exit_code, shown.stdout) == (2, "")
    assert said in shown.stderr
