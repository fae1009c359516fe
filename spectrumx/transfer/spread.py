"""A plan carried out by the workers of an executor, shard by shard."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait

from spectrumx.control import Control
from spectrumx.errors import SDSError, SDSWarning, TransferCancelledError
from spectrumx.models.reports import TransferReport
from spectrumx.models.transfers import Outcome, Status
from spectrumx.notices import notify
from spectrumx.retry import concerns_everything
from spectrumx.transfer.access import Access
from spectrumx.transfer.lease import lease
from spectrumx.transfer.run import SECONDS_BETWEEN_EVENTS, Run
from spectrumx.transfer.shards import Numbered, Shard, cut
from spectrumx.transfer.task import Task, Verb, do_shard, outcomes_until

log = logging.getLogger(__name__)

MOST_OUTSTANDING = 256
"""Shards in the executor's hands at once, so that a long plan stays on disk."""

MOST_LOSSES = 3
"""Workers that may be lost with one shard before it is done here."""

SECONDS_BEFORE_TAKING_BACK = 0.5
"""How long all shards are waited for after workers were told to break off."""

SECONDS_TO_BREAK_OFF = 5.0
"""How long those are waited for that can't be taken back."""

_MOVED = {Status.TRANSFERRED, Status.LINKED}


def carry_out(
    run: Run,
    verb: Verb,
    *,
    executor: Executor,
    access: Access,
    control: Control,
    dry_run: bool,
) -> TransferReport:
    """Let workers do what a plan says.

    Args:
        run: The transfer, planned.
        verb: What is done with each file.
        executor: Has the workers.
        access: How they reach the gateway.
        control: Pauses, resumes and cancels it.
        dry_run: Whether they only tell what they would do.

    Returns:
        A result for every file.

    Raises:
        KeyboardInterrupt: It was interrupted.
    """
    run.announce()
    if not dry_run:
        run.tick(0)
    with lease() as held:
        task = Task(verb=verb, access=access, lease=held, dry_run=dry_run)
        spread = _Spread(executor, task, run=run, control=control)
        try:
            spread.carry_out()
        finally:
            held.end()
            spread.break_off()
    spread.tell()
    return run.report(dry_run=dry_run)


