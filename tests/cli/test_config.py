"""Looking at settings and profiles."""

from __future__ import annotations

import os
import subprocess

import pytest

from spectrumx import profiles
from spectrumx.localgateway import LocalGateway
from spectrumx.settings import SETTINGS, Secret
from tests.cli.conftest import INSTALLED, Run, values_of


def test_config_shows_every_setting_and_its_origin(
    run: Run, token: str, gateway: LocalGateway
) -> None:
    """Each setting is there with its value and where it comes from, and the token is hidden."""
    shown = run("config", "--json")

    found = {each["name"]: (each["value"], each["origin"]) for each in values_of(shown)}
    assert list(found) == [each.variable for each in SETTINGS]
    assert found["SDS_HOST"] == (gateway.url, "environment")
    assert found["SDS_SECRET_TOKEN"] == ("<hidden>", "environment")
    assert found["SDS_WORKERS"] == (32, "default")
    assert token not in shown.output


def test_config_for_people(run: Run, token: str) -> None:
    """Without a terminal, each setting is a line of three parts; --quiet changes nothing."""
    shown = run("config", "--dry-run")

    lines = [line.split("\t") for line in shown.stdout.splitlines()]
    assert ["SDS_DRY_RUN", "True", "argument"] in lines
    assert {len(line) for line in lines} == {3}
    assert run("config", "--dry-run", "-q").stdout == shown.stdout
    assert token not in shown.output


def test_config_follows_the_profile(run: Run) -> None:
    """--profile shows the settings as that profile makes them, and a token that is kept back."""
    profiles.store("work", {"workers": "5", "token": Secret("a.b"), "host": "sds.example.org"})

    held = run("config", "--profile", "work")
    kept_back = run("config", "--profile", "work", "--host", "localhost:1")

    assert "SDS_WORKERS\t5\tprofile work" in held.stdout
    assert "SDS_SECRET_TOKEN\t<hidden>\tprofile work" in held.stdout
    assert "warning: profile work has a token for https://sds.example.org" in kept_back.stderr


def test_profiles_are_listed_without_tokens(run: Run) -> None:
    """Every profile is a line with its gateway, and whether it has a token."""
    profiles.store("field", {"host": "localhost:8000", "workers": "5"})
    profiles.store("work", {"token": Secret("abc.def")})

    shown, as_json = run("profiles"), run("profiles", "--json")

    assert shown.stdout.splitlines() == [
        "field\thttp://localhost:8000\tno\tworkers=5",
        "work\thttps://sds.crc.nd.edu\tyes\t",
    ]
    assert values_of(as_json)[1] == {"profile": "work", "token": "<hidden>"}
    assert "abc.def" not in shown.output + as_json.output


def test_secrets_are_not_shown(run: Run) -> None:
    """Neither a proxy's password nor a token under a misspelt name is printed."""
    proxy = "http://me:pass-word@proxy:3128"
    profiles.store("work", {"proxy": proxy, "secret_token": "abc.def", "Token": "abc.def"})

    for shown in (
        run("profiles"),
        run("profiles", "--json"),
        run("config", SDS_PROXY=proxy),
        run("config", "--json", SDS_PROXY=proxy),
    ):
        assert shown.exit_code == 0
        assert "http://proxy:3128" in shown.stdout
        assert "pass-word" not in shown.output
        assert "abc.def" not in shown.output


def test_no_profiles(run: Run) -> None:
    """Where nothing is stored, people are told how to, and programs get nothing."""
    assert "sds login stores one" in run("profiles").stdout
    assert run("profiles", "--json").stdout == run("profiles", "-q").stdout == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--profile", "wrok"), "there is no profile 'wrok'"),
        (("--host", "http://sds.example.org"), "would send your token unencrypted"),
    ],
)
def test_a_wrong_setting_ends_with_status_2(run: Run, arguments: list[str], said: str) -> None:
    """What can't be used is a usage error that says what to do."""
    shown = run("config", *arguments)

    assert shown.exit_code == 2
    assert shown.stderr.startswith("sds: ")
    assert said in shown.stderr
    assert shown.stdout == ""


def test_the_shell_completes_profiles() -> None:
    """The names of profiles are completed from the file."""
    profiles.store("work", {"workers": "5"})
    profiles.store("field", {"workers": "5"})
    asked = {
        "_SPECTRUMX_COMPLETE": "bash_complete",
        "COMP_WORDS": "spectrumx whoami --profile w",
        "COMP_CWORD": "3",
    }

    shown = subprocess.run(
        [INSTALLED / "spectrumx"], env={**os.environ, **asked}, capture_output=True, check=False
    )

    assert shown.stdout == b"plain,work\n"
