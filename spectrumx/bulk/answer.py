"""An answer as far as it is kept: its head, and the body of one that is no success."""

from __future__ import annotations

from collections import deque

from spectrumx.answers import MAX_READ_BODY, exchange_from
from spectrumx.errors import Exchange, FileError, UnexpectedResponseError, about

MAX_HEAD_SIZE = 256 * 1024
"""Bytes of an answer's headers, all together, before it is refused."""

MAX_HEAD_LINES = 256
"""Lines of an answer's headers before it is refused."""


class Answer:
    """What came back for one request; bounded, whatever is sent.

    Attributes:
        lines: Of the head, as they came. They are only collected at first: reading them one by
            one would be most of the work for a small file.
    """

    __slots__ = ("_body", "lines")

    def __init__(self) -> None:
        self.lines: deque[bytes] = deque(maxlen=MAX_HEAD_LINES)
        self._body = bytearray()

    def clear(self) -> None:
        """Forget everything."""
        self.lines.clear()
        self._body.clear()

    def status(self) -> int:
        """HTTP status of the final answer, after any preliminary ones.

        Raises:
            UnexpectedResponseError: There is too much of a head.
        """
        lines = self.lines
        if len(lines) == MAX_HEAD_LINES or sum(map(len, lines)) > MAX_HEAD_SIZE:
            raise about(UnexpectedResponseError, FileError)(
                f"the gateway's answer has more than {MAX_HEAD_SIZE // 1024} KiB of headers, or "
                f"more than {MAX_HEAD_LINES} of them"
            )
        for line in reversed(lines):
            if line.startswith(b"HTTP/"):
                return int(line.split(None, 2)[1])
        return 0

    def add_body(self, chunk: bytes) -> None:
        """Take as much of the body as an error needs."""
        self._body += chunk[: MAX_READ_BODY - len(self._body)]

    def header(self, name: str) -> str:
        """A field of the head by its name in lower case; empty when it is not there."""
        return self._headers().get(name, "")

    def exchange(self, method: str, url: str) -> Exchange:
        """The request and its answer, for an error."""
        return exchange_from(
            method, url, status=self.status(), headers=self._headers(), body=bytes(self._body)
        )

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        for line in self.lines:
            if line.startswith(b"HTTP/"):
                headers.clear()
            elif b":" in line:
                name, _, value = line.decode("latin-1").partition(":")
                headers[name.strip().lower()] = value.strip()
        return headers
