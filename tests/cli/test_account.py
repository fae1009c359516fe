"""Logging in and out, and who one is."""

from __future__ import annotations

from pathlib import Path

import pytest

from spectrumx import profiles
from spectrumx.localgateway import LocalGateway
from spectrumx.settings import Secret
from tests.cli.conftest import Program, Run, values_of
from tests.cli.dialogue import dialogue


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


def test_login_and_logout_heed_the_setting_of_dry_run(run: Run, token: str) -> None:
    """With SDS_DRY_RUN, or --dry-run, nothing is stored and nothing is removed."""
    assert "would be stored" in run("login", said=token, SDS_DRY_RUN="true").stdout
    assert not profiles.path().exists()
    run("login", said=token)

    asked, told = run("logout", "--dry-run"), run("logout", "--json", SDS_DRY_RUN="true")

    assert asked.stdout == "The token of profile default would be removed.\n"
    assert values_of(told) == [{"profile": "default", "removed": False}]
    assert "token" in profiles.read()["default"].values


def test_the_profile_of_the_env_file_is_the_one_in_use(
    run: Run, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SDS_PROFILE in .env names where login stores and where logout removes, as it does for all."""
    monkeypatch.chdir(tmp_path)
    run("login", said=token)
    Path(".env").write_text("SDS_PROFILE=field\n")

    assert run("login", said=token).exit_code == 0
    assert values_of(run("whoami", "--json"))[0]["token_origin"] == "profile field"
    assert run("logout").exit_code == 0
    assert "token" not in profiles.read()["field"].values
    assert "token" in profiles.read()["default"].values


def test_a_gateway_of_the_env_file_gets_no_token_unasked(
    run: Run, token: str, gateway: LocalGateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only .env names the gateway and nobody can be asked, login wants it from --host."""
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text(f"SDS_HOST={gateway.url}\n")

    refused = run("login", said=token, SDS_HOST=None)

    assert refused.exit_code == 2
    assert f"give --host {gateway.url}" in refused.stderr
    assert not profiles.path().exists()
    assert run("login", "--host", gateway.url, said=token, SDS_HOST=None).exit_code == 0


def test_a_terminal_is_asked(program: Program, token: str, tmp_path: Path) -> None:
    """On a terminal the gateway of .env is a proposal with its source, and the token is hidden."""
    host = program.settings.pop("SDS_HOST")
    (tmp_path / ".env").write_text(f"SDS_HOST={host}\n")

    with dialogue(program, "login", folder=tmp_path) as terminal:
        asked = terminal.until("]: ")
        terminal.type("\n")
        shown = terminal.until("(not shown): ") + terminal.type(f"{token}\n").until("as profile")

    assert f"from .env in this folder) [{host}]" in asked
    assert token not in shown


def test_a_token_for_standard_input_is_not_shown_on_a_terminal(
    program: Program, token: str, tmp_path: Path
) -> None:
    """--token-stdin on a terminal reads the token as unseen as without."""
    with dialogue(program, "login", "--token-stdin", folder=tmp_path) as terminal:
        shown = terminal.until("(not shown): ") + terminal.type(f"{token}\n").until("as profile")

    assert "is stored as profile" in shown
    assert token not in shown


def test_a_misspelt_token_is_not_taken_for_none(run: Run) -> None:
    """A logout of a profile whose token has another name says so instead of leaving it there."""
    profiles.store("default", {"TOKEN": "abc.def"})

    shown = run("logout")

    assert shown.exit_code == 2
    assert "unknown setting TOKEN; did you mean token" in shown.stderr
    assert "abc.def" not in shown.output


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
    assert "comes from profile work; sds login --profile work" in stored.stderr
    assert "comes from the environment; check SDS_SECRET_TOKEN there" in given.stderr
    assert "there is no token: run sds login" in nothing.stderr
    assert "stored.one" not in stored.output
    assert "given.one" not in given.output


def test_a_token_is_asked_for_without_showing_it(program: Program, token: str) -> None:
    """What the program prints of a login, to a pipe, has no token in it."""
    shown = program.run("login", said=f"{token}\n")

    assert shown.returncode == 0, shown.stderr
    assert token not in shown.stdout + shown.stderr


def _host(run: Run) -> str:
    return str(values_of(run("config", "--json"))[0]["value"])
