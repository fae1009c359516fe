"""Recorded refusals of a real gateway become typed errors that keep what it said."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any
from uuid import UUID

import pytest

from spectrumx import errors
from spectrumx.answers import exchange_from, refusal
from spectrumx.errors import SDSError
from tests.asking import CALLS, Asker
from tests.recorded import Sample, needed, read_samples, replay

pytestmark = needed

SAMPLES = {sample.name: sample for sample in read_samples()}

EXPECTED_BY_NAME: dict[str, type[SDSError]] = {
    "*_no_token": errors.AuthError,
    "*_missing_token": errors.AuthError,
    "*_bad_token*": errors.AuthError,
    "auth_empty_key": errors.AuthError,
    "auth_no_colon": errors.AuthError,
    "auth_revoked": errors.AuthError,
    "auth_two_colons": errors.AuthError,
    "*_dup": errors.ConflictError,
    "*_dup_trailing": errors.ConflictError,
    "cap2_create_rh_up_samegroup": errors.ConflictError,
    "cap3_tld_double_slash": errors.ConflictError,
    "file_create_duplicate_same_all": errors.ConflictError,
    "file_create_same_content_*": errors.ConflictError,
    "*_delete_in_*": errors.ConflictError,
    "ds_delete_shared": errors.ConflictError,
}
EXPECTED_BY_STATUS: dict[tuple[int, bool], type[SDSError]] = {
    (200, False): errors.UnexpectedResponseError,
    (200, True): errors.UnexpectedResponseError,
    (301, False): errors.UnexpectedResponseError,
    (400, True): errors.InvalidRequestError,
    (403, True): errors.PermissionDeniedError,
    (404, True): errors.NotFoundError,
    (404, False): errors.UnsupportedByGatewayError,
    (405, True): errors.InvalidRequestError,
    (406, True): errors.InvalidRequestError,
    (415, True): errors.InvalidRequestError,
    (500, False): errors.ServiceError,
}
SUBJECTS = {
    "/assets/files/": errors.FileError,
    "/assets/captures/": errors.CaptureError,
    "/assets/datasets/": errors.DatasetError,
}


def is_usable(sample: Sample) -> bool:
    """Whether an answer is data, and so no error."""
    is_data = sample.is_json and sample.method not in {"HEAD", "OPTIONS"}
    return sample.status == 204 or (sample.status < 300 and is_data)


REFUSALS = [
    pytest.param(sample, id=sample.name)
    for sample in SAMPLES.values()
    if not is_usable(sample) and not ("/download/" in sample.url and sample.status == 200)
]


@pytest.fixture(scope="module")
def asker() -> Iterator[Asker]:
    """A client of a server that gives the answer it is told to."""
    with replay() as server:
        made = Asker(server)
        yield made
        made.session.close()


def expected_error(sample: Sample) -> type[SDSError]:
    """The error a recorded refusal stands for."""
    by_name = (kind for name, kind in EXPECTED_BY_NAME.items() if fnmatch(sample.name, name))
    return next(by_name, None) or EXPECTED_BY_STATUS[sample.status, sample.is_json]


def sentences(said: Any) -> list[str]:
    """Every sentence in an error's body; of a Python tuple, its readable start."""
    if isinstance(said, dict):
        return [sentence for value in said.values() for sentence in sentences(value)]
    if isinstance(said, list):
        return [sentence for value in said for sentence in sentences(value)]
    return [said.removeprefix('("').partition('", {<')[0]]


def refused(asker: Asker, sample: Sample) -> SDSError:
    """Let a refusal come through a socket, or decide on it where no operation sends its method."""
    if sample.route in CALLS:
        asker.server.sample = sample
        with pytest.raises(SDSError) as raised:
            CALLS[sample.route](asker)
        return raised.value
    exchange = exchange_from(
        sample.method, sample.url, status=sample.status, headers={}, body=sample.body
    )
    error = refusal(exchange, content_type=sample.headers.get("Content-Type", ""))
    assert error is not None
    return error


@pytest.mark.parametrize("sample", REFUSALS)
def test_every_refusal_becomes_its_error(asker: Asker, sample: Sample) -> None:
    """Every answer that is no data becomes the typed error it stands for, about its resource."""
    error = refused(asker, sample)

    assert isinstance(error, expected_error(sample))
    assert isinstance(error, errors.AuthError) == issubclass(
        expected_error(sample), errors.AuthError
    )
    subject = next((kind for path, kind in SUBJECTS.items() if path in sample.url + "/"), SDSError)
    assert isinstance(error, subject)
    assert error.status == sample.status
    assert error.method == sample.method


@pytest.mark.parametrize("sample", REFUSALS)
def test_every_refusal_keeps_what_the_gateway_said(asker: Asker, sample: Sample) -> None:
    """The gateway's sentence is in the error's message; web pages are named as such."""
    error = refused(asker, sample)

    said = sentences(sample.json) if sample.is_json and sample.status >= 400 else []
    assert all(sentence in error.detail for sentence in said)
    assert error.detail.rstrip(".") in str(error)
    assert "{<" not in error.detail
    if not said and sample.body:
        assert "web page" in str(error) or sample.method == "OPTIONS"
    if sample.status == 301:
        assert "redirects" in str(error)


@pytest.mark.parametrize(
    "name",
    [
        "cap_create_drf_dup",
        "cap_create_rh_dup",
        "cap2_create_rh_up_samegroup",
        "cap_delete_in_dataset",
        "file_delete_in_published",
    ],
)
def test_a_conflict_names_what_is_in_the_way(asker: Asker, name: str) -> None:
    """The uuid in the gateway's sentence is the conflict's `existing_uuid`."""
    error = refused(asker, SAMPLES[name])

    assert isinstance(error, errors.ConflictError)
    assert str(UUID(error.existing_uuid)) in SAMPLES[name].json["detail"]
