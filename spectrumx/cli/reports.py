"""What a transfer came to: printed, and turned into the exit status."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice

import click

from spectrumx.cli import failures, quantities, wording
from spectrumx.cli.output import printable
from spectrumx.cli.plans import print_plan
from spectrumx.cli.shell import Shell
from spectrumx.errors import SDSWarning
from spectrumx.models.reports import TransferReport

_SHOWN_CONFLICTS = 20
_SAID_HERE = r"nothing is at |\d+ local files differ|.* is not sent unless|the watch of "


@contextmanager
def said_here() -> Iterator[None]:
    """Keep back warnings of the SDK about what the commands themselves say, in their own terms."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=_SAID_HERE, category=SDSWarning)
        yield


def conclude(shell: Shell, report: TransferReport) -> None:
    """Print a transfer's report and end the command with its exit status.

    Args:
        shell: How the command was called.
        report: The transfer's, or a plan.

    Raises:
        SDSError: One reason kept all, or all the rest, from being moved.
        click.exceptions.Exit: Some files failed.
    """
    if report.dry_run:
        print_plan(shell, report)
    else:
        _print_results(shell, report)
    if failures.exit_code_of(report) != failures.FAILED:
        report.raise_for_failures()
        return
    for line in failures.failure_lines(report):
        click.echo(printable(line), err=True)
    raise click.exceptions.Exit(failures.FAILED)


def summary(report: TransferReport) -> Iterator[str]:
    """Write what a transfer came to for people, a line for each kind of end.

    Args:
        report: The transfer's.
    """
    moved = quantities.count(len(report.transferred), "file")
    took = quantities.duration(timedelta(seconds=round(report.elapsed, 1)))
    yield f"{moved} transferred, {quantities.size(report.bytes)} in {took}"
    if report.linked:
        yield f"{len(report.linked):,} linked to contents that were there"
    for reason, count in Counter(str(result.reason) for result in report.skipped).items():
        yield f"{count:,} skipped: {wording.in_shell(reason)}"
    for word, results in (("failed", report.failed), ("not attempted", report.not_attempted)):
        if results:
            yield f"{len(results):,} {word}"


def _print_results(shell: Shell, report: TransferReport) -> None:
    if shell.is_json:
        for result in report:
            shell.value(result)
        return
    for line in summary(report):
        shell.say(line)
    conflicts = report.conflicts
    if conflicts:
        click.echo("These differ and were left alone; --overwrite replaces them:", err=True)
    for result in islice(conflicts, _SHOWN_CONFLICTS):
        click.echo(printable(f"  {result.local_path}"), err=True)
    if len(conflicts) > _SHOWN_CONFLICTS:
        click.echo(f"  … and {len(conflicts) - _SHOWN_CONFLICTS} more", err=True)
