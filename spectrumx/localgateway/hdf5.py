"""HDF5 files from anybody, read with care: small values only, and nothing outside of the file.

A link or a dataset may name other files, which would be files of the gateway's machine.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import h5py
import numpy as np

from spectrumx.localgateway.hdf5_budget import Budget

_LARGEST_PIECE = 64 * 1024 * 1024
_MOST_NAMES = 100_000

UNREADABLE = (OSError, KeyError, ValueError, TypeError, IndexError, RuntimeError, OverflowError)
"""What reading a file may raise that is damaged, or not what it should be."""


@contextmanager
def opened(contents: BinaryIO) -> Iterator[h5py.File]:
    """Give an open HDF5 file, and close it and its contents at the end."""
    # The name, not the contents: h5py reads a file of its own in half the time.
    with contents, h5py.File(contents.name, "r", locking=False) as file:
        yield file


def attributes(of: h5py.Group | h5py.Dataset) -> dict[str, object]:
    """Return the attributes of something in a file, as JSON can hold them.

    Long ones are left out (docs/gateway.md, Captures: properties).
    """
    budget = Budget(file_size=of.file.id.get_filesize())
    found = {}
    for name in of.attrs:
        stored = of.attrs.get_id(name)
        if budget.affords(stored.shape, stored.dtype):
            value = plain(of.attrs[name])
            if budget.take(stored.shape, value):
                found[name] = value
    return found


def values(group: h5py.Group) -> dict[str, object]:
    """Return the values anywhere below a group by their path, as JSON can hold them.

    Long and compressed ones are left out (docs/gateway.md, Captures: properties).

    Raises:
        ValueError: If there are too many groups, or too deep ones.
    """
    budget = Budget(file_size=group.file.id.get_filesize())
    budget.enter(group, depth=0)
    return dict(_walk(group, budget, depth=0))


def ends(rows: h5py.Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last row of a dataset.

    Raises:
        ValueError: If much would have to be unpacked for them.
    """
    if rows.chunks and math.prod(rows.chunks) * rows.dtype.itemsize > _LARGEST_PIECE:
        raise ValueError("its index is packed in too large pieces")
    return rows[0], rows[-1]


def names(group: h5py.Group) -> list[str]:
    """Return the names of what is in a group itself; links that lead elsewhere are left out.

    Raises:
        ValueError: If there are too many.
    """
    if len(group) > _MOST_NAMES:
        raise ValueError("it has too many names in a group")
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


def _walk(group: h5py.Group, budget: Budget, *, depth: int) -> Iterator[tuple[str, object]]:
    for name in names(group):
        item = group[name]
        if isinstance(item, h5py.Group) and budget.enter(item, depth=depth + 1):
            for path, value in _walk(item, budget, depth=depth + 1):
                yield f"{name}/{path}", value
        elif isinstance(item, h5py.Dataset) and _is_readable(item, budget):
            value = plain(item[()])
            if budget.take(item.shape, value):
                yield name, value


def _is_readable(dataset: h5py.Dataset, budget: Budget) -> bool:
    is_packed = dataset.id.get_create_plist().get_nfilters() > 0
    return _is_inside(dataset) and not is_packed and budget.affords(dataset.shape, dataset.dtype)


def _is_inside(dataset: h5py.Dataset) -> bool:
    """Tell whether a dataset's values are in its own file."""
    return not dataset.external and not dataset.is_virtual
