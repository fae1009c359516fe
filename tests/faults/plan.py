"""What goes wrong in a run, drawn from a seed, so that the same run can be had again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from random import Random


class On(StrEnum):
    """Which kind of request a fault meets."""

    UPLOAD = "upload"
    DOWNLOAD = "download"
    LIST = "list"
    AUTH = "auth"
    OTHER = "other"


class How(StrEnum):
    """What happens to it."""

    REFUSE = "refuse connections for a while"
    RESET = "reset inside the contents"
    CUT = "close inside the contents"
    CUT_ANSWER = "close inside the answer"
    SHORT = "leave out the end, with a Content-Length that fits"
    LONG = "add bytes, with a Content-Length that fits"
    STALL = "stop inside the contents"
    STALL_ANSWER = "carry it out and never answer"
    DELAY = "pause inside the contents"
    FLIP = "flip a bit of the contents"
    LOSE_ANSWER = "carry it out and lose the answer"
    EARLY = "answer 500 before reading the request"
    UNAUTHORIZED = "401"
    BUSY_SECONDS = "429, Retry-After in seconds"
    BUSY_DATE = "429, Retry-After as a date"
    DOWN_SECONDS = "503, Retry-After in seconds"
    DOWN_DATE = "503, Retry-After as a date"
    BROKEN = "500 with an HTML page"
    UNKNOWN = "520"
    REDIRECT = "redirect to another host"
    LOGIN_PAGE = "200 with a login page"
    GARBAGE = "an answer that is no HTTP"


_EVERYWHERE = (
    How.REFUSE,
    How.DELAY,
    How.EARLY,
    How.UNAUTHORIZED,
    How.BUSY_SECONDS,
    How.BUSY_DATE,
    How.DOWN_SECONDS,
    How.DOWN_DATE,
    How.BROKEN,
    How.UNKNOWN,
    How.REDIRECT,
    How.LOGIN_PAGE,
    How.GARBAGE,
    How.STALL_ANSWER,
    How.LOSE_ANSWER,
    How.CUT_ANSWER,
    How.RESET,
    How.STALL,
    How.CUT,
)
POSSIBLE: dict[On, tuple[How, ...]] = {
    On.UPLOAD: (*_EVERYWHERE, How.FLIP),
    On.DOWNLOAD: (*_EVERYWHERE, How.FLIP, How.SHORT, How.LONG),
    # A listing carries no checksum of its own: a flipped bit there is for TLS to find.
    On.LIST: (*_EVERYWHERE, How.SHORT),
    On.AUTH: _EVERYWHERE,
}
_FINAL = {How.UNAUTHORIZED, How.REDIRECT, How.LOGIN_PAGE}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        on: Which kind of request meets it.
        how: What happens.
        nth: Which of these requests, in the order they come, from 1.
        at: After which part of the contents, from 0 to 1.
    """

    on: On
    how: How
    nth: int = 1
    at: float = 0.5

    @property
    def is_final(self) -> bool:
        """Whether the call fails, because no repetition is expected to mend it."""
        if self.on == On.DOWNLOAD and self.how == How.LOGIN_PAGE:
            return False  # wrong contents like any other
        return self.how in _FINAL or (self.on == On.LIST and self.how == How.SHORT)


class Plan:
    """Faults in waiting; each meets one request."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._waiting = {(fault.on, fault.nth): fault for fault in faults}
        self._seen: Counter[On] = Counter()

    def take(self, kind: On) -> Fault | None:
        """Count a request, and use up the fault that it meets."""
        self._seen[kind] += 1
        return self._waiting.pop((kind, self._seen[kind]), None)


def draw(random: Random, kind: On, *, faults: int, requests: int) -> list[Fault]:
    """Draw faults for a run.

    Args:
        random: Decides.
        kind: The transfers they meet, besides listings.
        faults: How many meet transfers.
        requests: Among how many transfers.
    """
    drawn = [
        Fault(kind, random.choice(POSSIBLE[kind]), nth, random.random())
        for nth in random.sample(range(1, requests + 1), faults)
    ]
    if random.random() < 0.3:
        drawn.append(Fault(On.LIST, random.choice(POSSIBLE[On.LIST]), 1, random.random()))
    return drawn
