"""Settings: what there is, where each value came from, and the address of the gateway.

Every setting may come from five places, in this order: an explicit argument (of `Client`, or in
`env_config`), the environment, the `.env` file, or its default. `SETTINGS` is the one table of
them; docs/configuration.md shows the same.
"""

from __future__ import annotations

import difflib
import ipaddress
import math
import os
import zoneinfo
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs
from dotenv import parser as dotenv_parser

from spectrumx.errors import ConfigError

DEFAULT_ENV_FILE = Path(".env")
DEFAULT_HOST = "sds.crc.nd.edu"


class Secret:
    """A token that shows itself only where it is asked to."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The token itself."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __repr__(self) -> str:
        return "<hidden>" if self._value else "<none>"

    def __reduce__(self) -> tuple[type[Secret], tuple[str]]:
        # A pickled configuration must not carry the token to another machine or a file.
        return Secret, ("",)


Value = str | int | float | bool | Path | Secret | zoneinfo.ZoneInfo | None


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        name: Attribute of `Config`.
        variable: Environment variable, also the key in `.env` and `env_config`.
        parse: From text to its value; raises ValueError with what is expected.
        default: Value when nothing sets it.
        about: One sentence, with units.
        former: Other keys it has in `.env` and `env_config`.
    """

    name: str
    variable: str
    parse: Callable[[str], Value]
    default: Value
    about: str
    former: tuple[str, ...] = ()


def _text(text: str) -> str | None:
    return text.strip() or None


def _host(text: str) -> str:
    if not text.strip():
        raise ValueError("a host name or URL")
    return text.strip()


def _switch(text: str) -> bool:
    word = text.strip().lower()
    if word in {"true", "1", "yes", "on"}:
        return True
    if word in {"false", "0", "no", "off", ""}:
        return False
    raise ValueError("true or false")


def _whole(least: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        number = int(text) if text.strip().removeprefix("+").isdecimal() else -1
        if number < least:
            raise ValueError(f"a whole number of at least {least}")
        return number

    return parse


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise ValueError("a positive number of seconds")
    return number


def _token(text: str) -> Secret:
    token = text.strip()
    if not all("!" <= character <= "~" and character not in ":'\"" for character in token):
        raise ValueError("the key alone: printable ASCII without spaces, quotes or colons")
    return Secret(token)


def _path(text: str) -> Path:
    if not text.strip():
        raise ValueError("a path")
    try:
        return Path(text).expanduser()
    except RuntimeError as problem:
        raise ValueError("a path below an existing home") from problem


def _timezone(text: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(text.strip())
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise ValueError("the name of a time zone, such as America/New_York") from problem


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "host",
        "SDS_HOST",
        _host,
        DEFAULT_HOST,
        "Gateway: a name (https), localhost or a loopback address (http), or a full URL.",
    ),
    Setting("token", "SDS_SECRET_TOKEN", _token, Secret(""), "Your secret token."),
    Setting(
        "dry_run",
        "SDS_DRY_RUN",
        _switch,
        False,  # noqa: FBT003  a default, not a call's argument
        "Whether nothing may be changed, here or there.",
        ("DRY_RUN",),
    ),
    Setting("workers", "SDS_WORKERS", _whole(1), 32, "Transfers at the same time, at most."),
    Setting("retries", "SDS_RETRIES", _whole(0), 5, "Further tries of a failed request; 0 = none."),
    Setting("connect_timeout", "SDS_CONNECT_TIMEOUT", _seconds, 10.0, "Seconds to connect."),
    Setting(
        "timeout",
        "SDS_TIMEOUT",
        _seconds,
        60.0,
        "Seconds without a byte before a request is given up.",
        ("HTTP_TIMEOUT",),
    ),
    Setting("ca_bundle", "SDS_CA_BUNDLE", _path, None, "File of trusted certificates (PEM)."),
    Setting(
        "verify_tls",
        "SDS_VERIFY_TLS",
        _switch,
        True,  # noqa: FBT003  a default, not a call's argument
        "Whether certificates are verified.",
    ),
    Setting("proxy", "SDS_PROXY", _text, None, "Proxy URL; by default the system's."),
    Setting(
        "allow_http",
        "SDS_ALLOW_HTTP",
        _switch,
        False,  # noqa: FBT003  a default, not a call's argument
        "Whether the token may travel over plain http to another machine.",
    ),
    Setting(
        "timezone",
        "SDS_TIMEZONE",
        _timezone,
        zoneinfo.ZoneInfo("America/New_York"),
        "Time zone of the gateway's times that name none.",
    ),
    Setting(
        "cache_dir",
        "SDS_CACHE_DIR",
        _path,
        platformdirs.user_cache_path("spectrumx"),
        "Folder of the checksum cache; it may be deleted at any time.",
    ),
)


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
    timezone: zoneinfo.ZoneInfo
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
        rows = ((s.variable, str(self[s.name]), self.origins[s.name]) for s in SETTINGS)
        return "\n".join(f"{name:<20} {value:<36} ({origin})" for name, value, origin in rows)


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
        env_file: A file of `KEY=value` lines. The default one may be absent.
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
            ("environment", from_environment.get(setting.variable) or None),
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
    return Config(**values, base_url=base_url, origins=origins)  # type: ignore[arg-type]  # the table above types them


