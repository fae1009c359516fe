"""Times as users give them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo

from dateutil import parser, tz

from spectrumx.errors import InvalidRequestError

Moment = datetime | date | str

_UTC_NAMES = {"UTC", "GMT", "Z"}
# POSIX takes UTC+3 for three hours west, most people for three hours east.
_TWO_WAYS = re.compile(r"\b(UTC|GMT)\s*[+-]\s*\d", re.IGNORECASE)
# Whatever differs between what these two give was not in the text.
_DEFAULTS = datetime(2000, 1, 1), datetime(2001, 1, 1)  # noqa: DTZ001  only fill in what is missing


def moment(value: object, argument: str) -> datetime:
    """Read a time.

    Args:
        value: A `Moment`: a datetime (without an offset it is UTC), a date (its first moment), or
            text that names at least a year (`2024`, `2024-01-31 10:00`, `Jan 5 2024 10:00 -0500`).
        argument: What it was given as.

    Returns:
        An aware time, in UTC.

    Raises:
        InvalidRequestError: It is no time.
    """
    try:
        found = _read(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError) as problem:
        raise InvalidRequestError(
            f"{argument} is no time: {value!r}; give a datetime, or text such as "
            "'2024-01-31 10:00', which is UTC unless it has an offset"
        ) from problem


def span(
    start: object, end: object, *, names: tuple[str, str]
) -> tuple[datetime | None, datetime | None]:
    """Read two ends of a range of time, either of which may be open.

    Args:
        start: When it begins, None for open.
        end: When it ends, None for open.
        names: What they were given as.

    Raises:
        InvalidRequestError: One is no time, or they are reversed.
    """
    first = None if start is None else moment(start, names[0])
    last = None if end is None else moment(end, names[1])
    if first is not None and last is not None and first > last:
        raise InvalidRequestError(
            f"{names[0]} is reversed: {first.isoformat()} is after {last.isoformat()}"
        )
    return first, last


def _read(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time(), tzinfo=UTC)
    if not isinstance(value, str):
        raise TypeError("it is no text")
    if _TWO_WAYS.search(value):
        raise ValueError("an offset after UTC is read in two ways; give the offset alone")
    first, second = (parser.parse(value, default=each, tzinfos=_zone) for each in _DEFAULTS)
    if first != second:
        raise ValueError("it names no year")
    return first


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return tz.tzoffset(name, offset)
    if name is None:
        return None
    if name in _UTC_NAMES:
        return tz.UTC
    raise ValueError(f"{name} is not one time zone everywhere; give an offset")
