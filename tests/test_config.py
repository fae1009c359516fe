"""Settings: where each comes from, and which values are refused."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import traceback
import warnings
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spectrumx import Client, config
from spectrumx.config import Config
from spectrumx.errors import ConfigError, SDSWarning
from spectrumx.settings import SETTINGS, Secret, Setting

TOKEN = "abcDEF12.0123456789"
# For every setting three values, as text, that differ from its default and from each other.
VALUES = {
    "host": ("one.example.org", "two.example.org", "three.example.org"),
    "token": ("one.1", "two.2", "three.3"),
    "dry_run": ("true", "yes", "on"),
    "workers": ("1", "2", "3"),
    "retries": ("1", "2", "3"),
    "connect_timeout": ("1", "2", "3"),
    "timeout": ("1", "2", "3"),
    "ca_bundle": ("/one.pem", "/two.pem", "/three.pem"),
    "verify_tls": ("false", "no", "off"),
    "proxy": ("http://one", "http://two", "http://three"),
    "allow_http": ("true", "yes", "on"),
    "timezone": ("UTC", "Asia/Tokyo", "Europe/Berlin"),
    "cache_dir": ("/one", "/two", "/three"),
    "cache_size": ("1k", "2 MB", "3GiB"),
}
EVERY_SETTING = pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.name)


def settled(**env_config: object) -> Config:
    """A configuration of these settings alone."""
    return config.load(env_config=env_config, env_file=None, environment={})


@EVERY_SETTING
def test_each_source_yields_to_the_one_above_it(setting: Setting, tmp_path: Path) -> None:
    """Argument, env_config, environment, .env, default: the first that names a value wins."""
    env_file = tmp_path / "my.env"
    explicit, environment, stored = VALUES[setting.name]
    env_file.write_text(f"{setting.variable}={stored}\n")
    env = {setting.variable: environment}
    mine = {setting.variable: explicit}

    def value(**sources: object) -> tuple[object, str]:
        found = config.load(**{"environment": {}, "env_file": None, **sources})  # type: ignore[arg-type]  # as given below
        return found[setting.name], found.origins[setting.name]

    by_argument = {"arguments": {setting.name: explicit}, "env_config": env}
    assert value(**by_argument) == (setting.parse(explicit), "argument")
    assert value(env_config=mine, environment=env) == (setting.parse(explicit), "env_config")
    from_environment = (setting.parse(environment), "environment")
    assert value(environment=env, env_file=env_file) == from_environment
    assert value(env_file=env_file) == (setting.parse(stored), str(env_file))
    usual = setting.default() if callable(setting.default) else setting.default
    assert value() == (usual, "default")


@EVERY_SETTING
def test_a_blank_is_no_setting(setting: Setting, tmp_path: Path) -> None:
    """A blank variable, or a blank line's value in .env, leaves the setting to the next source."""
    env_file = tmp_path / ".env"
    env_file.write_text(f"{setting.variable}=\n")

    found = config.load(environment={setting.variable: ""}, env_file=env_file)

    assert found.origins[setting.name] == "default"


def test_a_blank_that_was_passed_counts() -> None:
    """An empty token in env_config means none at all, whatever the environment holds."""
    found = config.load(
        env_config={"SDS_SECRET_TOKEN": ""},
        env_file=None,
        environment={"SDS_SECRET_TOKEN": TOKEN},
    )

    assert not found.token
    assert found.origins["token"] == "env_config"


@pytest.mark.parametrize(
    ("former", "text", "name", "value"),
    [("DRY_RUN", "true", "dry_run", True), ("HTTP_TIMEOUT", "7", "timeout", 7.0)],
)
def test_former_names_count_where_they_were_used(
    former: str, text: str, name: str, value: object, tmp_path: Path
) -> None:
    """Former names are read in .env and env_config, and never in the environment of everything."""
    env_file = tmp_path / ".env"
    env_file.write_text(f"{former}={text}\n")

    assert config.load(env_file=env_file, environment={})[name] == value
    assert settled(**{former: text})[name] == value
    loose = config.load(env_file=None, environment={former: text})
    assert loose.origins[name] == "default"


