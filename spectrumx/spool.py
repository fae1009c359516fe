"""A mapping of any length in flat memory: beyond some thousands of items it lies on disk."""

from __future__ import annotations

import pickle
import sqlite3
import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from spectrumx.errors import LocalFileError

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

IN_MEMORY = 10_000
"""Items that stay in memory."""

_BLOCK = 500
_SCHEMA = """
CREATE TABLE item (place INTEGER PRIMARY KEY, key TEXT NOT NULL, value BLOB NOT NULL);
CREATE UNIQUE INDEX by_key ON item (key);
"""
_PUT = """
INSERT INTO item (place, key, value) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""
_GET = "SELECT value FROM item WHERE key = ?"
_WALK = f"SELECT place, value FROM item WHERE place > ? ORDER BY place LIMIT {_BLOCK}"  # noqa: S608  a constant


class Spool(Generic[K, V]):
    """Values by key, in the order they came; like a dict that nothing is taken out of.

    Up to `IN_MEMORY` items it is one. Beyond, the values lie pickled in a private temporary
    database that ends with this object; what is read from there is an equal value, not the same
    object, and changing it changes nothing here. Keys are told apart by their text. Threads may
    share it.
    """

    def __init__(self, *, in_memory: int = IN_MEMORY) -> None:
        """Make an empty one.

        Args:
            in_memory: Items up to which nothing is written to disk.
        """
        self._in_memory = in_memory
        self._recent: dict[K, V] = {}
        self._stored: sqlite3.Connection | None = None
        self._next_place = 0
        self._lock = threading.RLock()

    def __setitem__(self, key: K, value: V) -> None:
        with self._lock:
            self._recent[key] = value
            if len(self._recent) > (self._in_memory if self._stored is None else _BLOCK):
                self._store()

    def get(self, key: K) -> V | None:
        """The value at a key, None when there is none."""
        found = self._recent.get(key)
        if found is not None or self._stored is None:
            return found
        with self._lock, _on_disk():
            # Looked up again, for another thread may have stored it meanwhile.
            if key in self._recent:
                return self._recent[key]
            row = self._stored.execute(_GET, (str(key),)).fetchone()
        return None if row is None else self._read(row[0])

    def __getitem__(self, key: K) -> V:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: K) -> bool:
        return self.get(key) is not None

    def __len__(self) -> int:
        if self._stored is None:
            return len(self._recent)
        with self._lock, _on_disk():
            self._store()
            return int(self._stored.execute("SELECT count(*) FROM item").fetchone()[0])

    def __iter__(self) -> Iterator[V]:
        """Walk the values; what is added meanwhile may come or not."""
        if self._stored is None:
            yield from list(self._recent.values())
            return
        last = -1
        while rows := self._block_after(last):
            for place, value in rows:
                last = place
                yield self._read(value)

    def _block_after(self, last: int) -> list[tuple[int, bytes]]:
        with self._lock, _on_disk():
            self._store()
            assert self._stored is not None, "what is stored lies somewhere"
            return self._stored.execute(_WALK, (last,)).fetchall()

    def _read(self, stored: bytes) -> V:
        value: V = pickle.loads(stored)  # noqa: S301  written by this object, for nobody else
        return value

    def _store(self) -> None:
        with _on_disk():
            if self._stored is None:
                self._stored = _private_database()
            first = self._next_place
            self._next_place += len(self._recent)
            rows = (
                (place, str(key), pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
                for place, (key, value) in enumerate(self._recent.items(), first)
            )
            self._stored.executemany(_PUT, rows)
            self._recent = {}


def _private_database() -> sqlite3.Connection:
    # With an empty name SQLite makes a file that nobody else can open and that goes with it.
    stored = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    stored.execute("PRAGMA journal_mode = OFF")
    stored.execute("PRAGMA synchronous = OFF")
    stored.executescript(_SCHEMA)
    stored.execute("BEGIN")
    return stored


@contextmanager
def _on_disk() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as problem:
        message = f"can't keep a long list of files in the temporary folder: {problem}"
        raise LocalFileError(message) from problem
