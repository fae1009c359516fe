"""Calls that wait, carried out on threads and awaited by coroutines; cancelled with their tasks."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import Generic, TypeVar

from spectrumx.asynchronous.crew import Crew
from spectrumx.asynchronous.events import Delivery, delivered
from spectrumx.control import Control, held_by
from spectrumx.models.reports import TransferReport
from spectrumx.notices import kept_for_later, notify
from spectrumx.progress import Consumer

log = logging.getLogger(__name__)

T = TypeVar("T")

CALLS_AT_ONCE = 16
"""Calls and reads of one client at the same time; more of them wait their turn."""

TRANSFERS_AT_ONCE = 4
"""Transfers of one client at the same time, each with all its workers; more wait their turn."""


class Threads:
    """What carries out the calls of one client; of any number of event loops."""

    def __init__(self) -> None:
        self._calls = Crew(CALLS_AT_ONCE, name="spectrumx-call")
        self._transfers = Crew(TRANSFERS_AT_ONCE, name="spectrumx-transfer")
        self._waits = Crew(math.inf, name="spectrumx-wait")

    async def call(self, work: Callable[[], T]) -> T:
        """Carry out a short call.

        Where the task is cancelled, the call is left to itself: nothing more is asked for, and
        nobody gets what it comes to.
        """
        control = Control()
        job = _Job(partial(_held, work, control))
        self._calls.begin(job)
        try:
            await job.ended
        except asyncio.CancelledError:
            control.cancel()
            self._calls.drop(job)
            raise
        return job.outcome()

    async def transfer(
        self, work: Callable[[Consumer | None], T], on_event: Consumer | None = None
    ) -> T:
        """Carry out a transfer.

        Where the task is cancelled, the transfer is, and its end is waited for.

        Args:
            work: The transfer, given what takes its events.
            on_event: Gets them on the loop's thread.
        """
        delivery = delivered(on_event)
        return await _until_ended(self._transfers, partial(work, delivery), delivery)

    async def read(self, work: Callable[[], T]) -> T:
        """Carry out a read of a recording, which may fetch what it reads.

        As `transfer`, but among the short calls: it waits for no transfer's end.
        """
        return await _until_ended(self._calls, work)

    async def wait(
        self,
        work: Callable[[], T],
        *,
        cancel: Callable[[], None] | None = None,
        delivery: Delivery | None = None,
        patience: float = math.inf,
    ) -> T:
        """Wait for something that runs on a thread of its own.

        Args:
            work: Waits for it.
            cancel: Ends it, where the task is cancelled; its end is waited for in any case.
            delivery: Of its events.
            patience: Seconds to wait for its end then.
        """
        job = _Job(work)
        self._waits.begin(job)
        try:
            await asyncio.wait([job.ended])
        except asyncio.CancelledError as cancelled:
            if cancel is not None:
                cancel()
            await _end_of(job, patience)
            _tell(cancelled, job)
            raise
        return _outcome(job, delivery)


class _Job(Generic[T]):
    """One call on a thread, and what it came to.

    Attributes:
        ended: Done on the loop when the call has ended.
        value: What it gave, if it has.
        error: What it raised, if it has.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._context = copy_context()
        self._loop = asyncio.get_running_loop()
        self._warnings: list[tuple[str, type[Warning]]] = []
        self.ended: asyncio.Future[None] = self._loop.create_future()
        self.value: T | None = None
        self.error: BaseException | None = None

    def __call__(self) -> None:
        """Carry it out; on a thread."""
        try:
            self.value = self._context.run(self._carry_out)
        except BaseException as error:  # noqa: BLE001  raised again where it is awaited
            self.error = error
        with suppress(RuntimeError):  # the loop is closed, and nobody waits any more
            self._loop.call_soon_threadsafe(self._end)

    def outcome(self) -> T:
        """What it gave; warns and raises as it did, in the awaiting coroutine."""
        for message, category in self._warnings:
            notify(message, category)
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]  # no error: the value is there

    def _carry_out(self) -> T:
        with kept_for_later() as self._warnings:
            return self._work()

    def _end(self) -> None:
        if not self.ended.done():
            self.ended.set_result(None)


async def _until_ended(crew: Crew, work: Callable[[], T], delivery: Delivery | None = None) -> T:
    control = Control()
    job = _Job(partial(_held, work, control))
    crew.begin(job)
    try:
        await asyncio.wait([job.ended])
    except asyncio.CancelledError as cancelled:
        control.cancel()
        if not crew.drop(job):
            await _end_of(job)
        _tell(cancelled, job)
        raise
    return _outcome(job, delivery)


def _held(work: Callable[[], T], control: Control) -> T:
    with held_by(control):
        return work()


def _outcome(job: _Job[T], delivery: Delivery | None) -> T:
    if delivery is not None and job.error is None:
        delivery.raise_error()  # of the last events
    return job.outcome()


async def _end_of(job: _Job[T], patience: float = math.inf) -> None:
    """Wait for the end of what was cancelled, however often its task is cancelled again."""
    loop = asyncio.get_running_loop()
    until = loop.time() + patience
    while not job.ended.done() and (left := until - loop.time()) > 0:
        with suppress(asyncio.CancelledError):
            await asyncio.wait([job.ended], timeout=left)


def _tell(cancelled: asyncio.CancelledError, job: _Job[T]) -> None:
    """Put the report of what was moved on the cancellation."""
    report = getattr(job.error, "report", job.value)
    if isinstance(report, TransferReport):
        cancelled.report = report  # type: ignore[attr-defined]  # as errors of the SDK have it
        cancelled.add_note("files that arrived stay, and the same call does the rest")
        log.info("the task was cancelled, and its transfer with it: %r", report)
