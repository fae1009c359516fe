"""The root folder of a gateway: whether it may be used, told before anything in it is touched."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

CATALOGUE = "catalogue.sqlite3"
INCOMING = "incoming"
BLOBS = "blobs"
LOCK = "lock"

_TABLES = {"users", "tokens", "files"}
# What a start leaves that was cut off before the catalogue had its tables,
# besides empty folders.
_BEGUN = {LOCK, CATALOGUE, *(CATALOGUE + ending for ending in ("-journal", "-wal", "-shm"))}


class ForeignFolderError(RuntimeError):
    """A folder with something in it that is not a gateway's, or not all of it."""


def prepare(root: Path) -> None:
    """Make a root folder where it is not there; refuse one that is somebody else's.

    Raises:
        ForeignFolderError: If it is not empty and holds no gateway's catalogue.
        OSError: If it cannot be read or made.
    """
    if root.exists():
        _check(root.absolute())
    root.mkdir(mode=0o700, parents=True, exist_ok=True)


def catalogue_uri(root: Path, *, mode: str) -> str:
    """Return the URI of a root folder's catalogue.

    Args:
        root: The folder.
        mode: How SQLite opens it: "ro" or "rw". Where nothing may be written, a catalogue that
            was closed well is opened as one that cannot change.
    """
    catalogue = root.absolute() / CATALOGUE
    is_closed = not catalogue.with_name(f"{CATALOGUE}-wal").exists()
    if is_closed and not os.access(root, os.W_OK):
        mode = "ro&immutable=1"
    return f"{catalogue.as_uri()}?mode={mode}"


@contextmanager
def explained(root: Path) -> Iterator[None]:
    """Turn what the disk or SQLite says of a root folder into one sentence.

    Raises:
        OSError: If the folder cannot be used.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise OSError(
            f"cannot use the folder {root} ({reason}): mend that, or choose another folder"
        ) from None


def _check(root: Path) -> None:
    names = {entry.name for entry in root.iterdir() if not _may_be_begun(entry)}
    tables = _tables(root) if (root / CATALOGUE).exists() else set()
    if tables.issuperset(_TABLES):
        return
    if tables:
        raise ForeignFolderError(
            f"{root / CATALOGUE} is not the catalogue of a gateway: choose another folder"
        )
    if BLOBS in names:
        raise ForeignFolderError(
            f"{root} holds the folder {BLOBS} without the catalogue that tells what it contains: "
            f"put {CATALOGUE} back, or choose another folder"
        )
    if names:
        raise ForeignFolderError(
            f"{root} holds {min(names)!r}, which is not a gateway's: "
            "choose an empty folder, or one that is not there yet"
        )


def _may_be_begun(entry: Path) -> bool:
    if entry.name in {BLOBS, INCOMING}:
        return entry.is_dir() and not any(entry.iterdir())
    return entry.name in _BEGUN


def _tables(root: Path) -> set[str]:
    try:
        with closing(sqlite3.connect(catalogue_uri(root, mode="ro"), uri=True)) as connection:
            return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise ForeignFolderError(
            f"{root / CATALOGUE} is not the catalogue of a gateway ({error}): choose another folder"
        ) from None
