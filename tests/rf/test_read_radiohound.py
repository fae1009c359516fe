"""RadioHound: scans in order of time, each a row of power as stored."""

from __future__ import annotations

import base64
import pickle
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from spectrumx import InvalidRequestError, LocalFileError, rf
from spectrumx.models import CaptureType
from spectrumx.rf.scans import ScanRecording
from tests.recordings import START, write_radiohound
from tests.rf.signals import Array

BINS = {"metadata": {"nfft": 4, "fmin": 100, "fmax": 500}}
FIELD = Path(__file__).parents[3] / "shared" / "recordings" / "radiohound"


def data(power: Array) -> dict[str, object]:
    """The fields of a scan that has this power."""
    metadata = {**BINS["metadata"], "nfft": len(power)}
    text = base64.b64encode(power.tobytes()).decode()
    return {"data": text, "type": power.dtype.name, "metadata": metadata}


def power_of(scan: int, dtype: str = "float32") -> Array:
    """What a scan measured."""
    return (np.arange(4) + 10 * scan).astype(dtype)


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """Five scans of one group, a second apart; by name they are in another order."""
    for scan, name in enumerate("badce"):
        write_radiohound(
            tmp_path, name, start=START + timedelta(seconds=scan), **data(power_of(scan))
        )
    return tmp_path


def test_scans_are_stacked_in_order_of_time(scans: Path) -> None:
    """A folder of scans is one recording: a row of power for each, the earliest first."""
    recording = rf.open(scans)

    found = recording.read()

    assert (recording.capture_type, len(recording)) == (CaptureType.RadioHound, 5)
    assert found.dtype == np.float32
    assert found.tolist() == [power_of(scan).tolist() for scan in range(5)]


def test_facts_tell_of_the_scans(scans: Path) -> None:
    """Times run from the first scan to the end of the last; names are the receiver's."""
    recording = rf.open(scans)

    assert recording.start_time == START
    assert recording.duration == timedelta(seconds=4.25)
    assert recording.end_time == START + timedelta(seconds=4.25)
    assert (recording.sample_rate, recording.center_freq) == (24e6, 2e9)
    assert (recording.channels, recording.gaps) == (("Roof #6",), ())


def test_bins_run_from_fmin_to_before_fmax(scans: Path) -> None:
    """Each bin has its frequency, and each scan its time."""
    recording = rf.open(scans)

    assert isinstance(recording, ScanRecording)
    assert recording.frequencies.tolist() == [100, 200, 300, 400]
    assert recording.scan_times[1] == np.datetime64("2024-06-27T14:49:01")


def test_without_fmin_bins_lie_about_the_centre(tmp_path: Path) -> None:
    """Where a scan has no fmin and fmax, its bins span the sample rate about its centre."""
    fields = data(power_of(0))
    fields["metadata"] = {"nfft": 4, "fmin": None, "fmax": None}

    recording = rf.open(write_radiohound(tmp_path, **fields))

    assert isinstance(recording, ScanRecording)
    assert recording.frequencies.tolist() == [1.988e9, 1.994e9, 2.0e9, 2.006e9]


def test_a_span_of_scans_is_read_by_number_and_by_time(scans: Path) -> None:
    """Scans are counted from 0; a span of time has those that begin in it."""
    recording = rf.open(scans)
    rows = recording.read()

    assert np.array_equal(recording.read(1, 3), rows[1:3])
    assert np.array_equal(recording.read_time(0.5, 3), rows[1:3])
    assert np.array_equal(recording.read_time(START + timedelta(seconds=2)), rows[2:])
    assert np.array_equal(np.concatenate(list(recording.blocks(2))), rows)
    for reversed_or_outside in ((3, 1), (0, 6), (-1, 2)):
        with pytest.raises(InvalidRequestError):
            recording.read(*reversed_or_outside)


@pytest.mark.parametrize(
    ("t0", "t1"), [(-1, None), (0, 5), (1e30, None), (START - timedelta(seconds=1), None), (3, 2)]
)
def test_times_outside_of_the_scans_are_refused(scans: Path, t0: object, t1: object) -> None:
    """Times before the first scan, after the end of the last, or reversed are refused."""
    with pytest.raises(InvalidRequestError, match=r"outside of the recording|is after"):
        rf.open(scans).read_time(t0, t1)


