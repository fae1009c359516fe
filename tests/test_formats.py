"""What raw properties of every format say in uniform terms, and that garbage says nothing."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spectrumx.models import CaptureType
from spectrumx.models.formats import MAX_SCAN, Properties, properties_of

START = datetime(2024, 6, 27, 14, 49, tzinfo=UTC)
SECOND = timedelta(seconds=1)

DIGITAL_RF: dict[str, Any] = {
    "samples_per_second": 3333333,
    "start_bound": 1719499740,
    "end_bound": 1719499741,
    "center_frequencies": [1024000000.4842604],
    "sample_rate_numerator": 10_000_000,
    "sample_rate_denominator": 3,
    "custom_attrs": {"receiver/gain": 3.5, "receiver/bandwidth": 2e6},
}
RADIOHOUND: dict[str, Any] = {
    "center_frequency": 2.0e9,
    "sample_rate": 24_000_000,
    "gain": 1.0,
    "latitude": 41.7,
    "longitude": -86.2,
    "timestamp": "2024-06-27T14:49:00.100486Z",
    "metadata": {"fmin": 1_988_000_000, "fmax": 2_012_000_000, "scan_time": 0.25},
}
SIGMF: dict[str, Any] = {
    "global": {
        "core:sample_rate": 1000.0,
        "core:geolocation": {"type": "Point", "coordinates": [11.5, 48.25, 500.0]},
    },
    "captures": [
        {"core:sample_start": 0, "core:frequency": 98.5e6, "core:datetime": "2024-06-27T14:49:00Z"}
    ],
    "sample_count": 1500,
}
BY_FORMAT = {"drf": DIGITAL_RF, "rh": RADIOHOUND, "sigmf": SIGMF}
NOTHING = Properties()

_numbers = st.integers() | st.floats() | st.sampled_from([10**400, -(10**400), 1e308, 5e-324, 0])
_texts = st.text(max_size=8) | st.sampled_from(
    ["2024-06-27T14:49:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "1e9"]
)
_json: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | _numbers | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=6,
)


def drf(**changed: object) -> Properties:
    """Read Digital RF's properties, with some changed."""
    return properties_of("drf", DIGITAL_RF | changed)


def rh(**changed: object) -> Properties:
    """Read RadioHound's properties, with some changed."""
    return properties_of("rh", RADIOHOUND | changed)


def scan(**changed: object) -> Properties:
    """Read RadioHound's properties, with some of its metadata changed."""
    return rh(metadata=RADIOHOUND["metadata"] | changed)


def sigmf(*segments: object, **changed: object) -> Properties:
    """Read SigMF's properties, with other segments and some properties of the whole changed."""
    captures = list(segments) or SIGMF["captures"]
    whole = SIGMF["global"] | {f"core:{name}": value for name, value in changed.items()}
    return properties_of("sigmf", SIGMF | {"captures": captures, "global": whole})


def test_digital_rf_in_uniform_terms() -> None:
    """Digital RF ends at the whole second after its last sample, and its rate is exact."""
    assert drf() == Properties(
        center_freq=1024000000.4842604,
        sample_rate=10e6 / 3,
        bandwidth=2e6,
        gain=3.5,
        start_time=START,
        end_time=START + 2 * SECOND,
    )
    assert drf().duration == 2 * SECOND
    assert drf().position is None


def test_radiohound_in_uniform_terms() -> None:
    """A RadioHound scan lasts its scan time from its timestamp, to the microsecond."""
    start = START + timedelta(microseconds=100_486)
    assert rh() == Properties(
        center_freq=2.0e9,
        sample_rate=24e6,
        bandwidth=24e6,
        gain=1.0,
        start_time=start,
        end_time=start + timedelta(seconds=0.25),
        latitude=41.7,
        longitude=-86.2,
    )
    assert rh().position == (41.7, -86.2)