def test_todays_name_wins_over_a_former_one() -> None:
    """Where both names are given, the present one counts."""
    assert settled(SDS_TIMEOUT="3", HTTP_TIMEOUT="9").timeout == 3.0


def test_env_files_may_have_quotes_comments_and_exports(tmp_path: Path) -> None:
    """What shells and editors leave in .env files is read as they mean it."""
    env_file = tmp_path / ".env"
    lines = ["\ufeff# mine", "", f'SDS_SECRET_TOKEN="{TOKEN}"', "export SDS_WORKERS=4 # few", "A=b"]
    env_file.write_text("\r\n".join(lines), encoding="utf-8")

    found = config.load(env_file=env_file, environment={})

    assert (found.token.reveal(), found.workers) == (TOKEN, 4)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("SDS_WORKERS=1\nSDS_HOST\n", 2),
        ("just a note\n", 1),
        ("# notes\n\n\nSDS_WORKERS=1\n\n\nSDS_RETRIES 2\n", 7),
        (f"SDS_WORKERS=1\nSDS_SECRET_TOKEN='{TOKEN}\n", 2),
    ],
)
def test_a_malformed_line_is_refused_by_its_number(text: str, line: int, tmp_path: Path) -> None:
    """A line that is no setting is named by file and number, and never shown."""
    env_file = tmp_path / "my.env"
    env_file.write_text(text)

    with pytest.raises(ConfigError, match=rf"my\.env, line {line}: expected KEY=value") as raised:
        config.load(env_file=env_file, environment={})
    assert TOKEN not in str(raised.value)


def test_bare_names_of_other_programs_are_left_alone(tmp_path: Path) -> None:
    """A name without a value that is none of ours does not keep the settings from being read."""
    env_file = tmp_path / "my.env"
    env_file.write_text("FOO\nexport BAR\nSDS_WORKERS=3\nBAZ")

    assert config.load(env_file=env_file, environment={}).workers == 3


@pytest.mark.parametrize("key", ["SDS_TOKEN", "SDS_SECRETTOKEN", "sds_secret_token"])
def test_an_unknown_key_in_the_env_file_gives_a_warning(key: str, tmp_path: Path) -> None:
    """A misspelt setting in .env is not read, and a warning names the likely one."""
    env_file = tmp_path / "my.env"
    env_file.write_text(f"{key}={TOKEN}\n")

    with pytest.warns(
        SDSWarning, match=rf"my\.env .* {key}; did you mean SDS_SECRET_TOKEN"
    ) as seen:
        found = config.load(env_file=env_file, environment={})
    assert not found.token
    assert TOKEN not in str(seen[0].message)


def test_a_warning_names_the_line_that_makes_the_client(tmp_path: Path) -> None:
    """Warnings about settings point at the caller's own line."""
    (tmp_path / "my.env").write_text("SDS_WORKER=1\n")

    with pytest.warns(SDSWarning, match="SDS_WORKERS") as seen:
        Client("localhost", env_file=tmp_path / "my.env").close()
    assert seen[0].filename == __file__


def redirected(host: str, *, token_in_file: bool = False, env_file: str = ".env") -> list[str]:
    """The warnings when the working directory's .env names a host."""
    Path(".env").write_text(f"SDS_HOST={host}\n" + f"SDS_SECRET_TOKEN={TOKEN}\n" * token_in_file)
    environment = {} if token_in_file else {"SDS_SECRET_TOKEN": TOKEN}
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        config.load(env_file=env_file, environment=environment)
    return [str(warning.message) for warning in seen if warning.category is SDSWarning]


