"""The command line: the demonstration and the gateway."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from spectrumx import Client

RECORDINGS = Path(__file__).parents[2] / "shared" / "recordings"

RUN = [sys.executable, "-m", "spectrumx"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end."""
    return subprocess.run([*RUN, *arguments], check=False, capture_output=True, text=True)


@pytest.mark.parametrize("of", ["written on the spot", "recorded in the field"])
def test_demo(of: str) -> None:
    """The demonstration sends a real Digital RF recording and gets every byte back."""
    recording = RECORDINGS / "westford-vpol"
    if of == "recorded in the field" and not recording.is_dir():
        pytest.skip("the recording is not there")
    arguments = ["--recording", str(recording)] if of == "recorded in the field" else []

    shown = run("demo", *arguments)

    assert shown.returncode == 0, shown.stderr
    assert "all equal" in shown.stdout
    assert "Every byte came back." in shown.stdout


def test_gateway_serve(tmp_path: Path) -> None:
    """The gateway in the foreground prints its address and token, serves, and ends by Ctrl-C."""
    command = [*RUN, "gateway", "serve", "--root", str(tmp_path / "gw"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as served:
        assert served.stdout is not None
        address = served.stdout.readline().decode().strip().removeprefix("SDS_HOST=")
        token = served.stdout.readline().decode().strip().removeprefix("SDS_SECRET_TOKEN=")
        with Client(address, env_file=None, env_config={"SDS_SECRET_TOKEN": token}) as sds:
            assert sds.authenticate().email == "researcher@example.org"
        served.send_signal(signal.SIGINT)

    assert served.returncode == 0


def test_an_error_is_one_sentence(tmp_path: Path) -> None:
    """What can't work ends with one sentence on standard error, and no traceback."""
    (tmp_path / "file").write_text("x")

    shown = run("gateway", "serve", "--root", str(tmp_path / "file" / "inside"), "--port", "0")

    assert shown.returncode == 1
    assert shown.stderr.startswith("spectrumx: ")
    assert "Traceback" not in shown.stderr


def test_help_names_every_command() -> None:
    """`--help` lists the commands, and `--version` the version."""
    assert "demo" in run("--help").stdout
    assert "serve" in run("gateway", "--help").stdout
    assert run("--version").stdout.startswith("spectrumx, version ")