def base_url_of(host: str, *, allow_http: bool = False) -> str:
    """Decide the gateway's address from what a user calls its host.

    Args:
        host: `sds.crc.nd.edu`, `localhost:8000`, `127.0.0.1`, `[::1]:80`, or a full URL.
        allow_http: Whether plain http to another machine is accepted.

    Returns:
        A URL without trailing slash: https, or http to this machine itself.

    Raises:
        ConfigError: It is no address, carries credentials, or is plain http to another machine.
    """
    try:
        parts = urlsplit(host if "://" in host else f"//{host}")
        name, port = parts.hostname, parts.port
        (name or "").encode("idna")
    except ValueError as problem:
        raise ConfigError(f"SDS_HOST={host!r} is no address: {problem}") from problem
    is_plain = host.isprintable() and " " not in host
    if not name or not is_plain or parts.query or parts.fragment:
        raise ConfigError(f"SDS_HOST={host!r} is no address; give a name like {DEFAULT_HOST}")
    if parts.username is not None or parts.password is not None:
        raise ConfigError("SDS_HOST carries credentials; put the token in SDS_SECRET_TOKEN")
    scheme = parts.scheme or ("http" if _is_this_machine(name) else "https")
    if scheme not in {"http", "https"}:
        raise ConfigError(f"SDS_HOST={host!r}: {scheme} is not spoken here; use https")
    if scheme == "http" and not _is_this_machine(name) and not allow_http:
        raise ConfigError(
            f"SDS_HOST={host!r} would send your token unencrypted; use https, "
            "or set SDS_ALLOW_HTTP=true if the network is your own"
        )
    shown = f"[{name}]" if ":" in name else name
    return f"{scheme}://{shown}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def _is_this_machine(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def _first(source: Mapping[str, object], keys: tuple[str, ...]) -> object | None:
    return next((source[key] for key in keys if source.get(key) is not None), None)


def _parsed(setting: Setting, found: object, origin: str) -> Value:
    try:
        return setting.parse(found.reveal() if isinstance(found, Secret) else str(found))
    except ValueError as problem:
        shown = "" if setting.name == "token" else f"={found!r}"
        raise ConfigError(
            f"{setting.variable}{shown} (from {origin}) is not valid: expected {problem}"
        ) from None


def _checked_keys(env_config: Mapping[str, object]) -> Mapping[str, object]:
    known = [setting.variable for setting in SETTINGS]
    for key in env_config:
        if key.startswith("SDS_") and key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            meant = f"; did you mean {close[0]}?" if close else f"; there are {', '.join(known)}"
            raise ConfigError(f"env_config has no setting {key}{meant}")
    return env_config


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
        if binding.error or (binding.key and binding.value is None):
            raise ConfigError(
                f"{path}, line {_line_of(binding)}: expected KEY=value, one on each line"
            )
    return {binding.key: binding.value for binding in bindings if binding.key and binding.value}


def _line_of(binding: dotenv_parser.Binding) -> int:
    # The parser counts blank lines before a binding as part of it.
    text = binding.original.string
    blank = text[: len(text) - len(text.lstrip())]
    return binding.original.line + blank.count("\n")
