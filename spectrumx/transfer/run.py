"""Carrying out a plan: jobs for the pump, outcomes for the report, events for whoever watches."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

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

SECONDS_BETWEEN_EVENTS = 0.1

JobFor = Callable[[int, Step], Job | Outcome]
Settle = Callable[[Step, Downloaded | Uploaded | SDSError], Outcome]


class Terms(NamedTuple):
    """On what terms a transfer runs.

    Attributes:
        consumer: Takes its events.
        control: Pauses, resumes and cancels it.
        limit_rate: Bytes per second, at most; None for the client's own limit.
    """

    consumer: Consumer
    control: Control | None = None
    limit_rate: float | None = None


class Run:
    """One transfer: planned file by file, then carried out."""

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
        self._began = self._told = time.monotonic()
        self._ledger = Ledger()
        self._in_hand: dict[int, Step] = {}
        self._done_without = 0

    def plan(self, step: Step) -> None:
        """Add what was decided on one more file.

        Raises:
            TransferCancelledError: It was cancelled.
        """
        if self._terms.control is not None and self._terms.control.is_cancelled:
            raise TransferCancelledError("the transfer was cancelled while it was planned")
        self._ledger.plan(step)
        if step.action is Action.SKIP:
            self._consumer(Skipped(path=step.sds_path, reason=step.reason))
        elif step.error is not None:
            self._consumer(Failed(path=step.sds_path, error=step.error))
        now = time.monotonic()
        if now - self._told > SECONDS_BETWEEN_EVENTS:
            self._told = now
            self._consumer(Planning(verb=self._verb, files=len(self._ledger)))

    def carry_out(
        self,
        bulk: Bulk,
        *,
        job_for: JobFor,
        settle: Settle,
    ) -> TransferReport:
        """Do what the plan says, or in dry-run only report it.

        Args:
            bulk: Moves the contents.
            job_for: Makes the job of a step that moves, given its place in the plan; or tells what
                the step came to without one.
            settle: Tells what a step came to from what its job came to.

        Returns:
            A result for every step; in dry-run, the plan.
        """
        ledger = self._ledger
        rest = len(ledger) - ledger.files
        self._consumer(Planned(verb=self._verb, files=ledger.files, size=ledger.size, skipped=rest))
        if ledger.files and not bulk.is_dry_run:
            try:
                self._move(bulk, self._jobs(job_for), settle)
            except KeyboardInterrupt as interrupt:
                ledger.stop(TransferCancelledError("the transfer was interrupted"))
                _put_on(interrupt, self._report(dry_run=False))
                raise
        return self._report(dry_run=bulk.is_dry_run)

    def _report(self, *, dry_run: bool) -> TransferReport:
        elapsed = time.monotonic() - self._began
        return TransferReport(self._ledger, elapsed=elapsed, dry_run=dry_run)

    def _move(self, bulk: Bulk, jobs: Iterator[Job], settle: Settle) -> None:
        terms, interrupt = self._terms, None
        control = terms.control or Control()
        signals = bulk.carry(jobs, on_tick=self._tick, control=control, limit_rate=terms.limit_rate)
        with closing(signals):
            for signal in signals:
                if interrupt is not None and isinstance(signal, NotAttempted):
                    break  # there may be very many
                try:
                    self._take(signal, settle)
                except KeyboardInterrupt as problem:
                    interrupt = problem
                    control.cancel()
        if interrupt is not None:
            raise interrupt

    def _jobs(self, job_for: JobFor) -> Iterator[Job]:
        for index, step in self._ledger.moving():
            job = job_for(index, step)
            if isinstance(job, Outcome):
                self._done_without += step.size
                self._settle(index, step, job)
            else:
                self._in_hand[index] = step
                yield job

    def _tick(self, moved: int) -> None:
        self._consumer(Advanced(moved=self._done_without + moved))

    def _settle(self, index: int, step: Step, outcome: Outcome) -> None:
        self._ledger.settle(index, step, outcome)
        self._consumer(_event_of(step, outcome))

    def _take(self, signal: Signal, settle: Settle) -> None:
        index = signal.job.index
        match signal:
            case StartedJob():
                step = self._in_hand[index]
                self._consumer(Started(path=step.sds_path, size=step.size))
            case Finished(result=result):
                step = self._in_hand.pop(index)
                self._settle(index, step, settle(step, result))
            case RetryLater(error=error, delay=delay):
                path = self._in_hand[index].sds_path
                self._consumer(Retrying(path=path, error=error, delay=delay))
            case NotAttempted(error=error):
                outcome = Outcome(Status.NOT_ATTEMPTED, error=error)
                self._ledger.settle(index, self._in_hand.pop(index), outcome)


def _put_on(interrupt: KeyboardInterrupt, report: TransferReport) -> None:
    interrupt.report = report  # type: ignore[attr-defined]  # as errors of the SDK have it
    interrupt.add_note(f"{report!r}: what arrived stays, and the same call goes on from there")


def _event_of(step: Step, outcome: Outcome) -> Done | Failed | Skipped:
    if outcome.error is not None:
        return Failed(path=step.sds_path, error=outcome.error)
    if outcome.status is Status.SKIPPED:
        return Skipped(path=step.sds_path, reason=outcome.reason or step.reason)
    return Done(path=step.sds_path, size=step.size)
