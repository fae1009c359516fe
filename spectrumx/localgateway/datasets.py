"""The rows of datasets: looking up, listing, adding, removing."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import uuid4

from spectrumx.localgateway import times
from spectrumx.localgateway.database import Transaction

STATUSES = ("draft", "final")

_SELECT = """SELECT datasets.id, datasets.uuid, owner_id, users.email, users.name, datasets.name,
    version, status, is_public, description, datasets.created_at, updated_at
    FROM datasets JOIN users ON users.id = owner_id"""
_ACCESSIBLE = """(owner_id = :user OR datasets.id IN
    (SELECT dataset_id FROM dataset_shares WHERE user_id = :user))"""


class Dataset(NamedTuple):
    """A dataset as stored; times in microseconds."""

    id: int
    uuid: str
    owner_id: int
    owner_email: str
    owner_name: str
    name: str
    version: int
    status: str
    is_public: int
    description: str
    created_at: int
    updated_at: int


@dataclass(frozen=True, kw_only=True)
class NewDataset:
    """What a new row is made from.

    Attributes:
        name: For people.
        description: What is said about it, by field.
        status: "draft" or "final".
        is_public: Whether it counts as published once it is final.
    """

    name: str
    description: Mapping[str, object]
    status: str = "draft"
    is_public: bool = False


def find(connection: sqlite3.Connection, uuid: str) -> Dataset | None:
    """Return the dataset with this uuid, in its dashed form."""
    row = connection.execute(f"{_SELECT} WHERE datasets.uuid = ?", (uuid,)).fetchone()
    return Dataset._make(row) if row else None


def count_accessible(connection: sqlite3.Connection, *, user_id: int) -> int:
    """Count the datasets that a user owns or was given."""
    query = f"SELECT count(*) FROM datasets WHERE {_ACCESSIBLE}"  # noqa: S608 - constant
    number: int = connection.execute(query, {"user": user_id}).fetchone()[0]
    return number


def accessible(
    connection: sqlite3.Connection, *, user_id: int, limit: int, offset: int
) -> list[Dataset]:
    """Return a stretch of the datasets that a user owns or was given, the newest first."""
    query = f"{_SELECT} WHERE {_ACCESSIBLE} ORDER BY datasets.id DESC LIMIT :limit OFFSET :offset"
    found = connection.execute(query, {"user": user_id, "limit": limit, "offset": offset})
    return [Dataset._make(row) for row in found]


def add(transaction: Transaction, new: NewDataset, *, owner_id: int) -> Dataset:
    """Add a row."""
    moment, uuid = times.now(), str(uuid4())
    transaction.connection.execute(
        "INSERT INTO datasets (uuid, owner_id, name, status, is_public, description, created_at,"
        " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(uuid, owner_id, new.name, new.status, new.is_public),
            *(json.dumps(new.description), moment, moment),
        ),
    )
    dataset = find(transaction.connection, uuid)
    if dataset is None:
        raise LookupError(uuid)
    return dataset


def remove(transaction: Transaction, dataset_id: int) -> None:
    """Remove a row; its files and captures stay."""
    transaction.connection.execute("DELETE FROM datasets WHERE id = ?", (dataset_id,))
