"""A caller's hand on a transfer: pause, resume, cancel."""

from __future__ import annotations


class Control:
    """Pauses, resumes and cancels transfers; from any thread, and from signal handlers.

    It may be given to several transfers, one after another or at the same time. Nothing in it
    waits or locks: transfers look at it, at least ten times a second.
    """

    __slots__ = ("_is_cancelled", "_is_paused")

    def __init__(self) -> None:
        self._is_cancelled = False
        self._is_paused = False

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled; there is no way back."""
        return self._is_cancelled

    @property
    def is_paused(self) -> bool:
        """Whether nothing is moved until it is resumed."""
        return self._is_paused

    def pause(self) -> None:
        """Move no more bytes and begin no more files, but keep the connections."""
        self._is_paused = True

    def resume(self) -> None:
        """Go on after a pause."""
        self._is_paused = False

    def cancel(self) -> None:
        """Break off what runs and begin nothing more."""
        self._is_cancelled = True
