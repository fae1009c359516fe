"""Runs the driver: one measured call of one contestant, in a process and a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.canned import TOKEN

DRIVER = Path(__file__).with_name("driver.py")
PUBLISHED = Path(__file__).parents[1] / ".venv-published"


@dataclass(frozen=True)
class Taken:
    """What one call took.

    Attributes:
        wall: Seconds by the clock.
        user: Seconds of CPU in the program, its child processes included.
        system: Seconds of CPU in the kernel on its behalf, child processes included.
        files: Results it gave.
        failures: How many of them were failures.
        peak_rss: The most memory it had, in bytes; without child processes.
    """

    wall: float
    user: float
    system: float
    files: int
    failures: int
    peak_rss: int

    @property
    def cpu(self) -> float:
        """Seconds of CPU."""
        return self.user + self.system


def call(
    sdk: str,
    verb: str,
    job: dict[str, str],
    *,
    scratch: Path,
    token: str = TOKEN,
    under: Sequence[str] = (),
) -> Taken:
    """Run one call and wait for it.

    Args:
        sdk: "current", "published" or "shell".
        verb: What it shall do.
        job: Its arguments.
        scratch: Folder for its home and working directory.
        token: What it asks with.
        under: The command that it runs under.

    Raises:
        RuntimeError: It failed; its own words.
    """
    with tempfile.TemporaryDirectory(dir=scratch) as home:
        done = subprocess.run(  # noqa: S603
            [*under, interpreter(sdk), "-E", str(DRIVER), sdk, verb, json.dumps(job)],
            env=environment(home, token=token),
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"{sdk} {verb} {job} failed:\n{done.stderr}")
    # What it runs under may have its say besides.
    said = next(line for line in done.stdout.splitlines() if line.startswith("{"))
    return Taken(**json.loads(said))


def interpreter(sdk: str) -> str:
    """The Python that has an SDK installed."""
    return str(PUBLISHED / "bin/python") if sdk == "published" else sys.executable


def environment(home: str, *, token: str) -> dict[str, str]:
    """Variables for a process that finds no settings, caches or journals of others."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return {**kept, "HOME": home, "SDS_SECRET_TOKEN": token}
