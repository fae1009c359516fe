"""What a check found: two trees, file by file."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, overload

from spectrumx import cards
from spectrumx.errors import SDSError
from spectrumx.models.files import File
from spectrumx.rows import Rows
from spectrumx.selections import Selection


class State(StrEnum):
    """How the two sides of one path compare."""

    SAME = "same"
    DIFFERS = "differs"
    ONLY_HERE = "only here"
    ONLY_THERE = "only there"
    UNKNOWN = "can't be compared"


class Compared(NamedTuple):
    """One path of two trees.

    Attributes:
        state: How its two sides compare.
        path: Below both trees' tops.
        local_path: Its place on this machine, None when it is only there.
        file: What the gateway has, None when it is only here.
        error: Why it can't be compared.
    """

    state: State
    path: str
    local_path: Path | None = None
    file: File | None = None
    error: SDSError | None = None

    def __repr__(self) -> str:
        return f"<{self.state} {self.path}{f': {self.error}' if self.error else ''}>"


class Comparison(Sequence[Compared]):
    """Every path of a local folder and an SDS directory; true when all are the same.

    However many there are, it takes little memory.
    """

    def __init__(self) -> None:
        self._compared: Rows[Compared] = Rows()
        self._states = bytearray()

    def add(self, compared: Compared) -> None:
        """Add one more path."""
        self._compared.append(compared)
        self._states.append(_CODES[compared.state])

    @property
    def same(self) -> Sequence[Compared]:
        """Paths whose contents are the same here and there."""
        return self._in(State.SAME)

    @property
    def differs(self) -> Sequence[Compared]:
        """Paths whose contents differ."""
        return self._in(State.DIFFERS)

    @property
    def only_here(self) -> Sequence[Compared]:
        """Paths that the gateway does not have."""
        return self._in(State.ONLY_HERE)

    @property
    def only_there(self) -> Sequence[Compared]:
        """Paths that this machine does not have."""
        return self._in(State.ONLY_THERE)

    @property
    def unknown(self) -> Sequence[Compared]:
        """Paths that can't be compared, each with its error."""
        return self._in(State.UNKNOWN)

    @overload
    def __getitem__(self, index: int) -> Compared: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Compared]: ...
    def __getitem__(self, index: int | slice) -> Compared | Sequence[Compared]:
        return Selection(self._compared.__getitem__, range(len(self)))[index]

    def __iter__(self) -> Iterator[Compared]:
        return iter(self._compared)

    def __len__(self) -> int:
        return len(self._states)

    def __bool__(self) -> bool:
        return len(self.same) == len(self)

    def __repr__(self) -> str:
        counts = Counter(self._states)
        shown = ", ".join(
            f"{counts[code]} {state}" for state, code in _CODES.items() if counts[code]
        )
        return f"<Comparison: {shown or 'nothing here or there'}>"

    def _repr_html_(self) -> str:
        counts = Counter(self._states)
        same = _CODES[State.SAME]
        places = [place for place, state in enumerate(self._states) if state != same]
        shown = [self._compared[place] for place in places[: cards.MOST_ROWS]]
        return cards.card(
            "Comparison: all the same" if self else "Comparison: not all the same",
            cards.facts((state, counts[code]) for state, code in _CODES.items() if counts[code]),
            cards.table(
                ["state", "path", "why"],
                [(each.state, each.path, each.error) for each in shown],
                more=len(places) - len(shown),
            ),
        )

    def __reduce__(self) -> tuple[Callable[..., Comparison], tuple[object, ...]]:
        return _restored, (list(self),)

    def _in(self, state: State) -> Sequence[Compared]:
        code = _CODES[state]
        places = array("Q", (place for place, each in enumerate(self._states) if each == code))
        return Selection(self._compared.__getitem__, places)


_CODES = {state: code for code, state in enumerate(State)}


def _restored(paths: Iterable[Compared]) -> Comparison:
    comparison = Comparison()
    for compared in paths:
        comparison.add(compared)
    return comparison
