"""Some items of something longer, as a sequence that reads each when it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, overload

T_co = TypeVar("T_co", covariant=True)


class Selection(Sequence[T_co], Generic[T_co]):
    """Items at some places."""

    def __init__(self, read: Callable[[int], T_co], places: Sequence[int]) -> None:
        """Select.

        Args:
            read: Gives the item at a place.
            places: Which, in their order.
        """
        self._read = read
        self._places = places

    @overload
    def __getitem__(self, index: int) -> T_co: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T_co]: ...
    def __getitem__(self, index: int | slice) -> T_co | Sequence[T_co]:
        if isinstance(index, slice):
            return [self._read(place) for place in self._places[index]]
        return self._read(self._places[index])

    def __len__(self) -> int:
        return len(self._places)

    def __repr__(self) -> str:
        return repr(list(self))
