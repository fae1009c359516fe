"""Carrying out a plan: jobs for the pump, outcomes for the report, events for whoever watches."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

from spectrumx.bulk import (
    Bulk,
    Control,
    Downloaded,
    Finished,
    Job,
    NotAttempted,
    RetryLater,
    Signal,
    StartedJob,
    Uploaded,
)
from spectrumx.errors import InvalidRequestError, SDSError, TransferCancelledError
from spectrumx.models.ledger import Ledger
from spectrumx.models.reports import TransferReport
from spectrumx.models.transfers import Action, Outcome, Status, Step
from spectrumx.progress import (
    Advanced,
    Consumer,
    Done,
    Failed,
    Planned,
    Planning,
    Retrying,
    Skipped,
    Started,
)

log = logging.getLogger(__name__)

T = TypeVar("T")

SECONDS_BETWEEN_EVENTS = 0.1

JobFor = Callable[[int, Step], Job]
Link = Callable[[Step], Outcome | None]
Settle = Callable[[Step, Downloaded | Uploaded | SDSError], Outcome]


class Terms(NamedTuple):
    """On what terms a transfer runs.

    Attributes:
        consumer: Takes its events.
        control: Pauses, resumes and cancels it.
        limit_rate: Bytes per second, at most; None for no limit.
    """

    consumer: Consumer
    control: Control | None = None
    limit_rate: float | None = None


class Run:
    """One transfer: planned file by file, then carried out.

    In a `with` statement, which puts the report so far on what interrupts or cancels it.
    """

    def __init__(self, *, verb: str, terms: Terms) -> None:
        """Begin to plan.

        Args:
            verb: "upload" or "download".
            terms: On what terms it runs.

        Raises:
            InvalidRequestError: `limit_rate` is no positive number.
        """
        rate = terms.limit_rate
        if rate is not None and not (isinstance(rate, int | float) and 0 < rate < math.inf):
            raise InvalidRequestError(f"limit_rate is bytes per second, more than 0, not {rate!r}")
        self._verb = verb
        self._terms = terms
        self._consumer = terms.consumer
        self._control = terms.control or Control()
        self._began = self._told = time.monotonic()
        self._ledger = Ledger()
        self._in_hand: dict[int, Step] = {}
        self._linked_bytes = 0
        self._stopped_by: SDSError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            self.stop(TransferCancelledError("the transfer was interrupted"))
            error.report = self.report(dry_run=False)  # type: ignore[attr-defined]  # as errors of the SDK have it
            error.add_note("files that arrived stay, and the same call does the rest")
        elif isinstance(error, TransferCancelledError):
            self.stop(error)
            error.report = self.report(dry_run=False)

    def until_cancelled(self, items: Iterable[T]) -> Iterator[T]:
        """Walk what is looked at for the plan.

        Raises:
            TransferCancelledError: It was cancelled.
        """
        for item in items:
            self.stop_if_cancelled()
            yield item

    def stop_if_cancelled(self) -> None:
        """Let the planning end when it was cancelled.

        Raises:
            TransferCancelledError: It was.
        """
        if self._control.is_cancelled:
            raise TransferCancelledError("the transfer was cancelled while it was planned")

    def plan(self, step: Step) -> None:
        """Add what was decided on one more file."""
        self._ledger.plan(step)
        if step.action is Action.SKIP:
            self._consumer(Skipped(path=step.sds_path, reason=step.reason))
        elif step.error is not None:
            self._consumer(_failed(step, step.error))
        now = time.monotonic()
        if now - self._told > SECONDS_BETWEEN_EVENTS:
            self._told = now
            self._consumer(Planning(verb=self._verb, files=len(self._ledger)))

    def carry_out(
        self, bulk: Bulk, *, job_for: JobFor, settle: Settle, link: Link | None = None
    ) -> TransferReport:
        """Do what the plan says, or in dry-run only report it.

        Args:
            bulk: Moves the contents.
            job_for: Makes the job of a step that moves, given its place in the plan.
            settle: Tells what a step came to from what its job came to.
            link: Tells what a large file came to if it need not move, None if it has to.

        Returns:
            A result for every step; in dry-run, the plan.

        Raises:
            KeyboardInterrupt: It was interrupted.
        """
        self.announce()
        if self._ledger.files and not bulk.is_dry_run:
            if link is not None:
                self._link(link)
            self._move(bulk, self._jobs(job_for), settle)
        return self.report(dry_run=bulk.is_dry_run)

    def announce(self) -> None:
        """Tell that the plan stands."""
        ledger = self._ledger
        skipped = ledger.counts()[Status.SKIPPED]
        self._consumer(
            Planned(verb=self._verb, files=ledger.files, size=ledger.size, skipped=skipped)
        )

    def moving(self) -> Iterator[tuple[int, Step]]:
        """The steps that move, each with its place in the plan, the large files' first."""
        return self._ledger.moving()

    def settle(self, index: int, step: Step, outcome: Outcome) -> None:
        """Note what a step came to, and tell.

        Args:
            index: Its place in the plan.
            step: What was decided.
            outcome: How it ended; in dry-run, how it would.
        """
        self._ledger.settle(index, step, outcome)
        if outcome.status is not Status.PLANNED:
            self._consumer(_event_of(step, outcome))

    def tick(self, moved: int) -> None:
        """Tell how many bytes moved so far, besides those of linked files."""
        self._consumer(Advanced(moved=self._linked_bytes + moved))

    def stop(self, reason: SDSError) -> None:
        """Note that what is not settled will not be attempted."""
        self._ledger.stop(reason)

    def report(self, *, dry_run: bool) -> TransferReport:
        """Report every step; in dry-run, the plan."""
        elapsed = time.monotonic() - self._began
        return TransferReport(self._ledger, elapsed=elapsed, dry_run=dry_run)

    def _link(self, link: Link) -> None:
        """Do without moving large files where that can be, before anything moves."""
        for index, step in self._ledger.large():
            while self._control.is_paused and not self._control.is_cancelled:
                time.sleep(SECONDS_BETWEEN_EVENTS)
            if self._control.is_cancelled:
                return
            try:
                outcome = link(step)
            except SDSError as problem:
                # Whoever can't be asked is not asked again; moving finds out what is wrong.
                log.debug("%s and others are sent, not linked: %s", step.sds_path, problem)
                return
            if outcome is not None:
                self._linked_bytes += step.size
                self.settle(index, step, outcome)
                self.tick(0)

    def _move(self, bulk: Bulk, jobs: Iterator[Job], settle: Settle) -> None:
        interrupt: KeyboardInterrupt | None = None
        signals = bulk.carry(
            jobs, on_tick=self.tick, control=self._control, limit_rate=self._terms.limit_rate
        )
        with closing(signals):
            for signal in signals:
                try:
                    self._take(signal, settle)
                except KeyboardInterrupt as problem:
                    interrupt = problem
                    self._control.cancel()
        if interrupt is not None:
            raise interrupt
        if self._stopped_by is not None:
            self.stop(self._stopped_by)

    def _jobs(self, job_for: JobFor) -> Iterator[Job]:
        for index, step in self._ledger.moving():
            if self._stopped_by is not None:
                return  # all that is left is noted at once
            self._in_hand[index] = step
            yield job_for(index, step)

    def _take(self, signal: Signal, settle: Settle) -> None:
        index = signal.job.index
        step = self._in_hand[index]
        match signal:
            case StartedJob():
                self._consumer(Started(path=step.sds_path, size=step.size))
            case Finished(result=result):
                self.settle(index, step, settle(step, result))
                del self._in_hand[index]
            case RetryLater(error=error, delay=delay):
                self._consumer(Retrying(path=step.sds_path, error=error, delay=delay))
            case NotAttempted(error=error):
                self._stopped_by = error


def _event_of(step: Step, outcome: Outcome) -> Done | Failed | Skipped:
    if outcome.error is not None:
        return _failed(step, outcome.error)
    if outcome.status is Status.SKIPPED:
        return Skipped(path=step.sds_path, reason=outcome.reason or step.reason, size=step.size)
    stored = outcome.file or step.file
    return Done(
        path=step.sds_path,
        size=step.size,
        status=outcome.status,
        action=outcome.action or step.action,
        reason=outcome.reason or step.reason,
        verified=outcome.verified,
        uuid=stored.uuid if stored else None,
    )


def _failed(step: Step, error: SDSError) -> Failed:
    return Failed(
        path=step.sds_path, error=error, size=step.size, action=step.action, reason=step.reason
    )
