"""The catalogue in SQLite: one reading connection per thread, one thread that writes.

Changes that arrive while another is being committed share the next transaction, so that the
disk is waited for once per batch and no writer ever finds the database locked.
"""

import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from spectrumx.localgateway.schema import TABLES, VERSION

T = TypeVar("T")

_BATCH = 256


class NewerDatabaseError(RuntimeError):
    """The catalogue was laid out by a newer release."""


@dataclass
class Transaction:
    """What a change may do: SQL now, and steps around the commit.

    Attributes:
        connection: The writing connection, inside the transaction.
        before_commit: Steps that must succeed before the commit, each done once per batch.
        after_commit: Steps that are done once the change is durable.
    """

    connection: sqlite3.Connection
    before_commit: set[Callable[[], None]] = field(default_factory=set)
    after_commit: list[Callable[[], None]] = field(default_factory=list)


class _Job(Generic[T]):
    """A change waiting for its turn, and the future of its outcome."""

    def __init__(self, change: Callable[[Transaction], T]) -> None:
        self._change = change
        self._value: T
        self._error: Exception | None = None
        self.future: Future[T] = Future()

    def attempt(self, transaction: Transaction) -> None:
        """Carry the change out; a change that fails takes back only itself."""
        own = Transaction(transaction.connection)
        own.connection.execute("SAVEPOINT change")
        try:
            self._value = self._change(own)
        except Exception as error:
            if not own.connection.in_transaction:  # SQLite took back all of it, as for a full disk
                raise
            self._error = error
            own.connection.execute("ROLLBACK TO change")
        else:
            transaction.before_commit |= own.before_commit
            transaction.after_commit += own.after_commit
        own.connection.execute("RELEASE change")

    def settle(self) -> None:
        """Give the outcome to whoever waits for it."""
        if self._error is None:
            self.future.set_result(self._value)
        else:
            self.future.set_exception(self._error)


class Database:
    """The catalogue of one gateway."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.local()
        self._jobs: queue.SimpleQueue[_Job[object] | None] = queue.SimpleQueue()
        self._connection = _connect(path)
        _lay_out(self._connection)
        self._writer = threading.Thread(target=self._write_until_closed, name="catalogue-writer")
        self._writer.start()

    def read(self) -> sqlite3.Connection:
        """Return this thread's connection, which can only read."""
        if not hasattr(self._threads, "connection"):
            self._threads.connection = _connect(self._path)
            self._threads.connection.execute("PRAGMA query_only = ON")
        connection: sqlite3.Connection = self._threads.connection
        return connection

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose queries all see the same state."""
        connection = self.read()
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("COMMIT")

    def write(self, change: Callable[[Transaction], T]) -> T:
        """Carry out a change and return its value once it is on disk.

        Raises:
            Exception: What the change itself raised, in which case nothing of it is kept.
        """
        job = _Job(change)
        self._jobs.put(job)  # type: ignore[arg-type]  # the queue holds jobs of every value
        return job.future.result()

    def close(self) -> None:
        """Finish the changes that wait and close the writing connection."""
        self._jobs.put(None)
        self._writer.join()
        self._connection.close()

    def _write_until_closed(self) -> None:
        while job := self._jobs.get():
            batch = [job]
            while len(batch) < _BATCH and not self._jobs.empty():
                following = self._jobs.get()
                if following is None:
                    self._commit(batch)
                    return
                batch.append(following)
            self._commit(batch)

    def _commit(self, batch: list[_Job[object]]) -> None:
        try:
            self._commit_together(batch)
        except Exception as error:  # noqa: BLE001 - every waiting thread has to learn of it
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            for job in batch:
                job.future.set_exception(error)
        else:
            for job in batch:
                job.settle()

    def _commit_together(self, batch: list[_Job[object]]) -> None:
        transaction = Transaction(self._connection)
        self._connection.execute("BEGIN IMMEDIATE")
        for job in batch:
            job.attempt(transaction)
        for step in transaction.before_commit:
            step()
        self._connection.execute("COMMIT")
        for step in transaction.after_commit:
            step()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA busy_timeout = 10000")
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL waits for the disk at every commit: what was acknowledged survives a power cut too.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _lay_out(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise NewerDatabaseError(
            f"the catalogue has layout {version}, this release knows up to {VERSION}: "
            "use the release of spectrumx that wrote it, or a newer one"
        )
    if version == 0:
        connection.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
