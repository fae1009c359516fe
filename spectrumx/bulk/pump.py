"""The pump: runs jobs on lanes, repeats what is worth repeating, stops when nothing can work.

Everything here happens on one thread of its own. It takes jobs from a `Feed` and answers with
signals, both plain deques, so that no file costs a hand-over between threads.
"""

from __future__ import annotations

import errno
import heapq
import time

from spectrumx.bulk.curl import Lane, Lanes
from spectrumx.bulk.feed import FEED_LOW, Feed
from spectrumx.bulk.jobs import Finished, Job, NotAttempted, RetryLater, StartedJob
from spectrumx.errors import (
    AuthError,
    LocalFileError,
    PermissionDeniedError,
    SDSError,
    UnreachableError,
)
from spectrumx.retry import RetryPolicy, asks_everyone_to_wait

MAX_BYTES_IN_FLIGHT = 512 * 1024 * 1024
"""The gateway reads whole files into its memory: more at the same time would swamp it."""

_LONGEST_WAIT = 0.1
_DISK_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


class Pump:
    """One run of jobs over lanes."""

    def __init__(self, lanes: Lanes, feed: Feed, *, policy: RetryPolicy) -> None:
        self._lanes = lanes
        self._feed = feed
        self._policy = policy
        self._waiting: list[tuple[float, int, Job, int, SDSError | None]] = []
        self._hold_until = 0.0
        self._in_flight = 0
        self._settled = 0

    @property
    def moved(self) -> int:
        """Bytes of files moved so far, those of running transfers included."""
        return self._settled + self._lanes.moved

    def run(self) -> None:
        """Work until the feed is closed and everything is settled, or a stop is asked for."""
        feed = self._feed
        try:
            while not feed.stop and self._has_work():
                self._start_what_may_start()
                self._settle_what_ended()
            self._settle_the_rest()
        except BaseException as fault:  # noqa: BLE001  raised again on the caller's thread
            feed.fault = fault
        finally:
            self._lanes.abandon()
            feed.ended.set()
            feed.news.set()

    def _has_work(self) -> bool:
        if self._lanes.live:
            return True
        if self._feed.fatal is not None:
            return False
        return bool(self._feed.jobs or self._waiting or not self._feed.closed)

    def _start_what_may_start(self) -> None:
        while self._feed.fatal is None and self._lanes.has_room and (found := self._next_job()):
            job, attempt = found
            self._in_flight += job.size
            try:
                started = self._lanes.start(job, attempt)
            except SDSError as error:
                self._settle(job, attempt, error)
                continue
            if not started:
                self._put_back(job, attempt)
                return
            if attempt == 1:
                self._feed.signals.append(StartedJob(job))

    def _next_job(self) -> tuple[Job, int] | None:
        now = time.monotonic()
        if now < self._hold_until:
            return None
        if self._waiting and self._waiting[0][0] <= now:
            if not self._fits(self._waiting[0][2]):
                return None
            _, _, job, attempt, _ = heapq.heappop(self._waiting)
            return job, attempt
        jobs = self._feed.jobs
        if not jobs or not self._fits(jobs[0]):
            return None
        job = jobs.popleft()
        if len(jobs) == FEED_LOW:
            self._feed.news.set()
        return job, 1

    def _put_back(self, job: Job, attempt: int) -> None:
        self._in_flight -= job.size
        later = time.monotonic() + _LONGEST_WAIT
        heapq.heappush(self._waiting, (later, job.index, job, attempt, None))

    def _fits(self, job: Job) -> bool:
        return not self._in_flight or self._in_flight + job.size <= MAX_BYTES_IN_FLIGHT

    def _settle_what_ended(self) -> None:
        if self._lanes.live:
            for lane, error in self._lanes.ended(self._patience()):
                self._settle_lane(lane, error)
        elif self._feed.fatal is None and not self._feed.jobs:
            self._feed.news.set()
            self._feed.more.wait(self._patience())
            self._feed.more.clear()
        elif time.monotonic() < self._hold_until:
            self._feed.more.wait(self._patience())

    def _patience(self) -> float:
        due = [self._hold_until] if self._feed.jobs else []
        due += [self._waiting[0][0]] if self._waiting else []
        left = min(due, default=0.0) - time.monotonic()
        return min(left, _LONGEST_WAIT) if left > 0 else _LONGEST_WAIT

    def _settle_lane(self, lane: Lane, error: SDSError | None) -> None:
        task = lane.task
        assert task is not None, "a lane that ended still holds its task"
        if error is not None:
            self._settle(task.job, lane.attempt, error)
            return
        try:
            result = lane.finish()
        except SDSError as problem:
            self._settle(task.job, lane.attempt, problem)
            return
        self._in_flight -= task.job.size
        self._settled += task.moved
        self._feed.signals.append(Finished(task.job, result))

    def _settle(self, job: Job, attempt: int, error: SDSError) -> None:
        self._in_flight -= job.size
        error.attempts = attempt
        delay = None if self._feed.fatal else self._policy.delay_after(error, attempt)
        if delay is None:
            self._feed.signals.append(Finished(job, error))
            if self._feed.fatal is None and concerns_everything(error):
                self._feed.fatal = error
            return
        due = time.monotonic() + delay
        if asks_everyone_to_wait(error):
            self._hold_until = max(self._hold_until, due)
        heapq.heappush(self._waiting, (due, job.index, job, attempt + 1, error))
        self._feed.signals.append(RetryLater(job, error, delay))

    def _settle_the_rest(self) -> None:
        for _, _, job, _, error in sorted(self._waiting, key=lambda entry: entry[1]):
            if error is not None:
                self._feed.signals.append(Finished(job, error))
            elif self._feed.fatal is not None:
                self._feed.signals.append(NotAttempted(job, self._feed.fatal))
        self._waiting.clear()


def concerns_everything(error: SDSError) -> bool:
    """Tell whether an error that is final for one file would meet every other one too."""
    if isinstance(error, LocalFileError):
        return error.errno in _DISK_FULL
    if isinstance(error, PermissionDeniedError):
        return False
    return isinstance(error, AuthError | UnreachableError)
