"""One attempt at a download: hash and write as bytes arrive, check, rename."""

from __future__ import annotations

from http import HTTPStatus

from blake3 import blake3

from spectrumx.bulk.jobs import Downloaded, DownloadJob
from spectrumx.bulk.tasks import BUFFER_SIZE, Request
from spectrumx.disk import PartialFile
from spectrumx.errors import FileError, IntegrityError, about

_FILE_INTEGRITY = about(IntegrityError, FileError)


class Incoming:
    """Receives one file into a partial file beside its target.

    Small pieces are gathered in a buffer first: libcurl hands over 16 KiB at most, and a write
    and a hash update for each would double the cost.
    """

    __slots__ = ("_buffer", "_file", "_filled", "_hasher", "job", "moved")

    def __init__(self, job: DownloadJob, buffer: memoryview) -> None:
        self.job = job
        self.moved = 0
        self._buffer = buffer
        self._filled = 0
        self._hasher = blake3()
        self._file = PartialFile(job.target, folder=job.folder)

    @property
    def expected(self) -> HTTPStatus:
        """The status of a whole file."""
        return HTTPStatus.OK

    def begin(self) -> Request:
        """Create the partial file."""
        self._file.open()
        return Request(f"/assets/files/{self.job.uuid}/download/")

    def write(self, chunk: memoryview) -> None:
        """Take bytes of the file."""
        size = len(chunk)
        self.moved += size
        if self.job.size and self.moved > self.job.size:
            raise self._mismatch("size", str(self.job.size), f"more than {self.job.size}")
        if self._filled + size > BUFFER_SIZE:
            self._flush()
        self._buffer[self._filled : self._filled + size] = chunk
        self._filled += size

    def read(self, size: int) -> bytes:
        """Nothing is sent."""
        del size
        return b""

    def rewind(self) -> None:
        """Nothing was sent."""

    def finish(self) -> Downloaded:
        """Compare with what was promised, and give the file its name."""
        self._flush()
        if self.job.size and self.moved != self.job.size:
            raise self._mismatch("size", str(self.job.size), str(self.moved))
        checksum = self._hasher.hexdigest()
        if self.job.checksum and checksum != self.job.checksum:
            raise self._mismatch("checksum", self.job.checksum, checksum)
        self._file.commit(overwrite=self.job.overwrite)
        return Downloaded(checksum, self.moved, verified=bool(self.job.checksum))

    def discard(self) -> None:
        """Remove the partial file."""
        self._file.discard()

    def _flush(self) -> None:
        part = self._buffer[: self._filled]
        self._hasher.update(part)
        self._file.write(part)
        self._filled = 0

    def _mismatch(self, what: str, expected: str, actual: str) -> IntegrityError:
        return _FILE_INTEGRITY(
            f"{self.job.target}: the {what} received is {actual}, promised was {expected}; "
            "nothing was written",
            expected=expected,
            actual=actual,
        )
