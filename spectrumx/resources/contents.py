"""Parts of files' contents, without the rest (docs/gateway.md, "Files: download")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from operator import index

from blake3 import blake3
from spectrumx_api.api import files as operations

from spectrumx.answers import Part
from spectrumx.errors import (
    FileError,
    IntegrityError,
    InvalidRequestError,
    UnexpectedResponseError,
    UnsupportedByGatewayError,
    about,
)
from spectrumx.models import File
from spectrumx.session import Session, stop_if_cancelled

MOST_AT_ONCE = 64 * 1024 * 1024
"""Bytes that one request asks for; an answer is held in memory."""

_SENT = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)", re.ASCII)
_CHECKSUM_TAG = re.compile(r'"([0-9a-f]{64})"', re.ASCII)

_UNEXPECTED = about(UnexpectedResponseError, FileError)
_INTEGRITY = about(IntegrityError, FileError)


class Contents:
    """Contents of files, read by one client as far as they are needed.

    Whether the gateway serves parts shows with the first that is asked for, and is remembered.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._are_parts_served: bool | None = None

    @property
    def are_parts_served(self) -> bool | None:
        """Whether the gateway serves parts of files; None before the first was asked for."""
        return self._are_parts_served

    def read(self, file: File, *, start: int = 0, stop: int | None = None) -> bytes:
        """Read bytes of a file; the whole is checked, a part can't be.

        Args:
            file: As a listing or lookup gave it, with its size; a part of other contents than its
                size and checksum tell is refused.
            start: The first byte, counted from 0.
            stop: The one behind the last; None, or any behind the end, for the file's end.

        Returns:
            The bytes; none where `start` is the file's end or behind it.

        Raises:
            InvalidRequestError: A position is negative or no whole number, or they are reversed;
                nothing was sent.
            UnsupportedByGatewayError: The gateway serves whole files only; known already, nothing
                was sent, and else the answer was broken off.
            IntegrityError: The contents are not those of `file`.
            SDSError: The gateway refuses, or can't be reached.
        """
        position, end = _clipped(file, *positions(start, stop))
        is_whole = (position, end) == (0, file.size)
        parts: list[bytes] = []
        while position < end:
            stop_if_cancelled()
            parts.append(self._some(file, position, min(end, position + MOST_AT_ONCE)))
            position += len(parts[-1])
        contents = parts[0] if len(parts) == 1 else b"".join(parts)
        if is_whole:
            _check(contents, file)
        return contents

    def _some(self, file: File, start: int, stop: int) -> bytes:
        """Read bytes from `start` on, at least one and at most up to `stop`."""
        assert file.uuid is not None, "what has no uuid has been refused"
        is_whole = (start, stop) == (0, file.size)
        if self._are_parts_served is False and not is_whole:
            raise _whole_only(file)
        request = operations.files_download._get_kwargs(  # noqa: SLF001  the only way to the request alone
            file.uuid, range_=f"bytes={start}-{stop - 1}"
        )
        part = self._session.read_part(request, with_whole=is_whole)
        if part.status == HTTPStatus.OK:
            return self._of_whole(part, file, is_whole=is_whole)
        self._are_parts_served = True
        _refuse_other_version(part, file)
        if _sent_length(part.headers, start, stop) != len(part.body):
            raise _UNEXPECTED(f"the gateway sent another part of {file.path} than it was asked for")
        return part.body

    def _of_whole(self, part: Part, file: File, *, is_whole: bool) -> bytes:
        """Take an answer that is the whole file, whatever part of it was asked for."""
        if part.headers.get("content-length") not in {None, str(file.size)}:
            raise _other_version(file, "size", str(file.size), part.headers["content-length"])
        if is_whole:
            return part.body
        self._are_parts_served = False
        raise _whole_only(file)


def positions(start: int, stop: int | None) -> tuple[int, int | None]:
    """Make sure that two positions can be those of a part.

    Returns:
        The same as plain whole numbers, also of those of other libraries.

    Raises:
        InvalidRequestError: One is negative or no whole number, or they are reversed.
    """
    try:
        first, end = int(index(start)), None if stop is None else int(index(stop))
    except TypeError:
        first, end = -1, None
    if first < 0 or (end is not None and end < first):
        raise InvalidRequestError(
            f"bytes {start} to {stop} are no part of a file: they count from 0, upwards"
        )
    return first, end


def _clipped(file: File, start: int, stop: int | None) -> tuple[int, int]:
    """The positions that are read, within the file."""
    if file.uuid is None or not file.size:
        raise _UNEXPECTED(f"the gateway names no uuid or size of {file.path}; it can't be read")
    return start, file.size if stop is None else min(stop, file.size)


def _refuse_other_version(part: Part, file: File) -> None:
    """Make sure that a part belongs to a file, as far as its answer tells."""
    sent = _SENT.fullmatch(part.headers.get("content-range", ""))
    if sent and sent[3] not in {"*", str(file.size)}:
        raise _other_version(file, "size", str(file.size), sent[3])
    # A tag of another form tells nothing of the checksum.
    tag = _CHECKSUM_TAG.fullmatch(part.headers.get("etag", ""))
    if tag and file.sum_blake3 not in {"", tag[1]}:
        raise _other_version(file, "checksum", file.sum_blake3, tag[1])
    if part.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        raise _other_version(file, "size", str(file.size), "smaller")


def _sent_length(headers: Mapping[str, str], start: int, stop: int) -> int | None:
    """How many bytes an answer promises; None unless they are some of those asked for.

    A gateway may send fewer (RFC 9110, section 15.3.7), but from the first on.
    """
    sent = _SENT.fullmatch(headers.get("content-range", ""))
    if sent is None or int(sent[1]) != start or not start <= int(sent[2]) < stop:
        return None
    return int(sent[2]) + 1 - start


def _check(contents: bytes, file: File) -> None:
    if len(contents) != file.size:
        raise _other_version(file, "size", str(file.size), str(len(contents)))
    checksum = blake3(contents).hexdigest()
    if file.sum_blake3 not in {"", checksum}:
        raise _other_version(file, "checksum", file.sum_blake3, checksum)


def _other_version(file: File, what: str, expected: str, actual: str) -> IntegrityError:
    return _INTEGRITY(
        f"{file.path}: the {what} in SDS is {actual}, and was {expected}; look it up again",
        expected=expected,
        actual=actual,
    )


def _whole_only(file: File) -> UnsupportedByGatewayError:
    return about(UnsupportedByGatewayError, FileError)(
        f"this gateway serves no parts of files; download {file.path} to read it"
    )
