"""How values are shown to people, as short text."""

from __future__ import annotations

from datetime import UTC, datetime

_THOUSAND = 1000
_PREFIXES = ("", "k", "M", "G", "T")
_TO_THE_SECOND = "%Y-%m-%dT%H:%M:%SZ"


def quantity(value: float | None, unit: str, *, digits: int = 6) -> str:
    """Write a number with its unit and a prefix: `2.4 GHz`; empty for None.

    Args:
        value: In the plain unit.
        unit: As `Hz` or `B`.
        digits: How many significant ones to write, from 3.
    """
    if value is None:
        return ""
    for prefix in _PREFIXES[:-1]:
        shown = f"{value:.{digits}g}"
        # Rounded up, a number may need the next prefix.
        if abs(float(shown)) < _THOUSAND:
            return f"{shown} {prefix}{unit}"
        value /= _THOUSAND
    return f"{value:.{max(digits, 6)}g} {_PREFIXES[-1]}{unit}"


def moment(time: datetime | None) -> str:
    """Write a time in UTC, to the second; empty for None."""
    return "" if time is None else time.astimezone(UTC).strftime(_TO_THE_SECOND)
