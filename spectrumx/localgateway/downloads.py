"""Sending a file's contents: whole or a stretch, a small one at once, a large one in pieces."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import BinaryIO
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from spectrumx.localgateway.files import File
from spectrumx.localgateway.ranges import Span

_PIECE = 1024 * 1024
_SMALL = 128 * 1024
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(\s*;[\x20-\x7e]*)?", re.ASCII)
_SENDABLE = re.compile(r"[\x20-\x7e\xa0-\xff]+")
_UNTYPED = "application/octet-stream"


def answer(contents: BinaryIO, file: File, *, span: Span | None, with_ranges: bool) -> Response:
    """Return the answer that sends a file.

    Args:
        contents: The open file; the answer closes it.
        file: Its row.
        span: The stretch to send; None sends all of it.
        with_ranges: Whether to offer stretches.
    """
    headers = _headers(file)
    if with_ranges:
        headers |= {"Accept-Ranges": "bytes", "ETag": etag(file)}
    if span is not None:
        headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{file.size}"
    status = 200 if span is None else 206
    start, stop = span or Span(0, file.size)
    headers["Content-Length"] = str(stop - start)
    contents.seek(start)
    if stop - start <= _SMALL:
        with contents:
            return Response(contents.read(stop - start), status, headers)
    return StreamingResponse(_pieces(contents, stop - start), status, headers)


def headers_only(file: File, *, with_ranges: bool) -> Response:
    """Return the answer to HEAD."""
    headers = _headers(file) | {"Content-Length": str(file.size)}
    if with_ranges:
        headers |= {"Accept-Ranges": "bytes", "ETag": etag(file)}
    return Response(headers=headers)


def etag(file: File) -> str:
    """Return a file's entity tag: its checksum never goes with other bytes."""
    return f'"{file.sum_blake3}"'


def _headers(file: File) -> dict[str, str]:
    media_type = file.media_type.strip()
    return {
        "Content-Type": media_type if _MEDIA_TYPE.fullmatch(media_type) else _UNTYPED,
        "Content-Disposition": _disposition(file.name),
        "X-Content-Type-Options": "nosniff",
    }


def _disposition(name: str) -> str:
    """Name the file plainly where a header can, in percent-encoded UTF-8 (RFC 6266) elsewhere."""
    quoted = name.replace('"', "%22")
    if _SENDABLE.fullmatch(quoted):
        return f'attachment; filename="{quoted}"'
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


async def _pieces(contents: BinaryIO, length: int) -> AsyncIterator[bytes]:
    with contents:
        while length > 0:
            piece = await asyncio.to_thread(contents.read, min(_PIECE, length))
            if not piece:
                raise EOFError("stored contents are shorter than their row says")
            length -= len(piece)
            yield piece
