"""Calls that are tried again, told to whoever waits."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from spectrumx import logs
from spectrumx.cli.output import printable

_CALLS = logging.getLogger("spectrumx.session")


class _Lines(logging.Handler):
    """Prints what is logged as lines on standard error, so many of them."""

    def __init__(self, most: float) -> None:
        super().__init__(logging.INFO)
        self._left = most

    def emit(self, record: logging.LogRecord) -> None:
        """Print one record."""
        if self._left > 0:
            self._left -= 1
            click.echo(printable(record.getMessage()), err=True)


@contextmanager
def told(*, most: float) -> Iterator[None]:
    """Print a line for each call that is tried again, unless the log is printed anyway.

    Args:
        most: Lines.
    """
    if os.environ.get(logs.VARIABLE, "").strip():
        yield
        return
    lines, level = _Lines(most), _CALLS.level
    _CALLS.addHandler(lines)
    _CALLS.setLevel(logging.INFO)
    try:
        yield
    finally:
        _CALLS.setLevel(level)
        _CALLS.removeHandler(lines)
