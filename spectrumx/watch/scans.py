"""Scans of a folder, one after the other, each in small pieces."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

SECONDS_OF_A_PIECE = 0.2
"""So that what is finished meanwhile need not wait for the end of a long scan."""

SHARE = 1 / 20
"""Of the time that scans take at most, however many files there are."""


class Scans:
    """Decides when to scan, and scans a piece at a time.

    Attributes:
        next: When the next scan begins, by `time.monotonic`.
        is_going: Whether one is going on.
    """

    def __init__(self, scan: Callable[[], Iterator[None]], *, pause: float) -> None:
        """Let the first scan begin at once.

        Args:
            scan: Begins one; each step of the iterator is a small part of it.
            pause: Seconds between two scans, at least.
        """
        self._scan = scan
        self._pause = pause
        self.begin_anew()

    def begin_anew(self) -> None:
        """Drop the scan that is going on, and begin another at once."""
        self.next = 0.0
        self.is_going = False
        self._rest: Iterator[None] = iter(())
        self._worked = 0.0

    def advance(self) -> bool:
        """Scan for a moment, if it is time.

        Returns:
            Whether this ended a scan.

        Raises:
            SDSError: The folder can't be scanned now; another scan follows.
        """
        began = time.monotonic()
        if not self.is_going:
            if began < self.next:
                return False
            self._rest, self._worked, self.is_going = self._scan(), 0.0, True
        try:
            self.is_going = self._is_cut_short(until=began + SECONDS_OF_A_PIECE)
        except BaseException:
            self.is_going = False
            raise
        finally:
            ended = time.monotonic()
            self._worked += ended - began
            self.next = ended + max(self._pause, self._worked / SHARE)
        return not self.is_going

    def _is_cut_short(self, *, until: float) -> bool:
        return any(time.monotonic() > until for _ in self._rest)
