"""From numbers as they are stored to samples: one rule for every format."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from spectrumx.errors import InvalidRequestError
from spectrumx.rf.source import Facts, Numbers

Scale = Literal["unit", "counts"]
"""`unit`: integers divided by their full scale, so that they lie in ±1, unsigned ones centred;
floats as stored. `counts`: every number as stored."""


def check_scale(scale: str) -> None:
    """Refuse what is no `Scale`.

    Raises:
        InvalidRequestError: It is none.
    """
    if scale not in get_args(Scale):
        raise InvalidRequestError(f'scale is "unit" or "counts", not {scale!r}')


def empty(facts: Facts, count: int) -> Numbers:
    """Make room for samples: (count, columns)."""
    return np.empty((count, len(facts.columns)), facts.dtype)


def place(stored: Numbers, room: Numbers, *, scale: str) -> None:
    """Put numbers as stored into the samples they belong to.

    Args:
        stored: As the pieces of a `Source` have them.
        room: As many rows of what `empty` gave.
        scale: A `Scale`.
    """
    target = room.view(np.finfo(room.dtype).dtype)
    if scale == "counts" or stored.dtype.kind not in "iu":
        np.copyto(target, stored, casting="unsafe")
        return
    full_scale = target.dtype.type(2 ** (8 * stored.dtype.itemsize - 1))
    if stored.dtype.kind == "u":
        np.subtract(stored, full_scale, out=target, casting="unsafe", dtype=target.dtype)
        stored = target
    np.divide(stored, full_scale, out=target, casting="unsafe", dtype=target.dtype)
