"""What commands print: tables for people, and values as JSON for programs."""

from __future__ import annotations

import dataclasses
import functools
import math
import re
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum

import attrs
import click

from spectrumx.models import Capture
from spectrumx.models.comparisons import Comparison
from spectrumx.models.reports import TransferReport
from spectrumx.models.transfers import FileResult
from spectrumx.results import Result

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_GAP = 2
_NARROWEST = 5
_UNIFORM = (
    "uuid",
    "center_freq",
    "sample_rate",
    "bandwidth",
    "gain",
    "start_time",
    "end_time",
    "duration",
    "position",
)
_FACTS = ("status", "action", "reason", "sds_path", "local_path", "size", "verified")
OF_A_RESULT = (*_FACTS, "uuid", "error")
"""The keys of a transfer's file in JSON."""
_COUNTED = (
    "transferred",
    "linked",
    "planned",
    "skipped",
    "failed",
    "not_attempted",
    "conflicts",
    "unverified",
)
_COMPARED = ("same", "differs", "only_here", "only_there", "unknown")
_NOT_SHOWN = frozenset({"extra"})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    Attributes:
        title: Its heading, on terminals.
        is_right: Whether its cells are numbers, set to the right.
        is_whole: Whether its cells are never cut, such as uuids.
        is_optional: Whether it is left out where the terminal is too narrow for all.
    """

    title: str
    is_right: bool = False
    is_whole: bool = False
    is_optional: bool = False


def table(rows: Iterable[Sequence[object]], columns: Sequence[Column | str]) -> None:
    """Print rows: as a table that fits the terminal, elsewhere as they are, parted by tabs.

    Elsewhere there are no headings, nothing is cut or coloured, and each row is printed as it
    comes.

    Args:
        rows: Cells, as many as there are columns; None is an empty one.
        columns: A title alone is a column of text.
    """
    cells = ([_cell(each) for each in row] for row in rows)
    if sys.stdout.isatty():
        _draw(list(cells), [Column(title=c) if isinstance(c, str) else c for c in columns])
        return
    for row in cells:
        click.echo("\t".join(row))


def printable(text: str) -> str:
    """Write control characters as escapes, for a file's name may hold what moves the cursor.

    Args:
        text: May have several lines.
    """
    return _CONTROLS.sub(lambda found: ascii(found[0])[1:-1], text)


@functools.singledispatch
def as_json(value: object) -> object:
    """Turn a value of the SDK into what JSON knows.

    Numbers are in bytes, Hz, seconds and degrees; times are ISO 8601 with their offset; keys are
    the attributes' names.

    Args:
        value: A model, result, report or comparison, or any of them in mappings and sequences.
    """
    names = _fields_of(value)
    if names is not None:
        return as_json(_pick(value, names))
    return [as_json(each) for each in value] if isinstance(value, Iterable) else str(value)


@as_json.register
def _(value: str | int | None) -> object:
    return value.value if isinstance(value, Enum) else value


@as_json.register
def _(value: float) -> object:
    return value if math.isfinite(value) else None


@as_json.register
def _(value: datetime) -> object:
    return value.isoformat()


@as_json.register
def _(value: timedelta) -> object:
    return value.total_seconds()


@as_json.register
def _(value: Exception) -> object:
    return {"kind": type(value).__name__, "message": str(value)}


@as_json.register
def _(value: Mapping) -> object:  # type: ignore[type-arg]  # the class itself is registered
    return {str(key): as_json(each) for key, each in value.items()}


@as_json.register
def _(value: Capture) -> object:
    return as_json(_pick(value, _UNIFORM) | _pick(value, _fields_of(value) or ()))


@as_json.register
def _(value: Result) -> object:  # type: ignore[type-arg]  # the class itself is registered
    return as_json({"value": value.value_or(None), "error": value.error})


@as_json.register
def _(value: FileResult) -> object:
    uuid = value().uuid if value else None
    return as_json(_pick(value, _FACTS) | {"uuid": uuid, "error": value.error})


@as_json.register
def _(value: TransferReport) -> object:
    return _pick(value, ("ok", "dry_run", "elapsed", "bytes")) | _counts(value, _COUNTED)


@as_json.register
def _(value: Comparison) -> object:
    return {"ok": bool(value)} | _counts(value, _COMPARED)


def _fields_of(value: object) -> Iterable[str] | None:
    kind = type(value)
    names: Iterable[str] | None = getattr(value, "_fields", None)  # of a named tuple
    if attrs.has(kind):
        names = [field.name for field in attrs.fields(kind)]
    elif dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value)]
    return names and [name for name in names if name[0] != "_" and name not in _NOT_SHOWN]


def _pick(value: object, names: Iterable[str]) -> dict[str, object]:
    return {name: getattr(value, name) for name in names}


def _counts(value: object, names: Iterable[str]) -> dict[str, object]:
    return {name: len(getattr(value, name)) for name in names}


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


def _draw(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> None:
    from rich.cells import cell_len  # noqa: PLC0415  loaded when a table is drawn
    from rich.console import Console  # noqa: PLC0415  as above
    from rich.table import Table  # noqa: PLC0415  as above
    from rich.text import Text  # noqa: PLC0415  as above

    # As any terminal: rich itself takes a simple one to be 80 wide, whatever COLUMNS says.
    size = shutil.get_terminal_size()
    console = Console(file=sys.stdout, width=size.columns, height=size.lines)
    widths = [
        max(cell_len(each) for each in (column.title, *(row[place] for row in rows)))
        for place, column in enumerate(columns)
    ]
    kept = _fitting(widths, columns, available=size.columns)
    given = _shared(widths, columns, kept, available=size.columns)
    drawn = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for column, width in ((columns[place], width) for place, width in given.items()):
        drawn.add_column(
            column.title,
            justify="right" if column.is_right else "left",
            no_wrap=not column.is_whole,
            overflow="fold" if column.is_whole else "ellipsis",
            width=width,
        )
    for row in rows:
        drawn.add_row(*(Text(row[place]) for place in kept))
    console.print(drawn)


def _fitting(widths: Sequence[int], columns: Sequence[Column], *, available: int) -> Sequence[int]:
    """Choose the columns to draw: the last optional ones go first, where all are too wide."""
    kept = list(range(len(columns)))
    for place in reversed(range(len(columns))):
        if sum(widths[each] + _GAP for each in kept) - _GAP <= available:
            break
        if columns[place].is_optional:
            kept.remove(place)
    return kept


def _shared(
    widths: Sequence[int], columns: Sequence[Column], kept: Sequence[int], *, available: int
) -> dict[int, int]:
    """Give each column its width: names give way first, then what is whole is folded."""
    given = {place: widths[place] for place in kept}
    excess = sum(given.values()) + _GAP * (len(kept) - 1) - available
    for place in sorted(kept, key=lambda each: (columns[each].is_whole, -widths[each])):
        spared = min(max(excess, 0), max(given[place] - _NARROWEST, 0))
        given[place] -= spared
        excess -= spared
    return given
