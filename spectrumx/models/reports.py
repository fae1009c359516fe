"""The report of a transfer: every file, with what was decided and what it came to."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import overload

from spectrumx import cards
from spectrumx.errors import SDSError
from spectrumx.models import display
from spectrumx.models.ledger import Ledger, differs, is_verified, status_of
from spectrumx.models.transfers import FileResult, Status
from spectrumx.selections import Selection


class TransferReport(Sequence[FileResult]):
    """Every file of one upload or download, in the order of the plan; always true.

    Skipped files are successes with their reason. Index it, iterate over it, or ask for
    `transferred`, `skipped`, `failed` and `conflicts`. However many files there are, it takes
    little memory.

    Attributes:
        elapsed: Seconds the transfer took, its planning included.
        dry_run: Whether it is only the plan of what would be done.
    """

    def __init__(self, ledger: Ledger, *, elapsed: float = 0.0, dry_run: bool = False) -> None:
        self._ledger = ledger
        self.elapsed = elapsed
        self.dry_run = dry_run

    @property
    def ok(self) -> bool:
        """Whether nothing failed and nothing was left unattempted."""
        return not self.failed and not self.not_attempted

    @property
    def transferred(self) -> Sequence[FileResult]:
        """Files whose bytes moved."""
        return self._with(Status.TRANSFERRED)

    @property
    def linked(self) -> Sequence[FileResult]:
        """Files that got contents which the gateway had already, so that no bytes moved."""
        return self._with(Status.LINKED)

    @property
    def planned(self) -> Sequence[FileResult]:
        """Files whose bytes would move, in dry-run."""
        return self._with(Status.PLANNED)

    @property
    def skipped(self) -> Sequence[FileResult]:
        """Files that were left as they are, or left out, each with its reason."""
        return self._with(Status.SKIPPED)

    @property
    def failed(self) -> Sequence[FileResult]:
        """Files that could not be moved, each with its error."""
        return self._with(Status.FAILED)

    @property
    def not_attempted(self) -> Sequence[FileResult]:
        """Files that were not tried, because of what ended the transfer."""
        return self._with(Status.NOT_ATTEMPTED)

    @property
    def conflicts(self) -> Sequence[FileResult]:
        """Skipped files whose contents here and there differ."""
        return self._where(differs)

    @property
    def unverified(self) -> Sequence[FileResult]:
        """Moved files for which the gateway named no checksum."""
        arrived = {Status.TRANSFERRED, Status.LINKED}
        return self._where(lambda mark: status_of(mark) in arrived and not is_verified(mark))

    @property
    def bytes(self) -> int:
        """Bytes of the files that were moved, or would be in dry-run."""
        return self._ledger.moved(Status.TRANSFERRED, Status.PLANNED)

    def raise_for_failures(self) -> None:
        """Raise the first failure's own error, with this report on it, if there is one."""
        unwanted = {Status.FAILED, Status.NOT_ATTEMPTED}
        for result in self._where(lambda mark: status_of(mark) in unwanted):
            if isinstance(result.error, SDSError):
                result.error.report = self
                result.error.add_note(f"{self!r}: every file's outcome is in the error's report")
                raise result.error

    @overload
    def __getitem__(self, index: int) -> FileResult: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[FileResult]: ...
    def __getitem__(self, index: int | slice) -> FileResult | Sequence[FileResult]:
        return Selection(self._ledger.__getitem__, range(len(self)))[index]

    def __iter__(self) -> Iterator[FileResult]:
        return iter(self._ledger)

    def __len__(self) -> int:
        return len(self._ledger)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        counts = self._ledger.counts()
        shown = ", ".join(f"{counts[status]} {status}" for status in Status if counts[status])
        if self.conflicts:
            shown += f" ({len(self.conflicts)} because of differences)"
        return f"<TransferReport: {shown or 'no files'}, {self.bytes} bytes>"

    def _repr_html_(self) -> str:
        counts = self._ledger.counts()
        noteworthy = [self.failed, self.not_attempted, self.conflicts, self.planned]
        rows = islice(chain.from_iterable(noteworthy), cards.MOST_ROWS)
        return cards.card(
            self._title(),
            cards.note(self._summary()),
            cards.facts((status, counts[status]) for status in Status if counts[status]),
            cards.table(
                ["status", "path", "size", "why"],
                [_cells(result) for result in rows],
                more=sum(map(len, noteworthy)) - cards.MOST_ROWS,
            ),
        )

    def _title(self) -> str:
        if self.dry_run:
            return "Plan of a transfer"
        return "Transfer, complete" if self.ok else "Transfer, not complete"

    def _summary(self) -> str:
        size = display.quantity(self.bytes, "B", digits=3)
        if self.dry_run:
            return f"Dry run: nothing was changed. {size} would be moved."
        return f"{len(self)} files looked at, {size} moved in {self.elapsed:.1f} s."

    def _with(self, status: Status) -> Sequence[FileResult]:
        return self._where(lambda mark: status_of(mark) == status)

    def _where(self, fits: Callable[[int], bool]) -> Sequence[FileResult]:
        return Selection(self._ledger.__getitem__, array("Q", self._ledger.positions(fits)))


def _cells(result: FileResult) -> tuple[object, ...]:
    size = display.quantity(result.size, "B", digits=3) if result.size else ""
    return result.status, result.sds_path, size, result.error or result.reason
