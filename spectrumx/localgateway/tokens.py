"""API tokens: `prefix.secret`, of which the gateway keeps the prefix and a digest of the secret.

The secret is 256 random bits, so that a plain SHA-256 cannot be searched backwards; a slow
password hash would add nothing but time to every request.
"""

import hashlib
import hmac
import secrets
from typing import NamedTuple


class Token(NamedTuple):
    """A token just made: its public prefix, its text for the user, its digest for the store."""

    prefix: str
    text: str
    digest: bytes


class TokenFormatError(ValueError):
    """An Authorization header with more than one colon."""


def generate() -> Token:
    """Make a new token."""
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    return Token(prefix, f"{prefix}.{secret}", _digest(secret))


def from_header(header: str) -> str:
    """Return the token in an Authorization header: what follows its colon, or all of it.

    Raises:
        TokenFormatError: If there are two colons or more (docs/gateway.md, Common rules).
    """
    parts = header.split(":")
    if len(parts) > 2:  # noqa: PLR2004 - the scheme and the token
        raise TokenFormatError(header.count(":"))
    return parts[-1].strip()


def prefix_of(text: str) -> str:
    """Return the public part of a token."""
    return text.partition(".")[0]


def matches(text: str, *, digest: bytes) -> bool:
    """Tell in constant time whether a token's secret has this digest."""
    return hmac.compare_digest(_digest(text.partition(".")[2]), digest)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
