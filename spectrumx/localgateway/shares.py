"""What users share with each other: captures and datasets, each with a permission level."""

import sqlite3
from typing import Literal, NamedTuple

from spectrumx.localgateway import accounts
from spectrumx.localgateway.accounts import User
from spectrumx.localgateway.answers import invalid
from spectrumx.localgateway.database import Transaction

Json = dict[str, object]
Kind = Literal["capture", "dataset"]

LEVELS = ("viewer", "contributor", "co-owner")
"""What may be granted; all of them may read, and only the owner may change."""


class Share(NamedTuple):
    """One permission: whom it was given to, and what it is."""

    user: User
    permission_level: str


def of_item(connection: sqlite3.Connection, item_id: int, *, kind: Kind) -> list[Share]:
    """Return to whom a capture or dataset itself was given."""
    query = f"""SELECT id, email, name, permission_level
        FROM {kind}_shares JOIN users ON users.id = user_id WHERE {kind}_id = ? ORDER BY id"""  # noqa: S608 - kinds are ours
    found = connection.execute(query, (item_id,))
    return [Share(User(*row[:3]), row[3]) for row in found]


def give(
    transaction: Transaction, item_id: int, *, kind: Kind, email: str, permission_level: str
) -> None:
    """Give a capture or dataset to a user, in place of what the user was given before.

    Raises:
        GatewayError: 400 where there is no such user or permission level, or the user owns it.
    """
    connection = transaction.connection
    user = accounts.with_email(connection, email)
    if user is None:
        raise invalid("email", f"No user has the e-mail {email}.")
    if user.id == _owner_id(connection, item_id, kind=kind):
        raise invalid("email", f"The {kind} belongs to {email}.")
    if permission_level not in LEVELS:
        raise invalid("permission_level", f"Choose one of {', '.join(LEVELS)}.")
    query = f"""INSERT INTO {kind}_shares ({kind}_id, user_id, permission_level) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET permission_level = excluded.permission_level"""  # noqa: S608 - kinds are ours
    connection.execute(query, (item_id, user.id, permission_level))


def revoke(transaction: Transaction, item_id: int, *, kind: Kind) -> None:
    """Take a capture or dataset back from everybody."""
    query = f"DELETE FROM {kind}_shares WHERE {kind}_id = ?"  # noqa: S608 - kinds are ours
    transaction.connection.execute(query, (item_id,))


def seen(shares: list[Share], *, owner_id: int, reader_id: int) -> list[Share]:
    """Return what a reader is told of the shares: the owner all, others their own."""
    if owner_id == reader_id:
        return shares
    return [share for share in shares if share.user.id == reader_id]


def permissions(shares: list[Share], *, kind: Kind, uuid: str) -> list[Json]:
    """Return the `share_permissions` of a capture or dataset."""
    return [
        {
            "item_type": kind,
            "item_uuid": uuid,
            "shared_with": {"id": user.id, "email": user.email, "name": user.name},
            "permission_level": permission_level,
        }
        for user, permission_level in shares
    ]


def level_of(shares: list[Share], *, user_id: int) -> str | None:
    """Return the permission level that a user was given, or None."""
    return next((share.permission_level for share in shares if share.user.id == user_id), None)


def _owner_id(connection: sqlite3.Connection, item_id: int, *, kind: Kind) -> int:
    query = f"SELECT owner_id FROM {kind}s WHERE id = ?"  # noqa: S608 - kinds are ours
    owner_id: int = connection.execute(query, (item_id,)).fetchone()[0]
    return owner_id
