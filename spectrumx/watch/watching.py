"""A watch at work: look, send, rest, until it is told to stop."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from spectrumx import paths
from spectrumx.errors import SDSError, SDSWarning
from spectrumx.models.transfers import Action
from spectrumx.notices import notify
from spectrumx.progress import Consumer, Event, Failed, Retrying
from spectrumx.watch.looking import Looking
from spectrumx.watch.noticing import Notices
from spectrumx.watch.scans import Scans
from spectrumx.watch.sending import Destination, Sending
from spectrumx.watch.settling import ends_the_watch, pause_after
from spectrumx.watch.tracking import Tracking

log = logging.getLogger(__name__)

SECONDS_BETWEEN_ROUNDS = 0.1
"""What happens within them is dealt with together."""

SECONDS_BETWEEN_COUNTS = 1.0
"""Counting a million files takes a tenth of one."""


SECONDS_FOR_THE_FOLDER = 60.0
"""How long a stop waits for a folder that is away, as when its disk is taken out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchCounts:
    """How far a watch is.

    Attributes:
        sent: Files sent so far; one that changed counts again.
        bytes: Bytes of these.
        there: Files so far whose contents the gateway had already.
        failed: Files that can't be sent as they are.
        waiting: Files that are not finished, or not sent yet.
    """

    sent: int
    bytes: int
    there: int
    failed: int
    waiting: int


@dataclass(slots=True)
class Orders:
    """What a watch is told, by whoever started it.

    Attributes:
        wake: There is something to do, or another order.
        drain: Send what is there now, and stop.
        break_off: Stop at once.
    """

    wake: threading.Event = field(default_factory=threading.Event)
    drain: bool = False
    break_off: bool = False


class _BrokenOffError(Exception):
    """The watch was told to stop at once."""


