"""Pictures of spectra: what is on the axes, and where."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.dates import num2date
from matplotlib.figure import Figure
from matplotlib.image import imread

from spectrumx import InvalidRequestError, RecordingGapError, rf
from spectrumx.rf import plots
from tests.rf.signals import WESTFORD, needs_westford, write_drf, write_sigmf
from tests.rf.tones import RATE, Array, chirp, counts, signal, write_scans, write_tones

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def of_samples(
    folder: Path, samples: Array, *, rate: float = RATE, start: str | None = None, **about: float
) -> rf.Recording:
    """A recording that holds these; `frequency` is that of its centre."""
    segment: dict[str, object] = {"core:sample_start": 0}
    segment |= {f"core:{name}": value for name, value in about.items()}
    if start:
        segment["core:datetime"] = start
    return rf.open(write_sigmf(folder, samples, "cf32_le", rate=rate, segments=[segment]))


def drawn(axes: Axes) -> Figure:
    """The figure of axes, drawn in full: what can't be drawn would raise or warn here."""
    figure = axes.figure
    assert isinstance(figure, Figure)
    figure.canvas.draw()
    return figure


def size_of(picture: bytes) -> tuple[int, ...]:
    """Width and height of a PNG."""
    height, width, _ = imread(BytesIO(picture)).shape
    return width, height


@pytest.fixture(scope="module")
def tones(tmp_path_factory: pytest.TempPathFactory) -> rf.Recording:
    """Three seconds of tones at 1 GHz, without the second one."""
    samples = signal(3 * RATE)
    blocks = {0: samples[:RATE], 2 * RATE: samples[2 * RATE :]}
    return rf.open(write_tones(tmp_path_factory.mktemp("tones") / "ch0", blocks))


@needs_westford
def test_a_field_recording_is_drawn() -> None:
    """The carriers of a field recording peak at their frequencies, in MHz, in both pictures."""
    with rf.open(WESTFORD) as recording:
        line = recording.plot_psd(nfft=4096).lines[0]
        image = recording.plot_spectrogram(nfft=4096, frames=20, rows=100).images[0]

    frequencies, decibels = line.get_data()
    left, right, low, high = image.get_extent()
    mean = np.asarray(image.get_array()).mean(axis=1)
    assert frequencies[np.argmax(decibels)] == pytest.approx(1024.625, abs=1e-3)
    assert low + (np.argmax(mean) + 0.5) * (high - low) / 4096 == pytest.approx(1024.625, abs=1e-3)
    assert num2date(left).isoformat() == "2024-06-27T14:49:00+00:00"
    assert num2date(right).isoformat() == "2024-06-27T14:49:02+00:00"


def test_a_spectrogram_has_its_units(tones: rf.Recording) -> None:
    """Frequency, time and power are named with their units, and the title says what it is."""
    axes = tones.plot_spectrogram()

    *_, bar = drawn(axes).axes
    assert (axes.get_ylabel(), axes.get_xlabel()) == ("frequency (MHz)", "time (UTC)")
    assert bar.get_ylabel() == "power spectral density (dBFS/Hz)"
    assert axes.get_title() == "ch0 · centre 1 GHz · 128 kS/s"
    assert "1000.00" in [each.get_text() for each in axes.get_yticklabels()]


def test_a_psd_has_its_units(tones: rf.Recording) -> None:
    """Frequency and power are named with their units, over the whole bandwidth."""
    axes = tones.plot_psd()

    drawn(axes)
    assert axes.get_xlabel() == "frequency (MHz)"
    assert axes.get_ylabel() == "power spectral density (dBFS/Hz)"
    assert axes.get_xlim() == pytest.approx((999.936, 1000.064), abs=1e-4)


def test_a_chirp_runs_through_the_picture(tmp_path: Path) -> None:
    """In the picture's data, the brightest bin of each column follows the chirp upwards."""
    recording = of_samples(tmp_path, chirp(2 * RATE, -40_000, 40_000))

    image = recording.plot_spectrogram(rows=80).images[0]

    left, right, low, high = image.get_extent()
    peaks = low + (np.argmax(image.get_array(), axis=0) + 0.5) * (high - low) / 1024
    assert (left, right, low, high) == pytest.approx((0, 2, -64.0625, 63.9375))
    assert np.abs(peaks - np.linspace(-39.5, 39.5, 80)).max() < 0.7


def test_gaps_are_grey(tones: rf.Recording) -> None:
    """Where nothing was recorded, the picture has no value, and its own colour."""
    axes = tones.plot_spectrogram(rows=9)

    shown = np.ma.getmaskarray(axes.images[0].get_array())
    assert shown.all(axis=0).tolist() == [False] * 3 + [True] * 3 + [False] * 3
    assert axes.images[0].get_cmap().get_bad()[:3] == pytest.approx([211 / 255] * 3)