def test_sigmf_in_uniform_terms() -> None:
    """SigMF lasts as long as its samples, and its position is longitude before latitude."""
    assert sigmf() == Properties(
        center_freq=98.5e6,
        sample_rate=1000.0,
        start_time=START,
        end_time=START + 1.5 * SECOND,
        latitude=48.25,
        longitude=11.5,
    )


def test_rates_without_their_fraction() -> None:
    """Where the fraction is lost, or is none, the rate is what the gateway cut it to."""
    assert drf(sample_rate_numerator=None).sample_rate == 3333333
    assert drf(sample_rate_denominator=0).sample_rate == 3333333
    assert drf(sample_rate_numerator=1e308, sample_rate_denominator=1e-308).sample_rate == 3333333


def test_frequencies_of_digital_rf() -> None:
    """The frequency is `center_freq`, zero included, or the first of `center_frequencies`."""
    assert drf(center_freq=7e9).center_freq == 7e9
    assert drf(center_freq=0).center_freq == 0
    assert drf(center_freq="7e9", center_frequencies=[1e9, 2e9]).center_freq == 1e9
    assert drf(center_frequencies=3e9).center_freq == 3e9
    assert drf(center_frequencies=[]).center_freq is None
    assert drf(center_frequencies=[None, 1e9]).center_freq is None


def test_named_fields_win_over_custom_ones() -> None:
    """Bandwidth and gain are the named properties, zero included, before the receiver's."""
    assert (drf(gain=0).gain, drf(bandwidth=5).bandwidth) == (0, 5)
    assert drf(custom_attrs=[]).gain is None


@pytest.mark.parametrize("missing", ["start_bound", "end_bound"])
def test_half_a_time_is_no_duration(missing: str) -> None:
    """Without one of its ends a recording has no duration."""
    found = drf(**{missing: None})
    assert found.duration is None
    assert {found.start_time, found.end_time} >= {None}


@pytest.mark.parametrize(
    ("scan_time", "lasts"),
    [
        (0, 0),
        (1.5, 1.5),
        (MAX_SCAN.total_seconds(), MAX_SCAN.total_seconds()),
        (MAX_SCAN.total_seconds() + 1, 0),
        (-1, 0),
        (None, 0),
        ("1", 0),
        (math.inf, 0),
        (1e300, 0),
    ],
)
def test_scan_times(scan_time: object, lasts: float) -> None:
    """A scan time up to a day counts; any other is none, and the scan is a moment."""
    assert scan(scan_time=scan_time).duration == timedelta(seconds=lasts)


@pytest.mark.parametrize(
    "timestamp",
    ["2024-06-27T14:49:00", "2024-06-27 14:49:00Z", "2024-06-27T10:49:00-04:00"],
)
def test_timestamps(timestamp: str) -> None:
    """A timestamp without an offset is UTC, and any other is brought to UTC."""
    assert rh(timestamp=timestamp).start_time == START


def test_bandwidth_needs_both_edges() -> None:
    """The bandwidth of a scan is known by both edges or not at all."""
    assert scan(fmin=None).bandwidth is None
    assert scan(fmin=-1.7e308, fmax=1.7e308).bandwidth is None


def test_segments_of_sigmf() -> None:
    """The first frequency counts, the earliest start that a segment tells, the last one's end."""
    first = {"core:sample_start": 0}
    second = {"core:sample_start": 500, "core:frequency": 1e9, "core:datetime": "2024-06-27T14:49Z"}
    third = {"core:sample_start": 1000, "core:datetime": "2024-06-27T15:00:00Z"}

    assert sigmf(first, second).center_freq == 1e9
    assert sigmf(first, second).start_time == START - SECOND / 2
    assert sigmf(first, second).end_time == START + SECOND
    assert sigmf(second, first) == sigmf(first, second)
    assert (
        sigmf(first, second, third).end_time == datetime(2024, 6, 27, 15, tzinfo=UTC) + SECOND / 2
    )


