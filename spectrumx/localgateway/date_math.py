"""Moments as a search takes them: dates, numbers of milliseconds, and sums such as `now-6M`."""

import re
from datetime import UTC, datetime, timedelta

_SUM = re.compile(r"now((?:[+-]\d{1,6}[yMwdhHms])*)")
_STEP = re.compile(r"([+-]\d{1,6})([yMwdhHms])")
_DATE_ALONE = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_MONTHS = {"y": 12, "M": 1}
_SPANS = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "H": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}


def moment(text: str, *, now: datetime, end_of_day: bool = False) -> float | None:
    """Return a moment in Unix seconds, or None where the text is none.

    Args:
        text: ISO 8601, in UTC where it has no offset, or `now` with steps added to it, each a
            number of years, months, weeks, days, hours, minutes or seconds (`y M w d h m s`). A sum
            beyond all dates is the first or the last of them.
        now: The present.
        end_of_day: Take a date without a time for the end of its day.
    """
    try:
        if match := _SUM.fullmatch(text):
            return _sum(now, match[1]).timestamp()
        found = datetime.fromisoformat(text)
        if end_of_day and _DATE_ALONE.fullmatch(text):
            found += timedelta(days=1, microseconds=-1)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _sum(start: datetime, steps: str) -> datetime:
    for number, unit in _STEP.findall(steps):
        try:
            start = _later(start, int(number), unit)
        except (ValueError, OverflowError):
            start = _LAST if int(number) > 0 else _FIRST
    return start


def _later(start: datetime, number: int, unit: str) -> datetime:
    if unit in _MONTHS:
        return _months_later(start, number * _MONTHS[unit])
    return start + number * _SPANS[unit]


def _months_later(start: datetime, months: int) -> datetime:
    """Return the same day of another month, or that month's last where it is shorter."""
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    following = datetime(years + (month + 1) // 12, (month + 1) % 12 + 1, 1, tzinfo=UTC)
    last = (following - timedelta(days=1)).day
    return start.replace(year=years, month=month + 1, day=min(start.day, last))
