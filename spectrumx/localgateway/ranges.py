"""Which bytes of a file a download asks for (RFC 9110, section 14)."""

import re
from typing import NamedTuple

_SINGLE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.ASCII)


class Span(NamedTuple):
    """A stretch of bytes: from `start` up to, not including, `stop`."""

    start: int
    stop: int


class UnsatisfiableRangeError(ValueError):
    """A range that begins behind the last byte."""


def requested(header: str | None, *, condition: str | None, etag: str, size: int) -> Span | None:
    """Return the one stretch asked for, or None where the whole file is to be sent.

    Args:
        header: The Range header.
        condition: The If-Range header.
        etag: The file's entity tag, in quotes.
        size: The file's size in bytes.

    Raises:
        UnsatisfiableRangeError: If no byte of the file lies in the range.
    """
    match = _SINGLE.fullmatch(header or "")
    if match is None or match.group(1, 2) == ("", "") or condition not in {None, etag}:
        return None
    first, last = match.groups()
    if first and last and int(last) < int(first):
        return None
    span = _suffix(int(last), size) if not first else _from(int(first), last, size)
    if span.start >= span.stop:
        raise UnsatisfiableRangeError(header)
    return span


def _suffix(length: int, size: int) -> Span:
    return Span(max(0, size - length), size)


def _from(first: int, last: str, size: int) -> Span:
    return Span(first, min(int(last) + 1, size) if last else size)
