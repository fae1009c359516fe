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

from spectrumx.localgateway import serve

SERVE = """
import json, sys
from spectrumx.localgateway import serve
def announce(url, token):
    print(json.dumps([url, token]), flush=True)
serve(sys.argv[1], announce=announce, **json.loads(sys.argv[2]))
"""

INTERRUPTED = """
import signal, sys
from spectrumx.localgateway import serve
def announce(url, token):
    signal.raise_signal(signal.SIGINT)
    print("announced")
serve(sys.argv[1], announce=announce)
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@contextmanager
def _served(root: Path, **options: bool) -> Iterator[tuple[str, str | None]]:
    """Serve a folder in the foreground of another process, until interrupted."""
    command = [sys.executable, "-c", SERVE, str(root), json.dumps(options)]
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


def test_an_interrupt_at_the_very_announcement_ends_it_well(tmp_path: Path) -> None:
    """An interrupt before the first answer breaks nothing off: the gateway ends in silence."""
    command = [sys.executable, "-c", INTERRUPTED, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "announced\n", "")


def test_a_new_token_is_made_when_asked_for(tmp_path: Path) -> None:
    """Who lost the first token gets another from the old root, and the first stays good."""
    with _served(tmp_path) as (_, first):
        pass
    with _served(tmp_path, new_token=True) as (url, second):
        headers = [{"Authorization": f"Api-Key: {token}"} for token in (first, second)]
        statuses = [httpx.get(f"{url}/api/v1/auth/", headers=each).status_code for each in headers]

    assert statuses == [200, 200]
    assert first != second


def test_a_folder_of_somebody_else_is_refused_at_once(tmp_path: Path) -> None:
    """In the foreground too the refusal is an error to catch, and nothing is served."""
    (tmp_path / "thesis.tex").write_text("years of work")

    with pytest.raises(RuntimeError, match=r"holds 'thesis.tex'"):
        serve(tmp_path, announce=lambda *_: pytest.fail("it was served"))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """The error names the folder and the reason, in one sentence."""
    (tmp_path / "file").touch()
    root = tmp_path / "file" / "root"

    with pytest.raises(OSError, match="Not a directory") as caught:
        serve(root, announce=lambda *_: pytest.fail("it was served"))

    assert str(caught.value).startswith(f"cannot use the folder {root} (")
