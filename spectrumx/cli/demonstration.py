"""`demo`: a recording to an embedded gateway and back, to look at."""

# ruff: noqa: D301  \b is click's mark of lines to keep as they are

from __future__ import annotations

from pathlib import Path

import click

from spectrumx.cli import failures, parameters


@click.command()
@click.option(
    "--recording",
    type=parameters.LocalPath(exists=True, file_okay=False, path_type=Path),
    help="Folder with a recording; by default a short Digital RF one is written on the spot.",
)
def demo(recording: Path | None) -> None:
    """Send a recording to a gateway on this machine and back.

    Every checksum is compared. Nothing leaves this machine, and nothing is kept.

    \b
    sds demo
    sds demo --recording my_recording
    """
    from spectrumx.demo import run  # noqa: PLC0415  brings the embedded gateway along

    if not run(recording, echo=click.echo):
        raise click.exceptions.Exit(failures.FAILED)
