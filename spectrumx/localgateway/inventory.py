"""What a root folder holds of one user, read without serving it, and without changing any of it.

A gateway may serve the folder meanwhile: what is read is one state of its catalogue. Where one was
cut off, SQLite finishes first what was begun: that needs a folder that can be written.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from spectrumx.localgateway import accounts, files, root_folder
from spectrumx.localgateway.accounts import User
from spectrumx.localgateway.files import File

_EVERYTHING = -1

_OWNERS = """SELECT email FROM users WHERE id IN (SELECT owner_id FROM files)
    OR id IN (SELECT owner_id FROM datasets) ORDER BY email"""
_CAPTURES = """SELECT id, capture_type, top_level_dir, channel, scan_group, name
    FROM captures WHERE owner_id = ? ORDER BY id"""
_CAPTURE_FILES = "SELECT path FROM files JOIN capture_files ON file_id = id WHERE capture_id = ?"
_DATASETS = """SELECT id, name, status, is_public, description
    FROM datasets WHERE owner_id = ? ORDER BY id"""
_DATASET_CAPTURES = "SELECT capture_id FROM dataset_captures WHERE dataset_id = ?"
_DATASET_FILES = "SELECT count(*) FROM dataset_files WHERE dataset_id = ?"


class InventoryError(RuntimeError):
    """A folder that is no gateway's, or a user it does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCapture:
    """A capture as it is stored; of a recording of several channels, one channel.

    Attributes:
        id: Its number in the folder's catalogue.
        capture_type: "drf", "rh" or "sigmf".
        top_level_dir: Inside its owner's tree, with a leading slash.
        channel: Empty where the format has none.
        scan_group: None where it has none.
        name: For people.
        paths: Of its files.
    """

    id: int
    capture_type: str
    top_level_dir: str
    channel: str
    scan_group: str | None
    name: str
    paths: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDataset:
    """A dataset as it is stored.

    Attributes:
        name: For people.
        status: "draft" or "final".
        is_public: Whether it counts as published once it is final.
        description: What is said about it, by field.
        captures: The `id` of each of its captures.
        own_files: How many files it holds besides those of its captures.
    """

    name: str
    status: str
    is_public: bool
    description: Mapping[str, object]
    captures: frozenset[int]
    own_files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """What one user has in a root folder.

    Attributes:
        email: The user.
        blobs: Folder of the contents, each under its BLAKE3 checksum.
        files: The newest version of each path, by path.
        captures: In the order they were made.
        datasets: In the order they were made.
    """

    email: str
    blobs: Path
    files: Sequence[File]
    captures: Sequence[StoredCapture]
    datasets: Sequence[StoredDataset]

    def contents_of(self, file: File) -> Path:
        """Return where a file's contents are."""
        return self.blobs / file.sum_blake3


def read(root: Path, *, email: str | None = None) -> Inventory:
    """Read what a user has in a root folder.

    Args:
        root: The folder.
        email: The user; None for the only one who has anything there.

    Raises:
        InventoryError: If the folder is no gateway's, or the user is not known or not the only one.
        ForeignFolderError: If the folder is somebody else's.
        OSError: If it cannot be read.
    """
    catalogue = root.absolute() / root_folder.CATALOGUE
    if not catalogue.exists():
        raise InventoryError(f"{root} is no gateway's folder: it holds no {catalogue.name}")
    with root_folder.explained(root):
        root_folder.prepare(root)
        return _read(root, email=email)


def _read(root: Path, *, email: str | None) -> Inventory:
    # A connection that could not write would leave the catalogue's journal behind.
    uri = root_folder.catalogue_uri(root, mode="rw")
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        user = _user(connection, root, email=email)
        return Inventory(
            email=user.email,
            blobs=root / root_folder.BLOBS,
            files=files.rows(
                connection, files.beneath("/", owner_id=user.id), limit=_EVERYTHING, offset=0
            ),
            captures=_captures(connection, user),
            datasets=_datasets(connection, user),
        )


def _user(connection: sqlite3.Connection, root: Path, *, email: str | None) -> User:
    owners = [owner for (owner,) in connection.execute(_OWNERS)]
    if email is None and len(owners) != 1:
        whose = f"files of {', '.join(owners)}: choose one of them" if owners else "nothing yet"
        raise InventoryError(f"{root} holds {whose}")
    user = accounts.with_email(connection, email or owners[0])
    if user is None:
        known = ", ".join(owners) or "nobody"
        raise InventoryError(f"{root} knows no user {email}; files are there of: {known}")
    return user


def _captures(connection: sqlite3.Connection, user: User) -> list[StoredCapture]:
    return [
        StoredCapture(
            id=number,
            capture_type=capture_type,
            top_level_dir=directory,
            channel=channel,
            scan_group=scan_group,
            name=name,
            paths=frozenset(path for (path,) in connection.execute(_CAPTURE_FILES, (number,))),
        )
        for number, capture_type, directory, channel, scan_group, name in connection.execute(
            _CAPTURES, (user.id,)
        )
    ]


def _datasets(connection: sqlite3.Connection, user: User) -> list[StoredDataset]:
    return [
        StoredDataset(
            name=name,
            status=status,
            is_public=bool(is_public),
            description=json.loads(description),
            captures=frozenset(id_ for (id_,) in connection.execute(_DATASET_CAPTURES, (number,))),
            own_files=connection.execute(_DATASET_FILES, (number,)).fetchone()[0],
        )
        for number, name, status, is_public, description in connection.execute(
            _DATASETS, (user.id,)
        )
    ]
