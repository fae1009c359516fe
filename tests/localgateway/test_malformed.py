"""Whatever a request is malformed in, it is refused: never a 5xx, and the gateway goes on."""

import json
import socket
from typing import Any

import pytest

UUID = "00000000-0000-4000-8000-000000000000"
LONG = "9" * 5000
TEXTS = ["\x00", "a\x00b", "\ud800", "é" * 3000, LONG, "..", ".", "/", "\r\n", "\u202e", " "]
VALUES = [*TEXTS, 0, -1, 10**400, 1.5, float("nan"), True, None, [], {}, [1], {"a": 1}]
FIELDS = [
    *("directory", "name", "media_type", "permissions", "size", "expiration_date"),
    *("capture", "dataset", "sum_blake3", "sibling_uuid", "file"),
]
JSON = {"Content-Type": "application/json"}
MULTIPART = {"Content-Type": "multipart/form-data; boundary=B"}


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/assets/files/"),
        ("POST", "/assets/utils/check_contents_exist/"),
        ("PUT", "/assets/files/{uuid}/"),
    ],
)
def test_no_value_of_a_field_breaks_it(api: Any, method: str, path: str, field: str) -> None:
    """Every JSON value in every field is accepted or refused in JSON."""
    uuid = api.upload("/d/f")["uuid"]
    whole = {"directory": "/d", "name": "g", "sum_blake3": "0" * 64, "sibling_uuid": uuid}

    for value in VALUES:
        body = _json(whole | {field: value})
        answer = api.request(method, path.format(uuid=uuid), content=body, headers=JSON)

        assert answer.status_code in {200, 201, 400, 404}, (value, answer.text)
        assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("parameter", ["path", "page", "page_size", "start_time", "end_time"])
def test_no_parameter_of_a_listing_breaks_it(api: Any, parameter: str) -> None:
    """Every text in every parameter is accepted or refused in JSON."""
    api.upload("/d/f")
    texts = ["%00", "%ff%fe", "%ED%A0%80", "-0", "1e9", "٣", "+", "0x1"]
    texts += [LONG, "9" * 18, "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00Z", "2024-W01"]

    for text in texts:
        answer = api.get(f"/assets/files/?path=/d&{parameter}={text}")

        assert answer.status_code in {200, 400, 404}, (text, answer.text)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 100_000, b"\x00"],
    ids=lambda body: repr(body[:5]),
)
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_no_body_breaks_it(api: Any, body: bytes, kind: str) -> None:
    """A body that is no object is a 400."""
    answer = api.post("/assets/files/", content=body, headers={"Content-Type": kind})

    assert answer.status_code == 400
    assert isinstance(answer.json(), dict)


@pytest.mark.parametrize(
    "body",
    [
        b"nonsense",
        b"--B",
        b"--B--",
        b"--B\r\n\r\n\r\n--B--",
        b"--B\r\n: x\r\n\r\n\r\n--B--",
        b"--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--",
        b'--B\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\nx\r\n--B--',
        b'--B\r\nContent-Disposition: form-data; name="\xff"; filename="\xff\x00"\r\n\r\n\r\n--B--',
        b"--B\r\nX: " + b"y" * 100_000 + b"\r\n\r\nx\r\n--B--",
        b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n' * 2000 + b"--B--",
        b'--B\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nx\r\n' * 2
        + b"--B--",
    ],
    ids=lambda body: repr(body[-9:]),
)
def test_no_form_breaks_it(api: Any, body: bytes) -> None:
    """A malformed form, or one without a file, is a 400."""
    answer = api.post("/assets/files/", content=body, headers=MULTIPART)

    assert answer.status_code == 400, answer.text


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("multipart/form-data", 400),
        ("multipart/form-data; boundary=", 400),
        ("multipart/form-data; boundary=" + "b" * 300, 400),
        ("text/plain", 415),
        ("", 415),
        ("application/json; charset=nonsense", 400),
    ],
)
def test_no_content_type_breaks_it(api: Any, kind: str, status: int) -> None:
    """A type that is not understood is a 415, a form without a boundary a 400."""
    answer = api.post("/assets/files/", content=b"x", headers={"Content-Type": kind})

    assert answer.status_code == status


def test_too_much_text_is_refused(api: Any) -> None:
    """What would have to be held in memory is a 413 beyond its limit."""
    body = b'{"directory": "' + b"x" * (17 << 20) + b'"}'

    answer = api.post("/assets/utils/check_contents_exist/", content=body, headers=JSON)

    assert answer.status_code == 413


@pytest.mark.parametrize("uuid", ["zz", "%00", "%ff", LONG, "..", "{}", f"{UUID}0", "٣" * 32])
def test_a_malformed_uuid_is_not_found(api: Any, uuid: str) -> None:
    """A uuid that is none is a 404 with every method."""
    for method in ("GET", "PUT", "DELETE"):
        assert api.request(method, f"/assets/files/{uuid}/").status_code in {400, 404}


@pytest.mark.parametrize(
    "request_head",
    [
        b"GET /api/v1/auth/ HTTP/1.1\r\n\r\n",
        b"GET \xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /api/v1/auth/ HTTP/1.1\r\nHost: x\r\nAuthorization: \xff:\xff\r\n\r\n",
        b"GET http://x/api/v1/auth HTTP/1.1\r\nHost: x\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /api/v1/assets/files/ HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/v1/assets/files/ HTTP/1.1\r\nHost: x\r\nContent-Length: %b\r\n\r\n"
        % LONG.encode(),
        b"GET /api/v1/assets/files/ HTTP/1.1\r\nHost: [\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
    ids=lambda head: repr(head[:24]),
)
def test_no_request_head_breaks_it(api: Any, request_head: bytes) -> None:
    """A strange head is answered with a 3xx or 4xx, or its connection closed."""
    with socket.create_connection((api.base_url.host, api.base_url.port), timeout=30) as raw:
        raw.sendall(request_head)
        answer = raw.recv(1000)

    assert answer == b"" or answer.startswith((b"HTTP/1.1 3", b"HTTP/1.1 4")), answer
    assert api.get("/auth/").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE", "TRACE", "PURGE"])
def test_other_methods_are_not_allowed(api: Any, method: str) -> None:
    """A method that a resource does not have is a 405 that names those it has."""
    answer = api.request(method, "/auth/")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
