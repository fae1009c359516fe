"""What commands print: tables that fit, and values as JSON."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from spectrumx import Client, Result
from spectrumx.cli.output import Column, as_json, printable, table
from spectrumx.errors import NotFoundError
from spectrumx.models import File, User
from spectrumx.settings import Secret
from tests.cli.terminal import open_terminal
from tests.recordings import write_digital_rf

MARK = UUID(int=7)
ROWS = f"[('westford with a long name', 1200, '2024-06-27', '{MARK}')]"
COLUMNS = (
    "['NAME', Column(title='SIZE', is_right=True), Column(title='DAY', is_optional=True), "
    "Column(title='UUID', is_whole=True)]"
)
DRAW = f"from spectrumx.cli.output import Column, table; table({ROWS}, {COLUMNS})"


def drawn(width: int, script: str = DRAW, **variables: str) -> str:
    """What a script prints on a terminal so many columns wide."""
    leader, follower = open_terminal()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(width), **variables}
    subprocess.run([sys.executable, "-c", script], check=True, stdout=follower, env=environment)
    os.close(follower)
    shown = os.read(leader, 65536).decode()
    os.close(leader)
    return shown.replace("\r\n", "\n")


@pytest.mark.parametrize("width", [120, 80, 60, 50])
def test_a_table_fits_the_terminal(width: int) -> None:
    """No line is longer than the terminal is wide, and what has to stay whole does."""
    lines = drawn(width, NO_COLOR="1", TERM="dumb").splitlines()

    assert max(map(len, lines)) <= width
    assert lines[1].rstrip().endswith(str(MARK))
    assert ("DAY" in lines[0]) == (width > 80)
    assert ("westford with a long name" in lines[1]) == (width > 60)


def test_elsewhere_rows_are_parted_by_tabs(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal nothing is cut or added: rows alone, their cells parted by tabs."""
    table([("a" * 300, None, 5), ("tab\there", "line\nbreak", "")], ["A", Column(title="B"), "C"])

    assert capsys.readouterr().out == f"{'a' * 300}\t\t5\ntab\\there\tline\\nbreak\t\n"


def test_names_cannot_move_the_cursor() -> None:
    """Control characters are written in words, and everything else stays."""
    assert printable("a\x1b[2Jb\x07\x9bc\r") == "a\\x1b[2Jb\\x07\\x9bc\\r"
    assert printable("evil\u202etxt.exe") == "evil\\u202etxt.exe"
    assert printable("München\n\t[bold] ☃") == "München\n\t[bold] ☃"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (7, 7),
        (2.5, 2.5),
        (float("nan"), None),
        (float("inf"), None),
        ("text", "text"),
        (MARK, str(MARK)),
        (Path("a/b"), str(Path("a/b"))),
        (datetime(2024, 6, 27, 14, 49, tzinfo=UTC), "2024-06-27T14:49:00+00:00"),
        (
            datetime(2024, 6, 27, tzinfo=timezone(timedelta(hours=-4))),
            "2024-06-27T00:00:00-04:00",
        ),
        (timedelta(minutes=2), 120.0),
        (Secret("abc.def"), "<hidden>"),
        (Decimal("1.5"), "1.5"),
        ({MARK: (1, [MARK])}, {str(MARK): [1, [str(MARK)]]}),
        (NotFoundError("gone"), {"kind": "NotFoundError", "message": "gone"}),
        (Result(value=MARK), {"value": str(MARK), "error": None}),
        (User(email="a@b.org"), {"email": "a@b.org", "name": ""}),
    ],
    ids=str,
)
def test_values_as_json(value: object, expected: object) -> None:
    """Each kind of value has one form in JSON."""
    assert as_json(value) == expected


def test_a_file_as_json() -> None:
    """A file has its attributes under their names, but for what the SDK does not know."""
    found = as_json(File(uuid=MARK, name="a", directory="/d", size=3, extra={"new": 1}))

    assert isinstance(found, dict)
    assert (found["uuid"], found["path"], found["size"]) == (str(MARK), "/d/a", 3)
    assert "extra" not in found


def test_a_capture_as_json(sds: Client, tmp_path: Path) -> None:
    """A capture has its uniform attributes in Hz and ISO times, and its channels."""
    folder = write_digital_rf(tmp_path / "recording", {"a": 1e9, "b": 2e9})
    found = as_json(sds.upload_capture(folder, sds_path="westford"))

    assert isinstance(found, dict)
    assert (found["center_freq"], found["sample_rate"]) == (1e9, 1000.0)
    assert found["start_time"] == "2024-06-27T14:49:00+00:00"
    assert found["capture_type"] == "drf"
    assert [each["name"] for each in found["channels"]] == ["a", "b"]
    assert not [key for key in found if key.startswith("_")]


def test_a_transfer_as_json(sds: Client, recording: Path) -> None:
    """A report has counts, and each of its files what it came to."""
    report = sds.upload(recording, sds_path="r")
    whole, each = as_json(report), as_json(report[0])
    compared = as_json(sds.check(recording, "r"))

    assert isinstance(whole, dict)
    assert (whole["ok"], whole["transferred"], whole["failed"]) == (True, 3, 0)
    assert isinstance(each, dict)
    assert (each["status"], each["reason"], each["error"]) == ("transferred", "new", None)
    assert UUID(each["uuid"])
    assert isinstance(compared, dict)
    assert (compared["ok"], compared["same"], compared["differs"]) == (True, 3, 0)
