"""How much is read of one HDF5 file from anybody (docs/gateway.md, Captures: properties)."""

import json
import math

import h5py
import numpy as np

from spectrumx.localgateway.json_values import is_deep

_DEEPEST = 16
_MOST_ELEMENTS, _MOST_GROUPS, _MOST_LINKS = 10_000, 1_000, 20_000
_MOST_BYTES = 1024 * 1024
_MOST_TEXT = 64 * 1024 * 1024


class Budget:
    """What may still be read of one file.

    Args:
        file_size: The file's length in bytes.
    """

    def __init__(self, *, file_size: int) -> None:
        self._file_size = file_size
        self._elements, self._bytes, self._text = _MOST_ELEMENTS, _MOST_BYTES, _MOST_TEXT
        self._links = _MOST_LINKS
        self._entered: set[h5py.Group] = set()

    def enter(self, group: h5py.Group, *, depth: int) -> bool:
        """Tell whether a group is to be searched, which each is once, however it is reached.

        Raises:
            ValueError: If it is too deep, or the file has too many groups or links.
        """
        if group in self._entered:  # groups are equal where they are the same object of the file
            return False
        self._entered.add(group)
        self._links -= len(group)
        if depth > _DEEPEST:
            raise ValueError("it is nested too deeply")
        if len(self._entered) > _MOST_GROUPS or self._links < 0:
            raise ValueError("it has too many groups")
        return True

    def affords(self, shape: tuple[int, ...] | None, dtype: np.dtype[np.generic]) -> bool:
        """Tell whether a value of this shape and type may be read."""
        count = math.prod(shape or ())
        if dtype.hasobject and (self._text < 0 or count * self._file_size > _MOST_TEXT):
            # Its elements are elsewhere in the file, and may all be the same long one.
            return False
        return count <= self._elements and count * dtype.itemsize <= self._bytes

    def take(self, shape: tuple[int, ...] | None, value: object) -> bool:
        """Count a value that was read, and tell whether it may be kept."""
        if is_deep(value):
            return False
        length = len(json.dumps(value))
        self._text -= length
        if length > self._bytes:
            return False
        self._bytes -= length
        self._elements -= math.prod(shape or ())
        return True
