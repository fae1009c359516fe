"""What the SDK logs, where it is shown, and what is never in it."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest

from spectrumx import Client, ConfigError, NetworkError
from spectrumx.localgateway import LocalGateway
from spectrumx.logs import JSONFormatter
from tests.faulty import Fault, FaultyGateway, faulty_gateway

FILES = "/api/v1/assets/files/"
LOGGER = logging.getLogger("spectrumx")
SCRIPT = """
import logging, sys
import spectrumx
assert len(logging.getLogger("spectrumx").handlers) == 1, "importing installed a handler"
for _ in range(2):
    with spectrumx.Client(env_file=None, verbose=False) as sds:
        sds.upload(sys.argv[1], sds_path="r")
        logging.getLogger("spectrumx.test").warning("the token is %s", sys.argv[2])
assert logging.getLogger().handlers == [], "the root logger was configured"
"""


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, object]]]]:
    """What the SDK logs in a test at any level, by way of a user's own handler of JSON lines."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JSONFormatter())
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    LOGGER.setLevel(logging.NOTSET)
    LOGGER.removeHandler(handler)


@pytest.fixture
def faulty(gateway: LocalGateway) -> Iterator[FaultyGateway]:
    """A misbehaving proxy in front of the gateway."""
    with faulty_gateway(gateway.url) as running:
        yield running


@pytest.fixture
def unlucky(faulty: FaultyGateway, token: str) -> Iterator[Client]:
    """A client that goes through the proxy, and tries once more."""
    settings = {"SDS_SECRET_TOKEN": token, "SDS_RETRIES": 1}
    with Client(faulty.url, env_file=None, env_config=settings, verbose=False) as client:
        yield client


def stderr_of(gateway: LocalGateway, token: str, folder: Path, level: str) -> str:
    """What a script that uploads a folder twice prints on standard error at a level."""
    environment = {
        **os.environ,
        "SDS_HOST": gateway.url,
        "SDS_SECRET_TOKEN": token,
        "SPECTRUMX_LOG": level,
    }
    command = [sys.executable, "-W", "error", "-c", SCRIPT, folder, token]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr


def test_the_environment_shows_every_request(
    gateway: LocalGateway, token: str, recording: Path
) -> None:
    """With SPECTRUMX_LOG=debug, calls and contents are on standard error, each of them once."""
    shown = stderr_of(gateway, token, recording, "debug")

    contents = re.findall(rf"POST {FILES}: 201, \d+ ms, \d+ bytes, file (\S+)\n", shown)
    assert sorted(contents) == sorted(map(str, filter(Path.is_file, recording.rglob("*"))))
    assert len(re.findall(r"GET /api/v1/auth/?: 200, \d+ ms, \d+ bytes\n", shown)) == 2


@pytest.mark.parametrize("level", ["debug", "Warning"])
def test_a_token_that_slips_in_is_masked(
    gateway: LocalGateway, token: str, recording: Path, level: str
) -> None:
    """Even what somebody else logs below the SDK's name does not show the token."""
    shown = stderr_of(gateway, token, recording, level)

    assert shown.count("WARNING spectrumx.test: the token is <hidden>\n") == 2
    assert token not in shown


@pytest.mark.parametrize(("level", "count"), [("warning", 2), ("", 0), (" ", 0)])
def test_only_what_was_asked_for_is_shown(
    gateway: LocalGateway, token: str, tmp_path: Path, level: str, count: int
) -> None:
    """At a higher level no requests are shown, and without the variable nothing is."""
    (tmp_path / "a").write_text("a")

    lines = stderr_of(gateway, token, tmp_path, level).splitlines()

    # Python itself prints warnings that no handler takes, but the SDK has one that does.
    assert len(lines) == count


def test_an_unknown_level_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A level that there is not is a ConfigError that names those there are."""
    monkeypatch.setenv("SPECTRUMX_LOG", "verbose")

    with pytest.raises(ConfigError, match="expected debug, info, warning"):
        Client(env_file=None)


def test_an_answer_s_facts_are_keys(
    unlucky: Client, faulty: FaultyGateway, lines: Callable[[], list[dict[str, object]]]
) -> None:
    """A JSON line of a call has its method, path, status, request id, time and size."""
    body, named = b'{"detail": "no"}', {"X-Request-Id": "r-1", "Content-Type": "application/json"}
    faulty.faults.append(Fault("GET", FILES, "answer", status=400, headers=named, body=body))

    with pytest.raises(ValueError, match="no"):
        list(unlucky.files.list("secret"))

    line = next(line for line in lines() if line.get("path") == FILES)
    time, milliseconds = line.pop("time"), line.pop("milliseconds")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", str(time))
    assert line == {
        "level": "debug",
        "logger": "spectrumx.transport",
        "message": f"GET {FILES}: 400, {milliseconds} ms, 16 bytes, request id r-1",
        "method": "GET",
        "path": FILES,
        "status": 400,
        "request_id": "r-1",
        "bytes": 16,
    }


def test_contents_are_told_like_calls(
    unlucky: Client,
    faulty: FaultyGateway,
    recording: Path,
    tmp_path: Path,
    lines: Callable[[], list[dict[str, object]]],
) -> None:
    """Each attempt at a file has a line with what it came to, and a repetition has one too."""
    overloaded = {"X-Request-Id": "r-2", "Retry-After": "0"}
    faulty.faults.append(Fault("POST", FILES, "answer", status=503, headers=overloaded))
    unlucky.upload(recording / "notes.txt", sds_path="r")
    unlucky.download("r/notes.txt", to=tmp_path / "x")

    bulk = [line for line in lines() if str(line["logger"]).startswith("spectrumx.bulk")]
    refused, again, sent, fetched = bulk
    assert (refused["status"], refused["request_id"], sent["status"]) == (503, "r-2", 201)
    assert (again["level"], again["message"]) == ("info", str(again["message"]))
    assert str(again["message"]).startswith("trying again in 0.0 s: ")
    assert sent["file"] == str(recording / "notes.txt")
    assert (fetched["method"], fetched["status"]) == ("GET", 200)
    assert fetched["bytes"] == (recording / "notes.txt").stat().st_size


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_had_no_answer_is_told(
    unlucky: Client,
    faulty: FaultyGateway,
    recording: Path,
    method: str,
    lines: Callable[[], list[dict[str, object]]],
) -> None:
    """A request that got no answer has a line with the reason in its status' place."""
    faulty.faults.append(Fault(method, "/api/", "reset", times=9))

    with pytest.raises(NetworkError):
        unlucky.upload(recording / "notes.txt")

    failures = [line for line in lines() if "failure" in line]
    assert [line["method"] for line in failures] == [method] * 2
    assert all(line["failure"] and "status" not in line for line in failures)


def test_an_exception_s_traceback_is_a_key(lines: Callable[[], list[dict[str, object]]]) -> None:
    """A traceback stays within its line."""
    try:
        {}["gone"]
    except KeyError:
        logging.getLogger("spectrumx.test").exception("failed at %s", Path("a"))

    (line,) = lines()
    assert line["message"] == "failed at a"
    assert str(line["error"]).endswith("KeyError: 'gone'")
