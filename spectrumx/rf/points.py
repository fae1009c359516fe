"""Points in a recording, as users give them: numbers of samples, seconds and times."""

from __future__ import annotations

import math
import operator
from datetime import date
from fractions import Fraction
from numbers import Real
from typing import SupportsIndex

from spectrumx import times
from spectrumx.errors import InvalidRequestError
from spectrumx.rf.source import seconds_of


def whole(count: SupportsIndex, argument: str) -> int:
    """Read a number of samples.

    Args:
        count: A whole number, of numpy too.
        argument: What it was given as.

    Raises:
        InvalidRequestError: It is none.
    """
    try:
        return operator.index(count)
    except TypeError as problem:
        raise InvalidRequestError(
            f"{argument} is a whole number of samples, not {count!r}; read_time takes seconds"
        ) from problem


def seconds_into(point: object, argument: str, *, start: Fraction | None) -> Fraction:
    """How far into a recording a point lies.

    Args:
        point: Seconds from the recording's start, or a datetime or ISO 8601 text.
        argument: What it was given as.
        start: When the recording starts, in seconds since 1970; None where that is not known.

    Returns:
        Exact seconds from the recording's start.

    Raises:
        InvalidRequestError: It is no point in time, or a datetime where the start is not known.
    """
    if isinstance(point, int | float | Real) and not isinstance(point, bool):
        if not math.isfinite(point):
            raise InvalidRequestError(f"{argument} is no number of seconds: {point!r}")
        return Fraction(float(point))
    if not isinstance(point, date | str):
        raise InvalidRequestError(
            f"{argument} is neither seconds from the recording's start nor a time: {point!r}"
        )
    moment = times.moment(point, argument)
    if start is None:
        raise InvalidRequestError(
            f"{argument} is a time, but the recording does not say when it starts; give seconds "
            "from its start"
        )
    return seconds_of(moment) - start
