"""Times as users give them, and what is refused."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st

from spectrumx import times
from spectrumx.errors import InvalidRequestError

NOON = datetime(2024, 1, 31, 12, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
SUMMER = datetime(2024, 7, 1, 12, tzinfo=UTC)

MINUTES_SINCE = datetime(1973, 1, 1)  # noqa: DTZ001  before, some offsets had seconds

NOONS = [
    NOON,
    NOON.replace(tzinfo=None),
    datetime(2024, 1, 31, 7, tzinfo=NEW_YORK),
    datetime(2024, 1, 31, 17, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    datetime(2024, 1, 31, 7, tzinfo=tz.gettz("America/New_York")),
    "2024-01-31 12:00",
    "2024-01-31T12:00:00Z",
    "2024-01-31T12:00:00.000000+00:00",
    "2024-01-31 07:00 -0500",
    "2024-01-31T17:30+05:30",
    "20240131T120000",
    "2024-01-31T12",
    " 2024-01-31 12:00Z ",
]

NO_TIMES = [
    "",
    " ",
    "yesterday",
    "12:00",
    "Jan 31",
    "Wednesday",
    "31",
    "1.7.2024",
    "30.6.2024",
    "7/1/2024",
    "2024/07/01",
    "Jan 31 2024",
    "Wed, 31 Jan 2024 12:00:00 GMT",
    "2024-01-31 12 pm",
    "2024-01-31x12:00",
    "2024-13",
    "24-01-31",
    "2024-02-30",
    "2024-01-31 25:00",
    "2024-01-31 12:00 EST",
    "2024-01-31 12:00 Mars",
    "2024-01-31 12:00 UTC+3",
    "2024-01-31 12:00 gmt -03:00",
    "2024-01-31 and so on",
    "0000-01-01",
    "1" * 5000,
    1706702400,
    1706702400.0,
    True,
    b"2024-01-31",
    timedelta(days=1),
    NOON.time(),
    [NOON],
    datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))),
]


@pytest.mark.parametrize("given", NOONS, ids=str)
def test_one_moment_in_many_forms(given: object) -> None:
    """A time without an offset is UTC, and any other is brought to UTC."""
    found = times.moment(given, "start")

    assert found == NOON
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2024", datetime(2024, 1, 1, tzinfo=UTC)),
        ("2024-03", datetime(2024, 3, 1, tzinfo=UTC)),
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC)),
        ("20240229", datetime(2024, 2, 29, tzinfo=UTC)),
        ("2024-02-29Z", datetime(2024, 2, 29, tzinfo=UTC)),
        (date(2024, 2, 29), datetime(2024, 2, 29, tzinfo=UTC)),
    ],
    ids=str,
)
def test_what_names_no_time_of_day_is_its_first_moment(given: object, expected: datetime) -> None:
    """A year, a month or a day stands for its first moment in UTC."""
    assert times.moment(given, "start") == expected


def test_summer_time_is_known() -> None:
    """A zone with summer time is read by the date."""
    assert times.moment(SUMMER.astimezone(NEW_YORK), "start") == SUMMER
    assert times.moment("2024-07-01 08:00-04:00", "start") == SUMMER


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the system's zone can't be set here")
def test_the_machines_own_zone_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has no offset is UTC wherever the script runs."""
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Kolkata")
        time.tzset()
        found = [times.moment(given, "start") for given in (NOON.replace(tzinfo=None), NOONS[5])]
    time.tzset()

    assert found == [NOON, NOON]


def test_fractions_of_a_second_are_kept() -> None:
    """A time is exact to the microsecond."""
    assert times.moment("2024-01-31 12:00:00.000001", "start") - NOON == timedelta(microseconds=1)


@pytest.mark.parametrize("given", NO_TIMES, ids=lambda it: repr(it)[:40])
def test_what_is_no_time_is_refused(given: object) -> None:
    """What is no time, or not in ISO 8601, is refused with the argument's name and what to do."""
    with pytest.raises(InvalidRequestError, match=r"^start is no time: .* give a datetime"):
        times.moment(given, "start")


@given(st.text())
def test_any_text_is_a_time_or_refused(text: str) -> None:
    """Whatever the text, there is an aware time in UTC or an `InvalidRequestError`."""
    try:
        found = times.moment(text, "start")
    except InvalidRequestError:
        return
    assert found.tzinfo is UTC


@given(
    st.datetimes(min_value=MINUTES_SINCE)
    | st.datetimes(min_value=MINUTES_SINCE, timezones=st.timezones())
)
def test_any_datetime_reads_as_its_own_text(value: datetime) -> None:
    """A datetime and its ISO text are one time, or both are beyond all dates in UTC."""
    try:
        found = times.moment(value, "start")
    except InvalidRequestError:
        found = None
    if found is None:
        with pytest.raises(InvalidRequestError):
            times.moment(value.isoformat(), "start")
    else:
        assert times.moment(value.isoformat(), "start") == found


def test_ends_may_be_open_or_equal() -> None:
    """A range may be open at either end, and one moment long."""
    assert times.span(None, None, names=("range", "range")) == (None, None)
    assert times.span(NOON, None, names=("range", "range")) == (NOON, None)
    assert times.span(None, "2024-01-31 12:00", names=("range", "range")) == (None, NOON)
    assert times.span(NOON, NOON.astimezone(NEW_YORK), names=("range", "range")) == (NOON, NOON)


def test_reversed_ranges_are_refused() -> None:
    """A range that ends before it starts, also by its offsets alone, is refused."""
    with pytest.raises(InvalidRequestError, match="range is reversed: 2024-01-31T12:00:00"):
        times.span(NOON, NOON - timedelta(microseconds=1), names=("range", "range"))
    with pytest.raises(InvalidRequestError, match="range is reversed"):
        times.span("2024-01-31 12:00", "2024-01-31 12:00+01:00", names=("range", "range"))