def test_nothing_but_a_gap_is_not_drawn(tones: rf.Recording) -> None:
    """Of a span without a whole frame there is no picture, and nothing is drawn into axes."""
    axes = Figure().subplots()

    with pytest.raises(RecordingGapError, match="nothing to draw"):
        tones.plot_spectrogram(axes, start=RATE, stop=2 * RATE)
    assert not axes.images


def test_colours_are_those_of_most_of_the_power(tones: rf.Recording) -> None:
    """A single strong tone and the gap leave the noise its colours."""
    low, high = tones.plot_spectrogram(rows=90).images[0].get_clim()
    decibels = tones.spectrogram(rows=90).decibels

    assert np.nanmin(decibels) <= low < np.nanmedian(decibels) < high < np.nanmax(decibels)


@pytest.mark.parametrize("frames", [3000, 0])
def test_silence_is_drawn(tmp_path: Path, frames: int) -> None:
    """Zeros, in part or throughout, are as dark as can be, and no gap."""
    samples = np.concatenate([signal(frames), np.zeros(6000, np.complex64)])

    axes = of_samples(tmp_path, samples).plot_spectrogram(rows=9)

    drawn(axes)
    assert not np.ma.getmaskarray(axes.images[0].get_array()).any()


@pytest.mark.parametrize(
    ("rate", "center", "label"),
    [
        (1000.0, 1_024_000_400.0, "offset from 1.0240004 GHz (Hz)"),
        (10_000.0, 1.024e9, "offset from 1.024 GHz (kHz)"),
        (100e6, 2.4e9, "frequency (GHz)"),
        (25e3, 144e6, "frequency (MHz)"),
        (2000.0, 7.1e6, "frequency (kHz)"),
        (4.0, 100.0, "frequency (Hz)"),
        (25e3, None, "baseband frequency (kHz)"),
    ],
)
def test_frequencies_have_a_unit_that_fits(
    tmp_path: Path, rate: float, center: float | None, label: str
) -> None:
    """The unit goes with the bandwidth, so that ticks differ and say all; without a centre too."""
    about = {} if center is None else {"frequency": center}
    recording = of_samples(tmp_path, signal(5000), rate=rate, **about)

    across, upwards = recording.plot_psd().xaxis, recording.plot_spectrogram().yaxis
    for axis in (across, upwards):
        drawn(axis.axes)
        ticks = [each.get_text() for each in axis.get_ticklabels()]
        assert (axis.get_label_text(), axis.get_offset_text().get_text()) == (label, "")
        assert len(set(ticks)) == len(ticks)


def test_a_narrow_band_is_drawn_about_its_centre(tmp_path: Path) -> None:
    """A tone far up in frequency lies at its offset from the centre, over the whole bandwidth."""
    samples = signal(5000, tones={RATE / 4: 0.5})
    recording = of_samples(tmp_path, samples, rate=1000.0, frequency=1.024e9)

    axes, rows = recording.plot_psd(nfft=100), recording.plot_spectrogram(nfft=100)

    frequencies, decibels = axes.lines[0].get_data()
    assert frequencies[np.argmax(decibels)] == 250
    assert axes.get_xlim() == pytest.approx((-505, 495))
    assert rows.get_ylim() == pytest.approx((-505, 495))


@pytest.mark.parametrize(
    ("count", "start", "label", "end"),
    [
        (12_800, "2024-06-27T14:49:00.25Z", "time (ms) since 2024-06-27T14:49:00.250000 UTC", 100),
        (64, "2024-06-27T14:49:00Z", "time (µs) since 2024-06-27T14:49:00.000000 UTC", 500),
        (12_800, None, "time (ms)", 100),
        (256_000, None, "time (s)", 2),
    ],
)
def test_times_have_a_unit_that_fits(
    tmp_path: Path, count: int, start: str | None, label: str, end: float
) -> None:
    """Less than a second, or what does not say when it was, is counted from its start."""
    axes = of_samples(tmp_path, signal(count), start=start).plot_spectrogram(nfft=64, rows=10)

    drawn(axes)
    assert (axes.get_xlabel(), axes.get_xlim()) == (label, pytest.approx((0, end)))


