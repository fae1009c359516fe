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
        email = wire.text(getattr(answer, "email", None))
        return cls(email=email, name=wire.text(getattr(answer, "name", None))) if email else None
