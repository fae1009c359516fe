"""All files of a transfer: the plan while it grows, then what each came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from spectrumx.errors import SDSError
from spectrumx.models.transfers import Action, FileResult, Outcome, Reason, Status, Step
from spectrumx.rows import Rows
from spectrumx.spool import Spool

LARGE_FILE = 8 * 1024 * 1024
"""Bytes from which a file is begun before the small ones, and few of its kind move at once."""

_STATUSES = tuple(Status)
_CODES = {status: code for code, status in enumerate(_STATUSES)}
_STANDING = {
    Action.UPLOAD: Outcome(Status.PLANNED),
    Action.DOWNLOAD: Outcome(Status.PLANNED),
    Action.SKIP: Outcome(Status.SKIPPED),
}
_STATUS_BITS, _DIFFERS, _VERIFIED = 0x0F, 0x10, 0x20


class Ledger:
    """Every file of one transfer: what was decided, and what it came to; flat in memory.

    Attributes:
        files: Files to move.
        size: Bytes to move.
    """

    def __init__(self) -> None:
        self._steps: Rows[Step] = Rows(pack=Step.packed, unpack=Step.unpacked)
        self._outcomes: Spool[int, Outcome] = Spool(pack=Outcome.packed, unpack=Outcome.unpacked)
        self._large: list[tuple[int, int]] = []
        # A byte for each file tells what most questions are about.
        self._marks = bytearray()
        self._bytes = Counter[Status]()
        self._stopped_by: SDSError | None = None
        self.files = self.size = 0

    def plan(self, step: Step) -> None:
        """Add what was decided on one more file."""
        index = len(self._marks)
        self._steps.append(step)
        standing = _standing(step)
        self._marks.append(_mark(step.reason, standing))
        if step.moves:
            self.files += 1
            self.size += step.size
            self._bytes[standing.status] += step.size
            if step.size >= LARGE_FILE:
                self._large.append((step.size, index))

    def large(self) -> Iterator[tuple[int, Step]]:
        """The large files to move with their places in the plan, roughly the largest first.

        Those of one power of two come in the plan's order, in which a long plan is read quickly.
        """
        for _, index in sorted(self._large, key=lambda one: (-one[0].bit_length(), one[1])):
            if self._is_planned(index):
                yield index, self._steps[index]

    def moving(self) -> Iterator[tuple[int, Step]]:
        """All files to move with their places in the plan, the large ones first."""
        yield from self.large()
        for index, step in self._numbered():
            if step.size < LARGE_FILE and self._is_planned(index):
                yield index, step

    def _is_planned(self, index: int) -> bool:
        return status_of(self._marks[index]) == Status.PLANNED

    def settle(self, index: int, step: Step, outcome: Outcome) -> None:
        """Note what a file came to.

        Args:
            index: Its place in the plan.
            step: What was decided.
            outcome: How it ended.
        """
        self._bytes[status_of(self._marks[index])] -= step.size
        self._bytes[outcome.status] += step.size
        self._marks[index] = _mark(outcome.reason or step.reason, outcome)
        self._outcomes[index] = outcome

    def stop(self, reason: SDSError) -> None:
        """Note that what is not settled will not be attempted."""
        self._stopped_by = reason
        self._bytes[Status.PLANNED] = 0
        for index in self.positions(lambda mark: status_of(mark) == Status.PLANNED):
            self._marks[index] = _CODES[Status.NOT_ATTEMPTED]

    def positions(self, fits: Callable[[int], bool]) -> Iterator[int]:
        """Places in the plan whose mark fits."""
        return (index for index, mark in enumerate(self._marks) if fits(mark))

    def moved(self, *statuses: Status) -> int:
        """Bytes of the files to move that ended so."""
        return sum(self._bytes[status] for status in statuses)

    def counts(self) -> Counter[Status]:
        """How many files ended how."""
        marks = Counter(self._marks)
        return sum(
            (Counter({status_of(mark): count}) for mark, count in marks.items()),
            Counter[Status](),
        )

    def __len__(self) -> int:
        return len(self._marks)

    def __getitem__(self, index: int) -> FileResult:
        return self._result(index, self._steps[index])

    def __iter__(self) -> Iterator[FileResult]:
        return (self._result(index, step) for index, step in self._numbered())

    def __reduce__(self) -> tuple[Callable[..., Ledger], tuple[object, ...]]:
        rows = [(step, self._outcome(index, step)) for index, step in self._numbered()]
        return _restored, (rows,)

    def _numbered(self) -> Iterator[tuple[int, Step]]:
        # An interrupt may have come after a step was added and before its mark was.
        return zip(range(len(self)), self._steps, strict=False)

    def _result(self, index: int, step: Step) -> FileResult:
        return FileResult(step, self._outcome(index, step))

    def _outcome(self, index: int, step: Step) -> Outcome:
        known = self._outcomes.get(index)
        if known is None and status_of(self._marks[index]) == Status.NOT_ATTEMPTED:
            return Outcome(Status.NOT_ATTEMPTED, error=self._stopped_by)
        return known or _standing(step)


def status_of(mark: int) -> Status:
    """How a file ended, by its mark."""
    return _STATUSES[mark & _STATUS_BITS]


def differs(mark: int) -> bool:
    """Whether a file was left alone because its contents here and there differ, by its mark."""
    return bool(mark & _DIFFERS)


def is_verified(mark: int) -> bool:
    """Whether a checksum confirmed a file, by its mark."""
    return bool(mark & _VERIFIED)


def _standing(step: Step) -> Outcome:
    return _STANDING.get(step.action) or Outcome(Status.FAILED, error=step.error)


def _mark(reason: str, outcome: Outcome) -> int:
    mark = _CODES[outcome.status]
    if reason == Reason.DIFFERS:
        mark |= _DIFFERS
    return mark | _VERIFIED if outcome.verified else mark


def _restored(rows: Sequence[tuple[Step, Outcome]]) -> Ledger:
    ledger = Ledger()
    for index, (step, outcome) in enumerate(rows):
        ledger.plan(step)
        ledger.settle(index, step, outcome)
    return ledger
