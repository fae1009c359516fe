"""Identifiers as users give them, read before anything is sent."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePath
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
            f"{what!r} is no uuid; give one, or a value that has one, as from a listing or "
            "sds.search(name=...)"
        ) from None


def identifier_in(what: UUID | str | PurePath) -> UUID | None:
    """Tell an identifier from a path: the uuid that it is, or None."""
    with suppress(ValueError):
        return what if isinstance(what, UUID) else UUID(str(what))
    return None
