"""Executors as tests need them."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any


class Packing(Executor):
    """Does each call at once, in this process, and through a pickle as another's would be.

    Attributes:
        packed: Every call as it would have travelled.
    """

    def __init__(self) -> None:
        self.packed: list[bytes] = []

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do a call."""
        self.packed.append(pickle.dumps((call, args, kwargs)))
        future: Future[Any] = Future()
        try:
            future.set_result(self.done(self.packed[-1]))
        except Exception as problem:  # noqa: BLE001  the future's to raise
            future.set_exception(pickle.loads(pickle.dumps(problem)))
        return future

    def done(self, packed: bytes) -> object:
        """What a call gives."""
        call, args, kwargs = pickle.loads(packed)
        return pickle.loads(pickle.dumps(call(*args, **kwargs)))


class Losing(Packing):
    """Loses its worker with the first calls, after they were done or before."""

    def __init__(self, losses: int, *, after: bool = False) -> None:
        super().__init__()
        self._left = losses
        self._after = after

    def done(self, packed: bytes) -> object:
        """What a call gives, where its worker lives."""
        if self._left:
            self._left -= 1
            if self._after:
                super().done(packed)
            raise BrokenProcessPool("a worker was killed")
        return super().done(packed)
