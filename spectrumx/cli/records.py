"""What was found, printed: many things as rows, one thing in detail."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

import click

from spectrumx.cli.output import Column, printable, table
from spectrumx.cli.shell import Shell
from spectrumx.errors import SDSError

T = TypeVar("T")

_GAP = 2


def print_rows(
    shell: Shell,
    found: Iterable[T],
    *,
    row: Callable[[T], Sequence[object]],
    columns: Sequence[Column | str],
) -> None:
    """Print things as a table, or each as a JSON value; where there are none, say so.

    Args:
        shell: How the command was called.
        found: Asked for as it is printed.
        row: The cells of one.
        columns: Of the table.

    Raises:
        SDSError: The rest can't be had; what came before it is printed.
    """
    if shell.is_json:
        for each in found:
            shell.value(each)
        return
    until_error = _UntilError(found)
    rows = (row(each) for each in until_error)
    first = next(rows, None)
    if first is not None:
        table(chain([first], rows), columns)
    if until_error.problem is not None:
        raise until_error.problem
    if first is None and shell.is_watched:
        click.echo("Nothing found.", err=True)


def print_details(facts: Iterable[tuple[str, object]]) -> None:
    """Print names and values, one a line; long values go on below, where a terminal is narrow.

    Elsewhere the two are parted by a tab, and nothing is folded.

    Args:
        facts: Those whose value is empty or None are left out.
    """
    shown = [(name, printable(str(value))) for name, value in facts if value not in {None, ""}]
    if not sys.stdout.isatty():
        for name, value in shown:
            click.echo(f"{name}\t{value}".replace("\n", "\\n"))
        return
    margin = max((len(name) for name, _ in shown), default=0) + _GAP
    width = max(shutil.get_terminal_size().columns - margin, 1)
    for name, value in shown:
        # uuids and paths can't be copied from two lines.
        lines = textwrap.wrap(value, width, break_long_words=False, break_on_hyphens=False)
        click.echo(f"{name:<{margin}}" + f"\n{'':<{margin}}".join(lines))


class _UntilError(Iterable[T]):
    """Things as they come; an error ends them, and is kept."""

    def __init__(self, things: Iterable[T]) -> None:
        self._things = things
        self.problem: SDSError | None = None

    def __iter__(self) -> Iterator[T]:
        try:
            yield from self._things
        except SDSError as error:
            self.problem = error
