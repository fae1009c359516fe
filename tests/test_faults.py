"""What a transfer does when the network or the gateway misbehaves."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from spectrumx import (
    AuthError,
    Client,
    IntegrityError,
    NetworkError,
    NotFoundError,
    RateLimitError,
    SDSError,
    ServiceError,
    TransferReport,
    UnexpectedResponseError,
    UnreachableError,
)
from spectrumx.localgateway import LocalGateway
from spectrumx.models.transfers import Status
from spectrumx.progress import Event, Planned, Retrying, Started
from tests.conftest import tree
from tests.faulty import Fault, FaultyGateway, How, faulty_gateway

FILES = "/api/v1/assets/files/"


@pytest.fixture
def faulty(gateway: LocalGateway) -> Iterator[FaultyGateway]:
    """A misbehaving proxy in front of the gateway."""
    with faulty_gateway(gateway.url) as running:
        yield running


@pytest.fixture
def unlucky(faulty: FaultyGateway, token: str) -> Iterator[Client]:
    """A client that goes through the proxy."""
    settings = {"SDS_SECRET_TOKEN": token, "SDS_RETRIES": 2, "SDS_TIMEOUT": 5}
    with Client(faulty.url, env_file=None, env_config=settings, verbose=False) as client:
        yield client


@pytest.mark.parametrize(
    "fault",
    [
        Fault("POST", FILES, "answer", status=500),
        Fault("POST", FILES, "answer", status=520),
        Fault("POST", FILES, "answer", status=429, headers={"Retry-After": "0"}),
        Fault("POST", FILES, "answer", status=408),
        Fault("POST", FILES, "reset"),
        Fault("POST", FILES, "lose answer"),
        Fault("GET", FILES, "answer", status=503, headers={"Retry-After": "0"}),
        Fault("GET", FILES, "cut"),
        Fault("GET", "/auth/", "reset"),
    ],
    ids=lambda fault: f"{fault.method} {fault.how} {fault.status}",
)
def test_a_passing_fault_costs_only_time(
    unlucky: Client, faulty: FaultyGateway, recording: Path, tmp_path: Path, fault: Fault
) -> None:
    """After one failure the upload is tried again, and every file is there exactly once."""
    fault = replace(fault)  # which the gateway's other half meets anew
    faulty.faults.append(fault)

    report = unlucky.upload(recording, sds_path="r")

    assert len(report.transferred) == 3
    assert fault.times == 0
    assert len(unlucky.files.list("r")) == 3
    unlucky.download("r", to=tmp_path / "x")
    assert tree(tmp_path / "x") == tree(recording)


@pytest.mark.parametrize("how", ["reset", "cut", "flip"])
def test_a_broken_download_is_fetched_again(
    unlucky: Client, faulty: FaultyGateway, recording: Path, tmp_path: Path, how: How
) -> None:
    """A download that is cut, or whose bytes are wrong, is repeated until it is right."""
    unlucky.upload(recording, sds_path="r")
    faulty.faults.append(Fault("GET", "/download/", how, times=2))

    unlucky.download("r", to=tmp_path / "x")

    assert tree(tmp_path / "x") == tree(recording)
    assert faulty.count("GET", "/download/") == 3 + 2


def test_a_program_is_told_of_retries(
    unlucky: Client, faulty: FaultyGateway, recording: Path
) -> None:
    """Before a file is tried again there is an event with the error and the delay in seconds."""
    faulty.faults.append(Fault("POST", FILES, "answer", status=500))
    events: list[Event] = []

    unlucky.upload(recording / "notes.txt", on_event=events.append)

    retries = [event for event in events if isinstance(event, Retrying)]
    assert [(event.path, type(event.error).__name__) for event in retries] == [
        ("/notes.txt", "FileServiceError")
    ]
    assert 0 < retries[0].delay <= 1


def test_wrong_bytes_never_get_the_files_name(
    unlucky: Client, faulty: FaultyGateway, recording: Path, tmp_path: Path
) -> None:
    """When the bytes stay wrong there is an error, and nothing at the target or beside it."""
    unlucky.upload(recording / "notes.txt", sds_path="r")
    faulty.faults.append(Fault("GET", "/download/", "flip", times=99))

    with pytest.raises(IntegrityError, match="nothing was written") as raised:
        unlucky.download("r", to=tmp_path / "x")

    assert raised.value.expected != raised.value.actual
    assert raised.value.attempts == 3
    assert tree(tmp_path / "x") == {}


def test_an_upload_stored_wrongly_is_an_error(
    unlucky: Client, faulty: FaultyGateway, recording: Path
) -> None:
    """When the gateway answers another checksum than was sent, the file counts as failed."""
    wrong = b'{"uuid": "00000000-0000-4000-8000-000000000000", "sum_blake3": "00"}'
    json = {"Content-Type": "application/json"}
    answer = Fault("POST", FILES, "answer", times=99, status=201, headers=json, body=wrong)
    faulty.faults.append(answer)

    with pytest.raises(IntegrityError, match="the gateway stored 00"):
        unlucky.upload(recording / "notes.txt", sds_path="r")


def test_an_answer_without_checksum_is_unverified(
    unlucky: Client, faulty: FaultyGateway, recording: Path
) -> None:
    """An upload whose answer names no checksum is reported as transferred but unverified."""
    json = {"Content-Type": "application/json"}
    answer = Fault("POST", FILES, "answer", status=201, headers=json, body=b"{}")
    faulty.faults.append(answer)

    report = unlucky.upload(recording / "notes.txt", sds_path="r")

    assert [result.status for result in report.unverified] == [Status.TRANSFERRED]


def test_an_answer_before_the_whole_file_was_read_is_no_success(
    unlucky: Client, faulty: FaultyGateway, tmp_path: Path
) -> None:
    """A gateway that says "stored" without having read the file is not believed."""
    (tmp_path / "large.bin").write_bytes(bytes(30_000_000))
    json = {"Content-Type": "application/json", "Connection": "close"}
    early = Fault("POST", FILES, "answer early", times=9, status=201, headers=json, body=b"{}")
    faulty.faults.append(early)

    with pytest.raises((IntegrityError, NetworkError)):
        unlucky.upload(tmp_path / "large.bin")


def test_retries_are_bounded(unlucky: Client, faulty: FaultyGateway, recording: Path) -> None:
    """A gateway that keeps failing is asked as often as the setting says, not more."""
    faulty.faults.append(Fault("POST", FILES, "answer", times=99, status=500))

    with pytest.raises(ServiceError, match="answered 500") as raised:
        unlucky.upload(recording / "notes.txt", sds_path="r")

    assert faulty.count("POST", FILES) == 3
    assert raised.value.attempts == 3
    assert raised.value.status == 500
    assert raised.value.body == "<html>broken</html>"
    assert raised.value.method == "POST"


def test_no_retries_when_none_are_wanted(
    faulty: FaultyGateway, token: str, recording: Path
) -> None:
    """With `SDS_RETRIES=0` each request is sent once."""
    faulty.faults.append(Fault("POST", FILES, "answer", status=429))
    settings = {"SDS_SECRET_TOKEN": token, "SDS_RETRIES": 0}

    with (
        Client(faulty.url, env_file=None, env_config=settings, verbose=False) as client,
        pytest.raises(RateLimitError),
    ):
        client.upload(recording / "notes.txt")

    assert faulty.count("POST", FILES) == 1


def test_a_refused_token_stops_everything(
    unlucky: Client, faulty: FaultyGateway, tmp_path: Path
) -> None:
    """When the token stops working, files not yet begun are not attempted, and told so."""
    source = tmp_path / "many"
    source.mkdir()
    # More than are handed to the pump at once.
    for number in range(2500):
        (source / f"{number:04}").write_text(str(number))
    refused = b'{"detail": "API key not found"}'
    faulty.faults.append(Fault("POST", FILES, "answer", times=9999, status=401, body=refused))

    with pytest.raises(AuthError) as raised:
        unlucky.upload(source, sds_path="r")

    report = raised.value.report
    statuses = {result.status for result in report}  # type: ignore[attr-defined]
    assert statuses == {Status.FAILED, Status.NOT_ATTEMPTED}
    assert faulty.count("POST", FILES) < 200
    assert len(report) == 2500  # type: ignore[arg-type]


def test_an_outage_leaves_most_files_not_attempted(
    unlucky: Client, sds: Client, faulty: FaultyGateway, tmp_path: Path
) -> None:
    """When the gateway goes away few files are begun, and those that only waited have no error."""
    sds.upload(many_files(tmp_path, 300), sds_path="r")
    started: list[Event] = []

    def leave(event: Event) -> None:
        if isinstance(event, Started):
            started.append(event)
        elif isinstance(event, Planned):
            faulty.server.shutdown()
            faulty.server.server_close()

    with pytest.raises(UnreachableError) as raised:
        unlucky.download("r", to=tmp_path / "x", on_event=leave)

    report = raised.value.report
    assert isinstance(report, TransferReport)
    assert len(started) < 150
    assert len(report.failed) < 30
    assert len(report.failed) + len(report.not_attempted) == 300


def many_files(tmp_path: Path, count: int) -> Path:
    """A folder of so many small files."""
    source = tmp_path / "many"
    source.mkdir()
    for number in range(count):
        (source / f"{number:04}").write_text(str(number))
    return source


FEW_DESCRIPTORS = """
import os, resource, sys
from spectrumx import Client
from spectrumx.progress import Planned

