"""One attempt at one job, apart from the network: what to ask, what to do with the bytes.

A task is driven by the pump: `begin`, then `request` until there is one, `answered` when an answer
begins, `write` for bytes that arrive or `read` for bytes to send, then `finish`; in the end
`discard` in any case. It holds no connection and knows no libcurl.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from spectrumx.bulk.jobs import Downloaded, Job, Uploaded

BUFFER_SIZE = 256 * 1024


@dataclass(slots=True)
class Request:
    """What a task asks of the network.

    Attributes:
        method: HTTP method.
        path: Below the gateway's address.
        headers: Fields beyond those that every request has.
        body: The whole body, when it is small and ready.
        body_size: Bytes of the body, when it is read piece by piece.
    """

    method: str
    path: str
    headers: tuple[str, ...] = ()
    body: bytes | None = None
    body_size: int = 0


class Task(Protocol):
    """One attempt at one job."""

    @property
    def job(self) -> Job:
        """The job."""
        ...

    @property
    def moved(self) -> int:
        """Bytes of the file that are where they should be, those of earlier attempts included."""
        ...

    @property
    def starts_over(self) -> bool:
        """Whether what an earlier attempt left was of no use and is to be fetched from nothing."""
        ...

    def begin(self) -> None:
        """Open what is needed."""
        ...

    def request(self) -> Request | None:
        """Say what to ask, or None while there is more to read before; call it again then."""
        ...

    def answered(self, status: int, content_range: str) -> bool:
        """Tell whether an answer that begins is the success asked for.

        Args:
            status: HTTP status.
            content_range: The `Content-Range` header; empty when there is none.
        """
        ...

    def write(self, chunk: bytes) -> None:
        """Take bytes of a successful answer's body."""
        ...

    def read(self, size: int) -> bytes:
        """Give at most `size` bytes of the request's body; empty at its end."""
        ...

    def rewind(self) -> None:
        """Start the request's body again."""
        ...

    def finish(self) -> Downloaded | Uploaded:
        """Check and settle the success the answer's beginning promised."""
        ...

    def discard(self) -> None:
        """Give up this attempt; what may be continued later stays."""
        ...
