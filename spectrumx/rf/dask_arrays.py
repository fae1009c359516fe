"""A recording as a Dask array: each task reads its own span, wherever it runs."""

from __future__ import annotations

import os
import pickle
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, Protocol
from uuid import uuid4

import numpy as np

from spectrumx.errors import InvalidRequestError, missing_extra
from spectrumx.rf.gaps import Gaps, check_gaps
from spectrumx.rf.scale import Scale
from spectrumx.rf.source import Numbers

if TYPE_CHECKING:
    from dask.array import Array

Chunks = int | Literal["auto"] | tuple[int | tuple[int, ...] | Literal["auto"], ...]

OPEN_AT_ONCE = 16
"""Recordings that a process keeps open for its tasks."""


class Readable(Protocol):
    """What is asked of a recording: its length, and `Recording.read`."""

    def __len__(self) -> int: ...

    def read(self, start: int, stop: int, *, gaps: Gaps, scale: Scale) -> Numbers:
        """Read samples."""
        ...


class Reader:
    """What a task reads from; pickled, how to open it, and neither samples nor a token.

    Attributes:
        name: What Dask tells it apart by. Of its own: what lies at a recording's place may be
            another one later, whose samples must not be taken for those of this.
        shape: Samples, and columns where there are several.
        dtype: Of what is read.
        ndim: How many axes.
    """

    def __init__(self, recording: Readable, *, gaps: Gaps, scale: Scale) -> None:
        """Prepare.

        Args:
            recording: What is read.
            gaps: As `Recording.read` takes it.
            scale: As `Recording.read` takes it.
        """
        self._here: Readable | None = recording
        self.name = f"recording-{uuid4().hex}"
        # Packed once, so that all tasks find the one that their process has open.
        self._packed = pickle.dumps(recording)
        self._gaps: Gaps = gaps
        self._scale: Scale = scale
        nothing = recording.read(0, 0, gaps=gaps, scale=scale)
        self.shape = (len(recording), *nothing.shape[1:])
        self.dtype = nothing.dtype
        self.ndim = nothing.ndim

    def __getitem__(self, index: tuple[slice | int, ...]) -> Numbers:
        """Read a span or a single sample, of which any further axis selects."""
        rows, *others = index
        taken: slice | int = 0
        if isinstance(rows, slice):
            start, stop, step = rows.indices(self.shape[0])
            taken = slice(None, None, step)
        else:
            start, stop = rows, rows + 1
        here = self._here
        recording = _opened(self._packed, self.name, os.getpid()) if here is None else here
        read = recording.read(start, max(start, stop), gaps=self._gaps, scale=self._scale)
        return read[(taken, *others)]

    def __getstate__(self) -> dict[str, object]:
        return {**vars(self), "_here": None}


@lru_cache(maxsize=OPEN_AT_ONCE)
def _opened(packed: bytes, name: str, process: int) -> Readable:
    """Open a recording once per process; one that is no longer among the last is let go."""
    del name, process  # a forked one must not read through the open files of its parent
    recording: Readable = pickle.loads(packed)  # noqa: S301  packed by a Reader
    return recording


def dask_array(
    recording: Readable, chunks: Chunks = "auto", *, gaps: Gaps = "raise", scale: Scale = "unit"
) -> Array:
    """Make a Dask array of a recording; see `Recording.dask_array`.

    Args:
        recording: What it is of. Tasks in this process read from it, so it has to stay open; other
            processes open it again.
        chunks: Samples of each chunk, or as `dask.array` takes them; columns stay together unless
            a tuple says otherwise.
        gaps: As `Recording.read` takes it.
        scale: As `Recording.read` takes it.

    Returns:
        (n,), or (n, columns) of several; nothing is read yet.

    Raises:
        InvalidRequestError: An argument is malformed.
        MissingExtraError: The extra `dask` is not installed.
    """
    try:
        from dask import array as arrays  # noqa: PLC0415  an extra
    except ModuleNotFoundError as missing:
        raise missing_extra("dask", doing="a Dask array", missing=missing) from missing
    check_gaps(gaps)
    reader = Reader(recording, gaps=gaps, scale=scale)
    along = chunks if isinstance(chunks, tuple) else (chunks,)
    try:
        array: Array = arrays.from_array(  # type: ignore[no-untyped-call]  # as Dask has it
            reader,
            chunks=(*along, *reader.shape[len(along) :]),  # pyright: ignore[reportArgumentType]  # it knows its default only
            name=reader.name,
            meta=np.empty((0,) * reader.ndim, dtype=reader.dtype),
        )
    except (ValueError, TypeError, ZeroDivisionError) as problem:
        raise InvalidRequestError(f"chunks={chunks!r} can't be used: {problem}") from problem
    return array