url, token, to, free = sys.argv[1:5]

def limit(event):
    if isinstance(event, Planned):
        most = max(map(int, os.listdir("/proc/self/fd"))) + int(free)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        held = []
        try:
            while True:
                held.append(os.dup(0))
        except OSError:
            for descriptor in held[-int(free):] if int(free) else []:
                os.close(descriptor)

settings = {"SDS_SECRET_TOKEN": token, "SDS_RETRIES": 0}
with Client(url, env_file=None, env_config=settings, verbose=False) as sds:
    for before in sys.argv[5:]:
        sds.download("r", to=before)
    sds.authenticate()
    print(len(sds.download("r", to=to, on_event=limit).transferred))
"""


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files")
def test_few_file_descriptors_cost_only_time(
    gateway: LocalGateway, sds: Client, token: str, tmp_path: Path
) -> None:
    """A process that may open fewer files than it has lanes gets them all the same."""
    sds.upload(many_files(tmp_path, 200), sds_path="r")
    begun = [sys.executable, "-c", FEW_DESCRIPTORS, gateway.url, token]

    done = [
        subprocess.run(
            [*begun, str(tmp_path / f"with {free}"), free],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        for free in ("5", "8", "20")
    ]

    assert [(each.stdout.split(), each.stderr[-300:]) for each in done] == [(["200"], "")] * 3


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files")
def test_kept_connections_give_way_to_files(
    gateway: LocalGateway, sds: Client, token: str, tmp_path: Path
) -> None:
    """Where connections of an earlier transfer hold every descriptor left, they are closed."""
    sds.upload(many_files(tmp_path, 100), sds_path="r")
    places = [str(tmp_path / "x"), "0", str(tmp_path / "before")]
    command = [sys.executable, "-c", FEW_DESCRIPTORS, gateway.url, token, *places]

    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)

    assert (done.stdout.split(), done.stderr[-300:]) == (["100"], "")


def test_one_refused_file_does_not_stop_the_others(
    unlucky: Client, faulty: FaultyGateway, recording: Path
) -> None:
    """An error about one file is reported, and the others arrive."""
    denied = b'{"detail": "You do not have permission to do this."}'
    faulty.faults.append(Fault("POST", FILES, "answer", status=403, body=denied))

    report = unlucky.upload(recording, sds_path="r", raise_on_error=False)

    assert [len(report.failed), len(report.transferred)] == [1, 2]


def test_an_unreachable_gateway_is_a_network_error(token: str, recording: Path) -> None:
    """A refused connection is an `UnreachableError`, a `NetworkError`, that names the host."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    settings = {"SDS_SECRET_TOKEN": token, "SDS_RETRIES": 0}

    with (
        Client(f"localhost:{port}", env_file=None, env_config=settings) as client,
        pytest.raises(UnreachableError, match="can't reach http://localhost") as raised,
    ):
        client.upload(recording)

    assert isinstance(raised.value, NetworkError)


