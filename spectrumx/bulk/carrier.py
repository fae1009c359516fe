"""Carries jobs: the caller's side of the pump."""

from __future__ import annotations

import itertools
import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING

from spectrumx.bulk.feed import FEED_HIGH, Feed
from spectrumx.bulk.jobs import Job, NotAttempted, Signal
from spectrumx.connection import Connection
from spectrumx.dryrun import DryRun
from spectrumx.errors import DryRunError
from spectrumx.retry import RetryPolicy

if TYPE_CHECKING:
    from spectrumx.bulk.curl import Lanes

SECONDS_BETWEEN_TICKS = 0.1


class Bulk:
    """Moves file contents to and from one gateway; connections are kept between runs."""

    def __init__(
        self, connection: Connection, *, workers: int, policy: RetryPolicy, dry_run: DryRun
    ) -> None:
        self._connection = connection
        self._workers = workers
        self._policy = policy
        self._dry_run = dry_run
        # By process: a forked one must neither use nor free its parent's connections.
        self._rested: dict[int, list[Lanes]] = {}

    @property
    def is_dry_run(self) -> bool:
        """Whether nothing may be moved."""
        return self._dry_run.on

    def carry(
        self, jobs: Iterable[Job], *, on_tick: Callable[[int], None]
    ) -> Generator[Signal, None, None]:
        """Do the jobs on a thread of its own, and tell what happens.

        Args:
            jobs: Taken as they are needed, on the caller's thread.
            on_tick: Called on the caller's thread with the bytes moved so far, at most ten times
                a second and once at the end.

        Yields:
            Signals; each job gets exactly one `Finished` or `NotAttempted`.

        Raises:
            DryRunError: Dry-run is on.
            AuthError: There is no token.
        """
        if self._dry_run.on:  # every job is a change, here or there
            raise DryRunError("dry-run: no file contents are moved")
        self._connection.authorization  # noqa: B018  raises where there is no token
        # Imported when contents move: loading libcurl takes 30 ms that other uses need not pay.
        from spectrumx.bulk.pump import Pump  # noqa: PLC0415

        lanes = self._borrow()
        feed = Feed()
        pump = Pump(lanes, feed, policy=self._policy)
        threading.Thread(target=pump.run, name="spectrumx-pump", daemon=True).start()
        try:
            yield from _converse(iter(jobs), feed, lambda: on_tick(pump.moved))
        finally:
            feed.stop = True
            feed.more.set()
            feed.ended.wait()
            self._mine.append(lanes)
        if feed.fault is not None:
            raise feed.fault

    def close(self) -> None:
        """Close the connections of this process that are at rest."""
        while (lanes := self._take_rested()) is not None:
            lanes.close()

    @property
    def _mine(self) -> list[Lanes]:
        return self._rested.setdefault(os.getpid(), [])

    def _take_rested(self) -> Lanes | None:
        try:
            return self._mine.pop()
        except IndexError:
            return None

    def _borrow(self) -> Lanes:
        rested = self._take_rested()
        if rested is not None:
            return rested
        from spectrumx.bulk.curl import Lanes  # noqa: PLC0415  as in carry()

        return Lanes(self._connection, self._workers)


def _converse(jobs: Iterator[Job], feed: Feed, tick: Callable[[], None]) -> Iterator[Signal]:
    while not feed.ended.is_set():
        _top_up(jobs, feed)
        feed.news.wait(SECONDS_BETWEEN_TICKS)
        feed.news.clear()
        yield from _drain(feed.signals)
        tick()
    yield from _drain(feed.signals)
    tick()
    if feed.fatal is not None:
        for job in itertools.chain(feed.jobs, jobs):
            yield NotAttempted(job, feed.fatal)


def _top_up(jobs: Iterator[Job], feed: Feed) -> None:
    wanted = FEED_HIGH - len(feed.jobs)
    if feed.closed or wanted <= 0:
        return
    taken = list(itertools.islice(jobs, wanted))
    feed.jobs.extend(taken)
    feed.closed = len(taken) < wanted
    feed.more.set()


def _drain(signals: deque[Signal]) -> Iterator[Signal]:
    while signals:
        yield signals.popleft()
