"""Answering the program's questions on a terminal."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import PROGRAM, Program


class Terminal:
    """A terminal on which the program runs, with all that it shows, as on paper."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def type(self, text: str) -> Terminal:
        """Type a text; the terminal shows it unless the program keeps it from that."""
        os.write(self._descriptor, text.encode())
        return self

    def until(self, end: str) -> str:
        """Read until the program has written this, and give all since the last time."""
        shown = ""
        while end not in shown:
            shown += os.read(self._descriptor, 65536).decode()
        return shown


@contextmanager
def dialogue(program: Program, *arguments: str, folder: Path) -> Iterator[Terminal]:
    """Run a command in a folder on a terminal; it is awaited at the end."""
    pty = pytest.importorskip("pty", reason="there are no such terminals")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env=program.environment,
        start_new_session=True,  # or a hidden question would be asked on the terminal of the tests
    ):
        os.close(theirs)
        try:
            yield Terminal(ours)
        finally:
            os.close(ours)
