"""The datasets that a capture is in."""

import sqlite3

from spectrumx.localgateway.captures import Capture
from spectrumx.localgateway.database import Transaction

Json = dict[str, object]

_OF_CAPTURE = """SELECT uuid, name, version, status, is_public
    FROM dataset_captures JOIN datasets ON datasets.id = dataset_id
    WHERE capture_id = :capture AND (owner_id = :reader OR datasets.id IN
        (SELECT dataset_id FROM dataset_shares WHERE user_id = :reader))
    ORDER BY datasets.id"""
_DETACH = """DELETE FROM dataset_captures WHERE capture_id = ? AND dataset_id IN
    (SELECT id FROM datasets WHERE status = 'draft' OR NOT is_public)"""


def summaries(connection: sqlite3.Connection, capture: Capture, *, reader_id: int) -> list[Json]:
    """Return those of the datasets that a capture is in which a user may read, in short."""
    found = connection.execute(_OF_CAPTURE, {"capture": capture.id, "reader": reader_id})
    return [
        {
            "uuid": uuid,
            "name": name,
            "version": version,
            "status": status,
            "is_public": bool(is_public),
        }
        for uuid, name, version, status, is_public in found
    ]


def detach(transaction: Transaction, capture: Capture) -> None:
    """Take a capture out of the datasets that are drafts or private."""
    transaction.connection.execute(_DETACH, (capture.id,))
