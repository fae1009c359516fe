"""The rows of files: looking up, listing, adding, changing, removing.

Of several versions at one path, the row made last is the newest; it is marked as such with every
change, so that a listing by path is one walk along an index.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import uuid4

from spectrumx.localgateway import times
from spectrumx.localgateway.database import Transaction

_LIFETIME = 730 * 24 * 3600 * 1_000_000
_COLUMNS = """files.id, files.uuid, files.owner_id, users.email, users.name, files.directory,
    files.name, files.media_type, files.permissions, files.size, files.sum_blake3,
    files.created_at, files.updated_at, files.expiration_date, files.is_public"""
_SELECT = f"SELECT {_COLUMNS} FROM files JOIN users ON users.id = files.owner_id"  # noqa: S608 - constant


class File(NamedTuple):
    """A file as stored: `directory` is relative to its owner's tree, times in microseconds."""

    id: int
    uuid: str
    owner_id: int
    owner_email: str
    owner_name: str
    directory: str
    name: str
    media_type: str
    permissions: str
    size: int
    sum_blake3: str
    created_at: int
    updated_at: int
    expiration_date: int
    is_public: int


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """What a new row is made from."""

    owner_id: int
    directory: str
    name: str
    media_type: str
    permissions: str
    size: int
    sum_blake3: str
    expiration_date: int | None = None


class Selection(NamedTuple):
    """Some files in some order: the rest of a SELECT, and its values."""

    condition: str
    values: tuple[str | int, ...]
    order: str


def path_of(directory: str, name: str) -> str:
    """Return the path of a name in a directory."""
    return f"{directory.rstrip('/')}/{name}"


def find(connection: sqlite3.Connection, uuid: str) -> File | None:
    """Return the file with this uuid, in its dashed form."""
    return _one(connection, "files.uuid = ?", (uuid,))


def at_place(
    connection: sqlite3.Connection, *, owner_id: int, directory: str, name: str, sum_blake3: str
) -> File | None:
    """Return the file with these contents at this path."""
    return _one(
        connection,
        "files.owner_id = ? AND path = ? AND sum_blake3 = ?",
        (owner_id, path_of(directory, name), sum_blake3),
    )


def newest_at(
    connection: sqlite3.Connection, *, owner_id: int, directory: str, name: str
) -> File | None:
    """Return the newest version of the file at this path."""
    return _one(
        connection,
        "files.owner_id = ? AND path = ? AND is_newest",
        (owner_id, path_of(directory, name)),
    )


def with_contents(connection: sqlite3.Connection, sum_blake3: str, *, owner_id: int) -> File | None:
    """Return the last file of a user with these contents."""
    return _one(
        connection,
        "sum_blake3 = ? AND files.owner_id = ? ORDER BY files.id DESC LIMIT 1",
        (sum_blake3, owner_id),
    )


def are_contents_used(connection: sqlite3.Connection, sum_blake3: str) -> bool:
    """Tell whether any file has these contents."""
    query = "SELECT 1 FROM files WHERE sum_blake3 = ? LIMIT 1"
    return connection.execute(query, (sum_blake3,)).fetchone() is not None


def may_read(connection: sqlite3.Connection, file: File, *, user_id: int) -> bool:
    """Tell whether a file is the user's own or shared with them."""
    if file.owner_id == user_id:
        return True
    query = "SELECT 1 FROM shared_files WHERE user_id = ? AND file_id = ?"
    return connection.execute(query, (user_id, file.id)).fetchone() is not None


def accessible(user_id: int, *, scrambled: bool) -> Selection:
    """Select every version of every file a user may read, in the order they came.

    Args:
        user_id: The reader.
        scrambled: In no useful order instead.
    """
    return Selection(
        "(+files.owner_id = ? OR files.id IN (SELECT file_id FROM shared_files WHERE user_id = ?))",
        (user_id, user_id),
        "files.uuid" if scrambled else "files.id",
    )


def at_path(path: str, *, owner_id: int) -> Selection:
    """Select the newest version at one path of a user's tree."""
    return Selection("files.owner_id = ? AND is_newest AND path = ?", (owner_id, path), "path")


def beneath(directory: str, *, owner_id: int) -> Selection:
    """Select the newest versions of the files anywhere under a directory, by path."""
    return Selection(
        "files.owner_id = ? AND is_newest AND path >= ? AND path < ?",
        (owner_id, *span_beneath(directory)),
        "path",
    )


def span_beneath(directory: str) -> tuple[str, str]:
    """Return the ends of the span, the second excluded, of all paths under a directory."""
    first = directory.rstrip("/") + "/"
    return first, first[:-1] + chr(ord("/") + 1)


