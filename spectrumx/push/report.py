"""What became of everything that was to be carried over, as values and as lines to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from spectrumx import cards
from spectrumx.errors import SDSError, UnsupportedByGatewayError
from spectrumx.models import display
from spectrumx.retry import concerns_everything


class Kind(StrEnum):
    """What is carried over."""

    FILE = "file"
    CAPTURE = "capture"
    DATASET = "dataset"


class Outcome(StrEnum):
    """What became of one file, capture or dataset."""

    SAME = "there already"
    DONE = "carried over"
    PLANNED = "to carry over"
    LEFT_BEHIND = "left behind"
    FAILED = "failed"
    NOT_ATTEMPTED = "not attempted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file, capture or dataset.

    Attributes:
        kind: Which of the three.
        name: Its path, or what it is called.
        outcome: What became of it.
        note: What a reader should know besides; may be empty.
        size: Bytes, of a file.
        error: What went wrong, None when nothing did.
    """

    kind: Kind
    name: str
    outcome: Outcome
    note: str = ""
    size: int = 0
    error: SDSError | None = None

    @property
    def said(self) -> str:
        """What is to be said of it, the error and the note; may be empty."""
        return "; ".join(str(each) for each in (self.error, self.note) if each)

    def __str__(self) -> str:
        said = f": {self.said}" if self.said else ""
        return f"{self.outcome}: {self.kind} {self.name}{said}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PushReport:
    """Everything that was to be carried over, and what became of it.

    Attributes:
        items: Files by path, then captures and datasets in the order they were made.
        elapsed: Seconds.
        dry_run: Whether it only says what would be done.
    """

    items: Sequence[Item]
    elapsed: float
    dry_run: bool

    @property
    def ok(self) -> bool:
        """Whether nothing failed; what the other gateway does not offer is no failure."""
        return not any(
            item.outcome in {Outcome.FAILED, Outcome.NOT_ATTEMPTED} for item in self.items
        )

    def lines(self) -> Iterator[str]:
        """Write it for people: what is not simply there now, then a summary."""
        yield from map(str, self._noteworthy())
        for kind in Kind:
            yield f"{kind + 's:':<10}{self._counts(kind)}"
        yield self._moved()

    def _repr_html_(self) -> str:
        items = self._noteworthy()
        rows = [(item.outcome, item.kind, item.name, item.said) for item in items]
        nothing_done = "Dry run: nothing was changed. " if self.dry_run else ""
        return cards.card(
            "Push" if self.ok else "Push, not complete",
            cards.note(nothing_done + self._moved()),
            cards.facts((f"{kind}s", self._counts(kind)) for kind in Kind),
            cards.table(
                ["outcome", "kind", "name", "why"],
                rows[: cards.MOST_ROWS],
                more=len(rows) - cards.MOST_ROWS,
            ),
        )

    def _noteworthy(self) -> list[Item]:
        """What is not simply there now."""
        return [
            item
            for item in self.items
            if item.note or item.outcome not in {Outcome.SAME, Outcome.DONE}
        ]

    def _moved(self) -> str:
        moved = sum(item.size for item in self.items if item.outcome in _MOVING)
        moves = "would be sent" if self.dry_run else "sent"
        return f"{display.quantity(moved, 'B')} {moves}, {self.elapsed:.1f} s"

    def _counts(self, kind: Kind) -> str:
        counts = Counter(item.outcome for item in self.items if item.kind == kind)
        return ", ".join(f"{counts[each]} {each}" for each in Outcome if counts[each]) or "none"


_MOVING = {Outcome.DONE, Outcome.PLANNED}

Thing = TypeVar("Thing")


def one_by_one(
    kind: Kind,
    things: Iterable[Thing],
    *,
    named: Callable[[Thing], str],
    carry: Callable[[Thing], tuple[Outcome, str]],
) -> list[Item]:
    """Carry things over one by one: an error about one of them does not stop the others.

    Args:
        kind: What they are.
        things: In the order to take them.
        named: What one is called.
        carry: Carries one over; gives what became of it, and a note.

    Returns:
        An item for each; after an error that concerns all of them, the rest is not attempted.
    """
    items: list[Item] = []
    fatal: SDSError | None = None
    for thing in things:
        outcome, note, error = Outcome.NOT_ATTEMPTED, "", fatal
        if fatal is None:
            try:
                outcome, note = carry(thing)
            except UnsupportedByGatewayError as unsupported:
                outcome, note = Outcome.LEFT_BEHIND, str(unsupported)
            except SDSError as problem:
                outcome, error = Outcome.FAILED, problem
                fatal = problem if concerns_everything(problem) else None
        items.append(Item(kind=kind, name=named(thing), outcome=outcome, note=note, error=error))
    return items
