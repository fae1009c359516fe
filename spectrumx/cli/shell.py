"""`Shell`: what a command knows of how it was called, and how it speaks."""

from __future__ import annotations

import functools
import json
import math
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from spectrumx.cli import failures, retries, wording
from spectrumx.cli.output import as_json, printable
from spectrumx.client import Client
from spectrumx.errors import SDSError

if TYPE_CHECKING:  # loaded with the first client
    from spectrumx.config import Config

R = TypeVar("R")
Option = Callable[[Callable[..., Any]], Callable[..., Any]]
"""A decorator of click; it keeps what the command takes and gives, and says nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """How a command was called: the options that all have in common.

    Attributes:
        is_json: Whether standard output is for programs: one JSON value on each line.
        is_quiet: Whether remarks and bars are unwanted; what was asked for is still printed.
        dry_run: Whether nothing may be changed; False leaves it to the settings.
        host: The gateway; None leaves it to the settings.
        profile: The profile whose settings hold; None for the default one.
    """

    is_json: bool = False
    is_quiet: bool = False
    dry_run: bool = False
    host: str | None = None
    profile: str | None = None

    @property
    def is_watched(self) -> bool:
        """Whether somebody may want a bar and remarks."""
        return not self.is_quiet and not self.is_json

    @property
    def most_retries(self) -> float:
        """How many calls that are tried again are told: all on a terminal, else the first."""
        if self.is_quiet:
            return 0
        return math.inf if self.is_watched and sys.stderr.isatty() else 1

    def client(self) -> Client:
        """Make the client; a context manager, as it needs closing.

        Raises:
            ConfigError: A setting is malformed or refused, or there is no such profile.
        """
        return Client(
            self.host,
            profile=self.profile,
            dry_run=self.dry_run or None,
            verbose=self.is_watched,
        )

    def config(self, *, profile: str | None = None) -> Config:
        """Settle the settings as for a client.

        Args:
            profile: In place of the one that was given; an empty name for none.

        Raises:
            ConfigError: A setting is malformed or refused, or there is no such profile.
        """
        from spectrumx.config import load  # noqa: PLC0415  a client brings it along too

        return load(
            arguments={"host": self.host, "dry_run": self.dry_run or None},
            profile=self.profile if profile is None else profile,
        )

    def show(self, text: str) -> None:
        """Print what was asked for, for people; with --json, nothing: `value` does it then."""
        if not self.is_json:
            click.echo(printable(text))

    def say(self, text: str) -> None:
        """Print a remark for people; with --json or --quiet, nothing."""
        if self.is_watched:
            click.echo(printable(text))

    def warn(self, text: str) -> None:
        """Print what people should know of to standard error."""
        click.echo(f"warning: {printable(text)}", err=True)

    def value(self, value: object) -> None:
        """With --json, print a value as one line; else nothing."""
        if self.is_json:
            # In ASCII: what else standard output can't hold would be escaped as in no JSON.
            click.echo(json.dumps(as_json(value)))

    def confirm(self, question: str, *, yes: bool) -> bool:
        """Ask before something that can't be undone.

        Args:
            question: As "Delete 3 files?".
            yes: Whether it has been answered by an option.

        Raises:
            click.UsageError: Nobody is there to answer.
        """
        if yes:
            return True
        if not sys.stdin.isatty():
            raise click.UsageError(f"{printable(question)} Nobody can answer here; give --yes.")
        return click.confirm(printable(question), err=True)


def known_profiles(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Name the profiles that begin like this; none where their file can't be read."""
    from spectrumx import profiles  # noqa: PLC0415  only where the shell completes a name

    del ctx, param
    # Whatever were said here would stand in the middle of what is being typed.
    with suppress(SDSError, OSError, RuntimeError):
        return [name for name in profiles.read() if name.startswith(incomplete)]
    return []


_OUTPUT: Sequence[Option] = (
    click.option(
        "--json", "is_json", is_flag=True, help="Print JSON, one value on each line, nothing else."
    ),
    click.option(
        "-q", "--quiet", "is_quiet", is_flag=True, help="Print what was asked for, no remarks."
    ),
    click.option(
        "--debug", is_flag=True, help="Show where an error comes from (or set SPECTRUMX_DEBUG=1)."
    ),
)
profile_option: Option = click.option(
    "--profile",
    metavar="NAME",
    shell_complete=known_profiles,
    help="Use the settings stored under this name.",
)
_GATEWAY: Sequence[Option] = (
    click.option("--host", metavar="HOST", help="The gateway: a name or a URL."),
    profile_option,
    click.option("--dry-run", is_flag=True, help="Change nothing; say what would be done."),
)


def output_options(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command that asks no gateway its options --json, --quiet and --debug.

    Args:
        command: Takes a `Shell` first, and its own parameters by name.
    """

    @functools.wraps(command)
    def run(*, is_json: bool, is_quiet: bool, debug: bool, **own: object) -> R:
        if debug:
            failures.show_tracebacks()
        wording.begin()
        shell = Shell(is_json=is_json, is_quiet=is_quiet)
        with retries.told(most=shell.most_retries):
            return command(shell, **own)

    return _with(_OUTPUT, run)


def common_options(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command that asks a gateway its options: those above, host, profile and dry-run.

    Args:
        command: Takes a `Shell` first, and its own parameters by name.
    """

    @functools.wraps(command)
    def run(
        shell: Shell,
        *,
        host: str | None,
        profile: str | None,
        dry_run: bool,
        **own: object,
    ) -> R:
        known = replace(shell, host=host, profile=profile, dry_run=dry_run)
        return command(known, **own)

    return _with(_GATEWAY, output_options(run))


def _with(options: Sequence[Option], command: Callable[..., R]) -> Callable[..., R]:
    for option in reversed(options):
        command = option(command)
    return command
