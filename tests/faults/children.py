"""Runs the SDK in a child process, and kills it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]


class Child:
    """One process of the SDK.

    Attributes:
        pid: Its number.
    """

    def __init__(self, nursery: subprocess.Popen[str]) -> None:
        assert nursery.stdout is not None, "it is a pipe"
        self._says = nursery.stdout
        self.pid = int(self._says.readline())

    def kill(self) -> None:
        """End it at once."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait for its end; return its exit status, negative for a signal."""
        return int(self._says.readline())


class Nursery:
    """Starts processes, one at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, order: dict[str, Any]) -> Child:
        """Start one with an order of `tests.faults.child`."""
        assert self._process.stdin is not None, "it is a pipe"
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Child(self._process)


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Run a process that the others are forked from."""
    command = [sys.executable, "-m", "tests.faults.child"]
    environment = {name: value for name, value in os.environ.items() if name[:4] != "SDS_"}
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Nursery(process)
