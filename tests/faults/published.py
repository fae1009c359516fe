"""Runs of the published 0.2.4 in its own environment, as a user would make them."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.faults.scene import PLACE, Scene
from tests.published.conftest import DRIVER, ENVIRONMENT

LIMIT = 90.0
NO_END = "no end"
PYTHON = ENVIRONMENT / "bin" / "python"

_LAST_LINE = re.compile(r"^([\w.]+)(?::|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended.

    Attributes:
        error: The error's class with its module; empty where there was none.
        text: Everything that was printed.
    """

    error: str
    text: str

    @property
    def kind(self) -> str:
        """Whether the error is one that the package documents."""
        if self.error.startswith(NO_END):
            return "**hangs**"
        return "typed" if self.error.startswith("spectrumx.") else "**foreign**"


def upload(scene: Scene) -> Ending:
    """Upload the source."""
    return _call(scene, "upload", str(scene.source), f"/{PLACE}")


def download(scene: Scene) -> Ending:
    """Download into the target, where it makes folders of its own: see `target_of`."""
    return _call(scene, "download", f"/{PLACE}", str(scene.target))


def target_of(scene: Scene) -> Path:
    """Where its downloads land."""
    return scene.target / "files" / scene.email / PLACE


def _call(scene: Scene, *arguments: str) -> Ending:
    home = scene.folder / "home"
    home.mkdir(exist_ok=True)
    (home / ".env").write_text("HTTP_TIMEOUT=2\n")
    environment = {**os.environ, "HOME": str(home), "SDS_SECRET_TOKEN": scene.token}
    command = [str(PYTHON), "-E", str(DRIVER), scene.proxy.url, *arguments]
    try:
        done = subprocess.run(
            command,
            env=environment,
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT,
        )
    except subprocess.TimeoutExpired:
        return Ending(f"{NO_END} within {LIMIT:.0f} s", "")
    text = done.stdout + done.stderr
    if not done.returncode:
        return Ending("", text)
    lines = _LAST_LINE.findall(done.stderr)
    return Ending(lines[-1] if lines else f"exit status {done.returncode}", text)
