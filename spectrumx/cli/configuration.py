"""`config` and `profiles`: which settings hold, and which are stored."""

# ruff: noqa: D301  \b is click's mark of lines to keep as they are

from __future__ import annotations

import click

from spectrumx.cli.output import table
from spectrumx.cli.shell import Shell, common_options, output_options
from spectrumx.profiles import path, read
from spectrumx.settings import SETTINGS

_NAMED = {"host", "token"}


@click.command()
@output_options
def profiles(shell: Shell) -> None:
    """List the stored profiles; tokens are not shown.

    \b
    sds profiles
    """
    stored = read()
    for profile in stored.values():
        shell.value({"profile": profile.name, **profile.shown})
    if not shell.is_json:
        table(
            (
                (
                    each.name,
                    each.base_url,
                    "yes" if each.values.get("token") else "no",
                    ", ".join(f"{k}={v}" for k, v in each.shown.items() if k not in _NAMED),
                )
                for each in stored.values()
            ),
            ["PROFILE", "GATEWAY", "TOKEN", "OTHER SETTINGS"],
        )
    if not stored:
        shell.say(f"There are none in {path()}; sds login stores one.")


@click.command()
@common_options
def config(shell: Shell) -> None:
    """Show every setting, its value, and where the value comes from.

    \b
    sds config
    sds config --profile work --json
    """
    from spectrumx.config import shown  # noqa: PLC0415  it comes with the settings

    found = shell.config()
    rows = [(each.variable, shown(found[each.name]), found.origins[each.name]) for each in SETTINGS]
    for variable, value, origin in rows:
        shell.value({"name": variable, "value": value, "origin": origin})
    if not shell.is_json:
        table(rows, ["SETTING", "VALUE", "FROM"])
    if found.withheld:
        shell.warn(found.withheld)
