"""HTTP/1.1 as far as the proxy has to understand it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.faults.plan import On

FILES = "/api/v1/assets/files/"

_DIRECTORY = re.compile(rb'name="directory"\r\n(?:[^\r\n]+\r\n)*\r\n([^\r]*)\r\n')
_FILE = re.compile(rb'filename="([^"]*)"[^\r]*\r\n(?:[^\r\n]+\r\n)*\r\n')
_DOWNLOAD = re.compile(re.escape(FILES) + r"([0-9a-f-]{32,36})/download/")
_MAX_ENVELOPE = 65_536


@dataclass(frozen=True, slots=True)
class Head:
    """The first line and the header fields of a request or answer."""

    first: str
    fields: tuple[tuple[str, str], ...]

    @property
    def length(self) -> int:
        """Bytes of the body."""
        return int(self.field("content-length") or 0)

    @property
    def kind(self) -> On:
        """What a request asks for."""
        method, target, _ = self.first.split(" ", 2)
        path = urlsplit(target).path
        if method == "POST" and path == FILES:
            return On.UPLOAD
        if method != "GET":
            return On.OTHER
        if _DOWNLOAD.search(path):
            return On.DOWNLOAD
        return {FILES: On.LIST, "/api/v1/auth/": On.AUTH}.get(path, On.OTHER)

    @property
    def uuid(self) -> str:
        """The file that a download asks for."""
        found = _DOWNLOAD.search(self.first)
        return found[1] if found else ""

    @property
    def status(self) -> int:
        """The status of an answer."""
        return int(self.first.split(" ", 2)[1])

    def field(self, name: str) -> str:
        """A field's value; empty when it is not there."""
        return next((value for known, value in self.fields if known.lower() == name), "")

    def with_length(self, length: int) -> Head:
        """The same with another Content-Length."""
        kept = [field for field in self.fields if field[0].lower() != "content-length"]
        return Head(self.first, (*kept, ("content-length", str(length))))

    def encoded(self) -> bytes:
        """What is sent."""
        lines = [self.first, *(f"{name}: {value}" for name, value in self.fields)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def read_head(reader: asyncio.StreamReader) -> Head | None:
    """Read the head of a message; None where the connection ends instead."""
    try:
        data = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = data.decode("latin-1").rstrip("\r\n").split("\r\n")
    parted = (line.partition(":") for line in lines)
    return Head(first, tuple((name, value.strip()) for name, _, value in parted))


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands around a file's contents in an upload.

    Attributes:
        data: What was read of the body to find this out.
        path: Where the file goes; empty when this is no file's contents.
        start: Where the contents begin, in bytes from the body's start.
        stop: Where they end.
    """

    data: bytes
    path: str
    start: int
    stop: int


async def read_envelope(reader: asyncio.StreamReader, head: Head) -> Envelope:
    """Read an upload's body as far as the contents' beginning."""
    data = b""
    limit = min(head.length, _MAX_ENVELOPE)
    while (found := _FILE.search(data)) is None and len(data) < limit:
        piece = await reader.read(limit - len(data))
        if not piece:
            break
        data += piece
    if found is None:
        return Envelope(data, "", 0, head.length)
    directory = _DIRECTORY.search(data)
    folder = directory[1].decode() if directory else ""
    boundary = head.field("content-type").partition("boundary=")[2].strip('"')
    stop = head.length - len(boundary) - len("\r\n----\r\n")
    return Envelope(data, f"{folder.rstrip('/')}/{found[1].decode()}", found.end(), stop)