class _Spread:
    """The shards of one transfer, in the executor's hands and on their way there."""

    def __init__(self, executor: Executor, task: Task, *, run: Run, control: Control) -> None:
        self._executor: Executor | None = executor
        self._task = task
        self._run = run
        self._control = control
        self._shards = cut(run.moving())
        self._again: deque[Shard] = deque()
        self._to_do_here: deque[Shard] = deque()
        self._outstanding: dict[Future[list[Outcome] | SDSError], Shard] = {}
        self._moved = self._done_here = 0
        self._loss: BaseException | None = None
        self._stopped_by: SDSError | None = None

    def carry_out(self) -> None:
        """Do all, until something stops it."""
        while not self._is_stopped():
            is_paused = self._control.is_paused  # once, for it may change at any moment
            if is_paused:
                self._take_back()
            else:
                self._hand_out()
                self._do_one_here()
            if self._outstanding:
                self._take_some(SECONDS_BETWEEN_EVENTS)
            elif is_paused:
                time.sleep(SECONDS_BETWEEN_EVENTS)
            elif not self._to_do_here and not self._again:
                return

    def break_off(self) -> None:
        """Wait a moment for what comes, take back what has not begun, and wait for what has."""
        # Some executors take back what runs as well, and then what it did would not be known.
        self._take_all(SECONDS_BEFORE_TAKING_BACK)
        self._take_back()
        self._take_all(SECONDS_TO_BREAK_OFF)

    def tell(self) -> None:
        """Settle what was not attempted, and warn of what no worker could do."""
        if self._stopped_by is not None:
            self._run.stop(self._stopped_by)
        if self._done_here:
            notify(
                f"{self._done_here} files were done in this process, for the executor could not do "
                f"them: {_named(self._loss)}",
                SDSWarning,
            )

    def _is_stopped(self) -> bool:
        if self._control.is_cancelled and self._stopped_by is None:
            self._stopped_by = TransferCancelledError("the transfer was cancelled")
        return self._stopped_by is not None

    def _hand_out(self) -> None:
        while len(self._outstanding) + len(self._to_do_here) < MOST_OUTSTANDING:
            shard = self._again.popleft() if self._again else next(self._shards, None)
            if shard is None:
                return
            self._submit(shard)

    def _submit(self, shard: Shard) -> None:
        if self._executor is not None:
            try:
                future = self._executor.submit(do_shard, self._task, shard.files, shard.losses)
            except Exception as problem:  # noqa: BLE001  each kind of executor raises its own
                self._executor, self._loss = None, problem  # it is broken or was shut down
            else:
                self._outstanding[future] = shard
                return
        self._to_do_here.append(shard)

    def _take_back(self) -> None:
        for future in list(self._outstanding):
            if future.cancel():
                self._again.append(self._outstanding.pop(future))

    def _take_all(self, timeout: float) -> None:
        until = time.monotonic() + timeout
        while self._outstanding and (left := until - time.monotonic()) > 0:
            self._take_some(left)

    def _take_some(self, timeout: float) -> None:
        ended, _ = wait(self._outstanding, timeout=timeout, return_when=FIRST_COMPLETED)
        for future in ended:
            shard = self._outstanding.pop(future)
            problem = CancelledError() if future.cancelled() else future.exception()
            if problem is None:
                self._take(shard, future.result())
            else:  # executors name the loss of a worker in words of their own
                self._lose(shard, problem)

    def _take(self, shard: Shard, result: list[Outcome] | SDSError) -> None:
        if not isinstance(result, SDSError):
            self._settle(shard, result)
        elif _is_cancelled(result):
            self._lose(shard, result)
        else:
            self._stop(result)

    def _do_one_here(self) -> None:
        if not self._to_do_here:
            return
        shard = self._to_do_here.popleft()
        self._done_here += len(shard.places)
        try:
            self._settle(shard, self._task.do(shard.steps, self._control))
        except SDSError as problem:
            self._stop(problem)
        except KeyboardInterrupt as interrupt:
            if outcomes := outcomes_until(interrupt, files=len(shard.places)):
                self._settle(shard, outcomes)
            raise

    def _settle(self, shard: Shard, outcomes: Sequence[Outcome]) -> None:
        rest: list[Numbered] = []
        reason: SDSError | None = None
        interrupt: KeyboardInterrupt | None = None
        for index, step, outcome in zip(shard.places, shard.steps, outcomes, strict=True):
            if outcome.status is Status.NOT_ATTEMPTED:
                rest.append((index, step))
                reason = outcome.error
                continue
            if outcome.error is not None and concerns_everything(outcome.error):
                self._stop(outcome.error)  # also where it was the last of its shard
            if outcome.status in _MOVED:
                self._moved += step.size
            try:
                self._run.settle(index, step, outcome)
            except KeyboardInterrupt as problem:  # what arrived is noted all the same
                interrupt = problem
        if interrupt is not None:
            raise interrupt
        if not self._task.dry_run:
            self._run.tick(self._moved)
        if reason is None:
            return
        if _is_cancelled(reason):
            self._lose(Shard.of(rest, losses=shard.losses), reason)
        else:
            self._stop(reason)

    def _lose(self, shard: Shard, problem: BaseException) -> None:
        shard.losses += 1
        self._loss = problem
        log.info("a worker was lost with %d files: %s", len(shard.places), _named(problem))
        (self._again if shard.losses <= MOST_LOSSES else self._to_do_here).append(shard)

    def _stop(self, problem: SDSError) -> None:
        self._stopped_by = self._stopped_by or problem.without_report()


def _is_cancelled(problem: SDSError) -> bool:
    """Whether a worker was told to break off; unless this process did, its shard is to be done."""
    return isinstance(problem, TransferCancelledError)


def _named(problem: BaseException | None) -> str:
    return f"{type(problem).__name__}: {problem}"
