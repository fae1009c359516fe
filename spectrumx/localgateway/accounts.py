"""Users, and the tokens they come with."""

import re
import sqlite3
from typing import NamedTuple

from spectrumx.localgateway import times, tokens
from spectrumx.localgateway.answers import GatewayError, refused
from spectrumx.localgateway.database import Transaction

_EMAIL = re.compile(r"[^\s/\\@:\x00-\x1f]+@[^\s/\\@:\x00-\x1f]+")
_UNAUTHENTICATED = {"WWW-Authenticate": "Api-Key"}


class User(NamedTuple):
    """A user of the gateway."""

    id: int
    email: str
    name: str


def issue_token(transaction: Transaction, *, email: str, name: str | None = None) -> str:
    """Make a token for a user, who is added where not known yet.

    Args:
        transaction: Where the user and the token are written.
        email: The user's e-mail, which also names the user's tree.
        name: The name of a new user; made from the e-mail where it is None.

    Raises:
        ValueError: If the e-mail is none.
    """
    if not _EMAIL.fullmatch(email):
        raise ValueError(f"not an e-mail address: {email!r}")
    token, moment = tokens.generate(), times.now()
    transaction.connection.execute(
        "INSERT INTO users (email, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (email, name or email.partition("@")[0].title(), moment),
    )
    transaction.connection.execute(
        "INSERT INTO tokens (prefix, digest, user_id, created_at)"
        " SELECT ?, ?, id, ? FROM users WHERE email = ?",
        (token.prefix, token.digest, moment, email),
    )
    return token.text


def has_users(connection: sqlite3.Connection) -> bool:
    """Tell whether anybody was added yet."""
    return connection.execute("SELECT 1 FROM users").fetchone() is not None


def authenticate(connection: sqlite3.Connection, header: str | None) -> User:
    """Return the user whose token an Authorization header carries.

    Raises:
        GatewayError: 401, with the sentences of docs/gateway.md, Common rules.
    """
    if not header:
        raise _unauthenticated("Authentication credentials were not provided.")
    try:
        text = tokens.from_header(header)
    except tokens.TokenFormatError:
        raise _unauthenticated("Expected format: 'Api-Key: <key>'") from None
    row = connection.execute(
        "SELECT digest, users.id, email, name FROM tokens JOIN users ON users.id = user_id"
        " WHERE prefix = ? AND revoked_at IS NULL AND coalesce(expires_at > ?, 1)",
        (tokens.prefix_of(text), times.now()),
    ).fetchone()
    if row is None or not tokens.matches(text, digest=row[0]):
        raise _unauthenticated("API key not found")
    return User(*row[1:])


def with_email(connection: sqlite3.Connection, email: str) -> User | None:
    """Return the user with this e-mail."""
    row = connection.execute("SELECT id, email, name FROM users WHERE email = ?", (email,))
    found = row.fetchone()
    return User(*found) if found else None


def _unauthenticated(sentence: str) -> GatewayError:
    refusal = refused(401, sentence)
    refusal.headers = _UNAUTHENTICATED
    return refusal
