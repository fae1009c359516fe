"""The README's examples run as they stand, but for the host."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from spectrumx.localgateway import LocalGateway
from tests.conftest import tree
from tests.recordings import write_digital_rf

README = Path(__file__).parent.parent / "README.md"


def blocks(language: str) -> list[str]:
    """The README's code blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def workplace(tmp_path: Path, recording: Path, token: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the README's reader has it: a recording, and a token in `.env`."""
    shutil.copytree(recording, tmp_path / "work" / "my_spectrum_capture")
    write_digital_rf(tmp_path / "work" / "westford", {"vpol": 1.024e9}, duration=2)
    (tmp_path / "work" / ".env").write_text(f"SDS_SECRET_TOKEN={token}\n")
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


def test_python_examples(
    workplace: Path, gateway: LocalGateway, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every Python block runs, one after the other, and does what the text says."""
    script = "\n".join(blocks("python")).replace("sds.crc.nd.edu", gateway.url)

    exec(compile(script, str(README), "exec"), {})  # the examples share their names

    printed = capsys.readouterr().out
    assert "3 planned" in printed
    assert "/my_spectrum_capture/notes.txt 12 " in printed
    assert "Signed in as user-" in printed
    assert tree(workplace / "sds-downloads") == tree(workplace / "my_spectrum_capture")
    assert tree(workplace / "search-results" / "westford") == tree(workplace / "westford")
    assert len(list((workplace / "first-second").rglob("rf@*.h5"))) == 1
    assert (workplace / "my-gateway").is_dir()


def test_shell_commands_exist() -> None:
    """Every `sds` command the README names is one, with the options it is given."""
    commands = re.findall(r"^sds (.*)$", "\n".join(blocks("bash")), re.MULTILINE)
    assert commands

    for command in commands:
        asked = [sys.executable, "-m", "spectrumx", *command.split(), "--help"]
        subprocess.run(asked, check=True, capture_output=True)


def test_make_targets_exist() -> None:
    """Every `make` target the README names is in the Makefile."""
    makefile = (README.parent / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^make ([a-z-]+)", "\n".join(blocks("bash")), re.MULTILINE)

    assert targets
    assert all(f"\n{target}:" in makefile for target in targets)


def test_linked_documents_exist() -> None:
    """Every relative link leads to a file."""
    links = re.findall(r"\]\(([^):#]+)\)", README.read_text(encoding="utf-8"))

    assert links
    assert [link for link in links if not (README.parent / link).exists()] == []
