"""Captures and datasets as values: equal, shown, pickled, chosen from."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import attrs
import pytest
from spectrumx_api.models.capture_asset import CaptureAsset
from spectrumx_api.models.dataset_asset import DatasetAsset

from spectrumx.errors import InvalidRequestError
from spectrumx.models import Capture, Dataset
from spectrumx.models.display import quantity
from spectrumx.resources import capture_parts

START = 1_700_000_000
OWNER = {"id": 1, "email": "ada@example.org", "name": "Ada"}


def data_file(channel: str, milliseconds: int) -> dict[str, Any]:
    """A data file of a channel, so long after the start."""
    seconds, rest = divmod(START * 1000 + milliseconds, 1000)
    return {
        "uuid": str(uuid4()),
        "name": f"rf@{seconds}.{rest:03d}.h5",
        "directory": f"/files/ada@example.org/caps/{channel}/2023-11-14T22-00-00",
        "size": 8,
    }


def properties_file(channel: str) -> dict[str, Any]:
    """The file that a channel can't be read without."""
    directory = f"/files/ada@example.org/caps/{channel}"
    return {"uuid": str(uuid4()), "name": "drf_properties.h5", "directory": directory, "size": 8}


def channel(name: str, **props: object) -> dict[str, Any]:
    """A channel as a composite has it."""
    return {"channel": name, "uuid": str(uuid4()), "channel_metadata": props}


def capture(*channels: dict[str, Any], **fields: object) -> Capture:
    """A Digital RF capture of some channels, as the gateway answers it."""
    body = {
        "uuid": channels[0]["uuid"],
        "capture_type": "drf",
        "top_level_dir": "/caps",
        "owner": OWNER,
        "is_multi_channel": True,
        "channels": list(channels),
        **fields,
    }
    found = Capture.from_wire(CaptureAsset.from_dict(body), zone=UTC)
    assert found is not None
    return found


def recording(*names: str, milliseconds: list[int]) -> Capture:
    """A capture whose channels each have data files at these times, and one of properties."""
    files = [data_file(name, each) for name in names for each in milliseconds]
    files += [properties_file(name) for name in names]
    return capture(*(channel(name) for name in names), files=files)


def chosen(of: Capture, **part: object) -> set[str]:
    """Names of the data files of a part, as `channel milliseconds`."""
    found = capture_parts.select(of, **{"channel": None, "start": None, "end": None, **part})
    return {
        f"{file.directory.split('/')[2]} {file.name[3:-3]}"
        for file in found.files
        if file.name.startswith("rf@")
    }


def after(**span: float) -> datetime:
    """A time after the recording's start."""
    return datetime.fromtimestamp(START, UTC) + timedelta(**span)


def test_several_channels_are_one_value() -> None:
    """The order in which a gateway names the channels changes neither value, hash nor uuid."""
    first, second = channel("b"), channel("a")
    one, other = capture(first, second), capture(second, first)

    assert one == other
    assert hash(one) == hash(other)
    assert one.uuid == one.id == UUID(second["uuid"])
    assert one != capture(first)


def test_uniform_attributes_are_the_first_channels_that_says_it() -> None:
    """Times span all channels; everything else comes from the first channel that has it."""
    both = capture(
        channel("a", start_bound=START + 5, end_bound=START + 6),
        channel("b", start_bound=START, end_bound=START + 1, center_freq=1e9, gain=3),
    )

    assert (both.center_freq, both.gain, both.sample_rate) == (1e9, 3, None)
    assert (both.start_time, both.end_time) == (after(), after(seconds=7))
    assert both.duration == timedelta(seconds=7)


def test_a_value_outlives_its_process() -> None:
    """Pickled, a capture keeps everything but its client, and says how to bind it again."""
    before = capture(channel("a", center_freq=1e9), files=[properties_file("a")], newest="field")
    after_it = pickle.loads(pickle.dumps(before))

    assert after_it == before
    assert (after_it.center_freq, after_it.extra) == (1e9, {"newest": "field"})
    assert after_it.files == before.files
    with pytest.raises(InvalidRequestError, match=r"sds\.captures\.get"):
        after_it.download(to="anywhere")


def test_a_copy_is_the_value_itself() -> None:
    """What can't change need not be copied, and so keeps its client."""
    value = capture(channel("a"))

    assert copy.copy(value) is value
    assert copy.deepcopy([value])[0] is value
    assert len({*value.channels, *value.channels}) == 1


def test_a_dataset_outlives_its_process() -> None:
    """Pickled, a dataset keeps everything but its client, and says how to bind it."""
    asset = DatasetAsset.from_dict({"uuid": str(uuid4()), "name": "set", "newest": 1})
    before = Dataset.from_wire(asset, zone=UTC)
    after_it = pickle.loads(pickle.dumps(before))

    assert after_it == before
    assert (after_it.name, after_it.extra) == ("set", {"newest": 1})
    with pytest.raises(InvalidRequestError, match=r"sds\.datasets\.get"):
        after_it.files()


