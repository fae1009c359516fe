"""`captures`: recordings in a known format."""

# ruff: noqa: D301  \b is click's mark of lines to keep as they are

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

import click

from spectrumx.cli import failures, parameters, quantities
from spectrumx.cli.commands import Group
from spectrumx.cli.naming import find_capture
from spectrumx.cli.output import Column
from spectrumx.cli.plans import dry_run_shown
from spectrumx.cli.records import print_details, print_rows
from spectrumx.cli.reports import conclude, said_here
from spectrumx.cli.shell import Shell, common_options
from spectrumx.models import Capture

_COLUMNS = (
    Column(title="NAME"),
    Column(title="TYPE", is_whole=True),
    Column(title="CENTRE", is_right=True, is_whole=True),
    Column(title="RATE", is_right=True, is_whole=True, is_optional=True),
    Column(title="START", is_whole=True, is_optional=True),
    Column(title="DURATION", is_right=True, is_whole=True, is_optional=True),
    Column(title="UUID", is_whole=True),
)


@click.group(cls=Group)
def captures() -> None:
    """Captures: recordings whose format SDS knows.

    Each is told by its uuid, or by its name where no other capture has the same.

    \b
    sds captures list --type drf
    sds captures show westford
    """


@captures.command("list")
@parameters.capture_type(help="Only those of this format.")
@parameters.limit
@common_options
def list_captures(shell: Shell, *, capture_type: str | None, limit: int | None) -> None:
    """List the captures you may see, the last changed first.

    Where a terminal is too narrow for all columns, some are left out; piped, all are printed,
    parted by tabs.

    \b
    sds captures list --limit 10
    """
    with shell.client() as sds:
        print_captures(shell, islice(sds.captures.list(capture_type), limit))


@captures.command()
@click.argument("wanted", metavar="UUID|NAME", type=parameters.UUID_OR_NAME)
@common_options
def show(shell: Shell, *, wanted: UUID | str) -> None:
    """Print all that is known of a capture.

    The UUID of any of its channels gives the whole.

    \b
    sds captures show westford
    sds captures show 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b
    """
    with shell.client() as sds:
        print_capture(shell, find_capture(sds, wanted))


@captures.command()
@click.argument("sds_path")
@parameters.capture_type(required=True, help="The format of the files.")
@click.option("--channel", metavar="NAME", help="Its folder's name; needed for Digital RF.")
@click.option("--scan-group", metavar="UUID", help="Only these scans; for RadioHound.")
@click.option("--name", metavar="NAME", help="Its name; otherwise its directory's.")
@common_options
def create(
    shell: Shell,
    *,
    sds_path: str,
    capture_type: str,
    channel: str | None,
    scan_group: str | None,
    name: str | None,
) -> None:
    """Make a capture of files that are in SDS already.

    The files lie in or below SDS_PATH. To upload a recording and make it a capture in one go, use
    sds upload --capture.

    \b
    sds captures create /recordings/today --type drf --channel ch0
    """
    with shell.client() as sds, dry_run_shown(shell):
        capture = sds.captures.create(
            sds_path,
            capture_type=capture_type,
            channel=channel,
            scan_group=scan_group,
            name=name,
        )
        print_capture(shell, capture)


@captures.command()
@click.argument("wanted", metavar="UUID|NAME", type=parameters.UUID_OR_NAME)
@click.argument("name")
@common_options
def rename(shell: Shell, *, wanted: UUID | str, name: str) -> None:
    """Give a capture another name.

    One of several channels is still listed by its directory's name.

    \b
    sds captures rename 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b "roof, at noon"
    """
    with shell.client() as sds, dry_run_shown(shell):
        capture = sds.captures.rename(find_capture(sds, wanted), name)
        shell.value(capture)
        shell.say(f"{capture.uuid} is now named {capture.name}.")


