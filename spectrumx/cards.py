"""Cards: what a notebook shows of a value, as HTML without colours, scripts or links.

Whatever the text is, only the tags of this module come out: every other character is escaped.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch
from html import escape
from typing import NewType

Html = NewType("Html", str)
"""Text that is HTML already."""

MOST_ROWS = 20
"""Rows a table shows at most; it tells how many more there are."""

_LONGEST_UNBROKEN = 40
"""Characters from which a cell may wrap; a uuid and a time do not."""

# Notebooks align cells to the right and squeeze spaces; a path is read as it is written.
_CELL = "text-align:left;vertical-align:top;padding:.2em .6em"
_TABLE = '<table style="margin:.5em 0">'


@singledispatch
def columns(item: object) -> Mapping[str, object]:
    """What one line of a listing shows of an item, by column; models register their own.

    Args:
        item: Of any type; of one that nothing is registered for, its repr is shown.
    """
    return {"": repr(item)}


def card(title: str, *parts: Html) -> str:
    """Put a card together.

    Args:
        title: What it is.
        parts: From `facts`, `table` and `note`.
    """
    head = f"<p><strong>{_escaped(title)}</strong></p>"
    return f'<div style="overflow-x:auto">{head}{"".join(parts)}</div>'


def note(text: str) -> Html:
    """A line of text; nothing where it is empty."""
    return Html(f"<p>{_escaped(text)}</p>" if text else "")


def picture(png: bytes | None) -> Html:
    """A picture that is part of the card itself; nothing where there is none.

    Args:
        png: A PNG file.
    """
    source = f"data:image/png;base64,{b64encode(png or b'').decode()}"
    return Html(f'<img alt="spectrogram" src="{source}">' if png else "")


def facts(known: Iterable[tuple[str, object]]) -> Html:
    """A table of names and values; values that are None or empty text are left out."""
    rows = [(name, value) for name, value in known if value is not None and value != ""]
    lines = (f"<tr>{_heading(name, 'row')}{_cell(value)}</tr>" for name, value in rows)
    return Html(f"{_TABLE}<tbody>{''.join(lines)}</tbody></table>" if rows else "")


def table(names: Sequence[str], rows: Iterable[Sequence[object]], *, more: int = 0) -> Html:
    """A table of several columns; nothing where it has no rows.

    Args:
        names: Of the columns.
        rows: Their cells.
        more: How many further rows there are.
    """
    lines = [f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows]
    if not lines:
        return Html("")
    head = "".join(_heading(name, "col") for name in names)
    rest = note(f"… and {more} more") if more > 0 else ""
    return Html(
        f"{_TABLE}<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>{rest}"
    )


def _heading(name: str, scope: str) -> str:
    return f'<th scope="{scope}" style="{_CELL}">{_escaped(name)}</th>'


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    wrapping = "pre" if len(text) <= _LONGEST_UNBROKEN else "pre-wrap"
    return f'<td style="{_CELL};white-space:{wrapping}">{_escaped(text)}</td>'


def _escaped(text: str) -> str:
    # A file name that is no Unicode has surrogates, which can't be sent to a browser.
    return escape(text.encode("utf-8", "backslashreplace").decode("utf-8"))
