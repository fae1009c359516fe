"""Carries jobs: the caller's side of the pump."""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING

from spectrumx.bulk.feed import Feed
from spectrumx.bulk.jobs import Job, NotAttempted, Signal
from spectrumx.bulk.pace import Pace
from spectrumx.bulk.partial import remove_leftovers
from spectrumx.connection import Connection
from spectrumx.control import Control
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
        self,
        jobs: Iterable[Job],
        *,
        on_tick: Callable[[int], None],
        control: Control | None = None,
        limit_rate: float | None = None,
    ) -> Generator[Signal, None, None]:
        """Do the jobs on a thread of its own, and tell what happens.

        Args:
            jobs: Taken as they are needed, on the caller's thread.
            on_tick: Called on the caller's thread with the bytes moved so far, about ten times a
                second and once at the end. They include what an earlier attempt had left, as soon
                as its file is begun, and decrease where that turns out to be of no use.
            control: Pauses, resumes and cancels it.
            limit_rate: Bytes per second, all transfers together; None for no limit.

        Yields:
            Signals; each job gets exactly one `Finished` or `NotAttempted`, the latter with a
            `TransferCancelledError` where it was cancelled.

        Raises:
            DryRunError: Dry-run is on.
            AuthError: There is no token.
            KeyboardInterrupt: It was interrupted while it waited; what had ended was told first,
                and what is left gets no signal.
        """
        if self._dry_run.on:  # every job is a change, here or there
            raise DryRunError("dry-run: no file contents are moved")
        self._connection.authorization  # noqa: B018  raises where there is no token
        # Imported when contents move: loading libcurl takes 30 ms that other uses need not pay.
        from spectrumx.bulk.pump import Pump  # noqa: PLC0415

        control = control or Control()
        lanes = self._borrow()
        lanes.begin_run(Pace(control, limit_rate=limit_rate))
        feed = Feed()
        pump = Pump(lanes, feed, policy=self._policy, control=control)
        threading.Thread(target=pump.run, name="spectrumx-pump", daemon=True).start()
        try:
            yield from _converse(iter(jobs), feed, control, lambda: on_tick(pump.moved))
        finally:
            feed.stop = True
            feed.more.set()
            feed.ended.wait()
            self._mine.append(lanes)
        if feed.fault is not None:
            raise feed.fault

    def remove_leftovers(self, found: Iterable[tuple[str, list[str]]]) -> None:
        """Remove unfinished downloads beside finished files; in dry-run do nothing.

        Args:
            found: Each finished file, and the names of its unfinished downloads.
        """
        if self._dry_run.on:
            return
        for target, names in found:
            remove_leftovers(target, names)

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


def _converse(
    jobs: Iterator[Job], feed: Feed, control: Control, tick: Callable[[], None]
) -> Iterator[Signal]:
    interrupt: KeyboardInterrupt | None = None
    while not feed.ended.is_set():
        try:
            _top_up(jobs, feed)
            if feed.closed or feed.is_full:
                feed.news.wait(SECONDS_BETWEEN_TICKS)
                feed.news.clear()
        except KeyboardInterrupt as problem:
            # What has ended by now is still told.
            interrupt = problem
            control.cancel()
        yield from _drain(feed.signals)
        tick()
    yield from _drain(feed.signals)
    tick()
    if interrupt is not None:
        raise interrupt
    if feed.fatal is not None:
        for job in itertools.chain(feed.large, feed.small, jobs):
            yield NotAttempted(job, feed.fatal)


def _top_up(jobs: Iterator[Job], feed: Feed) -> None:
    """Hand on jobs until there are enough, for as long as the caller may be left alone."""
    until = time.monotonic() + SECONDS_BETWEEN_TICKS
    while not (feed.closed or feed.is_full or feed.ended.is_set()):
        job = next(jobs, None)
        if job is None:
            feed.closed = True
        else:
            feed.put(job)
        if not feed.more.is_set():
            feed.more.set()
        if time.monotonic() > until:
            break


def _drain(signals: deque[Signal]) -> Iterator[Signal]:
    while signals:
        yield signals.popleft()
