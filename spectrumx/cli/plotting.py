"""`plot`: what a recording looks like, on this machine or in SDS."""

# ruff: noqa: D301  \b is click's mark of lines to keep as they are

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from spectrumx.cli import parameters, pictures, quantities, recordings
from spectrumx.cli.shell import Shell, common_options
from spectrumx.errors import InvalidRequestError

if TYPE_CHECKING:  # numpy and matplotlib are loaded with a recording
    from matplotlib.axes import Axes

    from spectrumx.rf import Recording

Point = str | float
"""A time as ISO 8601, or seconds from a recording's start."""

_ARGUMENT = re.compile(r"\b(t[01])(=?)")
_OPTIONS = {"t0": "--start", "t1": "--end"}

_QUICK = 4
"""Frames in each row of a quick look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What to draw, as the options of `plot` have it."""

    psd: bool
    start: Point | None
    end: Point | date | None
    nfft: int
    rows: int
    quick: bool


def _read_point(text: str) -> Point:
    try:
        return quantities.read_time(text).isoformat()
    except ValueError as no_time:
        try:
            return quantities.read_duration(text).total_seconds()
        except ValueError:
            raise ValueError(f"{no_time}, or as in 90s after the recording's start") from None


def _read_end(text: str) -> Point | date:
    return quantities.read_day(text) or _read_point(text)


_POINT: parameters.Quantity[Point] = parameters.Quantity("time", _read_point)
_END: parameters.Quantity[Point | date] = parameters.Quantity("time", _read_end)


@click.command()
@recordings.argument
@click.option(
    "-o",
    "--output",
    type=parameters.LOCAL_PATH,
    metavar="FILE",
    help="Where to: .png, .svg or .pdf. By default a .png of the recording's name, here.",
)
@click.option("--psd", is_flag=True, help="Draw the mean power by frequency, not over time.")
@recordings.channel_option
@recordings.scan_group_option
@click.option(
    "--start",
    type=_POINT,
    metavar="TIME",
    help="Begin there: a time as in 2024-06-27T14:49Z, or 90s after the recording's start.",
)
@click.option(
    "--end",
    type=_END,
    metavar="TIME",
    help="End before there, written likewise; a date alone is that whole day.",
)
@click.option(
    "--nfft", type=click.IntRange(min=1), default=1024, show_default=True, help="Frequency bins."
)
@click.option(
    "--rows", type=click.IntRange(min=1), default=512, show_default=True, help="Slices of time."
)
@click.option("--quick", is_flag=True, help="Look at a few samples of each slice only.")
@click.option("--overwrite", is_flag=True, help="Replace FILE where it exists.")
@common_options
def plot(
    shell: Shell,
    *,
    recording: str,
    output: Path | None,
    channel: str | None,
    scan_group: UUID | None,
    overwrite: bool,
    **look: object,
) -> None:
    """Draw a recording's spectrogram or power spectral density.

    The recording is on this machine, or a capture in SDS by its uuid or name. Of Digital RF in SDS,
    only what is drawn is fetched: less with --start and --end, and least with --quick. RadioHound
    scans have bins of their own, whatever --nfft says.

    \b
    sds plot westford
    sds plot westford --psd --nfft 4096 -o psd.png
    sds plot 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b --start 10s --end 12s
    """
    chosen = _Look(**look)  # type: ignore[arg-type]  # click's own, handed on
    if chosen.psd and chosen.quick:
        raise click.UsageError("--quick is of spectrograms; leave it out, or --psd.")
    with shell.client() as sds:
        found = recordings.find(sds, recording, channel, scan_group)
        kind = "psd" if chosen.psd else "spectrogram"
        file = output or pictures.default_file(found.name, channel, kind)
        pictures.check(file, overwrite=overwrite)
        if sds.dry_run:
            shell.show(f"Would draw {file}.")
            return
        with found.open() as opened:
            axes = _draw(opened, chosen, channel, found.name)
        pictures.write(_contents(axes, file), file, overwrite=overwrite)
    shell.value({"local_path": file})
    shell.show(str(file))


def _draw(opened: Recording, look: _Look, channel: str | None, name: str) -> Axes:
    from spectrumx.rf import plots  # noqa: PLC0415  brings matplotlib along

    start, stop = _span(opened, look)
    column = recordings.column_of(opened, channel)
    if channel and len(opened.channels) == 1:
        name = f"{name} · {channel}"
    if look.psd:
        spectrum = opened.psd(look.nfft, start=start, stop=stop)
        return plots.plot_psd(spectrum, channel=column, name=name)
    spectrogram = opened.spectrogram(
        look.nfft,
        rows=look.rows,
        frames=_QUICK if look.quick else None,
        start=start,
        stop=stop,
    )
    return plots.plot_spectrogram(spectrogram, channel=column, name=name)


def _contents(axes: Axes, file: Path) -> bytes:
    from spectrumx.rf import plots  # noqa: PLC0415  as above

    return plots.picture(axes, kind=pictures.kind_of(file))


def _span(opened: Recording, look: _Look) -> tuple[int, int]:
    try:
        start = 0.0 if look.start is None else look.start
        return opened.samples_between(start, _end(opened, look.end))
    except InvalidRequestError as error:
        said = _ARGUMENT.sub(lambda found: _OPTIONS[found[1]] + " " * len(found[2]), error.message)
        raise InvalidRequestError(said) from error


def _end(opened: Recording, end: Point | date | None) -> Point | None:
    """The end as a time: of a day its midnight, or None where the recording ends before that."""
    if not isinstance(end, date):
        return end
    known = opened.end_time
    if known is None:
        return end.isoformat()
    if known.date() <= end:
        return None
    return (datetime.combine(end, time(), UTC) + timedelta(days=1)).isoformat()
