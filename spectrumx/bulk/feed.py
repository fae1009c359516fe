"""What passes between the pump's thread and its caller's."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field

from spectrumx.bulk.jobs import Job, Signal
from spectrumx.errors import SDSError

FEED_LOW = 256
"""Jobs left in the feed when the pump asks for more."""

FEED_HIGH = 2048
"""Jobs in the feed when the caller has topped it up."""


@dataclass(slots=True)
class Feed:
    """Two deques and the words the two threads have for each other.

    Attributes:
        jobs: To be done, taken from the left.
        signals: What happened, to be taken from the left by the caller.
        closed: Set by the caller when no more jobs come.
        stop: Set by the caller to break off at once.
        news: Set for the caller: the jobs run low, or the pump ended.
        ended: Set by the pump when it is done and has settled everything.
        fatal: Set by the pump when an error concerns every job.
        fault: A defect that ended the pump, raised again by the caller.
    """

    jobs: deque[Job] = field(default_factory=deque)
    signals: deque[Signal] = field(default_factory=deque)
    closed: bool = False
    stop: bool = False
    news: threading.Event = field(default_factory=threading.Event)
    more: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    fatal: SDSError | None = None
    fault: BaseException | None = None