def test_scans_are_drawn_when_they_were(tmp_path: Path) -> None:
    """A pause between scans is as long in the picture, and grey."""
    powers = np.arange(1.0, 17.0).reshape(4, 4)
    recording = rf.open(write_scans(tmp_path, powers, minutes=[0, 1, 2, 10]))

    axes = recording.plot_spectrogram()

    *_, bar = drawn(axes).axes
    (mesh,) = (each for each in axes.collections if isinstance(each, QuadMesh))
    times = mesh.get_coordinates()[0, :, 0]
    lasting = np.diff(np.asarray(times, float)) * 24 * 60
    assert lasting.tolist() == pytest.approx([1, 1, 1, 7, 1], rel=1e-2)
    grey = np.ma.getmaskarray(mesh.get_array()).all(axis=0)
    assert grey.tolist() == [False, False, False, True, False]
    assert (axes.get_ylabel(), bar.get_ylabel()) == ("frequency (GHz)", "power (dB)")
    assert axes.get_title() == "Roof #6 · centre 2 GHz · 24 MS/s"


@pytest.mark.parametrize("minutes", [[0], [0, 0], [0, 0, 0, 5]])
def test_scans_at_one_time_are_drawn(tmp_path: Path, minutes: list[int]) -> None:
    """Scans of the same moment, even without a length, have a place in the picture."""
    folder = write_scans(tmp_path, np.ones((len(minutes), 4)), minutes=minutes, scan_time=0.0)

    axes = rf.open(folder).plot_spectrogram()

    drawn(axes)
    first, last = axes.get_xlim()
    assert first < last


def test_one_of_several_channels_is_drawn(tmp_path: Path) -> None:
    """The title names the channel; the first is drawn unless another is asked for."""
    both = np.stack([signal(RATE, tones={1000.0: 0.1}), signal(RATE, tones={-3000.0: 0.1})], axis=1)
    recording = rf.open(write_drf(tmp_path / "ch0", {0: counts(both)}, rate=RATE))

    first, second = recording.plot_psd(), recording.plot_psd(channel="ch0:1")

    for axes, name, tone in ((first, "ch0:0", 1.0), (second, "ch0:1", -3.0)):
        frequencies, decibels = axes.lines[0].get_data()
        assert axes.get_title() == f"{name} · 128 kS/s"
        assert frequencies[np.argmax(decibels)] == tone
    with pytest.raises(InvalidRequestError, match="no channel 'ch1'"):
        recording.plot_spectrogram(channel="ch1")


def test_axes_of_ones_own_are_drawn_into(tones: rf.Recording) -> None:
    """Given axes are used, and nothing else of their figure is changed."""
    figure = Figure()
    above, below = figure.subplots(2)

    assert tones.plot_spectrogram(above) is above
    assert tones.plot_psd(below) is below
    assert (len(above.images), len(below.lines)) == (1, 1)


def test_axes_show_themselves_in_notebooks(tones: rf.Recording) -> None:
    """As the result of a cell, the axes are a picture of their figure."""
    axes = tones.plot_psd()

    picture = axes._repr_png_()  # type: ignore[attr-defined]  # what notebooks ask for
    assert picture.startswith(SIGNATURE)
    assert size_of(picture) == (900, 450)


def test_a_thumbnail_is_all_picture(tmp_path: Path) -> None:
    """It has the size asked for, no axes, and a high tone lies near its top."""
    recording = of_samples(tmp_path, signal(RATE, tones={48_000.0: 0.5}))

    picture = plots.png(recording.spectrogram(128, rows=40), width=200, height=100)

    pixels = imread(BytesIO(picture))
    assert picture.startswith(SIGNATURE)
    assert pixels.shape[:2] == (100, 200)
    assert np.argmax(pixels[..., 1].mean(axis=1)) == pytest.approx(12, abs=2)


ELSEWHERE = """
import sys
from spectrumx import rf
{before}
with rf.open(sys.argv[1]) as recording:
    try:
        recording.plot_spectrogram().figure.savefig(sys.argv[2])
    except ImportError as error:
        print(type(error).__name__, error)
print("matplotlib.pyplot" in sys.modules)
"""


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("", ""),
        (
            "sys.modules['matplotlib'] = None",
            "MissingExtraError drawing needs matplotlib: pip install 'spectrumx[plot]'\n",
        ),
    ],
)
def test_drawing_needs_matplotlib_and_no_screen(tmp_path: Path, before: str, said: str) -> None:
    """Nothing of pyplot is loaded; without matplotlib, the error names the extra."""
    channel = write_tones(tmp_path / "ch0", {0: signal(RATE)})
    script = ELSEWHERE.format(before=before)

    command = [sys.executable, "-W", "error", "-c", script, channel, tmp_path / "out.png"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout == f"{said}False\n"
    assert (tmp_path / "out.png").exists() == (not said)
