"""The gateway's address, from what a user calls its host."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, unquote, urlsplit

import idna

from spectrumx.errors import ConfigError

DEFAULT_HOST = "sds.crc.nd.edu"

_LOOKS_LIKE_A_URL = re.compile(r"https?:?/", re.IGNORECASE)
_CREDENTIALS = re.compile(r"^([a-z][a-z0-9+.-]*://)?.*@", re.IGNORECASE | re.DOTALL)
_HERE = "localhost"
_PROXY_PORTS = {"http": 80, "https": 443}


def base_url_of(host: str, *, allow_http: bool = False) -> str:
    """Decide the gateway's address from what a user calls its host.

    Args:
        host: `sds.crc.nd.edu`, `localhost:8000`, `127.0.0.1`, `[::1]:80`, or a full URL.
        allow_http: Whether plain http to another machine is accepted.

    Returns:
        A URL without trailing slash: https, or http to this machine itself. The name is in its
        ASCII form, so that all who read the URL see the same host.

    Raises:
        ConfigError: It is no address, carries credentials, or is plain http to another machine.
    """
    if "@" in host:
        raise ConfigError(
            "SDS_HOST carries credentials (what stands before '@'); put the token in "
            "SDS_SECRET_TOKEN"
        )
    if "://" not in host and _LOOKS_LIKE_A_URL.match(host):
        raise ConfigError(f"SDS_HOST={host!r} is no address; write https://…, or the name alone")
    try:
        parts = urlsplit(host if "://" in host else f"//{host}")
        name, port = _ascii_name(parts.hostname or ""), parts.port
    except ValueError as problem:
        raise ConfigError(f"SDS_HOST={host!r} is no address: {problem}") from problem
    is_plain = host.isprintable() and " " not in host
    if not name or not is_plain or parts.query or parts.fragment:
        raise ConfigError(f"SDS_HOST={host!r} is no address; give a name like {DEFAULT_HOST}")
    scheme = parts.scheme or ("http" if is_this_machine(name) else "https")
    if scheme not in {"http", "https"}:
        raise ConfigError(f"SDS_HOST={host!r}: {scheme} is not spoken here; use https")
    if scheme == "http" and not is_this_machine(name) and not allow_http:
        raise ConfigError(
            f"SDS_HOST={host!r} would send your token unencrypted; use https, "
            "or set SDS_ALLOW_HTTP=true if the network is your own"
        )
    prefix = parts.path.rstrip("/").removesuffix("/api/v1")
    return f"{scheme}://{_bracketed(name)}{f':{port}' if port else ''}{prefix}"


def proxy_url_of(text: str) -> str:
    """Decide a proxy's URL from what a user calls it.

    Args:
        text: `proxy:3128`, `http://proxy:3128`, `http://user:password@proxy:3128`, or https.

    Returns:
        A URL with scheme and port, name in ASCII, user and password percent-encoded: all that
        could be read in two ways is settled.

    Raises:
        ValueError: It is no such URL; says what is expected and shows nothing of it.
    """
    expected = ValueError(
        "a proxy such as http://proxy.example.org:3128, by http or https; in a user name or "
        "password, write / as %2F, ? as %3F and # as %23"
    )
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        name, port = _ascii_name(parts.hostname or ""), parts.port
    except ValueError:
        raise expected from None
    is_plain = text.isprintable() and " " not in text
    if not name or not is_plain or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise expected
    if parts.scheme not in _PROXY_PORTS or port == 0:
        raise expected
    given = [part for part in (parts.username, parts.password) if part is not None]
    credentials = ":".join(quote(unquote(part), safe="") for part in given)
    place = f"{_bracketed(name)}:{port or _PROXY_PORTS[parts.scheme]}"
    return f"{parts.scheme}://{credentials}{'@' if credentials else ''}{place}"


def is_same_gateway(one: str, other: str) -> bool:
    """Tell whether two base URLs mean one gateway; this machine has several names."""
    return _settled(one) == _settled(other)


def is_this_machine(name: str) -> bool:
    """Tell whether a host's name or address means the machine that this runs on."""
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def without_credentials(url: str) -> str:
    """Take user and password out of a URL, with or without scheme, for showing it."""
    return _CREDENTIALS.sub(r"\1", url)


def _settled(url: str) -> tuple[object, ...]:
    parts = urlsplit(url)
    name = _HERE if parts.hostname in {_HERE, "127.0.0.1", "::1"} else parts.hostname
    return parts.scheme, name, parts.port, parts.path


def _ascii_name(name: str) -> str:
    if not name.isascii():
        return idna.encode(name, uts46=True).decode()
    name.encode("idna")  # its labels may be no longer than a name server takes
    if "xn--" in name:
        idna.decode(name)
    return name


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name
