"""The gateway's address, from what a user calls its host."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from spectrumx.errors import ConfigError

DEFAULT_HOST = "sds.crc.nd.edu"

_CREDENTIALS = re.compile(r"(?<=://)[^/@]*@")


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


def without_credentials(url: str) -> str:
    """Take user and password out of a URL, for showing it."""
    return _CREDENTIALS.sub("", url)
