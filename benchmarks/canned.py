"""A gateway of canned answers on nginx, so that the server is not what is measured.

It lists and serves the trees of a `Store`, and takes uploads: their bodies are read completely,
spooled, and dropped. It computes nothing, so the receipts of uploads carry no checksum.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections import Counter
from pathlib import Path
from string import Template
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from benchmarks.trees import EMAIL

TOKEN = "bench.token"  # noqa: S105  opens nothing
TOKEN_OF_KNOWN = "bench.known"  # noqa: S105  asked with it, all contents are there already
NEW = "/new"
"""An SDS directory that has nothing in it."""

_TEMPLATE = Path(__file__).with_name("canned.nginx.conf")
_MOMENT = "2026-11-22T12:23:54.715317-05:00"
_RECEIPT = {
    "uuid": "6ea3c7ce-0f9d-4b65-bb8d-a8e4b6291025",
    "created_at": _MOMENT,
    "updated_at": _MOMENT,
    "expiration_date": "2028-11-21T12:23:54.715035-05:00",
    "directory": NEW,
    "media_type": "application/octet-stream",
    "name": "canned.bin",
    "permissions": "rw-r--r--",
    "size": 16384,
}
_UUID = re.compile(r"[0-9a-f-]{32,36}")
_SECONDS_TO_START = 10
_SECONDS_TO_LOG = 0.1


class _Configuration(Template):
    """Text with words to fill in that begin with @@, for $ is nginx's own."""

    delimiter = "@@"


class CannedGateway:
    """The server; runs while the context is entered.

    Attributes:
        url: Its address.
        port: Its port on the loopback interface.
    """

    def __init__(self, store: Path, *, folder: Path, workers: int = 2) -> None:
        """Prepare.

        Args:
            store: Folder of the `Store` that it serves.
            folder: An empty folder for what the server needs; bodies of uploads are spooled there.
            workers: Processes of the server.
        """
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "calls.log"
        self._configuration = folder / "nginx.conf"
        self._configuration.write_text(
            _Configuration(_TEMPLATE.read_text()).substitute(
                folder=folder,
                store=store,
                port=self.port,
                workers=workers,
                # Started by root, nginx would become a user who may not read temporary folders.
                user="user root;" if os.geteuid() == 0 else "",
                email=EMAIL,
                receipt=json.dumps(_RECEIPT),
                known_uuid=_RECEIPT["uuid"],
                token_of_known=TOKEN_OF_KNOWN,
                log_milliseconds=int(_SECONDS_TO_LOG * 1000),
            )
        )

    def __enter__(self) -> Self:
        executable = nginx()
        if executable is None:
            raise FileNotFoundError("nginx is needed; on Debian: apt-get install nginx-light")
        error_log = self._configuration.with_name("error.log")
        self._process = subprocess.Popen(  # noqa: S603
            [executable, "-c", str(self._configuration), "-e", str(error_log)]
        )
        self._wait_until_listening()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait()

    def calls(self) -> Counter[str]:
        """Count the requests since the last count, by method and endpoint."""
        time.sleep(2 * _SECONDS_TO_LOG)
        lines = self._log.read_text().splitlines()
        os.truncate(self._log, 0)
        return Counter(map(_endpoint, lines))

    def _wait_until_listening(self) -> None:
        deadline = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except ConnectionRefusedError:
                time.sleep(0.01)
            else:
                return
        self._process.kill()
        self._process.wait()
        raise RuntimeError(self._configuration.with_name("error.log").read_text())


def nginx() -> str | None:
    """Find the server's program, which Debian keeps off an ordinary user's search path."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def _endpoint(line: str) -> str:
    method, address = line.split()
    path = urlsplit(address).path.removeprefix("/api/v1").strip("/")
    return f"{method} {_UUID.sub('{uuid}', path)}"
