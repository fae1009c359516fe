"""Users."""

from __future__ import annotations

from functools import lru_cache

import attrs

from spectrumx import cards
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
    def from_wire(cls, answer: object) -> User | None:
        """Read a user from an answer's owner or profile; None when it names none."""
        return cls._read(getattr(answer, "email", None), getattr(answer, "name", None))

    @classmethod
    def from_row(cls, owner: object) -> User | None:
        """Read a user from the owner in a row of JSON; None when it names none."""
        return cls._read(owner.get("email"), owner.get("name")) if isinstance(owner, dict) else None

    @classmethod
    def known(cls, email: str, name: str) -> User:
        """The user of that e-mail and name; the same value each time, for listings name few."""
        return _user(email, name)

    @classmethod
    def _read(cls, email: object, name: object) -> User | None:
        return _user(wire.text(email), wire.text(name)) if wire.text(email) else None

    def _repr_html_(self) -> str:
        facts = [("email", self.email), ("name", self.name)]
        return cards.card(f"User {self.name or self.email}", cards.facts(facts))


@lru_cache(maxsize=256)
def _user(email: str, name: str) -> User:
    return User(email=email, name=name)
