"""Listing files by path and time (docs/gateway.md, Files: list)."""

import sqlite3
from collections.abc import Mapping

from starlette.responses import Response

from spectrumx.localgateway import files, pages, shapes, submissions, times
from spectrumx.localgateway.answers import NULL_CHARACTERS, JSONAnswer, refused
from spectrumx.localgateway.files import Selection
from spectrumx.localgateway.quirks import Quirk
from spectrumx.localgateway.resource import Call

_BOTH_TIMES = (
    "Both start_time and end_time are required for temporal filtering when listing Digital RF data."
)
_NO_RF_DATA = "Temporal filtering is only supported for file directories that include RF data"


def list_files(call: Call) -> Response:
    """List one page of files."""
    span = _span(call.query)
    with call.store.database.snapshot() as connection:
        selection, warnings = _select(connection, call, span)
        page = pages.requested(call.query, count=files.count(connection, selection))
        found = files.rows(connection, selection, limit=page.size, offset=page.offset)
        results = shapes.details(connection, found, base_url=call.base_url, reader_id=call.user.id)
    links = pages.links(page, call.query, url=call.url)
    return JSONAnswer({"count": page.count, **links, "results": results, "warnings": warnings})


def _select(
    connection: sqlite3.Connection, call: Call, span: Mapping[str, int]
) -> tuple[Selection, list[str]]:
    """Return what is to be listed, and what the client should know about it."""
    path, user, quirks = call.query.get("path", ""), call.user, call.store.quirks
    if path in {"", "/"}:
        return files.accessible(user.id, scrambled=Quirk.UNORDERED_ROOT in quirks), []
    if "\x00" in path:
        raise refused(400, NULL_CHARACTERS)
    inside = submissions.directory(path, email=user.email)
    exactly = files.at_path(inside, owner_id=user.id)
    if files.count(connection, exactly):
        return exactly, []
    beneath = files.beneath_prefix if Quirk.PREFIX_LISTING in quirks else files.beneath
    return _narrow(connection, beneath(inside, owner_id=user.id), span)


def _narrow(
    connection: sqlite3.Connection, selection: Selection, span: Mapping[str, int]
) -> tuple[Selection, list[str]]:
    if not span:
        return selection, []
    if len(span) == 1:
        return selection, [_BOTH_TIMES]
    if not files.has_rf_data(connection, selection):
        return selection, [_NO_RF_DATA]
    return files.between(selection, start=span["start_time"], end=span["end_time"]), []


def _span(query: Mapping[str, str]) -> dict[str, int]:
    """Return the times asked for, in Unix milliseconds."""
    return {
        key: _milliseconds(key, query[key]) for key in ("start_time", "end_time") if key in query
    }


def _milliseconds(key: str, text: str) -> int:
    # A "+" in a query string stands for a space: an offset that was not escaped arrives as one.
    try:
        return times.parse(text.replace(" ", "+") if "T" in text else text) // 1000
    except (ValueError, OverflowError):
        raise refused(
            400,
            f"Invalid {key}: expected ISO 8601 datetime"
            " (e.g. 2024-01-15T12:30:45+00:00 or naive as UTC).",
        ) from None
