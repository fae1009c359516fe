"""HDF5 files from anybody, read with care: small values only, and nothing outside of the file.

A link or a dataset may name other files, which would be files of the gateway's machine.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import h5py
import numpy as np

_DEEPEST = 16
_MOST_VALUES = 10_000
_MOST_BYTES = 1024 * 1024

UNREADABLE = (OSError, KeyError, ValueError, TypeError, IndexError, RuntimeError, OverflowError)
"""What reading a file may raise that is damaged, or not what it should be."""


@contextmanager
def opened(contents: BinaryIO) -> Iterator[h5py.File]:
    """Give an open HDF5 file, and close it and its contents at the end."""
    # The name, not the contents: h5py reads a file of its own in half the time.
    with contents, h5py.File(contents.name, "r", locking=False) as file:
        yield file


def attributes(of: h5py.Group | h5py.Dataset) -> dict[str, object]:
    """Return the attributes of something in a file, as JSON can hold them."""
    return {name: plain(value) for name, value in of.attrs.items()}


def values(group: h5py.Group) -> dict[str, object]:
    """Return the values anywhere below a group by their path, as JSON can hold them.

    Raises:
        ValueError: If there are too many.
    """
    found = {}
    for path, value in _walk(group, depth=0):
        found[path] = value
        if len(found) > _MOST_VALUES:
            raise ValueError("it has too many values")
    return found


def names(group: h5py.Group) -> list[str]:
    """Return the names of what is in a group itself; links that lead elsewhere are left out."""
    return [str(name) for name in group if isinstance(group.get(name, getlink=True), h5py.HardLink)]


def group_at(parent: h5py.Group, name: str) -> h5py.Group:
    """Return a group in another one.

    Raises:
        KeyError: If there is none of this name.
    """
    found = parent[name] if name in names(parent) else None
    if not isinstance(found, h5py.Group):
        raise KeyError(f"it has no group {name}")
    return found


def dataset_at(parent: h5py.Group, name: str) -> h5py.Dataset:
    """Return a dataset in a group, whose values are in the same file.

    Raises:
        KeyError: If there is none of this name.
    """
    found = parent[name] if name in names(parent) else None
    if not isinstance(found, h5py.Dataset) or not _is_inside(found):
        raise KeyError(f"it has no dataset {name}")
    return found


def plain(value: object) -> object:
    """Return a value as JSON can hold it; a number that is none becomes null."""
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value]
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (np.floating, float)):
        number = float(value)
        return number if math.isfinite(number) else None
    if isinstance(value, np.generic):
        return plain(value.item())
    return _plain_scalar(value)


def _plain_scalar(value: object) -> object:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def _walk(group: h5py.Group, *, depth: int) -> Iterator[tuple[str, object]]:
    if depth > _DEEPEST:
        raise ValueError("it is nested too deeply")
    for name in names(group):
        item = group[name]
        if isinstance(item, h5py.Group):
            for path, value in _walk(item, depth=depth + 1):
                yield f"{name}/{path}", value
        elif isinstance(item, h5py.Dataset) and _is_inside(item) and item.nbytes <= _MOST_BYTES:
            yield name, plain(item[()])


def _is_inside(dataset: h5py.Dataset) -> bool:
    """Tell whether a dataset's values are in its own file."""
    return not dataset.external and not dataset.is_virtual
