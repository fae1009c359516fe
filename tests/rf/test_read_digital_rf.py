"""Digital RF, read as it was written, and as digital_rf itself reads it."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from fractions import Fraction
from math import ceil
from pathlib import Path

import digital_rf
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spectrumx import InvalidRequestError, LocalFileError, RecordingGapError, rf
from spectrumx.models import CaptureType
from spectrumx.rf.samples import SampleRecording
from tests.rf.signals import (
    SECOND,
    START,
    WESTFORD,
    as_complex,
    needs_westford,
    numbers,
    read_drf,
    write_drf,
    write_metadata,
)

COUNT = 1234


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A channel of complex int16 over 13 files."""
    return write_drf(tmp_path_factory.mktemp("plain") / "ch0", {0: numbers(COUNT, 2)})


@pytest.fixture(scope="module")
def recording(plain: Path) -> rf.Recording:
    """That channel, opened."""
    return rf.open(plain)


@pytest.fixture(scope="module")
def whole() -> np.ndarray:
    """All of its samples."""
    return as_complex(numbers(COUNT, 2))[:, 0] / 32768


@needs_westford
def test_a_field_recording_reads_as_by_digital_rf() -> None:
    """All samples of a field recording are those that digital_rf gives, to the last one."""
    recording = rf.open(WESTFORD)

    expected = read_drf(next(WESTFORD.iterdir()))

    assert np.array_equal(recording.read(scale="counts"), expected)
    assert recording.center_freq == pytest.approx(1024000000.4842604, abs=1e-6)
    assert (recording.sample_rate, len(recording), recording.gaps) == (2.5e6, 5_000_000, ())


@pytest.mark.parametrize("columns", [1, 3])
@pytest.mark.parametrize(
    ("dtype", "is_complex", "given"),
    [
        ("int8", True, "complex64"),
        ("int16", True, "complex64"),
        ("int16", False, "float32"),
        ("uint16", False, "float32"),
        ("int32", True, "complex128"),
        ("int32", False, "float64"),
        ("complex64", True, "complex64"),
        ("complex128", True, "complex128"),
        ("float32", False, "float32"),
        ("float64", False, "float64"),
    ],
)
def test_every_type_of_number_reads_as_by_digital_rf(
    tmp_path: Path, *, dtype: str, is_complex: bool, given: str, columns: int
) -> None:
    """Whatever type is stored, in one column or several, samples are those of digital_rf."""
    parts = 2 if is_complex and dtype.startswith(("int", "uint")) else 1
    stored = numbers(333, columns * parts, dtype.replace("complex64", "float32"))
    channel = write_drf(tmp_path / "ch", {0: stored.astype(dtype)}, is_complex=is_complex)

    recording = rf.open(channel)

    assert recording.dtype == given
    assert recording.read().dtype == given
    assert np.array_equal(recording.read(scale="counts"), read_drf(channel))


def test_integers_are_scaled_to_one(tmp_path: Path) -> None:
    """By default integers are divided by their full scale, exactly; counts are as stored."""
    stored = np.array([[-32768, 32767], [1, 0], [-1, 16384]], np.int16)

    with rf.open(write_drf(tmp_path / "ch", {0: stored})) as recording:
        unit, counts = recording.read(), recording.read(scale="counts")

    assert counts.tolist() == [-32768 + 32767j, 1, -1 + 16384j]
    assert unit.tolist() == [-1 + 32767j / 32768, 1 / 32768, -1 / 32768 + 0.5j]


@pytest.mark.parametrize(
    "packing", [{"compression": 6}, {"checksum": True}, {"compression": 1, "checksum": True}]
)
def test_packed_files_read_the_same(tmp_path: Path, packing: dict[str, int]) -> None:
    """Compressed and checksummed files give the samples that were written."""
    stored = numbers(COUNT, 2)

    recording = rf.open(write_drf(tmp_path / "ch", {0: stored}, **packing))

    assert np.array_equal(recording.read(scale="counts"), as_complex(stored)[:, 0])


def test_subchannels_are_columns(tmp_path: Path) -> None:
    """Each subchannel is a column with a name and a centre frequency of its own."""
    stored = numbers(300, 4)
    channel = write_drf(tmp_path / "ch", {0: stored})
    frequencies = {"center_frequencies": np.array([[1e9, 2e9]]), "more": 1}
    write_metadata(channel, {SECOND * 1000: frequencies})

    recording = rf.open(tmp_path)

    assert recording.channels == ("ch:0", "ch:1")
    assert (recording.center_freqs, recording.center_freq) == ((1e9, 2e9), None)
    assert np.array_equal(recording.read(95, 105, scale="counts"), as_complex(stored)[95:105])


