"""Pictures of spectra: matplotlib axes with frequencies, times and power in their units.

No pyplot: no state is shared, no window opens, and nothing is left open. Axes that are made here
show themselves as a picture in notebooks.
"""

from __future__ import annotations

from io import BytesIO

import numpy as np

from spectrumx.errors import RecordingGapError, missing_extra
from spectrumx.rf import plot_axes
from spectrumx.rf.spectra import Floats, Spectrogram, Spectrum

try:
    import matplotlib as mpl
    from matplotlib.axes import Axes
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.collections import QuadMesh
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage
    from matplotlib.ticker import ScalarFormatter
except ModuleNotFoundError as missing:
    raise missing_extra("plot", doing="drawing", missing=missing) from missing

_SIZE = 9.0, 4.5
_DOTS_PER_INCH = 100
_PERCENTILES = 1.0, 99.9
"""Power below the one and above the other shares the colours' ends."""
_PAUSE = 2.0
"""How many times as long as usual nothing comes in a pause of scans."""
_MANY_SECONDS = 1.0
"""From here on, times are those of the clock."""


class PictureAxes(Axes):
    """Axes whose figure nobody else holds: as the result of a notebook's cell, they are seen."""

    def _repr_png_(self) -> bytes:
        return picture(self)


def plot_psd(
    spectrum: Spectrum, ax: Axes | None = None, *, channel: str | None = None, name: str = ""
) -> Axes:
    """Draw power over frequency.

    Args:
        spectrum: What to draw.
        ax: Where to; by default a figure of its own, which `ax.figure.savefig` writes to a file.
        channel: Which of several; the first by default.
        name: Of the recording, for the title; its channel's by default.

    Returns:
        The axes.

    Raises:
        InvalidRequestError: There is no such channel.
    """
    shown = spectrum.of(channel)
    axes = _new_axes() if ax is None else ax
    frequencies = plot_axes.frequency_axis(shown)
    axes.plot(frequencies.of(shown.frequencies), shown.decibels, linewidth=0.8)
    axes.set_xlim(*frequencies.of(plot_axes.bin_edges(shown))[[0, -1]])
    axes.set_xlabel(frequencies.label)
    axes.xaxis.set_major_formatter(ScalarFormatter(useOffset=False))
    axes.set_ylabel(plot_axes.power_name(shown))
    axes.grid(visible=True, alpha=0.3)
    axes.set_title(plot_axes.title(shown, name, is_one_of_several=len(spectrum.channels) > 1))
    return axes


def plot_spectrogram(
    spectrogram: Spectrogram, ax: Axes | None = None, *, channel: str | None = None, name: str = ""
) -> Axes:
    """Draw power by colours, over time and frequency; grey where nothing was recorded.

    Args:
        spectrogram: What to draw.
        ax: Where to; by default a figure of its own, which `ax.figure.savefig` writes to a file.
        channel: Which of several; the first by default.
        name: Of the recording, for the title; its channel's by default.

    Returns:
        The axes.

    Raises:
        InvalidRequestError: There is no such channel.
        RecordingGapError: Not one frame was recorded as a whole.
    """
    shown = spectrogram.of(channel)
    if np.isnan(shown.power).all():
        raise RecordingGapError(
            "not one whole frame was recorded there, so there is nothing to draw; give another "
            "span, or a smaller nfft (recording.gaps lists every gap)"
        )
    axes = _new_axes() if ax is None else ax
    frequencies = plot_axes.frequency_axis(shown)
    times = _set_time_axis(axes, shown)
    drawn = _draw(axes, shown, times, frequencies.of(plot_axes.bin_edges(shown)))
    axes.set_ylabel(frequencies.label)
    axes.yaxis.set_major_formatter(ScalarFormatter(useOffset=False))
    axes.figure.colorbar(drawn, ax=axes, label=plot_axes.power_name(shown), extend="both")
    axes.set_title(plot_axes.title(shown, name, is_one_of_several=len(spectrogram.channels) > 1))
    return axes


