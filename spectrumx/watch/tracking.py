"""The files below a watched folder: what is known of each, in flat memory."""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Self

from spectrumx.errors import temporary_folder_error
from spectrumx.watch.settling import Tracked

_SCHEMA = """
CREATE TABLE file (
    relative BLOB PRIMARY KEY,
    signature TEXT NOT NULL,
    due REAL,
    tries INTEGER NOT NULL,
    refused INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX waiting ON file (due, relative) WHERE due IS NOT NULL;
CREATE INDEX failed ON file (tries) WHERE due IS NOT NULL AND tries > 0;
CREATE INDEX refused ON file (refused) WHERE refused;
"""
_GET = "SELECT signature, due, tries, refused FROM file WHERE relative = ?"
_PUT = "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)"
_REMOVE = "DELETE FROM file WHERE relative = ?"
_REMOVE_BELOW = "DELETE FROM file WHERE relative > ? AND relative < ?"
_FILES = "SELECT relative FROM file WHERE relative > ? ORDER BY relative LIMIT 1000"
_DUE = """
SELECT due, relative FROM file WHERE (due, relative) > (?, ?) AND due <= ?
ORDER BY due, relative LIMIT 1000
"""
_SETTLE_BY = "UPDATE file SET due = ? WHERE due > ? AND tries = 0"
_FIRST_DUE = "SELECT min(due) FROM file WHERE due IS NOT NULL"
_LAST_DUE = "SELECT max(due) FROM file WHERE due IS NOT NULL"
_SOME_WAITING = "SELECT relative FROM file WHERE due IS NOT NULL ORDER BY due LIMIT 3"
_WAITING = "SELECT count(*) FROM file WHERE due IS NOT NULL"
_REFUSED = "SELECT count(*) FROM file WHERE refused"
_IS_OWED = """
SELECT EXISTS (SELECT 1 FROM file WHERE due <= ?)
OR EXISTS (SELECT 1 FROM file WHERE due IS NOT NULL AND tries > 0)
"""

# With an empty name SQLite makes a file that nobody else can open and that goes with it. Up to
# 64 MiB, some 400,000 files, nothing is written there: recordings may have filled the disk.
_OPEN = f"""
PRAGMA journal_mode = OFF;
PRAGMA cache_size = -65536;
{_SCHEMA}
BEGIN;
"""


class Tracking:
    """What is known of each file, by its path below the folder.

    Used by one thread at a time, in a `with` statement; it may be changed while it is walked. What
    it can't keep for want of room in the temporary folder is a LocalFileError.
    """

    def __init__(self) -> None:
        self._table = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._table.executescript(_OPEN)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._table.close()

    def get(self, relative: str) -> Tracked | None:
        """What is known of a file, None when it is new."""
        for row in self._ask(_GET, os.fsencode(relative)):
            return Tracked(row[0], row[1], row[2], refused=bool(row[3]))
        return None

    def put(self, relative: str, known: Tracked) -> None:
        """Note what is known of a file."""
        values = known.signature, known.due, known.tries, known.refused
        self._ask(_PUT, os.fsencode(relative), *values)

    def change(self, relative: str, becomes: Callable[[Tracked], Tracked]) -> None:
        """Note what became of a file that was to be sent.

        Args:
            relative: Its path.
            becomes: What is known of it then, from what was.
        """
        known = self.get(relative)
        assert known is not None, "only known files are sent"
        self.put(relative, becomes(known))

    def remove(self, relative: str) -> None:
        """Forget a file, or all that is in a folder, whose path ends with `/`."""
        name = os.fsencode(relative)
        if name.endswith(b"/"):
            self._ask(_REMOVE_BELOW, name, name[:-1] + b"0")  # 0 comes next to /
        else:
            self._ask(_REMOVE, name)

    def settle_by(self, moment: float) -> None:
        """Let no file that has not failed wait beyond a time by the watch's clock."""
        self._ask(_SETTLE_BY, moment, moment)

    def files(self) -> Iterator[str]:
        """Walk the paths of all files, in their order."""
        last = b""
        while rows := self._ask(_FILES, last):
            for (last,) in rows:
                yield os.fsdecode(last)

    def due(self, now: float, *, since: float) -> Iterator[str]:
        """Walk the paths of the files that are to be sent by now.

        Args:
            now: By the watch's clock, in seconds.
            since: By the same; first come those that are to be sent since then, and only then the
                others, which wait longer.
        """
        yield from self._due_within(since, now)
        yield from self._due_within(-1.0, since)

    def first_due(self) -> float | None:
        """When the next file is to be sent, by the watch's clock; None when none is."""
        moment: float | None = self._ask(_FIRST_DUE)[0][0]
        return moment

    def last_due(self) -> float | None:
        """When the last file is to be sent, by the watch's clock; None when none is."""
        moment: float | None = self._ask(_LAST_DUE)[0][0]
        return moment

    def some_waiting(self) -> list[str]:
        """The paths of a few files that are to be sent, now or later."""
        return [os.fsdecode(name) for (name,) in self._ask(_SOME_WAITING)]

    @property
    def waiting(self) -> int:
        """How many files are to be sent, now or later."""
        return self._count(_WAITING)

    @property
    def refused(self) -> int:
        """How many files can't be sent as they are."""
        return self._count(_REFUSED)

    def is_owed(self, until: float) -> bool:
        """Whether a file is to be sent until a time by the watch's clock, or failed before."""
        return bool(self._ask(_IS_OWED, until)[0][0])

    def _due_within(self, after: float, until: float) -> Iterator[str]:
        last = math.nextafter(after, math.inf), b""
        while rows := self._ask(_DUE, *last, until):
            for last in rows:
                yield os.fsdecode(last[1])

    def _count(self, query: str) -> int:
        return int(self._ask(query)[0][0])

    def _ask(self, query: str, *values: str | bytes | float | None) -> list[Any]:
        try:
            return self._table.execute(query, values).fetchall()
        except sqlite3.Error as problem:
            raise temporary_folder_error(problem) from problem