@pytest.mark.parametrize(
    "said",
    [
        {"center_freq": 1e9, "center_frequencies": np.array([[2e9]]), "receiver": {"gain": 1.0}},
        {"center_frequencies": np.array([[1e9]]), "receiver": {"center_freq": 2e9}},
        {"receiver": {"center_freq": 1e9, "gain": 1.0}},
        {"center_frequencies": np.array([1e9]), "receiver": {"gain": 1.0}},
        {"center_freq": 1_000_000_000},
    ],
)
def test_the_centre_frequency_is_found_by_each_of_its_names(
    tmp_path: Path, said: dict[str, object]
) -> None:
    """The centre frequency is read from the metadata, by the names that recorders use."""
    channel = write_drf(tmp_path / "ch", {0: numbers(10, 2)})
    write_metadata(channel, {SECOND * 1000: said})

    assert rf.open(channel).center_freq == 1e9


@pytest.mark.parametrize(
    ("entries", "at_start"),
    [
        ({0: 1e9, 500: 2e9, 1500: 3e9}, 1e9),
        ({-300: 1e9, 500: 2e9}, 1e9),
        ({-3_600_000: 1e9, 500: 2e9}, 1e9),
        ({-3_600_000: 1e9}, 1e9),
        ({1: 1e9, 500: 2e9}, 1e9),
    ],
)
def test_the_centre_frequency_is_that_of_the_first_sample(
    tmp_path: Path, entries: dict[int, float], at_start: float
) -> None:
    """Of a receiver that was tuned anew, the frequency that held at the start counts."""
    first = SECOND * 1000 + 200
    channel = write_drf(tmp_path / "ch", {0: numbers(2000, 2)}, first=first)
    said = {first + at: {"center_freq": each, "gain": 1.0} for at, each in entries.items()}
    write_metadata(channel, said)

    assert rf.open(channel).center_freq == at_start


def test_metadata_without_files_say_nothing(tmp_path: Path) -> None:
    """A recorder that made the folder for metadata, and wrote none yet, has no frequency."""
    channel = write_metadata(write_drf(tmp_path / "ch", {0: numbers(10, 2)}), {})

    assert rf.open(channel).center_freq is None


def test_without_metadata_there_is_no_centre_frequency(plain: Path) -> None:
    """A channel without metadata opens all the same."""
    assert rf.open(plain).center_freq is None


def test_facts_tell_of_the_recording(plain: Path) -> None:
    """Start, end, duration, length and names are those that were written."""
    recording = rf.open(plain.parent)

    assert recording.capture_type is CaptureType.DigitalRF
    assert recording.start_time == START
    assert recording.end_time == START + timedelta(seconds=1.234)
    assert recording.duration == timedelta(seconds=1.234)
    assert (len(recording), recording.sample_rate) == (COUNT, 1000.0)
    assert recording.channels == ("ch0",)


@pytest.mark.parametrize(
    ("rate", "after"),
    [
        (44_100, Fraction(0)),
        (Fraction(1000, 7), Fraction(1)),
        (Fraction(10_000_000, 3), Fraction(7)),
        # Here digital_rf's own arithmetic finds an edge's sample in the file before.
        (Fraction(100_000_000, 3), Fraction(1998, 10)),
        (Fraction(1_000_000_000, 7), Fraction(1988, 10)),
    ],
)
def test_a_fractional_rate_loses_no_sample(
    tmp_path: Path, rate: Fraction | int, after: Fraction
) -> None:
    """With any rate, every single sample at and around a file's edge is read."""
    edge = ceil((SECOND + after) * rate)
    stored = numbers(11, 2)

    recording = rf.open(write_drf(tmp_path / "ch", {0: stored}, rate=rate, first=edge - 5))

    expected = as_complex(stored)[:, 0]
    assert len(list((tmp_path / "ch").rglob("rf@*"))) == 2
    assert np.array_equal(recording.read(scale="counts"), expected)
    for at in range(11):
        assert recording.read(at, at + 1, scale="counts") == expected[at]


