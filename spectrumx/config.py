"""Configuration: where each setting's value comes from.

The first of these that names a setting decides: an explicit argument (of `Client`, or in
`env_config`), the profile that was named, the environment, the `.env` file, the default profile,
its default. A token that another process handed over for this very gateway goes before all but the
first.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from spectrumx import cards, handed_over, profiles
from spectrumx import env_file as env_files
from spectrumx.errors import ConfigError, SDSWarning
from spectrumx.hosts import (
    DEFAULT_HOST,
    base_url_of,
    is_same_gateway,
    is_this_machine,
    without_credentials,
)
from spectrumx.notices import notify
from spectrumx.profiles import Profile
from spectrumx.settings import SETTINGS, Secret, Setting, Value

DEFAULT_ENV_FILE = env_files.DEFAULT

_VARIABLES = [*(setting.variable for setting in SETTINGS), profiles.VARIABLE]
_TOKEN = next(setting for setting in SETTINGS if setting.name == "token")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config(Mapping[str, Value]):
    """Every setting's value; as a mapping by name, and with `origins` saying where each came from.

    Attributes:
        base_url: Address of the gateway, without a trailing slash.
        origins: Where each value came from: "argument", "env_config", "environment", a file,
            "profile …", "another process" or "default".
        withheld: Why a stored token is not used; empty where none is kept back.
        profile: Name of the profile that holds; empty where there is none.
    """

    host: str
    token: Secret
    dry_run: bool
    workers: int
    retries: int
    connect_timeout: float
    timeout: float
    ca_bundle: Path | None
    verify_tls: bool
    proxy: str | None
    allow_http: bool
    timezone: ZoneInfo
    cache_dir: Path
    cache_size: int
    base_url: str
    origins: Mapping[str, str]
    withheld: str = ""
    profile: str = ""

    def __getitem__(self, name: str) -> Value:
        if name not in self.origins:
            raise KeyError(name)
        value: Value = getattr(self, name)
        return value

    def __iter__(self) -> Iterator[str]:
        return (setting.name for setting in SETTINGS)

    def __len__(self) -> int:
        return len(SETTINGS)

    def __repr__(self) -> str:
        return "\n".join(
            f"{setting.variable:<20} {shown(self[name])!s:<36} ({self.origins[name]})"
            for name, setting in zip(self, SETTINGS, strict=True)
        )

    def _repr_html_(self) -> str:
        rows = [
            (setting.variable, str(shown(self[name])), self.origins[name])
            for name, setting in zip(self, SETTINGS, strict=True)
        ]
        return cards.card(
            f"Configuration for {self.base_url}",
            cards.table(["setting", "value", "from"], rows),
        )


def load(
    *,
    arguments: Mapping[str, object] | None = None,
    env_config: Mapping[str, object] | None = None,
    env_file: Path | str | None = DEFAULT_ENV_FILE,
    environment: Mapping[str, str] | None = None,
    profile: str | None = None,
) -> Config:
    """Settle every setting from where it may come.

    Args:
        arguments: By setting name, as `Client` was given them; None values are not given.
        env_config: By variable name, explicit too; unknown `SDS_…` keys are refused.
        env_file: A file of `KEY=value` lines. The default one may be absent. `SDSWarning` tells of
            unknown `SDS_…` keys, and of a token from elsewhere that goes to the host named there.
        environment: The process's by default.
        profile: Name of the one to use; None for the one that `SDS_PROFILE` names, or the default
            one, which both yield to the environment and `.env`; an empty name for none.

    Returns:
        The settled configuration.

    Raises:
        ConfigError: A value, a key or a file is malformed, the address is refused, or there is no
            such profile.
    """
    from_environment = os.environ if environment is None else environment
    from_config = _checked_keys(env_config or {})
    from_file = env_files.read(env_file)
    named = profile if profile is not None else _text(from_config.get(profiles.VARIABLE))
    usual = _otherwise_named(from_environment, from_file)
    stored = profiles.chosen(usual if named is None else named, from_environment)
    sources = [
        _Source("argument", _by_name(arguments or {})),
        _Source("env_config", _by_variable(from_config)),
        *_of_profile(stored if named is not None else None),
        _Source("environment", _in_environment(from_environment)),
        _Source(str(env_file), _by_variable(from_file)),
        *_of_profile(stored if named is None else None),
    ]
    config = _settled(sources, stored)
    for doubt in _doubts(config, from_file, env_file=str(env_file)):
        notify(doubt, SDSWarning)
    return config


def usual_profile() -> str:
    """Name the profile that holds where none is named, whether it is there or not.

    Raises:
        ConfigError: The `.env` file is malformed.
    """
    named = _otherwise_named(os.environ, env_files.read(DEFAULT_ENV_FILE))
    return named or profiles.DEFAULT


class _Source(NamedTuple):
    """One place that settings come from: how it is called, and what it says of a setting."""

    origin: str
    find: Callable[[Setting], object | None]


def _settled(sources: Sequence[_Source], stored: Profile | None) -> Config:
    values: dict[str, Value] = {}
    origins: dict[str, str] = {}
    for setting in SETTINGS:
        values[setting.name], origins[setting.name] = _decided(setting, sources)
    base_url = base_url_of(str(values["host"]), allow_http=bool(values["allow_http"]))
    withheld = ""
    is_stored = stored and origins["token"] == stored.origin
    if stored and is_stored and not is_same_gateway(stored.base_url, base_url):
        others = [source for source in sources if source.origin != stored.origin]
        values["token"], origins["token"] = _decided(_TOKEN, others)
        withheld = f"{stored.origin} has a token for {stored.base_url}, not for {base_url}"
    handed = handed_over.token_for(base_url)
    if handed and origins["token"] not in {"argument", "env_config"}:
        values["token"], origins["token"], withheld = handed, "another process", ""
    return Config(
        **values,  # type: ignore[arg-type]  # the table of settings types them
        base_url=base_url,
        origins=origins,
        withheld=withheld,
        profile=stored.name if stored else "",
    )


def _decided(setting: Setting, sources: Sequence[_Source]) -> tuple[Value, str]:
    for origin, find in sources:
        found = find(setting)
        if found is not None:
            return _parsed(setting, found, origin), origin
    return setting.default() if callable(setting.default) else setting.default, "default"


def _otherwise_named(*sources: Mapping[str, str]) -> str | None:
    return next(
        (name for each in sources if (name := each.get(profiles.VARIABLE, "").strip())), None
    )


def _text(value: object | None) -> str | None:
    return None if value is None else str(value).strip()


def _by_name(arguments: Mapping[str, object]) -> Callable[[Setting], object | None]:
    return lambda setting: arguments.get(setting.name)


def _by_variable(source: Mapping[str, object]) -> Callable[[Setting], object | None]:
    return lambda setting: _first(source, (setting.variable, *setting.former))


def _in_environment(environment: Mapping[str, str]) -> Callable[[Setting], object | None]:
    return lambda setting: environment.get(setting.variable, "").strip() or None


def _of_profile(profile: Profile | None) -> list[_Source]:
    return [_Source(profile.origin, _by_name(profile.values))] if profile else []


def _first(source: Mapping[str, object], keys: tuple[str, ...]) -> object | None:
    return next((source[key] for key in keys if source.get(key) is not None), None)


def _parsed(setting: Setting, found: object, origin: str) -> Value:
    try:
        return setting.parse(found.reveal() if isinstance(found, Secret) else str(found))
    except ValueError as problem:
        shown = "" if setting.name == "token" else f"={without_credentials(str(found))!r}"
        raise ConfigError(
            f"{setting.variable}{shown} (from {origin}) is not valid: expected {problem}"
        ) from None


def _checked_keys(env_config: Mapping[str, object]) -> Mapping[str, object]:
    for unknown in _unknown_keys(env_config):
        raise ConfigError(f"env_config has an unknown setting {unknown}")
    return env_config


def _unknown_keys(keys: Iterable[str]) -> Iterator[str]:
    """Name each key that looks like a setting and is none, with what may be meant."""
    for key in keys:
        if key == profiles.FOLDER_VARIABLE:
            yield f"{key}; it is read from the environment alone"
        elif env_files.looks_like_ours(key) and key not in _VARIABLES:
            close = difflib.get_close_matches(key.upper(), _VARIABLES, n=1)
            meant = f"did you mean {close[0]}?" if close else f"there are {', '.join(_VARIABLES)}"
            yield f"{key}; {meant}"


def _doubts(config: Config, from_file: Mapping[str, str], *, env_file: str) -> Iterator[str]:
    for unknown in _unknown_keys(from_file):
        yield f"{env_file} has an unknown setting {unknown}"
    # A file that merely lies in the working directory may be another's; one that was named is not.
    if Path(env_file) == DEFAULT_ENV_FILE and config.token and config.origins["token"] != env_file:
        yield from _doubts_about_a_token(config, env_file)


def _doubts_about_a_token(config: Config, env_file: str) -> Iterator[str]:
    """Tell what a file decides of the way of a token that is not the file's."""
    decided = {name for name, origin in config.origins.items() if origin == env_file}
    is_here = is_this_machine(urlsplit(config.base_url).hostname or "")
    if "host" in decided and not is_here and config.base_url != base_url_of(DEFAULT_HOST):
        yield (
            f"the token from {config.origins['token']} goes to {config.base_url}, which {env_file} "
            "names; if that is meant, give SDS_HOST where the token is given"
        )
    if decided & {"verify_tls", "ca_bundle"}:
        yield (
            f"{env_file} decides which certificates are trusted with the token from "
            f"{config.origins['token']}; if that is meant, give SDS_VERIFY_TLS or SDS_CA_BUNDLE "
            "where the token is given"
        )
    if "proxy" in decided and not is_here:
        yield (
            f"{env_file} names the proxy by which the token from {config.origins['token']} "
            "travels; if that is meant, give SDS_PROXY where the token is given"
        )
    if "allow_http" in decided and not is_here and config.base_url.startswith("http:"):
        yield (
            f"{env_file} lets the token from {config.origins['token']} travel unencrypted; if that "
            "is meant, give SDS_ALLOW_HTTP where the token is given"
        )


def shown(value: Value) -> Value:
    """Take what must not be shown out of a setting's value: user and password of the proxy."""
    return without_credentials(value) if isinstance(value, str) else value
