"""Points in a recording, as users give them: numbers of samples, seconds and times."""

from __future__ import annotations

import operator
from datetime import date
from fractions import Fraction
from numbers import Real
from typing import SupportsIndex

from spectrumx import times
from spectrumx.errors import InvalidRequestError
from spectrumx.rf.source import Span, moment_of, seconds_of

_LEEWAY = Fraction(1, 1_000_000)
"""Seconds a time may lie outside: start and end are told to the nearest microsecond."""


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
            f"{argument} is a whole number, not {count!r}; only read_time takes seconds"
        ) from problem


def count_of(number: SupportsIndex, argument: str) -> int:
    """Read how many there are to be of something.

    Args:
        number: A whole one, from 1 on.
        argument: What it was given as.

    Raises:
        InvalidRequestError: It is none.
    """
    found = whole(number, argument)
    if found < 1:
        raise InvalidRequestError(f"{argument}={found} is too few; give 1 at least")
    return found


def check_order(t0: object, t1: object, span: Span) -> None:
    """Refuse two times, of which the span was found, that are reversed.

    Raises:
        InvalidRequestError: They are.
    """
    start, stop = span
    if start > stop:
        raise InvalidRequestError(f"t0={t0!r} is after t1={t1!r}; give the earlier one first")


def seconds_within(
    point: object, argument: str, *, start: Fraction | None, end: Fraction
) -> Fraction:
    """How far into a recording a point lies that is not outside of it.

    Args:
        point: Seconds from the recording's start, or a datetime or ISO 8601 text.
        argument: What it was given as.
        start: When the recording starts, in seconds since 1970; None where that is not known.
        end: How many seconds it lasts.

    Returns:
        Exact seconds from the recording's start, from 0 to its end.

    Raises:
        InvalidRequestError: It is no point in time, outside, or a datetime where the start is not
            known.
    """
    seconds = _seconds_into(point, argument, start=start)
    if not -_LEEWAY <= seconds <= end + _LEEWAY:
        since = "its start" if start is None else moment_of(start)
        raise InvalidRequestError(
            f"{argument}={point!r} is outside of the recording, which lasts {float(end):.12g} "
            f"seconds from {since}"
        )
    return min(max(seconds, Fraction(0)), end)


def _seconds_into(point: object, argument: str, *, start: Fraction | None) -> Fraction:
    """Exact seconds from the recording's start to a point."""
    if isinstance(point, int | float | Real) and not isinstance(point, bool):
        try:
            return Fraction(float(point))
        except (ValueError, OverflowError) as problem:
            message = f"{argument} is no number of seconds: {point!r}"
            raise InvalidRequestError(message) from problem
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
