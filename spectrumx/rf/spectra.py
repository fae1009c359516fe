"""Power over frequency, and over time: `psd` and `spectrogram` of samples, in little memory."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol, Self, TypedDict

import attrs
import numpy as np
from numpy.typing import NDArray

from spectrumx.errors import InvalidRequestError, RecordingGapError
from spectrumx.models import display
from spectrumx.rf.source import Numbers, Source, Span, moment_of
from spectrumx.rf.welch import Welch, welch

Floats = NDArray[np.float64]
Times = NDArray[np.datetime64] | Floats


class Sampled(Protocol):
    """What is asked of a recording of samples."""

    source: Source

    def recorded(self, start: int, stop: int) -> Numbers | None:
        """Read samples, with NaN in gaps; None where nothing was recorded."""
        ...


@attrs.frozen(kw_only=True, eq=False, repr=False)
class _Powers:
    """Power by frequency; of several channels the last axis of `power` is theirs.

    Attributes:
        frequencies: Middle of each bin in Hz, ascending; about the centre frequency where all
            channels have the same one, else about 0.
        power: Linear.
        unit: Of `decibels`: `dBFS/Hz` for samples from integers, whose full scale is 1; `dB/Hz`
            for samples stored as floats; `dB` for RadioHound.
        channels: One name, or several.
        center_freqs: Of each channel in Hz; None where the recording does not say.
        sample_rate: Hz.
    """

    frequencies: Floats
    power: Floats
    unit: str
    channels: tuple[str, ...]
    center_freqs: tuple[float | None, ...]
    sample_rate: float

    @property
    def center_freq(self) -> float | None:
        """Centre frequency in Hz; None where it is not known, or channels differ."""
        frequencies = set(self.center_freqs)
        return frequencies.pop() if len(frequencies) == 1 else None

    @property
    def decibels(self) -> Floats:
        """`power` in decibels; silence is minus infinity."""
        with np.errstate(divide="ignore"):
            return 10 * np.log10(self.power)

    def of(self, channel: str | None = None) -> Self:
        """Pick one channel, about its own centre frequency.

        Args:
            channel: Its name; the first by default.

        Raises:
            InvalidRequestError: There is none of that name.
        """
        if channel is not None and channel not in self.channels:
            names = ", ".join(self.channels)
            raise InvalidRequestError(f"there is no channel {channel!r}; there are: {names}")
        place = 0 if channel is None else self.channels.index(channel)
        if len(self.channels) == 1:
            return self
        frequency = self.center_freqs[place]
        moved = frequency if self.center_freq is None else None
        return attrs.evolve(
            self,
            frequencies=self.frequencies + (moved or 0.0),
            power=self.power[..., place],
            channels=(self.channels[place],),
            center_freqs=(frequency,),
        )

    def __repr__(self) -> str:
        ends = (f"{display.quantity(float(each), 'Hz')}" for each in self.frequencies[[0, -1]])
        size = " x ".join(f"{each:,}" for each in self.power.shape)
        return f"<{type(self).__name__} {size}, {' to '.join(ends)}, {self.unit}>"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Spectrum(_Powers):
    """The mean power of a recording by frequency: (bins,), of several channels (bins, channels)."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Spectrogram(_Powers):
    """Power by time and frequency: (rows, bins), of several channels (rows, bins, channels).

    A row is NaN where not one of its frames was recorded as a whole.

    Attributes:
        times: When each row begins: in UTC, to the microsecond; where the recording does not say
            when it starts, in seconds from its start.
        end: When the last row ends, likewise.
    """

    times: Times
    end: np.datetime64 | float


def psd(recording: Sampled, span: Span, *, nfft: int, window: object) -> Spectrum:
    """Average the power spectral density over half overlapping frames, by Welch's method.

    Frames with a sample that was not recorded, or is NaN, are left out.

    Args:
        recording: Read piece by piece.
        span: Which samples of it.
        nfft: Samples in a frame, and bins of the result.
        window: As `scipy.signal.get_window` takes it.

    Raises:
        InvalidRequestError: The span is shorter than a frame, or there is no such window.
        RecordingGapError: Not one frame was recorded as a whole.
        LocalFileError: A file is broken or can't be read.
    """
    start, stop = span
    method = _method(recording, span, nfft=nfft, window=window)
    power = method.density(recording.recorded, start, stop)
    if np.isnan(power).all():
        raise RecordingGapError(
            f"of samples {start} to {stop} no {nfft} in a row were recorded; give a smaller nfft, "
            "or another span",
            start=start,
            stop=stop,
        )
    return Spectrum(power=power, **_about(recording, method))


def spectrogram(
    recording: Sampled, span: Span, *, nfft: int, rows: int, window: object, frames: int | None
) -> Spectrogram:
    """Follow the power spectral density over time.

    Args:
        recording: Read piece by piece.
        span: Which samples of it.
        nfft: Samples in a frame, and bins of the result.
        rows: Slices of equally many samples, each the mean of its frames as by `psd`; fewer where
            they would be shorter than a frame.
        window: As `scipy.signal.get_window` takes it.
        frames: So many in each row only, evenly placed; None for all.

    Raises:
        InvalidRequestError: The span is shorter than a frame, or there is no such window.
        LocalFileError: A file is broken or can't be read.
    """
    method = _method(recording, span, nfft=nfft, window=window)
    start, stop = span
    edges = slices(start, stop, number=min(rows, (stop - start) // nfft))
    power = [method.density(recording.recorded, *row, frames=frames) for row in pairwise(edges)]
    times = [_time_of(recording, each) for each in edges]
    return Spectrogram(
        power=np.stack(power),
        times=np.array(times[:-1]),
        end=times[-1],
        **_about(recording, method),
    )


def slices(start: int, stop: int, *, number: int) -> Sequence[int]:
    """Where equal slices of a span begin, and where the last one ends."""
    return [start + (stop - start) * each // number for each in range(number + 1)]


def _method(recording: Sampled, span: Span, *, nfft: int, window: object) -> Welch:
    start, stop = span
    if stop - start < nfft:
        raise InvalidRequestError(
            f"{stop - start} samples are fewer than one frame of nfft={nfft}; give a smaller nfft"
        )
    facts = recording.source.facts
    return welch(
        nfft, window=window, sample_rate=float(facts.sample_rate), columns=len(facts.columns)
    )


class _About(TypedDict):
    """What a result tells besides power."""

    frequencies: Floats
    unit: str
    channels: tuple[str, ...]
    center_freqs: tuple[float | None, ...]
    sample_rate: float


def _about(recording: Sampled, method: Welch) -> _About:
    facts = recording.source.facts
    frequencies = set(facts.center_freqs)
    common = frequencies.pop() if len(frequencies) == 1 else None
    return {
        "frequencies": method.baseband + (common or 0.0),
        "unit": "dBFS/Hz" if facts.number.kind in "iu" else "dB/Hz",
        "channels": facts.columns,
        "center_freqs": facts.center_freqs,
        "sample_rate": method.sample_rate,
    }


def _time_of(recording: Sampled, sample: int) -> np.datetime64 | float:
    facts = recording.source.facts
    seconds = sample / facts.sample_rate
    if facts.start is None:
        return float(seconds)
    return np.datetime64(moment_of(facts.start + seconds).replace(tzinfo=None), "us")
