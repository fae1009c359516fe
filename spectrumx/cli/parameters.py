"""What commands take: quantities as parameters, and the options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import UUID

import click

from spectrumx.cli import quantities
from spectrumx.models import CaptureType

T = TypeVar("T")
Option = Callable[[Callable[..., Any]], Callable[..., Any]]
"""A decorator of click; it keeps what the command takes and gives, and says nothing of it."""


class Quantity(click.ParamType, Generic[T]):  # type: ignore[type-arg]  # in click 8.1 it takes none
    """A parameter that is read by a function of `quantities`."""

    def __init__(self, name: str, read: Callable[[str], T]) -> None:
        """Take what reads it.

        Args:
            name: What it is called in the help.
            read: Reads its text; a ValueError says what is accepted.
        """
        self.name = name
        self._read = read

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> T:
        """Read it, or end with what is accepted."""
        try:
            return self._read(value)
        except ValueError as problem:
            self.fail(str(problem), param, ctx)


class LocalPath(click.Path):
    """A path on this machine; a blank one, as of an unset variable, would be the whole folder."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Read it, or end with a usage error."""
        if not os.fspath(value).strip():
            self.fail("it is blank; write . for this folder.", param, ctx)
        return super().convert(value, param, ctx)


def _uuid_or_name(text: str) -> UUID | str:
    if not text.strip():
        raise ValueError("it is blank; give a uuid or a name.")
    try:
        return UUID(text)
    except ValueError:
        return text


FREQUENCIES: Quantity[quantities.Ends[float]] = Quantity("range", quantities.read_frequencies)
SAMPLE_RATES: Quantity[quantities.Ends[float]] = Quantity("range", quantities.read_sample_rates)
TIMES: Quantity[quantities.Ends[datetime]] = Quantity("range", quantities.read_times)
TIME: Quantity[datetime] = Quantity("time", quantities.read_time)
DURATION: Quantity[timedelta] = Quantity("duration", quantities.read_duration)
RATE: Quantity[float] = Quantity("rate", quantities.read_rate)
UUID_OR_NAME: Quantity[UUID | str] = Quantity("uuid or name", _uuid_or_name)
LOCAL_PATH = LocalPath(path_type=Path)

limit_rate = click.option(
    "--limit-rate", type=RATE, metavar="RATE", help="Move no more than this, as in 5MB/s."
)
overwrite = click.option(
    "--overwrite", is_flag=True, help="Replace local files that differ; else they are left alone."
)
include = click.option(
    "--include",
    multiple=True,
    metavar="PATTERN",
    help="Only files that match, as in .gitignore; may be repeated.",
)
exclude = click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERN",
    help="Leave out what matches, as in .gitignore; may be repeated.",
)
limit = click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="Print the first N only."
)
yes = click.option("--yes", is_flag=True, help="Do not ask.")


def capture_type(*, required: bool = False, help: str) -> Option:  # noqa: A002  as click has it
    """Make the option for a capture's format.

    Args:
        required: Whether it has to be given.
        help: What it is for.
    """
    return click.option(
        "--type",
        "capture_type",
        type=click.Choice([each.value for each in CaptureType]),
        required=required,
        help=help,
    )
