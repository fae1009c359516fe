"""Users."""

from __future__ import annotations

import attrs
from spectrumx_api.models.user_profile import UserProfile

from spectrumx.models import wire


@attrs.frozen(kw_only=True)
class User:
    """Somebody with an account.

    Attributes:
        email: Identifies the user; part of every absolute SDS path.
        name: As they wish to be called; empty when not known.
    """

    email: str
    name: str = attrs.field(default="", eq=False)

    @classmethod
    def from_wire(cls, answer: UserProfile | object) -> User | None:
        """Read a user from an answer's owner or profile; None when it names none."""
        return cls._read(getattr(answer, "email", None), getattr(answer, "name", None))

    @classmethod
    def from_row(cls, owner: object) -> User | None:
        """Read a user from the owner in a row of JSON; None when it names none."""
        return cls._read(owner.get("email"), owner.get("name")) if isinstance(owner, dict) else None

    @classmethod
    def _read(cls, email: object, name: object) -> User | None:
        return cls(email=wire.text(email), name=wire.text(name)) if wire.text(email) else None
