"""Sudden deaths of the client and of the gateway, and what was on its way when they came."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from tests.faults.children import Child
from tests.faults.scene import Scene


@dataclass(frozen=True, slots=True)
class Kill:
    """One death.

    Attributes:
        who: "client" or "gateway".
        verb: What the client did.
        moved: Bytes of contents that had passed the proxy in this run.
        in_flight: Files that were between their first byte and their last.
    """

    who: str
    verb: str
    moved: int
    in_flight: int


class Kills:
    """Kills in one scene; called on the proxy's thread, while it holds its bytes still."""

    def __init__(self, scene: Scene, verb: str) -> None:
        self._scene = scene
        self._verb = verb
        self._revival: threading.Thread | None = None
        self.made: list[Kill] = []

    def client(self, child: Child) -> None:
        """Kill the client."""
        self._note("client")
        child.kill()

    def gateway(self, _child: Child) -> None:
        """Kill the gateway, and start it again."""
        self._note("gateway")
        self._scene.gateway.kill()
        self._revival = threading.Thread(target=self._scene.gateway.start)
        self._revival.start()

    def settle(self) -> None:
        """Wait until the gateway is there again."""
        if self._revival is not None:
            self._revival.join()

    def _note(self, who: str) -> None:
        ledger = self._scene.proxy.ledger
        self.made.append(Kill(who, self._verb, ledger.moved, ledger.in_flight))
