"""What a gateway is started with, as it travels to its process."""

import json
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from spectrumx.localgateway.quirks import Quirk

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not bound


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a gateway is started with.

    Attributes:
        root: The folder that holds everything it keeps.
        host: The address it listens at.
        port: The port it listens at; 0 lets the system choose.
        email: The user who is there from the start.
        quirks: The behaviours of the public gateway that are on.
    """

    root: Path
    host: str
    port: int
    email: str
    quirks: AbstractSet[Quirk]

    def to_json(self) -> str:
        """Write the settings."""
        return json.dumps(
            {
                "root": str(self.root),
                "host": self.host,
                "port": self.port,
                "email": self.email,
                "quirks": sorted(self.quirks),
            }
        )

    @classmethod
    def from_json(cls, text: str) -> "Settings":
        """Read what `to_json` wrote."""
        values = json.loads(text)
        return cls(
            root=Path(values["root"]),
            host=values["host"],
            port=values["port"],
            email=values["email"],
            quirks=frozenset(Quirk(name) for name in values["quirks"]),
        )


def url(host: str, port: int) -> str:
    """Return the address at which a gateway is reached from its own machine."""
    reachable = _EVERYWHERE.get(host, host)
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"