def test_an_env_file_that_redirects_a_token_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token from elsewhere that goes to a host that the .env at hand names gives a warning."""
    monkeypatch.chdir(tmp_path)

    (message,) = redirected("sds.example.org")
    assert "token from environment goes to https://sds.example.org, which .env names" in message
    assert TOKEN not in message
    assert len(redirected("sds.example.org", env_file="./.env")) == 1
    assert redirected("sds.example.org", token_in_file=True) == []
    assert redirected("https://sds.crc.nd.edu/") == []
    assert redirected("localhost:8000") == []
    assert redirected("sds.example.org", env_file=str(tmp_path / ".env")) == []


@pytest.mark.parametrize("setting", ["SDS_VERIFY_TLS=false", "SDS_CA_BUNDLE=/theirs.pem"])
def test_an_env_file_that_decides_on_certificates_is_told(
    setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token from elsewhere, with trust that the .env at hand decides on, gives a warning."""
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text(f"{setting}\n")

    with pytest.warns(SDSWarning, match=r"\.env decides which certificates .* from environment"):
        config.load(environment={"SDS_SECRET_TOKEN": TOKEN})
    assert not config.load(environment={}).token
    assert config.load(env_file=tmp_path / ".env", environment={"SDS_SECRET_TOKEN": TOKEN}).token


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("SDS_PROXY=proxy:1", "names the proxy by which the token from environment travels"),
        (
            "SDS_HOST=http://sds.example.org\nSDS_ALLOW_HTTP=true",
            "lets the token from environment travel unencrypted",
        ),
    ],
)
def test_an_env_file_that_decides_on_the_way_is_told(
    lines: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token from elsewhere that travels as the .env at hand says gives a warning."""
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text(f"{lines}\n")

    with pytest.warns(SDSWarning) as seen:
        config.load(environment={"SDS_SECRET_TOKEN": TOKEN})
    assert any(said in str(warning.message) for warning in seen)
    assert config.load(env_file=tmp_path / ".env", environment={"SDS_SECRET_TOKEN": TOKEN}).token
    Path(".env").write_text(f"{lines}\nSDS_SECRET_TOKEN={TOKEN}\n")
    assert config.load(environment={}).token


HOMELESS = """
import sys
sys.modules["pwd"] = None  # as where the user is in no list of users
from spectrumx import Client
from spectrumx.cli import cli
try:
    Client("localhost", env_file=None)
except Exception as problem:
    print(problem)
cli(["--help"])
"""


@pytest.mark.skipif(os.name != "posix", reason="the home is found otherwise")
@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ((), "your home folder is not known here; set SDS_CONFIG_DIR to a folder"),
        (("SDS_CONFIG_DIR",), "your home folder is not known here; set SDS_CACHE_DIR to a folder"),
        (("SDS_CONFIG_DIR", "SDS_CACHE_DIR"), "Usage: "),
    ],
)
def test_without_a_home_the_folders_have_to_be_named(
    variables: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    """Where no home is known, what to set is said, and with that nothing else is missing."""
    found = subprocess.run(
        [sys.executable, "-c", HOMELESS],
        env=dict.fromkeys(variables, str(tmp_path)),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert found.stdout.startswith(said)
    assert "Usage: " in found.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_quoted_blank_is_no_setting(tmp_path: Path) -> None:
    """A blank in quotes in .env leaves the setting to the next source."""
    (tmp_path / ".env").write_text("SDS_WORKERS=' '\n")

    found = config.load(environment={}, env_file=tmp_path / ".env")

    assert found.origins["workers"] == "default"


def test_a_folder_may_be_called_as_the_default_env_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virtual environment in a folder named .env is no file of settings, and no error."""
    monkeypatch.chdir(tmp_path)
    Path(".env").mkdir()

    assert config.load(environment={}).origins["host"] == "default"


def test_only_the_default_env_file_may_be_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No .env is fine; a file that was asked for must be there and be text."""
    monkeypatch.chdir(tmp_path)
    assert config.load(environment={}).origins["host"] == "default"
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ConfigError, match="does not exist"):
        config.load(env_file="other.env", environment={})
    with pytest.raises(ConfigError, match="can't be read"):
        config.load(env_file="binary", environment={})
    with pytest.raises(ConfigError, match="can't be read"):
        config.load(env_file=tmp_path, environment={})


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("SDS_TOKEN", "did you mean SDS_SECRET_TOKEN"),
        ("SDS_WORKER", "did you mean SDS_WORKERS"),
        ("sds_workers", "did you mean SDS_WORKERS"),
    ],
)
def test_an_unknown_key_is_refused_with_a_suggestion(wrong: str, meant: str) -> None:
    """A misspelt setting in env_config is an error that names the likely one."""
    with pytest.raises(ConfigError, match=meant):
        settled(**{wrong: "x"})


def test_an_unlikely_key_lists_what_there_is() -> None:
    """A key like none is answered with all of them; other tools' keys are left alone."""
    with pytest.raises(ConfigError, match="there are SDS_HOST, SDS_SECRET_TOKEN"):
        settled(SDS_QQQQQQQQ="1")
    assert settled(AWS_REGION="x").origins["host"] == "default"


@pytest.mark.parametrize(
    ("variable", "text", "expected"),
    [
        ("SDS_HOST", " ", "a host name or URL"),
        ("SDS_DRY_RUN", "maybe", "true or false"),
        ("SDS_WORKERS", "0", "a whole number of at least 1"),
        ("SDS_WORKERS", "2.5", "a whole number of at least 1"),
        ("SDS_RETRIES", "-1", "a whole number of at least 0"),
        ("SDS_RETRIES", "++5", "a whole number of at least 0"),
        ("SDS_TIMEOUT", "0", "a positive number of seconds"),
        ("SDS_TIMEOUT", "inf", "a positive number of seconds"),
        ("SDS_TIMEOUT", "1e300", "at most 2000000"),
        ("SDS_CONNECT_TIMEOUT", "2000001", "at most 2000000"),
        ("SDS_CONNECT_TIMEOUT", "soon", "a positive number of seconds"),
        ("SDS_PROXY", "socks5://proxy:1080", "by http or https"),
        ("SDS_PROXY", "proxy:port", "a proxy such as http://proxy.example.org:3128"),
        ("SDS_PROXY", "proxy:99999", "a proxy such as"),
        ("SDS_PROXY", "http://", "a proxy such as"),
        ("SDS_PROXY", "http://proxy/path", "a proxy such as"),
        ("SDS_CA_BUNDLE", " ", "a path"),
        ("SDS_CACHE_DIR", "~nobody-of-that-name/x", "a path below an existing home"),
        ("SDS_CACHE_SIZE", "plenty", "a number of bytes, such as 500MB or 20GiB"),
        ("SDS_TIMEZONE", "New York", "the name of a time zone"),
        ("SDS_TIMEZONE", "America", "the name of a time zone"),
        ("SDS_TIMEZONE", "../UTC", "the name of a time zone"),
    ],
)
def test_a_malformed_value_is_refused_with_what_is_expected(
    variable: str, text: str, expected: str
) -> None:
    """A value that can't be read names its variable, its source and what would do."""
    with pytest.raises(ConfigError, match=rf"{variable}=.*\(from env_config\).*{expected}"):
        settled(**{variable: text})


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", 0), ("500 MB", 500_000_000), ("1.5g", 1_500_000_000), ("2KiB", 2048)],
)
def test_a_size_is_given_with_or_without_its_unit(text: str, expected: int) -> None:
    """Bytes, or multiples of them, of a thousand or of 1024."""
    assert settled(SDS_CACHE_SIZE=text).cache_size == expected


