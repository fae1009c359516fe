"""Recorded samples of a real gateway's answers, and a server that gives them again."""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "shared" / "wire-samples"
needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="the recorded samples are not here")

_KEPT_HEADERS = {"content-type", "location", "www-authenticate", "allow", "content-disposition"}
_IDENTIFIER = re.compile(r"(?<=/)(captures|datasets|files)/[^/]+/")


@dataclass(frozen=True)
class Sample:
    """One recorded exchange: what was asked, and the answer as it was on the wire."""

    name: str
    method: str
    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    is_json: bool

    @property
    def json(self) -> Any:
        """The answer's body, parsed."""
        return json.loads(self.body)

    @property
    def route(self) -> str:
        """Method and path below the root of the API, with its slash and without identifiers."""
        path = re.sub(r"^/api/(v1|latest)|/?(\?.*)?$", "", self.url) + "/"
        return f"{self.method} " + _IDENTIFIER.sub(r"\1/{uuid}/", path, count=1)

    def with_body(self, body: Any) -> Sample:
        """The same with another JSON body."""
        return replace(self, body=json.dumps(body).encode())


def read_samples() -> list[Sample]:
    """Every recorded sample, none where they are absent."""
    return [_read(file) for file in sorted(FOLDER.glob("*.json"))]


def _read(file: Path) -> Sample:
    recorded = json.loads(file.read_text(encoding="utf-8"))
    request, response = recorded["request"], recorded["response"]
    return Sample(
        name=recorded["name"],
        method=request["method"],
        url=request["url"],
        status=response["status"],
        headers={
            name: text
            for name, text in response["headers"].items()
            if name.lower() in _KEPT_HEADERS
        },
        body=_body(response["body_kind"], response["body"]),
        is_json=response["body_kind"] == "json",
    )


def _body(kind: str, body: Any) -> bytes:
    if kind == "json":
        return json.dumps(body).encode()
    if kind.startswith("base64"):
        return base64.b64decode(body)
    return (body or "").encode()


class Replay(ThreadingHTTPServer):
    """A gateway on a real socket.

    Attributes:
        sample: What it answers, whatever is asked.
        also: Answers to other paths than the sample's own, below the root of the API.
        asked: Method and URL of every request so far.
    """

    sample: Sample

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.also: dict[str, Sample] = {}
        self.asked: list[str] = []

    @property
    def base_url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Replay

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append(f"{self.command} {self.path}")
        sample = self.server.sample
        path = self.path.partition("?")[0]
        if path != sample.url.partition("?")[0]:
            sample = self.server.also.get(path.removeprefix("/api/v1"), sample)
        self.send_response(sample.status)
        for name, value in sample.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(sample.body)))
        self.end_headers()
        self.wfile.write(sample.body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815  the library's names

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def replay() -> Iterator[Replay]:
    """Run a server that answers the sample it was given last."""
    with Replay() as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
