"""Configuration: where each setting's value comes from.

The first of these that names a setting decides: an explicit argument (of `Client`, or in
`env_config`), the environment, the `.env` file, its default.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import parser as dotenv_parser

from spectrumx.errors import ConfigError, SDSWarning
from spectrumx.hosts import DEFAULT_HOST, base_url_of, is_this_machine, without_credentials
from spectrumx.notices import notify
from spectrumx.settings import SETTINGS, Secret, Setting, Value

DEFAULT_ENV_FILE = Path(".env")

_VARIABLES = [setting.variable for setting in SETTINGS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Config(Mapping[str, Value]):
    """Every setting's value; as a mapping by name, and with `origins` saying where each came from.

    Attributes:
        base_url: Address of the gateway, without a trailing slash.
        origins: Where each value came from: "argument", "environment", a file, "default".
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
    base_url: str
    origins: Mapping[str, str]

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
            f"{setting.variable:<20} {_shown(self[name]):<36} ({self.origins[name]})"
            for name, setting in zip(self, SETTINGS, strict=True)
        )


def load(
    *,
    arguments: Mapping[str, object] | None = None,
    env_config: Mapping[str, object] | None = None,
    env_file: Path | str | None = DEFAULT_ENV_FILE,
    environment: Mapping[str, str] | None = None,
) -> Config:
    """Settle every setting from where it may come.

    Args:
        arguments: By setting name, as `Client` was given them; None values are not given.
        env_config: By variable name, explicit too; unknown `SDS_…` keys are refused.
        env_file: A file of `KEY=value` lines. The default one may be absent. `SDSWarning` tells of
            unknown `SDS_…` keys, and of a token from elsewhere that goes to the host named there.
        environment: The process's by default.

    Returns:
        The settled configuration.

    Raises:
        ConfigError: A value, a key or the file is malformed, or the address is refused.
    """
    explicit = {name: value for name, value in (arguments or {}).items() if value is not None}
    from_config = _checked_keys(env_config or {})
    from_environment = os.environ if environment is None else environment
    from_file = _read_env_file(env_file)
    values: dict[str, Value] = {}
    origins: dict[str, str] = {}
    for setting in SETTINGS:
        keys = (setting.variable, *setting.former)
        for origin, found in (
            ("argument", explicit.get(setting.name)),
            ("env_config", _first(from_config, keys)),
            ("environment", (from_environment.get(setting.variable) or "").strip() or None),
            (str(env_file), _first(from_file, keys)),
        ):
            if found is not None:
                values[setting.name], origins[setting.name] = (
                    _parsed(setting, found, origin),
                    origin,
                )
                break
        else:
            values[setting.name], origins[setting.name] = setting.default, "default"
    base_url = base_url_of(str(values["host"]), allow_http=bool(values["allow_http"]))
    config = Config(**values, base_url=base_url, origins=origins)  # type: ignore[arg-type]  # the table above types them
    for doubt in _doubts(config, from_file, env_file=str(env_file)):
        notify(doubt, SDSWarning)
    return config


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
        if _looks_like_ours(key) and key not in _VARIABLES:
            close = difflib.get_close_matches(key.upper(), _VARIABLES, n=1)
            meant = f"did you mean {close[0]}?" if close else f"there are {', '.join(_VARIABLES)}"
            yield f"{key}; {meant}"


def _looks_like_ours(key: str) -> bool:
    return key.upper().startswith("SDS_")


def _doubts(config: Config, from_file: Mapping[str, str], *, env_file: str) -> Iterator[str]:
    for unknown in _unknown_keys(from_file):
        yield f"{env_file} has an unknown setting {unknown}"
    # A file that merely lies in the working directory may be another's; one that was named is not.
    if Path(env_file) == DEFAULT_ENV_FILE and _is_redirected(config, by=env_file):
        yield (
            f"the token from {config.origins['token']} goes to {config.base_url}, which {env_file} "
            "names; if that is meant, give SDS_HOST where the token is given"
        )


def _is_redirected(config: Config, *, by: str) -> bool:
    if not config.token or config.origins["token"] == by or config.origins["host"] != by:
        return False
    is_default = config.base_url == base_url_of(DEFAULT_HOST)
    return not is_default and not is_this_machine(urlsplit(config.base_url).hostname or "")


def _shown(value: Value) -> str:
    return without_credentials(value) if isinstance(value, str) else str(value)


def _read_env_file(env_file: Path | str | None) -> Mapping[str, str]:
    if env_file is None:
        return {}
    path = Path(env_file)
    try:
        with path.open(encoding="utf-8-sig") as stream:
            bindings = list(dotenv_parser.parse_stream(stream))
    except FileNotFoundError:
        if path == DEFAULT_ENV_FILE:
            return {}
        raise ConfigError(f"env_file {path} does not exist") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigError(f"env_file {path} can't be read: {problem}") from problem
    for binding in bindings:
        is_bare = binding.key is not None and binding.value is None
        if binding.error or (is_bare and _looks_like_ours(str(binding.key))):
            raise ConfigError(
                f"{path}, line {_line_of(binding)}: expected KEY=value, one on each line"
            )
    return {binding.key: binding.value for binding in bindings if binding.key and binding.value}


def _line_of(binding: dotenv_parser.Binding) -> int:
    # The parser counts blank lines before a binding as part of it.
    text = binding.original.string
    blank = text[: len(text) - len(text.lstrip())]
    return binding.original.line + blank.count("\n")
