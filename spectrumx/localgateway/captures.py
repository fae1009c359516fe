"""The rows of captures: looking up, listing, adding, changing, removing.

A capture's top-level directory is stored inside its owner's tree, with a leading slash.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from spectrumx.localgateway import files, times
from spectrumx.localgateway.database import Transaction
from spectrumx.localgateway.indexed import Indexed

Json = dict[str, object]

_COLUMNS = """captures.id, captures.uuid, owner_id, users.email, users.name, capture_type,
    top_level_dir, index_name, channel, scan_group, captures.name, origin, is_public,
    {props}, search_props, captures.created_at, updated_at"""
_TABLES = "captures JOIN users ON users.id = owner_id"
_SELECT = f"SELECT {_COLUMNS.format(props='capture_props')} FROM {_TABLES}"  # noqa: S608 - constant
_VISIBLE = """(owner_id = :user OR captures.id IN
    (SELECT capture_id FROM shared_captures WHERE user_id = :user))"""
_LINK = """INSERT INTO capture_files (capture_id, file_id)
    SELECT ?, files.id FROM json_each(?) CROSS JOIN files ON files.id = value"""

_UNLINK_BENEATH = """DELETE FROM capture_files WHERE capture_id = ? AND file_id IN
    (SELECT id FROM files WHERE owner_id = ? AND path >= ? AND path < ?)"""


class Capture(NamedTuple):
    """A capture as stored: times in microseconds, properties as JSON texts."""

    id: int
    uuid: str
    owner_id: int
    owner_email: str
    owner_name: str
    capture_type: str
    top_level_dir: str
    index_name: str
    channel: str
    scan_group: str | None
    name: str
    origin: str
    is_public: int
    capture_props: str
    search_props: str
    created_at: int
    updated_at: int


@dataclass(frozen=True, kw_only=True)
class NewCapture:
    """What a new row is made from, besides its files and their properties."""

    uuid: str
    owner_id: int
    capture_type: str
    top_level_dir: str
    index_name: str
    channel: str
    scan_group: str | None
    name: str


class Conflict(NamedTuple):
    """A capture that is in the way of a new one, and the rule that both would break."""

    constraint: str
    uuid: str


class FilesGoneError(RuntimeError):
    """A file of a capture was deleted while the capture was being made."""


def find(connection: sqlite3.Connection, uuid: str) -> Capture | None:
    """Return the capture with this uuid, in its dashed form."""
    row = connection.execute(f"{_SELECT} WHERE captures.uuid = ?", (uuid,)).fetchone()
    return Capture._make(row) if row else None


def may_read(connection: sqlite3.Connection, capture: Capture, *, user_id: int) -> bool:
    """Tell whether a capture is the user's own or shared with them."""
    if capture.owner_id == user_id:
        return True
    query = "SELECT 1 FROM shared_captures WHERE user_id = ? AND capture_id = ?"
    return connection.execute(query, (user_id, capture.id)).fetchone() is not None


def channels_of(connection: sqlite3.Connection, capture: Capture, *, user_id: int) -> list[Capture]:
    """Return the channels of a capture's recording that a user may read, by name.

    Only Digital RF has channels; a capture of another type is alone.
    """
    if capture.capture_type != "drf":
        return [capture]
    found = connection.execute(
        f"{_SELECT} WHERE capture_type = 'drf' AND top_level_dir = :directory"
        f" AND owner_id = :owner AND {_VISIBLE} ORDER BY channel, captures.id",
        {"directory": capture.top_level_dir, "owner": capture.owner_id, "user": user_id},
    )
    return [Capture._make(row) for row in found]


def visible(
    connection: sqlite3.Connection, *, user_id: int, capture_type: str | None, with_props: bool
) -> list[Capture]:
    """Return all captures a user may read, the most recently updated first.

    Args:
        connection: Where to look.
        user_id: The reader.
        capture_type: Only of this type.
        with_props: Read `capture_props` too, which is left empty otherwise: it may be long.
    """
    columns = _COLUMNS.format(props="capture_props" if with_props else "'{}'")
    found = connection.execute(
        f"SELECT {columns} FROM {_TABLES} WHERE {_VISIBLE}"  # noqa: S608 - constants
        " AND (:type IS NULL OR capture_type = :type) ORDER BY updated_at DESC, captures.id DESC",
        {"user": user_id, "type": capture_type},
    )
    return [Capture._make(row) for row in found]


