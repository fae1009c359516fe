"""Logging in and out, and who one is."""

from __future__ import annotations

import pytest

from spectrumx import profiles
from spectrumx.localgateway import LocalGateway
from spectrumx.settings import Secret
from tests.cli.conftest import Program, Run, values_of


@pytest.fixture
def settings(gateway: LocalGateway) -> dict[str, str]:
    """Which gateway, and no token."""
    return {"SDS_HOST": gateway.url, "SDS_RETRIES": "0"}


def test_login_stores_a_token_that_whoami_uses(run: Run, token: str) -> None:
    """A token is read from standard input, checked, stored, and used from then on."""
    said = run("login", "--token-stdin", said=f"{token}\n")
    known = run("whoami", "--json")

    assert said.exit_code == known.exit_code == 0, said.stderr
    assert "Signed in to http" in said.stdout
    (who,) = values_of(known)
    assert str(who["email"]).startswith("user-")
    assert who["token_origin"] == "profile default"
    assert token not in said.output + known.output


def test_login_goes_to_the_profile_that_is_named(
    run: Run, token: str, gateway: LocalGateway
) -> None:
    """--profile names where the token is stored, with its host; SDS_PROFILE does the same."""
    assert run("login", "--profile", "work", "-q", said=token).stdout == ""
    assert run("login", said=token, SDS_PROFILE="field").exit_code == 0

    for name in ("work", "field"):
        assert profiles.read()[name].values == {"host": gateway.url, "token": Secret(token)}
        found = run("whoami", "--json", "--profile", name, SDS_HOST=None)
        assert values_of(found)[0]["token_origin"] == f"profile {name}"


def test_a_refused_token_is_not_stored(run: Run) -> None:
    """A token that the gateway does not accept ends with status 3, and no file is made."""
    shown = run("login", said="wrong.token")

    assert shown.exit_code == 3
    assert "does not accept this token (API key not found); nothing is stored" in shown.stderr
    assert "wrong.token" not in shown.output
    assert not profiles.path().exists()


@pytest.mark.parametrize("said", ["", "\n", "two words"])
def test_what_is_no_token_is_refused_unseen(run: Run, said: str) -> None:
    """Nothing, or what no token looks like, is a usage error that shows nothing of it."""
    shown = run("login", said=said)

    assert shown.exit_code == 2
    assert "two words" not in shown.output


def test_login_without_a_gateway_stores_nothing(run: Run, token: str) -> None:
    """A gateway that can't be reached ends with status 4, and no file is made."""
    shown = run("login", "--host", "localhost:1", said=token)

    assert shown.exit_code == 4
    assert not profiles.path().exists()


def test_login_in_dry_run_only_checks(run: Run, token: str) -> None:
    """With --dry-run the token is checked and not stored."""
    shown = run("login", "--dry-run", said=token)

    assert shown.exit_code == 0
    assert "would be stored" in shown.stdout
    assert not profiles.path().exists()


def test_login_says_where_another_token_goes_first(run: Run, token: str) -> None:
    """A token in the environment wins over the stored one, which login tells."""
    shown = run("login", said=token, SDS_SECRET_TOKEN="other.token")

    assert shown.exit_code == 0
    assert "warning: a token from environment goes before the stored one" in shown.stderr


def test_logout_removes_the_token_alone(run: Run, token: str, gateway: LocalGateway) -> None:
    """After logout the profile is there without its token; a second logout finds none."""
    run("login", "--profile", "work", said=token)

    first = run("logout", "--profile", "work", "--json")
    again = run("logout", "--profile", "work", "--json")

    assert values_of(first) == [{"profile": "work", "removed": True}]
    assert values_of(again) == [{"profile": "work", "removed": False}]
    assert profiles.read()["work"].values == {"host": gateway.url}
    assert run("whoami", "--profile", "work").exit_code == 3


def test_logout_of_a_profile_that_is_not_there(run: Run) -> None:
    """A misspelt profile is an error that lists the others; nothing to log out of is none."""
    assert run("logout", "--profile", "wrok").exit_code == 2
    assert run("logout").exit_code == 0
    assert not profiles.path().exists()


def test_the_refusal_says_where_the_token_comes_from(run: Run) -> None:
    """A refused token is traced to its source, and where to put another is said."""
    profiles.store("work", {"token": Secret("stored.one"), "host": _host(run)})

    stored = run("whoami", "--profile", "work")
    given = run("ls", SDS_SECRET_TOKEN="given.one")
    nothing = run("whoami")

    assert (stored.exit_code, given.exit_code, nothing.exit_code) == (3, 3, 3)
    assert "comes from profile work; spectrumx login --profile work" in stored.stderr
    assert "comes from the environment; check SDS_SECRET_TOKEN there" in given.stderr
    assert "there is no token: run spectrumx login" in nothing.stderr
    assert "stored.one" not in stored.output
    assert "given.one" not in given.output


def test_a_token_is_asked_for_without_showing_it(program: Program, token: str) -> None:
    """What the program prints of a login, to a pipe, has no token in it."""
    shown = program.run("login", said=f"{token}\n")

    assert shown.returncode == 0, shown.stderr
    assert token not in shown.stdout + shown.stderr


def _host(run: Run) -> str:
    return str(values_of(run("config", "--json"))[0]["value"])
