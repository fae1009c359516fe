"""How the gateway is reached: settled once, and given alike to both doors to the network."""

from __future__ import annotations

import os
import platform
import ssl
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import certifi

from spectrumx.config import Config
from spectrumx.errors import AuthError, ConfigError
from spectrumx.hosts import is_this_machine, proxy_url_of
from spectrumx.profiles import DEFAULT
from spectrumx.settings import Secret

API_ROOT = "/api/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Address, credentials and limits of one gateway.

    Attributes:
        base_url: Without a trailing slash.
        token: Sent to `base_url` only.
        token_hint: What to do where the token is missing or refused.
        proxy: URL of the proxy, None to connect directly.
        ca_file: File of trusted certificates (PEM).
        verify_tls: Whether certificates are verified.
        connect_timeout: Seconds to connect.
        timeout: Seconds without a byte before a request is given up.
        user_agent: How the SDK names itself.
    """

    base_url: str
    token: Secret
    token_hint: str
    proxy: str | None = field(repr=False)
    ca_file: Path
    verify_tls: bool
    connect_timeout: float
    timeout: float
    user_agent: str

    @property
    def authorization(self) -> str:
        """Value of the `Authorization` header (docs/gateway.md, "Authentication").

        Raises:
            AuthError: There is no token.
        """
        if not self.token:
            raise AuthError(f"there is no token: {self.token_hint}")
        return f"Api-Key: {self.token.reveal()}"

    @property
    def uses_tls(self) -> bool:
        """Whether anything on the way is spoken to in TLS: the gateway, or the proxy."""
        return any(url and url.startswith("https:") for url in (self.base_url, self.proxy))

    @property
    def is_to_this_machine(self) -> bool:
        """Whether the gateway runs on the machine that this runs on."""
        return is_this_machine(urlsplit(self.base_url).hostname or "")

    def tls_context(self) -> ssl.SSLContext:
        """Make the TLS settings for Python's own sockets.

        Raises:
            ConfigError: The file of certificates can't be read.
        """
        try:
            context = ssl.create_default_context(cafile=self.ca_file)
        except (OSError, ssl.SSLError) as problem:
            raise ConfigError(
                f"SDS_CA_BUNDLE={str(self.ca_file)!r} holds no certificates: {problem}"
            ) from problem
        if not self.verify_tls:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def connection_from(config: Config, *, version: str) -> Connection:
    """Settle how to reach the configured gateway.

    Args:
        config: The settings.
        version: Of the SDK, for the user agent.

    Returns:
        The connection; nothing is sent yet.

    Raises:
        ConfigError: The system's proxy is none that can be used.
    """
    return Connection(
        base_url=config.base_url,
        token=config.token,
        token_hint=_token_hint(config),
        proxy=_proxy_for(config),
        ca_file=config.ca_bundle or Path(os.environ.get("SSL_CERT_FILE") or certifi.where()),
        verify_tls=config.verify_tls,
        connect_timeout=config.connect_timeout,
        timeout=config.timeout,
        user_agent=f"spectrumx/{version} Python/{platform.python_version()}",
    )


def _token_hint(config: Config) -> str:
    origin = config.origins["token"]
    profile = f" --profile {config.profile}" if config.profile not in {"", DEFAULT} else ""
    if config.withheld:
        return f"{config.withheld}; run sds login{profile} --host {config.host}"
    if not config.token:
        return (
            f"run sds login{profile}, or put SDS_SECRET_TOKEN=… in a file named .env or in "
            "the environment"
        )
    if origin.startswith("profile "):
        return f"the token comes from {origin}; sds login --{origin} stores another"
    where = "the environment" if origin == "environment" else origin
    return f"the token comes from {where}; check SDS_SECRET_TOKEN there"


def _proxy_for(config: Config) -> str | None:
    # What is meant for this machine, the token in clear text among it, must not leave it.
    if is_this_machine(urlsplit(config.base_url).hostname or ""):
        return None
    return config.proxy or _system_proxy(config.base_url)


def _system_proxy(base_url: str) -> str | None:
    parts = urlsplit(base_url)
    if urllib.request.proxy_bypass(parts.hostname or ""):
        return None
    proxies = urllib.request.getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    try:
        return proxy_url_of(found) if found else None
    except ValueError as problem:
        raise ConfigError(
            f"the system's proxy for {parts.scheme} can't be used: expected {problem}; set "
            "SDS_PROXY to another, or NO_PROXY to reach the gateway without"
        ) from None
