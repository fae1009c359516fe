"""How values are shown to people: short text for a repr, tables for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape

_THOUSAND = 1000
_PREFIXES = ("", "k", "M", "G", "T")
_TO_THE_SECOND = "%Y-%m-%dT%H:%M:%SZ"


def quantity(value: float | None, unit: str) -> str:
    """Write a number with its unit and a prefix: `2.4 GHz`; empty for None.

    Args:
        value: In the plain unit.
        unit: As `Hz` or `B`.
    """
    if value is None:
        return ""
    for prefix in _PREFIXES[:-1]:
        if abs(value) < _THOUSAND:
            return f"{value:.6g} {prefix}{unit}"
        value /= _THOUSAND
    return f"{value:.6g} {_PREFIXES[-1]}{unit}"


def moment(time: datetime | None) -> str:
    """Write a time in UTC, to the second; empty for None."""
    return "" if time is None else time.astimezone(UTC).strftime(_TO_THE_SECOND)


def html_table(rows: Iterable[Sequence[object]], *, caption: str) -> str:
    """Write a table of names and values, or of several columns, for a notebook.

    Args:
        rows: Cells, the first of each row a heading; rows whose other cells are all empty are left
            out.
        caption: Its title.
    """
    lines = [
        f"<tr><th style='text-align:left'>{escape(str(head))}</th>"
        + "".join(f"<td style='text-align:left'>{escape(str(cell))}</td>" for cell in cells)
        + "</tr>"
        for head, *cells in rows
        if any(str(cell) for cell in cells)
    ]
    return (
        f"<table><caption style='text-align:left'><b>{escape(caption)}</b></caption>"
        f"{''.join(lines)}</table>"
    )
