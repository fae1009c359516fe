"""Profiles: what is stored under a name, when it counts, and how it is kept."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from spectrumx import Client, config, profiles
from spectrumx.config import Config
from spectrumx.errors import AuthError, ConfigError, SDSWarning
from spectrumx.settings import SETTINGS, Secret, Setting
from tests.test_config import VALUES

TOKEN = "abcDEF12.0123456789"
OTHER = "zyxWVU98.9876543210"
HERE = "http://localhost:1"
SDS = "https://sds.crc.nd.edu"


def write(text: str) -> Path:
    """Write the file of profiles as a user would, for the user alone."""
    target = profiles.path()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    target.write_text(text, encoding="utf-8")
    return target


def settled(profile: str | None = None, env_file: Path | None = None, **variables: str) -> Config:
    """The configuration with these variables in the environment."""
    folder = {"SDS_CONFIG_DIR": os.environ["SDS_CONFIG_DIR"]}
    return config.load(profile=profile, env_file=env_file, environment={**folder, **variables})


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.name)
def test_where_a_profile_stands(setting: Setting, tmp_path: Path) -> None:
    """A named profile wins over the environment and .env, the default one yields to both."""
    mine, by_environment, by_file = VALUES[setting.name]
    write(f"[default]\n{setting.name} = {mine}\n")
    env_file = tmp_path / "my.env"
    env_file.write_text(f"{setting.variable}={by_file}\n")
    environment = {setting.variable: by_environment}

    def origin(profile: str | None, env_file: Path | None = None, **variables: str) -> str:
        return settled(profile, env_file, **variables).origins[setting.name]

    assert origin("default", env_file, **environment) == "profile default"
    assert origin(None, env_file, **environment) == "environment"
    assert origin(None, env_file) == str(env_file)
    assert origin(None) == "profile default"
    assert origin("") == "default"
    assert settled(None)[setting.name] == setting.parse(mine)


def test_arguments_win_over_a_named_profile() -> None:
    """What a script says itself goes before the profile it names."""
    write("[work]\nworkers = 3\nretries = 4\n")

    found = config.load(
        arguments={"workers": 7}, env_config={"SDS_RETRIES": 8}, env_file=None, profile="work"
    )

    assert (found.workers, found.origins["workers"]) == (7, "argument")
    assert (found.retries, found.origins["retries"]) == (8, "env_config")


@pytest.mark.parametrize("by", ["environment", "file", "env_config"])
def test_a_profile_can_be_named_by_a_variable(by: str, tmp_path: Path) -> None:
    """SDS_PROFILE chooses the profile; only from env_config does it win over the environment."""
    write("[default]\nworkers = 2\n[work]\nworkers = 3\n")
    named = {"SDS_PROFILE": "work"}
    env_file = tmp_path / "my.env"
    env_file.write_text("SDS_PROFILE=work\n" if by == "file" else "")

    def workers(**variables: str) -> int:
        return config.load(
            env_config=named if by == "env_config" else None,
            env_file=env_file,
            environment={
                "SDS_CONFIG_DIR": os.environ["SDS_CONFIG_DIR"],
                **(named if by == "environment" else {}),
                **variables,
            },
        ).workers

    assert workers() == 3
    assert workers(SDS_WORKERS="9") == (3 if by == "env_config" else 9)


@pytest.mark.parametrize(
    ("stored_for", "in_force", "is_used"),
    [
        (None, None, True),
        ("sds.crc.nd.edu", "https://sds.crc.nd.edu/", True),
        ("localhost:1", HERE, True),
        ("127.0.0.1:1", "[::1]:1", True),
        ("localhost:1", "127.0.0.1:1", True),
        ("localhost:1", "https://127.0.0.1:1", False),
        ("localhost:1", "127.0.0.2:1", False),
        (None, HERE, False),
        ("localhost:1", "localhost:2", False),
        ("sds.example.org", "sds.crc.nd.edu", False),
        ("https://sds.example.org", "sds.example.org:8443", False),
        ("http://sds.example.org", "https://sds.example.org", False),
    ],
)
@pytest.mark.parametrize("named", [True, False])
def test_a_stored_token_goes_to_its_own_host_only(
    stored_for: str | None, in_force: str | None, *, is_used: bool, named: bool
) -> None:
    """Where another gateway holds than the token was stored for, it is as if there were none."""
    host = f"host = {stored_for}\n" if stored_for else ""
    write(f"[default]\n{host}token = {TOKEN}\n")

    found = config.load(
        arguments={"host": in_force},
        env_file=None,
        environment={"SDS_CONFIG_DIR": os.environ["SDS_CONFIG_DIR"]},
        profile="default" if named else None,
    )

    assert bool(found.token) == is_used
    assert bool(found.withheld) == (not is_used)
    assert found.origins["token"] == ("profile default" if is_used else "default")


def test_a_token_that_is_kept_back_is_told() -> None:
    """The error for a missing token names the gateway that the stored one is for."""
    write(f"[work]\nhost = sds.example.org\ntoken = {TOKEN}\n")

    with Client(HERE, profile="work", env_file=None) as sds, pytest.raises(AuthError) as raised:
        sds.authenticate()

    said = (
        "profile work has a token for https://sds.example.org, not for http://localhost:1; "
        "run sds login --profile work --host http://localhost:1"
    )
    assert said in str(raised.value)
    assert TOKEN not in str(raised.value)


def test_a_token_of_the_environment_takes_the_place_of_one_kept_back() -> None:
    """A stored token for another gateway leaves room for the one that is given otherwise."""
    write(f"[work]\nhost = sds.example.org\ntoken = {TOKEN}\n")

    found = config.load(
        arguments={"host": HERE},
        env_file=None,
        profile="work",
        environment={
            "SDS_CONFIG_DIR": os.environ["SDS_CONFIG_DIR"],
            "SDS_SECRET_TOKEN": OTHER,
        },
    )

    assert (found.token, found.origins["token"]) == (Secret(OTHER), "environment")


def test_a_missing_profile_is_an_error_that_lists_the_others() -> None:
    """A profile that was named must be there."""
    write("[home]\n[work]\n")

    with pytest.raises(ConfigError, match=r"no profile 'wrok' in .*profiles\.ini.*: home, work"):
        Client(profile="wrok")
    with pytest.raises(ConfigError, match="no profile 'wrok'"):
        settled(SDS_PROFILE="wrok")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("worker", "did you mean workers"),
        ("SDS_SECRET_TOKEN", "did you mean token"),
        ("secret_token", "did you mean token"),
        ("qqq", "there are allow_http, ca_bundle"),
    ],
)
def test_an_unknown_setting_is_refused(written: str, meant: str) -> None:
    """A misspelt setting of the profile that holds is an error that names the likely one."""
    write(f"[work]\n{written} = {TOKEN}\n")

    with pytest.raises(ConfigError, match=rf"\[work\] has an unknown setting .*{meant}") as raised:
        settled("work")
    assert TOKEN not in str(raised.value)
    assert settled().origins["workers"] == "default"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"token = {TOKEN}\n", 1),
        (f"[work]\n{TOKEN}\n", 2),
        (f"[work]\n= {TOKEN}\n", 2),
        (f"[work]\nhost = a\n\n[work\ntoken={TOKEN}\n", 4),
        (f"[work]\ntoken = {OTHER}\ntoken = {TOKEN}\n", 3),
    ],
)
def test_a_malformed_line_is_refused_unseen(text: str, line: int) -> None:
    """A line that sets nothing is named by file and number, and never shown."""
    write(text)

    with pytest.raises(ConfigError, match=rf"profiles\.ini, line {line}: ") as raised:
        settled("work")
    assert TOKEN not in str(raised.value)


def test_values_are_read_as_in_the_environment() -> None:
    """Spaces do not matter, a blank is no setting, and a malformed value names its profile."""
    write("# mine\n[ work ]\n ; more\nworkers=4\ntimeout  =  2.5\nretries =\nhost = \n")
    found = settled("work")
    assert (found.workers, found.timeout, found.origins["retries"]) == (4, 2.5, "default")

    write("[work]\nworkers = many\n")
    with pytest.raises(ConfigError, match=r"SDS_WORKERS='many' \(from profile work\)"):
        settled("work")


@pytest.mark.skipif(os.name != "posix", reason="there are no such modes")
def test_a_file_open_to_others_gives_a_warning() -> None:
    """A stored token that others may read is used, and the warning says how to mend it."""
    write(f"[default]\ntoken = {TOKEN}\n").chmod(0o640)

    with pytest.warns(SDSWarning, match=r"open to others .*: chmod 600 '.*profiles\.ini'"):
        found = settled()
    assert found.token == Secret(TOKEN)

    write("[default]\nworkers = 3\n").chmod(0o644)
    assert settled().workers == 3


def test_storing_keeps_everything_else() -> None:
    """Other lines of the file stay as they are, to the letter."""
    before = f"# mine\n[home]\nhost=a.example ; b\n\n[work]\n  ; old\ntoken = {OTHER}\nworkers=2\n"
    target = write(before)

    profiles.store("work", {"host": "sds.example.org", "token": Secret(TOKEN)})
    profiles.store("new", {"token": Secret(TOKEN)})

    changed = before.replace(OTHER, TOKEN) + "host = sds.example.org\n"
    assert target.read_text() == f"{changed}\n[new]\ntoken = {TOKEN}\n"
    profiles.store("new", {"token": None})
    assert target.read_text() == f"{changed}\n[new]\n"


def test_storing_keeps_the_line_endings() -> None:
    """A file whose lines end as on Windows keeps them so, the new lines too."""
    target = write("")
    target.write_bytes(f"[home]\r\n; mine\r\ntoken = {OTHER}\r\n".encode())

    profiles.store("home", {"token": Secret(TOKEN), "workers": "3"})
    profiles.store("new", {"workers": "4"})

    expected = f"[home]\r\n; mine\r\ntoken = {TOKEN}\r\nworkers = 3\r\n\r\n[new]\r\nworkers = 4\r\n"
    assert target.read_bytes() == expected.encode()


def test_what_is_stored_is_read_again() -> None:
    """Whatever the file held, a stored token is the profile's afterwards."""
    for before in ("", "[work]", "[work]\n\n\n", "\n# a\n[a]\nhost=b", "[work]\n[b]\n"):
        write(before)
        profiles.store("work", {"token": Secret(TOKEN)})
        assert settled("work").token == Secret(TOKEN)


