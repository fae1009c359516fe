"""Power over frequency, and over time, of scans: they are spectra already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from spectrumx.errors import InvalidRequestError
from spectrumx.rf.source import Numbers, Span
from spectrumx.rf.spectra import Floats, Spectrogram, Spectrum, slices

UNIT = "dB"
"""Of RadioHound's power, whose reference its files do not name."""

_AT_ONCE = 64
"""Scans that are read at once."""


class Scanned(Protocol):
    """What is asked of a recording of scans."""

    @property
    def channels(self) -> tuple[str, ...]:
        """What recorded them."""
        ...

    @property
    def center_freqs(self) -> tuple[float | None, ...]:
        """Hz."""
        ...

    @property
    def sample_rate(self) -> float:
        """Hz."""
        ...

    @property
    def frequencies(self) -> Floats:
        """Of each bin in Hz, ascending."""
        ...

    @property
    def scan_times(self) -> NDArray[np.datetime64]:
        """When each begins, in UTC."""
        ...

    @property
    def end_time(self) -> datetime | None:
        """When the last one ends."""
        ...

    def __len__(self) -> int: ...

    def read(self, start: int, stop: int) -> Numbers:
        """Read scans: (scans, bins)."""
        ...


def psd(recording: Scanned, span: Span) -> Spectrum:
    """Average scans.

    Args:
        recording: Read some scans at a time.
        span: Which of them.

    Raises:
        InvalidRequestError: There is none in the span.
        LocalFileError: A file is broken or can't be read.
    """
    _check_some(span)
    return Spectrum(
        frequencies=recording.frequencies,
        power=_mean(recording, range(*span)),
        unit=UNIT,
        channels=recording.channels,
        center_freqs=recording.center_freqs,
        sample_rate=recording.sample_rate,
    )


def spectrogram(recording: Scanned, span: Span, *, rows: int, frames: int | None) -> Spectrogram:
    """Stack scans in order of time.

    Args:
        recording: Read some scans at a time.
        span: Which of them.
        rows: At most so many; where there are more scans, each row is the mean of equally many.
        frames: So many in each row only, evenly placed; None for all.

    Raises:
        InvalidRequestError: There is none in the span.
        LocalFileError: A file is broken or can't be read.
    """
    _check_some(span)
    start, stop = span
    edges = slices(start, stop, number=min(rows, stop - start))
    power = [_mean(recording, _chosen(*row, frames=frames)) for row in pairwise(edges)]
    times = recording.scan_times
    return Spectrogram(
        frequencies=recording.frequencies,
        power=np.stack(power),
        unit=UNIT,
        channels=recording.channels,
        center_freqs=recording.center_freqs,
        sample_rate=recording.sample_rate,
        times=times[edges[:-1]],
        end=times[stop] if stop < len(times) else _end(recording),
    )


def _check_some(span: Span) -> None:
    start, stop = span
    if start == stop:
        raise InvalidRequestError(f"there is no scan between {start} and {stop}")


def _chosen(start: int, stop: int, *, frames: int | None) -> Sequence[int]:
    if frames is None or frames >= stop - start:
        return range(start, stop)
    return [start + (2 * each + 1) * (stop - start) // (2 * frames) for each in range(frames)]


def _mean(recording: Scanned, scans: Sequence[int]) -> Floats:
    total = sum(each.sum(axis=0, dtype=np.float64) for each in _read(recording, scans))
    return np.asarray(total) / len(scans)


def _read(recording: Scanned, scans: Sequence[int]) -> Iterator[Numbers]:
    if not isinstance(scans, range):
        yield from (recording.read(each, each + 1) for each in scans)
        return
    for first in range(scans.start, scans.stop, _AT_ONCE):
        yield recording.read(first, min(first + _AT_ONCE, scans.stop))


def _end(recording: Scanned) -> np.datetime64:
    end = recording.end_time
    assert end is not None  # scans have times
    return np.datetime64(end.astimezone(UTC).replace(tzinfo=None), "us")
