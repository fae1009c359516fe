"""`upload`, `download` and `check`: between this machine and SDS."""

# ruff: noqa: D301  \b is click's mark of lines to keep as they are

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import click
from click.core import ParameterSource

from spectrumx import paths
from spectrumx.cli import failures, parameters
from spectrumx.cli.captures import print_capture
from spectrumx.cli.files import normal_path, nothing_at
from spectrumx.cli.output import printable
from spectrumx.cli.plans import dry_run_shown
from spectrumx.cli.reports import conclude, said_here
from spectrumx.cli.shell import Shell, common_options
from spectrumx.cli.watching import watch as keep_watching
from spectrumx.models.comparisons import Compared, State

_PLAIN, _CAPTURE, _WATCH = "plain", "capture", "watch"
_MODES = {
    "capture_type": {_CAPTURE},
    "channel": {_CAPTURE},
    "scan_group": {_CAPTURE},
    "name": {_CAPTURE},
    "settle": {_WATCH},
    "include": {_PLAIN, _WATCH},
    "exclude": {_PLAIN, _WATCH},
    "limit_rate": {_PLAIN},
}
"""With which ways of uploading an option goes."""


@click.command()
@click.argument("local_path", metavar="LOCAL", type=parameters.LOCAL_PATH)
@click.argument("sds_path", metavar="[SDS_PATH]", required=False)
@click.option(
    "--capture",
    "is_capture",
    is_flag=True,
    help="The folder is a recording: make it a capture as well.",
)
@click.option(
    "--watch", "is_watch", is_flag=True, help="Go on, and send files as a recorder finishes them."
)
@parameters.capture_type(help="With --capture: its format; otherwise found by looking.")
@click.option(
    "--channel",
    multiple=True,
    metavar="NAME",
    help="With --capture: only this Digital RF channel; may be repeated.",
)
@click.option(
    "--scan-group", metavar="UUID", help="With --capture: only this RadioHound scan group."
)
@click.option("--name", metavar="NAME", help="With --capture: its name; otherwise its directory's.")
@click.option(
    "--settle",
    type=parameters.DURATION,
    metavar="TIME",
    help="With --watch: how long a file stays as it is before it is sent; otherwise 5s.",
)
@parameters.include
@parameters.exclude
@parameters.limit_rate
@common_options
def upload(
    shell: Shell,
    *,
    local_path: Path,
    sds_path: str | None,
    is_capture: bool,
    is_watch: bool,
    capture_type: str | None,
    channel: tuple[str, ...],
    scan_group: str | None,
    name: str | None,
    settle: timedelta | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    limit_rate: float | None,
) -> None:
    """Upload a file, or everything in a folder.

    A folder's contents go below SDS_PATH, without the folder's own name; a file goes into the
    directory SDS_PATH, under its own name. Without SDS_PATH, they go to your root. What is there
    already is not sent again: the same command continues an upload that broke off. Files named
    .sdsignore say what to leave out.

    A capture is listed by the name of its directory. So with --capture and without SDS_PATH, the
    contents go to a directory of the folder's name.

    With --watch, Ctrl-C sends what is left and ends; Ctrl-C again ends at once.

    \b
    sds upload my_recording /recordings/today
    sds upload --capture my_recording /recordings/today
    sds upload --watch --exclude '*.tmp' my_recording /live
    """
    if is_capture and is_watch:
        raise click.UsageError("--capture does not go with --watch.")
    _refuse_options_of_others(_CAPTURE if is_capture else _WATCH if is_watch else _PLAIN)
    if sds_path is None:
        sds_path = f"/{local_path.resolve().name}" if is_capture else paths.ROOT
    with shell.client() as sds, dry_run_shown(shell):
        if is_watch:
            keep_watching(
                shell,
                sds,
                local_path,
                sds_path=sds_path,
                settle=settle,
                include=include,
                exclude=exclude,
            )
        elif is_capture:
            made = sds.upload_capture(
                local_path,
                sds_path=sds_path,
                capture_type=capture_type,
                channel=channel or None,
                scan_group=scan_group,
                name=name,
            )
            print_capture(shell, made)
        else:
            report = sds.upload(
                local_path,
                sds_path=sds_path,
                include=include,
                exclude=exclude,
                limit_rate=limit_rate,
                raise_on_error=False,
            )
            conclude(shell, report)


@click.command()
@click.argument("sds_path")
@click.argument("local_path", metavar="LOCAL", type=parameters.LOCAL_PATH)
@parameters.overwrite
@parameters.limit_rate
@common_options
def download(
    shell: Shell, *, sds_path: str, local_path: Path, overwrite: bool, limit_rate: float | None
) -> None:
    """Download a file, or everything below a directory.

    It goes into the folder LOCAL, which is made when it is needed, without SDS_PATH's own name.
    Every file is checked before it gets its name. The same command continues a download that
    broke off.

    \b
    sds download /recordings/today today
    sds download --limit-rate 5MB/s /recordings/today/notes.txt .
    """
    with shell.client() as sds:
        with said_here():
            report = sds.download(
                sds_path,
                to=local_path,
                overwrite=overwrite,
                limit_rate=limit_rate,
                raise_on_error=False,
            )
        if not len(report):
            raise nothing_at(normal_path(sds, sds_path))
        conclude(shell, report)


@click.command()
@click.argument("local_path", metavar="LOCAL", type=parameters.LOCAL_PATH)
@click.argument("sds_path")
@parameters.include
@parameters.exclude
@common_options
def check(
    shell: Shell,
    *,
    local_path: Path,
    sds_path: str,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
) -> None:
    """Compare a local folder with a directory in SDS, by checksums.

    Every local file is read. What differs, or is only on one side, is listed, and the exit status
    is then 1. A single file is looked for by its name in SDS_PATH, or compared with the file that
    SDS_PATH names. With --json, files that are the same are listed too.

    \b
    sds check my_recording /recordings/today
    sds check notes.txt /recordings/today/notes.txt
    """
    with shell.client() as sds:
        comparison = sds.check(local_path, sds_path, include=include, exclude=exclude)
    states = Counter(_told(shell, compared) for compared in comparison)
    shell.say(", ".join(f"{states[each]:,} {each}" for each in State if states[each]) or "no files")
    if not comparison:
        raise click.exceptions.Exit(failures.FAILED)


def _told(shell: Shell, compared: Compared) -> State:
    shell.value(compared)
    if not shell.is_json and compared.state is not State.SAME:
        why = f": {compared.error}" if compared.error else ""
        click.echo(printable(f"{compared.state:<12}{compared.path}{why}"))
    return compared.state


def _refuse_options_of_others(mode: str) -> None:
    """Refuse options that do nothing in this way of uploading.

    Raises:
        click.UsageError: There is one.
    """
    context = click.get_current_context()
    for option in context.command.params:
        name = option.name or ""
        modes = _MODES.get(name, {mode})
        is_given = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if is_given and mode not in modes:
            how = "does not go" if mode != _PLAIN else "only goes"
            with_mode = mode if mode != _PLAIN else min(modes)
            raise click.UsageError(f"{option.opts[0]} {how} with --{with_mode}.")
