"""Where rows and bins lie on the axes of a picture, and what is written beside them."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from spectrumx.models import display
from spectrumx.rf.spectra import Floats, Spectrogram, Spectrum

Unit = tuple[float, str]
"""How many Hz or seconds it is, and its symbol."""

_FREQUENCIES: tuple[Unit, ...] = ((1e9, "GHz"), (1e6, "MHz"), (1e3, "kHz"), (1.0, "Hz"))
_SECONDS: tuple[Unit, ...] = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))

_NARROW = 1e-4
"""Beside its centre frequency, a bandwidth of this share would have ticks of too many digits."""
_ALL_DIGITS = 12
"""Of a frequency, which other ones are counted from."""


@attrs.frozen(kw_only=True)
class FrequencyAxis:
    """How frequencies are counted along an axis.

    Attributes:
        label: What is written beside it.
        zero: Which frequency is 0, in Hz.
        unit: Of how many Hz.
    """

    label: str
    zero: float
    unit: float

    def of(self, frequencies: Floats) -> Floats:
        """Where frequencies lie that are given in Hz."""
        return (frequencies - self.zero) / self.unit


def row_edges(spectrogram: Spectrogram) -> NDArray[Any]:
    """When rows begin, and when the last one ends: in UTC, or seconds from the start."""
    return np.append(spectrogram.times, spectrogram.end)


def row_seconds(spectrogram: Spectrogram) -> Floats:
    """Edges of rows, in seconds from the first."""
    since = row_edges(spectrogram) - spectrogram.times[0]
    second = np.timedelta64(1, "s") if np.issubdtype(since.dtype, np.timedelta64) else 1.0
    return np.asarray(since / second, np.float64)


def bin_edges(spectrum: Spectrum | Spectrogram) -> Floats:
    """Edges of bins, in Hz."""
    frequencies = spectrum.frequencies
    step = frequencies[1] - frequencies[0] if len(frequencies) > 1 else spectrum.sample_rate
    return np.append(frequencies - step / 2, frequencies[-1] + step / 2)


def frequency_axis(spectrum: Spectrum | Spectrogram) -> FrequencyAxis:
    """Choose how frequencies are counted, by the bandwidth: a narrow one from its centre on."""
    centre, width = spectrum.center_freq, float(np.ptp(spectrum.frequencies))
    if centre is not None and width < _NARROW * abs(centre):
        unit, symbol = _unit_of(width, _FREQUENCIES)
        name = f"offset from {display.quantity(centre, 'Hz', digits=_ALL_DIGITS)}"
        return FrequencyAxis(label=f"{name} ({symbol})", zero=centre, unit=unit)
    # Beside a centre of many digits, finer units would only add more of them.
    unit, symbol = _unit_of(width, _FREQUENCIES, share=1.0 if centre is None else 0.01)
    name = "baseband frequency" if centre is None else "frequency"
    return FrequencyAxis(label=f"{name} ({symbol})", zero=0.0, unit=unit)


def time_unit(seconds: float) -> Unit:
    """Choose the unit of times, by how long all rows take."""
    return _unit_of(seconds, _SECONDS)


def power_name(spectrum: Spectrum | Spectrogram) -> str:
    """What power is, with its unit."""
    density = "power spectral density" if spectrum.unit.endswith("/Hz") else "power"
    return f"{density} ({spectrum.unit})"


def title(spectrum: Spectrum | Spectrogram, name: str, *, is_one_of_several: bool) -> str:
    """What stands above a picture: what was recorded, by its channel where it has no name."""
    centre = display.quantity(spectrum.center_freq, "Hz")
    parts = (
        name,
        spectrum.channels[0] if is_one_of_several or not name else "",
        centre and f"centre {centre}",
        display.quantity(spectrum.sample_rate, "S/s"),
    )
    return " · ".join(part for part in parts if part)


def _unit_of(width: float, units: tuple[Unit, ...], *, share: float = 1.0) -> Unit:
    """Choose the largest unit of which an axis is at least so much wide."""
    return next((each for each in units if width >= share * each[0]), units[-1])
