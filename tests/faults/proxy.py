"""A proxy in front of a gateway that lets requests go wrong as a plan says, and counts bytes."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from tests.faults.exchange import PIECE, BrokenOffError, Exchange, Stream
from tests.faults.ledger import Ledger
from tests.faults.messages import read_head
from tests.faults.plan import Fault, On, Plan

REFUSAL_SECONDS = 0.7
_BROKEN = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, BrokenOffError)

Act = Callable[[], None]


class FaultProxy:
    """Forwards requests from a thread of its own.

    Attributes:
        url: Its own address.
        ledger: What passed.
        plan: What goes wrong.
        at_bytes: What to do after so many bytes of contents in this leg.
        before: What to do when the first request of a kind comes.
        rewrite: Changes every page of a listing.
        elsewhere_url: Where its redirects lead.
    """

    def __init__(self, target: str) -> None:
        address = urlsplit(target)
        self._target = (address.hostname, address.port)
        self._loop = asyncio.new_event_loop()
        # Bound and never listening: connections are refused while nobody listens beside it.
        self._place = _bound(0)
        self._listener: asyncio.Server | None = None
        self._other: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.ledger = Ledger()
        self.plan = Plan()
        self.at_bytes: list[tuple[int, Act]] = []
        self.before: dict[On, Act] = {}
        self.rewrite: Callable[[dict[str, Any]], None] | None = None
        self.url = f"http://127.0.0.1:{self._place.getsockname()[1]}"
        self.elsewhere_url = ""

    def begin_leg(
        self, faults: Iterable[Fault] = (), *, at_bytes: Iterable[tuple[int, Act]] = ()
    ) -> None:
        """Begin with another run of the client; nobody may be connected."""

        def begin() -> None:
            self.ledger.begin_leg()
            self.plan = Plan(faults)
            self.at_bytes = sorted(at_bytes, key=lambda one: one[0])

        self._call(begin)

    def end_leg(self) -> None:
        """Let nothing more happen to a run that has ended; what is happening is waited for."""
        self._call(self.at_bytes.clear)

    def refuse_for_a_while(self) -> None:
        """Refuse connections for `REFUSAL_SECONDS`."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
            self._loop.call_later(REFUSAL_SECONDS, lambda: self._keep(self._listen()))

    def moved(self, size: int) -> None:
        """Count bytes, and do what is to happen after so many."""
        self.ledger.moved += size
        while self.at_bytes and self.at_bytes[0][0] <= self.ledger.moved:
            self.at_bytes.pop(0)[1]()

    async def connect(self) -> Stream:
        """Connect to the gateway."""
        return Stream(*await asyncio.open_connection(*self._target))

    def run(self, ready: Act) -> None:
        """Serve until told to stop."""
        self._loop.run_until_complete(self._open())
        ready()
        self._loop.run_forever()
        self._loop.run_until_complete(self._end())
        self._place.close()
        self._loop.close()

    def stop(self) -> None:
        """Stop serving; from any thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _call(self, act: Act) -> None:
        """Do something on the proxy's thread."""
        done = threading.Event()
        self._loop.call_soon_threadsafe(act)
        self._loop.call_soon_threadsafe(done.set)
        done.wait()

    async def _open(self) -> None:
        await self._listen()
        self._other = await asyncio.start_server(self._note_stranger, "127.0.0.1", 0)
        self.elsewhere_url = f"http://127.0.0.1:{self._other.sockets[0].getsockname()[1]}/api/v1/"

    async def _listen(self) -> None:
        listener = _bound(self._place.getsockname()[1])
        self._listener = await asyncio.start_server(self._accept, sock=listener, backlog=256)

    async def _end(self) -> None:
        for server in (self._listener, self._other):
            if server is not None:
                server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _keep(self, work: Any) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._keep(self._converse(Stream(reader, writer)))

    async def _converse(self, client: Stream) -> None:
        try:
            with suppress(*_BROKEN):
                while request := await read_head(client.reader):
                    self.ledger.requests.append(request.first.rpartition(" ")[0])
                    if asked := request.field("range"):
                        self.ledger.ranges.append(asked)
                    self.before.pop(request.kind, lambda: None)()
                    fault = self.plan.take(request.kind)
                    if fault is not None:
                        self.ledger.met.append(fault)
                    await Exchange(self, client, request, fault).run()
                    await client.writer.drain()
        except BaseException:
            client.writer.transport.abort()
            raise
        client.writer.close()

    def _note_stranger(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._keep(self._overhear(reader, writer))

    async def _overhear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            self.ledger.elsewhere += await reader.read(PIECE)
        writer.close()


def _bound(port: int) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # So that a client is not far ahead of what was counted.
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * PIECE)
    bound.bind(("127.0.0.1", port))
    return bound


@contextmanager
def fault_proxy(target: str) -> Iterator[FaultProxy]:
    """Run a proxy in front of a gateway."""
    proxy = FaultProxy(target)
    ready = threading.Event()
    thread = threading.Thread(target=proxy.run, args=(ready.set,), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join()
