"""Tokens: what is kept of them, and when they stop to count."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from spectrumx.localgateway import LocalGateway

Start = Callable[..., LocalGateway]
PAST, FUTURE = 1_000_000_000_000_000, 9_000_000_000_000_000


def _status(gateway: LocalGateway, token: str) -> int:
    headers = {"Authorization": f"Api-Key: {token}"}
    return httpx.get(f"{gateway.url}/api/v1/auth/", headers=headers).status_code


def test_no_token_lies_in_the_root(start: Start, tmp_path: Path) -> None:
    """Neither a token nor its secret is in any file that the gateway keeps, running or not."""
    gateway = start()
    token = gateway.token
    secret = token.partition(".")[2].encode()
    assert _status(gateway, token) == 200

    kept = [path.read_bytes() for path in (tmp_path / "root").rglob("*") if path.is_file()]
    gateway.stop()
    kept += [path.read_bytes() for path in (tmp_path / "root").rglob("*") if path.is_file()]

    assert kept
    assert not any(secret in contents for contents in kept)


def test_every_token_of_a_user_counts(start: Start) -> None:
    """Adding a user again gives another token; the former stays good."""
    gateway = start()
    tokens = [gateway.add_user("a@example.org") for _ in range(2)]

    assert [_status(gateway, token) for token in tokens] == [200, 200]
    assert len(set(tokens)) == 2


def test_the_right_prefix_is_not_enough(start: Start) -> None:
    """A token with another secret, or none, is refused."""
    gateway = start()
    prefix = gateway.token.partition(".")[0]

    assert [_status(gateway, text) for text in (prefix, f"{prefix}.", f"{prefix}.x")] == [401] * 3


@pytest.mark.parametrize(
    ("column", "moment", "status"),
    [("revoked_at", PAST, 401), ("expires_at", PAST, 401), ("expires_at", FUTURE, 200)],
)
def test_a_token_can_end(
    start: Start, tmp_path: Path, column: str, moment: int, status: int
) -> None:
    """A revoked token and an expired one are refused; one that expires later is good."""
    gateway = start()
    token = gateway.token
    with sqlite3.connect(tmp_path / "root" / "catalogue.sqlite3") as catalogue:
        catalogue.execute(f"UPDATE tokens SET {column} = ?", (moment,))
    catalogue.close()

    assert _status(gateway, token) == status
