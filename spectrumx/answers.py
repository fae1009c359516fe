"""Which error an answer stands for: the one place that reads statuses and sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple

from spectrumx import errors
from spectrumx.errors import Exchange, SDSError
from spectrumx.retry import seconds_from

MAX_KEPT_BODY = 4096
"""How much of an error's body is kept, in characters."""

MAX_READ_BODY = 65536
"""How much of an error's body is read to find its sentence, in bytes."""

_NOT_SIGNED_IN = re.compile(
    r"credentials were not provided|api key not found|expected format:|invalid token",
    re.IGNORECASE,
)
_STANDS_IN_THE_WAY = re.compile(
    r"already exists in the tree|already in use by another|is associated with"
    r"|is shared and cannot be deleted",
    re.IGNORECASE,
)
_USED_BY = re.compile(
    r"(?:already in use by another \w+|is associated with \w+ \(\d+\)): *"
    r"(?P<uuid>[0-9a-fA-F-]{32,36})"
)
_PYTHON_REPR = re.compile(r"""^\((?P<quote>["'])(?P<said>.*)(?P=quote), \{.*\}\)$""", re.DOTALL)

_BY_STATUS: dict[int, type[SDSError]] = {
    HTTPStatus.UNAUTHORIZED: errors.AuthError,
    HTTPStatus.FORBIDDEN: errors.PermissionDeniedError,
    HTTPStatus.NOT_FOUND: errors.NotFoundError,
    HTTPStatus.REQUEST_TIMEOUT: errors.NetworkError,
    HTTPStatus.CONFLICT: errors.ConflictError,
    HTTPStatus.TOO_MANY_REQUESTS: errors.RateLimitError,
}
_TOKEN_HINT = "check SDS_SECRET_TOKEN"  # noqa: S105  no token
_HINTS: dict[type[SDSError], str] = {
    errors.NotFoundError: "; not found among what you may see",
    errors.UnsupportedByGatewayError: "; this gateway has no such route, or the host is not SDS",
}

_NOT_DATA = frozenset({"HEAD", "OPTIONS"})
_RESOURCE = re.compile(r"/assets/(files|captures|datasets)(?:/|$|\?)")
_RESOURCES: dict[str, type[SDSError]] = {
    "files": errors.FileError,
    "captures": errors.CaptureError,
    "datasets": errors.DatasetError,
}


class Part(NamedTuple):
    """What came of a request for a part of a file.

    Attributes:
        status: 206; 200 where the gateway would send everything; or 416, nothing lies there.
        headers: The answer's, looked up in any case.
        body: The contents; empty where they were not wanted.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


def detail_of(body: str) -> str:
    """Read the gateway's own sentence out of an error body (docs/gateway.md, "Common rules").

    Args:
        body: Text of the body.

    Returns:
        The sentence; empty for web pages and other bodies that carry none.
    """
    try:
        answer = json.loads(body)
        return _sentence(_said(answer)) if isinstance(answer, dict) else ""
    except (ValueError, RecursionError):
        return ""


def _said(answer: dict[str, object]) -> object:
    return next((answer[key] for key in ("detail", "error") if key in answer), answer)


def _sentence(what: object) -> str:
    if what is None:
        return ""
    if isinstance(what, list):
        return " ".join(map(_sentence, what))
    if isinstance(what, dict):
        return "; ".join(f"{key}: {_sentence(value)}" for key, value in what.items())
    # Refused deletions arrive as the repr of a Python exception's arguments.
    repr_of_arguments = _PYTHON_REPR.match(str(what))
    if repr_of_arguments is None:
        return str(what)
    return repr_of_arguments["said"].replace("\\'", "'").replace('\\"', '"')


def error_from(
    exchange: Exchange,
    *,
    resource: type[SDSError] | None = None,
    token_hint: str = _TOKEN_HINT,
) -> SDSError:
    """Make the error an answer stands for.

    Args:
        exchange: The request and its answer; status and detail decide.
        resource: `FileError`, `CaptureError`, `DatasetError` or None: what it was about.
        token_hint: What to do where the token is refused.

    Returns:
        The error, not raised, with the exchange on it.
    """
    kind = _kind_of(exchange)
    said = (exchange.detail or _described(exchange)).rstrip(".")
    where = f"{exchange.method} {exchange.url} answered {exchange.status}"
    hint = f"; {token_hint}" if kind is errors.AuthError else _HINTS.get(kind, "")
    error = errors.about(kind, resource)(f"{said} ({where}){hint}", exchange=exchange)
    if isinstance(error, errors.ConflictError) and (found := _USED_BY.search(exchange.detail)):
        error.existing_uuid = found["uuid"]
    return error


def exchange_from(
    method: str, url: str, *, status: int, headers: Mapping[str, str], body: bytes
) -> Exchange:
    """Put together what is known of one request and its answer.

    Args:
        method: HTTP method.
        url: Full URL.
        status: HTTP status.
        headers: The answer's, looked up in lower case.
        body: The answer's, as far as it was read.

    Returns:
        The facts an error carries.
    """
    text = body.decode("utf-8", "replace")
    return Exchange(
        method=method,
        url=url,
        status=status,
        body=text[:MAX_KEPT_BODY],
        detail=detail_of(text),
        request_id=headers.get("x-request-id", ""),
        retry_after=seconds_from(headers.get("retry-after")),
    )


def refusal(
    exchange: Exchange, *, content_type: str, token_hint: str = _TOKEN_HINT
) -> SDSError | None:
    """Decide whether an answer to an API call is usable data.

    Args:
        exchange: The request and its answer.
        content_type: The answer's `Content-Type`.
        token_hint: What to do where the token is refused.

    Returns:
        None for a success with the JSON (or the empty 204) the contract promises; else the error.
    """
    if is_data(exchange.method, exchange.status or 0, content_type=content_type):
        return None
    return error_from(exchange, resource=resource_of(exchange.url), token_hint=token_hint)


def is_data(method: str, status: int, *, content_type: str) -> bool:
    """Tell whether an answer is a success with JSON, or the empty 204."""
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return False
    is_json = content_type.startswith("application/json") and method not in _NOT_DATA
    return is_json or status == HTTPStatus.NO_CONTENT


def is_about_a_part(status: int) -> bool:
    """Tell whether an answer to a request for a part of a file says what there is of it."""
    return status in {
        HTTPStatus.OK,
        HTTPStatus.PARTIAL_CONTENT,
        HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    }


def resource_of(url: str) -> type[SDSError] | None:
    """Tell which resource a request is about, by its address."""
    found = _RESOURCE.search(url)
    return _RESOURCES[found[1]] if found else None


def _kind_of(exchange: Exchange) -> type[SDSError]:
    status = exchange.status or 0
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return errors.ServiceError
    if status < HTTPStatus.BAD_REQUEST:
        return errors.UnexpectedResponseError
    if status in {401, 403} and _NOT_SIGNED_IN.search(exchange.detail):
        return errors.AuthError
    if _STANDS_IN_THE_WAY.search(exchange.detail):
        return errors.ConflictError
    if status == HTTPStatus.NOT_FOUND and not exchange.detail:
        return errors.UnsupportedByGatewayError
    return _BY_STATUS.get(status, errors.InvalidRequestError)


def _described(exchange: Exchange) -> str:
    if HTTPStatus.MULTIPLE_CHOICES <= (exchange.status or 0) < HTTPStatus.BAD_REQUEST:
        return "The gateway redirects elsewhere: give its final address as host"
    if exchange.body.lstrip().startswith("<"):
        return "The answer is a web page, not data"
    return "The gateway gave no reason"
