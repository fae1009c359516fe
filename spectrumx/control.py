"""A caller's hand on what runs for it: pause, resume, cancel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


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


_SURROUNDING: ContextVar[Control | None] = ContextVar("spectrumx.control", default=None)


@contextmanager
def held_by(control: Control) -> Iterator[None]:
    """Have everything that this thread does meanwhile obey a control.

    It is handed down by context, for much of what may be cancelled from outside (a capture's
    download, a lookup that is tried again) has no argument for it.
    """
    before = _SURROUNDING.set(control)
    try:
        yield
    finally:
        _SURROUNDING.reset(before)


def surrounding() -> Control | None:
    """The control that this thread obeys, if any."""
    return _SURROUNDING.get()
