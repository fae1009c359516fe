"""What opens a capture's recording again elsewhere: where it is, and how to get there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

import attrs

from spectrumx.models import Capture


class Captures(Protocol):
    """Looks up captures."""

    def get(self, uuid: UUID, /) -> Capture:
        """Look up a capture."""
        ...


class Connected(Protocol):
    """A client, as far as it is needed to open a capture."""

    @property
    def captures(self) -> Captures:
        """Its captures."""
        ...


Connect = Callable[[str], Connected]
"""Makes a client of the gateway at an address, which finds its own token."""


@attrs.frozen(kw_only=True)
class Address:
    """What opens a recording again anywhere, without a token in it.

    Attributes:
        connect: Makes a client.
        base_url: Of which gateway.
        uuid: The capture's.
        channel: Name of the channel; None where the format has none.
        start: As it was opened.
        end: As it was opened.
        whole_files: As it was opened.
    """

    connect: Connect
    base_url: str
    uuid: UUID
    channel: str | None
    start: datetime | None
    end: datetime | None
    whole_files: bool
