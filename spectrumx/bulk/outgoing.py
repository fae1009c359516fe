"""One attempt at an upload: read, hash and send in one pass, check the gateway's answer."""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from http import HTTPStatus

from blake3 import blake3

from spectrumx.answers import MAX_READ_BODY
from spectrumx.bulk.jobs import Uploaded, UploadJob
from spectrumx.bulk.multipart import Form
from spectrumx.bulk.tasks import BUFFER_SIZE, Request
from spectrumx.errors import (
    FileError,
    IntegrityError,
    LocalFileError,
    UnexpectedResponseError,
    about,
)

UPLOAD_PATH = "/assets/files/"

PIECE_SIZE = 512 * 1024
"""Bytes of a file read and hashed at once."""

_FILE_INTEGRITY = about(IntegrityError, FileError)
_LOCAL_FILE = about(LocalFileError, FileError)
# A FIFO put in the file's place must not block.
_READ = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class Outgoing:
    """Sends one file.

    The file is compared with itself before its last byte is sent: when it grew, shrank or was
    written to meanwhile, the request is broken off, and the gateway stores nothing.
    """

    __slots__ = (
        "_answer",
        "_descriptor",
        "_form",
        "_hasher",
        "_head",
        "_offset",
        "_piece",
        "_stage",
        "_status",
        "_unread",
        "job",
        "moved",
    )

    starts_over = False

    def __init__(self, job: UploadJob, form: Form) -> None:
        self.job = job
        self.moved = 0
        self._form = form
        self._descriptor = -1
        self._answer = b""
        self._piece, self._offset = b"", 0
        self._hasher = blake3()

    def begin(self) -> None:
        """Open the file."""
        job = self.job
        self._descriptor = os.open(job.source, _READ)
        self._status = os.fstat(self._descriptor)
        if not stat.S_ISREG(self._status.st_mode):
            raise self._unusable("is not a regular file")
        if not self._status.st_size:
            raise self._unusable("is empty, and the gateway takes no empty files")
        self._head = self._form.head(
            directory=job.directory,
            name=job.name,
            media_type=job.media_type,
            permissions=job.permissions,
        )
        self._start()

    def request(self) -> Request:
        """Offer the file; a small one is read at once."""
        headers = (f"Content-Type: {self._form.content_type}",)
        if self._status.st_size <= BUFFER_SIZE:
            return Request("POST", UPLOAD_PATH, headers, body=self._whole_body())
        size = len(self._head) + self._status.st_size + len(self._form.tail)
        return Request("POST", UPLOAD_PATH, headers, body_size=size)

    def answered(self, status: int, content_range: str) -> bool:
        """Take nothing for success but a stored file."""
        del content_range
        return status == HTTPStatus.CREATED

    def read(self, size: int) -> bytes:
        """Give the next bytes: of the head, the file, the tail."""
        if self._offset == len(self._piece):
            self._piece, self._offset = self._next_piece(), 0
        chunk = self._piece[self._offset : self._offset + size]
        self._offset += len(chunk)
        if self._stage == "file":
            self.moved += len(chunk)
        return chunk

    def rewind(self) -> None:
        """Read the file again from its start, for a connection that has to be made anew."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        self._hasher = blake3()
        self._start()

    def write(self, chunk: bytes) -> None:
        """Take the gateway's answer."""
        self._answer += chunk[: MAX_READ_BODY - len(self._answer)]

    def finish(self) -> Uploaded:
        """Compare the checksum in the answer with the one of the bytes sent."""
        if self.moved != self._status.st_size:
            raise _FILE_INTEGRITY(
                f"{self.job.source}: the gateway answered before it had the whole file",
                expected=str(self._status.st_size),
                actual=str(self.moved),
            )
        checksum = self._hasher.hexdigest()
        answer = self._read_answer()
        stored = answer.get("sum_blake3")
        if stored and stored != checksum:
            raise _FILE_INTEGRITY(
                f"{self.job.source}: the gateway stored {stored}, sent was {checksum}",
                expected=checksum,
                actual=str(stored),
            )
        return Uploaded(answer, checksum, self.moved, self._status, bool(stored))

    def discard(self) -> None:
        """Close the file."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            with suppress(OSError):  # all that is wanted of it was read
                os.close(descriptor)

    def _start(self) -> None:
        self._stage = "head"
        self._piece, self._offset = self._head, 0
        self._unread, self.moved = self._status.st_size, 0

    def _next_piece(self) -> bytes:
        if self._stage == "tail":
            return b""
        self._stage = "file"
        if self._unread:
            return self._next_of_file()
        self._check_unchanged()
        self._stage = "tail"
        return self._form.tail

    def _next_of_file(self) -> bytes:
        piece = os.read(self._descriptor, min(PIECE_SIZE, self._unread))
        if not piece:
            raise self._unusable("became shorter while it was read; nothing was stored")
        self._hasher.update(piece)
        self._unread -= len(piece)
        return piece

    def _whole_body(self) -> bytes:
        parts = [self._head]
        while self._unread:
            parts.append(self._next_of_file())
        self._check_unchanged()
        self.moved = self._status.st_size
        parts.append(self._form.tail)
        return b"".join(parts)

    def _check_unchanged(self) -> None:
        now = os.fstat(self._descriptor)
        if (now.st_size, now.st_mtime_ns) != (self._status.st_size, self._status.st_mtime_ns):
            raise self._unusable("changed while it was read; nothing was stored")

    def _read_answer(self) -> dict[str, object]:
        try:
            answer = json.loads(self._answer)
        except (ValueError, RecursionError):
            answer = None
        if isinstance(answer, dict):
            return answer
        raise about(UnexpectedResponseError, FileError)(
            f"{self.job.source} was sent, but the gateway's answer can't be read"
        )

    def _unusable(self, why: str) -> LocalFileError:
        return _LOCAL_FILE(f"{self.job.source} {why}", path=str(self.job.source))
