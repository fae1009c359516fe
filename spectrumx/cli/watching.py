"""Uploading while a recorder runs: until Ctrl-C, and then what is left."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from spectrumx import paths
from spectrumx.cli import failures, quantities
from spectrumx.cli.files import normal_path
from spectrumx.cli.output import OF_A_RESULT, printable
from spectrumx.cli.reports import said_here
from spectrumx.cli.shell import Shell
from spectrumx.client import Client
from spectrumx.models.transfers import Status
from spectrumx.progress import Done, Event, Failed, Retrying

if TYPE_CHECKING:  # watches are loaded with the first one
    from spectrumx.watch import Watch

SETTLE = timedelta(seconds=5)
"""How long a file has to stay as it is, unless told otherwise."""

_PAUSE = 0.1


class _Interrupts:
    """Whether Ctrl-C was pressed; pressed again, it interrupts as usual."""

    def __init__(self) -> None:
        self.happened = False

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note the first one instead of raising it."""
        previous = signal.getsignal(signal.SIGINT)

        def note(number: int, frame: FrameType | None) -> None:
            del number, frame
            self.happened = True
            signal.signal(signal.SIGINT, previous)

        signal.signal(signal.SIGINT, note)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, previous)


def watch(
    shell: Shell,
    sds: Client,
    folder: Path,
    *,
    sds_path: str,
    settle: timedelta | None,
    include: Sequence[str],
    exclude: Sequence[str],
) -> None:
    """Upload a folder's files as they are finished, until Ctrl-C; then send what is left.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed again; what is left is not sent.
        AuthError: The token is not accepted any more.
        click.exceptions.Exit: Some files can't be sent.
    """
    interrupts = _Interrupts()
    directory = cache(lambda: normal_path(sds, sds_path))

    def tell(event: Event) -> None:
        _tell(shell, event, place=lambda path: folder / paths.relative_to(path, directory()))

    with (
        interrupts.noted(),
        said_here(),
        sds.watch(
            folder,
            sds_path=sds_path,
            settle=(SETTLE if settle is None else settle).total_seconds(),
            include=include,
            exclude=exclude,
            on_event=tell,
        ) as running,
    ):
        _remark(shell, f"Watching {folder}; Ctrl-C ends it when what is there is sent.")
        while not interrupts.happened and not running.wait(0):
            time.sleep(_PAUSE)
        _remark(shell, "Sending what is left; Ctrl-C again ends at once.")
        running.stop()
    _conclude(shell, running)


def _tell(shell: Shell, event: Event, *, place: Callable[[str], Path]) -> None:
    """Print what became of a file, on the watch's thread; `place` is where it lies here."""
    match event:
        case Done(path=path, size=size):
            if shell.is_json:
                shell.value(_line(event, place(path)))
            shell.say(f"{quantities.size(size):>7}  {path}")
        case Failed(path=path, error=error):
            if shell.is_json:
                shell.value(_line(event, place(path)))
            shell.warn(f"{path}: {error}")
        case Retrying(path=path, error=error, delay=delay) if not shell.is_quiet:
            shell.warn(f"{path}: trying again in {delay:.0f} s: {error}")
        case _:
            pass


def _line(event: Done | Failed, place: Path) -> Mapping[str, object]:
    """What other transfers tell of a file as JSON."""
    told = {name: getattr(event, name, None) for name in OF_A_RESULT}
    failed = {"status": Status.FAILED, "verified": False} if isinstance(event, Failed) else {}
    return told | failed | {"sds_path": event.path, "local_path": place}


def _conclude(shell: Shell, ended: Watch) -> None:
    counts = ended.counts
    shell.say(f"{quantities.count(counts.sent, 'file')} sent, {quantities.size(counts.bytes)}")
    for number, what in ((counts.there, "were there already"), (counts.failed, "failed")):
        if number:
            shell.say(f"{number:,} {what}")
    if counts.failed:
        raise click.exceptions.Exit(failures.FAILED)


def _remark(shell: Shell, text: str) -> None:
    if shell.is_watched:
        click.echo(printable(text), err=True)
