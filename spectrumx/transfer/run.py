"""Carrying out a plan: jobs for the pump, results for the report, events for whoever watches."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
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
from spectrumx.models.transfers import Action, FileResult, Status, Step, TransferReport, planned
from spectrumx.progress import (
    Advanced,
    Consumer,
    Done,
    Event,
    Failed,
    Planned,
    Retrying,
    Skipped,
    Started,
)
from spectrumx.transfer.plan import totals

Settle = Callable[[Step, Downloaded | Uploaded | SDSError], FileResult]


class Run:
    """One plan being carried out."""

    def __init__(
        self, steps: Sequence[Step], *, verb: str, consumer: Consumer, began: float
    ) -> None:
        """Prepare.

        Args:
            steps: The plan.
            verb: "upload" or "download".
            consumer: Takes the events.
            began: When planning began, by `time.monotonic`.
        """
        self._steps = steps
        self._verb = verb
        self._consumer = consumer
        self._began = began
        self._results: list[FileResult | None] = [None] * len(steps)

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
            job_for: Makes the job of a step that moves, given its index.
            settle: Makes the result of a step from what its job came to.

        Returns:
            A result for every step; in dry-run, the plan.
        """
        self._announce()
        if bulk.is_dry_run:
            return self._report(planned(self._steps), dry_run=True)
        jobs = (job_for(index, step) for index, step in enumerate(self._steps) if step.moves)
        if any(step.moves for step in self._steps):
            signals = bulk.carry(jobs, on_tick=self._tick)
            with closing(signals):
                for signal in signals:
                    self._take(signal, settle)
        return self._report(self._settled(), dry_run=False)

    def _announce(self) -> None:
        files, size, rest = totals(self._steps)
        self._consumer(Planned(verb=self._verb, files=files, size=size, skipped=rest))
        for step in self._steps:
            if step.action == Action.SKIP:
                self._consumer(Skipped(path=step.sds_path, reason=step.reason))
            elif step.error is not None:
                self._consumer(Failed(path=step.sds_path, error=step.error))

    def _tick(self, moved: int) -> None:
        self._consumer(Advanced(moved=moved))

    def _take(self, signal: Signal, settle: Settle) -> None:
        step = self._steps[signal.job.index]
        match signal:
            case StartedJob():
                self._consumer(Started(path=step.sds_path, size=step.size))
            case RetryLater(error=error, delay=delay):
                self._consumer(Retrying(path=step.sds_path, error=error, delay=delay))
            case NotAttempted(error=error):
                result = FileResult(step, Status.NOT_ATTEMPTED, error=error)
                self._results[signal.job.index] = result
            case Finished(result=outcome):
                result = settle(step, outcome)
                self._results[signal.job.index] = result
                self._consumer(_event_of(result))

    def _settled(self) -> list[FileResult]:
        settled: list[FileResult] = []
        for done, standing in zip(self._results, planned(self._steps), strict=True):
            assert done is not None or standing.status != Status.PLANNED, "every job is settled"
            settled.append(standing if done is None else done)
        return settled

    def _report(self, results: list[FileResult], *, dry_run: bool) -> TransferReport:
        elapsed = time.monotonic() - self._began
        return TransferReport(results, elapsed=elapsed, dry_run=dry_run)


def _event_of(result: FileResult) -> Done | Failed | Skipped:
    if result.error is not None:
        return Failed(path=result.sds_path, error=result.error)
    if result.status == Status.SKIPPED:
        return Skipped(path=result.sds_path, reason=result.reason)
    return Done(path=result.sds_path, size=result.size)


def fan_out(*consumers: Consumer | None) -> Consumer:
    """One consumer that hands every event to each of several."""
    present = [consumer for consumer in consumers if consumer is not None]

    def hand_on(event: Event) -> None:
        for consumer in present:
            consumer(event)

    return hand_on
