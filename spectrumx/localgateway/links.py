"""What files belong to: captures and datasets."""

import sqlite3
from typing import NamedTuple

from spectrumx.localgateway.answers import not_found
from spectrumx.localgateway.database import Transaction
from spectrumx.localgateway.shares import Kind

_CAPTURES = """SELECT uuid FROM captures JOIN capture_files ON capture_id = id
    WHERE file_id = ? ORDER BY id"""
_DATASETS = """SELECT uuid FROM datasets JOIN dataset_files ON dataset_id = id
    WHERE file_id = ? ORDER BY id"""
_DETACH = """DELETE FROM dataset_files WHERE file_id = ? AND dataset_id IN
    (SELECT id FROM datasets WHERE status = 'draft' OR NOT is_public)"""


class Attachments(NamedTuple):
    """The uuids of what a file belongs to."""

    captures: list[str]
    datasets: list[str]

    def __str__(self) -> str:
        """Name them as in the refusal of a deletion."""
        named = [("captures", self.captures), ("datasets", self.datasets)]
        return ", ".join(f"{kind} ({len(ids)}): {', '.join(ids)}" for kind, ids in named if ids)


def of_file(connection: sqlite3.Connection, file_id: int) -> Attachments:
    """Return what a file belongs to."""
    return Attachments(
        [uuid for (uuid,) in connection.execute(_CAPTURES, (file_id,))],
        [uuid for (uuid,) in connection.execute(_DATASETS, (file_id,))],
    )


def find(connection: sqlite3.Connection, uuid: str, *, kind: str, owner_id: int) -> int | None:
    """Return the row of a user's own capture or dataset.

    Args:
        connection: Where to look.
        uuid: Which one.
        kind: "capture" or "dataset".
        owner_id: Whose.
    """
    query = f"SELECT id FROM {kind}s WHERE uuid = ? AND owner_id = ?"  # noqa: S608 - kinds are ours
    row = connection.execute(query, (uuid, owner_id)).fetchone()
    return row[0] if row else None


def own(connection: sqlite3.Connection, uuid: str, *, kind: Kind, owner_id: int) -> int:
    """Return the row of a user's own capture or dataset.

    Raises:
        GatewayError: 404 where there is none.
    """
    row = find(connection, uuid, kind=kind, owner_id=owner_id)
    if row is None:
        raise not_found(kind.title())
    return row


def attach_file(transaction: Transaction, file_id: int, *, kind: str, to: int) -> None:
    """Add a file to a capture or dataset."""
    query = f"INSERT OR IGNORE INTO {kind}_files ({kind}_id, file_id) VALUES (?, ?)"  # noqa: S608 - kinds are ours
    transaction.connection.execute(query, (to, file_id))


def attach_capture(transaction: Transaction, capture_id: int, *, to: int) -> None:
    """Add a capture to a dataset."""
    query = "INSERT OR IGNORE INTO dataset_captures (dataset_id, capture_id) VALUES (?, ?)"
    transaction.connection.execute(query, (to, capture_id))


def detach_file(transaction: Transaction, file_id: int) -> None:
    """Take a file out of the datasets that are drafts or private."""
    transaction.connection.execute(_DETACH, (file_id,))
