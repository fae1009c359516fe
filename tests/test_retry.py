"""When a failed request is worth another try, and after how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spectrumx import errors
from spectrumx.errors import Exchange, SDSError
from spectrumx.retry import (
    FIRST_DELAY,
    LONGEST_ASKED_DELAY,
    LONGEST_DELAY,
    RetryPolicy,
    asks_everyone_to_wait,
    is_passing,
    seconds_from,
)

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
ATTEMPTS = st.integers(1, 1_000_000)


@given(ATTEMPTS)
def test_delays_stay_within_bounds(attempt: int) -> None:
    """However often it failed, the wait is between half the first delay and the longest one."""
    delay = RetryPolicy(1_000_000).delay_after(errors.NetworkError(), attempt)

    assert delay is not None
    assert FIRST_DELAY / 2 <= delay <= LONGEST_DELAY


@given(st.integers(1, 7))
def test_delays_double(attempt: int) -> None:
    """Each wait lies in the upper half of twice the one before."""
    delay = RetryPolicy(9).delay_after(errors.ServiceError(), attempt)

    assert delay is not None
    assert 0.5 <= delay / (FIRST_DELAY * 2 ** (attempt - 1)) <= 1.0


@given(st.integers(0, 100), ATTEMPTS)
def test_patience_ends(retries: int, attempt: int) -> None:
    """There are as many further tries as the policy says, and no more."""
    delay = RetryPolicy(retries).delay_after(errors.NetworkError(), attempt)

    assert (delay is None) == (attempt > retries)


@given(st.floats(0, allow_nan=False))
def test_the_gateway_s_wish_is_granted_within_reason(asked: float) -> None:
    """The wait that the gateway asks for is kept, up to the longest that is granted."""
    error = errors.RateLimitError(exchange=Exchange(retry_after=asked))

    assert RetryPolicy(1).delay_after(error, 1) == min(asked, LONGEST_ASKED_DELAY)


@pytest.mark.parametrize(
    ("kind", "passing"),
    [
        (errors.NetworkError, True),
        (errors.UnreachableError, True),
        (errors.ServiceError, True),
        (errors.RateLimitError, True),
        (errors.IntegrityError, True),
        (errors.UnexpectedResponseError, False),
        (errors.AuthError, False),
        (errors.NotFoundError, False),
        (errors.ConflictError, False),
        (errors.InvalidRequestError, False),
        (errors.LocalFileError, False),
        (errors.DryRunError, False),
    ],
)
def test_only_what_may_pass_is_tried_again(kind: type[SDSError], *, passing: bool) -> None:
    """Trouble on the way and in the gateway passes; a refusal does not."""
    assert is_passing(kind()) is passing
    assert (RetryPolicy(1).delay_after(kind(), 1) is not None) is passing


def test_an_overloaded_gateway_is_left_alone_by_all() -> None:
    """429 and 503 concern every worker, other failures the one that had it."""
    assert asks_everyone_to_wait(errors.RateLimitError())
    assert asks_everyone_to_wait(errors.ServiceError(exchange=Exchange(status=503)))
    assert not asks_everyone_to_wait(errors.ServiceError(exchange=Exchange(status=500)))


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  hypothesis takes bounds without a zone
def test_a_date_counts_from_now(moment: datetime) -> None:
    """An HTTP date gives the seconds until then, none when it is past."""
    whole = moment.replace(microsecond=0)

    seconds = seconds_from(format_datetime(whole, usegmt=True), now=NOW)

    assert seconds == max((whole - NOW).total_seconds(), 0.0)


def test_a_date_without_a_zone_is_universal_time() -> None:
    """RFC 9110 dates are in GMT, also when they don't say so."""
    soon = format_datetime((NOW + timedelta(seconds=30)).replace(tzinfo=None))

    assert seconds_from(soon.replace("-0000", "").strip(), now=NOW) == 30.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("0", 0.0), (" 120 ", 120.0), (None, None), ("", None), ("soon", None), ("-5", None)],
)
def test_seconds_are_read_as_they_are(header: str | None, seconds: float | None) -> None:
    """A number is that many seconds; what is neither number nor date is nothing."""
    assert seconds_from(header) == seconds


@given(st.text() | st.from_regex(r"Mon, [0-9]{1,25} Jan [0-9]{1,25} 00:00:00 [+-]?[0-9]{1,25}"))
def test_no_header_is_too_odd(header: str) -> None:
    """Whatever a header holds, it gives seconds of at least 0, or nothing."""
    seconds = seconds_from(header)

    assert seconds is None or seconds >= 0
