"""The recorded exchanges with a real gateway, and a server that answers them again."""

import json
import re
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parents[2] / "shared" / "wire-samples"
UUID_IN_PATH = re.compile(r"(?<=/)[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}(?=/)")


@dataclass(frozen=True)
class Exchange:
    """One recorded request with the answer it got; the body is None unless it is JSON."""

    name: str
    method: str
    path: str
    sent: dict[str, Any]
    status: int
    body: Any

    @property
    def route(self) -> str:
        """The method and path as the description writes them."""
        path = UUID_IN_PATH.sub("{uuid}", self.path).replace("/api/latest/", "/api/v1/")
        return f"{self.method} {path}"

    @property
    def uuid(self) -> str | None:
        """The uuid in the path."""
        found = UUID_IN_PATH.search(self.path)
        return found and found[0]


def read_exchanges() -> list[Exchange]:
    """Read all recorded exchanges; there are none where the samples are absent."""
    return [_read(file) for file in sorted(RECORDED.glob("*.json"))]


def _read(file: Path) -> Exchange:
    recorded = json.loads(file.read_text(encoding="utf-8"))
    request, response = recorded["request"], recorded["response"]
    return Exchange(
        name=recorded["name"],
        method=request["method"],
        path=request["url"].partition("?")[0],
        sent=request["json"] or request["form"] or {},
        status=response["status"],
        body=response["body"] if response["body_kind"] == "json" else None,
    )


class _Replay(BaseHTTPRequestHandler):
    """Answers what the server was told to, and notes what was asked."""

    def answer(self) -> None:
        """Read the request and send the prepared answer."""
        gateway = self.server
        assert isinstance(gateway, RecordedGateway)
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.dumps(gateway.prepared.body).encode()
        gateway.asked = f"{self.command} {self.path.partition('?')[0]}"
        self.send_response(gateway.prepared.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def __getattr__(self, name: str) -> Any:
        """Answer every method alike."""
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def log_message(self, *_: object, **__: object) -> None:
        """Stay quiet."""


class RecordedGateway(ThreadingHTTPServer):
    """A gateway on a real socket that gives one prepared answer."""

    prepared: Exchange
    asked = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Replay)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"
