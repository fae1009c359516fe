"""Whatever there is and whatever is asked: a search finds what a plain loop over it all finds."""

from __future__ import annotations

import fnmatch
import itertools
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from spectrumx import Client
from spectrumx.errors import UnsupportedByGatewayError
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Capture, CaptureType
from spectrumx.models.captures import Channel
from tests.population import DAY, at, client
from tests.recordings import write_digital_rf, write_radiohound, write_sigmf

QUERIES = 12
COLLEAGUE = "fixed@example.org"
BESIDE = [-1, -0.5, 0, 0, 0, 0.5, 1]
INSTANTS = [timedelta(microseconds=us) for us in (-2_000_000, -1, 0, 0, 0, 1, 500_000, 1_000_000)]

LIVE = settings(
    # To explain a failure takes minutes where every example asks a gateway.
    phases=set(Phase) - {Phase.explain},
    suppress_health_check=list(HealthCheck),
    deadline=None,
)

_numbers = itertools.count(1)
_seconds = st.sampled_from([0.0, 0.25, 0.999999, 1.0, 59.5, 60.0, -DAY, DAY / 2])
_frequencies = st.sampled_from([0.0, 98.5e6, 1e9, 1e9 + 0.5, 1e9 + 1, 2.4e9, 2400000000.1])
_rates = st.sampled_from([1000, 1001, 24_000_000, 250_000])
_latitudes = st.sampled_from([-89.5, -17.5, 0.0, 41.7, 41.7005, 89.75])
_longitudes = st.sampled_from([-179.75, -86.2, -86.2005, 0.0, 12.5, 179.75])

_radiohound = st.fixed_dictionaries(
    {
        "start": st.builds(at, _seconds),
        "center_frequency": st.none() | _frequencies,
        "sample_rate": _rates,
        "latitude": _latitudes,
        "longitude": _longitudes,
        "metadata": st.fixed_dictionaries(
            {"scan_time": st.sampled_from([None, 0, 0.25, 1.5, DAY, 2 * DAY, -1, "1"])}
        ),
    }
)
_sigmf = st.fixed_dictionaries(
    {
        "start": st.none() | st.builds(at, _seconds),
        "duration": st.sampled_from([0.001, 0.5, 1.0, 2.25]),
        "sample_rate": st.none() | st.sampled_from([1000, 1001, 1000 / 3]),
        "center_freq": st.none() | _frequencies,
        "position": st.none() | st.tuples(_latitudes, _longitudes),
    }
)
_recordings = st.lists(
    st.tuples(st.just("rh"), _radiohound) | st.tuples(st.just("sigmf"), _sigmf), max_size=7
)


