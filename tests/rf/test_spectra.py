"""Power over frequency and time: equal to scipy's, in little memory, with gaps left out."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import scipy.signal

from spectrumx import InvalidRequestError, RecordingGapError, rf
from spectrumx.models import CaptureType
from spectrumx.rf.options import Window
from spectrumx.rf.samples import SampleRecording
from spectrumx.rf.source import Facts, Span
from tests.rf.signals import numbers, write_drf, write_sigmf
from tests.rf.tones import (
    CENTER,
    RATE,
    TONES,
    Array,
    chirp,
    counts,
    signal,
    write_scans,
    write_tones,
)

LONG = 1_150_000
"""Samples: more than are read at once."""


def of_samples(folder: Path, samples: Array, kind: str = "cf32_le") -> rf.Recording:
    """A recording that holds these."""
    return rf.open(write_sigmf(folder, samples, kind, rate=float(RATE)))


def welch(samples: Array, nfft: int, window: Window = "hann") -> Array:
    """The same by scipy, of all samples at once, by ascending frequency."""
    _, power = scipy.signal.welch(
        samples, RATE, window, nfft, detrend=False, return_onesided=False, scaling="density"
    )
    return np.fft.fftshift(power)


class Generator:
    """A source of noise that is made when it is read, and notes what is read."""

    def __init__(self, length: int, *, parts: int = 2) -> None:
        self.facts = Facts(
            capture_type=CaptureType.SigMF,
            sample_rate=Fraction(RATE),
            start=None,
            length=length,
            columns=("made",),
            center_freqs=(None,),
            number=np.dtype(np.int16),
            is_complex=parts == 2,
        )
        self.noise = numbers(1 << 16, parts)
        self.read: list[Span] = []

    def pieces(self, start: int, stop: int) -> Iterator[tuple[int, Array]]:
        """Give noise, the same in the same place."""
        self.read.append((start, stop))
        at = start
        while at < stop:
            found = self.noise[at % len(self.noise) :][: stop - at]
            yield at, found
            at += len(found)

    def gaps(self) -> Sequence[Span]:
        """There are none."""
        return ()

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> rf.Recording:
    """Noise that is longer than what is read at once."""
    random = np.random.default_rng(1)
    noise = random.normal(size=2 * LONG).astype(np.float32).view(np.complex64)
    return of_samples(tmp_path_factory.mktemp("long"), noise)


@pytest.fixture(scope="module")
def tones(tmp_path_factory: pytest.TempPathFactory) -> rf.Recording:
    """Two seconds of tones, and one more after a gap of one."""
    samples = signal(4 * RATE)
    blocks = {0: samples[: 2 * RATE], 3 * RATE: samples[3 * RATE :]}
    return rf.open(write_tones(tmp_path_factory.mktemp("tones") / "ch0", blocks))


@pytest.mark.parametrize(
    ("nfft", "window"),
    [(1024, "hann"), (999, "hann"), (256, "blackman"), (1, "boxcar"), (256, ("kaiser", 8.0))],
)
def test_a_psd_is_scipys(long: rf.Recording, nfft: int, window: Window) -> None:
    """Read in pieces, the power is what scipy finds in the whole, also for an odd frame."""
    stop = LONG if nfft > 1 else 1000
    spectrum = long.psd(nfft, window=window, stop=stop)

    assert spectrum.power == pytest.approx(welch(long.read(stop=stop), nfft, window), rel=1e-5)
    assert spectrum.frequencies == pytest.approx(np.fft.fftshift(np.fft.fftfreq(nfft, 1 / RATE)))


def test_a_psd_of_real_samples_is_scipys_of_both_sides(tmp_path: Path) -> None:
    """Real samples have power at negative frequencies too, as much as at positive ones."""
    samples = signal(10_000).real.copy()
    spectrum = of_samples(tmp_path, samples, "rf32_le").psd(256)

    assert spectrum.power == pytest.approx(welch(samples, 256), rel=1e-4)
    assert spectrum.power[1:] == pytest.approx(spectrum.power[:0:-1], rel=1e-4)


def test_a_psd_of_doubles_stays_exact(tmp_path: Path) -> None:
    """What is stored in double precision is not narrowed."""
    samples = numbers(8192, dtype="float64")[:, 0]

    spectrum = of_samples(tmp_path, samples, "rf64_le").psd(512)

    assert spectrum.power == pytest.approx(welch(samples, 512), rel=1e-12)


@pytest.mark.parametrize(("offset", "amplitude"), TONES.items())
def test_a_tone_is_where_it_is(tones: rf.Recording, offset: float, amplitude: float) -> None:
    """A tone peaks in its own bin, and the power around it is its amplitude squared."""
    spectrum = tones.psd()
    near = np.abs(spectrum.frequencies - CENTER - offset) < 2_000

    peak = np.argmax(np.where(near, spectrum.power, 0))

    assert spectrum.frequencies[peak] == CENTER + offset
    assert spectrum.power[near].sum() * 125 == pytest.approx(amplitude**2, rel=1e-3)


def test_a_chirp_is_followed(tmp_path: Path) -> None:
    """In each row the power peaks at the chirp's frequency in its middle, to a bin."""
    recording = of_samples(tmp_path, chirp(4 * RATE, -40_000, 40_000))

    rows = recording.spectrogram(1024, rows=80)

    peaks = rows.frequencies[np.argmax(rows.power, axis=1)]
    assert np.abs(peaks - (-40_000 + 1000 * (np.arange(80) + 0.5))).max() <= 625


