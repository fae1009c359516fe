"""A list of any length in flat memory: beyond some thousands of rows it lies on disk."""

from __future__ import annotations

import itertools
import os
import pickle
import tempfile
import threading
from collections.abc import Callable, Iterator
from typing import IO, Any, Generic, TypeVar

from spectrumx.errors import temporary_folder_error

T = TypeVar("T")

IN_MEMORY = 10_000
"""Rows that stay in memory."""

_BLOCK = 400
"""Rows written and read together."""


def _as_it_is(row: T) -> T:
    return row


class Rows(Generic[T]):
    """Rows in the order they were added; like a list that only grows.

    Up to `IN_MEMORY` rows it is one. Beyond, all but the last rows lie pickled, in blocks, in a
    private temporary file that ends with this object; what is read from there is an equal row,
    not the same object. Threads may share it.
    """

    def __init__(
        self,
        *,
        pack: Callable[[T], object] = _as_it_is,
        unpack: Callable[[Any], T] = _as_it_is,
    ) -> None:
        """Make an empty one.

        Args:
            pack: Makes of a row what pickles faster.
            unpack: Makes the row of that again.
        """
        self._pack = pack
        self._unpack = unpack
        self._last: list[T] = []
        self._file: IO[bytes] | None = None
        self._places: list[int] = []
        self._block: tuple[int, list[object]] = (-1, [])
        self._lock = threading.RLock()

    def append(self, row: T) -> None:
        """Add a row.

        Raises:
            LocalFileError: The temporary folder is full.
        """
        with self._lock:
            self._last.append(row)
            if len(self._last) >= (IN_MEMORY if self._file is None else _BLOCK):
                self._store()

    def __len__(self) -> int:
        return len(self._places) * _BLOCK + len(self._last)

    def __getitem__(self, index: int) -> T:
        if index < 0:
            raise IndexError(index)
        number, offset = divmod(index, _BLOCK)
        with self._lock:
            if number >= len(self._places):
                return self._last[index - len(self._places) * _BLOCK]
            return self._unpack(self._rows(number)[offset])

    def __iter__(self) -> Iterator[T]:
        """Walk the rows; what is added meanwhile may come or not."""
        last: list[T] = []
        for number in itertools.count():
            with self._lock:
                if number >= len(self._places):
                    last = list(self._last)
                    break
                rows = self._rows(number)
            yield from map(self._unpack, rows)
        yield from last

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def _store(self) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115  it ends with this object
            while len(self._last) >= _BLOCK:
                rows = [self._pack(row) for row in self._last[:_BLOCK]]
                place = self._file.seek(0, os.SEEK_END)
                pickle.dump(rows, self._file, pickle.HIGHEST_PROTOCOL)
                self._places.append(place)
                del self._last[:_BLOCK]
        except OSError as problem:
            raise temporary_folder_error(problem) from problem

    def _rows(self, number: int) -> list[object]:
        if self._block[0] != number:
            assert self._file is not None, "blocks lie somewhere"
            try:
                self._file.seek(self._places[number])
                self._block = number, pickle.load(self._file)  # noqa: S301  our own
            except OSError as problem:
                raise temporary_folder_error(problem) from problem
        return self._block[1]
