"""One attempt at an upload: read, hash and send in one pass, check the gateway's answer."""

from __future__ import annotations

import io
import json
import os
import stat
from http import HTTPStatus

from blake3 import blake3

from spectrumx.answers import MAX_READ_BODY
from spectrumx.bulk.jobs import Uploaded, UploadJob
from spectrumx.bulk.multipart import Envelope, envelope
from spectrumx.bulk.tasks import BUFFER_SIZE, Request
from spectrumx.errors import (
    FileError,
    IntegrityError,
    LocalFileError,
    UnexpectedResponseError,
    about,
)

UPLOAD_PATH = "/assets/files/"

_FILE_INTEGRITY = about(IntegrityError, FileError)
_LOCAL_FILE = about(LocalFileError, FileError)


class Outgoing:
    """Sends one file.

    The file is compared with itself before its last byte is sent: when it grew, shrank or was
    written to meanwhile, the request is broken off, and the gateway stores nothing.
    """

    __slots__ = (
        "_answer",
        "_buffer",
        "_end",
        "_envelope",
        "_file",
        "_hasher",
        "_position",
        "_stage",
        "_status",
        "job",
        "moved",
    )

    def __init__(self, job: UploadJob, buffer: memoryview) -> None:
        self.job = job
        self.moved = 0
        self._buffer = buffer
        self._file: io.FileIO | None = None
        self._answer = bytearray()
        self._envelope = _envelope_of(job)
        self._stage = "head"
        self._position = self._end = 0
        self._hasher = blake3()

    @property
    def expected(self) -> HTTPStatus:
        """The status of a stored file."""
        return HTTPStatus.CREATED

    def begin(self) -> Request:
        """Open the file; a small one is read at once."""
        self._file = io.FileIO(self.job.source, "rb", opener=_open_without_waiting)
        self._status = os.fstat(self._file.fileno())
        if not stat.S_ISREG(self._status.st_mode):
            raise self._unusable("is not a regular file")
        if not self._status.st_size:
            raise self._unusable("is empty, and the gateway takes no empty files")
        content_type = self._envelope.content_type
        if self._status.st_size <= BUFFER_SIZE:
            return Request(UPLOAD_PATH, content_type, body=self._whole_body())
        size = len(self._envelope.head) + self._status.st_size + len(self._envelope.tail)
        return Request(UPLOAD_PATH, content_type, body_size=size)

    def read(self, size: int) -> bytes:
        """Give the next bytes: the head, the file, the tail."""
        if self._stage == "head":
            self._stage = "file"
            return self._envelope.head
        if self._stage == "file":
            if self._position == self._end:
                self._fill()
            if self._end:
                stop = min(self._position + size, self._end)
                chunk = self._buffer[self._position : stop]
                self._position = stop
                self.moved += len(chunk)
                return bytes(chunk)
            self._check_unchanged()
            self._stage = "tail"
            return self._envelope.tail
        return b""

    def rewind(self) -> None:
        """Read the file again from its start, for a connection that has to be made anew."""
        self._opened.seek(0)
        self._stage = "head"
        self._position = self._end = self.moved = 0
        self._hasher = blake3()

    def write(self, chunk: memoryview) -> None:
        """Take the gateway's answer."""
        self._answer += chunk[: MAX_READ_BODY - len(self._answer)]

    def finish(self) -> Uploaded:
        """Compare the checksum in the answer with the one of the bytes sent."""
        self._close()
        if self.moved != self._status.st_size:
            raise _FILE_INTEGRITY(
                f"{self.job.source}: the gateway answered before it had the whole file",
                expected=str(self._status.st_size),
                actual=str(self.moved),
            )
        checksum = self._hasher.hexdigest()
        try:
            answer = json.loads(self._answer)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            message = f"{self.job.source} was sent, but the gateway's answer can't be read"
            raise about(UnexpectedResponseError, FileError)(message)
        stored = answer.get("sum_blake3")
        if stored and stored != checksum:
            raise _FILE_INTEGRITY(
                f"{self.job.source}: the gateway stored {stored}, sent was {checksum}",
                expected=checksum,
                actual=str(stored),
            )
        return Uploaded(answer, checksum, self.moved, self._status, verified=bool(stored))

    def discard(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._close()

    @property
    def _opened(self) -> io.FileIO:
        assert self._file is not None, "begin() comes first"
        return self._file

    def _whole_body(self) -> bytes:
        data = bytearray()
        while len(data) < self._status.st_size:
            self._fill()
            data += self._buffer[: self._end]
            self.moved = len(data)
        self._check_unchanged()
        return self._envelope.head + data + self._envelope.tail

    def _fill(self) -> None:
        left = self._status.st_size - self.moved
        part = self._buffer[: min(BUFFER_SIZE, left)]
        self._position, self._end = 0, self._opened.readinto(part) if left else 0
        if left and not self._end:
            raise self._unusable("became shorter while it was read; nothing was stored")
        self._hasher.update(part[: self._end])

    def _check_unchanged(self) -> None:
        now = os.fstat(self._opened.fileno())
        if (now.st_size, now.st_mtime_ns) != (self._status.st_size, self._status.st_mtime_ns):
            raise self._unusable("changed while it was read; nothing was stored")

    def _unusable(self, why: str) -> LocalFileError:
        return _LOCAL_FILE(f"{self.job.source} {why}", path=str(self.job.source))

    def _close(self) -> None:
        self._opened.close()
        self._file = None


def _open_without_waiting(path: str, flags: int) -> int:
    # A FIFO put in the file's place must not block.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _envelope_of(job: UploadJob) -> Envelope:
    fields = {
        "directory": job.directory,
        "name": job.name,
        "media_type": job.media_type,
        "permissions": job.permissions,
    }
    return envelope(fields, filename=job.name, media_type=job.media_type)