@pytest.mark.parametrize("frames", [None, 4])
def test_frames_at_a_gap_are_left_out(tones: rf.Recording, frames: int | None) -> None:
    """Where nothing was recorded, rows are NaN; others have only what was recorded."""
    rows = tones.spectrogram(1000, rows=16, frames=frames)

    whole = [*range(8), *range(12, 16)]
    assert np.isnan(rows.power[8:12]).all()
    assert np.abs(rows.frequencies[rows.power[whole].argmax(axis=1)] - CENTER - 12_500).max() < 128
    assert np.isfinite(tones.psd(1000).power).all()


def test_a_frame_that_touches_a_gap_does_not_count(tmp_path: Path) -> None:
    """The mean is over the frames that lie in what was recorded, wherever the gap begins."""
    samples = signal(2000)
    recording = rf.open(write_tones(tmp_path / "ch0", {0: samples[:700], 1111: samples[1111:]}))

    power = recording.psd(100).power

    read = recording.read(gaps="nan")
    frames = [read[at : at + 100] for at in range(0, 1901, 50)]
    whole = [welch(each, 100) for each in frames if not np.isnan(each).any()]
    assert len(whole) == 13 + 16
    assert power == pytest.approx(np.mean(whole, axis=0), rel=1e-4)


def test_nothing_but_gaps_is_an_error(tones: rf.Recording) -> None:
    """Of a span that holds no whole frame there is no mean, and the error says so."""
    with pytest.raises(RecordingGapError, match="no 1024 in a row were recorded"):
        tones.psd(start=2 * RATE - 1000, stop=3 * RATE)


def test_a_row_is_the_psd_of_its_span(long: rf.Recording) -> None:
    """Rows are slices of equally many samples, each with all of its own frames."""
    rows = long.spectrogram(512, rows=7, start=1000, stop=71_000)

    edges = range(1000, 71_001, 10_000)
    for power, (start, stop) in zip(rows.power, pairwise(edges), strict=True):
        assert power == pytest.approx(long.psd(512, start=start, stop=stop).power)


def test_there_are_no_more_rows_than_frames(long: rf.Recording) -> None:
    """A short recording has fewer rows than asked for, none shorter than a frame."""
    assert long.spectrogram(1024, stop=5000).power.shape == (4, 1024)


def test_rows_have_times(tones: rf.Recording, long: rf.Recording) -> None:
    """Rows begin at times in UTC, or in seconds where the recording does not say when it was."""
    known, unknown = tones.spectrogram(rows=8), long.spectrogram(rows=2, stop=RATE)

    assert known.times[:2].astype(str).tolist() == [
        "2024-06-27T14:49:00.000000", "2024-06-27T14:49:00.500000",
    ]  # fmt: skip
    assert str(known.end) == "2024-06-27T14:49:04.000000"
    assert (unknown.times.tolist(), unknown.end) == ([0.0, 0.5], 1.0)


def test_a_quick_look_reads_little() -> None:
    """Of each row, only the frames that were asked for are read, evenly over it."""
    source = Generator(1_000_000)

    rows = SampleRecording(source).spectrogram(1000, rows=10, frames=3)

    assert rows.power.shape == (10, 1000)
    assert len(source.read) == 30
    assert {stop - start for start, stop in source.read} == {1000}
    assert [start for start, _ in source.read[3:6]] == [116_500, 149_500, 182_500]


def test_frames_that_are_near_are_read_together() -> None:
    """Short rows take one read each, and give the mean of the same frames."""
    source = Generator(100_000)

    rows = SampleRecording(source).spectrogram(1000, rows=10, frames=2)

    assert source.read[:2] == [(2_250, 7_750), (12_250, 17_750)]
    both = [SampleRecording(source).read(at, at + 1000) for at in (2_250, 6_750)]
    expected = np.mean([welch(each, 1000) for each in both], axis=0)
    assert rows.power[0] == pytest.approx(expected, rel=1e-4)


def test_counts_of_numpy_count_too() -> None:
    """Numbers may be numpy's, however narrow, and the recording longer than they could count."""
    recording = SampleRecording(Generator(10**11))

    rows = recording.spectrogram(np.int16(256), rows=np.int8(2), frames=np.uint8(3))

    assert rows.power.shape == (2, 256)


def test_a_quick_look_never_reads_more_than_all(long: rf.Recording) -> None:
    """Where a row has no more frames than asked for, all of them count."""
    assert np.array_equal(
        long.spectrogram(1000, rows=5, frames=99, stop=50_000).power,
        long.spectrogram(1000, rows=5, stop=50_000).power,
    )


