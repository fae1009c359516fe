"""Welch's method, streaming: the mean power spectral density of overlapping frames.

Frames overlap by half, are windowed and transformed; the mean of their squared magnitudes is what
`scipy.signal.welch` gives with `detrend=False`, `return_onesided=False` and `scaling="density"`.
Samples are read piece by piece, so that memory does not go with the recording's length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from spectrumx.errors import InvalidRequestError

Samples = NDArray[np.inexact[Any]]
"""Samples in time order, complex or real; of several columns, a row for each time."""

Read = Callable[[int, int], Samples | None]
"""Gives the samples from one place to before another; NaN where nothing was recorded, and None
where nothing was recorded at all."""

_PIECE = 1 << 20
"""Samples that are read at once."""

_NEAR = 1 << 14
"""Samples that are read at once rather than only some of them."""

_BATCH = 1 << 16
"""Samples that are transformed at once, so that they stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Welch:
    """How frames become power spectral density.

    Attributes:
        window: What each frame is multiplied with; as many values as a frame has samples.
        sample_rate: Hz.
        columns: How many there are of samples.
    """

    window: NDArray[np.float64]
    sample_rate: float
    columns: int

    @property
    def nfft(self) -> int:
        """Samples in a frame, and bins of its spectrum."""
        return len(self.window)

    @property
    def hop(self) -> int:
        """Samples from one frame's beginning to the next one's."""
        return self.nfft - self.nfft // 2

    @property
    def baseband(self) -> NDArray[np.float64]:
        """Frequency of each bin in Hz, from minus half the sample rate up."""
        by_bin = np.fft.fftshift(np.fft.fftfreq(self.nfft, 1 / self.sample_rate))
        return np.asarray(by_bin, np.float64)

    def density(
        self, read: Read, start: int, stop: int, *, frames: int | None = None
    ) -> NDArray[np.float64]:
        """Take the mean over the frames of a span; those with a NaN in them are left out.

        Args:
            read: Reads samples.
            start: The span's first sample.
            stop: After its last one; at least a frame after `start`.
            frames: Only so many, evenly placed; None for all.

        Returns:
            Power per Hz by ascending frequency, a column for each of the samples'; NaN where no
            frame is left.
        """
        shape = (self.columns, self.nfft) if self.columns > 1 else (self.nfft,)
        total, count = np.zeros(shape), 0
        for piece in self._pieces(read, start, stop, frames):
            for batch in self._batches(piece):
                power, number = _summed(batch, self.window)
                total, count = total + power, count + number
        mean = total / count if count else np.full_like(total, np.nan)
        by_frequency = np.fft.fftshift(mean * self._scale, axes=-1)
        return np.moveaxis(by_frequency, -1, 0)

    @property
    def _scale(self) -> float:
        return 1 / (self.sample_rate * float(np.sum(self.window**2)))

    def _pieces(
        self, read: Read, start: int, stop: int, frames: int | None
    ) -> Iterator[Samples | None]:
        """Read whole frames: many at once, each piece beginning with the frame after the last."""
        last = stop - self.nfft
        if frames is not None and frames <= (last - start) // self.hop:
            room = last - start
            starts = [start + (2 * each + 1) * room // (2 * frames) for each in range(frames)]
            yield from self._single(read, starts)
            return
        step = max(_PIECE // self.hop, 1) * self.hop
        overlap = self.nfft - self.hop
        for first in range(start, last + 1, step):
            yield read(first, min(first + step + overlap, stop))

    def _single(self, read: Read, starts: Sequence[int]) -> Iterator[Samples | None]:
        """Read frames that lie apart; in one go where that is hardly more to read."""
        first, stop = starts[0], starts[-1] + self.nfft
        if stop - first > _NEAR:
            yield from (read(each, each + self.nfft) for each in starts)
            return
        samples = read(first, stop)
        if samples is not None:
            yield from (samples[each - first : each - first + self.nfft] for each in starts)

    def _batches(self, piece: Samples | None) -> Iterator[Samples]:
        """Cut a piece into frames, some at a time; a frame's samples lie along the last axis."""
        if piece is None:
            return
        frames = np.lib.stride_tricks.sliding_window_view(piece, self.nfft, axis=0)[:: self.hop]
        number = max(_BATCH // self.nfft, 1)
        for first in range(0, len(frames), number):
            yield frames[first : first + number]


def welch(nfft: int, *, window: object, sample_rate: float, columns: int) -> Welch:
    """Choose frames and their window.

    Args:
        nfft: Samples in a frame, 1 at least.
        window: As `scipy.signal.get_window` takes it: a name, or a name and its parameters.
        sample_rate: Hz.
        columns: How many there are of samples.

    Raises:
        InvalidRequestError: There is no such window.
    """
    return Welch(_window(window, nfft), sample_rate, columns)


def _window(window: object, nfft: int) -> NDArray[np.float64]:
    if isinstance(window, str) and window == "hann" and nfft > 1:
        return 0.5 - 0.5 * np.cos(np.linspace(0, 2 * np.pi, nfft, endpoint=False))
    from scipy.signal import get_window  # noqa: PLC0415  takes a second to load

    try:
        return np.asarray(get_window(window, nfft), np.float64)
    except (ValueError, TypeError) as problem:
        raise InvalidRequestError(
            f"window={window!r} is none that scipy knows: {problem}"
        ) from None


def _summed(frames: Samples, window: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
    """Add up the power of frames that are whole, and count these."""
    as_narrow = window.astype(frames.real.dtype, copy=False)
    spectra: Samples = np.asarray(scipy.fft.fft(frames * as_narrow, axis=-1, overwrite_x=True))
    # One NaN in a frame makes every bin of its spectrum NaN.
    is_whole = ~np.isnan(spectra[..., 0]).reshape(len(spectra), -1).any(axis=1)
    if not is_whole.all():
        spectra = spectra[is_whole]
    power = np.square(spectra.real) + np.square(spectra.imag)
    return power.sum(axis=0, dtype=np.float64), len(spectra)
