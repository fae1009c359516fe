"""Sizes, rates, frequencies, times and durations as people write them: read, and written."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from spectrumx import times
from spectrumx.errors import InvalidRequestError
from spectrumx.models import display

T = TypeVar("T", float, datetime)
Ends = tuple[T | None, T | None]
"""Two ends of a range, both included; None is open."""

BETWEEN = ".."
"""Stands between the two ends of a range."""

_NUMBER = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d{1,2})?", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_DECIMAL = {letter: 1000**power for power, letter in enumerate("kmgtpe", start=1)}
_BINARY = {f"{letter}i": 1024**power for power, letter in enumerate("kmgtpe", start=1)}
_BYTES = re.compile(r"([kmgtpe]i?)?(b?)", re.IGNORECASE)
_PER_SECOND = re.compile(r"([kmgtp]?)(hz|s/s|sps)?", re.IGNORECASE)
_PART = r"(\d+(?:\.\d*)?|\.\d+) *(us|ms|s|min|m|h|d) *"
_DURATION = re.compile(f"({_PART})+", re.IGNORECASE)
_DURATION_PART = re.compile(_PART, re.IGNORECASE)
_DURATION_UNITS = {
    "us": timedelta(microseconds=1),
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LAST_MOMENT = timedelta(days=1) - timedelta(microseconds=1)
_LEAST_PLAIN = 1e6
"""Hz; the least frequency that is taken without a unit."""

_HALF_WRITTEN = 1000.0
"""From here on, frequencies are written to the full Hz."""


def read_size(text: str) -> float:
    """Read a number of bytes.

    Args:
        text: As `1.5 GB`, `512 KiB` or `20M`; M is 1,000,000 and Mi 1,048,576.

    Raises:
        ValueError: It is none.
    """
    number, unit = _number_and_unit(text)
    found = None if number is None else _BYTES.fullmatch(unit)
    if found is None or found[2] == "b":  # small, it stands for bits
        raise ValueError(f"{text!r} is no size; write it as in 1.5GB, 512KiB or 20M")
    return _multiplied(number, _DECIMAL | _BINARY, found[1])


def read_rate(text: str) -> float:
    """Read a number of bytes per second.

    Args:
        text: As `5 MB/s` or `5M`.

    Raises:
        ValueError: It is none, or less than 1 B/s.
    """
    expected = f"{text!r} is no rate; write it as in 5MB/s or 800kB/s, in bytes (B) and not bits"
    try:
        rate = read_size(text.strip().removesuffix("/s"))
    except ValueError:
        raise ValueError(expected) from None
    if rate < 1:
        raise ValueError(f"{expected}, and at least 1 B/s")
    return rate


def read_frequency(text: str) -> float:
    """Read a frequency in Hz.

    Args:
        text: As `2.4 GHz`, `915MHz`, `100e6`. A plain number is in Hz, and refused where so little
            is likelier to want a unit.

    Raises:
        ValueError: It is none, or has no unit.
    """
    found = _per_second(text, f"{text!r} is no frequency; write it as in 2.4GHz, 915MHz or 100e6")
    plain = text.strip()
    if 0 < found < _LEAST_PLAIN and _PLAIN_NUMBER.fullmatch(plain):
        meant = f"{plain}GHz, {plain}MHz, {plain}kHz or {plain}Hz"
        raise ValueError(f"{text!r} has no unit; write {meant}, whichever it is")
    return found


def read_frequencies(text: str) -> Ends[float]:
    """Read a range of frequencies.

    Args:
        text: As `2.4GHz..2.5GHz`, `2.4..2.5GHz`, `900e6..1GHz`, `..2.5GHz`, `1GHz..`; one alone is
            both ends. A plain number takes the unit of the end after it, one with an exponent is
            in Hz.

    Raises:
        ValueError: It is none, or reversed.
    """
    return _range_per_second(text, read_frequency, example="2.4GHz..2.5GHz")


def read_sample_rate(text: str) -> float:
    """Read a number of samples per second.

    Args:
        text: As `10 MS/s`, `250ksps`, `1MHz`, `100e6`; a plain number is one of samples.

    Raises:
        ValueError: It is none.
    """
    return _per_second(text, f"{text!r} is no sample rate; write it as in 10MHz, 250kS/s or 100e6")


def read_sample_rates(text: str) -> Ends[float]:
    """Read a range of sample rates, written like one of frequencies.

    Raises:
        ValueError: It is none, or reversed.
    """
    return _range_per_second(text, read_sample_rate, example="1MHz..10MHz")


def read_time(text: str) -> datetime:
    """Read a time; without an offset it is UTC.

    Args:
        text: As `2024-01-31`, its first moment, or `2024-01-31T12:00Z`.

    Raises:
        ValueError: It is none.
    """
    try:
        return times.moment(text, "time")
    except InvalidRequestError:
        raise ValueError(
            f"{text!r} is no time; write it as in 2024-01-31 or 2024-01-31T12:00Z"
        ) from None


def read_day(text: str) -> date | None:
    """Read a date alone, as `2024-01-31`; None for what is written otherwise.

    Raises:
        ValueError: There is no such day.
    """
    return read_time(text).date() if _DAY.fullmatch(text.strip()) else None


def read_times(text: str) -> Ends[datetime]:
    """Read a span of time.

    Args:
        text: As `2024-01-01..2024-01-02`, `2024-01-01T12:00..`; one time alone is that moment, and
            one date alone, or at the end, that whole day.

    Raises:
        ValueError: It is none, or reversed.
    """
    first, last = _ends(text, read_time, as_given=repr(text), example="2024-01-01..2024-01-02")
    if last is not None and read_day(text.rpartition(BETWEEN)[2]):
        return first, last + _LAST_MOMENT
    return first, last


def read_duration(text: str) -> timedelta:
    """Read a length of time.

    Args:
        text: As `90s`, `1h30m`, `500ms`, `2d`; a number alone is in seconds.

    Raises:
        ValueError: It is none.
    """
    stripped = text.strip()
    with_unit = f"{stripped}s" if _NUMBER.fullmatch(stripped) else stripped
    expected = f"{text!r} is no duration; write it as in 90s, 500ms or 1h30m"
    if not _DURATION.fullmatch(with_unit):
        raise ValueError(expected)
    parts = _DURATION_PART.findall(with_unit)
    try:
        # In whole microseconds: seconds as floats would not add up.
        return timedelta(
            microseconds=round(sum(Decimal(number) * _microseconds(unit) for number, unit in parts))
        )
    except OverflowError:
        raise ValueError(expected) from None


def size(value: float | None) -> str:
    """Write a number of bytes to three digits: `1.5 GB`; empty for None."""
    return display.quantity(value, "B", digits=3)


def rate(value: float | None) -> str:
    """Write a number of bytes per second to three digits: `5 MB/s`; empty for None."""
    return display.quantity(value, "B/s", digits=3)


def frequency(value: float | None) -> str:
    """Write a frequency to the full Hz, with no more digits than it needs; empty for None."""
    if value is None or not math.isfinite(value):
        return ""
    return display.quantity(round(value) if value >= _HALF_WRITTEN else value, "Hz", digits=15)


def time(value: datetime | None) -> str:
    """Write a time in UTC, to the second: `2024-01-31T12:00:00Z`; empty for None."""
    return display.moment(value)


def duration(value: timedelta | None) -> str:
    """Write a length of time: `1h30m`, `0.5s`; empty for None."""
    if value is None:
        return ""
    sign, rest = ("-", -value) if value < timedelta() else ("", value)
    shown = ""
    for unit in ("d", "h", "m"):
        number, rest = divmod(rest, _DURATION_UNITS[unit])
        shown += f"{number}{unit}" if number else ""
    if rest or not shown:
        shown += f"{rest.seconds}.{rest.microseconds:06}".rstrip("0").rstrip(".") + "s"
    return sign + shown


def count(number: int, thing: str) -> str:
    """Write how many there are of something: `1 file`, `2,000 files`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _number_and_unit(text: str) -> tuple[Decimal | None, str]:
    found = _NUMBER.match(text.strip())
    if found is None:
        return None, text
    return Decimal(found[0]), text.strip()[found.end() :].strip()