def png(
    spectrogram: Spectrogram, *, channel: str | None = None, width: int = 320, height: int = 160
) -> bytes:
    """Draw a small picture without axes: time to the right, frequency upwards.

    Args:
        spectrogram: What to draw.
        channel: Which of several; the first by default.
        width: Of the picture, in pixels.
        height: The same.

    Returns:
        A PNG file.

    Raises:
        InvalidRequestError: There is no such channel.
    """
    shown = spectrogram.of(channel)
    inches = width / _DOTS_PER_INCH, height / _DOTS_PER_INCH
    figure = Figure(figsize=inches, dpi=_DOTS_PER_INCH)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    _draw(axes, shown, plot_axes.row_seconds(shown), plot_axes.bin_edges(shown))
    return picture(axes)


def picture(axes: Axes, *, kind: str = "png") -> bytes:
    """Draw the figure of axes that were made here.

    Args:
        axes: Theirs.
        kind: `png`, `svg` or `pdf`.

    Returns:
        The contents of a file.
    """
    figure, contents = axes.figure, BytesIO()
    assert isinstance(figure, Figure)
    figure.savefig(contents, format=kind)
    return contents.getvalue()


def _new_axes() -> Axes:
    figure = Figure(figsize=_SIZE, dpi=_DOTS_PER_INCH, layout="constrained")
    FigureCanvasAgg(figure)
    return figure.add_subplot(axes_class=PictureAxes)


def _draw(
    axes: Axes, spectrogram: Spectrogram, times: Floats, frequencies: Floats
) -> AxesImage | QuadMesh:
    """Draw power between the edges of rows and bins."""
    times, decibels = _with_pauses(times, spectrogram.decibels.T)
    low, high = _colour_range(decibels)
    colours = mpl.colormaps["viridis"].with_extremes(bad="lightgrey")
    # Silence is minus infinity, and no gap.
    shown = np.maximum(decibels, low)
    if not _are_even(times):
        return axes.pcolormesh(times, frequencies, shown, cmap=colours, vmin=low, vmax=high)
    # Unlike a mesh, an image of more bins than pixels still shows each.
    return axes.imshow(
        shown,
        origin="lower",
        aspect="auto",
        extent=(times[0], times[-1], frequencies[0], frequencies[-1]),
        cmap=colours,
        vmin=low,
        vmax=high,
    )


def _with_pauses(times: Floats, decibels: Floats) -> tuple[Floats, Floats]:
    """Let each row last until the next one, as far as that is usual; then there is a pause."""
    lasting = np.diff(times)
    # Scans may begin at the same time, and say that they take none.
    usual = float(np.median(lasting)) or float(np.mean(lasting)) or 1.0
    paused = np.flatnonzero(lasting > _PAUSE * usual)
    known = np.insert(decibels, paused + 1, np.nan, axis=1)
    edges = np.insert(times, paused + 1, times[paused] + usual)
    edges[-1] = max(edges[-1], edges[-2] + usual)
    return edges, known


def _colour_range(decibels: Floats) -> tuple[float, float]:
    known = decibels[np.isfinite(decibels)]
    if not known.size:
        return -1.0, 0.0
    low, high = (float(each) for each in np.percentile(known, _PERCENTILES))
    return low, max(high, low + 1)


def _are_even(edges: Floats) -> bool:
    """Whether rows lie where they would if all took the same time, to half a row."""
    step = (edges[-1] - edges[0]) / (len(edges) - 1)
    even = np.linspace(edges[0], edges[-1], len(edges))
    return bool(np.all(np.abs(edges - even) <= step / 2))


def _set_time_axis(axes: Axes, spectrogram: Spectrogram) -> Floats:
    """Label the axis of time; returns the edges of rows on it."""
    seconds = plot_axes.row_seconds(spectrogram)
    is_clock = np.issubdtype(spectrogram.times.dtype, np.datetime64)
    if is_clock and seconds[-1] >= _MANY_SECONDS:
        # matplotlib.dates has no types.
        locator = AutoDateLocator(tz="UTC")  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(
            ConciseDateFormatter(locator, tz="UTC")  # type: ignore[no-untyped-call]
        )
        axes.set_xlabel("time (UTC)")
        return np.asarray(date2num(plot_axes.row_edges(spectrogram)))  # type: ignore[no-untyped-call]
    unit, symbol = plot_axes.time_unit(float(seconds[-1]))
    since = f" since {spectrogram.times[0]} UTC" if is_clock else ""
    axes.set_xlabel(f"time ({symbol}){since}")
    first = 0.0 if is_clock else float(spectrogram.times[0])
    return (first + seconds) / unit
