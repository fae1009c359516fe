"""A folder being watched, in the hand of a coroutine."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

from spectrumx.asynchronous.events import delivered
from spectrumx.asynchronous.threads import Threads
from spectrumx.progress import Consumer
from spectrumx.watch import Watch, WatchCounts

T = TypeVar("T")

PATIENCE = 5.0
"""Seconds to wait for a watch that was told to stop at once: it may be asking the gateway."""


class AsyncWatch:
    """A folder whose finished files are uploaded, on a thread of its own, until it is stopped.

    Use it in an `async with` statement, or `await watch.wait()` for its end. Leaving the block
    sends what is there first; an error or a cancellation leaves it at once.
    """

    def __init__(
        self,
        start: Callable[[Consumer | None], Watch],
        *,
        on_event: Consumer | None,
        threads: Threads,
    ) -> None:
        """Begin.

        Args:
            start: Begins the watch, given what takes its events.
            on_event: Gets them on the loop's thread.
            threads: Wait for it.
        """
        self._delivery = delivered(on_event)
        self._watch = start(self._delivery)
        self._threads = threads

    @property
    def counts(self) -> WatchCounts:
        """How many files were sent so far, failed, or wait; at any time, also after its end."""
        return self._watch.counts

    async def wait(self, timeout: float | None = None) -> bool:  # noqa: ASYNC109  it goes on
        """Wait until the watch ends; where the waiting task is cancelled, it is stopped at once.

        Args:
            timeout: Seconds to wait at most; the watch goes on.

        Returns:
            Whether it has ended.

        Raises:
            AuthError: The token is not accepted any more, which ended it.
            Exception: Whatever else ended it.
        """
        return await self._until(partial(self._watch.wait, timeout))

    async def stop(
        self,
        *,
        drain: bool = True,
        timeout: float | None = None,  # noqa: ASYNC109  what it does then differs
    ) -> None:
        """End the watch; as `Watch.stop`. Cancelled while it sends what is left, it stops at once.

        Args:
            drain: First send what is in the folder now; else stop at once.
            timeout: Seconds to wait for what is sent first; then it is stopped at once.

        Raises:
            AuthError: The token is not accepted any more, which ended it.
            Exception: Whatever else ended it.
        """
        await self._until(partial(self._watch.stop, drain=drain, timeout=timeout))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._until(partial(self._watch.__exit__, kind, error, traceback))

    def __repr__(self) -> str:
        return f"<asynchronous {repr(self._watch)[1:]}"

    async def _until(self, wait: Callable[[], T]) -> T:
        return await self._threads.wait(
            wait, cancel=self._watch.cancel, delivery=self._delivery, patience=PATIENCE
        )
