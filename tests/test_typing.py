"""The types hold: for users of the SDK, and inside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
API = "tests/typing_api.py"
CHECKERS = ("mypy", "basedpyright")
"""Both with the project's settings, and what `make check` remembers."""

WRONG_USE = """
from spectrumx import Client

path: int = Client().files.list("r")[0].path
Client().upload("x", sds_paht="r")
"""


def check(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a type checker on the project."""
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("checker", CHECKERS)
def test_typical_use_is_clean(checker: str) -> None:
    """The checker finds nothing in typical use; `make check` looks at the package's own code."""
    done = check(checker, API)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("checker", CHECKERS)
def test_wrong_use_is_noticed(checker: str, tmp_path: Path) -> None:
    """A misspelt keyword and a value taken for another type are found in a user's script."""
    script = tmp_path / "script.py"
    script.write_text(WRONG_USE)

    done = check(checker, str(script))

    assert done.returncode == 1
    for line in (4, 5):
        assert f"script.py:{line}:" in done.stdout
