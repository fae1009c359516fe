"""What a watch knows of a file, and what becomes of it: decisions on plain values."""

from __future__ import annotations

import errno
import random
from dataclasses import dataclass, replace
from http import HTTPStatus

from spectrumx.errors import (
    AuthError,
    ConflictError,
    InvalidRequestError,
    LocalFileError,
    NotFoundError,
    PermissionDeniedError,
    SDSError,
    UnreachableError,
    UnsafePathError,
    UnsupportedByGatewayError,
)
from spectrumx.retry import FIRST_DELAY, LONGEST_ASKED_DELAY, LONGEST_DELAY

_FINAL = (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    UnsafePathError,
    UnsupportedByGatewayError,
)
_MAX_DOUBLINGS = 16  # well past the longest pause, and still a float


@dataclass(frozen=True, slots=True)
class Tracked:
    """One file.

    Attributes:
        signature: What it looked like; another one means that it changed.
        due: When it is to be sent, by the watch's clock in seconds; None while it stays as it is.
        tries: Failed tries to send it as it is.
        refused: Whether it can't be sent as it is.
    """

    signature: str
    due: float | None
    tries: int = 0
    refused: bool = False


def observe(known: Tracked | None, signature: str, *, now: float, settle: float) -> Tracked:
    """Take in what a file looks like now.

    Args:
        known: What is known of it, None when it is new.
        signature: What it looks like.
        now: By the watch's clock, in seconds.
        settle: Seconds that it has to stay as it is before it counts as finished; 0 when its
            writer said that it is.

    Returns:
        What is known of it now.
    """
    due = now + settle
    if known is None or known.signature != signature:
        return Tracked(signature, due)
    if known.due is None or known.tries:
        return known
    return replace(known, due=min(known.due, due))


def sent(known: Tracked) -> Tracked:
    """What is known of a file that the gateway has."""
    return Tracked(known.signature, due=None)


def refused(known: Tracked) -> Tracked:
    """What is known of a file that can't be sent unless it changes."""
    return Tracked(known.signature, due=None, refused=True)


def put_off(known: Tracked, *, until: float) -> Tracked:
    """What is known of a file that could not be sent this time.

    Args:
        known: What was known of it.
        until: When it is tried again, by the watch's clock in seconds.
    """
    return replace(known, due=until, tries=known.tries + 1)


def pause_after(error: SDSError, tries: int) -> float:
    """Decide how long to wait before another try.

    Args:
        error: How the last one failed.
        tries: How many failed before it.

    Returns:
        Seconds: longer with each try up to a minute, and at least what the gateway asked for, up
        to `LONGEST_ASKED_DELAY`.
    """
    asked = min(error.exchange.retry_after or 0.0, LONGEST_ASKED_DELAY)
    longest = min(FIRST_DELAY * 2 ** min(tries, _MAX_DOUBLINGS), LONGEST_DELAY)
    return max(random.uniform(longest / 2, longest), asked)


def is_final(error: SDSError) -> bool:
    """Tell whether the same file would fail again, however often it is tried.

    All else is tried again: networks come back, gateways are mended, and hotel networks that answer
    in the gateway's place are left.
    """
    if isinstance(error, LocalFileError):
        return error.errno in {errno.EACCES, errno.EPERM}
    return isinstance(error, _FINAL) and _is_meant(error)


def concerns_all(error: SDSError) -> bool:
    """Tell whether a file failed of what every other one would fail of now."""
    if isinstance(error, PermissionDeniedError):
        return False
    return isinstance(error, AuthError | UnreachableError)


def ends_the_watch(error: SDSError) -> bool:
    """Tell whether no file can be sent until somebody gives another token or SDS path.

    Args:
        error: What kept all files from being sent.
    """
    return isinstance(error, AuthError | InvalidRequestError) and _is_meant(error)


def _is_meant(error: SDSError) -> bool:
    """Tell whether a refusal is the gateway's own, which is JSON, or was decided here.

    Hotel networks and proxies refuse in its place, with pages of their own. Of these, one is about
    the file: it is too large for the proxy before the gateway (docs/gateway.md, "Common rules").
    """
    if error.status in {None, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}:
        return True
    return error.body.lstrip().startswith(("{", "["))
