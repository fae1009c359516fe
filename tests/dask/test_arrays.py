"""Recordings as Dask arrays: the same samples, read by whichever worker needs them."""

from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import dask
import dask.array as da
import distributed
import numpy as np
import pytest
from numpy.typing import NDArray

from spectrumx import Client, InvalidRequestError, RecordingGapError, rf
from tests.recordings import write_radiohound
from tests.rf.signals import START, numbers, write_drf, write_sigmf

COUNT = 5_300
CHUNK = 1_000
CAPTURES = 4
NFFT = 250


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A channel of two subchannels over many files."""
    return write_drf(tmp_path_factory.mktemp("local") / "ch0", {0: numbers(COUNT, 4)})


@pytest.fixture(scope="module")
def gapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A channel that lacks the 200 samples from 1,000 on."""
    found = numbers(COUNT, 2)
    blocks = {0: found[:1000], 1200: found[1200:]}
    return write_drf(tmp_path_factory.mktemp("gapped") / "ch0", blocks)


@pytest.mark.parametrize(
    ("chunks", "found"),
    [
        (CHUNK, ((1000, 1000, 1000, 1000, 1000, 300), (2,))),
        ((CHUNK, 1), ((1000, 1000, 1000, 1000, 1000, 300), (1, 1))),
        (((300, 5000),), ((300, 5000), (2,))),
        ("auto", ((COUNT,), (2,))),
    ],
    ids=str,
)
def test_an_array_holds_the_samples(local: Path, chunks: object, found: object) -> None:
    """Whatever its chunks, computed it is what read gives."""
    with rf.open(local) as recording:
        array = recording.dask_array(chunks)  # type: ignore[arg-type]  # each as it may be given
        samples = recording.read()

        assert (array.shape, array.dtype) == (samples.shape, samples.dtype)
        assert array.chunks == found
        np.testing.assert_array_equal(array.compute(), samples)


def test_a_part_reads_a_part(gapped: Path) -> None:
    """Of what is selected only the chunks in question are read: gaps elsewhere do no harm."""
    with rf.open(gapped) as recording:
        array = recording.dask_array(500)

        np.testing.assert_array_equal(array[2000:3001:3].compute(), recording.read(2000, 3001)[::3])
        with pytest.raises(RecordingGapError):
            array[900:1100].compute()


@pytest.mark.parametrize(
    "part",
    [5, -1, (5, 0), slice(None, None, -1), (slice(9, 2000), 1), [4000, 7], (..., 0)],
    ids=str,
)
def test_any_part_is_selected(local: Path, part: Any) -> None:
    """Samples, spans and columns are selected as numpy does."""
    with rf.open(local) as recording:
        array = recording.dask_array(CHUNK)

        np.testing.assert_array_equal(array[part].compute(), recording.read()[part])


def test_what_was_recorded_anew_is_another_array(tmp_path: Path) -> None:
    """Arrays of what lay at one path at different times are never taken for each other."""
    values = numbers(2 * CHUNK, 2).reshape(-1)
    with rf.open(write_sigmf(tmp_path, values, "ci16_le")) as earlier:
        kept = earlier.dask_array(CHUNK).persist()
        for file in tmp_path.iterdir():
            file.unlink()
        with rf.open(write_sigmf(tmp_path, values[::-1].copy(), "ci16_le")) as later:
            found = dask.compute(kept, later.dask_array(CHUNK))

    assert not np.array_equal(*found)


def test_gaps_and_scale_are_passed_on(gapped: Path) -> None:
    """What `read` does about gaps and scale, the tasks do."""
    with rf.open(gapped) as recording:
        array = recording.dask_array(CHUNK, gaps="zero", scale="counts")

        np.testing.assert_array_equal(array, recording.read(gaps="zero", scale="counts"))


def test_scans_are_rows(tmp_path: Path) -> None:
    """Of RadioHound, each row is the power of a scan."""
    for number in range(5):
        write_radiohound(tmp_path, f"{number}", start=START + timedelta(seconds=number))

    with rf.open(tmp_path) as recording:
        array = recording.dask_array(2)

        assert array.chunks[0] == (2, 2, 1)
        np.testing.assert_array_equal(array.compute(), recording.read())


@pytest.mark.parametrize("chunks", ["many", (1, 2, 3), 0.5, -7, 0])
def test_chunks_that_are_none_are_refused(local: Path, chunks: object) -> None:
    """Malformed chunks are an error that repeats them."""
    with rf.open(local) as recording, pytest.raises(InvalidRequestError, match="chunks="):
        recording.dask_array(chunks)  # type: ignore[arg-type]  # that is the point


def test_a_missing_dask_is_said(local: Path) -> None:
    """Without the extra, one sentence says what to install."""
    script = (
        "import sys; sys.modules['dask'] = None\n"
        "from spectrumx import rf\n"
        f"rf.open({str(local)!r}).dask_array()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    assert "MissingExtraError" in done.stderr
    assert "pip install 'spectrumx[dask]'" in done.stderr


def test_a_cluster_opens_what_it_reads(dask: distributed.Client, local: Path) -> None:
    """Workers open local recordings by themselves; the recording here may be closed."""
    with rf.open(local) as recording:
        samples = recording.read()
        array = recording.dask_array(CHUNK)

    np.testing.assert_array_equal(dask.compute(array, sync=True), samples)


def power(block: NDArray[np.complex64]) -> NDArray[np.float64]:
    """The mean power spectrum of a block."""
    frames = block[: len(block) // NFFT * NFFT].reshape(-1, NFFT)
    spectrum: NDArray[np.float64] = (np.abs(np.fft.fft(frames)) ** 2).mean(axis=0, dtype=float)
    return spectrum


def test_captures_are_averaged_by_a_cluster(
    mine: Client, dask: distributed.Client, tmp_path: Path
) -> None:
    """The mean spectrum over captures in SDS is that of their files here, and no token travels."""
    arrays, expected = [], []
    for number in range(CAPTURES):
        folder = tmp_path / f"c{number}"
        write_drf(folder / "ch0", {0: numbers(2 * CHUNK, 2, seed=number)})
        capture = mine.upload_capture(folder, sds_path=f"captures/c{number}")
        arrays.append(capture.open().dask_array(CHUNK))
        expected.append(power(rf.open(folder).read()))

    spectra = [each.map_blocks(power, chunks=(NFFT,), dtype=float) for each in arrays]
    mean = da.concatenate([each.reshape(-1, NFFT) for each in spectra]).mean(axis=0)

    assert mine.config.token.reveal().encode() not in pickle.dumps(dict(mean.dask))
    found = dask.compute(mean, sync=True)
    np.testing.assert_allclose(found, np.mean(expected, axis=0), rtol=1e-12)
