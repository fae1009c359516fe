"""Which capture or dataset is meant: by its uuid, or by a name that no other has."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar
from uuid import UUID

from spectrumx.client import Client
from spectrumx.errors import InvalidRequestError, NotFoundError
from spectrumx.models import Capture, Dataset

T = TypeVar("T", Capture, Dataset)

_MOST_LISTED = 5


def find_capture(sds: Client, wanted: UUID | str) -> Capture:
    """Look up a capture.

    Args:
        sds: Where.
        wanted: The uuid of any of its channels, or its name.

    Raises:
        NotFoundError: There is none.
        InvalidRequestError: There are several of the name.
    """
    if isinstance(wanted, str):
        wanted = _only(sds.captures.list(), wanted, kind="capture").uuid
    return sds.captures.get(wanted)


def find_dataset(sds: Client, wanted: UUID | str) -> Dataset:
    """Look up a dataset.

    Args:
        sds: Where.
        wanted: Its uuid or its name.

    Raises:
        NotFoundError: There is none.
        InvalidRequestError: There are several of the name.
    """
    if isinstance(wanted, str):
        wanted = _only(sds.datasets(), wanted, kind="dataset").uuid
    return sds.datasets.get(wanted)


def _only(things: Iterable[T], name: str, *, kind: str) -> T:
    found = [each for each in things if each.name == name]
    if not found:
        raise NotFoundError(f"there is no {kind} named {name!r}; sds {kind}s list shows them")
    if len(found) > 1:
        more = ", …" if len(found) > _MOST_LISTED else ""
        uuids = ", ".join(str(each.uuid) for each in islice(found, _MOST_LISTED)) + more
        raise InvalidRequestError(
            f"{len(found)} {kind}s are named {name!r}; give the uuid of the one: {uuids}"
        )
    return found[0]
