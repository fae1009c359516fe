"""One file of a transfer: what is to happen to it, and what it came to."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from spectrumx.errors import SDSError
from spectrumx.models.files import File
from spectrumx.results import Result


class Action(StrEnum):
    """What happens to one file."""

    UPLOAD = "upload"
    DOWNLOAD = "download"
    SKIP = "skip"
    FAIL = "fail"


class Reason(StrEnum):
    """Why."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same contents already there"
    DIFFERS = "differs, and overwrite is off"
    BLOCKED = "can't be moved"


class Step(NamedTuple):
    """One file of a plan.

    Attributes:
        action: What happens to it.
        reason: Why; a `Reason` or a `LeftOutReason`.
        sds_path: Its path in SDS, from the root.
        place: Its place on this machine.
        size: Bytes that would move.
        file: What the gateway has there, None when nothing.
        error: What is in the way, for `Action.FAIL`.
        permissions: Of an upload, as in `rw-r--r--`.
        media_type: Of an upload; may be empty.
    """

    action: Action
    reason: str
    sds_path: str
    place: str
    size: int
    file: File | None = None
    error: SDSError | None = None
    permissions: str = ""
    media_type: str = ""

    @property
    def local_path(self) -> Path:
        """Its place on this machine."""
        return Path(self.place)

    def packed(self) -> tuple[object, ...]:
        """The step as plain values, which are stored far faster than it."""
        file = self.file and self.file.packed()
        error = self.error and self.error.without_report()
        return self.action.value, str(self.reason), *self[2:5], file, error, *self[7:]

    @classmethod
    def unpacked(cls, values: Sequence[Any]) -> Step:
        """The step that `packed` made this of."""
        file = File.unpacked(values[5]) if values[5] else None
        return cls._make((Action(values[0]), *values[1:5], file, *values[6:]))

    @property
    def moves(self) -> bool:
        """Whether bytes will move."""
        return self.action is Action.UPLOAD or self.action is Action.DOWNLOAD


class Status(StrEnum):
    """How one file ended."""

    TRANSFERRED = "transferred"
    LINKED = "linked to contents that were there"
    SKIPPED = "skipped"
    FAILED = "failed"
    PLANNED = "planned"
    NOT_ATTEMPTED = "not attempted"


class Outcome(NamedTuple):
    """What one file came to.

    Attributes:
        status: How it ended.
        file: What the gateway has now, where it is not what the step says.
        error: What went wrong.
        verified: Whether a checksum from the gateway confirmed the contents.
        reason: Why, where it is not what the step says.
        action: What was decided instead, where the step was decided on anew.
    """

    status: Status
    file: File | None = None
    error: SDSError | None = None
    verified: bool = False
    reason: str | None = None
    action: Action | None = None

    def packed(self) -> tuple[object, ...]:
        """The outcome as plain values, which are stored far faster than it."""
        error = self.error and self.error.without_report()
        return self.status.value, self.file and self.file.packed(), error, *self[3:]

    @classmethod
    def unpacked(cls, values: Sequence[Any]) -> Outcome:
        """The outcome that `packed` made this of."""
        file = File.unpacked(values[1]) if values[1] else None
        return cls(Status(values[0]), file, *values[2:])


class FileResult(Result[File]):
    """One file of a transfer: a `Result` of its `File`, with what was decided and why.

    Attributes:
        status: How it ended.
        action: What was decided.
        reason: Why.
        sds_path: Its path in SDS.
        local_path: Its place on this machine.
        size: Bytes.
        verified: Whether a checksum from the gateway confirmed the contents.
    """

    __slots__ = ("action", "local_path", "reason", "sds_path", "size", "status", "verified")

    def __init__(self, step: Step, outcome: Outcome) -> None:
        super().__init__(value=_file_of(step, outcome), error=outcome.error)
        self.status = outcome.status
        self.action: Action = outcome.action or (
            step.action if outcome.reason is None else Action.SKIP
        )
        self.reason: str = step.reason if outcome.reason is None else outcome.reason
        self.sds_path: str = step.sds_path
        self.local_path: Path = step.local_path
        self.size: int = step.size
        self.verified = outcome.verified

    def __repr__(self) -> str:
        why = f": {self.error}" if self.error else f" ({self.reason})"
        return f"<{self.status} {self.sds_path}{why}>"


def _file_of(step: Step, outcome: Outcome) -> File:
    known = outcome.file or step.file
    if known is not None:
        return known.at(step.local_path)
    directory, _, name = step.sds_path.rpartition("/")
    return File(
        uuid=None,
        name=name,
        directory=directory or "/",
        size=step.size,
        media_type=step.media_type,
        permissions=step.permissions,
        local_path=step.local_path,
    )
