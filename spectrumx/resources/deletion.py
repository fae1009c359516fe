"""What a deletion came to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Deletion:
    """What a deletion came to; true when it was carried out.

    Attributes:
        uuid: Of what.
        carried_out: False in dry-run, where it was only looked up.
    """

    uuid: UUID
    carried_out: bool

    def __bool__(self) -> bool:
        return self.carried_out
