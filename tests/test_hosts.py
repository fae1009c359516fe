"""The gateway's address, decided from what a user calls its host."""

from __future__ import annotations

import traceback
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spectrumx import config
from spectrumx.errors import ConfigError
from spectrumx.hosts import base_url_of, is_this_machine, proxy_url_of, without_credentials


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("sds.crc.nd.edu", "https://sds.crc.nd.edu"),
        ("sds.crc.nd.edu/", "https://sds.crc.nd.edu"),
        ("SDS.crc.nd.EDU:8443", "https://sds.crc.nd.edu:8443"),
        ("https://sds.example.org/gateway/", "https://sds.example.org/gateway"),
        ("localhost", "http://localhost"),
        ("localhost:8000", "http://localhost:8000"),
        ("sds.localhost", "http://sds.localhost"),
        ("127.0.0.1:80", "http://127.0.0.1:80"),
        ("127.8.9.10", "http://127.8.9.10"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://localhost", "https://localhost"),
        ("192.168.1.5", "https://192.168.1.5"),
        ("localhost.example.org", "https://localhost.example.org"),
        ("0.0.0.0", "http://0.0.0.0"),
        ("https://sds.example.org/gateway/api/v1/", "https://sds.example.org/gateway"),
        ("https://MÜLLER.example:1", "https://xn--mller-kva.example:1"),
        ("mu\u0308ller.example", "https://xn--mller-kva.example"),
        ("xn--mller-kva.example", "https://xn--mller-kva.example"),
        ("straße.example", "https://xn--strae-oqa.example"),
        ("xn--strae-oqa.example", "https://xn--strae-oqa.example"),
    ],
)
def test_a_host_becomes_an_address(host: str, url: str) -> None:
    """A bare name means https, this machine http, and a full URL what it says."""
    assert base_url_of(host) == url


@pytest.mark.parametrize("host", ["http://sds.example.org", "http://192.168.1.5:80"])
def test_plain_http_elsewhere_must_be_allowed(host: str) -> None:
    """The token does not travel unencrypted to another machine unless SDS_ALLOW_HTTP says so."""
    with pytest.raises(ConfigError, match="SDS_ALLOW_HTTP"):
        config.load(env_config={"SDS_HOST": host}, env_file=None, environment={})

    allowed = {"SDS_HOST": host, "SDS_ALLOW_HTTP": "true"}
    assert config.load(env_config=allowed, env_file=None, environment={}).base_url == host


@pytest.mark.parametrize(
    "host",
    [
        "two words",
        "",
        "://",
        "http://",
        "sds.example.org:port",
        "sds.example.org:99999",
        "[::1",
        "ftp://sds.example.org",
        "sds.example.org?x=1",
        "sds.example.org#top",
        "sds..example.org",
        "sds.example.org\n",
        "sds\x00.example.org",
        "x" * 64 + ".org",
        "https:/sds.example.org",
        "xn--zz.example",
        "☃\u200b☃.example",
    ],
)
def test_what_is_no_address_is_refused(host: str) -> None:
    """Blanks, odd ports and schemes, queries and impossible names are refused at once."""
    with pytest.raises(ConfigError, match="SDS_HOST"):
        base_url_of(host)


@pytest.mark.parametrize(
    "host",
    [
        "https://me:pass-word@sds.example.org",
        "me:pass-word@sds.example.org",
        "https://me:pass-word/@sds.example.org",
        "ftp://me:pass-word@sds.example.org:99999",
        "https://me:pass-word\u2100@sds.example.org",
        "https:/me:pass-word@sds.example.org",
        "https://me:pass-word@sds.example.org?x",
    ],
)
def test_credentials_in_the_address_are_refused_unseen(host: str) -> None:
    """A password in the address is refused without being shown, whatever else is wrong."""
    with pytest.raises(ConfigError, match="carries credentials") as raised:
        base_url_of(host)
    assert "pass-word" not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://me:pass@proxy:1", "http://proxy:1"),
        ("me:pass@proxy:1", "proxy:1"),
        ("socks5://me:p@s/s@proxy", "socks5://proxy"),
        ("http://proxy:1", "http://proxy:1"),
    ],
)
def test_credentials_are_taken_out_of_what_is_shown(url: str, shown: str) -> None:
    """User and password are taken out, with or without a scheme, whatever signs they hold."""
    assert without_credentials(url) == shown


@settings(deadline=None)  # a busy machine is no failure
@given(st.text() | st.from_regex(r"(http://)?[\w.@:/\[\]]{1,20}(localhost|127\.0\.0\.1)?[\w.:]*"))
def test_no_host_sends_the_token_in_the_clear(host: str) -> None:
    """Whatever is given as host, plain http reaches this machine only."""
    try:
        parts = urlsplit(base_url_of(host))
    except ConfigError:
        return

    name = parts.hostname or ""
    assert (
        parts.scheme == "https"
        or name.split(".")[-1] == "localhost"
        or ip_address(name).is_loopback
        or ip_address(name).is_unspecified
    )
    assert name.isascii()
    assert is_this_machine(name) or parts.scheme == "https"
    assert base_url_of(parts.geturl()) == parts.geturl()


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.text() | st.from_regex(r"\A(https?://)?([\w%@:/ü]{1,9}@)?[\w.:\[\]-]{1,12}(:\d{1,5})?/?\Z")
)
def test_an_accepted_proxy_can_be_used(text: str) -> None:
    """Whatever is accepted as a proxy is one for the network libraries too, and stays as it is."""
    try:
        url = proxy_url_of(text)
    except ValueError:
        return

    assert httpx.Proxy(url).url.host
    assert httpx.Proxy(url).url.scheme in {"http", "https"}
    assert proxy_url_of(url) == url
    assert url.isascii()
