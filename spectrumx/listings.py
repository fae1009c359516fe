"""Listings: lazy sequences of what the gateway holds."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar, overload

from spectrumx import cards
from spectrumx.errors import SDSError

T = TypeVar("T")

_SHOWN = 10
"""Items a notebook shows; of plain listings they are on the first page."""


class Listing(Generic[T]):
    """What the gateway holds, asked for as it is needed.

    Iterating starts afresh each time and asks the gateway again; `next(listing)` keeps a place of
    its own; `len()` and indexing from the end walk the whole listing. What `len()` counted is what
    the next iteration gives, so that `list(listing)`, which asks for both, walks it once.
    """

    def __init__(self, walk: Callable[[], Iterator[T]], *, of: str) -> None:
        self._walk = walk
        self._of = of
        self._cursor: Iterator[T] | None = None
        self._counted: list[T] | None = None

    def __iter__(self) -> Iterator[T]:
        # Taken at the first step, for list() begins to iterate before it asks for the length.
        counted, self._counted = self._counted, None
        yield from self._walk() if counted is None else counted

    def __next__(self) -> T:
        if self._cursor is None:
            self._cursor = self._walk()
        try:
            return next(self._cursor)
        except SDSError:
            # A generator that failed would end quietly the next time, as if that were all.
            self._cursor = None
            raise

    def __len__(self) -> int:
        self._counted = list(self._walk())
        return len(self._counted)

    def __reversed__(self) -> Iterator[T]:
        return reversed(list(self))

    def __bool__(self) -> bool:
        return next(self._walk(), self) is not self

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return list(self)[index]
        if index < 0:
            return list(self)[index]
        for item in itertools.islice(self, index, None):
            return item
        raise IndexError(f"the listing of {self._of} has no item {index}")

    def __repr__(self) -> str:
        return f"<listing of {self._of}>"

    def _repr_html_(self) -> str:
        try:
            items = list(itertools.islice(self._walk(), _SHOWN + 1))
        except SDSError as error:
            return cards.card(f"Listing of {self._of}", cards.note(f"can't be had: {error}"))
        rows = [cards.columns(item) for item in items[:_SHOWN]]
        rest = "… and more" if len(items) > _SHOWN else ""
        return cards.card(
            f"Listing of {self._of}",
            cards.table(list(rows[0]) if rows else [], [list(row.values()) for row in rows]),
            cards.note(rest if rows else "nothing"),
        )