@pytest.fixture(scope="module")
def shared(gateway: LocalGateway, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The channels of a few Digital RF captures, to share with every other user."""
    folder = tmp_path_factory.mktemp("fixed")
    third = Fraction(10_000_000, 3)
    write_digital_rf(folder / "pair", {"a": 1e9, "b": 2.4e9}, start=at(0), duration=1.0)
    write_digital_rf(folder / "third", {"ch0": 1e9 + 0.5}, sample_rate=third, duration=0.001)
    write_digital_rf(folder / "mixed", {"a": 98.5e6}, start=at(59.5), duration=1.0)
    write_digital_rf(folder / "mixed", {"b": None}, start=at(0.25), sample_rate=250_000)
    with client(gateway.url, gateway.add_user(COLLEAGUE), cache=folder / "cache") as sds:
        captures = [
            sds.upload_capture(folder / name, sds_path=f"/fixed/{name}")
            for name in ("pair", "third", "mixed")
        ]
    return [str(channel.uuid) for capture in captures for channel in capture.channels]


@settings(LIVE, max_examples=20)
@given(data=st.data())
def test_a_search_equals_a_plain_loop(
    gateway: LocalGateway, shared: list[str], data: st.DataObject
) -> None:
    """A search gives the very captures that a loop over all of them keeps."""
    _compare(gateway, shared, data)


@pytest.mark.slow
@settings(LIVE, max_examples=400)
@given(data=st.data())
def test_a_search_equals_a_plain_loop_many_times_over(
    gateway: LocalGateway, shared: list[str], data: st.DataObject
) -> None:
    """A search gives the very captures that a loop over all of them keeps, however often tried."""
    _compare(gateway, shared, data)


def _compare(gateway: LocalGateway, shared: list[str], data: st.DataObject) -> None:
    email = f"random-{next(_numbers)}@example.org"
    with (
        tempfile.TemporaryDirectory() as name,
        client(gateway.url, gateway.add_user(email), cache=Path(name) / "cache") as sds,
    ):
        _populate(sds, Path(name) / "recordings", data.draw(_recordings, label="recordings"))
        for uuid in shared[: data.draw(st.integers(0, len(shared)), label="shared")]:
            gateway.share(uuid, with_email=email)
        everything = list(sds.captures.list())
        formats = [each for each in CaptureType if _knows(sds, each)]
        for conditions in data.draw(
            st.lists(_conditions(everything, formats, email), min_size=QUERIES, max_size=QUERIES)
        ):
            found = list(sds.search(**conditions))
            expected = {each for each in everything if _satisfies(each, conditions)}
            assert set(found) == expected, conditions
            assert len(found) == len(expected), conditions


def _populate(sds: Client, folder: Path, recordings: list[tuple[str, dict[str, Any]]]) -> None:
    write: Mapping[str, Callable[..., Path]] = {"rh": write_radiohound, "sigmf": write_sigmf}
    folder.mkdir()
    for number, (capture_type, fields) in enumerate(recordings):
        write[capture_type](folder / f"{capture_type}-{number}", **fields)
    if recordings:
        sds.upload(folder)
    for number, (capture_type, _) in enumerate(recordings):
        with suppress(UnsupportedByGatewayError):
            sds.captures.create(f"/{capture_type}-{number}", capture_type=capture_type)


def _knows(sds: Client, capture_type: CaptureType) -> bool:
    try:
        list(sds.captures.list(capture_type))
    except UnsupportedByGatewayError:
        return False
    return True


@st.composite
def _conditions(
    draw: st.DrawFn, captures: list[Capture], formats: list[CaptureType], email: str
) -> dict[str, Any]:
    """Some conditions, whose ends are mostly values that are there or lie just beside them."""
    channels = [channel for capture in captures for channel in capture.channels]
    instants = {each for one in channels for each in (one.start_time, one.end_time) if each}
    names = sorted({capture.name for capture in captures} | {"none"})
    near = {
        "center_freq_range": _range(_beside([one.center_freq for one in channels])),
        "sample_rate_range": _range(_beside([one.sample_rate for one in channels])),
        "capture_time_range": _range(
            st.builds(
                lambda instant, step: instant + step,
                st.sampled_from(sorted(instants) or [at(0)]),
                st.sampled_from(INSTANTS),
            )
        ),
        "bounding_box": _box([one.position for one in channels if one.position]),
        "capture_type": st.sampled_from(formats),
        "channel": st.sampled_from(["a", "b", "ch0", "none"]),
        "name": st.sampled_from([*names, *(f"{name[:2]}*" for name in names), "?*-[0-3]"]),
        "owner": st.sampled_from([email, COLLEAGUE, "nobody@example.org"]),
    }
    chosen = draw(st.sets(st.sampled_from(sorted(near)), max_size=3))
    return {name: draw(near[name]) for name in sorted(chosen)}


def _beside(values: list[float | None]) -> st.SearchStrategy[float]:
    known = sorted({value for value in values if value is not None}) or [1e9]
    return st.builds(float.__add__, st.sampled_from(known), st.sampled_from(BESIDE).map(float))


def _range(ends: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, Any]]:
    closed = st.tuples(ends, ends).map(lambda pair: (min(pair), max(pair)))
    return closed | st.tuples(st.none(), ends) | st.tuples(ends, st.none())


def _box(positions: list[tuple[float, float]]) -> st.SearchStrategy[tuple[float, ...]]:
    latitudes = sorted({-90.0, 90.0, 41.7001} | {latitude for latitude, _ in positions})
    longitudes = sorted({-180.0, 180.0, -86.2001} | {longitude for _, longitude in positions})
    a_latitude, a_longitude = st.sampled_from(latitudes), st.sampled_from(longitudes)
    return st.tuples(a_longitude, a_latitude, a_longitude, a_latitude).map(
        lambda box: (box[0], min(box[1], box[3]), box[2], max(box[1], box[3]))
    )


def _satisfies(capture: Capture, conditions: dict[str, Any]) -> bool:
    """Tell by definition: the capture's own conditions, and one channel for all the others."""
    pattern, owner = conditions.get("name", "*"), conditions.get("owner")
    if not fnmatch.fnmatchcase(capture.name, pattern):
        return False
    if owner and (capture.owner is None or capture.owner.email != owner):
        return False
    if conditions.get("capture_type", capture.capture_type) != capture.capture_type:
        return False
    return any(
        all(_TESTS[name](channel, conditions[name]) for name in _TESTS.keys() & conditions.keys())
        for channel in capture.channels
    )


def _between(value: float | None, ends: tuple[float | None, float | None]) -> bool:
    if value is None:
        return False
    below = ends[0] is not None and Fraction(value) < Fraction(ends[0])
    above = ends[1] is not None and Fraction(value) > Fraction(ends[1])
    return not below and not above


def _at_the_time(channel: Channel, ends: tuple[datetime | None, datetime | None]) -> bool:
    if channel.start_time is None or channel.end_time is None:
        return False
    latest_start = max(filter(None, (channel.start_time, ends[0])))
    earliest_end = min(filter(None, (channel.end_time, ends[1])))
    return latest_start <= earliest_end


def _at_the_place(channel: Channel, box: tuple[float, float, float, float]) -> bool:
    if channel.latitude is None or channel.longitude is None:
        return False
    west, south, east, north = box
    # Eastwards from the western edge, once around the earth at most.
    width, distance = (east - west) % 360, (channel.longitude - west) % 360
    if (west, east) == (-180, 180):
        width = 360
    return south <= channel.latitude <= north and distance <= width


_TESTS: Mapping[str, Callable[[Channel, Any], bool]] = {
    "center_freq_range": lambda channel, ends: _between(channel.center_freq, ends),
    "sample_rate_range": lambda channel, ends: _between(channel.sample_rate, ends),
    "capture_time_range": _at_the_time,
    "bounding_box": _at_the_place,
    "channel": lambda channel, name: channel.name == name,
}