def test_files_that_nobody_can_be_asked_for_are_an_error() -> None:
    """A composite from a listing has no files of its own: unbound, it says so."""
    with pytest.raises(InvalidRequestError, match="belongs to no client"):
        _ = capture(channel("a"), channel("b")).files


def test_a_repr_is_one_readable_line() -> None:
    """It names format, place, channels, frequency, time and uuid."""
    shown = repr(capture(channel("b"), channel("a", center_freq=1.5e9, start_bound=START)))

    assert shown.startswith("<Capture drf '/caps' a+b, 1.5 GHz, 2023-11-14T22:13:20Z, uuid=")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (0.0, "0 Hz"),
        (999.0, "999 Hz"),
        (1000.0, "1 kHz"),
        (2.4e9, "2.4 GHz"),
        (-1500.0, "-1.5 kHz"),
        (5e15, "5000 THz"),
    ],
)
def test_quantities_have_prefixes(value: float | None, shown: str) -> None:
    """A number is shown with the prefix that leaves fewer than four digits before the point."""
    assert quantity(value, "Hz") == shown


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, {0, 250, 500, 750, 2000}),
        (after(), None, {0, 250, 500, 750, 2000}),
        (after(milliseconds=250), None, {250, 500, 750, 2000}),
        (after(milliseconds=249), None, {0, 250, 500, 750, 2000}),
        (None, after(milliseconds=501), {0, 250, 500}),
        (None, after(milliseconds=500), {0, 250}),
        (after(milliseconds=250), after(milliseconds=250), {250}),
        (after(milliseconds=300), after(milliseconds=310), {250}),
        (after(milliseconds=999), after(seconds=3), {750, 2000}),
        (after(milliseconds=1000), after(milliseconds=1500), set()),
        (after(milliseconds=2249), None, {2000}),
        (after(milliseconds=2250), None, set()),
        (None, after(milliseconds=-1), set()),
    ],
)
def test_a_part_in_time_is_the_data_files_that_overlap(
    start: datetime | None, end: datetime | None, expected: set[int]
) -> None:
    """A file lasts as long as the shortest step between files, gaps or not; the end is left out."""
    whole = recording("a", milliseconds=[0, 250, 500, 750, 2000])
    names = {f"a {START + each // 1000}.{each % 1000:03d}" for each in expected}

    assert chosen(whole, start=start, end=end) == names


def test_a_part_can_be_read() -> None:
    """Whatever the time, the properties of the channels asked for come along."""
    whole = recording("a", "b", milliseconds=[0, 250])
    part = capture_parts.select(whole, channel="b", start=after(seconds=9), end=None)

    assert [file.path for file in part.files] == ["/caps/b/drf_properties.h5"]
    assert not part.has_data


def test_a_lone_file_is_taken() -> None:
    """How long it lasts can't be told, so it is not left out for beginning too early."""
    assert len(chosen(recording("a", milliseconds=[0]), start=after(seconds=100))) == 1


def test_a_channel_is_sought_below_the_directory() -> None:
    """A capture that lies in a directory named like one of its channels is still taken apart."""
    whole = attrs.evolve(recording("caps", "b", milliseconds=[0]), top_level_dir="/caps")

    assert chosen(whole, channel="caps") == {f"caps {START}.000"}


@pytest.mark.parametrize("names", ["b", ["b"], ("b", "b"), {"b"}])
def test_a_part_may_be_some_channels(names: object) -> None:
    """Channels are chosen by name, one or several."""
    assert chosen(recording("a", "b", milliseconds=[0]), channel=names) == {f"b {START}.000"}


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ({"channel": "c"}, "no channel c in .* it has a, b"),
        ({"channel": []}, "no channel"),
        ({"start": "soon"}, "is no time"),
        ({"start": after(seconds=1), "end": after()}, "reversed"),
    ],
)
def test_a_part_that_can_not_be_is_refused(part: dict[str, Any], why: str) -> None:
    """The sentence names what there is."""
    with pytest.raises(InvalidRequestError, match=why):
        chosen(recording("a", "b", milliseconds=[0]), **part)


def test_only_digital_rf_has_parts_in_time() -> None:
    """Of other formats, file names tell no times, and the sentence says so."""
    body = {"uuid": str(uuid4()), "capture_type": "rh", "files": [], "owner": OWNER}
    scans = Capture.from_wire(CaptureAsset.from_dict(body), zone=UTC)
    assert scans is not None

    with pytest.raises(InvalidRequestError, match="for Digital RF"):
        capture_parts.select(scans, channel=None, start="2024", end=None)