@pytest.mark.parametrize(
    ("host", "hint"),
    [
        ("localhost:1", r"is the gateway running\? \(sds gateway serve\)"),
        ("nowhere.invalid", "check host and network"),
    ],
)
def test_where_nobody_is_the_first_call_gives_up_soon(host: str, hint: str) -> None:
    """A name that is not known, or a port of this machine that refuses, is tried twice."""
    settings = {"SDS_SECRET_TOKEN": "a.token", "SDS_RETRIES": 5}

    with (
        Client(host, env_file=None, env_config=settings) as client,
        pytest.raises(UnreachableError, match=hint) as raised,
    ):
        client.authenticate()

    assert raised.value.attempts == 2


def test_a_gateway_that_has_answered_is_waited_for(unlucky: Client, faulty: FaultyGateway) -> None:
    """A gateway that went away after an answer, perhaps to restart, is tried as often as set."""
    unlucky.authenticate()
    faulty.server.shutdown()
    faulty.server.server_close()
    unlucky.close()  # the open connection, on which it would still be answered

    with pytest.raises(UnreachableError) as raised:
        unlucky.captures.get("00000000-0000-4000-8000-000000000000")

    assert raised.value.attempts == 3


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/auth/"), ("POST", FILES), ("GET", "/download/")]
)
def test_a_redirect_never_carries_the_token_on(
    unlucky: Client,
    faulty: FaultyGateway,
    gateway: LocalGateway,
    recording: Path,
    tmp_path: Path,
    method: str,
    path: str,
) -> None:
    """A redirect is an error at once; nothing is sent to where it points."""
    unlucky.upload(recording / "notes.txt", sds_path="old")
    with faulty_gateway(gateway.url) as elsewhere:
        to = {"Location": f"{elsewhere.url}/api/v1/auth/"}
        faulty.faults.append(Fault(method, path, "answer", times=9, status=302, headers=to))

        calls: dict[str, Callable[[], object]] = {
            "/auth/": unlucky.authenticate,
            FILES: lambda: unlucky.upload(recording / "notes.txt", sds_path="new"),
            "/download/": lambda: unlucky.download("old", to=tmp_path / "x"),
        }
        with pytest.raises(UnexpectedResponseError, match="final address"):
            calls[path]()

        assert elsewhere.requests == []


