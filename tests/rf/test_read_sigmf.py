"""SigMF, read as the sigmf library reads it."""

from __future__ import annotations

import json
import pickle
import tarfile
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import sigmf
from hypothesis import given, settings
from hypothesis import strategies as st

from spectrumx import LocalFileError, LocalFileMissingError, RecordingGapError, rf
from spectrumx.models import CaptureType
from tests.rf.signals import Array, as_complex, numbers, write_sigmf

COUNT = 777

TYPES = [
    *(f"{kind}{sign}8" for kind in "cr" for sign in "iu"),
    *(
        f"{kind}{number}_{order}"
        for kind in "cr"
        for number in ("i16", "u16", "i32", "u32", "f32", "f64")
        for order in ("le", "be")
    ),
]


def stored(datatype: str, *, columns: int = 1, count: int = COUNT) -> Array:
    """Random numbers of a SigMF type, all in a row."""
    order = ">" if datatype.endswith("be") else "<"
    kind = np.dtype(datatype[1] + str(int(datatype[2:4].strip("_")) // 8))
    parts = columns * (2 if datatype[0] == "c" else 1)
    return numbers(count, parts, kind.name).ravel().astype(kind.newbyteorder(order))


def archive_of(meta: Path, to: Path) -> Path:
    """Pack a recording into an archive by the sigmf library."""
    sigmf.fromfile(meta, skip_checksum=True).archive(str(to))
    return to


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("datatype", TYPES)
def test_every_type_reads_as_by_sigmf(tmp_path: Path, datatype: str, columns: int) -> None:
    """Whatever type is stored, samples are those of the sigmf library, to its precision."""
    values = stored(datatype, columns=columns)
    meta = write_sigmf(tmp_path, values, datatype, columns=columns)

    found = rf.open(meta).read()

    by_library = sigmf.fromfile(meta, skip_checksum=True).read_samples()
    assert found.shape == by_library.shape
    assert found.dtype.kind == by_library.dtype.kind
    assert np.allclose(found, by_library, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("datatype", TYPES)
def test_counts_are_the_numbers_as_stored(tmp_path: Path, datatype: str) -> None:
    """As counts, every number is given exactly, in the smallest type that holds it."""
    values = stored(datatype)
    recording = rf.open(write_sigmf(tmp_path, values, datatype))

    found = recording.read(scale="counts")

    is_wide = values.dtype.itemsize > 2 and values.dtype != np.dtype("f4").newbyteorder(">")
    is_wide = is_wide and values.dtype != np.dtype("f4")
    expected = as_complex(values.reshape(-1, 2))[:, 0] if datatype[0] == "c" else values
    assert found.dtype.itemsize == (8 if is_wide else 4) * (2 if datatype[0] == "c" else 1)
    assert np.array_equal(found, expected)


def test_unsigned_integers_are_centred(tmp_path: Path) -> None:
    """Unsigned integers lie in ±1 about their middle, unless counts are asked for."""
    recording = rf.open(write_sigmf(tmp_path, np.array([0, 128, 255, 192], np.uint8), "ru8"))

    assert recording.read().tolist() == [-1, 0, 127 / 128, 0.5]
    assert recording.read(scale="counts").tolist() == [0, 128, 255, 192]


@pytest.mark.parametrize("name", ["recording.sigmf-meta", "recording.sigmf-data", ""])
def test_a_pair_opens_by_any_of_its_files(tmp_path: Path, name: str) -> None:
    """A recording opens by its metadata, its samples or its folder, and tells its facts."""
    segment = {
        "core:sample_start": 0,
        "core:frequency": 1e9,
        "core:datetime": "2024-01-01T00:00:00Z",
    }
    write_sigmf(tmp_path, stored("ci16_le"), "ci16_le", segments=[segment])

    recording = rf.open(tmp_path / name)

    assert recording.capture_type is CaptureType.SigMF
    assert (recording.center_freq, recording.sample_rate, len(recording)) == (1e9, 1000.0, COUNT)
    assert recording.start_time == datetime(2024, 1, 1, tzinfo=UTC)
    assert recording.duration == timedelta(milliseconds=COUNT)
    assert recording.channels == ("recording",)


def test_an_archive_reads_as_the_pair(tmp_path: Path) -> None:
    """An archive gives the samples of the pair it was made of, by its file or its folder."""
    meta = write_sigmf(tmp_path / "pair", stored("ci16_le", columns=3), "ci16_le", columns=3)
    (tmp_path / "packed").mkdir()
    archive = archive_of(meta, tmp_path / "packed" / "all.sigmf")

    for place in (archive, archive.parent):
        recording = rf.open(place)
        assert np.array_equal(recording.read(), rf.open(meta).read())
        assert recording.channels == ("all:0", "all:1", "all:2")


def test_a_large_archive_is_not_unpacked(tmp_path: Path) -> None:
    """Reading a little of an archive takes little memory."""
    values = np.zeros(8 * 1024 * 1024, "<i2")
    archive = archive_of(write_sigmf(tmp_path, values, "ci16_le"), tmp_path / "all.sigmf")
    recording = rf.open(archive)

    tracemalloc.start()
    found = recording.read(4_000_000, 4_001_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(found) == 1000
    assert peak < 1_000_000


@settings(max_examples=40)
@given(ends=st.tuples(st.integers(0, COUNT), st.integers(0, COUNT)).map(sorted))
def test_any_span_is_a_slice_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, ends: list[int]
) -> None:
    """What is read from one sample to another is that slice of the whole."""
    folder = tmp_path_factory.getbasetemp() / "span"
    if not folder.exists():
        write_sigmf(folder, stored("ci16_be", columns=2), "ci16_be", columns=2)
    recording = rf.open(folder)
    start, stop = ends

    found = recording.read(start, stop)

    assert np.array_equal(found, recording.read()[start:stop])
    assert np.array_equal(found, recording.read_time(start / 1000, stop / 1000))
    blocks = [found[:0], *recording.blocks(100, start=start, stop=stop)]
    assert np.array_equal(np.concatenate(blocks), found)


def test_bytes_that_are_no_samples_are_passed_over(tmp_path: Path) -> None:
    """Headers of segments, and what trails the samples, are not read as samples."""
    values = stored("ci16_le", count=100)
    raw = b"h" * 10 + values[:80].tobytes() + b"header" + values[80:].tobytes() + b"end"
    meta = write_sigmf(
        tmp_path,
        values,
        "ci16_le",
        segments=[
            {"core:sample_start": 0, "core:header_bytes": 10},
            {"core:sample_start": 40, "core:header_bytes": 6},
        ],
        properties={"core:trailing_bytes": 3, "core:dataset": "other.bin"},
    )
    (tmp_path / "recording.sigmf-data").unlink()
    (tmp_path / "other.bin").write_bytes(raw)

    found = rf.open(meta).read(scale="counts")

    assert np.array_equal(found, as_complex(values.reshape(-1, 2))[:, 0])


def test_samples_left_out_between_segments_are_gaps(tmp_path: Path) -> None:
    """Where the index of a segment tells of dropped samples, there is a gap."""
    values = stored("ri16_le", count=100)
    segments = [
        {"core:sample_start": 0, "core:global_index": 5000},
        {"core:sample_start": 60, "core:global_index": 5070},
    ]
    recording = rf.open(write_sigmf(tmp_path, values, "ri16_le", segments=segments))

    assert (len(recording), list(recording.gaps)) == (110, [(60, 70)])
    with pytest.raises(RecordingGapError):
        recording.read()
    found = recording.read(gaps="nan", scale="counts")
    assert np.array_equal(found[:60], values[:60])
    assert np.isnan(found[60:70]).all()
    assert np.array_equal(found[70:], values[60:])


def test_a_time_has_any_number_of_decimals(tmp_path: Path) -> None:
    """A start in nanoseconds counts exactly: a later segment's time gives it too."""
    segments = [
        {"core:sample_start": 0},
        {"core:sample_start": 10, "core:datetime": "2024-01-01T00:00:00.0099996Z"},
    ]
    recording = rf.open(write_sigmf(tmp_path, stored("ri8"), "ri8", segments=segments))

    assert recording.start_time == datetime(2024, 1, 1, tzinfo=UTC)
    assert len(recording.read_time("2024-01-01", "2024-01-01T00:00:00.5")) == 500


def test_retuned_segments_have_no_common_frequency(tmp_path: Path) -> None:
    """Where segments have different frequencies, the recording has none."""
    segments = [
        {"core:sample_start": 0, "core:frequency": 1e9},
        {"core:sample_start": 9, "core:frequency": 2e9},
    ]

    assert (
        rf.open(write_sigmf(tmp_path, stored("ri8"), "ri8", segments=segments)).center_freq is None
    )


def test_what_is_no_frequency_is_none(tmp_path: Path) -> None:
    """A recording whose frequency is no number opens without one."""
    segments = [{"core:sample_start": 0, "core:frequency": [1e9]}]

    recording = rf.open(write_sigmf(tmp_path, stored("ri8"), "ri8", segments=segments))

    assert recording.center_freq is None


def test_without_a_time_there_is_no_start(tmp_path: Path) -> None:
    """A recording that does not say when it began reads by seconds all the same."""
    recording = rf.open(write_sigmf(tmp_path, stored("ri8"), "ri8"))

    assert (recording.start_time, recording.end_time) == (None, None)
    assert len(recording.read_time(0.1, 0.2)) == 100


def test_threads_and_pickles_read_the_same(tmp_path: Path) -> None:
    """A pickled recording reads the same, by eight threads at once."""
    recording = rf.open(write_sigmf(tmp_path, stored("cf32_le"), "cf32_le"))
    whole = recording.read()
    again = pickle.loads(pickle.dumps(recording))

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda at: again.read(at, at + 100), range(600)))

    assert all(np.array_equal(each, whole[at : at + 100]) for at, each in enumerate(found))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"core:metadata_only": True}, "metadata only"),
        ({"core:dataset": "../elsewhere.bin"}, "no name of a file"),
        ({"core:dataset": "missing.bin"}, "missing.bin is missing"),
        ({"core:datatype": "ci12_le"}, "ci12_le"),
        ({"core:datatype": None}, "core:datatype"),
        ({"core:sample_rate": None}, "core:sample_rate"),
        ({"core:sample_rate": -1.0}, "core:sample_rate"),
        ({"core:sample_rate": 10**400}, "too large"),
        ({"core:sample_rate": 1e-300}, "too large"),
        ({"core:num_channels": 0}, "core:num_channels"),
        ({"core:num_channels": 5}, "within a sample"),
        ({"core:trailing_bytes": 10**6}, "too few"),
    ],
)
def test_malformed_metadata_are_refused(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    """Metadata that can't be right, or do not fit the samples, are refused with the reason."""
    meta = write_sigmf(tmp_path, stored("ci16_le"), "ci16_le")
    whole = json.loads(meta.read_text())
    whole["global"].update(change)
    meta.write_text(json.dumps(whole))

    with pytest.raises(LocalFileError, match=said) as caught:
        rf.open(meta)

    assert caught.value.path == str(meta)


@pytest.mark.parametrize(
    ("captures", "said"),
    [
        ([{"core:sample_start": 5}, {"core:sample_start": 4}], "disorder"),
        ([{"core:sample_start": -1}], "core:sample_start"),
        ([{"core:sample_start": 10**6}], "too few"),
        ([{"core:sample_start": 0, "core:datetime": "yesterday"}], "yesterday"),
        ([{"core:sample_start": 0, "core:datetime": "0001-01-01T00:00:00+05:00"}], "range"),
        ([{"core:sample_start": 0, "core:datetime": "9999-12-31T23:59:59.9Z"}], "range"),
        ([{"core:sample_start": 0, "core:frequency": 10**400}], "too large"),
        ([5], "lacks captures"),
        ({}, "lacks captures"),
    ],
)
def test_malformed_segments_are_refused(tmp_path: Path, captures: object, said: str) -> None:
    """Segments that can't be right are refused with the reason."""
    meta = write_sigmf(tmp_path, stored("ci16_le"), "ci16_le")
    meta.write_text(json.dumps({**json.loads(meta.read_text()), "captures": captures}))

    with pytest.raises(LocalFileError, match=said):
        rf.open(meta)


def test_truncated_samples_are_refused(tmp_path: Path) -> None:
    """Samples that end within one, or are cut off after opening, are an error."""
    meta = write_sigmf(tmp_path, stored("ci16_le"), "ci16_le")
    data = tmp_path / "recording.sigmf-data"
    recording = rf.open(meta)
    data.write_bytes(data.read_bytes()[:1001])

    with pytest.raises(LocalFileError, match="shorter"):
        recording.read()
    with pytest.raises(LocalFileError, match="within a sample"):
        rf.open(meta)
    data.unlink()
    with pytest.raises(LocalFileMissingError):
        recording.read()


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    """An archive that is none, or lacks its samples, is an error that names it."""
    foreign, hollow = tmp_path / "foreign.sigmf", tmp_path / "hollow.sigmf"
    foreign.write_bytes(b"no archive" * 100)
    meta = write_sigmf(tmp_path, stored("ci16_le"), "ci16_le")
    with tarfile.open(hollow, "w") as packed:
        packed.add(meta, "recording/recording.sigmf-meta")

    for archive, said in ((foreign, "no SigMF archive"), (hollow, "has no samples")):
        with pytest.raises(LocalFileError, match=said) as caught:
            rf.open(archive)
        assert caught.value.path == str(archive)
