"""A caller's hand on a transfer: pause, resume, cancel."""

from __future__ import annotations


class Control:
    """Pauses, resumes and cancels transfers; from any thread, and from signal handlers.

    It may be given to several transfers, one after another or at the same time. Nothing in it
    waits or locks: transfers look at it, at least ten times a second.

    Attributes:
        is_cancelled: Whether it was cancelled; there is no way back.
        is_paused: Whether nothing is moved until it is resumed.
    """

    __slots__ = ("is_cancelled", "is_paused")

    def __init__(self) -> None:
        self.is_cancelled = False
        self.is_paused = False

    def pause(self) -> None:
        """Move no more bytes and begin no more files, but keep the connections."""
        self.is_paused = True

    def resume(self) -> None:
        """Go on after a pause."""
        self.is_paused = False

    def cancel(self) -> None:
        """Break off what runs and begin nothing more."""
        self.is_cancelled = True
