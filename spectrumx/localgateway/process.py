"""A gateway in a process of its own."""

import json
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from spectrumx.localgateway.quirks import Quirk
from spectrumx.localgateway.settings import Settings, url

_PATIENCE = 15

_processes: "weakref.WeakSet[subprocess.Popen[bytes]]" = weakref.WeakSet()


class LocalGatewayError(RuntimeError):
    """A gateway that could not be started, or does not do what it is told."""


class LocalGateway:
    """A gateway of one's own, in a process of its own, that keeps everything under one folder.

    It ends with the process that started it, however that ends. Started again on the same folder
    it has all files that it acknowledged and knows all tokens that it gave out.

    Args:
        root: The folder; made where it is not there.
        host: The address to listen at.
        port: The port to listen at; 0 lets the system choose, once for this object.
        email: The user of `token`, there from the start.
        quirks: Behaviours of the public gateway to turn on; see `Quirk`.
    """

    def __init__(
        self,
        root: Path | str,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        email: str = "researcher@example.org",
        quirks: Iterable[str] = (),
    ) -> None:
        self._root = Path(root).absolute()
        self._host = host
        self._port = port
        self._email = email
        self._quirks = frozenset(Quirk(name) for name in quirks)
        self._token: str | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._conversation = threading.Lock()

    def __repr__(self) -> str:
        address = url(self._host, self._port) if self._port else "a port to be chosen"
        state = "running" if self._is_running() else "stopped"
        return f"<{type(self).__name__} at {address} ({state}), root {self._root}>"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The address of the gateway, as `http://host:port`.

        Raises:
            LocalGatewayError: If the system is to choose the port, and has not yet.
        """
        if not self._port:
            raise LocalGatewayError("the gateway does not run: start() chooses its port")
        return url(self._host, self._port)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._running().pid

    @property
    def token(self) -> str:
        """A token of the user who is there from the start; made when first asked for."""
        if self._token is None:
            self._token = self.add_user(self._email)
        return self._token

    def add_user(self, email: str, name: str | None = None) -> str:
        """Add a user, unless there is one with this e-mail, and return a new token of theirs.

        Raises:
            LocalGatewayError: If the e-mail is none, or the gateway does not run.
        """
        process = self._running()
        with self._conversation:
            _write_line(process, {"email": email, "name": name})
            return str(_read_line(process)["token"])

    def start(self) -> None:
        """Start the process and wait until it answers.

        Raises:
            LocalGatewayError: If it cannot start; the message says why.
        """
        if self._is_running():
            raise LocalGatewayError(f"the gateway at {self.url} runs already")
        self.stop()
        settings = Settings(
            root=self._root,
            host=self._host,
            port=self._port,
            email=self._email,
            quirks=self._quirks,
        )
        self._process = _spawn(settings)
        self._end = weakref.finalize(self, _end, self._process)
        try:
            self._port = int(_read_line(self._process)["port"])
        except LocalGatewayError:
            self.stop()
            raise

    def stop(self) -> None:
        """Let it finish what it has begun, and end it; does nothing where it does not run."""
        if self._process is not None:
            self._end()
            self._process = None

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self._running().kill()
        self.stop()

    def _is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            raise LocalGatewayError("the gateway does not run: call start() first")
        if self._process.stdin is None or self._process.stdin.closed:
            raise LocalGatewayError("the gateway obeys only the process that started it")
        return self._process


def _spawn(settings: Settings) -> "subprocess.Popen[bytes]":
    # -P keeps modules that lie in the working directory from being taken for installed ones; a
    # session of its own keeps an interrupt of the notebook or shell from ending the gateway.
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-P", "-m", "spectrumx.localgateway", settings.to_json()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        start_new_session=True,
    )
    _processes.add(process)
    return process


def _write_line(process: "subprocess.Popen[bytes]", command: dict[str, str | None]) -> None:
    try:
        if process.stdin is not None:
            process.stdin.write(json.dumps(command).encode() + b"\n")
    except BrokenPipeError:
        process.wait(_PATIENCE)
        raise _ended(process) from None


def _read_line(process: "subprocess.Popen[bytes]") -> dict[str, str | int]:
    line = process.stdout.readline() if process.stdout else b""
    if not line:
        process.wait(_PATIENCE)
        raise _ended(process)
    answer: dict[str, str | int] = json.loads(line)
    if "error" in answer:
        raise LocalGatewayError(str(answer["error"]))
    return answer


def _ended(process: "subprocess.Popen[bytes]") -> LocalGatewayError:
    return LocalGatewayError(
        f"the gateway's process ended with status {process.returncode}; its own words are above. "
        "If it misses a module: pip install 'spectrumx[gateway]'"
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a process by telling it to, or by force where that is not enough."""
    with process:
        _tell_to_stop(process)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def _tell_to_stop(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None and not process.stdin.closed:
        # The end of the input alone is not seen while some other process holds the pipe too.
        with suppress(BrokenPipeError):
            process.stdin.write(b"\n")
        process.stdin.close()


def _let_go() -> None:
    """Leave the gateways to the process that started them: in a child that it forked."""
    for process in _processes:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.returncode = 0  # there is nothing here to wait for


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=_let_go)
