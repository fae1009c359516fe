"""What is loaded when: importing is light, and each use loads what it needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"asyncio", "dateutil", "dotenv", "httpx", "pathspec", "pycurl", "ssl", "tqdm"}
OURS = {"spectrumx.bulk", "spectrumx.resources", "spectrumx.session", "spectrumx.transfer"}
MAKE_A_CLIENT = """
import spectrumx
sds = spectrumx.Client("http://localhost:1", env_file=None, env_config={"SDS_RETRIES": "0"})
"""
ASK = """
from contextlib import suppress
with suppress(spectrumx.SDSError):
    sds.authenticate()
"""


def loaded_by(script: str) -> set[str]:
    """The modules that are loaded when a script has run in an interpreter of its own."""
    shown = f"{script}\nimport sys\nprint(*sys.modules)"
    command = [sys.executable, "-W", "error", "-c", shown]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def generated_models(modules: set[str]) -> set[str]:
    """Those of the modules that are generated models."""
    return {each for each in modules if each.startswith("spectrumx_api.models.")}


@pytest.mark.parametrize(
    "statement",
    [
        "import spectrumx",
        "from spectrumx import Client",
        "from spectrumx.models import Capture, CaptureType, Dataset, File, User",
    ],
)
def test_importing_loads_nothing_that_makes_requests(statement: str) -> None:
    """An import loads no network library, no bar, no generated model and none of our engine."""
    loaded = loaded_by(statement)

    assert loaded & (HEAVY | OURS) == set()
    assert generated_models(loaded) == set()


def test_a_client_loads_no_network_library() -> None:
    """Making a client loads neither httpx nor libcurl, nor any generated model."""
    loaded = loaded_by(MAKE_A_CLIENT)

    assert {"spectrumx.session", "spectrumx.transfer.fetch"} <= loaded
    assert loaded & {"httpx", "pathspec", "pycurl", "tqdm"} == set()
    assert generated_models(loaded) == set()


def test_a_request_loads_what_it_needs() -> None:
    """The first request loads httpx, its own operation and few models; libcurl still waits."""
    loaded = loaded_by(MAKE_A_CLIENT + ASK)

    assert {"httpx", "spectrumx_api.api.auth.auth_check"} <= loaded
    assert "spectrumx_api.models.capture_asset" not in loaded
    assert loaded & {"pycurl", "tqdm"} == set()
    assert loaded & {"httpx._main", "rich", "pygments"} == set()


def test_former_names_are_loaded_by_their_use() -> None:
    """What answers to former names is loaded when one is used, and not before."""
    before = loaded_by(MAKE_A_CLIENT)
    after = loaded_by(f"{MAKE_A_CLIENT}\nhasattr(sds, 'former')")

    assert "spectrumx.former_names.uploads" not in before
    assert "spectrumx.former_names.uploads" in after
