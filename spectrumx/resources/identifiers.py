"""Identifiers as users give them, read before anything is sent."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from spectrumx.errors import InvalidRequestError


class Identified(Protocol):
    """A value that names itself, such as a `File` or a `Capture`."""

    @property
    def uuid(self) -> UUID | None:
        """Its identifier; None when it has none yet."""
        ...


def identifier_of(what: UUID | str | Identified) -> UUID:
    """Read an identifier.

    Args:
        what: A UUID, its text, or a value that has one.

    Raises:
        InvalidRequestError: It is none.
    """
    found = what if isinstance(what, UUID | str) else getattr(what, "uuid", None)
    if isinstance(found, UUID):
        return found
    try:
        return UUID(found or "")
    except (ValueError, TypeError, AttributeError):
        raise InvalidRequestError(
            f"{what!r} is no uuid; give a value from a listing, or its uuid"
        ) from None
