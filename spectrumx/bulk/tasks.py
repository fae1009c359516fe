"""One attempt at one job, apart from the network: what to ask, what to do with the bytes.

A task is driven by the pump: `begin`, then `write` for bytes that arrive or `read` for bytes to
send, then `finish` or `discard`. It holds no connection and knows no libcurl.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

from spectrumx.bulk.jobs import Downloaded, Job, Uploaded

BUFFER_SIZE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """What a task asks of the network.

    Attributes:
        path: Below the gateway's address.
        content_type: Of the body; empty for a GET.
        body: The whole body, when it is small and ready.
        body_size: Bytes of the body, when it is read piece by piece.
    """

    path: str
    content_type: str = ""
    body: bytes | None = None
    body_size: int = 0

    @property
    def method(self) -> str:
        """HTTP method."""
        return "POST" if self.content_type else "GET"


class Task(Protocol):
    """One attempt at one job."""

    @property
    def job(self) -> Job:
        """The job."""
        ...

    @property
    def moved(self) -> int:
        """Bytes of the file moved so far."""
        ...

    @property
    def expected(self) -> HTTPStatus:
        """The status of success."""
        ...

    def begin(self) -> Request:
        """Open what is needed and say what to ask."""
        ...

    def write(self, chunk: memoryview) -> None:
        """Take bytes of a successful answer's body."""
        ...

    def read(self, size: int) -> bytes:
        """Give at most `size` bytes of the request's body; empty at its end."""
        ...

    def rewind(self) -> None:
        """Start the request's body again."""
        ...

    def finish(self) -> Downloaded | Uploaded:
        """Check and settle the success the answer's status promised."""
        ...

    def discard(self) -> None:
        """Give up this attempt and leave nothing behind."""
        ...
