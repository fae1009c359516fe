"""A mapping of any length in flat memory: beyond some thousands of items it lies on disk."""

from __future__ import annotations

import itertools
import pickle
import sqlite3
import threading
from collections.abc import Callable, Collection, Hashable, Iterator
from typing import Any, Generic, TypeVar
from uuid import UUID

from spectrumx.errors import temporary_folder_error

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

IN_MEMORY = 10_000
"""Items that stay in memory."""

_BLOCK = 400
"""Items written or read together."""

_CACHE_KIB = 8192
"""Of the database in memory; keys come in any order, and each page read again costs much."""

_PUT = "INSERT OR REPLACE INTO item VALUES {}"
_GET = "SELECT key, value FROM item WHERE key IN ({})"
_WALK = "SELECT key, value FROM item {} ORDER BY key LIMIT ?"


class Spool(Generic[K, V]):
    """Values by key, walked in the order of keys; like a dict that nothing is taken out of.

    Up to `IN_MEMORY` items it is one. Beyond, the values lie pickled in a private temporary
    database that ends with this object; what is read from there is an equal value, not the same
    object. Keys are whole numbers, UUIDs, or values told apart by their text. Threads may share it.
    """

    def __init__(
        self,
        *,
        pack: Callable[[V], object] | None = None,
        unpack: Callable[[Any], V] | None = None,
    ) -> None:
        """Make an empty one.

        Args:
            pack: Makes of a value what pickles faster.
            unpack: Makes the value of that again.
        """
        self._pack = pack
        self._unpack = unpack
        self._recent: dict[K, V] = {}
        self._stored: sqlite3.Connection | None = None
        self._lock = threading.RLock()

    def __setitem__(self, key: K, value: V) -> None:
        with self._lock:
            self._recent[key] = value
            if len(self._recent) > (IN_MEMORY if self._stored is None else _BLOCK):
                self._store()

    def get(self, key: K) -> V | None:
        """The value at a key, None when there is none."""
        found = self._recent.get(key)
        if found is not None or self._stored is None:
            return found
        return self.among([key]).get(key)

    def among(self, keys: Collection[K]) -> dict[K, V]:
        """The values at those of some keys that there are; quicker than to ask for each.

        Args:
            keys: Not more than a few hundred.
        """
        with self._lock:
            found = {key: self._recent[key] for key in keys if key in self._recent}
            if self._stored is None or len(found) == len(keys):
                return found
            stored = {_stored_key(key): key for key in keys if key not in found}
            rows = self._ask(_GET.format(", ".join("?" * len(stored))), *stored)
        return found | {stored[name]: self._read(value) for name, value in rows}

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
        with self._lock:
            self._store()
            return int(self._ask("SELECT count(*) FROM item")[0][0])

    def __iter__(self) -> Iterator[V]:
        """Walk the values; what is added meanwhile may come or not."""
        if self._stored is None:
            yield from [self._recent[key] for key in sorted(self._recent, key=_stored_key)]
            return
        rows = self._block()
        while rows:
            for _, value in rows:
                yield self._read(value)
            rows = self._block(rows[-1][0])

    def __del__(self) -> None:
        # A connection refers to itself, so that it would stay open until the next collection.
        if self._stored is not None:
            self._stored.close()

    def _block(self, *after: int | bytes) -> list[tuple[int | bytes, bytes]]:
        with self._lock:
            self._store()
            return self._ask(_WALK.format("WHERE key > ?" if after else ""), *after, _BLOCK)

    def _ask(self, query: str, *values: int | bytes) -> list[Any]:
        assert self._stored is not None, "what is asked for lies somewhere"
        try:
            return self._stored.execute(query, values).fetchall()
        except sqlite3.Error as problem:
            raise temporary_folder_error(problem) from problem

    def _store(self) -> None:
        items = iter(self._recent.items())
        try:
            if self._stored is None:
                self._stored = _private_database()
            # Row by row, every one would let go of the interpreter and have to win it back.
            while block := list(itertools.islice(items, _BLOCK)):
                rows = itertools.chain(
                    *((_stored_key(key), self._packed(value)) for key, value in block)
                )
                self._stored.execute(_PUT.format(", ".join(["(?, ?)"] * len(block))), list(rows))
        except sqlite3.Error as problem:
            raise temporary_folder_error(problem) from problem
        self._recent = {}

    def _packed(self, value: V) -> int | bytes:
        plain = value if self._pack is None else self._pack(value)
        # A whole number of a database has 64 bits, which a count will not need.
        return plain if type(plain) is int else pickle.dumps(plain, pickle.HIGHEST_PROTOCOL)

    def _read(self, stored: Any) -> V:  # noqa: ANN401  what `_packed` made, so what unpack takes
        plain: Any = stored if type(stored) is int else pickle.loads(stored)  # noqa: S301  our own
        return plain if self._unpack is None else self._unpack(plain)


def _stored_key(key: Hashable) -> int | bytes:
    if isinstance(key, int):
        return key
    # Names of local files may be no valid Unicode, which a database's text has to be.
    return key.bytes if isinstance(key, UUID) else str(key).encode("utf-8", "surrogatepass")


def _private_database() -> sqlite3.Connection:
    # With an empty name SQLite makes a file that nobody else can open and that goes with it.
    stored = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    stored.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    stored.execute("PRAGMA journal_mode = OFF")
    stored.execute("PRAGMA synchronous = OFF")
    stored.execute("CREATE TABLE item (key PRIMARY KEY, value NOT NULL) WITHOUT ROWID")
    stored.execute("BEGIN")
    return stored
