"""Record the terminal sessions that the documentation shows.

    python -m tools.transcripts    write them into the pages anew

A session is a page's blocks of the language `console`: commands, which begin with `$ `, and what
they print. They are run one after the other in a fresh folder that has the files the page shows,
in a terminal of 80 columns, and what changes from run to run is written in one way.
"""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from fcntl import ioctl
from pathlib import Path
from struct import pack
from termios import TIOCSWINSZ

from tests.snippets import blocks_of

PAGES = (Path(__file__).resolve().parents[1] / "docs" / "index.md",)
"""The pages that show sessions."""

SESSION = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.+)$", re.MULTILINE)
BETWEEN = "\0\n"
COLUMNS, LINES = 80, 40
READY = b"Ctrl-C"
"""What a command says that runs on in the background, once it is ready."""

ALWAYS_THE_SAME = (
    (r"\x1b\[[0-9;?]*[A-Za-z]", ""),  # colours
    (r"(?m)^.*\r(?!$)", ""),  # what a bar wrote over
    (r"(?m)^.*\d%\|.*\n", ""),  # the bar
    (r"\b[0-9a-f]{8}\.[\w-]{43}", "c0ffee00.your-secret-token"),
    (r"(127\.0\.0\.1|localhost):\d+", r"\1:8000"),
    (r"(?<= in )\d+(\.\d+)?( ?)s\b", r"0.1\2s"),
    (r"(?m) +$", ""),
    (r"\b\d+(\.\d+)? [kMG]?B/s", "10 MB/s"),
    (r"\b20(?!24-06)\d\d-\d\d-\d\d([T ])\d\d:\d\d:\d\d", r"2026-01-15\g<1>09:30:00"),
)
UUID = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


def main() -> None:
    """Write every session anew."""
    for page in PAGES:
        page.write_text(record(page), encoding="utf-8")
        print(page)


def record(page: Path) -> str:
    """Run a page's sessions.

    Returns:
        The page's text, with what the commands print today.
    """
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        work = Path(folder) / "work"
        work.mkdir()
        _write_files(work, page)
        # All at once, so that a uuid is written the same way in each.
        sessions = BETWEEN.join(_run_all(found, work, running) for found in SESSION.findall(text))
    recorded = iter(normalised(sessions).split(BETWEEN))
    return SESSION.sub(lambda _: next(recorded), text)


def normalised(text: str) -> str:
    """Write in one way what changes from run to run: tokens, uuids, times, ports."""
    for pattern, replacement in ALWAYS_THE_SAME:
        text = re.sub(pattern, replacement, text)
    digits: dict[str, str] = {}

    def same_each_time(found: re.Match[str]) -> str:
        digit = digits.setdefault(found[0], "123456789abcdef"[len(digits) % 15])
        return re.sub("[0-9a-f]", digit, found[0])

    return UUID.sub(same_each_time, text)


def _write_files(work: Path, page: Path) -> None:
    for block in blocks_of(page):
        if block.title:
            (work / block.title).write_text(block.text, encoding="utf-8")


def _run_all(session: str, work: Path, running: ExitStack) -> str:
    commands = COMMAND.findall(session)
    return "".join(f"$ {command}\n{_run(command, work, running)}" for command in commands)


def _run(command: str, work: Path, running: ExitStack) -> str:
    if command.endswith("&"):
        return running.enter_context(_in_background(command, work))
    process, terminal = _start(command, work)
    said = b"".join(_heard(terminal))
    if process.wait():
        raise RuntimeError(f"{command} ended with {process.returncode}:\n{said.decode()}")
    return _text(said)


@contextmanager
def _in_background(command: str, work: Path) -> Iterator[str]:
    # Any port that is free takes the default's place.
    process, terminal = _start(command.rstrip("& ") + " --port 0", work)
    said = b""
    for chunk in _heard(terminal):
        said += chunk
        if READY in said and said.endswith(b"\n"):
            break
    yield _text(said)
    os.killpg(process.pid, signal.SIGINT)
    process.wait()


def _start(command: str, work: Path) -> tuple[subprocess.Popen[bytes], int]:
    terminal, far_end = pty.openpty()
    ioctl(far_end, TIOCSWINSZ, pack("HHHH", LINES, COLUMNS, 0, 0))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SDS_")}
    kept |= {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SDS_CACHE_DIR": str(work.parent / "cache"),
        "SDS_CONFIG_DIR": str(work.parent / "config"),
        "NO_COLOR": "1",
        "TERM": "xterm",
        "TZ": "UTC",
    }
    process = subprocess.Popen(
        ["bash", "-c", command],
        cwd=work,
        env=kept,
        stdin=far_end,
        stdout=far_end,
        stderr=far_end,
        start_new_session=True,
    )
    os.close(far_end)
    return process, terminal


def _heard(terminal: int) -> Iterator[bytes]:
    """What is written to a terminal, until its far end is closed."""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # on Linux, the far end is closed
            return
        if not chunk:
            return
        yield chunk


def _text(said: bytes) -> str:
    return said.decode().replace("\r\n", "\n")


if __name__ == "__main__":
    main()
