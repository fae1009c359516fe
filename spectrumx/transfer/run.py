"""Carrying out a plan: jobs for the pump, outcomes for the report, events for whoever watches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing

from spectrumx.bulk import (
    Bulk,
    Downloaded,
    Finished,
    Job,
    NotAttempted,
    RetryLater,
    Signal,
    StartedJob,
    Uploaded,
)
from spectrumx.errors import SDSError
from spectrumx.models.ledger import Ledger
from spectrumx.models.reports import TransferReport
from spectrumx.models.transfers import Action, Outcome, Status, Step
from spectrumx.progress import (
    Advanced,
    Consumer,
    Done,
    Event,
    Failed,
    Planned,
    Planning,
    Retrying,
    Skipped,
    Started,
)

SECONDS_BETWEEN_EVENTS = 0.1

Settle = Callable[[Step, Downloaded | Uploaded | SDSError], Outcome]


class Run:
    """One transfer: planned file by file, then carried out."""

    def __init__(self, *, verb: str, consumer: Consumer) -> None:
        """Begin to plan.

        Args:
            verb: "upload" or "download".
            consumer: Takes the events.
        """
        self._verb = verb
        self._consumer = consumer
        self._began = self._told = time.monotonic()
        self._ledger = Ledger()
        self._in_hand: dict[int, Step] = {}

    def plan(self, step: Step) -> None:
        """Add what was decided on one more file."""
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
        job_for: Callable[[int, Step], Job],
        settle: Settle,
    ) -> TransferReport:
        """Do what the plan says, or in dry-run only report it.

        Args:
            bulk: Moves the contents.
            job_for: Makes the job of a step that moves, given its place in the plan.
            settle: Tells what a step came to from what its job came to.

        Returns:
            A result for every step; in dry-run, the plan.
        """
        ledger = self._ledger
        rest = len(ledger) - ledger.files
        self._consumer(Planned(verb=self._verb, files=ledger.files, size=ledger.size, skipped=rest))
        if ledger.files and not bulk.is_dry_run:
            with closing(bulk.carry(self._jobs(job_for), on_tick=self._tick)) as signals:
                for signal in signals:
                    self._take(signal, settle)
        elapsed = time.monotonic() - self._began
        return TransferReport(ledger, elapsed=elapsed, dry_run=bulk.is_dry_run)

    def _jobs(self, job_for: Callable[[int, Step], Job]) -> Iterator[Job]:
        for index, step in self._ledger.moving():
            self._in_hand[index] = step
            yield job_for(index, step)

    def _tick(self, moved: int) -> None:
        self._consumer(Advanced(moved=moved))

    def _take(self, signal: Signal, settle: Settle) -> None:
        index = signal.job.index
        match signal:
            case StartedJob():
                step = self._in_hand[index]
                self._consumer(Started(path=step.sds_path, size=step.size))
            case Finished(result=result):
                step = self._in_hand.pop(index)
                outcome = settle(step, result)
                self._ledger.settle(index, step, outcome)
                self._consumer(_event_of(step, outcome))
            case RetryLater(error=error, delay=delay):
                path = self._in_hand[index].sds_path
                self._consumer(Retrying(path=path, error=error, delay=delay))
            case NotAttempted(error=error):
                outcome = Outcome(Status.NOT_ATTEMPTED, error=error)
                self._ledger.settle(index, self._in_hand.pop(index), outcome)


def _event_of(step: Step, outcome: Outcome) -> Done | Failed | Skipped:
    if outcome.error is not None:
        return Failed(path=step.sds_path, error=outcome.error)
    if outcome.status is Status.SKIPPED:
        return Skipped(path=step.sds_path, reason=outcome.reason or step.reason)
    return Done(path=step.sds_path, size=step.size)


def fan_out(*consumers: Consumer | None) -> Consumer:
    """One consumer that hands every event to each of several."""
    present = [consumer for consumer in consumers if consumer is not None]

    def hand_on(event: Event) -> None:
        for consumer in present:
            consumer(event)

    return hand_on
