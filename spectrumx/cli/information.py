"""`info`: what a recording is, on this machine or in SDS."""

# ruff: noqa: D301  \b is click's mark of lines to keep as they are

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from spectrumx.cli import quantities, recordings
from spectrumx.cli.captures import print_capture
from spectrumx.cli.records import print_details
from spectrumx.cli.shell import Shell, common_options
from spectrumx.models import CaptureType

if TYPE_CHECKING:  # loaded with a recording
    from spectrumx.rf import Recording


@click.command()
@recordings.argument
@recordings.channel_option
@recordings.scan_group_option
@click.option("--gaps", is_flag=True, help="Look through all files for what was not recorded.")
@common_options
def info(
    shell: Shell, *, recording: str, channel: str | None, scan_group: UUID | None, gaps: bool
) -> None:
    """Print what a recording is.

    On this machine: a Digital RF folder, of which every channel is printed, a SigMF or RadioHound
    file, or a folder with these. What is not on this machine is a capture in SDS, by its uuid or
    its name: this prints what captures show does.

    \b
    sds info westford
    sds info westford --channel ch0 --gaps --json
    """
    place = recordings.on_this_machine(recording)
    if place is None:
        if gaps or channel or scan_group:
            raise click.UsageError(
                "--gaps, --channel and --scan-group are of files on this machine; "
                "leave them out for a capture in SDS."
            )
        with shell.client() as sds:
            print_capture(shell, recordings.capture_of(sds, recording))
        return
    names = [channel] if channel else recordings.channels_in(place, scan_group)
    for number, name in enumerate(names):
        with recordings.open_local(place, name, scan_group) as opened:
            shell.value(_facts(place, opened, with_gaps=gaps))
            if not shell.is_json:
                click.echo("\n" * bool(number), nl=False)
                print_details(_details(opened, with_gaps=gaps))


def _facts(place: Path, opened: Recording, *, with_gaps: bool) -> Mapping[str, object]:
    return {
        "local_path": place,
        "capture_type": opened.capture_type,
        "channels": opened.channels,
        "center_freqs": opened.center_freqs,
        "sample_rate": opened.sample_rate,
        "start_time": opened.start_time,
        "end_time": opened.end_time,
        "duration": opened.duration,
        "length": len(opened),
        "dtype": opened.dtype.name,
    } | ({"gaps": opened.gaps} if with_gaps else {})


def _details(opened: Recording, *, with_gaps: bool) -> Iterator[tuple[str, object]]:
    yield "type", opened.capture_type
    for name, frequency in zip(opened.channels, opened.center_freqs, strict=True):
        yield "channel", name
        yield "centre frequency", quantities.frequency(frequency)
    yield "sample rate", quantities.frequency(opened.sample_rate)
    yield "start", quantities.time(opened.start_time)
    yield "end", quantities.time(opened.end_time)
    yield "duration", quantities.duration(opened.duration)
    has_scans = opened.capture_type == CaptureType.RadioHound
    yield "scans" if has_scans else "samples", f"{len(opened):,}"
    yield "dtype", opened.dtype.name
    if with_gaps:
        yield "gaps", _gaps(opened)


def _gaps(opened: Recording) -> str:
    missing = sum(stop - start for start, stop in opened.gaps)
    if not missing:
        return "none"
    return f"{len(opened.gaps):,}, of {missing:,} samples ({missing / len(opened):.3%} of all)"
