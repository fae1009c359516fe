"""Certificates and proxies: the same for API calls and for file contents."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from spectrumx import CertificateError, Client, ConfigError
from spectrumx.localgateway import LocalGateway
from tests.conftest import tree
from tests.faulty import FaultyGateway, faulty_gateway


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """A certificate authority nobody trusts by itself."""
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA, gateway: LocalGateway) -> Iterator[FaultyGateway]:
    """The gateway behind TLS with a certificate of that authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with faulty_gateway(gateway.url, tls=context) as running:
        yield running


@pytest.fixture
def bundle(authority: trustme.CA, tmp_path: Path) -> Path:
    """The authority's certificate as a file."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return path


def exchanged(client: Client, recording: Path, to: Path) -> bool:
    """Send a recording and fetch it again, and tell whether it came back whole."""
    with client:
        client.upload(recording, sds_path="r", verbose=False)
        client.download("r", to=to, verbose=False)
    return tree(to) == tree(recording)


def test_a_certificate_bundle_is_used_for_both_doors(
    secure: FaultyGateway, bundle: Path, token: str, recording: Path, tmp_path: Path
) -> None:
    """With `SDS_CA_BUNDLE` a gateway of one's own authority is trusted, for calls and contents."""
    settings = {"SDS_SECRET_TOKEN": token, "SDS_CA_BUNDLE": bundle}

    assert exchanged(
        Client(secure.url, env_file=None, env_config=settings), recording, tmp_path / "x"
    )


def test_verification_can_be_turned_off(
    secure: FaultyGateway, token: str, recording: Path, tmp_path: Path
) -> None:
    """With `SDS_VERIFY_TLS=false` any certificate does, for calls and contents."""
    settings = {"SDS_SECRET_TOKEN": token, "SDS_VERIFY_TLS": "false"}

    assert exchanged(
        Client(secure.url, env_file=None, env_config=settings), recording, tmp_path / "x"
    )


def test_an_untrusted_certificate_is_an_error_at_once(secure: FaultyGateway, token: str) -> None:
    """A certificate nobody vouches for is refused without a retry, and the token is not sent."""
    with (
        Client(secure.url, env_file=None, env_config={"SDS_SECRET_TOKEN": token}) as client,
        pytest.raises(CertificateError, match="SDS_CA_BUNDLE") as raised,
    ):
        client.authenticate()

    assert raised.value.attempts == 1
    assert secure.requests == []


def test_a_bundle_that_is_none_is_a_config_error(token: str, recording: Path) -> None:
    """A file without certificates is an error that names the setting."""
    settings = {"SDS_SECRET_TOKEN": token, "SDS_CA_BUNDLE": recording / "notes.txt"}

    with (
        Client("https://127.0.0.1:1", env_file=None, env_config=settings) as client,
        pytest.raises(ConfigError, match="SDS_CA_BUNDLE"),
    ):
        client.authenticate()


@pytest.mark.parametrize("by", ["SDS_PROXY", "environment"])
def test_a_proxy_is_used_for_both_doors(
    gateway: LocalGateway,
    token: str,
    recording: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    by: str,
) -> None:
    """Calls and contents go through the proxy of the setting, or else of the system."""
    settings = {"SDS_SECRET_TOKEN": token, "SDS_ALLOW_HTTP": "true"}
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with faulty_gateway(gateway.url) as proxy:
        if by == "SDS_PROXY":
            settings["SDS_PROXY"] = proxy.url
        else:
            monkeypatch.setenv("http_proxy", proxy.url)
        client = Client("http://sds.example", env_file=None, env_config=settings)

        assert exchanged(client, recording, tmp_path / "x")
        assert proxy.count("GET", "http://sds.example/") == len(proxy.requests) - 3
        assert proxy.count("POST", "http://sds.example/api/v1/assets/files/") == 3


def test_no_proxy_is_asked_for_this_machine(
    gateway: LocalGateway, token: str, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gateway on this machine is reached directly, whatever the system or `SDS_PROXY` names."""
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with faulty_gateway(gateway.url) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        for settings in ({}, {"SDS_PROXY": proxy.url}):
            mine = {"SDS_SECRET_TOKEN": token, **settings}
            with Client(gateway.url, env_file=None, env_config=mine) as client:
                client.upload(recording, sds_path="r", verbose=False)

        assert proxy.requests == []


def test_no_proxy_of_the_system_does_not_bypass_the_setting(
    gateway: LocalGateway,
    token: str,
    recording: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where `SDS_PROXY` names a proxy, `NO_PROXY` concerns neither calls nor contents."""
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "sds.example")
    with faulty_gateway(gateway.url) as proxy:
        settings = {"SDS_SECRET_TOKEN": token, "SDS_ALLOW_HTTP": "true", "SDS_PROXY": proxy.url}
        client = Client("http://sds.example", env_file=None, env_config=settings)

        assert exchanged(client, recording, tmp_path / "x")
        assert proxy.count("POST", "http://sds.example/api/v1/assets/files/") == 3


def test_a_system_proxy_without_scheme_is_one_of_http(
    gateway: LocalGateway, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`HTTP_PROXY=name:port`, as many write it, is understood."""
    settings = {"SDS_SECRET_TOKEN": token, "SDS_ALLOW_HTTP": "true"}
    with faulty_gateway(gateway.url) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.removeprefix("http://"))
        with Client("http://sds.example", env_file=None, env_config=settings) as client:
            client.authenticate()

        assert proxy.count("GET", "http://sds.example/") == len(proxy.requests) > 0


def test_a_system_proxy_that_is_not_spoken_is_a_config_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A SOCKS proxy of the system is refused with what to do, its password unseen."""
    monkeypatch.setenv("https_proxy", "socks5://me:pass-word@proxy:1080")

    with pytest.raises(ConfigError, match=r"system's proxy .* SDS_PROXY .* NO_PROXY") as raised:
        Client("sds.example", env_file=None)
    assert "pass-word" not in str(raised.value)
