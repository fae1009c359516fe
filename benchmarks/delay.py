"""A TCP proxy that adds a round trip's delay and limits nothing else; runs in its own process.

    python -m benchmarks.delay PORT MILLISECONDS

What arrives is passed on half a round trip later, in either direction. A new connection's first
bytes wait a whole round trip more, which on a real line its opening would take.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

_EARLY = 0.0005
"""Seconds. The event loop wakes up to a millisecond late; this halves the error."""


class End(asyncio.Protocol):
    """One socket of a connection: what its other end received it sends when that is due.

    One timer waits for the oldest; whatever is due by then goes out together.
    """

    def __init__(self, delay: float) -> None:
        self.other: End | None = None
        self._delay = delay
        self._loop = asyncio.get_running_loop()
        self._opened = self._loop.time()
        self._transport: asyncio.Transport | None = None
        self._held: deque[tuple[float, bytes]] = deque()
        self._is_waiting = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send what came before."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send_due()

    def data_received(self, data: bytes) -> None:
        """Hand it to the other end."""
        assert self.other is not None
        self.other.send_later(data)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  asyncio's own name
        """Let the other end close when all is sent."""
        if self.other is not None:
            self.other.send_later(b"")
            self.other = None

    def send_later(self, data: bytes) -> None:
        """Send after the delay; no bytes mean the end."""
        opening = self._opened + 2 * self._delay
        self._held.append((max(self._loop.time(), opening) + self._delay, data))
        self._wait()

    def _wait(self) -> None:
        if self._held and not self._is_waiting:
            self._is_waiting = True
            self._loop.call_at(self._held[0][0] - _EARLY, self._send_due)

    def _send_due(self) -> None:
        self._is_waiting = False
        if self._transport is None:
            return
        until = self._loop.time() + _EARLY
        while self._held and self._held[0][0] <= until:
            data = self._held.popleft()[1]
            if data:
                self._transport.write(data)
            else:
                self._transport.close()
        self._wait()


async def serve(port: int, *, round_trip: float) -> None:
    """Pass connections on to a local port, and print the port to connect to.

    Args:
        port: Where connections go to.
        round_trip: Seconds.
    """
    loop = asyncio.get_running_loop()
    dialling: set[asyncio.Task[object]] = set()

    def accept() -> End:
        near, far = End(round_trip / 2), End(round_trip / 2)
        near.other, far.other = far, near
        task = loop.create_task(loop.create_connection(lambda: far, "127.0.0.1", port))
        dialling.add(task)
        task.add_done_callback(dialling.discard)
        return near

    server = await loop.create_server(accept, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def delayed(port: int, *, milliseconds: float) -> Iterator[str]:
    """Run the proxy before a local port while the context is entered; give its URL."""
    command = [sys.executable, "-m", "benchmarks.delay", str(port), str(milliseconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), round_trip=float(sys.argv[2]) / 1000))
