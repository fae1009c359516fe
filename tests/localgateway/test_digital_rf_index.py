"""What a capture says of a Digital RF recording."""

import json
from pathlib import Path
from typing import Any

import digital_rf
import h5py
import numpy as np
import pytest

from spectrumx.localgateway import hdf5
from tests.localgateway.recordings import create_capture, upload_folder

START = 1_700_000_000
RATE = (10_000, 3)


def write(folder: Path, *, rate: tuple[int, int] = (1000, 1), seconds: float = 2.5) -> Path:
    """Write one channel, ch0, from START on, with files of a second; return its folder."""
    (folder / "ch0").mkdir(parents=True)
    first = -(-START * rate[0] // rate[1])
    writer = digital_rf.DigitalRFWriter(
        *(str(folder / "ch0"), np.int16, 3600, 1000, first, *rate, "uuid"),
        is_complex=True,
        marching_periods=False,
    )
    writer.rf_write(np.zeros((int(seconds * rate[0] / rate[1]), 2), np.int16))
    writer.close()
    return folder


def annotate(folder: Path, samples: dict[int, dict[str, Any]]) -> None:
    """Write metadata of the channel, by sample."""
    (folder / "ch0" / "metadata").mkdir()
    writer = digital_rf.DigitalMetadataWriter(
        str(folder / "ch0" / "metadata"), 3600, 1, 1000, 1, "metadata"
    )
    for sample, values in samples.items():
        writer.write(sample, values)


def index(api: Any, folder: Path) -> dict[str, Any]:
    """Upload a recording and return the capture of its channel."""
    upload_folder(api, folder, to="/rec")
    uuid = create_capture(api, "/rec", "ch0")
    capture: dict[str, Any] = api.get(f"/assets/captures/{uuid}/").json()
    return capture


def refuse(api: Any, folder: Path) -> str:
    """Upload a recording and return why it makes no capture."""
    upload_folder(api, folder, to="/rec")
    form = {"capture_type": "drf", "top_level_dir": "/rec", "channel": "ch0"}
    answer = api.post("/assets/captures/", json=form)
    assert answer.status_code == 400
    sentence: str = answer.json()["detail"]
    return sentence


def found(api: Any, field: str, value: Any) -> int:
    """How many captures have a property of this value."""
    condition = f'[{{"field_path": "{field}", "query_type": "term", "filter_value": {value}}}]'
    count: int = api.get("/assets/captures/", params={"metadata_filters": condition}).json()[
        "count"
    ]
    return count


def test_a_recording_without_metadata_has_bounds_and_rate(api: Any, tmp_path: Path) -> None:
    """The first and the last sample give whole seconds, rounded down; there is no frequency."""
    capture = index(api, write(tmp_path))

    props = capture["capture_props"]
    assert (props["start_bound"], props["end_bound"]) == (START, START + 2)
    assert (props["samples_per_second"], props["is_complex"]) == (1000, True)
    assert (capture["sample_rate_mhz"], capture["center_frequency_ghz"]) == (0.001, None)
    assert (capture["length_of_capture_ms"], capture["file_cadence_ms"]) == (2000, 666)
    assert capture["capture_end_iso_utc"] == "2023-11-14T22:13:22Z"
    assert "center_frequency" not in props


def test_integers_are_kept(api: Any, tmp_path: Path) -> None:
    """Properties that are integers are shown under their names, and found."""
    props = index(api, write(tmp_path))["capture_props"]

    assert (props["sample_rate_numerator"], props["file_cadence_millisecs"]) == (1000, 1000)
    assert "sample_rate_numerator" not in props["custom_attrs"]
    assert found(api, "search_props.sample_rate", 1000) == 1


def test_a_rate_may_be_a_fraction(api: Any, tmp_path: Path) -> None:
    """A rate that is no whole number is rounded down, and the bounds are those of the samples."""
    props = index(api, write(tmp_path, rate=RATE))["capture_props"]

    assert (props["samples_per_second"], props["start_bound"]) == (3333, START)
    assert props["end_bound"] == START + 2


def test_metadata_are_indexed_by_their_path(api: Any, tmp_path: Path) -> None:
    """Named metadata have names; others are custom, by their path; the span gives the band."""
    values = {
        "center_frequencies": np.array([[2.4e9]]),
        "span": 4_000_000,
        "uuid_str": "of-metadata",
        "receiver": {"gain": 40.0, "info": {"board": "n310"}, "taps": np.array([[1.5, np.nan]])},
    }
    annotate(write(tmp_path), {START * 1000: values})

    props = index(api, tmp_path)["capture_props"]

    custom = props["custom_attrs"]
    assert (props["center_frequencies"], props["uuid_str"]) == ([2.4e9], "of-metadata")
    assert (custom["receiver/gain"], custom["receiver/info/board"]) == (40.0, "n310")
    assert custom["receiver/taps"] == [1.5, None]
    assert custom["index"] == START * 1000
    assert found(api, "search_props.frequency_max", 2.402e9) == 1


def test_a_single_field_of_metadata_is_read(api: Any, tmp_path: Path) -> None:
    """Metadata that have one field only are no fault."""
    annotate(write(tmp_path), {START * 1000: {"center_frequencies": 1e9}})

    capture = index(api, tmp_path)

    assert capture["center_frequency_ghz"] == 1.0


def test_metadata_of_the_beginning_count(api: Any, tmp_path: Path) -> None:
    """Of several metadata the last one before or within the first second is taken."""
    seconds = {-5: 1.0, -1: 2.0, 1: 3.0}
    samples = {(START + second) * 1000: {"gain": gain} for second, gain in seconds.items()}
    annotate(write(tmp_path), samples)

    assert index(api, tmp_path)["capture_props"]["gain"] == 2.0


def test_files_still_being_written_give_no_bounds(api: Any, tmp_path: Path) -> None:
    """A data file under a temporary name is not read."""
    write(tmp_path)
    (tmp_path / "ch0" / "2023-11-14T22-00-00" / "tmp.rf@1700000003.000.h5").write_bytes(b"half")

    assert index(api, tmp_path)["capture_props"]["end_bound"] == START + 2


@pytest.mark.parametrize(
    "name",
    [
        "drf_properties.h5",
        "2023-11-14T22-00-00/rf@1700000000.000.h5",
        "2023-11-14T22-00-00/rf@1700000002.000.h5",
        "metadata/dmd_properties.h5",
        "metadata/2023-11-14T22-00-00/metadata@1700000000.h5",
    ],
)
@pytest.mark.parametrize("spoil", ["cut", "foreign", "other"])
def test_a_damaged_file_is_refused(api: Any, tmp_path: Path, name: str, spoil: str) -> None:
    """A file that is cut off, no HDF5, or HDF5 of another kind is named in a 400."""
    annotate(write(tmp_path), {START * 1000: {"gain": 1.0}})
    path = tmp_path / "ch0" / name
    contents = path.read_bytes()
    if spoil == "other":
        with h5py.File(path, "w") as file:
            file["1"] = 0
    else:
        path.write_bytes(contents[: len(contents) // 2] if spoil == "cut" else b"no HDF5 at all")

    assert f"{path.name} cannot be read as Digital RF" in refuse(api, tmp_path)


def test_a_recording_without_properties_is_refused(api: Any, tmp_path: Path) -> None:
    """Without its properties file a channel is none."""
    (write(tmp_path) / "ch0" / "drf_properties.h5").unlink()

    assert "No channels found" in refuse(api, tmp_path)


def test_nothing_outside_of_a_file_is_read(tmp_path: Path) -> None:
    """Links to other files and datasets whose values are in them are left out."""
    (tmp_path / "secret.bin").write_bytes(b"secret!!")
    with h5py.File(tmp_path / "other.h5", "w") as other:
        other["value"] = b"secret!!"
    with h5py.File(tmp_path / "metadata.h5", "w") as file:
        file["own"] = 1
        file["external"] = h5py.ExternalLink(str(tmp_path / "other.h5"), "value")
        file["soft"] = h5py.SoftLink("/own")
        outside = [(str(tmp_path / "secret.bin"), 0, 8)]
        file.create_dataset("outside", (8,), "u1", external=outside)
        layout = h5py.VirtualLayout((1,), "S8")
        layout[0] = h5py.VirtualSource(str(tmp_path / "other.h5"), "value", ())
        file.create_virtual_dataset("virtual", layout)

    assert values(tmp_path / "metadata.h5") == {"own": 1}


def values(path: Path) -> dict[str, object]:
    """Read the values of a file."""
    with hdf5.opened(path.open("rb")) as file:
        return hdf5.values(file)


def test_long_values_are_left_out(tmp_path: Path) -> None:
    """All values of a file share 10,000 elements and a mebibyte; what goes beyond is left out."""
    with h5py.File(tmp_path / "metadata.h5", "w") as file:
        file["a"] = np.zeros(6000)
        file["b/spectrum"] = np.zeros(6000)
        file["c/text"] = "x" * 2_000_000
        file["d/gain"] = 40.0
        file["e"] = np.zeros(3, "S500000")

    found = values(tmp_path / "metadata.h5")

    assert list(found) == ["a", "d/gain"]
    assert len(json.dumps(found)) < 2**20


def test_compressed_values_are_left_out(tmp_path: Path) -> None:
    """Values that would have to be unpacked are not read, however few they are."""
    with h5py.File(tmp_path / "metadata.h5", "w") as file:
        large = {"chunks": (2**24,), "maxshape": (None,), "compression": "gzip"}
        file.create_dataset("bomb", data=np.zeros(10, "u1"), **large)
        file["gain"] = 1

    assert values(tmp_path / "metadata.h5") == {"gain": 1}


def test_an_object_with_many_links_is_read_once(tmp_path: Path) -> None:
    """Groups that link to each other many times over, or to themselves, end at once."""
    with h5py.File(tmp_path / "metadata.h5", "w") as file:
        group = file
        for _ in range(15):
            below = group.create_group("0")
            for link in "1234":
                group[link] = below
            group["self"] = group = below
        group["gain"] = 1

    assert values(tmp_path / "metadata.h5") == {"0/" * 15 + "gain": 1}


def test_too_many_groups_are_refused(tmp_path: Path) -> None:
    """A file is not searched without end."""
    with h5py.File(tmp_path / "metadata.h5", "w") as file:
        for number in range(1001):
            file.create_group(str(number))

    with pytest.raises(ValueError, match="too many groups"):
        values(tmp_path / "metadata.h5")


def test_long_attributes_are_left_out(tmp_path: Path) -> None:
    """Attributes have the same limits as values."""
    with h5py.File(tmp_path / "properties.h5", "w", libver="latest") as file:
        file.attrs["a"] = np.zeros(10_001, "u1")
        file.attrs["b"] = "x" * 2_000_000
        file.attrs["c"] = 5
        file.attrs["d"] = [1.5, 2.5]

    with hdf5.opened((tmp_path / "properties.h5").open("rb")) as file:
        assert hdf5.attributes(file) == {"c": 5, "d": [1.5, 2.5]}


def test_a_recording_with_a_bomb_for_an_index_is_refused(api: Any, tmp_path: Path) -> None:
    """An index whose one row would take much memory to unpack is not read."""
    write(tmp_path)
    path = tmp_path / "ch0" / "2023-11-14T22-00-00" / "rf@1700000000.000.h5"
    with h5py.File(path, "r+") as file:
        del file["rf_data_index"]
        rows = np.array([[START * 1000, 0]], "u8")
        large = {"chunks": (2**23, 2), "maxshape": (None, 2), "compression": "gzip"}
        file.create_dataset("rf_data_index", data=rows, **large)

    assert "its index is packed in too large pieces" in refuse(api, tmp_path)
