"""What a single Digital RF data file says of itself, without its samples being read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import h5py
import numpy as np

from spectrumx.recordings.refusals import broken
from spectrumx.rf.source import Numbers

UNREADABLE = (OSError, KeyError, ValueError, TypeError, RuntimeError, IndexError, AttributeError)
"""What h5py and digital_rf raise for a file that is broken."""


@attrs.frozen
class Block:
    """Samples of a file that follow each other without a gap.

    Attributes:
        start: Index of the first one since 1970.
        stop: Index of the one after the last.
        row: Where the first one lies in the file's `rf_data`.
    """

    start: int
    stop: int
    row: int


@attrs.frozen(kw_only=True)
class DataFile:
    """What a data file holds.

    Attributes:
        blocks: In order; one at least.
        columns: Subchannels.
        number: The type of one number as stored; of a complex sample, of one of its two parts.
        is_complex: Whether each sample is two numbers.
    """

    blocks: Sequence[Block]
    columns: int
    number: np.dtype[Any]
    is_complex: bool


def describe(file: Path) -> DataFile:
    """Look into a data file.

    Raises:
        LocalFileError: It is broken or can't be read.
    """
    try:
        with h5py.File(file, "r") as opened:
            return describe_opened(opened)
    except UNREADABLE as problem:
        raise broken(file, f"can't be read as Digital RF ({problem})") from problem


def describe_opened(opened: h5py.File) -> DataFile:
    """Look into an open data file: `rf_data`, and the sample and row that each block begins with.

    Raises:
        ValueError: It is no data file of Digital RF; other errors of `UNREADABLE` say so too.
    """
    data, starts = _dataset(opened, "rf_data"), _dataset(opened, "rf_data_index")
    index = [(int(sample), int(row)) for sample, row in starts[...]]
    rows = [row for _, row in index] + [int(data.shape[0])]
    if not index or any(row >= after for row, after in pairwise(rows)):
        raise ValueError("its index is in disorder")
    number = data.dtype[0] if data.dtype.names else data.dtype
    return DataFile(
        blocks=[
            Block(sample, sample + after - row, row)
            for (sample, row), after in zip(index, rows[1:], strict=True)
        ],
        columns=int(np.prod(data.shape[1:], dtype=int)),
        number=np.empty(0, number).real.dtype,
        is_complex=bool(data.dtype.names) or data.dtype.kind == "c",
    )


def _dataset(opened: h5py.File, name: str) -> h5py.Dataset:
    found = opened[name]
    if not isinstance(found, h5py.Dataset):
        raise TypeError(f"its {name} is no data set")
    return found


def numbers_of(rows: Numbers, number: np.dtype[Any]) -> Numbers:
    """Lay I and Q of a data file's rows side by side, without copying.

    Args:
        rows: Of its `rf_data`.
        number: The type of one number as stored.
    """
    return np.ascontiguousarray(rows).view(number).reshape(len(rows), -1)
