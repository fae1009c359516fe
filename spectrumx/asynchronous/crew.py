"""Threads for calls that wait: a few at a time, and none that keeps a program from ending."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable


class Crew:
    """Carries out work on daemon threads, in order; a thread ends when nothing is left to do.

    The standard library's pool would keep an interrupted program waiting for its threads.
    """

    def __init__(self, most: float, *, name: str) -> None:
        """Begin without a thread.

        Args:
            most: Threads at the same time, at most.
            name: Theirs.
        """
        self._most = most
        self._name = name
        self._lock = threading.Lock()
        self._waiting: deque[Callable[[], None]] = deque()
        self._busy = 0

    def begin(self, work: Callable[[], None]) -> None:
        """Have something done as soon as a thread is free.

        Args:
            work: What; it raises nothing.

        Raises:
            RuntimeError: The system has no thread for it; it is not done.
        """
        with self._lock:
            if self._busy < self._most:
                threading.Thread(target=self._work, name=self._name, daemon=True).start()
                self._busy += 1
            self._waiting.append(work)

    def drop(self, work: Callable[[], None]) -> bool:
        """Leave something undone; tells whether it was not begun yet."""
        with self._lock:
            try:
                self._waiting.remove(work)
            except ValueError:
                return False
        return True

    def _work(self) -> None:
        while (work := self._next()) is not None:
            work()

    def _next(self) -> Callable[[], None] | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._busy -= 1
            return None
