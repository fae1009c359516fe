"""Answers that the gateway never gave."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.faults.messages import Head
from tests.faults.plan import How

PAGE = b"<html><body>Please sign in or come back later.</body></html>"

_REFUSAL = b'{"detail": "API key not found"}'
_GARBAGE = b"\x00\x01\xfe\xff this is no HTTP\r\n\r\n"
_ANSWERS: dict[How, tuple[str, dict[str, str]]] = {
    How.UNAUTHORIZED: ("401 Unauthorized", {"content-type": "application/json"}),
    How.BUSY_SECONDS: ("429 Too Many Requests", {"retry-after": "1"}),
    How.BUSY_DATE: ("429 Too Many Requests", {"retry-after": "date"}),
    How.DOWN_SECONDS: ("503 Service Unavailable", {"retry-after": "1"}),
    How.DOWN_DATE: ("503 Service Unavailable", {"retry-after": "date"}),
    How.BROKEN: ("500 Internal Server Error", {}),
    How.EARLY: ("500 Internal Server Error", {"connection": "close"}),
    How.UNKNOWN: ("520 Web Server Returned an Unknown Error", {}),
    How.REDIRECT: ("307 Temporary Redirect", {"location": "elsewhere"}),
    How.LOGIN_PAGE: ("200 OK", {}),
}

MADE_UP = {How.GARBAGE, *_ANSWERS}


def made_up(how: How, elsewhere: str) -> bytes:
    """Make an answer.

    Args:
        how: Which.
        elsewhere: Where a redirect leads.
    """
    if how == How.GARBAGE:
        return _GARBAGE
    status, fields = _ANSWERS[how]
    given = {"content-type": "text/html", **fields}
    if given.get("retry-after") == "date":
        # Whole seconds: two ahead are between one and two.
        soon = datetime.now(UTC) + timedelta(seconds=2)
        given["retry-after"] = format_datetime(soon, usegmt=True)
    if "location" in given:
        given["location"] = elsewhere
    body = _REFUSAL if how == How.UNAUTHORIZED else PAGE
    head = Head(f"HTTP/1.1 {status}", tuple(given.items()))
    return head.with_length(len(body)).encoded() + body
