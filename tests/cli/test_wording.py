"""The SDK's sentences, in the words of whoever typed the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.recordings import write_digital_rf, write_radiohound


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("captures create /r --type drf", "needs --channel, its directory's name"),
        ("captures create /r --type rh --channel a", "--channel is for Digital RF, not 'rh'"),
        ("upload --watch notes.txt", "is no folder; sds upload sends a single file"),
        ("upload --watch --dry-run .", "sds upload in dry-run tells what would be"),
        ("upload --capture both", 'give --type "drf" or "rh"'),
        (
            "upload --capture both --channel a --scan-group 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b",
            "--channel and --scan-group are of different formats",
        ),
        ("search --box -87,41,-86,100", "--box takes (west, south, east, north)"),
    ],
)
def test_options_and_commands(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, said: str
) -> None:
    """A refusal names the option or the command to use, and no keyword or method of Python."""
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("a sunny day\n")
    write_digital_rf(tmp_path / "both", {"a": 1e9})
    write_radiohound(tmp_path / "both")

    shown = run(*command.split())

    assert shown.exit_code in {1, 2}
    assert said in shown.stderr


@pytest.mark.parametrize("name", ["channel=", "upload()"])
def test_paths_stay_as_they_are(run: Run, tmp_path: Path, name: str) -> None:
    """A folder that is called like a keyword is named as it is."""
    folder = tmp_path / name
    folder.mkdir()

    shown = run("upload", "--capture", str(folder), "/r")

    assert f"{folder} holds no recording" in shown.stderr
