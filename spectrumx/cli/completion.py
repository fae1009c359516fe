"""`completion`: what makes the user's shell complete commands and options."""

# ruff: noqa: D301  \b is click's mark of lines to keep as they are

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

NAMES = ("spectrumx", "sds")
"""What the program is called; both are the same."""


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands in your shell.

    \b
    eval "$(sds completion bash)"      # in ~/.bashrc
    eval "$(sds completion zsh)"       # in ~/.zshrc
    sds completion fish > ~/.config/fish/completions/sds.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None, "click knows all three"
    program = ctx.find_root().command
    for name in NAMES:
        click.echo(kind(program, {}, name, f"_{name.upper()}_COMPLETE").source())
