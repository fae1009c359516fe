"""Points in time: stored as microseconds since the epoch, written as each endpoint writes them.

The formats are those of docs/gateway.md, Shapes and dates.
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/New_York")
"""The zone in which the gateway writes its local times."""

_YEAR = 31_556_952_000_000
EARLIEST, LATEST = -70 * _YEAR, 7000 * _YEAR
"""The stored moments that can be written, wherever: the years 1900 to some 8970."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FOR_PEOPLE = "%m/%d/%Y %I:%M:%S %p"
_RF_NAME = re.compile(r"rf@(\d{1,12})\.(\d{3})\.h5", re.ASCII)


def now() -> int:
    """Return the present moment, in microseconds since the epoch."""
    return microseconds(datetime.now(UTC))


def microseconds(moment: datetime) -> int:
    """Return an aware moment in microseconds since the epoch."""
    return (moment - _EPOCH) // _MICROSECOND


def offset_text(stamp: int) -> str:
    """Write a stored moment as ISO 8601 with the zone's offset."""
    return _local(stamp).isoformat()


def naive_text(stamp: int) -> str:
    """Write a stored moment as the zone's wall clock to the second, without an offset."""
    return _local(stamp).strftime("%Y-%m-%d %H:%M:%S")


def spaced_text(stamp: int) -> str:
    """Write a stored moment to the second with the zone's offset, without "T" and colon in it."""
    return _local(stamp).strftime("%Y-%m-%d %H:%M:%S%z")


def utc_text(stamp: int) -> str:
    """Write a stored moment as ISO 8601 in UTC."""
    return _utc(stamp).isoformat().replace("+00:00", "Z")


def utc_display(stamp: int) -> str:
    """Write a stored moment for people, in UTC."""
    return _utc(stamp).strftime(_FOR_PEOPLE)


def local_display(stamp: int) -> str:
    """Write a stored moment for people, in the zone."""
    return _local(stamp).strftime(_FOR_PEOPLE)


def parse(text: str, *, naive: ZoneInfo | None = None) -> int:
    """Read an ISO 8601 moment.

    Args:
        text: The moment as a client wrote it.
        naive: The zone of a moment without an offset; UTC where it is None.

    Returns:
        Microseconds since the epoch.

    Raises:
        ValueError: If the text is no such moment.
    """
    moment = datetime.fromisoformat(text)
    return microseconds(moment if moment.tzinfo else moment.replace(tzinfo=naive or UTC))


def rf_milliseconds(name: str) -> int | None:
    """Return the start of a Digital RF data file in Unix milliseconds, or None for other names."""
    match = _RF_NAME.fullmatch(name)
    return int(match[1]) * 1000 + int(match[2]) if match else None


def _local(stamp: int) -> datetime:
    return _utc(stamp).astimezone(ZONE)


def _utc(stamp: int) -> datetime:
    return _EPOCH + stamp * _MICROSECOND