@settings(max_examples=60)
@given(ends=st.tuples(st.integers(0, COUNT), st.integers(0, COUNT)).map(sorted))
def test_any_span_is_a_slice_of_the_whole(
    recording: rf.Recording, whole: np.ndarray, ends: list[int]
) -> None:
    """What is read from one sample to another is that slice of the whole, across files."""
    start, stop = ends

    found = recording.read(start, stop)

    assert np.array_equal(found, whole[start:stop])
    assert np.array_equal(found, recording.read_time(start / 1000, stop / 1000))


@settings(max_examples=30)
@given(size=st.integers(10, COUNT + 1), start=st.integers(0, COUNT))
def test_blocks_in_a_row_are_the_whole(
    recording: rf.Recording, whole: np.ndarray, size: int, start: int
) -> None:
    """Blocks of any size follow each other without loss, and only the last one is shorter."""
    blocks = list(recording.blocks(size, start=start))

    assert [len(each) for each in blocks[:-1]] == [size] * max(0, len(blocks) - 1)
    assert np.array_equal(np.concatenate([whole[:start], *blocks]), whole)


@pytest.fixture(scope="module")
def gapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A channel with a gap within a file, one over several files, and one at a file's edge."""
    stored = numbers(1000, 2)
    blocks = {at: stored[at:end] for at, end in ((0, 150), (160, 230), (555, 600), (605, 1000))}
    return write_drf(tmp_path_factory.mktemp("gapped") / "ch", blocks)


def test_gaps_are_told(gapped: Path) -> None:
    """Every span that was not recorded is listed, and the length counts them."""
    recording = rf.open(gapped)

    assert list(recording.gaps) == [(150, 160), (230, 555), (600, 605)]
    assert len(recording) == 1000


def test_a_gap_raises_by_default(gapped: Path) -> None:
    """Reading over a gap says where the first one is; reading beside it works."""
    recording = rf.open(gapped)

    with pytest.raises(RecordingGapError, match="160") as caught:
        recording.read()

    assert (caught.value.start, caught.value.stop) == (150, 160)
    assert len(recording.read(0, 150)) == 150
    with pytest.raises(RecordingGapError) as caught:
        recording.read(300, 310)
    assert (caught.value.start, caught.value.stop) == (300, 310)


@pytest.mark.parametrize(("gaps", "is_filled"), [("nan", np.isnan), ("zero", lambda a: a == 0)])
def test_gaps_are_filled_as_asked(
    gapped: Path, gaps: str, is_filled: Callable[[np.ndarray], np.ndarray]
) -> None:
    """With NaN or zero in the gaps, all other samples are where they belong."""
    recording = rf.open(gapped)
    expected = as_complex(numbers(1000, 2))[:, 0]
    recorded = np.ones(1000, bool)
    for start, stop in recording.gaps:
        recorded[start:stop] = False

    found = recording.read(gaps=gaps, scale="counts")

    assert np.array_equal(found[recorded], expected[recorded])
    assert is_filled(found[~recorded]).all()


def test_a_sparse_recording_reads_at_its_ends(tmp_path: Path) -> None:
    """Two bursts three days apart are read without looking for what lies between."""
    later = 3 * 86_400 * 1000
    recording = rf.open(write_drf(tmp_path / "ch", {0: numbers(50, 2), later: numbers(50, 2)}))

    assert len(recording) == later + 50
    assert list(recording.gaps) == [(50, later)]
    assert np.array_equal(recording.read(later), recording.read(0, 50))


def test_files_that_are_not_there_are_not_looked_into(tmp_path: Path) -> None:
    """Over a long gap, the library is asked for the files that there are, and for no other."""
    later = 100_000
    recording = rf.open(write_drf(tmp_path / "ch", {0: numbers(50, 2), later: numbers(50, 2)}))
    read, asked = digital_rf.DigitalRFReader.read.__code__, []

    sys.setprofile(lambda frame, *_: frame.f_code is read and asked.append(frame))
    try:
        recording.read(gaps="zero")
    finally:
        sys.setprofile(None)

    assert 0 < len(asked) <= 2 * 2  # a call and a return for each


def test_brackets_in_a_path_are_told(tmp_path: Path) -> None:
    """What digital_rf would take for a pattern is an error that says so."""
    channel = write_drf(tmp_path / "run[1]" / "ch", {0: numbers(10, 2)})

    with pytest.raises(LocalFileError, match=r"has \[ in its path"):
        rf.open(channel)