def with_uuids(connection: sqlite3.Connection, uuids: Sequence[str]) -> dict[str, Capture]:
    """Return whole captures by their uuids."""
    found = connection.execute(
        f"{_SELECT} WHERE captures.uuid IN (SELECT value FROM json_each(?))",  # noqa: S608 - constant
        (json.dumps(uuids),),
    )
    rows = map(Capture._make, found)
    return {capture.uuid: capture for capture in rows}


def conflict(connection: sqlite3.Connection, new: NewCapture) -> Conflict | None:
    """Return what is in the way of a new capture of the same owner."""
    constraint, condition = _rule(new)
    row = connection.execute(
        "SELECT uuid FROM captures WHERE owner_id = :owner AND capture_type = :type"  # noqa: S608 - rules are ours
        f" AND {condition} ORDER BY id LIMIT 1",
        {
            "owner": new.owner_id,
            "type": new.capture_type,
            "directory": new.top_level_dir,
            "channel": new.channel,
            "group": new.scan_group,
        },
    ).fetchone()
    return Conflict(constraint, row[0]) if row else None


def as_new(capture: Capture) -> NewCapture:
    """Return what a stored capture was made from."""
    return NewCapture(
        uuid=capture.uuid,
        owner_id=capture.owner_id,
        capture_type=capture.capture_type,
        top_level_dir=capture.top_level_dir,
        index_name=capture.index_name,
        channel=capture.channel,
        scan_group=capture.scan_group,
        name=capture.name,
    )


def add(transaction: Transaction, new: NewCapture, indexed: Indexed) -> Capture:
    """Add a row and its files.

    Raises:
        FilesGoneError: If a file is not there any more.
    """
    moment = times.now()
    cursor = transaction.connection.execute(
        "INSERT INTO captures (uuid, owner_id, capture_type, top_level_dir, index_name, channel,"
        " scan_group, name, capture_props, search_props, created_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(new.uuid, new.owner_id, new.capture_type, new.top_level_dir, new.index_name),
            *(new.channel, new.scan_group, new.name),
            *(*_texts(indexed), moment, moment),
        ),
    )
    _link(transaction, int(cursor.lastrowid or 0), indexed)
    return _stored(transaction, new.uuid)


def index_again(transaction: Transaction, capture: Capture, indexed: Indexed) -> Capture:
    """Store the files and properties that a capture has now.

    Files outside of its directory, which were attached to it, stay with it.

    Raises:
        FilesGoneError: If a file is not there any more.
    """
    connection = transaction.connection
    first, end = files.span_beneath(capture.top_level_dir)
    connection.execute(_UNLINK_BENEATH, (capture.id, capture.owner_id, first, end))
    connection.execute(
        "UPDATE captures SET capture_props = ?, search_props = ? WHERE id = ?",
        (*_texts(indexed), capture.id),
    )
    _link(transaction, capture.id, indexed)
    return _stored(transaction, capture.uuid)


def rename(transaction: Transaction, capture: Capture, name: str) -> Capture:
    """Store a capture's new name."""
    query = "UPDATE captures SET name = ? WHERE id = ?"
    transaction.connection.execute(query, (name, capture.id))
    return capture._replace(name=name)


def remove(transaction: Transaction, capture: Capture) -> None:
    """Remove a row; its files stay."""
    transaction.connection.execute("DELETE FROM captures WHERE id = ?", (capture.id,))


def _rule(new: NewCapture) -> tuple[str, str]:
    """Return what no two captures of a type may share: the rule's name and its condition."""
    if new.capture_type == "drf":
        condition = "channel = :channel AND top_level_dir = :directory"
        return "drf_unique_channel_and_tld", condition
    if new.scan_group is not None:
        return "rh_unique_scan_group", "scan_group = :group"
    condition = "scan_group IS NULL AND top_level_dir = :directory"
    return f"{new.capture_type}_unique_tld", condition


def _link(transaction: Transaction, capture_id: int, indexed: Indexed) -> None:
    ids = json.dumps([file.id for file in indexed.files])
    linked = transaction.connection.execute(_LINK, (capture_id, ids)).rowcount
    if linked < len(indexed.files):
        raise FilesGoneError(capture_id)


def _texts(indexed: Indexed) -> tuple[str, str]:
    return json.dumps(indexed.capture_props), json.dumps(indexed.search_props)


def _stored(transaction: Transaction, uuid: str) -> Capture:
    capture = find(transaction.connection, uuid)
    if capture is None:
        raise LookupError(uuid)
    return capture