def _per_second(text: str, refusal: str) -> float:
    number, unit = _number_and_unit(text)
    found = None if number is None else _PER_SECOND.fullmatch(unit)
    if found is None:
        raise ValueError(refusal)
    return _multiplied(number, _DECIMAL, found[1])


def _range_per_second(text: str, read: Callable[[str], float], *, example: str) -> Ends[float]:
    first, between, last = text.partition(BETWEEN)
    as_read = first
    if between and _PLAIN_NUMBER.fullmatch(first.strip()):
        as_read = first.strip() + _number_and_unit(last)[1]
    shown = repr(text) + (f" ({first.strip()} was read as {as_read})" if as_read != first else "")
    return _ends(as_read + between + last, read, as_given=shown, example=example)


def _multiplied(number: Decimal | None, prefixes: dict[str, int], prefix: str | None) -> float:
    return float((number or 0) * prefixes.get((prefix or "").lower(), 1))


def _microseconds(unit: str) -> int:
    return _DURATION_UNITS[unit.lower()] // _DURATION_UNITS["us"]


def _ends(text: str, read: Callable[[str], T], *, as_given: str, example: str) -> Ends[T]:
    first, between, last = text.partition(BETWEEN)
    if not between:
        try:
            alone = read(first)
        except ValueError as problem:
            raise ValueError(f"{problem}; a range is written A..B, as in {example}") from None
        return alone, alone
    start = read(first) if first.strip() else None
    end = read(last) if last.strip() else None
    if start is None and end is None:
        raise ValueError(f"{as_given} has no end; write a range as in {example}")
    if start is not None and end is not None and start > end:
        raise ValueError(f"{as_given} is reversed; write a range as in {example}")
    return start, end