@pytest.mark.parametrize("first", [-1, 1501, 1e300])
def test_segments_of_sigmf_outside_of_the_samples(first: float) -> None:
    """A segment that begins where no sample is tells no time."""
    outside = {"core:sample_start": first, "core:datetime": "2024-06-27T15:00:00Z"}

    assert sigmf(*SIGMF["captures"], outside) == sigmf()
    assert sigmf(outside).start_time is None
    assert sigmf(outside).end_time is None


def test_sigmf_never_ends_before_it_starts() -> None:
    """Segments whose clocks went backwards make a recording of no negative length."""
    early = {"core:sample_start": 1500, "core:datetime": "2024-06-27T14:00:00Z"}

    found = sigmf(*SIGMF["captures"], early)

    assert found.end_time == START.replace(minute=0)
    assert found.duration == 1.5 * SECOND


@pytest.mark.parametrize("rate", [None, 0, -1000.0, "1000", 5e-324])
def test_sigmf_without_a_usable_rate_has_no_end(rate: object) -> None:
    """Without a positive rate nobody knows when a recording ends."""
    assert sigmf(sample_rate=rate).end_time is None
    assert sigmf(sample_rate=rate).start_time == START


@pytest.mark.parametrize(
    "coordinates", [None, [], [11.5], ["11.5", "48.25"], {"lat": 1}, [None, 1]]
)
def test_places_that_are_none(coordinates: object) -> None:
    """What is no pair of numbers is no position."""
    assert sigmf(geolocation={"coordinates": coordinates}).position is None


def test_truth_values_are_no_numbers() -> None:
    """True is not 1 Hz."""
    assert rh(center_frequency=True, gain=False).center_freq is None
    assert rh(center_frequency=True, gain=False).gain is None


@pytest.mark.parametrize("bound", [1e300, -1e300, 10**400, math.nan, 253402300800, -62135596801])
def test_times_beyond_all_dates_are_none(bound: float) -> None:
    """Seconds that no date can hold are unknown times."""
    assert drf(start_bound=bound).start_time is None
    assert drf(end_bound=bound).end_time is None


def test_formats_by_their_plain_names() -> None:
    """A format is read by its name as text as by its member, and an unknown one says nothing."""
    assert properties_of(CaptureType.RadioHound, RADIOHOUND) == rh()
    assert properties_of("iq", RADIOHOUND) == NOTHING
    assert [each.index_name for each in CaptureType] == [f"captures-{each}" for each in BY_FORMAT]


@pytest.mark.parametrize("capture_type", BY_FORMAT)
def test_no_properties_say_nothing(capture_type: str) -> None:
    """Of an empty object everything is unknown."""
    assert properties_of(capture_type, {}) == NOTHING


def _places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    return [path, *(place for key, item in items for place in _places(item, (*path, key)))]


@given(capture_type=st.sampled_from(sorted(BY_FORMAT)), garbage=_json, data=st.data())
def test_garbage_is_unknown_and_never_an_error(
    capture_type: str, garbage: object, data: st.DataObject
) -> None:
    """Whatever stands in place of a property, the rest is read, and all that is read is sane."""
    props = json.loads(json.dumps(BY_FORMAT[capture_type]))
    path = data.draw(st.sampled_from([place for place in _places(props) if place]))
    holder = props
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = garbage

    _assert_sane(properties_of(capture_type, props))


@given(
    capture_type=st.sampled_from(sorted(BY_FORMAT)),
    props=st.dictionaries(st.sampled_from([*DIGITAL_RF, *RADIOHOUND, *SIGMF]), _json, max_size=6),
)
def test_arbitrary_properties_are_never_an_error(capture_type: str, props: dict[str, Any]) -> None:
    """Whatever a gateway says, there are uniform properties of it."""
    _assert_sane(properties_of(capture_type, props))


def _assert_sane(found: Properties) -> None:
    for value in attrs.asdict(found).values():
        assert value is None or isinstance(value, float | datetime)
        if isinstance(value, float):
            assert math.isfinite(value)
        if isinstance(value, datetime):
            assert value.utcoffset() == timedelta()
    assert found.duration is None or isinstance(found.duration, timedelta)
    assert found.position is None or len(found.position) == 2
