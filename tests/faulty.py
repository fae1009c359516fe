"""A proxy in front of a gateway that misbehaves as told, over real sockets."""

from __future__ import annotations

import http.client
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

How = Literal["answer", "reset", "cut", "flip", "lose answer", "answer early", "halt", "trickle"]


@dataclass
class Fault:
    """What goes wrong, and how often.

    Attributes:
        method: Requests of this method…
        path: …whose path holds this text…
        times: …for so many of them.
        how: "answer" with `status`, "reset" the connection before answering, "cut" the body in
            its middle, "flip" a bit of the body, carry the request out and "lose answer",
            "answer early", before the request's body was read, and close the connection,
            "halt" in the middle of the body, or "trickle": of a part only its first byte.
    """

    method: str
    path: str
    how: How
    times: int = 1
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"<html>broken</html>"


class FaultyGateway:
    """Forwards requests to a gateway, except for the faults.

    Attributes:
        url: Its own address.
        faults: Checked in order; each is used up after its `times`.
        requests: Method and path of every request that came.
        authorizations: Every `Authorization` header that came.
        encodings: Every `Accept-Encoding` header that came.
        ranges: The `Range` header of every download that came, empty where there was none.
        downloaded: Bytes of contents that were sent.
        ports: The client's port of every request, which tells its connection.
        halted: Set when a body halts in its middle.
        go_on: Set it to let such bodies go on.
    """

    def __init__(self, target: str, *, tls: ssl.SSLContext | None = None) -> None:
        self.faults: list[Fault] = []
        self.requests: list[str] = []
        self.authorizations: set[str] = set()
        self.encodings: set[str] = set()
        self.ranges: list[str] = []
        self.downloaded = 0
        self.ports: list[int] = []
        self.halted = threading.Event()
        self.go_on = threading.Event()
        self.lock = threading.Lock()
        self.target = urlsplit(target).netloc
        faulty = self

        class Handler(_Handler):
            gateway = faulty

        self.server = _Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self.server.server_address[1]}"

    def fault_for(self, method: str, path: str) -> Fault | None:
        """Note a request, and use up the fault it meets, if any."""
        with self.lock:
            self.requests.append(f"{method} {path}")
            for fault in self.faults:
                if fault.times and fault.method == method and fault.path in path:
                    fault.times -= 1
                    return fault
        return None

    def count(self, method: str, path: str) -> int:
        """How many requests of a method held a text in their path."""
        return sum(seen.startswith(f"{method} ") and path in seen for seen in self.requests)


@contextmanager
def faulty_gateway(target: str, *, tls: ssl.SSLContext | None = None) -> Iterator[FaultyGateway]:
    """Run a faulty gateway in front of a real one, with TLS where a context is given."""
    faulty = FaultyGateway(target, tls=tls)
    thread = threading.Thread(target=faulty.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield faulty
    finally:
        faulty.go_on.set()
        faulty.server.shutdown()
        faulty.server.server_close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Print nothing of clients that left; they were meant to."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else it waits for acknowledgements, 40 ms per answer
    gateway: FaultyGateway

    def do_GET(self) -> None:
        """Forward, or misbehave."""
        self.gateway.authorizations.add(self.headers.get("Authorization", ""))
        self.gateway.encodings.add(self.headers.get("Accept-Encoding", ""))
        self.gateway.ports.append(self.client_address[1])
        if "/download/" in self.path:
            self.gateway.ranges.append(self.headers.get("Range", ""))
        fault = self.gateway.fault_for(self.command, self.path)
        if fault is not None and fault.how == "answer early":
            self._answer(fault.status, dict(fault.headers), fault.body)
            self.close_connection = True
            return
        if fault is not None and fault.how == "trickle":
            first = self.headers["Range"].partition("=")[2].partition("-")[0]
            self.headers.replace_header("Range", f"bytes={first}-{first}")
            fault = None
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if fault is None or fault.how in {"cut", "flip", "lose answer", "halt"}:
            self._forward(body, fault.how if fault else None)
        elif fault.how == "reset":
            self._reset()
        else:
            self._answer(fault.status, dict(fault.headers), fault.body)

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET  # noqa: N815  the standard library's names

    def log_message(self, *args: object) -> None:
        """Print nothing."""

    def _forward(self, body: bytes, how: str | None) -> None:
        connection = http.client.HTTPConnection(self.gateway.target)
        headers = {name: value for name, value in self.headers.items() if name != "Host"}
        # A client that uses this as its proxy names the whole address.
        path = self.path[self.path.index("/api/") :]
        connection.request(self.command, path, body=body or None, headers=headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        passed = {name: value for name, value in answer.getheaders() if name in _PASSED}
        if how == "lose answer":
            self._reset()
        elif how == "cut":
            self._answer(answer.status, passed, data, sent=len(data) // 2)
        elif how == "halt":
            self._answer(answer.status, passed, data, sent=len(data) // 2)
            self.gateway.halted.set()
            self.gateway.go_on.wait()
            with suppress(OSError):  # the client may have left
                self.wfile.write(data[len(data) // 2 :])
        else:
            flipped = bytes([data[0] ^ 1]) + data[1:] if how == "flip" else data
            self._answer(answer.status, passed, flipped)

    def _answer(
        self, status: int, headers: Mapping[str, str], body: bytes, *, sent: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if "/download/" in self.path:
            self.gateway.downloaded += len(body[:sent])
        self.wfile.write(body[:sent])
        if sent is not None:
            self.close_connection = True

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()


_PASSED = {"content-type", "Content-Type", "content-range", "etag"}
