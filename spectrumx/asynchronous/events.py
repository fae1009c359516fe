"""Events of transfers, handed over from their threads to the event loop."""

from __future__ import annotations

import asyncio
from collections import deque

from spectrumx.progress import Consumer, Event


class Delivery:
    """Takes the events of one transfer on its thread and gives them to a consumer on the loop's.

    So a consumer may use whatever belongs to the loop, such as queues and tasks. What it raises
    ends the transfer, as it does without a loop. Events after the loop was closed are dropped.
    """

    def __init__(self, consumer: Consumer) -> None:
        """Deliver to the running loop.

        Args:
            consumer: Called on its thread.
        """
        self._consumer = consumer
        self._loop = asyncio.get_running_loop()
        self._events: deque[Event] = deque()
        self._is_due = False
        self._error: BaseException | None = None

    def __call__(self, event: Event) -> None:
        """Hand over one event; on the transfer's thread."""
        self.raise_error()
        self._events.append(event)
        # Events come far faster than a loop should be woken: it takes what is there together.
        if not self._is_due:
            self._is_due = True
            try:
                self._loop.call_soon_threadsafe(self._deliver)
            except RuntimeError:  # the loop is closed, and nobody takes them any more
                self._is_due = False
                self._events.clear()

    def raise_error(self) -> None:
        """Raise what the consumer raised, if it did."""
        if self._error is not None:
            raise self._error

    def _deliver(self) -> None:
        self._is_due = False
        try:
            for _ in range(len(self._events)):
                self._consumer(self._events.popleft())
        except BaseException as error:  # noqa: BLE001  raised again in the transfer
            self._error = self._error or error


def delivered(consumer: Consumer | None) -> Delivery | None:
    """What delivers to a consumer, None where there is none."""
    return None if consumer is None else Delivery(consumer)
