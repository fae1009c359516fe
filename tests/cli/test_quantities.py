"""Quantities as people write them, and that what is printed can be read again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spectrumx.cli import quantities
from spectrumx.cli.quantities import (
    read_duration,
    read_frequencies,
    read_frequency,
    read_rate,
    read_sample_rate,
    read_size,
    read_time,
    read_times,
)

NEW_YEAR = datetime(2024, 1, 1, tzinfo=UTC)
END_OF_NEW_YEAR = NEW_YEAR + timedelta(days=1, microseconds=-1)

HERTZ = st.integers(min_value=0, max_value=10**12)
MOMENTS = st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001  the zone is given
    lambda time: time.replace(microsecond=0)
)
DURATIONS = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=10_000))


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1.5 GB", 1.5e9),
        ("512 KiB", 512 * 1024),
        ("20M", 20e6),
        ("20m", 20e6),
        ("12 B", 12),
        ("12", 12),
        (".5kB", 500),
        (" 1 TiB ", 1024**4),
    ],
)
def test_sizes(text: str, size: float) -> None:
    """A size has decimal or binary prefixes, with and without the unit."""
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["5 MB/s", "5MB", "5M", "5M/s", "5000 kB/s"])
def test_rates(text: str) -> None:
    """A rate is a size, with or without `/s`."""
    assert read_rate(text) == 5e6


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("2.4 GHz", 2.4e9),
        ("915MHz", 915e6),
        ("100e6", 100e6),
        ("2400000000", 2.4e9),
        ("2.412345678ghz", 2_412_345_678),
        ("1024000000.0", 1.024e9),
        ("0", 0),
    ],
)
def test_frequencies(text: str, frequency: float) -> None:
    """A frequency is exact up to the last digit; a large number without a unit is in Hz."""
    assert read_frequency(text) == frequency


@pytest.mark.parametrize(
    ("text", "rate"), [("10 MS/s", 10e6), ("250 ksps", 250e3), ("1MHz", 1e6), ("1000", 1000)]
)
def test_sample_rates(text: str, rate: float) -> None:
    """A sample rate is written in samples per second or in Hz, and may go without a unit."""
    assert read_sample_rate(text) == rate


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2.4GHz..2.5GHz", (2.4e9, 2.5e9)),
        ("2.4..2.5GHz", (2.4e9, 2.5e9)),
        ("2.4 GHz .. 2.5 GHz", (2.4e9, 2.5e9)),
        ("..2.5GHz", (None, 2.5e9)),
        ("1GHz..", (1e9, None)),
        ("900e6..1GHz", (9e8, 1e9)),
        ("915MHz", (915e6, 915e6)),
    ],
)
def test_ranges_of_frequencies(text: str, ends: tuple[float | None, float | None]) -> None:
    """A range has two ends, either of which may be open; a unit may be given once, at the end."""
    assert read_frequencies(text) == ends


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2023-12-31T12..2024-01-01", (NEW_YEAR - timedelta(hours=12), END_OF_NEW_YEAR)),
        ("2024-01-01..2024-01-01", (NEW_YEAR, END_OF_NEW_YEAR)),
        ("..2024-01-01", (None, END_OF_NEW_YEAR)),
        ("2024-01-01..2024-01-01T00:00", (NEW_YEAR, NEW_YEAR)),
        ("2024-01-01T12:00Z..", (NEW_YEAR + timedelta(hours=12), None)),
        ("..2024-01-01 12:00+12:00", (None, NEW_YEAR)),
        ("2024-01-01T00:00", (NEW_YEAR, NEW_YEAR)),
        ("2024-01-01", (NEW_YEAR, END_OF_NEW_YEAR)),
    ],
)
def test_spans_of_time(text: str, ends: tuple[datetime | None, datetime | None]) -> None:
    """A span has two ends, UTC unless they say so; a date alone or at the end is the whole day."""
    assert read_times(text) == ends


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("1h30m", 5400),
        ("1h 30min", 5400),
        ("500ms", 0.5),
        ("2d", 172_800),
        ("1.5", 1.5),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    """A duration is a number of seconds, or parts with units."""
    assert read_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("read", "text", "accepted"),
    [
        (read_size, "1.5 GHz", "1.5GB"),
        (read_size, "-1", "1.5GB"),
        (read_rate, "5 Mb/s", "not bits"),
        (read_rate, "0", "5MB/s"),
        (read_rate, "1e-99", "at least 1 B/s"),
        (read_frequency, "2.4 GB", "2.4GHz"),
        (read_frequency, "", "2.4GHz"),
        (read_frequency, "2400", "2400GHz, 2400MHz, 2400kHz or 2400Hz"),
        (read_frequencies, "2.4", "2.4GHz, 2.4MHz, 2.4kHz or 2.4Hz"),
        (read_sample_rate, "fast", "10MHz"),
        (read_frequencies, "2.5GHz..2.4GHz", "2.4GHz..2.5GHz"),
        (read_frequencies, "1000..2GHz", "(1000 was read as 1000GHz)"),
        (read_frequencies, "..", "2.4GHz..2.5GHz"),
        (read_frequencies, "2.4GHz-2.5GHz", "a range is written A..B, as in 2.4GHz..2.5GHz"),
        (read_time, "noon", "2024-01-31T12:00Z"),
        (read_time, "1.7.2024", "2024-01-31"),
        (read_times, "2024-01-02..2024-01-01", "2024-01-01..2024-01-02"),
        (read_duration, "1h30", "1h30m"),
        (read_duration, "9999999999d", "1h30m"),
    ],
)
def test_what_is_refused(read: Callable[[str], object], text: str, accepted: str) -> None:
    """What is none is refused in one sentence with what was given and an example."""
    with pytest.raises(ValueError, match="write") as refused:
        read(text)

    assert repr(text) in str(refused.value)
    assert accepted in str(refused.value)


@given(HERTZ)
def test_frequencies_can_be_read_again(value: int) -> None:
    """A frequency is printed to the full Hz."""
    assert read_frequency(quantities.frequency(value)) == value


@given(st.integers(min_value=0, max_value=10**18))
def test_sizes_can_be_read_again(value: int) -> None:
    """A size is printed to three digits, at least."""
    shown = quantities.size(value)

    assert read_size(shown) == pytest.approx(value, rel=0.005)
    assert quantities.size(read_size(shown)) == shown


@given(st.floats(min_value=1, max_value=1e12))
def test_rates_can_be_read_again(value: float) -> None:
    """A rate is printed to three digits."""
    assert read_rate(quantities.rate(value)) == pytest.approx(value, rel=0.005)


@given(MOMENTS)
def test_times_can_be_read_again(value: datetime) -> None:
    """A time is printed in UTC, to the second."""
    assert read_time(quantities.time(value)) == value


@given(DURATIONS)
def test_durations_can_be_read_again(value: timedelta) -> None:
    """A duration is printed in full."""
    assert read_duration(quantities.duration(value)) == value


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (quantities.size(1_500_000_000), "1.5 GB"),
        (quantities.size(999_999), "1 MB"),
        (quantities.size(0), "0 B"),
        (quantities.rate(5e6), "5 MB/s"),
        (quantities.frequency(2.4e9), "2.4 GHz"),
        (quantities.frequency(2_412_345_678), "2.412345678 GHz"),
        (quantities.frequency(200e6 / 3), "66.666667 MHz"),
        (quantities.frequency(0.5), "0.5 Hz"),
        (quantities.time(NEW_YEAR), "2024-01-01T00:00:00Z"),
        (quantities.duration(timedelta(minutes=90)), "1h30m"),
        (quantities.duration(timedelta(seconds=-0.25)), "-0.25s"),
        (quantities.duration(timedelta()), "0s"),
        (quantities.count(1, "file"), "1 file"),
        (quantities.count(2000, "file"), "2,000 files"),
    ],
)
def test_what_is_printed(shown: str, expected: str) -> None:
    """Quantities are printed short."""
    assert shown == expected


@pytest.mark.parametrize(
    "write",
    [quantities.size, quantities.rate, quantities.frequency, quantities.time, quantities.duration],
)
def test_what_is_not_known(write: Callable[[None], str]) -> None:
    """What is not known is printed as nothing."""
    assert write(None) == ""
