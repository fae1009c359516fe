"""Running the command line: in this process, and as the program that users have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from spectrumx.cli import cli
from spectrumx.localgateway import LocalGateway

PROGRAM = [sys.executable, "-m", "spectrumx"]
INSTALLED = Path(sys.executable).parent

Run = Callable[..., Result]


def values_of(shown: Result | subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    """What --json printed: a value of each line, for nothing else may be there."""
    return [json.loads(line) for line in shown.stdout.splitlines()]


@dataclass(frozen=True)
class Program:
    """The program in a process of its own, with settings in its environment."""

    settings: dict[str, str]

    def run(self, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
        """Run it to its end; it reads `said`."""
        return subprocess.run(
            [*PROGRAM, *arguments],
            check=False,
            capture_output=True,
            text=True,
            input=said,
            env=self.environment,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start it, with its output in pipes."""
        return subprocess.Popen(
            [*PROGRAM, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment,
        )

    @property
    def environment(self) -> dict[str, str]:
        """The tests' own, and the settings."""
        return {**os.environ, **self.settings}


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """One embedded gateway for all; its quirks are the SDK's concern, not the command line's."""
    with LocalGateway(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@pytest.fixture
def settings(gateway: LocalGateway, token: str) -> dict[str, str]:
    """The gateway, and the token of a user with nothing in it."""
    return {"SDS_HOST": gateway.url, "SDS_SECRET_TOKEN": token, "SDS_RETRIES": "1"}


@pytest.fixture
def program(settings: dict[str, str]) -> Program:
    """The program as that user."""
    return Program(settings)


@pytest.fixture
def run(settings: dict[str, str]) -> Run:
    """Run a command in this process as that user; `said` is what it reads."""

    def run_command(*arguments: str, said: str | None = None, **variables: str | None) -> Result:
        environment = {**settings, **variables}
        return CliRunner(env=environment).invoke(cli, arguments, input=said)

    return run_command
