"""What reading does where nothing was recorded."""

from __future__ import annotations

from typing import Literal, get_args

from spectrumx.errors import InvalidRequestError

Gaps = Literal["raise", "nan", "zero"]
"""What reading does where nothing was recorded: raise, or fill with NaN or zero."""


def check_gaps(gaps: str) -> None:
    """Refuse what is no `Gaps`.

    Raises:
        InvalidRequestError: It is none.
    """
    if gaps not in get_args(Gaps):
        raise InvalidRequestError(f'gaps is "raise", "nan" or "zero", not {gaps!r}')
