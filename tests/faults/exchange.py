"""One request and its answer on their way through the proxy, and what befalls them."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from tests.faults.ledger import Body, Ledger
from tests.faults.made_up import MADE_UP, PAGE, made_up
from tests.faults.messages import Envelope, Head, read_envelope, read_head
from tests.faults.plan import Fault, How, On

PIECE = 65_536
STALL_SECONDS = 8.0
DELAY_SECONDS = 0.3

_INSIDE = {How.RESET, How.CUT, How.STALL, How.DELAY}


class Stream(NamedTuple):
    """Both directions of one connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def reset(self) -> None:
        """End it as a crash or a firewall would: what is on its way is lost."""
        linger = struct.pack("ii", 1, 0)
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.writer.transport.abort()


class Surroundings(Protocol):
    """What an exchange needs of its proxy."""

    ledger: Ledger
    rewrite: Callable[[dict[str, Any]], None] | None
    elsewhere_url: str

    def refuse_for_a_while(self) -> None:
        """Refuse connections for a moment."""
        ...

    def moved(self, size: int) -> None:
        """Count bytes, and do what is to happen after so many."""
        ...

    async def connect(self) -> Stream:
        """Connect to the gateway."""
        ...


class BrokenOffError(Exception):
    """The connection has been ended."""


class Exchange:
    """One request on its way."""

    def __init__(
        self, around: Surroundings, client: Stream, request: Head, fault: Fault | None
    ) -> None:
        self._around = around
        self._client = client
        self._request = request
        self._kind = request.kind
        self._fault = fault
        self._how = fault.how if fault else None

    async def run(self) -> None:
        """Carry it out, or let it go wrong.

        Raises:
            BrokenOffError: The client's connection is of no more use.
        """
        if self._how == How.REFUSE:
            self._around.refuse_for_a_while()
            self._end()
        if self._how == How.EARLY:
            self._client.writer.write(made_up(self._how, self._around.elsewhere_url))
            self._close()
        body = await read_envelope(self._client.reader, self._request)
        if self._how in MADE_UP:
            await self._swallow(self._request.length - len(body.data))
            self._client.writer.write(made_up(self._how, self._around.elsewhere_url))
            return
        await self._forward(body)

    async def _forward(self, sent: Envelope) -> None:
        ledger = self._around.ledger
        is_altered = self._how == How.FLIP and self._kind == On.UPLOAD
        if is_altered:
            ledger.altered[sent.path] += 1
        elif sent.path:
            ledger.note("posted", sent.path)
        gateway = await self._around.connect()
        try:
            await self._pass_request(gateway, sent)
            answer = await read_head(gateway.reader)
            if answer is None:
                self._end()
                return
            is_stored = answer.status == 201 and not is_altered
            if is_stored:
                ledger.note("stored", sent.path)
            await self._pass_answer(gateway, answer)
            if is_stored:
                ledger.note("acknowledged", sent.path)
        finally:
            gateway.writer.transport.abort()

    async def _pass_request(self, gateway: Stream, sent: Envelope) -> None:
        gateway.writer.write(self._request.encoded())
        if not self._request.length:
            return
        is_upload = self._kind == On.UPLOAD
        await self._relay(
            self._client.reader,
            gateway.writer,
            Body(self._request.length),
            first=sent.data,
            contents=range(sent.start, sent.stop),
            is_faulty=is_upload,
            is_counted=is_upload,
        )

    async def _pass_answer(self, gateway: Stream, answer: Head) -> None:
        length = answer.length
        if self._how == How.LOSE_ANSWER:
            await gateway.reader.readexactly(length)
            self._end()
        if self._how == How.STALL_ANSWER:
            await asyncio.sleep(STALL_SECONDS)
            self._end()
        if self._kind == On.LIST and self._around.rewrite is not None:
            await self._rewritten(await gateway.reader.readexactly(length), answer)
            return
        body, sent = Body(length), answer
        if self._how == How.SHORT:
            body.length = int(length * (self._fault.at if self._fault else 0))
            sent = answer.with_length(body.length)
        elif self._how == How.LONG:
            sent = answer.with_length(length + len(PAGE))
        self._client.writer.write(sent.encoded())
        await self._relay(
            gateway.reader,
            self._client.writer,
            body,
            contents=range(body.length),
            is_faulty=self._kind != On.UPLOAD or self._how == How.CUT_ANSWER,
            is_counted=self._kind == On.DOWNLOAD,
        )
        if self._how == How.LONG:
            self._client.writer.write(PAGE)
        await self._client.writer.drain()

    async def _rewritten(self, body: bytes, answer: Head) -> None:
        page = json.loads(body)
        if self._around.rewrite is not None:
            self._around.rewrite(page)
        data = json.dumps(page).encode()
        self._client.writer.write(answer.with_length(len(data)).encoded() + data)

    async def _relay(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        body: Body,
        *,
        contents: range,
        is_faulty: bool,
        is_counted: bool,
        first: bytes = b"",
    ) -> None:
        """Pass a body on, piece by piece; `first` of it was read already."""
        at = contents.start + int((self._fault.at if self._fault else 0) * len(contents))
        ledger, is_whole_so_far = self._around.ledger, True
        if is_counted:
            ledger.bodies.append(body)
        try:
            while body.passed < body.length:
                piece = first or await source.read(min(PIECE, body.length - body.passed))
                first = b""
                if not piece:
                    self._end()
                if is_faulty and is_whole_so_far and body.passed + len(piece) > at:
                    is_whole_so_far = False
                    piece = await self._befall(piece, at - body.passed, sink, body)
                sink.write(piece)
                await sink.drain()
                body.passed += len(piece)
                if is_counted:
                    self._count(len(piece))
        finally:
            if is_counted:
                ledger.bodies.remove(body)

    def _count(self, size: int) -> None:
        if self._kind == On.DOWNLOAD:
            self._around.ledger.fetched[self._request.uuid] += size
        self._around.moved(size)

    async def _befall(self, piece: bytes, at: int, sink: asyncio.StreamWriter, body: Body) -> bytes:
        """Let the fault happen at a place in a piece, and return what is left to be sent of it."""
        if self._how == How.FLIP:
            return piece[:at] + bytes([piece[at] ^ 1]) + piece[at + 1 :]
        if self._how not in _INSIDE | {How.CUT_ANSWER}:
            return piece
        sink.write(piece[:at])
        await sink.drain()
        body.passed += at
        if self._how == How.DELAY:
            await asyncio.sleep(DELAY_SECONDS)
            return piece[at:]
        if self._how == How.STALL:
            await asyncio.sleep(STALL_SECONDS)
        if self._how in {How.CUT, How.CUT_ANSWER}:
            self._close()
        self._end()
        raise AssertionError

    async def _swallow(self, size: int) -> None:
        while size > 0 and (piece := await self._client.reader.read(min(PIECE, size))):
            size -= len(piece)

    def _end(self) -> None:
        self._client.reset()
        raise BrokenOffError

    def _close(self) -> None:
        self._client.writer.close()
        raise BrokenOffError
