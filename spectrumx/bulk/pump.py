"""The pump: runs jobs on lanes, repeats what is worth repeating, stops when nothing can work.

Everything here happens on one thread of its own. It takes jobs from a `Feed` and answers with
signals, both plain deques, so that no file costs a hand-over between threads.
"""

from __future__ import annotations

import logging

from spectrumx.bulk.curl import Lane, Lanes
from spectrumx.bulk.feed import FEED_LOW, Feed
from spectrumx.bulk.jobs import Finished, NotAttempted, RetryLater, StartedJob
from spectrumx.bulk.schedule import Attempt, Schedule
from spectrumx.control import Control
from spectrumx.disk import is_out_of_descriptors
from spectrumx.errors import SDSError, TransferCancelledError, UnreachableError
from spectrumx.retry import RetryPolicy, asks_everyone_to_wait, concerns_everything

log = logging.getLogger(__name__)

_LONGEST_WAIT = 0.1
_WAIT_FOR_FIRST_JOBS = 0.01


class Pump:
    """One run of jobs over lanes."""

    def __init__(self, lanes: Lanes, feed: Feed, *, policy: RetryPolicy, control: Control) -> None:
        self._lanes = lanes
        self._feed = feed
        self._policy = policy
        self._control = control
        self._schedule = Schedule(feed, lanes=lanes.count)
        self._at_once = lanes.count
        self._alone: Attempt | None = None
        self._settled = 0

    @property
    def moved(self) -> int:
        """Bytes of files that are where they should be, those of running transfers included."""
        return self._settled + self._lanes.moved

    def run(self) -> None:
        """Work until the feed is closed and everything is settled, or a stop is asked for."""
        feed = self._feed
        try:
            while not feed.stop and self._has_work():
                if self._control.is_cancelled:
                    self._cancel()
                    break
                self._start_what_may_start()
                self._settle_what_ended()
            self._settle_the_rest()
        except BaseException as fault:  # noqa: BLE001  raised again on the caller's thread
            feed.fault = fault
        finally:
            self._end()

    def _end(self) -> None:
        """Break off what still runs and let the caller go, whatever happens."""
        feed = self._feed
        try:
            self._lanes.abandon()
        except BaseException as fault:  # noqa: BLE001  as in run()
            feed.fault = feed.fault or fault
        finally:
            feed.ended.set()
            feed.news.set()

    def _has_work(self) -> bool:
        if self._lanes.live:
            return True
        if self._feed.fatal is not None:
            return False
        return self._schedule.has_any or not self._feed.closed

    def _start_what_may_start(self) -> None:
        feed, lanes = self._feed, self._lanes
        while feed.fatal is None and lanes.live < self._at_once and lanes.may_move:
            attempt = self._schedule.next()
            if attempt is None:
                return
            if len(feed.small) == FEED_LOW:
                feed.news.set()
            self._alone = attempt if self._at_once == 1 else None
            self._start(attempt)

    def _start(self, attempt: Attempt) -> None:
        try:
            self._lanes.start(attempt)
        except SDSError as error:
            self._schedule.ended(attempt.job)
            self._repeat_or_settle(attempt, error)
        else:
            if attempt.number == 1 and attempt.error is None:
                self._feed.signals.append(StartedJob(attempt.job))

    def _settle_what_ended(self) -> None:
        if self._lanes.live:
            for lane, error in self._lanes.ended(self._patience()):
                self._settle_lane(lane, error)
        elif self._feed.fatal is None:
            self._feed.news.set()
            self._feed.more.wait(self._patience())
            self._feed.more.clear()

    def _patience(self) -> float:
        """How long to wait, in seconds, when nothing happens."""
        longest = _LONGEST_WAIT
        if self._lanes.live and not self._feed.closed and not self._schedule.has_any:
            longest = _WAIT_FOR_FIRST_JOBS
        left = self._schedule.seconds_left()
        return min(left, longest) if left else longest

    def _settle_lane(self, lane: Lane, error: SDSError | None) -> None:
        attempt, task = lane.attempt, lane.task
        assert attempt is not None, "a lane that ended still holds its attempt"
        assert task is not None, "and its task"
        self._schedule.ended(attempt.job)
        if error is None:
            try:
                result = lane.finish()
            except SDSError as problem:
                error = problem
            else:
                self._settled += task.moved
                self._feed.signals.append(Finished(attempt.job, result))
                return
        if task.starts_over:
            again = Attempt(attempt.job, attempt.number, error)
            self._schedule.later(again, delay=0)
        else:
            self._repeat_or_settle(attempt, error)

    def _repeat_or_settle(self, attempt: Attempt, error: SDSError) -> None:
        if attempt is not self._alone and is_out_of_descriptors(error):
            # No more at once than there are descriptors for: fewer each time, so that it ends.
            # Of several that fail together none is given up: each may find what another gave back.
            self._at_once = max(min(self._lanes.live, self._at_once - 1), 1)
            self._lanes.free_descriptors()
            self._schedule.later(attempt, delay=0)
        else:
            self._settle_failed(attempt, error)

    def _settle_failed(self, attempt: Attempt, error: SDSError) -> None:
        feed, job = self._feed, attempt.job
        error.attempts = attempt.number
        delay = None if feed.fatal else self._policy.delay_after(error, attempt.number)
        if delay is None:
            feed.signals.append(Finished(job, error))
            if feed.fatal is None and concerns_everything(error):
                feed.fatal = error
            return
        log.info("trying again in %.1f s: %s", delay, error)
        if asks_everyone_to_wait(error):
            self._schedule.hold(delay)
        self._schedule.later(Attempt(job, attempt.number + 1, error), delay=delay)
        feed.signals.append(RetryLater(job, error, delay))

    def _cancel(self) -> None:
        feed = self._feed
        feed.fatal = cancelled = TransferCancelledError("the transfer was cancelled")
        undone = [attempt.job for attempt in self._schedule.give_up()]
        feed.signals.extend(NotAttempted(job, cancelled) for job in self._lanes.abandon() + undone)

    def _settle_the_rest(self) -> None:
        for attempt in self._schedule.give_up():
            error, fatal = attempt.error, self._feed.fatal
            if fatal is not None and (error is None or isinstance(error, UnreachableError)):
                self._feed.signals.append(NotAttempted(attempt.job, fatal))
            elif error is not None:
                self._feed.signals.append(Finished(attempt.job, error))
