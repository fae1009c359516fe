"""The reference of every command, from what the commands say of themselves: a hook of mkdocs."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator, Sequence

import click

from spectrumx.cli import cli

PROGRAM = "sds"
PLACE = "<!-- every command -->"
"""What the reference takes the place of, in whichever page has it."""

KEPT_AS_IT_IS = "\b"
"""How click marks lines that are not to be filled."""

Record = tuple[str, str]
"""An option's names with what it takes, and its help."""


def on_page_markdown(markdown: str, **_: object) -> str:
    """Write the reference where a page wants it."""
    return markdown.replace(PLACE, reference()) if PLACE in markdown else markdown


def reference() -> str:
    """Write the reference: the options that most commands have, then each command."""
    commands = list(walk(click.Context(cli, info_name=PROGRAM)))
    leaves = [ctx for ctx in commands if not isinstance(ctx.command, click.Group)]
    counts = Counter(record for ctx in leaves for record in options_of(ctx))
    common = {record for record, count in counts.items() if count > len(leaves) / 2}
    # In the order of a command that has them all.
    full = next(ctx for ctx in leaves if common <= set(options_of(ctx)))
    parts = [
        "## Options of every command",
        *table([record for record in options_of(full) if record in common]),
        "Commands that ask no gateway lack `--host`, `--profile` and `--dry-run`.",
        *(line for ctx in commands for line in section(ctx, common=common)),
    ]
    return "\n\n".join(parts) + "\n"


def walk(ctx: click.Context) -> Iterator[click.Context]:
    """Each command below a group, groups before what is in them."""
    group = ctx.command
    assert isinstance(group, click.Group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        below = click.Context(command, parent=ctx, info_name=name)
        yield below
        if isinstance(command, click.Group):
            yield from walk(below)


def section(ctx: click.Context, *, common: set[Record]) -> Iterator[str]:
    """One command: its name, what it does, how it is called, and its own options."""
    level = "##" if ctx.parent is ctx.find_root() else "###"
    yield f"{level} {ctx.command_path}"
    if not isinstance(ctx.command, click.Group):
        usage = " ".join([ctx.command_path, *ctx.command.collect_usage_pieces(ctx)])
        yield f"```text\n{usage}\n```"
    yield from paragraphs(ctx.command.help or "")
    own = [record for record in options_of(ctx) if record not in common]
    if own:
        yield from table(own)


def paragraphs(text: str) -> Iterator[str]:
    """A command's help: filled paragraphs, and examples as they are, all by one name."""
    for paragraph in inspect.cleandoc(text).replace("spectrumx ", f"{PROGRAM} ").split("\n\n"):
        if paragraph.startswith(KEPT_AS_IT_IS):
            lines = paragraph.removeprefix(KEPT_AS_IT_IS).strip("\n")
            yield f"```text\n{lines}\n```"
        else:
            yield escaped(paragraph)


def options_of(ctx: click.Context) -> list[Record]:
    """What a command takes and explains, without its option for help."""
    records = (each.get_help_record(ctx) for each in ctx.command.get_params(ctx))
    return [each for each in records if each and each[1] and "--help" not in each[0]]


def table(records: Sequence[Record]) -> Iterator[str]:
    """Options as one table."""
    rows = "\n".join(f"| `{names}` | {escaped(said)} |" for names, said in records)
    yield f"| option | what it does |\n|---|---|\n{rows}"


def escaped(text: str) -> str:
    """Text in which Markdown finds no markup."""
    for sign in ("\\", "*", "_", "<", "[", "|", "`"):
        text = text.replace(sign, f"\\{sign}")
    return text
