"""The command line: `spectrumx`."""

from __future__ import annotations

from pathlib import Path

import click

from spectrumx import demo as demonstration
from spectrumx.client import Client
from spectrumx.errors import SDSError
from spectrumx.localgateway import serve
from spectrumx.progress import display
from spectrumx.push import push
from spectrumx.version import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="spectrumx")
def cli() -> None:
    """The SpectrumX Data System from the shell."""


@cli.group()
def gateway() -> None:
    """The embedded gateway: an SDS of your own, on this machine."""


@gateway.command("serve")
@click.option(
    "--root",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that holds everything; made when it is not there.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen at; 0 lets the system choose.",
)
@click.option("--new-token", is_flag=True, help="Make and print another token.")
def gateway_serve(root: Path, host: str, port: int, *, new_token: bool) -> None:
    """Serve a folder as an SDS gateway until interrupted.

    The first time, it prints the token to use; keep it, it is not stored in clear. With
    --new-token it prints another one.
    """

    def announce(url: str, token: str | None) -> None:
        click.echo(f"SDS_HOST={url}")
        if token is not None:
            click.echo(f"SDS_SECRET_TOKEN={token}")
        click.echo(f"Serving {root}; press Ctrl-C to stop.", err=True)

    serve(root, announce=announce, host=host, port=port, new_token=new_token)


@gateway.command("push")
@click.option(
    "--root",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the embedded gateway; nothing it holds is changed.",
)
@click.option("--to", "host", required=True, help="The other gateway: a name or a URL.")
@click.option("--user", "email", help="E-mail of whose files, where there are several users'.")
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would be done.")
def gateway_push(root: Path, host: str, email: str | None, *, dry_run: bool) -> None:
    """Carry one user's files, captures and datasets over to another gateway.

    The token of the other gateway comes from SDS_SECRET_TOKEN or .env. What is there already is
    not sent again: a push that broke off is continued by the same command.
    """
    with Client(host, dry_run=dry_run or None) as sds, display(verbose=True) as shown:
        report = push(root, sds, email=email, consumer=shown)
    for line in report.lines():
        click.echo(line)
    if not report.ok:
        raise SystemExit(1)


@cli.command()
@click.option(
    "--recording",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with a recording; by default a short Digital RF one is written on the spot.",
)
def demo(recording: Path | None) -> None:
    """Send a real recording to an embedded gateway and back, and compare every checksum."""
    if not demonstration.run(recording, echo=click.echo):
        raise SystemExit(1)


def main() -> None:
    """Run the command line; an error is one sentence on standard error and exit status 1."""
    try:
        cli()
    except (SDSError, ImportError, OSError, RuntimeError) as problem:
        raise SystemExit(f"spectrumx: {problem}") from problem
