"""Running the program on a terminal."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.cli.conftest import PROGRAM, Program


def open_terminal() -> tuple[int, int]:
    """Both ends of a new terminal, ours first; without such terminals the test is skipped."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals")
    ours, theirs = pty.openpty()
    return ours, theirs


def lines_on_terminal(program: Program, *arguments: str, columns: int) -> list[str]:
    """What a command prints on a terminal so wide, without the codes for bold letters."""
    ours, theirs = open_terminal()
    narrow = {**program.environment, "COLUMNS": str(columns)}
    with subprocess.Popen(
        [*PROGRAM, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=narrow
    ):
        os.close(theirs)
        shown = _read(ours)
    os.close(ours)
    return shown.replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()


def _read(terminal: int) -> str:
    shown = b""
    try:
        while more := os.read(terminal, 65536):
            shown += more
    except OSError:  # how Linux says that nobody has the terminal open any more
        pass
    return shown.decode()
