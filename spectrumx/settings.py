"""The one table of settings; docs/configuration.md shows the same."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import platformdirs

from spectrumx.errors import ConfigError
from spectrumx.hosts import DEFAULT_HOST, proxy_url_of

LONGEST_TIMEOUT = 2_000_000
"""Seconds; some systems count a timeout's milliseconds in 31 bits."""

_SIZE = re.compile(r"(\d{1,15}(?:\.\d{1,6})?) ?(?:([kmgt])(i?))?B?", re.ASCII | re.IGNORECASE)


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

    def __deepcopy__(self, memo: object) -> Secret:
        return self

    def __reduce__(self) -> tuple[type[Secret], tuple[str]]:
        # A pickled configuration must not carry the token to another machine or a file.
        return Secret, ("",)


Value = str | int | float | bool | Path | Secret | ZoneInfo | None


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        name: Attribute of `Config`.
        variable: Environment variable, also the key in `.env` and `env_config`.
        parse: From text to its value; raises ValueError with what is expected.
        default: Value when nothing sets it, or what finds it then.
        about: One sentence, with units.
        former: Other keys it has in `.env` and `env_config`.
    """

    name: str
    variable: str
    parse: Callable[[str], Value]
    default: Value | Callable[[], Value]
    about: str
    former: tuple[str, ...] = ()


def user_folder(find: Callable[[str], Path], *, variable: str) -> Path:
    """Find a folder of the user's own.

    Args:
        find: Which one, as a function of `platformdirs`.
        variable: What names another.

    Raises:
        ConfigError: The user has no home.
    """
    try:
        folder = find("spectrumx")
    except RuntimeError:
        folder = Path()
    if not folder.is_absolute():  # what is made of an unknown home would lie anywhere
        raise ConfigError(f"your home folder is not known here; set {variable} to a folder")
    return folder


def _cache_dir() -> Path:
    return user_folder(platformdirs.user_cache_path, variable="SDS_CACHE_DIR")


def _proxy(text: str) -> str | None:
    return proxy_url_of(text.strip()) if text.strip() else None


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


def _size(text: str) -> int:
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise ValueError("a number of bytes, such as 500MB or 20GiB")
    number, letter, is_binary = found.groups(default="")
    power = " kmgt".index(letter.lower() or " ")
    return round(float(number) * (1024.0 if is_binary else 1000.0) ** power)


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number <= LONGEST_TIMEOUT:
        raise ValueError(f"a positive number of seconds, at most {LONGEST_TIMEOUT}")
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


def _timezone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
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
        120.0,
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
    Setting("proxy", "SDS_PROXY", _proxy, None, "Proxy, http or https; by default the system's."),
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
        ZoneInfo("America/New_York"),
        "Time zone of the gateway's times that name none.",
    ),
    Setting(
        "cache_dir",
        "SDS_CACHE_DIR",
        _path,
        _cache_dir,
        "Folder of the checksum cache and of opened captures; it may be deleted at any time.",
    ),
    Setting(
        "cache_size",
        "SDS_CACHE_SIZE",
        _size,
        20_000_000_000,
        "Bytes that opened captures may take there, as 20GB; the least used go first.",
    ),
)
