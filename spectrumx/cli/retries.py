"""Calls that are tried again, told to whoever waits at the terminal."""

from __future__ import annotations

import logging
import os

import click

from spectrumx import logs
from spectrumx.cli.output import printable

_CALLS = logging.getLogger("spectrumx.session")


class _Lines(logging.Handler):
    """Prints what is logged as a line on standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one record."""
        click.echo(printable(record.getMessage()), err=True)


_LINES = _Lines(logging.INFO)


def show() -> None:
    """Print a line for each call that is tried again, unless the log is printed anyway."""
    if not os.environ.get(logs.VARIABLE, "").strip():
        _CALLS.setLevel(logging.INFO)
        _CALLS.addHandler(_LINES)