@pytest.mark.parametrize(
    "around", ["{}\nX: y", '"{}"', "'{}'", "Api-Key: {}", "{} {}", "{}\x00", "{}é"]
)
def test_a_token_with_anything_around_it_is_refused_unseen(around: str) -> None:
    """A token with a newline, quotes, a colon or a blank is refused, and appears nowhere."""
    with pytest.raises(ConfigError, match=r"SDS_SECRET_TOKEN .* the key alone") as raised:
        settled(SDS_SECRET_TOKEN=around.format(TOKEN, TOKEN))
    assert TOKEN not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("proxy:3128", "http://proxy:3128"),
        ("proxy", "http://proxy:80"),
        ("HTTPS://Proxy/", "https://proxy:443"),
        ("[::1]:3128", "http://[::1]:3128"),
        ("me:pass@proxy:3128", "http://me:pass@proxy:3128"),
        ("http://me:p@s%2Fs%@proxy:1", "http://me:p%40s%2Fs%25@proxy:1"),
        ("http://me@proxy:1", "http://me@proxy:1"),
        ("http://münchen.example:1", "http://xn--mnchen-3ya.example:1"),
        (" ", None),
    ],
)
def test_a_proxy_has_one_form(written: str, url: str | None) -> None:
    """A proxy's scheme, port and percent signs are settled, so that all read it alike."""
    assert settled(SDS_PROXY=written).proxy == url


