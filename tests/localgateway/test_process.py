"""The gateway's process: how it starts, restarts and ends."""

import ctypes
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from spectrumx.localgateway import LocalGateway, LocalGatewayError

Start = Callable[..., LocalGateway]

PARENT = """
import sys
from spectrumx.localgateway import LocalGateway
gateway = LocalGateway(sys.argv[1])
gateway.start()
print(gateway.pid, gateway.url, flush=True)
sys.stdin.read()
"""

FORKING_PARENT = """
import os, sys
from spectrumx.localgateway import LocalGateway
gateway = LocalGateway(sys.argv[1])
gateway.start()
if not os.fork():
    sys.stdin.read()
    os._exit(0)
print(gateway.url, flush=True)
sys.stdin.read()
"""

FORK_THAT_EXITS = """
import os, sys
from spectrumx.localgateway import LocalGateway, LocalGatewayError
with LocalGateway(sys.argv[1]) as gateway:
    if not os.fork():
        try:
            gateway.add_user("child@example.org")
        except LocalGatewayError as error:
            print(error, flush=True)
        sys.exit()
    os.wait()
    print(len(gateway.token) > 0)
"""


def _wait_for_the_end(url: str) -> None:
    """Return once nobody listens at an address any more.

    Raises:
        TimeoutError: If somebody still does after a while.
    """
    host, port = url.removeprefix("http://").split(":")
    try:
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            connection.recv(1)  # ends when the server does
    except (ConnectionRefusedError, ConnectionResetError):
        return


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_its_parent(tmp_path: Path, how: signal.Signals) -> None:
    """The server is gone after its parent was killed in a way that lets it clean nothing up."""
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        _, url = parent.stdout.readline().split()

        parent.send_signal(how)

        _wait_for_the_end(url)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_it_ends_with_its_parent_though_a_forked_child_lives(tmp_path: Path) -> None:
    """A worker that the parent forked does not keep the server alive."""
    command = [sys.executable, "-c", FORKING_PARENT, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()

        parent.kill()

        _wait_for_the_end(url)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_forked_child_neither_uses_nor_ends_it(tmp_path: Path) -> None:
    """A forked child that exits leaves the gateway to the process that started it."""
    command = [sys.executable, "-c", FORK_THAT_EXITS, str(tmp_path)]

    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout

    assert said == "the gateway obeys only the process that started it\nTrue\n"


@pytest.mark.skipif(sys.platform != "linux", reason="forks behind the interpreter's back")
def test_it_stops_though_another_process_holds_its_input(start: Start) -> None:
    """A copy of the pipe in somebody else's hands does not delay stop()."""
    gateway, libc = start(), ctypes.PyDLL(None)
    pid = libc.fork()
    if not pid:
        libc.pause()
    began = time.monotonic()

    gateway.stop()

    elapsed = time.monotonic() - began
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert elapsed < 10


def test_it_leaves_no_process_behind(start: Start) -> None:
    """After stop() its process is gone and waited for."""
    gateway = start()
    pid = gateway.pid

    gateway.stop()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_it_keeps_files_tokens_and_address(start: Start, connect: Any) -> None:
    """Started again, the same object serves the same files to the same tokens at the same place."""
    gateway = start()
    api = connect(gateway)
    uuid, url, token = api.upload("/a.bin", b"kept")["uuid"], gateway.url, gateway.token

    gateway.stop()
    gateway.start()

    assert api.get(f"/assets/files/{uuid}/download/").content == b"kept"
    assert (url, token) == (gateway.url, gateway.token)


def test_a_second_gateway_on_one_root_is_refused(start: Start) -> None:
    """The second one says whose fault it is; the first goes on."""
    first = start()

    with pytest.raises(LocalGatewayError, match="in use by another gateway"):
        start()

    assert first.add_user("somebody@example.org")


def test_a_root_is_free_after_a_crash(start: Start, connect: Any) -> None:
    """A killed gateway leaves no claim behind that would keep the next one out."""
    gateway = start()
    gateway.kill()

    gateway.start()

    assert connect(gateway).get("/auth/").status_code == 200


def test_a_taken_port_is_named(tmp_path: Path, start: Start) -> None:
    """The error says which address cannot be had, and no folder is left behind."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(LocalGatewayError, match=f"cannot listen at 127.0.0.1:{port}"):
            start(tmp_path / "root", port=port)

    assert not (tmp_path / "root").exists()


def test_an_unknown_quirk_is_refused(tmp_path: Path) -> None:
    """A misspelt quirk fails before anything is made."""
    with pytest.raises(ValueError, match="no-such-quirk"):
        LocalGateway(tmp_path / "root", quirks=["no-such-quirk"])

    assert not (tmp_path / "root").exists()


def test_a_user_needs_an_email(start: Start) -> None:
    """What cannot name a tree is refused, and the gateway goes on."""
    gateway = start()

    with pytest.raises(LocalGatewayError, match="not an e-mail address"):
        gateway.add_user("../x")

    assert gateway.add_user("x@example.org")


def test_a_command_that_fails_does_not_end_it(tmp_path: Path, start: Start) -> None:
    """What the catalogue refuses reaches who asked, and the gateway goes on."""
    gateway = start(tmp_path / "root")
    catalogue = sqlite3.connect(tmp_path / "root" / "catalogue.sqlite3")
    refusal = "BEGIN SELECT RAISE(ABORT, 'no more users'); END"
    catalogue.execute(f"CREATE TRIGGER refuse BEFORE INSERT ON users {refusal}")

    with pytest.raises(LocalGatewayError, match="no more users"):
        gateway.add_user("x@example.org")
    catalogue.execute("DROP TRIGGER refuse")
    catalogue.close()

    assert gateway.add_user("x@example.org")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupted_command_does_not_shift_the_answers(start: Start) -> None:
    """After a command was interrupted, the next ones get their own answers."""
    gateway = start()
    gateway.add_user("first@example.org")
    former = signal.signal(signal.SIGALRM, signal.default_int_handler)
    os.kill(gateway.pid, signal.SIGSTOP)
    signal.setitimer(signal.ITIMER_REAL, 0.2)

    with pytest.raises(KeyboardInterrupt):
        gateway.add_user("interrupted@example.org")
    os.kill(gateway.pid, signal.SIGCONT)
    signal.signal(signal.SIGALRM, former)

    assert UUID(gateway.create_dataset("first@example.org", "own"))
    assert "." in gateway.add_user("last@example.org")


def test_it_shows_its_address_state_and_root(tmp_path: Path, start: Start) -> None:
    """The repr tells a running gateway from a stopped one."""
    gateway = start(tmp_path)
    running = repr(gateway)
    gateway.stop()

    assert running == f"<LocalGateway at {gateway.url} (running), root {tmp_path}>"
    assert repr(gateway) == f"<LocalGateway at {gateway.url} (stopped), root {tmp_path}>"


def test_an_address_not_chosen_yet_is_not_told(tmp_path: Path) -> None:
    """Before the first start there is no address with port 0 to mislead anybody."""
    gateway = LocalGateway(tmp_path)

    with pytest.raises(LocalGatewayError, match="does not run"):
        _ = gateway.url
    assert re.search("at a port to be chosen .stopped.", repr(gateway))


def test_a_stopped_gateway_says_so(tmp_path: Path) -> None:
    """Asking a gateway that was never started names the remedy."""
    with pytest.raises(LocalGatewayError, match=r"call start\(\)"):
        LocalGateway(tmp_path).add_user("x@example.org")


def test_a_crash_is_noticed(start: Start) -> None:
    """Asking a gateway that died says that it did."""
    gateway = start()
    os.kill(gateway.pid, signal.SIGKILL)

    with pytest.raises(LocalGatewayError, match="ended with status"):
        gateway.add_user("x@example.org")


@pytest.mark.slow
def test_a_stop_is_told_to_uploads_under_way(start: Start) -> None:
    """A client in the middle of a body gets a 503 once the gateway has waited long enough."""
    gateway = start()
    head = (
        f"POST /api/v1/assets/files/ HTTP/1.1\r\nHost: x\r\nAuthorization: {gateway.token}\r\n"
        "Content-Type: multipart/form-data; boundary=B\r\nContent-Length: 1000\r\n"
        "Expect: 100-continue\r\n\r\n"
    )
    host, port = gateway.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 100")

        gateway.stop()

        assert connection.recv(1000).startswith(b"HTTP/1.1 503")
