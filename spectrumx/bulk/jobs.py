"""What the pump is asked to do, and what it tells: plain values.

Nothing changes them once they are made. They aren't frozen, for that would make each of them cost
several times as much.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from spectrumx.disk import TargetFolder
from spectrumx.errors import SDSError


@dataclass(slots=True, kw_only=True)
class DownloadJob:
    """Fetch one file's contents.

    Attributes:
        index: The asker's own number for it.
        uuid: Which file.
        target: Where it goes.
        folder: What may not be left on the way.
        size: Bytes expected; 0 when not known.
        checksum: BLAKE3 expected; empty when not known.
        overwrite: Replace what is at the target.
    """

    index: int
    uuid: UUID
    target: str
    folder: TargetFolder
    size: int
    checksum: str
    overwrite: bool
    verb: ClassVar[str] = "write"

    @property
    def local_path(self) -> str:
        """The local file it is about."""
        return self.target


@dataclass(slots=True, kw_only=True)
class UploadJob:
    """Send one file's contents.

    Attributes:
        index: The asker's own number for it.
        source: The local file.
        directory: SDS directory it goes to.
        name: Its name there.
        media_type: MIME type, possibly empty.
        permissions: As in `rw-r--r--`.
        size: Bytes expected; the file decides when it is opened.
    """

    index: int
    source: str
    directory: str
    name: str
    media_type: str
    permissions: str
    size: int
    verb: ClassVar[str] = "read"

    @property
    def local_path(self) -> str:
        """The local file it is about."""
        return self.source


Job = DownloadJob | UploadJob


@dataclass(slots=True)
class Downloaded:
    """The file is at its target.

    Attributes:
        checksum: BLAKE3 of the bytes written.
        size: Bytes of the file.
        verified: Whether there was a checksum to compare with.
        resumed: Bytes that an earlier attempt had left and that were not fetched again.
    """

    checksum: str
    size: int
    verified: bool
    resumed: int


@dataclass(slots=True)
class Uploaded:
    """The gateway stored the file.

    Attributes:
        answer: The gateway's description of it; empty when it had the file already.
        checksum: BLAKE3 of the bytes sent.
        size: Bytes sent.
        status: Of the local file, the same before and after it was read.
        verified: Whether the gateway named the same checksum.
    """

    answer: Mapping[str, object]
    checksum: str
    size: int
    status: os.stat_result
    verified: bool


@dataclass(slots=True)
class StartedJob:
    """A job begins."""

    job: Job


@dataclass(slots=True)
class RetryLater:
    """A job failed and will be tried again."""

    job: Job
    error: SDSError
    delay: float


@dataclass(slots=True)
class Finished:
    """A job ended, one way or the other."""

    job: Job
    result: Downloaded | Uploaded | SDSError


@dataclass(slots=True)
class NotAttempted:
    """A job was not begun, or broken off, for a reason that concerns all of them."""

    job: Job
    error: SDSError


Signal = StartedJob | RetryLater | Finished | NotAttempted
