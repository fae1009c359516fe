"""What the command line says of itself, and what it makes of a slip."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from spectrumx import profiles
from spectrumx.cli import cli
from tests.cli.conftest import INSTALLED, Run


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command of a group and of those in it, by what is typed for it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


COMMANDS = dict(commands(cli, "sds"))
SINGLE = [path for path, command in COMMANDS.items() if not isinstance(command, click.Group)]


@pytest.mark.parametrize("path", SINGLE)
def test_every_command_explains_itself(path: str) -> None:
    """Each has a first line, and an example of how it is called."""
    explained = COMMANDS[path].help or ""

    assert explained.splitlines()[0].endswith(".")
    assert path in explained.partition("\b")[2]


@pytest.mark.parametrize("path", SINGLE)
def test_every_command_speaks_json_too(path: str) -> None:
    """Each has --json, --quiet and --debug, but for those that print for people or shells only."""
    options = {option for each in COMMANDS[path].params for option in each.opts}

    if path not in {"sds demo", "sds completion"}:
        assert {"--json", "--quiet", "--debug"} <= options


def test_exit_statuses_are_in_the_help(run: Run) -> None:
    """`--help` explains every exit status and lists the commands; `--version` says the version."""
    shown = run("--help").stdout

    for code in (0, 1, 2, 3, 4, 5, 130):
        assert f"\n    {code} " in shown
    assert "\n  whoami " in shown
    assert run("--version").stdout.startswith("sds, version ")


def test_both_names_are_one_program() -> None:
    """`sds` does what `spectrumx` does."""
    for name in ("spectrumx", "sds"):
        shown = subprocess.check_output([INSTALLED / name, "--help"], text=True)
        assert shown.startswith(f"Usage: {name} [OPTIONS] COMMAND")


def test_help_loads_nothing_heavy() -> None:
    """The list of commands comes without the network's libraries, tables and the gateway."""
    script = "import sys; from spectrumx.cli import cli; cli(['--help'], standalone_mode=False)"
    shown = f"{script}; print(*sys.modules, file=sys.stderr)"

    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)

    heavy = {"asyncio", "dotenv", "h5py", "httpx", "pycurl", "rich", "ssl", "starlette", "tqdm"}
    assert heavy & set(done.stderr.split()) == set()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["whomai"], "Did you mean 'whoami'?"),
        (["gateway", "psuh"], "Did you mean 'push'?"),
        (["whoami", "--jsno"], "--json"),
        (["--profile", "work", "whoami"], "options stand after it"),
        (["whoami", "much"], "unexpected extra argument"),
        (["gateway", "serve"], "--root"),
    ],
)
def test_mistyped_commands_end_with_status_2(run: Run, arguments: list[str], said: str) -> None:
    """A command that is none is a usage error that says what may be meant."""
    shown = run(*arguments)

    assert shown.exit_code == 2
    assert said in shown.stderr
    assert shown.stdout == ""


@pytest.mark.parametrize("file", ["[work\n", "[work]\nhost = sds.example.org\n"])
def test_profiles_are_completed_where_they_can_be_read(run: Run, file: str) -> None:
    """A file of profiles that is malformed completes nothing, and nothing is said of it."""
    profiles.path().parent.mkdir(parents=True, exist_ok=True)
    profiles.path().write_text(file, encoding="utf-8")

    shown = run(
        _CLI_COMPLETE="bash_complete",
        COMP_WORDS="cli whoami --profile ",
        COMP_CWORD="3",
    )

    assert (shown.exception, shown.stderr) == (None, "")
    assert shown.stdout.strip() == ("plain,work" if "]" in file else "")


@pytest.mark.parametrize("command", ["info", "plot", "upload"])
def test_local_paths_are_completed(run: Run, command: str) -> None:
    """The shell completes paths where a command takes one."""
    shown = run(_CLI_COMPLETE="bash_complete", COMP_WORDS=f"cli {command} w", COMP_CWORD="2")

    assert shown.stdout == "file,w\n"


def test_the_list_of_commands_is_not_cut(run: Run) -> None:
    """The first sentence of every command fits its line of the help."""
    assert "..." not in run("--help").stdout.partition("Commands:")[2]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_for_both_names(run: Run, shell: str) -> None:
    """The script for a shell completes `spectrumx` and `sds`."""
    shown = run("completion", shell)

    assert shown.exit_code == 0
    for name in ("spectrumx", "sds"):
        assert f"_{name.upper()}_COMPLETE={shell}_complete" in shown.stdout.replace(" \\\n", " ")
