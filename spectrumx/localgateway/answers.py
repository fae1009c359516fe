"""What the gateway answers when it refuses, and how every answer is written."""

import errno
import json
import sqlite3
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

ALREADY_EXISTS = "File with checksum already exists in the tree, run PATCH instead."
OUTSIDE_TREE = "The provided path must be in the user's files directory."
NULL_CHARACTERS = "Null characters are not allowed."
REQUIRED = "This field is required."
BLANK = "This field may not be blank."

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# SQLite tells the failed growth of its shared memory file apart from other writes.
_SQLITE_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
_ERROR_PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


class GatewayError(Exception):
    """A request that is refused.

    Attributes:
        status: The HTTP status.
        body: The JSON body; None stands for an HTML page.
        headers: Further headers of the answer.
    """

    def __init__(
        self, status: int, body: object, *, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status = status
        self.body = body
        self.headers = headers
        super().__init__(status, body)

    def __str__(self) -> str:
        """Give the sentences of the body."""
        if not isinstance(self.body, dict):
            return f"HTTP {self.status}"
        return "; ".join(
            str(said) if field == "detail" else f"{field}: {' '.join(said)}"
            for field, said in self.body.items()
        )


class JSONAnswer(Response):
    """A JSON body, compact and in UTF-8."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        """Write the body."""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "replace"
        )


def refused(status: int, detail: str) -> GatewayError:
    """Make a refusal with one sentence."""
    return GatewayError(status, {"detail": detail})


def invalid(field: str, *sentences: str) -> GatewayError:
    """Make a refusal of one field."""
    return GatewayError(400, {field: list(sentences)})


def not_found(kind: str) -> GatewayError:
    """Make the refusal for an object that is not there."""
    return refused(404, f"No {kind} matches the given query.")


def server_fault() -> GatewayError:
    """Make the HTML 500 of the public gateway, for the quirks that ask for it."""
    return GatewayError(500, None)


def page(status: int) -> Response:
    """Return an HTML page that says no more than the status."""
    title = "Not Found" if status == 404 else "Error"  # noqa: PLR2004 - the status has a name
    return HTMLResponse(_ERROR_PAGE.format(title), status)


async def answer_full_disk(_: Request, error: Exception) -> Response:
    """Say that the disk is full; any other failure of the disk stays a failure."""
    if _means_full(error):
        return JSONAnswer({"detail": "The gateway's disk is full; free some space there."}, 507)
    raise error


def _means_full(error: Exception) -> bool:
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorcode", None) in _SQLITE_FULL
    return isinstance(error, OSError) and error.errno in _FULL


async def answer_error(_: Request, error: Exception) -> Response:
    """Turn a refusal into its answer."""
    if not isinstance(error, GatewayError):
        raise error
    if error.body is None:
        return page(error.status)
    return JSONAnswer(error.body, error.status, error.headers)
