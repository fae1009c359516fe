"""`Recording`: spans, times and how it shows itself, whatever the format."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from spectrumx import InvalidRequestError, rf
from tests.rf.signals import SECOND, START, numbers, write_drf

COUNT = 1000


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> rf.Recording:
    """One second of 1000 samples."""
    return rf.open(write_drf(tmp_path_factory.mktemp("recording") / "ch0", {0: numbers(COUNT, 2)}))


@pytest.mark.parametrize(
    ("start", "stop"), [(-1, 5), (5, 4), (0, COUNT + 1), (COUNT + 1, None), (0.5, 2), ("0", 2)]
)
def test_a_span_outside_of_the_recording_is_refused(
    recording: rf.Recording, start: int, stop: int
) -> None:
    """Negative, reversed, fractional and too large numbers are refused before anything is read."""
    with pytest.raises(InvalidRequestError):
        recording.read(start, stop)
    with pytest.raises(InvalidRequestError):
        recording.blocks(10, start=start, stop=stop)


@pytest.mark.parametrize(
    "arguments", [{"gaps": "fill"}, {"scale": "dB"}, {"gaps": None}, {"scale": 1.0}]
)
def test_unknown_ways_of_reading_are_refused(
    recording: rf.Recording, arguments: dict[str, object]
) -> None:
    """What is none of the ways to fill gaps or to scale is refused."""
    with pytest.raises(InvalidRequestError):
        recording.read(0, 1, **arguments)


@pytest.mark.parametrize(
    "arguments", [{"size": 0}, {"size": -1}, {"size": 2.5}, {"gaps": "fill"}, {"scale": "dB"}]
)
def test_blocks_are_refused_at_the_call(
    recording: rf.Recording, arguments: dict[str, object]
) -> None:
    """What is malformed is refused when blocks are asked for, not at the first of them."""
    with pytest.raises(InvalidRequestError):
        recording.blocks(**{"size": 10, **arguments})


def test_nothing_is_read_as_nothing(recording: rf.Recording) -> None:
    """An empty span gives an empty array of the right type, at the end too."""
    assert recording.read(COUNT).shape == (0,)
    assert recording.read(5, 5).dtype == np.complex64
    assert list(recording.blocks(5, start=7, stop=7)) == []


def test_numbers_of_numpy_count_too(recording: rf.Recording) -> None:
    """Numbers of samples and seconds may be numpy's."""
    assert len(recording.read(np.int64(5), np.uint8(9))) == 4
    assert len(recording.read_time(np.float32(0.5), np.int16(1))) == 500


@pytest.mark.parametrize(
    ("t0", "t1", "span"),
    [
        (0, None, (0, 1000)),
        (0.1, 0.3, (100, 300)),
        (0.1 + 0.2, 0.7 - 0.1, (300, 600)),
        (0.0004, 0.0006, (0, 1)),
        (1, 1, (1000, 1000)),
        (START, START + timedelta(milliseconds=250), (0, 250)),
        (START.replace(tzinfo=None), 0.5, (0, 500)),
        (START.astimezone(timezone(timedelta(hours=-5))), None, (0, 1000)),
        ("2024-06-27T14:49:00.5", "2024-06-27 14:49:01Z", (500, 1000)),
        ("2024-06-27 09:49:00.5-05:00", None, (500, 1000)),
        (Fraction(1, 3), Fraction(2, 3), (333, 667)),
    ],
)
def test_times_find_the_nearest_samples(
    recording: rf.Recording, t0: object, t1: object, span: tuple[int, int]
) -> None:
    """Seconds from the start, datetimes and ISO text name the samples nearest to them."""
    assert recording.samples_between(t0, t1) == span
    assert np.array_equal(recording.read_time(t0, t1), recording.read(*span))


@pytest.mark.parametrize(
    ("t0", "t1"),
    [
        (-0.1, None),
        (0, 1.1),
        (0.5, 0.4),
        (float("nan"), None),
        (float("inf"), None),
        (10**400, None),
        (1e300, None),
        (True, None),
        (None, None),
        ("noon", None),
        (date(2024, 6, 27), None),
        (START - timedelta(seconds=1), None),
        (START, START + timedelta(seconds=2)),
    ],
)
def test_times_outside_of_the_recording_are_refused(
    recording: rf.Recording, t0: object, t1: object
) -> None:
    """Times before the start, after the end, reversed, or no times at all are refused."""
    with pytest.raises(InvalidRequestError):
        recording.read_time(t0, t1)


def test_reversed_times_are_told_as_given(recording: rf.Recording) -> None:
    """The error has the times that were given, not the samples that they mean."""
    with pytest.raises(InvalidRequestError, match=r"t0=0\.5 is after t1=0\.4"):
        recording.samples_between(0.5, 0.4)


@pytest.mark.parametrize("rate", [Fraction(10_000_000, 3), 30_720_000])
def test_its_own_start_and_end_read_it_whole(tmp_path: Path, rate: Fraction | int) -> None:
    """Start and end, told to the microsecond, are within a recording that lies between them."""
    first = int(SECOND * Fraction(rate)) + 17
    channel = write_drf(tmp_path / "ch", {0: numbers(1111, 2)}, rate=rate, first=first)
    recording = rf.open(channel)

    whole = recording.read_time(recording.start_time, recording.end_time)

    assert abs(len(whole) - 1111) <= rate / 1_000_000
    assert recording.sample_rate == float(rate)
    exact = Fraction(first) / rate - SECOND
    assert recording.start_time == datetime.fromtimestamp(SECOND, UTC) + timedelta(
        microseconds=round(exact * 1_000_000)
    )


def test_it_shows_its_facts(recording: rf.Recording) -> None:
    """Its text and its card tell format, channel, time, rate and length."""
    for shown in (repr(recording), recording._repr_html_()):
        for fact in ("DigitalRF", "ch0", "2024-06-27T14:49:00+00:00", "1,000 Hz", "complex64"):
            assert fact in shown
