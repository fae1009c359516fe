"""Errors: their facts, their combinations, and their way through a pickle."""

from __future__ import annotations

import copy
import pickle

import pytest

from spectrumx import errors
from spectrumx.errors import Exchange, SDSError, about

EXCHANGE = Exchange(
    method="GET",
    url="https://sds.example.org/api/v1/assets/files/",
    status=429,
    body='{"detail": "slower"}',
    detail="slower",
    request_id="r-1",
    retry_after=7.5,
)
PLAIN = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, SDSError) and kind is not SDSError
]
SUBJECTS = [errors.FileError, errors.CaptureError, errors.DatasetError]


def by_name(kind: type) -> str:
    """A test's name."""
    return kind.__name__


def test_an_error_tells_its_message_and_its_exchange() -> None:
    """An error's text is its sentence; the request and answer are attributes."""
    error = SDSError("it failed", exchange=EXCHANGE)

    assert str(error) == "it failed"
    assert (error.method, error.url) == (EXCHANGE.method, EXCHANGE.url)
    assert (error.status, error.body) == (429, EXCHANGE.body)
    assert (error.detail, error.request_id) == ("slower", "r-1")
    assert (error.attempts, error.report) == (1, None)


def test_an_error_without_an_answer_has_no_status() -> None:
    """What nothing was sent for has neither status nor request."""
    error = errors.ConfigError("odd")

    assert error.status is None
    assert (error.method, error.url, error.body, error.detail) == ("", "", "", "")


def test_a_rate_limit_tells_how_long_to_wait() -> None:
    """`retry_after` is what the gateway asked for, None when it did not."""
    assert errors.RateLimitError("slower", exchange=EXCHANGE).retry_after == 7.5
    assert errors.RateLimitError("slower").retry_after is None


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (errors.ConfigError, ValueError),
        (errors.InvalidRequestError, ValueError),
        (errors.UnsafePathError, ValueError),
        (errors.LocalFileError, OSError),
        (errors.LocalFileMissingError, FileNotFoundError),
        (errors.LocalFileMissingError, errors.LocalFileError),
    ],
)
def test_python_s_own_names_catch_their_kind(
    kind: type[SDSError], builtin: type[Exception]
) -> None:
    """Bad values are ValueErrors and bad files are OSErrors, for those who catch these."""
    with pytest.raises(builtin, match="no good"):
        raise kind("no good")


@pytest.mark.parametrize("subject", SUBJECTS, ids=by_name)
@pytest.mark.parametrize("kind", PLAIN, ids=by_name)
def test_a_combination_is_caught_by_either_name(
    kind: type[SDSError], subject: type[SDSError]
) -> None:
    """What went wrong and what it is about combine into one class, the same each time."""
    combined = about(kind, subject)

    assert issubclass(combined, kind)
    assert issubclass(combined, subject)
    assert combined is about(kind, subject)
    assert combined.__doc__


def test_nothing_to_combine_leaves_the_kind() -> None:
    """An error about no resource, or about its own, keeps its class."""
    assert about(errors.NotFoundError, None) is errors.NotFoundError
    assert about(errors.FileError, errors.FileError) is errors.FileError


def test_a_combination_names_both() -> None:
    """The combined name says subject first, as a traceback reads best."""
    assert about(errors.NotFoundError, errors.CaptureError).__name__ == "CaptureNotFoundError"


@pytest.mark.parametrize("subject", [None, *SUBJECTS], ids=str)
@pytest.mark.parametrize("kind", PLAIN, ids=by_name)
@pytest.mark.parametrize("duplicate", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy])
def test_a_copy_keeps_class_and_facts(
    kind: type[SDSError], subject: type[SDSError] | None, duplicate: object
) -> None:
    """An error from another process is the same: class, message, exchange and attempts."""
    error = about(kind, subject)("it failed", exchange=EXCHANGE)
    error.attempts = 4

    twin = duplicate(error)  # type: ignore[operator]  # one of the two above

    assert type(twin) is type(error)
    assert vars(twin) == vars(error)
    assert str(twin) == "it failed (tried 4 times)"


def test_a_pickle_keeps_the_facts_of_a_kind() -> None:
    """The path, checksums and identifiers that only some errors have survive as well."""
    local = errors.LocalFileError("no", path="/x", errno=13)
    damaged = errors.IntegrityError("no", expected="aa", actual="bb")
    conflict = errors.ConflictError("no")
    conflict.existing_uuid = "5b0c"

    local, damaged, conflict = pickle.loads(pickle.dumps((local, damaged, conflict)))

    assert (local.path, local.errno) == ("/x", 13)
    assert (damaged.expected, damaged.actual) == ("aa", "bb")
    assert conflict.existing_uuid == "5b0c"
