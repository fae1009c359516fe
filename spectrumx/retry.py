"""When a failed request is worth another try, and after how long: pure decisions."""

from __future__ import annotations

import errno
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from spectrumx.errors import (
    AuthError,
    CertificateError,
    IntegrityError,
    LocalFileError,
    NetworkError,
    PermissionDeniedError,
    RateLimitError,
    SDSError,
    ServiceError,
    UnexpectedResponseError,
    UnreachableError,
)

FIRST_DELAY = 0.5
LONGEST_DELAY = 60.0
_MAX_DOUBLINGS = 16  # well past the longest delay, and still a float
_RETRIES_OF_NOBODY = 1
_DISK_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
LONGEST_ASKED_DELAY = 300.0
"""Longest wait a gateway may ask for, in seconds."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how patiently a request is repeated.

    Attributes:
        retries: Tries after the first; 0 for none.
    """

    retries: int

    def delay_after(
        self, error: SDSError, attempt: int, *, was_reached: bool = True
    ) -> float | None:
        """Decide whether to try again, and when.

        Args:
            error: How the attempt failed.
            attempt: Which attempt it was, from 1.
            was_reached: Whether a connection to the gateway was ever made; where none was, and
                nobody is there, there is one more try at most.

        Returns:
            Seconds to wait, or None when the error is final.
        """
        is_absent = isinstance(error, UnreachableError) and error.is_nobody_there
        retries = self.retries if was_reached or not is_absent else _RETRIES_OF_NOBODY
        if attempt > min(retries, self.retries) or not is_passing(error):
            return None
        asked = error.exchange.retry_after
        if asked is not None:
            return min(max(asked, 0.0), LONGEST_ASKED_DELAY)
        longest = min(FIRST_DELAY * 2 ** min(attempt - 1, _MAX_DOUBLINGS), LONGEST_DELAY)
        return random.uniform(longest / 2, longest)


def is_passing(error: SDSError) -> bool:
    """Tell whether the same request may succeed a little later."""
    if isinstance(error, UnexpectedResponseError | CertificateError):
        return False
    return isinstance(error, NetworkError | ServiceError | RateLimitError | IntegrityError)


def asks_everyone_to_wait(error: SDSError) -> bool:
    """Tell whether the gateway is overloaded, so that all workers should hold back."""
    return isinstance(error, RateLimitError) or error.status == 503  # noqa: PLR2004  Unavailable


def concerns_everything(error: SDSError) -> bool:
    """Tell whether an error that is final for one file would meet every other one too."""
    if isinstance(error, LocalFileError):
        return error.errno in _DISK_FULL
    if isinstance(error, PermissionDeniedError):
        return False
    return isinstance(error, AuthError | UnreachableError)


def seconds_from(retry_after: str | None, *, now: datetime | None = None) -> float | None:
    """Read a `Retry-After` header in either form (RFC 9110, section 10.2.3).

    Args:
        retry_after: Seconds, or an HTTP date; None when absent.
        now: Aware time to count a date from; the present by default.

    Returns:
        Seconds from now, at least 0; None when absent or malformed.
    """
    text = (retry_after or "").strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - (now or datetime.now(UTC))).total_seconds(), 0.0)
