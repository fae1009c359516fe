"""Groups of commands: loaded when they are needed, forgiving of a slip, and how they fail."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from importlib import import_module

import click

from spectrumx.cli import failures


class Group(click.Group):
    """A group of commands that says which one may be meant where there is none of a name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments name."""
        close = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
        if close and close[0] != args[0] and self.get_command(ctx, args[0]) is None:
            ctx.fail(f"There is no command {args[0]!r}. Did you mean {close[0]!r}?")
        return super().resolve_command(ctx, args)


class Commands(Group):
    """The program's commands, each loaded from its module when it is asked for.

    Args:
        sources: By the command's name, the module that has it as an attribute of that name.
    """

    def __init__(self, *, sources: Mapping[str, str], **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]  # click's own, handed on
        self._sources = sources

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the command."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as slip:
            ctx.fail(f"{slip.format_message()} A command's options stand after it.")
        except KeyboardInterrupt:  # --help loads all commands
            raise failures.Failure("interrupted", exit_code=failures.INTERRUPTED) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command, in the order of the help."""
        return [*self._sources, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command, None where there is none of that name."""
        module = self._sources.get(cmd_name)
        if module is None:
            return super().get_command(ctx, cmd_name)
        command = getattr(import_module(module), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an error becomes one sentence and an exit status."""
        with failures.told(ctx):
            return super().invoke(ctx)