@pytest.mark.parametrize("around", ["{}", "12/{}", "{}?", "{}#1", "{}@{}/", "{} ", "{}\u2100"])
@pytest.mark.parametrize("scheme", ["http://", "socks5://", ""])
def test_a_refused_proxy_does_not_show_its_password(scheme: str, around: str) -> None:
    """However a proxy with a password is malformed, the error does not show the password."""
    password = around.format("pass-word", "pass-word")
    with pytest.raises(ConfigError, match=r"SDS_PROXY.* is not valid") as raised:
        settled(SDS_PROXY=f"{scheme}me:{password}@proxy:99999")
    assert "pass-word" not in "".join(traceback.format_exception(raised.value))


def test_a_configuration_does_not_show_its_proxys_password() -> None:
    """The proxy is shown without its user and password."""
    shown = repr(settled(SDS_PROXY="me:pa@ss-word@proxy:3128", SDS_CA_BUNDLE="/home/me@x/ca.pem"))

    assert " http://proxy:3128 " in shown
    assert "ss-word" not in shown
    assert " /home/me@x/ca.pem " in shown


def test_values_may_be_given_as_what_they_are() -> None:
    """Arguments and env_config take numbers, switches, paths and secrets as well as text."""
    found = settled(
        SDS_SECRET_TOKEN=Secret(f" {TOKEN}\n"), SDS_WORKERS=4, SDS_DRY_RUN=True, SDS_TIMEOUT=2.5
    )

    assert (found.workers, found.dry_run, found.timeout) == (4, True, 2.5)
    assert found.token == Secret(TOKEN)
    assert found.timezone == ZoneInfo("America/New_York")


def test_a_configuration_is_a_mapping_with_origins() -> None:
    """Every setting is there by its name, and shown with where it came from."""
    found = settled(SDS_WORKERS=4)

    assert list(found) == [setting.name for setting in SETTINGS]
    assert len(found) == len(SETTINGS)
    assert found["workers"] == found.workers == 4
    assert "SDS_WORKERS          4                                    (env_config)" in repr(found)
    with pytest.raises(KeyError):
        found["base_url"]


TOKENS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8)


@settings(deadline=None)  # a busy machine is no failure
@given(TOKENS)
def test_a_secret_shows_itself_nowhere(token: str) -> None:
    """No text form, format, attribute listing or pickle of a secret holds it."""
    secret = Secret(token)

    assert f"{secret}{secret!r}{secret!s}{[secret]}" == "<hidden>" * 3 + "[<hidden>]"
    with pytest.raises(TypeError):
        vars(secret)
    assert token.encode() not in pickle.dumps(secret)
    assert secret.reveal() == token


def test_a_pickled_configuration_has_no_token() -> None:
    """A configuration sent to another process keeps everything but the token."""
    found = settled(SDS_SECRET_TOKEN=TOKEN, SDS_WORKERS=4)

    stored = pickle.dumps(found)
    twin = pickle.loads(stored)

    assert TOKEN.encode() not in stored
    assert not twin.token
    assert (twin.workers, twin.base_url, twin.timezone) == (4, found.base_url, found.timezone)
    assert TOKEN not in repr(found)


def test_secrets_compare_by_what_they_hide() -> None:
    """Equal tokens are equal and hash alike; an empty one is false and shows that it is none."""
    assert Secret("a") == Secret("a") != Secret("b")
    assert len({Secret("a"), Secret("a")}) == 1
    assert (bool(Secret("")), repr(Secret(""))) == (False, "<none>")
