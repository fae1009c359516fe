"""Sentences of the SDK in the shell's words: options for keywords, commands for methods."""

from __future__ import annotations

import re

import click

PROGRAM = "sds"
"""What the program is called, in all that it says of itself."""

_COMMAND = "spectrumx.command"
# Not in the middle of a path.
_KEYWORD = re.compile(r"""(?<![\w/.-])([a-z_]+)=(?:True\b|(?=["' ,;)]|$))""")
_METHOD = re.compile(r"(?<![\w/.-])([a-z]+)\(\)")


def begin() -> None:
    """Note which command is running; its options are the words from then on."""
    context = click.get_current_context()
    context.meta[_COMMAND] = context.command


def in_shell(text: str) -> str:
    """Say a sentence of the SDK as whoever typed the command would.

    A keyword, as in `give scan_group=`, becomes the option of the command that is running, and a
    method, as in `upload()`, the command of its name. What the command has no option for stays.

    Args:
        text: An error, a warning or a reason.
    """
    context = click.get_current_context(silent=True)
    command = None if context is None else context.meta.get(_COMMAND)
    if context is None or not isinstance(command, click.Command):
        return text
    options = {
        each.name: max(each.opts, key=len)
        for each in command.params
        if isinstance(each, click.Option)
    }
    program = context.find_root().command
    commands = program.list_commands(context) if isinstance(program, click.Group) else []

    def option(found: re.Match[str]) -> str:
        if found[1] not in options:
            return found[0]
        has_value = text[found.end() :].startswith(('"', "'"))
        return options[found[1]] + " " * has_value

    def method(found: re.Match[str]) -> str:
        return f"{PROGRAM} {found[1]}" if found[1] in commands else found[0]

    return _METHOD.sub(method, _KEYWORD.sub(option, text))
