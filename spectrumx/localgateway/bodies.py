"""The bodies of requests: JSON, forms, and forms with a file.

A file's contents go to disk as they come: a small one in the thread that handles the request, a
large one in stretches while the next stretch is being received.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

from spectrumx.localgateway.answers import GatewayError, refused
from spectrumx.localgateway.blobs import Arrival, Blobs
from spectrumx.localgateway.multipart import FormReader, too_large

_STRETCH = 1024 * 1024
_MOST_IN_MEMORY = 16 * 1024 * 1024
_MOST_FIELDS = 1000


@dataclass
class SubmittedFile:
    """A file that came with a form: the last of its bytes may still be in memory."""

    name: str
    arrival: Arrival
    rest: list[bytes]

    @property
    def is_empty(self) -> bool:
        """Whether it has no contents at all."""
        return not self.arrival.size and not any(self.rest)

    def store(self) -> Arrival:
        """Write what is left and wait for the disk."""
        self.arrival.write(self.rest)
        self.rest = []
        self.arrival.finish()
        return self.arrival


@dataclass
class Body:
    """What a request carries."""

    values: dict[str, object] = field(default_factory=dict)
    file: SubmittedFile | None = None

    def discard(self) -> None:
        """Remove what was written of a file that was not kept."""
        if self.file is not None:
            self.file.arrival.discard()


async def read(request: Request, *, blobs: Blobs) -> Body:
    """Read a request's body.

    A body without Content-Length counts as empty (docs/gateway.md, Files: upload).

    Raises:
        GatewayError: 400 where it is malformed, 413 where it is too large, 415 where its type is
            none of those understood.
    """
    if int(request.headers.get("content-length", "0")) == 0:
        return Body()
    content_type = request.headers.get("content-type", "")
    essence = content_type.partition(";")[0].strip().lower()
    if essence == "multipart/form-data":
        return await _read_multipart(request, blobs=blobs)
    if essence not in _PARSERS:
        raise refused(415, f'Unsupported media type "{content_type}" in request.')
    return Body(_PARSERS[essence](await _whole(request)))


async def _read_multipart(request: Request, *, blobs: Blobs) -> Body:
    reader, arrival = FormReader(request.headers["content-type"]), blobs.receive()
    try:
        await _receive(request.stream(), reader, arrival)
        reader.finish()
    except BaseException:
        arrival.discard()
        raise
    values: dict[str, object] = dict(reader.fields)
    if reader.filename is None:
        return Body(values)
    return Body(values, SubmittedFile(reader.filename, arrival, reader.take()))


async def _receive(stream: AsyncIterator[bytes], reader: FormReader, arrival: Arrival) -> None:
    """Feed the reader; write each full stretch while the next is being received."""
    writing: asyncio.Task[None] | None = None
    try:
        async for data in stream:
            reader.feed(data)
            if reader.waiting >= _STRETCH:
                if writing is not None:
                    await writing
                writing = asyncio.create_task(asyncio.to_thread(arrival.write, reader.take()))
    finally:
        if writing is not None:
            await writing


async def _whole(request: Request) -> bytes:
    body = bytearray()
    async for data in request.stream():
        body += data
        if len(body) > _MOST_IN_MEMORY:
            raise too_large(_MOST_IN_MEMORY)
    return bytes(body)


def _parse_json(body: bytes) -> dict[str, object]:
    try:
        values = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _unreadable("JSON", str(error)) from None
    if not isinstance(values, dict):
        raise refused(400, "Invalid data. Expected a dictionary.")
    return values


def _parse_form(body: bytes) -> dict[str, object]:
    try:
        text = body.decode("utf-8")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise _unreadable("Form", str(error)) from None


def _unreadable(kind: str, reason: str) -> GatewayError:
    return refused(400, f"{kind} parse error - {reason}")


_PARSERS: dict[str, Callable[[bytes], dict[str, object]]] = {
    "application/json": _parse_json,
    "application/x-www-form-urlencoded": _parse_form,
}
