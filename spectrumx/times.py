"""Times as users give them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from spectrumx.errors import InvalidRequestError

Moment = datetime | date | str

_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
# What datetime reads, less the separators between day and time that are its own.
_DAY = re.compile(
    r"(\d{4}-\d{2}-\d{2}|\d{8})([T ]\d{2}[\d:.,]*)?(?: ?(Z|[+-]\d{2}[\d:.]*))?", re.ASCII
)


def moment(value: object, argument: str) -> datetime:
    """Read a time.

    Args:
        value: A `Moment`: a datetime (without an offset it is UTC), a date (its first moment), or
            text in ISO 8601 (`2024-01-31`, `2024-01-31 10:00`, `2024-01-31T10:00-05:00`), for
            other ways of writing a date are read differently by different people; also a year or
            a month alone.
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
    if month := _MONTH.fullmatch(value.strip()):
        return datetime(int(month[1]), int(month[2] or 1), 1, tzinfo=UTC)
    if (found := _DAY.fullmatch(value.strip())) is None:
        raise ValueError("it is not written as ISO 8601 has it")
    day, clock, offset = found.groups(default="")
    return datetime.fromisoformat(day + (clock or "T00") + offset)
