"""The published `spectrumx` 0.2.4, in an environment of its own, as a user of the embedded gateway.

It lives in `.venv-published`, made by the first `make test-all`; once there, every run meets it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from spectrumx.localgateway import LocalGateway

ENVIRONMENT = Path(__file__).parents[2] / ".venv-published"
READY = ENVIRONMENT / ".ready"
DRIVER = Path(__file__).with_name("driver.py")
NEW_YORK = ZoneInfo("America/New_York")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the tests here to `make test-all` until the environment is made."""
    if READY.exists():
        return
    for item in items:
        if item.path.parent == DRIVER.parent:
            item.add_marker(pytest.mark.slow)


Row = dict[str, Any]


@pytest.fixture(scope="session")
def published_python() -> Path:
    """An interpreter that has the published release."""
    python = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not READY.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "spectrumx==0.2.4"], check=True)
        READY.touch()
    return python


class Published:
    """The published release, as one user."""

    def __init__(self, python: Path, *, url: str, token: str, home: Path) -> None:
        # -E: what PYTHONPATH names may hold this project's own package of the same name.
        self._command = [str(python), "-E", str(DRIVER), url]
        self._home = home
        self._environment = {**os.environ, "HOME": str(home), "SDS_SECRET_TOKEN": token}
        self.requests: list[str] = []

    def __call__(self, call: str, *arguments: object) -> Any:
        """Run one call of the driver; `requests` are what it sent."""
        done = subprocess.run(
            [*self._command, call, *map(str, arguments)],
            env=self._environment,
            cwd=self._home,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        said = json.loads(done.stdout)
        self.requests = said["requests"]
        return said["outcome"]


@pytest.fixture
def published(
    published_python: Path, gateway: LocalGateway, token: str, tmp_path: Path
) -> Published:
    """The published release, as the user that `sds` is."""
    home = tmp_path / "home"
    home.mkdir()
    return Published(published_python, url=gateway.url, token=token, home=home)


def in_new_york(text: str) -> datetime:
    """Read a time of the release, which leaves those without a zone as they came."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=NEW_YORK)


def is_same_second(text: str, moment: datetime | None) -> bool:
    """Tell whether a time of the release and one of ours are the same, to the second."""
    return moment is not None and in_new_york(text).replace(microsecond=0) == moment.replace(
        microsecond=0
    )
