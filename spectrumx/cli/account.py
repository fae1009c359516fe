"""`login`, `logout` and `whoami`: who one is, and where."""

# ruff: noqa: D301  \b is click's mark of lines to keep as they are

from __future__ import annotations

import sys
from dataclasses import replace

import click

from spectrumx import profiles
from spectrumx.cli import failures
from spectrumx.cli.shell import Shell, common_options, output_options, profile_option
from spectrumx.client import Client
from spectrumx.errors import AuthError
from spectrumx.models import User
from spectrumx.settings import Secret


@click.command()
@click.option("--token-stdin", is_flag=True, help="Read the token from standard input.")
@common_options
def login(shell: Shell, *, token_stdin: bool) -> None:
    """Store your token, after the gateway has accepted it.

    It asks for the gateway and for the token, which is not shown. The token is kept in a file that
    only you can read, and is sent to the gateway it was stored for and to no other.

    \b
    sds login
    sds login --profile work --host sds.example.org
    pass show sds | sds login --token-stdin
    """
    name = shell.profile or _usual_profile()
    stored = profiles.read().get(name)
    is_typed = sys.stdin.isatty()
    host = shell.host or _host(shell, stored, is_asked=is_typed and not token_stdin)
    token = Secret(_typed_token() if is_typed else _piped_token())
    # Blank: no profile is there yet whose settings could count.
    with Client(
        host,
        profile=name if stored else "",
        dry_run=shell.dry_run or None,
        env_config={"SDS_SECRET_TOKEN": token},
        verbose=False,
    ) as sds:
        user = _signed_in(sds)
    where = profiles.path()
    dry_run = sds.config.dry_run
    if not dry_run:
        profiles.store(name, {"host": host, "token": sds.config.token})
    done = "would be stored" if dry_run else "is stored"
    shell.say(f"Signed in to {sds.base_url} as {user.email}.")
    shell.say(f"The token {done} as profile {name} in {where}.")
    shell.value({"email": user.email, "profile": name, "base_url": sds.base_url, "path": where})
    if not dry_run:
        _warn_of_others(shell, name)


@click.command()
@profile_option
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would be done.")
@output_options
def logout(shell: Shell, *, profile: str | None, dry_run: bool) -> None:
    """Remove a stored token from this machine.

    \b
    sds logout
    sds logout --profile work
    """
    name = profile or _usual_profile()
    stored = profiles.chosen(name) if profile or name in profiles.read() else None
    has_token = stored is not None and "token" in stored.values
    known = replace(shell, dry_run=dry_run).config(profile=name if stored else "")
    is_removed = has_token and not known.dry_run
    if is_removed:
        profiles.store(name, {"token": None})
    if has_token and known.dry_run:
        shell.say(f"The token of profile {name} would be removed.")
    else:
        shell.say(f"Profile {name} has no token {'any more' if is_removed else 'to remove'}.")
    shell.value({"profile": name, "removed": is_removed})


@click.command()
@common_options
def whoami(shell: Shell) -> None:
    """Say whose token is used, and at which gateway.

    \b
    sds whoami
    sds whoami --profile work --json
    """
    with shell.client() as sds:
        user = sds.authenticate()
        origin = sds.config.origins["token"]
    shell.show(user.email)
    shell.say(f"at {sds.base_url}, token from {origin}")
    shell.value(
        {
            "email": user.email,
            "name": user.name,
            "base_url": sds.base_url,
            "token_origin": origin,
        }
    )


def _signed_in(sds: Client) -> User:
    try:
        return sds.authenticate()
    except AuthError as error:
        raise failures.Failure(
            f"{sds.base_url} does not accept this token ({error.detail}); nothing is stored",
            exit_code=failures.REFUSED,
            hint="where it is for another gateway, name that by --host",
        ) from None


def _usual_profile() -> str:
    from spectrumx.config import usual_profile  # noqa: PLC0415  a client brings it along too

    return usual_profile()


def _host(shell: Shell, stored: profiles.Profile | None, *, is_asked: bool) -> str:
    from spectrumx.config import DEFAULT_ENV_FILE  # noqa: PLC0415  as above

    usual, origin = _usual_host(shell, stored)
    # A file that merely lies in the working directory may be another's, and its gateway too.
    is_of_folder = origin == str(DEFAULT_ENV_FILE)
    if is_asked:
        question = f"Gateway (the proposed one is from {origin} in this folder)"
        return str(click.prompt(question if is_of_folder else "Gateway", default=usual, err=True))
    if is_of_folder:
        raise click.UsageError(
            f"{origin} in this folder names the gateway {usual}; if that is meant to get your "
            f"token, give --host {usual}"
        )
    return usual


def _usual_host(shell: Shell, stored: profiles.Profile | None) -> tuple[str, str]:
    if stored and "host" in stored.values:
        return str(stored.values["host"]), stored.origin
    found = shell.config(profile="")
    return found.host, found.origins["host"]


def _typed_token() -> str:
    return str(click.prompt("Token (not shown)", hide_input=True, err=True))


def _piped_token() -> str:
    token = sys.stdin.readline().strip()
    if not token:
        raise click.UsageError("No token came by standard input.")
    return token


def _warn_of_others(shell: Shell, name: str) -> None:
    """Say so where the token that was just stored is not the one that would be used."""
    now = shell.config()
    origin = now.origins["token"]
    if now.withheld:
        shell.warn(now.withheld)
    elif origin != f"profile {name}":
        shell.warn(
            f"a token from {origin} goes before the stored one; remove it there, or use the "
            f"stored one with --profile {name}"
        )