def test_memory_does_not_go_with_the_length() -> None:
    """A recording of 128 MB in memory is gone through with a fraction of that."""
    recording = SampleRecording(Generator(1 << 24))
    tracemalloc.start()

    recording.spectrogram(rows=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 40e6


def test_subchannels_have_their_own_frequencies(tmp_path: Path) -> None:
    """Of several columns each has its power, and alone it lies about its own centre."""
    both = np.stack([signal(RATE, tones={1000.0: 0.1}), signal(RATE, tones={-3000.0: 0.1})], axis=1)
    recording = rf.open(write_drf(tmp_path / "ch0", {0: counts(both)}, rate=RATE))

    spectrum, rows = recording.psd(), recording.spectrogram(rows=3)

    assert (spectrum.power.shape, rows.power.shape) == ((1024, 2), (3, 1024, 2))
    assert spectrum.frequencies[spectrum.power.argmax(axis=0)].tolist() == [1000, -3000]
    assert np.array_equal(rows.of("ch0:1").power, rows.power[..., 1])
    with pytest.raises(InvalidRequestError, match="no channel 'b'; there are: ch0:0, ch0:1"):
        spectrum.of("b")


def test_a_channel_alone_lies_about_its_own_centre(tmp_path: Path) -> None:
    """Subchannels tuned apart share a baseband, and alone have absolute frequencies."""
    both = np.stack([signal(RATE), signal(RATE)], axis=1)
    spectrum = rf.open(write_tones(tmp_path / "ch0", {0: both}, center_freq=[1e9, 2e9])).psd()

    alone = spectrum.of("ch0:1")

    assert (spectrum.center_freq, spectrum.frequencies[512]) == (None, 0.0)
    assert (alone.center_freq, alone.frequencies[512]) == (2e9, 2e9)
    assert spectrum.of().frequencies[512] == 1e9


def test_units_say_what_power_is_relative_to(tones: rf.Recording, long: rf.Recording) -> None:
    """Of integers the full scale is 1; of floats nobody knows."""
    assert (tones.psd().unit, long.psd(stop=2000).unit) == ("dBFS/Hz", "dB/Hz")
    assert np.array_equal(tones.psd().decibels, 10 * np.log10(tones.psd().power))
    assert repr(tones.psd()) == "<Spectrum 1,024, 999.936 MHz to 1.00006 GHz, dBFS/Hz>"


def test_silence_is_minus_infinity(tmp_path: Path) -> None:
    """Zeros have no power, and no warning is given for it."""
    silent = of_samples(tmp_path, np.zeros(3000, np.complex64)).psd()

    assert np.array_equal(silent.decibels, np.full(1024, -np.inf))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"nfft": 0}, "nfft=0 is too few"),
        ({"nfft": 512.0}, "nfft is a whole number"),
        ({"nfft": 2000, "stop": 1999}, "1999 samples are fewer than one frame of nfft=2000"),
        ({"window": "round"}, "window='round' is none that scipy knows"),
        ({"stop": 10**9}, "not in order within the recording"),
    ],
)
def test_what_can_not_be_is_refused(
    long: rf.Recording, options: dict[str, object], said: str
) -> None:
    """Frames and spans that are none are errors that say so."""
    for method in (long.psd, long.spectrogram):
        with pytest.raises(InvalidRequestError, match=said):
            method(**options)


@pytest.mark.parametrize("options", [{"rows": 0}, {"frames": 0}, {"frames": -1}])
def test_rows_and_frames_are_counted_from_one(long: rf.Recording, options: dict[str, int]) -> None:
    """No rows, or no frames in them, are refused."""
    with pytest.raises(InvalidRequestError, match="give 1 at least"):
        long.spectrogram(**options)


def test_scans_are_stacked(tmp_path: Path) -> None:
    """Of RadioHound, the waterfall is the scans in order of time, and the mean scan the psd."""
    powers = np.arange(1.0, 13.0).reshape(3, 4)
    recording = rf.open(write_scans(tmp_path, powers))

    rows, spectrum = recording.spectrogram(), recording.psd()

    assert np.array_equal(rows.power, powers)
    assert np.diff(rows.times).astype(int).tolist() == [60_000_000] * 2
    assert np.array_equal(spectrum.power, powers.mean(axis=0))
    assert (spectrum.unit, spectrum.frequencies.tolist()) == (
        "dB", [1.988e9, 1.994e9, 2e9, 2.006e9],
    )  # fmt: skip


def test_many_scans_share_rows(tmp_path: Path) -> None:
    """Where there are more scans than rows, a row is a mean, or of frames that were asked for."""
    recording = rf.open(write_scans(tmp_path, np.arange(6.0)[:, np.newaxis]))

    assert recording.spectrogram(rows=2).power[:, 0].tolist() == [1, 4]
    assert recording.spectrogram(rows=2, frames=1).power[:, 0].tolist() == [1, 4]
    assert recording.spectrogram(rows=1, start=2, stop=4).power[:, 0].tolist() == [2.5]
    assert str(recording.spectrogram(rows=1, stop=2).end) == "2024-06-27T14:51:00.000000"
    with pytest.raises(InvalidRequestError, match="no scan between 3 and 3"):
        recording.psd(start=3, stop=3)
