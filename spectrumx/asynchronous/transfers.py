"""A transfer that runs in the background, in a coroutine's hand."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from types import TracebackType
from typing import Self

from spectrumx.asynchronous.events import delivered
from spectrumx.asynchronous.threads import Threads
from spectrumx.models.reports import TransferReport
from spectrumx.progress import Consumer
from spectrumx.transfer.handle import Progress, Transfer


class AsyncTransfer:
    """An upload or download that runs on a thread of its own: `report = await transfer`.

    Made by `AsyncClient.start_upload` and `AsyncClient.start_download`. In an `async with`
    statement, the end resumes it and waits for it, and cancels it instead when an error or a
    cancellation ends the block.
    """

    def __init__(
        self,
        start: Callable[[Consumer | None], Transfer],
        *,
        on_event: Consumer | None,
        threads: Threads,
    ) -> None:
        """Begin.

        Args:
            start: Begins the transfer, given what takes its events.
            on_event: Gets them on the loop's thread.
            threads: Wait for it.
        """
        self._delivery = delivered(on_event)
        self._transfer = start(self._delivery)
        self._threads = threads

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet; a paused one has not."""
        return self._transfer.is_running

    @property
    def is_paused(self) -> bool:
        """Whether it waits to be resumed."""
        return self._transfer.is_paused

    def progress(self) -> Progress:
        """How far it is now; a copy, which does not change."""
        return self._transfer.progress()

    def pause(self) -> None:
        """Move nothing more until it is resumed; what was begun is kept."""
        self._transfer.pause()

    def resume(self) -> None:
        """Go on after a pause."""
        self._transfer.resume()

    def cancel(self) -> None:
        """Break off; files that arrived stay, and the same transfer later does the rest."""
        self._transfer.cancel()

    async def wait(self, timeout: float | None = None) -> TransferReport:  # noqa: ASYNC109  it goes on
        """Wait for its end; where the waiting task is cancelled, so is the transfer.

        Args:
            timeout: Seconds to wait, after which it goes on; None for as long as it takes.

        Returns:
            A result for every file.

        Raises:
            TimeoutError: It is still running.
            TransferCancelledError: It was cancelled; the report is its `report`.
            SDSError: The first failure, with the whole report as its `report`.
        """
        return await self._threads.wait(
            partial(self._transfer.wait, timeout), cancel=self.cancel, delivery=self._delivery
        )

    def __await__(self) -> Generator[object, None, TransferReport]:
        return self.wait().__await__()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            self.resume()
            await self.wait()
        else:
            leave = partial(self._transfer.__exit__, kind, error, traceback)
            await self._threads.wait(leave, cancel=self.cancel)

    def __repr__(self) -> str:
        return f"<asynchronous {repr(self._transfer)[1:]}"
