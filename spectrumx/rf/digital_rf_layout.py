"""Which file of a Digital RF channel a sample lies in, by its index since 1970."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import attrs

from spectrumx.rf.source import Span

LONGEST_STEP = 4 * 1024 * 1024
"""Samples read at once, at most."""


@attrs.frozen(kw_only=True)
class Layout:
    """How a channel's samples are spread over its files.

    Attributes:
        rate: Samples per second, exactly.
        file_milliseconds: How long a file lasts.
        folder_seconds: How long the files of one folder last.
    """

    rate: Fraction
    file_milliseconds: int
    folder_seconds: int

    def file_of(self, sample: int) -> str:
        """Name the file that holds a sample, below the channel's folder."""
        begin = self._begin_of(sample)
        second = begin // 1000
        folder_second = second - second % self.folder_seconds
        folder = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=folder_second)
        return f"{folder:%Y-%m-%dT%H-%M-%S}/rf@{second}.{begin % 1000:03d}.h5"

    def steps(self, start: int, stop: int) -> Iterator[Span]:
        """Cut a span so that no part of it lies in two files, or is too long to read at once."""
        while start < stop:
            after = self._begin_of(start) + self.file_milliseconds
            next_file = -(-after * self.rate.numerator // (1000 * self.rate.denominator))
            end = min(stop, next_file, start + LONGEST_STEP)
            yield start, end
            start = end

    def _begin_of(self, sample: int) -> int:
        """When the file that holds a sample begins, in milliseconds since 1970."""
        milliseconds = sample * 1000 * self.rate.denominator // self.rate.numerator
        return milliseconds - milliseconds % self.file_milliseconds