@pytest.mark.skipif(os.name != "posix", reason="there are no such modes")
def test_a_stored_token_is_its_owners_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The file has mode 0600 and its folder 0700, also where it was open before."""
    monkeypatch.setenv("SDS_CONFIG_DIR", str(tmp_path / "new" / "folder"))
    target = profiles.store("work", {"token": Secret(TOKEN)})
    assert stat.S_IMODE(target.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    target.chmod(0o644)

    profiles.store("work", {"token": Secret(OTHER)})

    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_link_to_the_file_stays_one(tmp_path: Path) -> None:
    """Who keeps their settings elsewhere, with a link to them, finds them changed there."""
    kept = tmp_path / "kept.ini"
    kept.write_text("[home]\n")
    profiles.path().symlink_to(kept)

    profiles.store("work", {"token": Secret(TOKEN)})

    assert profiles.path().is_symlink()
    assert f"token = {TOKEN}" in kept.read_text()


@pytest.mark.parametrize("name", ["", "a b", "a]", "a\nb", "[a", "#a"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    """What could not be a section is refused, and nothing is written."""
    with pytest.raises(ConfigError, match="a profile's name"):
        profiles.store(name, {"token": Secret(TOKEN)})
    assert not profiles.path().exists()


def test_two_that_store_at_once_lose_nothing() -> None:
    """Processes that store at the same time wait for each other; every profile is there."""
    script = (
        "import sys; from spectrumx import profiles\n"
        "for n in range(20): profiles.store(f'{sys.argv[1]}{n}', {'workers': str(n)})"
    )
    both = [subprocess.Popen([sys.executable, "-c", script, each]) for each in ("a", "b")]

    assert [process.wait() for process in both] == [0, 0]
    assert set(profiles.read()) == {f"{each}{n}" for each in ("a", "b") for n in range(20)}
    assert [each.name for each in profiles.path().parent.glob(".profiles-*")] == []


def test_a_stored_token_shows_itself_nowhere() -> None:
    """Neither a profile nor a configuration shows a stored token, however its name is spelt."""
    write(f"[work]\ntoken = {TOKEN}\n[home]\nsecret_token = {TOKEN}\nToken = {TOKEN}\n")

    assert TOKEN not in f"{[each.shown for each in profiles.read().values()]}"

    assert TOKEN not in repr(profiles.read())
    assert TOKEN not in repr(settled("work"))
    assert "(profile work)" in repr(settled("work"))
