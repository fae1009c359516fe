"""One attempt at a download: hash and write as bytes arrive, check, rename."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus

from blake3 import blake3

from spectrumx.bulk.jobs import Downloaded, DownloadJob
from spectrumx.bulk.partial import PartialFile
from spectrumx.bulk.tasks import BUFFER_SIZE, Request
from spectrumx.errors import FileError, IntegrityError, about

WORTH_KEEPING = 256 * 1024
"""Bytes of a file that broke off from which on they are kept, to be continued."""

HASHED_AT_ONCE = 2 * 1024 * 1024
"""Bytes of a kept part that are hashed while all other transfers wait."""

_NOT_WHAT_WAS_ASKED = {HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE}

_FILE_INTEGRITY = about(IntegrityError, FileError)


class Incoming:
    """Receives one file into a partial file beside its target.

    Bytes are gathered in a buffer first: libcurl hands over 16 KiB at most, and a write and a hash
    update for each would double the cost. A file that the buffer holds whole is on disk only for
    the moment it takes to write and rename it.

    What broke off is continued only where size and checksum are known, so that the whole is proven
    right in the end, wherever its parts came from.
    """

    __slots__ = (
        "_buffer",
        "_file",
        "_filled",
        "_hasher",
        "_is_continuable",
        "_kept",
        "_unhashed",
        "job",
        "moved",
        "starts_over",
    )

    def __init__(self, job: DownloadJob, buffer: memoryview) -> None:
        self.job = job
        self.moved = 0
        self._buffer = buffer
        self._filled = 0
        self._kept = self._unhashed = 0
        self._is_continuable = True
        self._file: PartialFile | None = None
        self.starts_over = False

    def begin(self) -> None:
        """Prepare the folder, and look for a part that was kept."""
        job = self.job
        self._hasher = blake3()
        self._file = PartialFile(job.target, folder=job.folder)
        if job.size > WORTH_KEEPING and job.checksum:
            self._continue(self._file.resume(f"{job.uuid}|{job.checksum}|{job.size}"))

    def request(self) -> Request | None:
        """Ask for the file, or for what is missing of it when the rest has been hashed."""
        if self._unhashed:
            self._hash_kept()
            if self._unhashed:
                return None
        path = f"/assets/files/{self.job.uuid}/download/"
        if not self._kept:
            return Request("GET", path)
        part = (f"Range: bytes={self._kept}-", f'If-Range: "{self.job.checksum}"')
        return Request("GET", path, part)

    def answered(self, status: int, content_range: str) -> bool:
        """Take a whole file, or the part that was asked for."""
        if status == HTTPStatus.OK:
            if self._kept:
                self._forget_kept()
            return True
        if not self._kept:
            return False
        size = self.job.size
        expected = f"bytes {self._kept}-{size - 1}/{size}"
        if status == HTTPStatus.PARTIAL_CONTENT and content_range == expected:
            return True
        if status in _NOT_WHAT_WAS_ASKED:
            self._give_up_kept()
        return False

    def write(self, chunk: bytes) -> None:
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
        job = self.job
        if job.size and self.moved != job.size:
            raise self._mismatch("size", str(job.size), str(self.moved))
        rest = self._take_buffered()
        checksum = self._hasher.hexdigest()
        if job.checksum and checksum != job.checksum:
            raise self._mismatch("checksum", job.checksum, checksum)
        if self._opened.is_lasting:
            self._opened.write(rest)  # what fits stays to be continued when the last doesn't
            rest = rest[:0]
        self._is_continuable = False
        try:
            self._opened.complete(rest, overwrite=job.overwrite)
        except OSError as problem:  # all bytes are there; of no use where the name is taken
            self._is_continuable = not isinstance(problem, FileExistsError)
            raise
        return Downloaded(checksum, self.moved, bool(job.checksum), self._kept)

    def discard(self) -> None:
        """Remove the partial file, or keep it when that is worth it."""
        if self._file is None:
            return
        is_worth_it = self._is_continuable and self.moved >= WORTH_KEEPING
        if is_worth_it and self._file.is_lasting and self._filled:
            with suppress(OSError):  # what doesn't fit on the disk is fetched again
                self._flush()
        if self.starts_over:
            with suppress(OSError):  # where it can't be removed, it must not be continued either
                self._file.shorten(0)
        self._file.release(keep=is_worth_it)
        self._file = None

    @property
    def _opened(self) -> PartialFile:
        assert self._file is not None, "begin() comes first"
        return self._file

    def _continue(self, size: int) -> None:
        # At least one byte is asked for: whether there still is such a file, the gateway must say.
        self.moved = self._kept = self._unhashed = min(size, self.job.size - 1)
        if size:
            self._opened.shorten(self._kept)

    def _hash_kept(self) -> None:
        part = self._opened.read(min(self._unhashed, HASHED_AT_ONCE))
        self._hasher.update(part)
        self._unhashed -= len(part)
        if not part:  # somebody shortened it meanwhile
            self._kept -= self._unhashed
            self.moved, self._unhashed = self._kept, 0

    def _forget_kept(self) -> None:
        self._opened.shorten(0)
        self._hasher = blake3()
        self.moved = self._kept = 0

    def _give_up_kept(self) -> None:
        self._is_continuable = False
        self.starts_over = self._kept > 0

    def _flush(self) -> None:
        self._opened.write(self._take_buffered())

    def _take_buffered(self) -> memoryview:
        part = self._buffer[: self._filled]
        self._filled = 0  # also when it can't be written: never twice
        self._hasher.update(part)
        return part

    def _mismatch(self, what: str, expected: str, actual: str) -> IntegrityError:
        self._give_up_kept()
        return _FILE_INTEGRITY(
            f"{self.job.target}: the {what} received is {actual}, promised was {expected}; "
            "nothing was written",
            expected=expected,
            actual=actual,
        )
