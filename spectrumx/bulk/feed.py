"""What passes between the pump's thread and its caller's."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field

from spectrumx.bulk.jobs import Job, Signal
from spectrumx.errors import SDSError
from spectrumx.models.ledger import LARGE_FILE

FEED_LOW = 256
"""Small jobs left in the feed when the pump asks for more."""

FEED_HIGH = 2048
"""Small jobs in the feed when the caller has topped it up."""

LARGE_HIGH = 16384
"""Large jobs in the feed, at most; many, so that small ones behind them are seen."""


@dataclass(slots=True)
class Feed:
    """Deques, and the words the two threads have for each other.

    Attributes:
        small: Jobs to be done, taken from the left.
        large: The same, of large files.
        signals: What happened, to be taken from the left by the caller.
        closed: Set by the caller when no more jobs come.
        stop: Set by the caller to break off at once.
        news: Set for the caller: the jobs run low, or the pump ended.
        more: Set for the pump: there are more jobs, or none will come.
        ended: Set by the pump when it is done and has settled everything.
        fatal: Set by the pump when no other job is to be done: why.
        fault: A defect that ended the pump, raised again by the caller.
    """

    small: deque[Job] = field(default_factory=deque)
    large: deque[Job] = field(default_factory=deque)
    signals: deque[Signal] = field(default_factory=deque)
    closed: bool = False
    stop: bool = False
    news: threading.Event = field(default_factory=threading.Event)
    more: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    fatal: SDSError | None = None
    fault: BaseException | None = None

    def put(self, job: Job) -> None:
        """Add a job."""
        (self.large if job.size >= LARGE_FILE else self.small).append(job)

    @property
    def is_full(self) -> bool:
        """Whether there are enough jobs for now."""
        return len(self.small) >= FEED_HIGH or len(self.large) >= LARGE_HIGH
