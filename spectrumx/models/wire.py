"""From loosely typed answers to plain values: whatever can't be read becomes None, never an error.

The generated models promise nothing about what a gateway sends (docs/gateway.md, "Shapes and
dates"); these functions are where a value is either what its name says or absent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs

T = TypeVar("T")

_MAX_DIGITS = 18


def of_type(kind: type[T], value: object) -> T | None:
    """The value when it is of that type, else None (also for the generated `UNSET`)."""
    return value if isinstance(value, kind) else None


def text(value: object) -> str:
    """The text, or an empty one."""
    return value if isinstance(value, str) else ""


def whole_number(value: object) -> int | None:
    """The count or size when it is one, also when written as digits; None below 0."""
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value) if len(value) <= _MAX_DIGITS else None
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if value >= 0 else None


def identifier(value: object) -> UUID | None:
    """The UUID, None when it is absent or malformed."""
    try:
        return UUID(text(value))
    except ValueError:
        return None


def identifiers_in(rows: object) -> tuple[UUID, ...]:
    """The UUIDs of a list of rows of JSON that have one, in their order."""
    if not rows or not isinstance(rows, list):
        return ()
    found = (identifier(row.get("uuid")) for row in rows if isinstance(row, dict))
    return tuple(uuid for uuid in found if uuid is not None)


def identifiers(rows: object) -> tuple[UUID, ...]:
    """The UUIDs of a list of rows that have one, in their order."""
    found = (identifier(getattr(row, "uuid", None)) for row in of_type(list, rows) or ())
    return tuple(uuid for uuid in found if uuid is not None)


def moment(value: object, *, zone: tzinfo) -> datetime | None:
    """Read a time in any of the gateway's formats (docs/gateway.md, "Shapes and dates").

    Args:
        value: ISO 8601, with `T` or a space, with or without an offset.
        zone: Where a time without offset was written.

    Returns:
        An aware time, None when there is none.
    """
    return _moment(value, zone) if isinstance(value, str) else None


@lru_cache(maxsize=4096)  # files that were sent together have the same times
def _moment(text: str, zone: tzinfo) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)


Packed = tuple[str, int, str] | datetime | None


def packed(value: datetime | None) -> Packed:
    """A time as plain values where it can be, which pickle far faster than its zone."""
    if value is not None and isinstance(value.tzinfo, ZoneInfo) and value.tzinfo.key:
        return _packed(value, value.fold, value.tzinfo.key)
    return value


@lru_cache(maxsize=4096)  # times that are equal may differ in their fold or zone
def _packed(value: datetime, fold: int, key: str) -> tuple[str, int, str]:
    return str(value.replace(tzinfo=None)), fold, key


def unpacked(value: Packed) -> datetime | None:
    """The time that `packed` made this of."""
    return _unpacked(*value) if isinstance(value, tuple) else value


@lru_cache(maxsize=4096)
def _unpacked(text: str, fold: int, key: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(key), fold=fold)


def state_without(value: attrs.AttrsInstance, *names: str) -> dict[str, object]:
    """What makes a value again, by argument of its class, but for some of its fields."""
    kept = (field for field in attrs.fields(type(value)) if field.name not in names)
    return {field.alias or field.name: getattr(value, field.name) for field in kept}


def restored(kind: Callable[..., T], state: Mapping[str, object]) -> T:
    """Make a value again of what `state_without` gave."""
    return kind(**state)
