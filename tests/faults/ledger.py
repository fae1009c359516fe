"""What passed through the proxy: bytes, requests by file, and the faults that were met."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.faults.plan import Fault


class Sent(NamedTuple):
    """A step in the life of an upload: "posted", "stored" by the gateway, "acknowledged".

    Attributes:
        what: Which step.
        leg: In which run of the client.
        path: In full, as it is sent.
    """

    what: str
    leg: int
    path: str


@dataclass
class Body:
    """Contents on their way.

    Attributes:
        length: Bytes in all.
        passed: Bytes that went on.
    """

    length: int
    passed: int = 0

    @property
    def is_moving(self) -> bool:
        """Whether it is between its first byte and its last."""
        return 0 < self.passed < self.length


@dataclass
class Ledger:
    """Counts and records of one proxy.

    Attributes:
        leg: The number of the client's run.
        moved: Bytes of contents that went on in this leg, in either direction.
        bodies: Contents on their way now.
        met: Faults that met a request.
        uploads: The life of every upload, in order.
        altered: How often contents for a path were altered on their way to the gateway.
        requests: Lines such as `GET /api/v1/auth/`, of this leg.
        fetched: Bytes that came of each uuid, in this leg.
        ranges: `Range` headers of downloads, in this leg.
        elsewhere: What arrived at the other host.
    """

    leg: int = 0
    moved: int = 0
    bodies: list[Body] = field(default_factory=list)
    met: list[Fault] = field(default_factory=list)
    uploads: list[Sent] = field(default_factory=list)
    altered: Counter[str] = field(default_factory=Counter)
    requests: list[str] = field(default_factory=list)
    fetched: Counter[str] = field(default_factory=Counter)
    ranges: list[str] = field(default_factory=list)
    elsewhere: bytearray = field(default_factory=bytearray)

    @property
    def in_flight(self) -> int:
        """How many contents are between their first byte and their last."""
        return sum(body.is_moving for body in self.bodies)

    def note(self, what: str, path: str) -> None:
        """Record a step in the life of an upload."""
        if path:
            self.uploads.append(Sent(what, self.leg, path))

    def begin_leg(self) -> None:
        """Begin with another run of the client."""
        self.leg += 1
        self.moved = 0
        self.requests.clear()
        self.fetched.clear()
        self.ranges.clear()

    def count(self, request: str) -> int:
        """How many requests of this leg begin with a text."""
        return sum(line.startswith(request) for line in self.requests)