@pytest.mark.parametrize(
    ("stored", "given"), [("float16", "float32"), ("float32", "float32"), ("float64", "float64")]
)
def test_power_is_given_as_stored(tmp_path: Path, stored: str, given: str) -> None:
    """Power has the values that are stored, whatever scale is asked for."""
    recording = rf.open(write_radiohound(tmp_path, **data(power_of(1, stored))))

    assert recording.dtype == given
    assert recording.read(scale="unit").tolist() == [power_of(1).tolist()]
    assert recording.read(scale="counts").tolist() == [power_of(1).tolist()]


def test_a_single_file_is_a_recording_of_one_scan(scans: Path) -> None:
    """A file opens by itself, also where others of its group lie beside it."""
    assert rf.open(scans / "a.rh.json").read().tolist() == [power_of(1).tolist()]


def test_a_time_without_an_offset_is_utc(tmp_path: Path) -> None:
    """A naive timestamp counts as UTC, one with an offset by it."""
    for text in ("2024-01-01T10:00:00.5", "2024-01-01T05:00:00.5-05:00"):
        write_radiohound(tmp_path, timestamp=text)

        assert rf.open(tmp_path).start_time == datetime(2024, 1, 1, 10, 0, 0, 500_000, UTC)


def test_one_of_several_groups_is_chosen(scans: Path) -> None:
    """With scans of two groups in a folder, one has to be named, and only it is read."""
    group = uuid4()
    write_radiohound(scans, "other", scan_group=str(group), **data(power_of(9)))

    with pytest.raises(InvalidRequestError, match=str(group)):
        rf.open(scans)
    assert rf.open(scans, scan_group=str(group)).read().tolist() == [power_of(9).tolist()]
    assert rf.open(scans, scan_group=group).read().tolist() == [power_of(9).tolist()]


@pytest.mark.parametrize("other", [{"nfft": 2}, {"fmin": 50}, {"fmax": 900}])
def test_scans_of_different_bins_are_refused(scans: Path, other: dict[str, int]) -> None:
    """Scans that can't be rows of one waterfall are refused, with both files named."""
    fields = data(power_of(0)[: other.get("nfft", 4)])
    fields["metadata"] = {**BINS["metadata"], **other}
    write_radiohound(scans, "z", **fields)

    with pytest.raises(InvalidRequestError, match=r"b\.rh\.json and .*z\.rh\.json"):
        rf.open(scans)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"data": "AAAA"}, "data"),
        ({"data": ""}, "0 values"),
        ({"data": "not base 64!"}, "data that can't be read"),
        ({"type": "complex64"}, "complex64"),
        ({"type": "f4"}, "'f4'"),
        ({"metadata": {"nfft": 3}}, "nfft is 3"),
        ({"metadata": {"nfft": 4, "fmin": 500, "fmax": 100}}, "no band"),
        ({"metadata": {"nfft": 4, "fmin": 500, "fmax": 500}}, "no band"),
        ({"metadata": {"nfft": 4, "fmin": 0, "fmax": 10**400}}, "no band"),
        ({"timestamp": "yesterday"}, "yesterday"),
        ({"sample_rate": "fast"}, "fast"),
        ({"center_frequency": None, "metadata": {"nfft": 4, "fmin": None}}, "neither fmin"),
    ],
)
def test_a_malformed_scan_is_named(tmp_path: Path, change: dict[str, object], said: str) -> None:
    """A file that is no sound scan is an error that names it and says why."""
    write_radiohound(tmp_path, **{**data(power_of(0)), **change})

    with pytest.raises(LocalFileError, match=said) as caught:
        rf.open(tmp_path)

    assert caught.value.path == str(tmp_path / "scan.rh.json")


def test_a_scan_that_changed_or_vanished_is_named(scans: Path) -> None:
    """A file that is no longer what it was when opened is an error that names it."""
    recording = rf.open(scans)
    write_radiohound(scans, "a", **data(power_of(0)[:2]))
    (scans / "b.rh.json").unlink()

    for scan, name in ((0, "b"), (1, "a")):
        with pytest.raises(LocalFileError) as caught:
            recording.read(scan, scan + 1)
        assert Path(caught.value.path).name == f"{name}.rh.json"


def test_a_pickle_reads_the_same(scans: Path) -> None:
    """A pickled recording reads its files again."""
    recording = rf.open(scans)

    again = pickle.loads(pickle.dumps(recording))

    assert np.array_equal(again.read(), recording.read())


@pytest.mark.skipif(not FIELD.is_dir(), reason="no recorded samples here")
def test_a_field_scan_reads() -> None:
    """A scan from the field has its 1024 bins about its centre."""
    recording = rf.open(FIELD)

    assert isinstance(recording, ScanRecording)
    assert recording.read().shape == (1, 1024)
    assert recording.frequencies[512] == recording.center_freq