@captures.command()
@click.argument("wanted", metavar="UUID|NAME", type=parameters.UUID_OR_NAME)
@click.argument("local_path", metavar="LOCAL", type=parameters.LOCAL_PATH)
@click.option(
    "--start",
    type=parameters.TIME,
    metavar="TIME",
    help="Of Digital RF: only what was recorded from then on, as in 2024-06-27T14:49Z.",
)
@click.option(
    "--end",
    type=parameters.TIME,
    metavar="TIME",
    help="Of Digital RF: only what was recorded before then.",
)
@click.option(
    "--channel", multiple=True, metavar="NAME", help="Only this channel; may be repeated."
)
@parameters.overwrite
@common_options
def download(
    shell: Shell,
    *,
    wanted: UUID | str,
    local_path: Path,
    start: datetime | None,
    end: datetime | None,
    channel: tuple[str, ...],
    overwrite: bool,
) -> None:
    """Download a capture's files, into the folder LOCAL.

    Below it they keep their whole path in SDS; somebody else's go below their e-mail. Times
    without an offset are UTC.

    \b
    sds captures download 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b . \\
        --start 2024-06-27T14:49 --end 2024-06-27T14:50
    """
    with shell.client() as sds:
        with said_here():
            report = find_capture(sds, wanted).download(
                local_path,
                overwrite=overwrite,
                channel=channel or None,
                start=start,
                end=end,
                raise_on_error=False,
            )
        conclude(shell, report)


@captures.command()
@click.argument("wanted", metavar="UUID|NAME", type=parameters.UUID_OR_NAME)
@parameters.yes
@common_options
def delete(shell: Shell, *, wanted: UUID | str, yes: bool) -> None:
    """Delete a capture with all its channels; its files stay.

    It asks, unless there is --yes.

    \b
    sds captures delete 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b
    """
    with shell.client() as sds:
        capture = find_capture(sds, wanted)
        named = f"capture {capture.name} ({capture.uuid})"
        if not sds.dry_run and not shell.confirm(f"Delete {named}? Its files stay.", yes=yes):
            shell.say("Nothing was deleted.")
            raise click.exceptions.Exit(failures.FAILED)
        deletion = sds.captures.delete(capture)
        shell.value({"uuid": capture.uuid, "deleted": bool(deletion)})
        shell.say(f"Deleted {named}." if deletion else f"Would delete {named}.")


def print_captures(shell: Shell, found: Iterable[Capture]) -> None:
    """Print captures as a table, or each as a JSON value."""
    print_rows(shell, found, row=_row, columns=_COLUMNS)


def print_capture(shell: Shell, capture: Capture) -> None:
    """Print all that is known of a capture."""
    shell.value(capture)
    if not shell.is_json:
        print_details(_facts(capture))


def _row(capture: Capture) -> tuple[object, ...]:
    return (
        capture.name,
        capture.capture_type,
        quantities.frequency(capture.center_freq),
        quantities.frequency(capture.sample_rate),
        quantities.time(capture.start_time),
        quantities.duration(capture.duration),
        capture.uuid,
    )


def _facts(capture: Capture) -> Iterator[tuple[str, object]]:
    yield "name", capture.name
    yield "uuid", capture.uuid
    yield "type", capture.capture_type
    yield "directory", capture.top_level_dir
    yield "centre frequency", quantities.frequency(capture.center_freq)
    yield "sample rate", quantities.frequency(capture.sample_rate)
    yield "bandwidth", quantities.frequency(capture.bandwidth)
    yield "gain", None if capture.gain is None else f"{capture.gain:g} dB"
    yield "start", quantities.time(capture.start_time)
    yield "end", quantities.time(capture.end_time)
    yield "duration", quantities.duration(capture.duration)
    yield "position", "" if capture.position is None else "{:g}, {:g}".format(*capture.position)
    if capture.is_multi_channel or capture.channels[0].name:
        for channel in capture.channels:
            about = f"{channel.name} {quantities.frequency(channel.center_freq)}".strip()
            yield "channel", f"{about}, {channel.uuid}"
    yield "scan group", capture.scan_group
    yield "owner", capture.owner.email if capture.owner else ""
    yield "created", quantities.time(capture.created_at)
    yield "datasets", " ".join(map(str, capture.datasets))
