"""A transfer that runs in the background, in its starter's hand."""

from __future__ import annotations

import threading
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Self

from spectrumx.control import Control, held_by
from spectrumx.models.reports import TransferReport
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


@dataclass(slots=True)
class Progress:
    """How far a transfer is.

    Attributes:
        files: Files to move; None while it is planned.
        size: Bytes to move; None while it is planned.
        looked_at: Files that were decided on.
        done: Files that arrived.
        skipped: Files that stay as they are or are left out.
        failed: Files that could not be moved.
        retries: How often something had to be tried again.
        moved: Bytes moved so far.
    """

    files: int | None = None
    size: int | None = None
    looked_at: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0
    retries: int = 0
    moved: int = 0

    def take(self, event: Event) -> None:
        """Count an event."""
        match event:
            case Planning(files=files):
                self.looked_at = files
            case Planned(files=files, size=size):
                self.files, self.size = files, size
                self.looked_at = files + event.skipped
            case Advanced(moved=moved):
                self.moved = moved
            case Done():
                self.done += 1
            case Skipped(size=size):
                self.skipped += 1
                if self.files is not None and self.size is not None:  # it was to move
                    self.files, self.size = self.files - 1, self.size - size
            case Failed():
                self.failed += 1
            case Retrying():
                self.retries += 1
            case Started():
                pass


class Transfer:
    """An upload or download that runs on a thread of its own.

    Made by `Client.start_upload` and `Client.start_download`. In a `with` statement, the end
    resumes it and waits for it, and cancels it instead when an error ends the block. A program that
    ends does not wait.
    """

    def __init__(self, work: Callable[[Control, Consumer], TransferReport], *, name: str) -> None:
        """Begin.

        Args:
            work: The transfer, given what holds it and what takes its events.
            name: What it is, for its repr and its thread.
        """
        self._name = name
        self._control = Control()
        self._progress = Progress()
        self._report: TransferReport | None = None
        self._error: BaseException | None = None
        self._ended = threading.Event()
        thread = threading.Thread(target=self._run, args=(work,), name=name, daemon=True)
        thread.start()

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet; a paused one has not."""
        return not self._ended.is_set()

    @property
    def is_paused(self) -> bool:
        """Whether it waits to be resumed."""
        return self._control.is_paused and self.is_running

    def progress(self) -> Progress:
        """How far it is now; a copy, which does not change."""
        return copy(self._progress)

    def pause(self) -> None:
        """Move nothing more until it is resumed; what was begun is kept."""
        self._control.pause()

    def resume(self) -> None:
        """Go on after a pause."""
        self._control.resume()

    def cancel(self) -> None:
        """Break off; files that arrived stay, and the same call later does the rest."""
        self._control.cancel()

    def wait(self, timeout: float | None = None) -> TransferReport:
        """Wait for its end.

        Args:
            timeout: Seconds to wait; None for as long as it takes.

        Returns:
            A result for every file.

        Raises:
            TimeoutError: It is still running.
            TransferCancelledError: It was cancelled; the report is its `report`.
            SDSError: The first failure, with the whole report as its `report`.
        """
        if not self._ended.wait(timeout):
            raise TimeoutError(f"{self._name} is still running after {timeout} s; wait again")
        if self._error is not None:
            raise self._error
        assert self._report is not None, "a transfer ends with a report or an error"
        return self._report

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.resume()
            try:
                self.wait()
            except KeyboardInterrupt as interrupt:
                self._stop()
                interrupt.report = getattr(self._error, "report", self._report)  # type: ignore[attr-defined]  # as errors of the SDK have it
                raise
        else:
            self._stop()

    def _stop(self) -> None:
        self.cancel()
        self._ended.wait()

    def __repr__(self) -> str:
        progress = self._progress
        state = "paused" if self.is_paused else "running" if self.is_running else "ended"
        return f"<Transfer: {self._name}, {state}, {progress.done} of {progress.files} files>"

    def _run(self, work: Callable[[Control, Consumer], TransferReport]) -> None:
        try:
            with held_by(self._control):
                self._report = work(self._control, self._progress.take)
        except BaseException as error:  # noqa: BLE001  raised again by wait()
            self._error = error
        finally:
            self._ended.set()
