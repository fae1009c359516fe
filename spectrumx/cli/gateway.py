"""`gateway`: an SDS of one's own on this machine, and what it holds carried over to another."""

# ruff: noqa: D301  \b is click's mark of lines to keep as they are
# ruff: noqa: PLC0415  the embedded gateway and the push are loaded where they are used

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spectrumx.cli import failures, parameters
from spectrumx.cli.commands import Group
from spectrumx.cli.shell import Shell, output_options, profile_option

if TYPE_CHECKING:
    from spectrumx.push.report import PushReport

_new_root = click.option(
    "--root",
    required=True,
    type=parameters.LocalPath(file_okay=False, path_type=Path),
    help="Folder that holds everything; made when it is not there.",
)
_root = click.option(
    "--root",
    required=True,
    type=parameters.LocalPath(exists=True, file_okay=False, path_type=Path),
    help="Folder of the embedded gateway; it may be serving meanwhile.",
)

_PRINTED_EARLIER = "The token was printed the first time; --new-token makes another."


class _NeedsExtra(Group):
    """A group of commands that say which extra is missing where a module is."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as missing:
            raise ModuleNotFoundError(
                f"the embedded gateway needs {missing.name}: pip install 'spectrumx[gateway]'"
            ) from missing


@click.group(cls=_NeedsExtra)
def gateway() -> None:
    """The embedded gateway: an SDS of your own, on this machine.

    It needs the extra `gateway`: pip install 'spectrumx[gateway]'.
    """


@gateway.command()
@_new_root
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen at; 0 lets the system choose.",
)
@click.option("--new-token", is_flag=True, help="Make and print another token.")
@output_options
def serve(shell: Shell, *, root: Path, host: str, port: int, new_token: bool) -> None:
    """Serve a folder as an SDS gateway until interrupted.

    The first time, it prints the token to use; keep it, it is not stored in clear. With
    --new-token it prints another one; earlier ones stay good.

    \b
    sds gateway serve --root my-gateway
    """
    from spectrumx.localgateway import serve as serve_folder

    def announce(url: str, token: str | None) -> None:
        variables = {"SDS_HOST": url, **({"SDS_SECRET_TOKEN": token} if token else {})}
        shell.value(variables)
        for variable, value in variables.items():
            shell.show(f"{variable}={value}")
        if shell.is_watched:
            if not token:
                click.echo(_PRINTED_EARLIER, err=True)
            click.echo(f"Serving {root}; press Ctrl-C to stop.", err=True)

    serve_folder(root, announce=announce, host=host, port=port, new_token=new_token)


@gateway.command()
@_root
@click.option("--to", "host", help="The other gateway: a name or a URL.")
@click.option("--user", "email", help="E-mail of whose files, where there are several users'.")
@profile_option
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would be done.")
@output_options
def push(
    shell: Shell,
    *,
    root: Path,
    host: str | None,
    profile: str | None,
    email: str | None,
    dry_run: bool,
) -> None:
    """Carry one user's files, captures and datasets over to another gateway.

    The other gateway is named by --to, and its token comes from SDS_SECRET_TOKEN or .env; or it is
    that of a stored profile. Nothing in the folder is changed. What is there already is not sent
    again: a push that broke off is continued by the same command.

    \b
    sds gateway push --root my-gateway --to sds.crc.nd.edu --dry-run
    sds gateway push --root my-gateway --profile work
    """
    from spectrumx.progress import display
    from spectrumx.push import push as carry_over

    if (host is None) == (profile is None):
        raise click.UsageError("Name the other gateway by --to or by --profile, one of them.")
    there = replace(shell, host=host, profile=profile, dry_run=dry_run)
    with there.client() as sds, display(verbose=shell.is_watched) as shown:
        report = carry_over(root, sds, email=email, consumer=shown)
    for item in report.items if shell.is_json else ():
        shell.value(item)
    for line in report.lines():
        shell.show(line)
    if not report.ok:
        raise click.exceptions.Exit(_exit_code(report))


@gateway.group(cls=Group)
def user() -> None:
    """Users of the embedded gateway."""


@user.command("add")
@click.argument("email")
@_root
@click.option("--name", help="As they wish to be called.")
@output_options
def add_user(shell: Shell, *, email: str, root: Path, name: str | None) -> None:
    """Add a user, and print a token of theirs.

    Of a user who is there already, another token is made; earlier ones stay good. Keep the token:
    it is not stored in clear.

    \b
    sds gateway user add guest@example.org --root my-gateway
    """
    from spectrumx.localgateway import administration

    token = administration.add_user(root, email, name=name)
    shell.show(f"SDS_SECRET_TOKEN={token}")
    shell.value({"email": email, "SDS_SECRET_TOKEN": token})


@gateway.group(cls=Group)
def dataset() -> None:
    """Datasets of the embedded gateway."""


@dataset.command("create")
@click.argument("name")
@_root
@click.option("--user", "email", help="E-mail of whose it is, where there are several users.")
@click.option(
    "--capture",
    "captures",
    multiple=True,
    metavar="UUID|PATH",
    help="A capture that it holds, by its uuid or directory; may be given again.",
)
@click.option("--description", default="", help="What it holds.")
@click.option("--keyword", "keywords", multiple=True, help="A word to find it by; again for more.")
@click.option("--final", "is_final", is_flag=True, help="It is finished, and no draft.")
@click.option("--public", "is_public", is_flag=True, help="Everybody may see it once it is final.")
@output_options
def create_dataset(
    shell: Shell,
    *,
    name: str,
    root: Path,
    email: str | None,
    captures: tuple[str, ...],
    description: str,
    keywords: tuple[str, ...],
    is_final: bool,
    is_public: bool,
) -> None:
    """Make a dataset of captures, and print its uuid.

    \b
    sds gateway dataset create "June 2024" --root my-gateway --capture /westford
    """
    from spectrumx.localgateway import administration

    uuid = administration.create_dataset(
        root,
        name,
        email=email,
        captures=captures,
        is_final=is_final,
        is_public=is_public,
        fields={"description": description, "keywords": list(keywords)},
    )
    shell.show(uuid)
    shell.value({"uuid": uuid, "name": name})


def _exit_code(report: PushReport) -> int:
    from spectrumx.push.report import Outcome

    outcomes = {item.outcome for item in report.items}
    errors = [
        item.error
        for item in report.items
        if item.outcome in {Outcome.FAILED, Outcome.NOT_ATTEMPTED}
    ]
    got_through = Outcome.DONE in outcomes and Outcome.NOT_ATTEMPTED not in outcomes
    return failures.shared_exit_code(errors, got_through=got_through)
