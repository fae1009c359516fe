"""What would be done, printed: the plan of a transfer, or a change that dry-run kept back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from spectrumx.cli import quantities, wording
from spectrumx.cli.output import printable
from spectrumx.cli.shell import Shell
from spectrumx.errors import DryRunError
from spectrumx.models.reports import TransferReport
from spectrumx.models.transfers import FileResult, Status


def print_plan(shell: Shell, report: TransferReport) -> None:
    """Print which files would be moved, and why others would not.

    Args:
        shell: How the command was called.
        report: Of a dry-run.
    """
    for result in report:
        shell.value(result)
        if not shell.is_json and result.status is not Status.FAILED:
            click.echo(printable(_line(result)))
    files, size = quantities.count(len(report.planned), "file"), quantities.size(report.bytes)
    shell.say(f"Would move {files} ({size}); nothing was changed.")


@contextmanager
def dry_run_shown(shell: Shell) -> Iterator[None]:
    """Print a change that dry-run keeps back as what would be sent, instead of as an error.

    Args:
        shell: How the command was called.
    """
    try:
        yield
    except DryRunError as error:
        if not error.method:
            raise
        if isinstance(error.report, TransferReport):
            print_plan(shell, error.report)
        shell.value({"method": error.method, "url": error.url, "body": error.body})
        if not shell.is_json:
            body = f"\n  {error.body}" if error.body else ""
            click.echo(printable(f"Would send: {error.method} {error.url}{body}"))


def _line(result: FileResult) -> str:
    if result.status is Status.SKIPPED:
        return f"skip     {'':8}  {result.sds_path} ({wording.in_shell(result.reason)})"
    return f"{result.reason:<8} {quantities.size(result.size):>8}  {result.sds_path}"