def beneath_prefix(prefix: str, *, owner_id: int) -> Selection:
    """Select the newest versions of the files whose directory begins with a string, by path."""
    return Selection(
        "files.owner_id = ? AND is_newest AND substr(directory, 1, ?) = ?",
        (owner_id, len(prefix), prefix),
        "path",
    )


def between(selection: Selection, *, start: int, end: int) -> Selection:
    """Narrow a selection's Digital RF data files to a time span; other files stay.

    Args:
        selection: What to narrow.
        start: The first start of a file that stays, in Unix milliseconds.
        end: The last one.
    """
    return Selection(
        f"{selection.condition} AND (rf_milliseconds IS NULL OR rf_milliseconds BETWEEN ? AND ?)",
        (*selection.values, start, end),
        selection.order,
    )


def has_rf_data(connection: sqlite3.Connection, selection: Selection) -> bool:
    """Tell whether a Digital RF data file is among the selected."""
    condition = f"{selection.condition} AND rf_milliseconds IS NOT NULL"
    query = f"SELECT 1 FROM files WHERE {condition} LIMIT 1"  # noqa: S608 - conditions are ours
    return connection.execute(query, selection.values).fetchone() is not None


def count(connection: sqlite3.Connection, selection: Selection) -> int:
    """Count the selected files."""
    query = f"SELECT count(*) FROM files WHERE {selection.condition}"  # noqa: S608 - conditions are ours
    number: int = connection.execute(query, selection.values).fetchone()[0]
    return number


def rows(
    connection: sqlite3.Connection, selection: Selection, *, limit: int, offset: int
) -> list[File]:
    """Return a stretch of the selected files."""
    query = f"{_SELECT} WHERE {selection.condition} ORDER BY {selection.order} LIMIT ? OFFSET ?"
    found = connection.execute(query, (*selection.values, limit, offset))
    return [File._make(row) for row in found]


def add(transaction: Transaction, new: NewFile) -> File:
    """Add a row for contents that are in their place."""
    moment, uuid = times.now(), str(uuid4())
    expiration = moment + _LIFETIME if new.expiration_date is None else new.expiration_date
    transaction.connection.execute(
        "INSERT INTO files (uuid, owner_id, directory, name, media_type, permissions, size,"
        " sum_blake3, created_at, updated_at, expiration_date, rf_milliseconds)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(uuid, new.owner_id, new.directory, new.name, new.media_type, new.permissions),
            *(new.size, new.sum_blake3, moment, moment, expiration),
            times.rf_milliseconds(new.name),
        ),
    )
    _mark_newest(transaction, new.directory, new.name, owner_id=new.owner_id)
    return _stored(transaction.connection, uuid)


def change(transaction: Transaction, old: File, new: File) -> File:
    """Store the new directory, name, permissions and media type of a file."""
    transaction.connection.execute(
        "UPDATE files SET directory = ?, name = ?, permissions = ?, media_type = ?,"
        " rf_milliseconds = ?, updated_at = ? WHERE id = ?",
        (
            *(new.directory, new.name, new.permissions, new.media_type),
            *(times.rf_milliseconds(new.name), times.now(), old.id),
        ),
    )
    _mark_newest(transaction, old.directory, old.name, owner_id=old.owner_id)
    _mark_newest(transaction, new.directory, new.name, owner_id=old.owner_id)
    return _stored(transaction.connection, old.uuid)


def remove(transaction: Transaction, file: File) -> None:
    """Remove a row; its contents are the caller's to collect."""
    transaction.connection.execute("DELETE FROM files WHERE id = ?", (file.id,))
    _mark_newest(transaction, file.directory, file.name, owner_id=file.owner_id)


def _mark_newest(transaction: Transaction, directory: str, name: str, *, owner_id: int) -> None:
    transaction.connection.execute(
        "UPDATE files SET is_newest = (id = (SELECT max(id) FROM files"
        " WHERE owner_id = :owner AND path = :path)) WHERE owner_id = :owner AND path = :path",
        {"owner": owner_id, "path": path_of(directory, name)},
    )


def _stored(connection: sqlite3.Connection, uuid: str) -> File:
    file = find(connection, uuid)
    if file is None:
        raise LookupError(uuid)
    return file


def _one(
    connection: sqlite3.Connection, condition: str, values: Sequence[str | int]
) -> File | None:
    row = connection.execute(f"{_SELECT} WHERE {condition}", values).fetchone()
    return File._make(row) if row else None
