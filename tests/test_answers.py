"""Which error an answer stands for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spectrumx import errors
from spectrumx.answers import (
    MAX_KEPT_BODY,
    detail_of,
    error_from,
    exchange_from,
    is_data,
    refusal,
    resource_of,
)
from spectrumx.errors import Exchange, SDSError

URL = "https://sds.example.org/api/v1/assets/files/"
JSON = "application/json"
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("detail"), inner),
)


def answered(status: int, body: object = None, *, method: str = "GET", url: str = URL) -> SDSError:
    """The error of a JSON answer."""
    exchange = exchange_from(method, url, status=status, headers={}, body=json.dumps(body).encode())
    error = refusal(exchange, content_type=JSON)
    assert error is not None
    return error


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"detail": "No File matches."}, "No File matches."),
        ({"error": "processing_type is required"}, "processing_type is required"),
        ({"name": ["Too long.", "No NUL."]}, "name: Too long. No NUL."),
        ({"name": ["Bad."], "size": ["Odd."]}, "name: Bad.; size: Odd."),
        ({"detail": {"scan_group": ["No UUID."]}}, "scan_group: No UUID."),
        ({"detail": None}, ""),
        ({}, ""),
        (["a", "b"], ""),
        (
            {"detail": "(\"Cannot delete file 'x': in use (1): u.\", {<File: x>})"},
            "Cannot delete file 'x': in use (1): u.",
        ),
        ({"detail": "('It\\'s in use.', {<File: x>, <File: y>})"}, "It's in use."),
    ],
)
def test_the_sentence_is_read_from_every_shape(body: object, sentence: str) -> None:
    """Each shape that errors have gives its sentence, without the text of Python values."""
    assert detail_of(json.dumps(body)) == sentence


@pytest.mark.parametrize("body", ["", "<html>", "{", '{"detail": "cut o', "[" * 60000, "null"])
def test_other_bodies_have_no_sentence(body: str) -> None:
    """Web pages, cut-off and absurd bodies give no sentence, and no other error either."""
    assert detail_of(body) == ""


def test_a_sentence_nested_beyond_reason_is_none() -> None:
    """A body as deep as Python's stack is no reason to fail in another way."""
    assert detail_of('{"detail":' * 900 + "1" + "}" * 900) == ""


@settings(deadline=None)  # a busy machine is no failure
@given(ANY_JSON, st.integers(300, 599))
def test_every_refusal_is_some_error(body: object, status: int) -> None:
    """Whatever JSON a refusal carries, it becomes an SDSError that keeps status and URL."""
    error = answered(status, body)

    assert (error.status, error.url) == (status, URL)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, errors.UnexpectedResponseError),
        (400, errors.InvalidRequestError),
        (401, errors.AuthError),
        (403, errors.PermissionDeniedError),
        (404, errors.NotFoundError),
        (405, errors.InvalidRequestError),
        (408, errors.NetworkError),
        (409, errors.ConflictError),
        (413, errors.InvalidRequestError),
        (418, errors.InvalidRequestError),
        (429, errors.RateLimitError),
        (500, errors.ServiceError),
        (503, errors.ServiceError),
    ],
)
def test_a_status_decides_where_no_sentence_does(status: int, kind: type[SDSError]) -> None:
    """Each status with an unremarkable sentence stands for its own error, about the resource."""
    error = answered(status, {"detail": "Something."})

    assert type(error) is errors.about(kind, errors.FileError)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(
    "detail", ["Authentication credentials were not provided.", "API key not found"]
)
def test_a_token_nobody_knows_is_the_same_on_every_resource(status: int, detail: str) -> None:
    """The sentence, not the status, tells a bad token from a missing permission."""
    error = answered(status, {"detail": detail})

    assert isinstance(error, errors.AuthError)
    assert not isinstance(error, errors.PermissionDeniedError)
    assert "SDS_SECRET_TOKEN" in str(error)


def test_a_duplicate_is_a_conflict() -> None:
    """The sentence about a duplicate upload is a conflict, though its status is 400."""
    sentence = "File with checksum already exists in the tree, run PATCH instead."

    assert isinstance(answered(400, {"detail": sentence}), errors.ConflictError)


@pytest.mark.parametrize(
    "sentence",
    [
        "This channel is already in use by another capture: {}",
        "Cannot delete file 'x': it is associated with captures (1): {}. Delete it first.",
    ],
)
def test_a_conflict_names_what_is_there(sentence: str) -> None:
    """The uuid at the end of the sentence is the conflict's `existing_uuid`."""
    uuid = "fafa9f7d-a404-4948-9c40-55e08837becc"

    error = answered(400, {"detail": sentence.format(uuid)})

    assert isinstance(error, errors.ConflictError)
    assert error.existing_uuid == uuid


def test_a_missing_route_is_told_from_a_missing_thing() -> None:
    """404 with a web page means that the gateway has no such call."""
    exchange = Exchange(method="GET", url=URL, status=404, body="<html>")

    error = error_from(exchange)

    assert isinstance(error, errors.UnsupportedByGatewayError)
    assert "no such route" in str(error)


@pytest.mark.parametrize(
    ("path", "subject"),
    [
        ("/assets/files/", errors.FileError),
        ("/assets/files/5b0c/download/", errors.FileError),
        ("/assets/captures/?page=2", errors.CaptureError),
        ("/assets/captures", errors.CaptureError),
        ("/assets/datasets/5b0c/files/", errors.DatasetError),
        ("/assets/filesystem/", None),
        ("/auth/", None),
    ],
)
def test_the_address_tells_the_resource(path: str, subject: type[SDSError] | None) -> None:
    """An error is about the resource that its address names first."""
    assert resource_of(f"https://sds.example.org/api/v1{path}") is subject


@pytest.mark.parametrize(
    ("method", "status", "content_type", "usable"),
    [
        ("GET", 200, JSON, True),
        ("POST", 201, "application/json; charset=utf-8", True),
        ("DELETE", 204, "", True),
        ("GET", 200, "text/html", False),
        ("GET", 200, "", False),
        ("HEAD", 200, JSON, False),
        ("OPTIONS", 200, JSON, False),
        ("GET", 301, JSON, False),
        ("GET", 404, JSON, False),
    ],
)
def test_only_data_is_usable(method: str, status: int, content_type: str, *, usable: bool) -> None:
    """A success with JSON, or an empty one, is data; all else is refused."""
    exchange = Exchange(method=method, url=URL, status=status)

    assert is_data(method, status, content_type=content_type) is usable
    assert (refusal(exchange, content_type=content_type) is None) is usable


def test_an_exchange_keeps_what_helps_a_reader() -> None:
    """The start of the body, the sentence, the request's id and the wait asked for are kept."""
    body = b'{"detail": "slower", "filler": "' + b"x" * 9000 + b'"}'
    headers = {"x-request-id": "r-1", "retry-after": "12"}

    exchange = exchange_from("GET", URL, status=429, headers=headers, body=body)

    assert len(exchange.body) == MAX_KEPT_BODY
    assert (exchange.detail, exchange.request_id, exchange.retry_after) == ("slower", "r-1", 12.0)


def test_a_redirect_says_what_to_do() -> None:
    """A redirect asks for the final address."""
    assert "final address" in str(answered(301))