class Watching:
    """The work of one watch, done on one thread."""

    def __init__(
        self,
        folder: Path,
        *,
        include: tuple[str, ...],
        exclude: tuple[str, ...],
        settle: float,
        destination: Destination,
        consumer: Consumer,
    ) -> None:
        """Prepare; nothing is looked at but what is to be left out.

        Args:
            folder: What to watch.
            include: gitignore-style patterns; when there are any, a file must match one.
            exclude: gitignore-style patterns of what is left out.
            settle: Seconds that a file has to stay as it is before it counts as finished.
            destination: Where files go.
            consumer: Takes the events.

        Raises:
            LocalFileError: The `.sdsignore` can't be read.
            InvalidRequestError: A pattern is malformed.
        """
        self.orders = Orders()
        self._settle = settle
        self._destination = destination
        self._sds_path = paths.normalise(destination.sds_path)
        self._hand_on = consumer
        self._tracking = Tracking()
        self._looking = Looking(
            folder, include=include, exclude=exclude, settle=settle, tracking=self._tracking
        )
        self._sending = Sending(destination, tracking=self._tracking, consumer=self._consume)
        self._notices = Notices(folder, wake=self.orders.wake)
        self._scans = Scans(lambda: self._looking.scan(clock=time.monotonic), pause=settle)
        self._hold_until = 0.0
        self._holds = 0
        self._is_draining = False
        self._drain_until: float | None = None
        self._has_waited_once_more = False
        self._seen = 0.0
        self._failed = self._waiting = 0
        self._next_count = 0.0

    @property
    def counts(self) -> WatchCounts:
        """How far it is; what failed as of the last round, and what waits as of a second before."""
        return WatchCounts(
            sent=self._sending.sent,
            bytes=self._sending.bytes,
            there=self._sending.there,
            failed=self._failed,
            waiting=self._waiting,
        )

    def run(self) -> None:
        """Work until told to stop.

        Raises:
            AuthError: The token is not accepted.
            InvalidRequestError: The SDS path is not accepted.
        """
        with self._tracking, self._notices:
            try:
                while not self._is_over():
                    self._rest()
                    self._look()
                    self._send()
                    self._count_now_and_then()
            except _BrokenOffError:
                log.debug("broken off")
            finally:
                self._count()
            if self._waiting:
                self._tell_what_is_left()

    def _is_over(self) -> bool:
        if self.orders.break_off:
            return True
        if self._drain_until is None:
            return False
        if self._destination.bulk.is_dry_run or self._is_lost():
            return True
        return not (self._tracking.is_owed(self._drain_until) or self._waits_once_more())

    def _is_lost(self) -> bool:
        """Tell whether the folder has been away for too long to wait for it."""
        now = time.monotonic()
        if not self._looking.is_away:
            self._seen = now
        return now - self._seen > SECONDS_FOR_THE_FOLDER

    def _waits_once_more(self) -> bool:
        """Let what changed since the last scan settle; once, for some files change without end."""
        latest = self._tracking.last_due()
        if latest is None or self._has_waited_once_more:
            return False
        self._has_waited_once_more, self._drain_until = True, latest
        return True

    def _rest(self) -> None:
        if not self._scans.is_going:
            due = self._tracking.first_due()
            moments = [] if due is None else [max(due, self._hold_until)]
            if self._drain_until is None:
                moments.append(self._scans.next)
            self.orders.wake.wait(max(0.0, min(moments) - time.monotonic()))
            self.orders.wake.clear()
        time.sleep(SECONDS_BETWEEN_ROUNDS)

    def _look(self) -> None:
        if self._drain_until is not None:  # what comes now comes too late
            return
        if self.orders.drain and not self._is_draining:
            self._is_draining = True
            self._scans.begin_anew()
        try:
            is_scanned = self._scans.advance()
            self._looking.take(self._notices.take(), now=time.monotonic())
        except SDSError as problem:
            if self._is_draining:
                raise
            log.warning("can't look for what changed: %s", problem)
        else:
            if is_scanned:
                self._settle_by(time.monotonic() + self._settle)

    def _settle_by(self, moment: float) -> None:
        """Take in that everything was looked at."""
        self._tracking.settle_by(moment)
        if self._is_draining:
            self._drain_until, self._seen = moment, time.monotonic()
        for found in self._looking.new_problems():
            assert found.error is not None, "what is left out on purpose is no problem"
            self._sending.refuse(
                Failed(
                    path=paths.join(self._sds_path, found.relative),
                    error=found.error,
                    action=Action.FAIL,
                    reason=found.reason,
                )
            )

    def _send(self) -> None:
        now = time.monotonic()
        if now < self._hold_until or self._destination.bulk.is_dry_run:
            return
        try:
            self._sending.send(self._looking.finished(now=now), clock=time.monotonic)
        except SDSError as error:
            if ends_the_watch(error):
                raise
            self._hold(error)
        else:
            self._holds = 0

    def _hold(self, error: SDSError) -> None:
        pause = pause_after(error, self._holds)
        self._holds += 1
        self._hold_until = time.monotonic() + pause
        log.warning("nothing can be sent; trying again in %.1f s: %s", pause, error)
        self._consume(Retrying(path=self._sds_path, error=error, delay=pause))

    def _tell_what_is_left(self) -> None:
        if self.orders.break_off or self._destination.bulk.is_dry_run:
            log.warning("the watch ends with %d files not sent", self._waiting)
            return
        some = [paths.join(self._sds_path, each) for each in self._tracking.some_waiting()]
        more = f" and {self._waiting - len(some)} more" if self._waiting > len(some) else ""
        notify(
            f"the watch ends before {', '.join(some)}{more} could be sent, unfinished or not to be "
            "read; another watch or an upload sends what is left",
            SDSWarning,
        )

    def _count_now_and_then(self) -> None:
        self._failed = self._tracking.refused + self._looking.problems
        if time.monotonic() > self._next_count:
            self._count()
            self._next_count = time.monotonic() + SECONDS_BETWEEN_COUNTS

    def _count(self) -> None:
        self._waiting = self._tracking.waiting
        self._failed = self._tracking.refused + self._looking.problems

    def _consume(self, event: Event) -> None:
        if self.orders.break_off:
            raise _BrokenOffError
        self._hand_on(event)
