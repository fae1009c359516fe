"""Which job is next: decided on what waits and what runs.

Large files go over few lanes and begin early, so that the last of them isn't waited for alone;
small ones use the other lanes meanwhile. In an outage no more is begun than can be repeated.
"""

from __future__ import annotations

import heapq
import time
from collections import deque
from dataclasses import dataclass

from spectrumx.bulk.feed import Feed
from spectrumx.bulk.jobs import Job
from spectrumx.errors import SDSError
from spectrumx.models.ledger import LARGE_FILE

MAX_BYTES_IN_FLIGHT = 512 * 1024 * 1024
"""The gateway reads whole files into its memory: more at the same time would swamp it."""

LARGEST_WEIGHT = MAX_BYTES_IN_FLIGHT * 3 // 4
"""Bytes that large files may take of those at most, together; one that is larger counts as this."""

LARGE_AT_ONCE = 4


@dataclass(slots=True)
class Attempt:
    """A job and how often it was begun.

    Attributes:
        job: What to do.
        number: Which attempt it is, from 1.
        error: How the one before failed, if there was one.
    """

    job: Job
    number: int = 1
    error: SDSError | None = None


class Schedule:
    """What waits to be begun, and how much runs."""

    def __init__(self, feed: Feed, *, lanes: int) -> None:
        """Begin with nothing running.

        Args:
            feed: Where the jobs come from.
            lanes: How many transfers there may be at the same time.
        """
        self._small = _Line(feed.small)
        self._large = _Line(feed.large)
        self._lanes = lanes
        self._hold_until = 0.0
        self._large_running = 0
        self._large_weight = self._small_weight = 0

    @property
    def has_any(self) -> bool:
        """Whether anything waits, now or for later."""
        return bool(self._small or self._large)

    def next(self) -> Attempt | None:
        """Take what is to be begun now, and count it among what runs."""
        now = time.monotonic()
        if now < self._hold_until:
            return None
        new = self._small.waiting + self._large.waiting < self._lanes
        if self._large.has_due(now, new=new) and self._large_may_begin(self._large.first(now).size):
            attempt = self._large.take(now)
            self._large_running += 1
            self._large_weight += _weight(attempt.job)
            return attempt
        if self._small.has_due(now, new=new) and self._small_may_begin(self._small.first(now).size):
            attempt = self._small.take(now)
            self._small_weight += attempt.job.size
            return attempt
        return None

    def ended(self, job: Job) -> None:
        """Count a job no more among what runs."""
        if job.size >= LARGE_FILE:
            self._large_running -= 1
            self._large_weight -= _weight(job)
        else:
            self._small_weight -= job.size

    def later(self, attempt: Attempt, *, delay: float) -> None:
        """Put an attempt off by so many seconds."""
        line = self._large if attempt.job.size >= LARGE_FILE else self._small
        line.put_off(attempt, until=time.monotonic() + delay)

    def hold(self, seconds: float) -> None:
        """Begin nothing for a while."""
        self._hold_until = max(self._hold_until, time.monotonic() + seconds)

    def seconds_left(self) -> float:
        """How long nothing will be due; 0 when time changes nothing."""
        now = time.monotonic()
        if now < self._hold_until:
            return self._hold_until - now
        due = min(self._small.next_due, self._large.next_due)
        return 0.0 if due == float("inf") else max(due - now, 0.0)

    def give_up(self) -> list[Attempt]:
        """Take out all that was put off, in the order of the jobs."""
        given_up = self._small.empty() + self._large.empty()
        return sorted(given_up, key=lambda attempt: attempt.job.index)

    def _large_may_begin(self, size: int) -> bool:
        at_once = self._lanes // 2 if self._small else self._lanes
        if self._large_running >= min(max(at_once, 1), LARGE_AT_ONCE):
            return False
        return not self._large_running or self._large_weight + size <= LARGEST_WEIGHT

    def _small_may_begin(self, size: int) -> bool:
        running = self._small_weight + self._large_weight
        return not running or running + size <= MAX_BYTES_IN_FLIGHT


class _Line:
    """Jobs of one kind: new ones in their order, and those put off."""

    def __init__(self, new: deque[Job]) -> None:
        self._new = new
        self._put_off: list[tuple[float, int, Attempt]] = []

    def __bool__(self) -> bool:
        return bool(self._new or self._put_off)

    @property
    def next_due(self) -> float:
        return self._put_off[0][0] if self._put_off else float("inf")

    @property
    def waiting(self) -> int:
        return len(self._put_off)

    def has_due(self, now: float, *, new: bool) -> bool:
        return bool(new and self._new) or self.next_due <= now

    def first(self, now: float) -> Job:
        return self._put_off[0][2].job if self.next_due <= now else self._new[0]

    def take(self, now: float) -> Attempt:
        if self.next_due <= now:
            return heapq.heappop(self._put_off)[2]
        return Attempt(self._new.popleft())

    def put_off(self, attempt: Attempt, *, until: float) -> None:
        heapq.heappush(self._put_off, (until, attempt.job.index, attempt))

    def empty(self) -> list[Attempt]:
        put_off, self._put_off = self._put_off, []
        return [attempt for _, _, attempt in put_off]


def _weight(job: Job) -> int:
    return min(job.size, LARGEST_WEIGHT)