def test_a_deletion_of_nothing_is_no_success_after_a_retry(
    unlucky: Client, faulty: FaultyGateway
) -> None:
    """A gateway that was too busy to delete, and then has nothing to delete, deleted nothing."""
    faulty.faults.append(Fault("DELETE", FILES, "answer", status=503, headers={"Retry-After": "0"}))

    with pytest.raises(NotFoundError):
        unlucky.files.delete("00000000-0000-4000-8000-000000000000")


def test_next_on_a_listing_never_takes_an_error_for_its_end(
    unlucky: Client, faulty: FaultyGateway, recording: Path
) -> None:
    """After an error `next` raises again or starts afresh, and does not say that this was all."""
    unlucky.upload(recording, sds_path="r")
    listing = unlucky.files.list("r")
    faulty.faults.append(Fault("GET", FILES, "answer", status=400, body=b"{}"))
    with pytest.raises(SDSError):
        next(listing)

    assert next(listing).path.startswith("/r/")


def test_an_unreadable_answer_fails_one_file(
    unlucky: Client, faulty: FaultyGateway, recording: Path
) -> None:
    """An answer no parser survives is one file's error; the others arrive."""
    deep = Fault("POST", FILES, "answer", status=201, body=b"[" * 60000)
    faulty.faults.append(deep)

    report = unlucky.upload(recording, sds_path="r", raise_on_error=False)

    assert [len(report.failed), len(report.transferred)] == [1, 2]


def test_a_lost_answer_to_a_deletion_is_its_success(
    unlucky: Client, faulty: FaultyGateway, recording: Path
) -> None:
    """A deletion that was carried out and whose answer was lost succeeds when repeated."""
    stored = unlucky.upload(recording / "notes.txt")[0]()
    faulty.faults.append(Fault("DELETE", FILES, "lose answer"))

    assert unlucky.files.delete(stored)
    assert len(unlucky.files.list()) == 0


@pytest.mark.parametrize("pages", ["page=1&", "page=2&"])
def test_a_listing_is_never_cut_short(
    unlucky: Client, faulty: FaultyGateway, tmp_path: Path, pages: str
) -> None:
    """A page that can't be had is an error, not the end of the listing."""
    source = tmp_path / "many"
    source.mkdir()
    for number in range(101):
        (source / f"{number:03}").write_text(str(number))
    unlucky.upload(source, sds_path="r")
    faulty.faults.append(Fault("GET", pages, "answer", times=9, status=400, body=b"{}"))

    with pytest.raises(SDSError, match="answered 400"):
        list(unlucky.files.list("r"))


def test_the_token_is_in_no_log_error_or_repr(
    unlucky: Client,
    faulty: FaultyGateway,
    token: str,
    recording: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The token goes out in the header and appears nowhere else."""
    faulty.faults.append(Fault("POST", FILES, "answer", times=9, status=500))

    with caplog.at_level(logging.DEBUG), pytest.raises(ServiceError) as raised:
        unlucky.upload(recording / "notes.txt")

    assert any(token in sent for sent in faulty.authorizations)
    faulty.faults.append(Fault("GET", "/auth/", "reset", times=9))
    with pytest.raises(NetworkError) as cut:
        unlucky.authenticate()
    cause = cut.value.__context__
    assert isinstance(cause, httpx.RequestError)
    assert token not in str(cause.request.headers.raw)
    shown = caplog.text + repr(raised.value) + repr(vars(raised.value)) + repr(unlucky)
    assert token not in shown + repr(unlucky.config) + repr(unlucky.files)