def test_a_file_that_is_still_written_is_left_out(tmp_path: Path) -> None:
    """A file that the recorder has not finished counts as not there."""
    channel = write_drf(tmp_path / "ch", {0: numbers(250, 2)})
    last = max(channel.rglob("rf@*"))
    last.rename(last.with_name(f"tmp.{last.name}"))

    assert len(rf.open(channel)) == 200


def test_files_are_looked_for_at_each_read(tmp_path: Path) -> None:
    """A file that comes after the recording was opened is read; until then it is a gap."""
    stored = numbers(300, 2)
    channel = write_drf(tmp_path / "ch", {0: stored})
    middle = sorted(channel.rglob("rf@*"))[1]
    away = middle.rename(tmp_path / "away.h5")
    recording = rf.open(channel)
    with pytest.raises(RecordingGapError):
        recording.read()

    away.rename(middle)

    assert np.array_equal(recording.read(scale="counts"), as_complex(stored)[:, 0])


def test_threads_read_at_once(recording: rf.Recording, whole: np.ndarray) -> None:
    """Eight threads that read one recording at once all get their samples."""
    spans = [(at * 7 % 1000, at * 7 % 1000 + 234) for at in range(200)]

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda span: recording.read(*span), spans))

    for (start, stop), each in zip(spans, found, strict=True):
        assert np.array_equal(each, whole[start:stop])


def test_a_pickle_reads_the_same(plain: Path) -> None:
    """A pickled recording, used before or not, opens its files again by their place."""
    recording = rf.open(plain)
    whole = recording.read()

    again = pickle.loads(pickle.dumps(recording))

    assert np.array_equal(again.read(), whole)
    assert repr(again) == repr(recording)


@pytest.mark.parametrize("which", [0, 1, -1])
@pytest.mark.parametrize("harm", ["cut", "emptied", "replaced"])
def test_a_broken_file_is_named(tmp_path: Path, which: int, harm: str) -> None:
    """Truncated, emptied or foreign files are an error that names them, and no other."""
    channel = write_drf(tmp_path / "ch", {0: numbers(400, 2)})
    file = sorted(channel.rglob("rf@*"))[which]
    contents = {"cut": file.read_bytes()[:1500], "emptied": b"", "replaced": b"text" * 999}
    file.write_bytes(contents[harm])

    with pytest.raises(LocalFileError) as caught:
        rf.open(channel).read()

    assert caught.value.path == str(file)


def test_a_flipped_bit_is_found_by_the_files_own_checksum(tmp_path: Path) -> None:
    """In a checksummed file, altered samples are an error that names it."""
    stored = numbers(400, 2)
    channel = write_drf(tmp_path / "ch", {0: stored}, checksum=True)
    file = sorted(channel.rglob("rf@*"))[2]
    contents = file.read_bytes()
    at = contents.index(stored[250:260].tobytes())
    file.write_bytes(contents[:at] + bytes([contents[at] ^ 1]) + contents[at + 1 :])
    recording = rf.open(channel)

    with pytest.raises(LocalFileError) as caught:
        recording.read()

    assert caught.value.path == str(file)
    assert len(recording.read(0, 200)) == 200


def test_broken_properties_and_metadata_are_named(tmp_path: Path) -> None:
    """Unreadable properties or metadata are errors that say which."""
    for name in ("drf_properties.h5", "metadata/dmd_properties.h5"):
        channel = write_drf(tmp_path / name.replace("/", "-"), {0: numbers(10, 2)})
        write_metadata(channel, {SECOND * 1000: {"center_freq": 1e9}})
        broken = channel / name
        broken.write_bytes(broken.read_bytes()[:700])

        with pytest.raises(LocalFileError, match=name.partition("/")[0]):
            rf.open(channel)


def test_a_closed_recording_says_so(plain: Path) -> None:
    """After closing, nothing is read any more."""
    with rf.open(plain) as recording:
        recording.read(0, 1)

    with pytest.raises(InvalidRequestError, match="closed"):
        recording.read(0, 1)


def test_closing_ends_a_read_that_is_under_way(plain: Path) -> None:
    """What is closed between two files of a read opens none again."""
    recording = rf.open(plain)
    assert isinstance(recording, SampleRecording)
    pieces = recording.source.pieces(0, COUNT)
    next(pieces)

    recording.close()

    with pytest.raises(InvalidRequestError, match="closed"):
        next(pieces)
