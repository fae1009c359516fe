"""How many bytes may move now: none in a pause, as many as were saved up under a limit."""

from __future__ import annotations

import sys
import time

from spectrumx.control import Control

_SECONDS_SAVED = 0.1
_SMALLEST_PIECE = 4096


class Pace:
    """A token bucket for all transfers of one run, held shut during a pause.

    What moves may exceed what is left by one piece; the next then waits for so much longer.
    """

    __slots__ = ("_control", "_left", "_rate", "_seen")

    def __init__(self, control: Control, *, limit_rate: float | None) -> None:
        """Begin with an empty bucket.

        Args:
            control: Pauses.
            limit_rate: Bytes per second on average; None for no limit.
        """
        self._control = control
        self._rate = limit_rate
        self._left = 0.0
        self._seen = time.monotonic()

    def allowance(self) -> int:
        """How many bytes may move now; 0 for none."""
        if self._control.is_paused:
            return 0
        if self._rate is None:
            return sys.maxsize
        now = time.monotonic()
        saved = self._left + (now - self._seen) * self._rate
        self._left, self._seen = min(saved, _SECONDS_SAVED * self._rate), now
        return max(int(self._left), _SMALLEST_PIECE) if self._left > 0 else 0

    def admits(self, size: int) -> bool:
        """Count bytes that are about to move, unless none may."""
        if self._rate is None:
            return not self._control.is_paused
        if not self.allowance():
            return False
        self._left -= size
        return True

    def spend(self, size: int) -> None:
        """Count bytes that move."""
        self._left -= size
