"""The command line: `sds`, which `spectrumx` starts too."""

# ruff: noqa: D301  \b is click's mark of lines to keep as they are

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path

import click

from spectrumx.cli import wording
from spectrumx.cli.commands import Commands
from spectrumx.version import __version__

_SOURCES = {
    "ls": "files",
    "rm": "files",
    "upload": "transfers",
    "download": "transfers",
    "check": "transfers",
    "search": "search",
    "info": "information",
    "plot": "plotting",
    "captures": "captures",
    "datasets": "datasets",
    "login": "account",
    "logout": "account",
    "whoami": "account",
    "config": "configuration",
    "profiles": "configuration",
    "gateway": "gateway",
    "demo": "demonstration",
    "completion": "completion",
}
"""The module of this package that holds each command, as an attribute of the command's name."""


@click.group(
    cls=Commands,
    sources={name: f"{__name__}.{module}" for name, module in _SOURCES.items()},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name=wording.PROGRAM)
def cli() -> None:
    """The SpectrumX Data System from the shell.

    \b
    sds login
    sds upload my_recording /recordings/today
    sds search --freq 2.4GHz..2.5GHz --type drf
    sds download /recordings/today .

    Each command explains itself: sds upload --help. `spectrumx` is the same program.

    \b
    Exit status:
      0    all went well
      1    some files failed, a check found differences, or any other error
      2    the command or a setting is wrong
      3    the token is missing or refused, or does not permit this
      4    the network or the gateway failed
      5    what was asked for is not there
      130  interrupted
    """


def _open_closed_streams() -> None:
    """Let a standard stream that was closed, as by `>&-`, be an empty one."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115  open to the end
            setattr(sys, name, stream)


def main() -> None:
    """Run the command line, and end the process with its exit status."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal can't show is no reason to fail.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    cli()
