"""Transfers as values: what is to happen to each file, and what it came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import overload

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


@dataclass(frozen=True, slots=True)
class Step:
    """One file of a plan.

    Attributes:
        action: What happens to it.
        reason: Why; a `Reason` or a `LeftOutReason`.
        sds_path: Its path in SDS, from the root.
        local_path: Its place on this machine.
        size: Bytes that would move.
        file: What the gateway has there, None when nothing.
        error: What is in the way, for `Action.FAIL`.
        permissions: Of an upload, as in `rw-r--r--`.
        media_type: Of an upload; may be empty.
    """

    action: Action
    reason: str
    sds_path: str
    local_path: Path
    size: int
    file: File | None = None
    error: SDSError | None = None
    permissions: str = ""
    media_type: str = ""

    @property
    def moves(self) -> bool:
        """Whether bytes will move."""
        return self.action in {Action.UPLOAD, Action.DOWNLOAD}


class Status(StrEnum):
    """How one file ended."""

    TRANSFERRED = "transferred"
    SKIPPED = "skipped"
    FAILED = "failed"
    PLANNED = "planned"
    NOT_ATTEMPTED = "not attempted"


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

    def __init__(
        self,
        step: Step,
        status: Status,
        *,
        file: File | None = None,
        error: SDSError | None = None,
        verified: bool = False,
    ) -> None:
        super().__init__(value=file or _described(step), error=error)
        self.status = status
        self.action: Action = step.action
        self.reason: str = step.reason
        self.sds_path: str = step.sds_path
        self.local_path: Path = step.local_path
        self.size: int = step.size
        self.verified = verified

    def __repr__(self) -> str:
        why = f": {self.error}" if self.error else f" ({self.reason})"
        return f"<{self.status} {self.sds_path}{why}>"


class TransferReport(Sequence[FileResult]):
    """Every file of one upload or download, in the order of the plan; always true.

    Skipped files are successes with their reason. Index it, iterate over it, or ask for
    `transferred`, `skipped`, `failed` and `conflicts`.

    Attributes:
        elapsed: Seconds the transfer took, its planning included.
        dry_run: Whether it is only the plan of what would be done.
    """

    def __init__(
        self, results: Sequence[FileResult], *, elapsed: float = 0.0, dry_run: bool = False
    ) -> None:
        self._results = results
        self.elapsed = elapsed
        self.dry_run = dry_run

    @property
    def ok(self) -> bool:
        """Whether nothing failed and nothing was left unattempted."""
        return all(self._results)

    @property
    def transferred(self) -> list[FileResult]:
        """Files whose bytes moved."""
        return self._with(Status.TRANSFERRED)

    @property
    def planned(self) -> list[FileResult]:
        """Files whose bytes would move, in dry-run."""
        return self._with(Status.PLANNED)

    @property
    def skipped(self) -> list[FileResult]:
        """Files that were left as they are, or left out, each with its reason."""
        return self._with(Status.SKIPPED)

    @property
    def failed(self) -> list[FileResult]:
        """Files that could not be moved, each with its error."""
        return self._with(Status.FAILED)

    @property
    def not_attempted(self) -> list[FileResult]:
        """Files that were not tried, because an error concerned all of them."""
        return self._with(Status.NOT_ATTEMPTED)

    @property
    def conflicts(self) -> list[FileResult]:
        """Skipped files whose contents here and there differ."""
        return [result for result in self._results if result.reason == Reason.DIFFERS]

    @property
    def unverified(self) -> list[FileResult]:
        """Moved files for which the gateway named no checksum."""
        return [result for result in self.transferred if not result.verified]

    @property
    def bytes(self) -> int:
        """Bytes of the files that were moved, or would be in dry-run."""
        return sum(result.size for result in self.transferred + self.planned)

    def raise_for_failures(self) -> None:
        """Raise the first failure's own error, with this report on it, if there is one."""
        for result in self._results:
            if isinstance(result.error, SDSError):
                result.error.report = self
                result.error.add_note(f"{self!r}: every file's outcome is in the error's report")
                raise result.error

    @overload
    def __getitem__(self, index: int) -> FileResult: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[FileResult]: ...
    def __getitem__(self, index: int | slice) -> FileResult | Sequence[FileResult]:
        return self._results[index]

    def __len__(self) -> int:
        return len(self._results)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        counts = Counter(result.status for result in self._results)
        shown = ", ".join(f"{counts[status]} {status}" for status in Status if counts[status])
        if self.conflicts:
            shown += f" ({len(self.conflicts)} because of differences)"
        return f"<TransferReport: {shown or 'no files'}, {self.bytes} bytes>"

    def _with(self, status: Status) -> list[FileResult]:
        return [result for result in self._results if result.status == status]


def planned(steps: Iterable[Step]) -> list[FileResult]:
    """The results of a plan that is not carried out."""
    return [FileResult(step, _PLANNED[step.action], error=step.error) for step in steps]


_PLANNED = {
    Action.UPLOAD: Status.PLANNED,
    Action.DOWNLOAD: Status.PLANNED,
    Action.SKIP: Status.SKIPPED,
    Action.FAIL: Status.FAILED,
}


def _described(step: Step) -> File:
    if step.file is not None:
        return step.file.at(step.local_path)
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
