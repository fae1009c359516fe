"""The datasets that a capture is in."""

import sqlite3

from spectrumx.localgateway.captures import Capture
from spectrumx.localgateway.database import Transaction

Json = dict[str, object]

_OF_CAPTURE = """SELECT uuid, name, version, status, is_public
    FROM dataset_captures JOIN datasets ON datasets.id = dataset_id
    WHERE capture_id = ? ORDER BY datasets.id"""
_DETACH = """DELETE FROM dataset_captures WHERE capture_id = ? AND dataset_id IN
    (SELECT id FROM datasets WHERE status = 'draft' OR NOT is_public)"""


def summaries(connection: sqlite3.Connection, capture: Capture) -> list[Json]:
    """Return the datasets that a capture is in, in short."""
    return [
        {
            "uuid": uuid,
            "name": name,
            "version": version,
            "status": status,
            "is_public": bool(is_public),
        }
        for uuid, name, version, status, is_public in connection.execute(_OF_CAPTURE, (capture.id,))
    ]


def detach(transaction: Transaction, capture: Capture) -> None:
    """Take a capture out of the datasets that are drafts or private."""
    transaction.connection.execute(_DETACH, (capture.id,))
