"""The gateway in the foreground, as the command line runs it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

SERVE = """
import json, sys
from spectrumx.localgateway import serve
serve(sys.argv[1], announce=lambda url, token: print(json.dumps([url, token]), flush=True))
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@contextmanager
def _served(root: Path) -> Iterator[tuple[str, str | None]]:
    """Serve a folder in the foreground of another process, until interrupted."""
    command = [sys.executable, "-c", SERVE, str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url, token = json.loads(process.stdout.readline())
        yield url, token
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


def test_a_new_root_announces_its_first_token(tmp_path: Path) -> None:
    """The address and a good token come with the first start, and an interrupt ends it well."""
    with _served(tmp_path) as (url, token):
        headers = {"Authorization": f"Api-Key: {token}"}
        message = httpx.get(f"{url}/api/v1/auth/", headers=headers).json()["message"]

    assert message == "API key is valid for researcher@example.org"


def test_an_old_root_announces_no_token(tmp_path: Path) -> None:
    """Tokens are told once: the second start has none to tell, and knows the first."""
    with _served(tmp_path) as (_, token):
        pass
    with _served(tmp_path) as (url, second):
        headers = {"Authorization": f"Api-Key: {token}"}
        status = httpx.get(f"{url}/api/v1/auth/", headers=headers).status_code

    assert (second, status) == (None, 200)
