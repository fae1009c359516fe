"""`Source`: where the samples of a recording come from, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any, Protocol

import attrs
import numpy as np
from numpy.typing import NDArray

from spectrumx.errors import InvalidRequestError
from spectrumx.models.formats import CaptureType

# Of any numeric type: which one is known only when a recording is opened.
Numbers = NDArray[Any]

Span = tuple[int, int]
"""The first sample of some, and the one after the last; both counted from the start."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@attrs.frozen(kw_only=True)
class Facts:
    """What is known of a recording of samples without reading them.

    Attributes:
        capture_type: Its format.
        sample_rate: Samples per second, exactly.
        start: Time of the first sample in seconds since 1970, exactly; None where the files do
            not say.
        length: Samples from the first to after the last, gaps counted.
        columns: What its columns are called; one at least.
        center_freqs: Hz, of each column; None where the files do not say.
        number: The type of a single number as stored, such as int16; of a complex sample, that of
            one of its two parts.
        is_complex: Whether each sample is two numbers: I and Q.
    """

    capture_type: CaptureType
    sample_rate: Fraction
    start: Fraction | None
    length: int
    columns: tuple[str, ...]
    center_freqs: tuple[float | None, ...]
    number: np.dtype[Any]
    is_complex: bool

    @property
    def dtype(self) -> np.dtype[Any]:
        """The smallest type, from float32 and complex64 on, that holds every stored number."""
        smallest = np.complex64 if self.is_complex else np.float32
        return np.promote_types(smallest, self.number.newbyteorder("="))


class Source(Protocol):
    """The samples of one recording, as they are stored.

    May be used by several threads at once, and can be pickled where its files can be found again
    by their names.
    """

    @property
    def facts(self) -> Facts:
        """What is known without reading."""
        ...

    def pieces(self, start: int, stop: int) -> Iterator[tuple[int, Numbers]]:
        """Read what is recorded of a span, piece by piece, each of limited length.

        Args:
            start: The first sample, counted from the recording's start; within the recording.
            stop: The sample after the last.

        Returns:
            Pieces in order, none empty: the sample that each begins with, and its numbers as
            stored, one row for each sample; in it the columns, of complex samples I and Q side by
            side: (n, columns) or (n, 2 * columns), of the type `facts.number`. What lies between
            pieces was not recorded.

        Raises:
            LocalFileError: A file is broken or can't be read.
        """
        ...

    def gaps(self) -> Sequence[Span]:
        """Find what of the recording was not recorded, without reading samples.

        Raises:
            LocalFileError: A file is broken or can't be read.
        """
        ...

    def close(self) -> None:
        """Let go of open files; nothing can be read afterwards."""
        ...


def closed() -> InvalidRequestError:
    """Make the error for what is read after it was closed, not raised."""
    return InvalidRequestError("the recording is closed; open it again")


def moment_of(seconds: Fraction) -> datetime:
    """The time, to the nearest microsecond, of exact seconds since 1970."""
    return _EPOCH + timedelta(microseconds=round(seconds * 1_000_000))


def seconds_of(moment: datetime) -> Fraction:
    """The exact seconds since 1970 of an aware time."""
    return Fraction((moment - _EPOCH) // timedelta(microseconds=1), 1_000_000)
