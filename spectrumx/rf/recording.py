"""`Recording`: a recording as users hold it, whatever its format."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self, SupportsIndex, Unpack

import numpy as np

from spectrumx import cards
from spectrumx.errors import InvalidRequestError
from spectrumx.models.formats import CaptureType
from spectrumx.rf.gaps import Gaps, check_gaps
from spectrumx.rf.options import SpectrogramOptions, SpectrumOptions, Window
from spectrumx.rf.points import count_of, whole
from spectrumx.rf.scale import Scale, check_scale
from spectrumx.rf.source import Numbers, Span, closed
from spectrumx.times import Moment

if TYPE_CHECKING:
    from dask.array import Array
    from matplotlib.axes import Axes

    from spectrumx.rf.dask_arrays import Chunks
    from spectrumx.rf.spectra import Spectrogram, Spectrum

Point = float | Moment
"""A time in a recording: seconds from its start, or a datetime or ISO 8601 text."""

# What needs another extra, which takes its time to load, is imported by the method that uses it.
# ruff: noqa: PLC0415


class Recording(ABC):
    """A recording: samples that are counted from its start, whatever its format.

    Of RadioHound there are no samples: what is counted are its scans, in order of time, each a
    row of the power in its frequency bins.

    It may be read by several threads at once, can be pickled where it is of files on this machine,
    and is a context manager. `len()` counts samples from the first to after the last, gaps
    included.
    """

    _is_closed = False

    @property
    @abstractmethod
    def capture_type(self) -> CaptureType:
        """Its format."""

    @property
    @abstractmethod
    def sample_rate(self) -> float:
        """Samples per second, in Hz; of RadioHound the receiver's."""

    @property
    @abstractmethod
    def center_freqs(self) -> tuple[float | None, ...]:
        """Centre frequency of each column in Hz, None where the files do not say."""

    @property
    @abstractmethod
    def start_time(self) -> datetime | None:
        """Time of the first sample in UTC, to the microsecond; None where the files do not say."""

    @property
    @abstractmethod
    def duration(self) -> timedelta:
        """From the first sample to after the last, gaps included."""

    @property
    @abstractmethod
    def channels(self) -> tuple[str, ...]:
        """What its columns are called: one name, or of several columns one each."""

    @property
    @abstractmethod
    def dtype(self) -> np.dtype[Any]:
        """Of what `read` gives: the smallest that holds every number as stored.

        From complex64 for IQ and float32 for real samples on.
        """

    @property
    @abstractmethod
    def gaps(self) -> Sequence[Span]:
        """The spans of samples that were not recorded: first one, and the one after the last.

        Found when first asked for; of Digital RF, each file is looked into.
        """

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def read(
        self,
        start: SupportsIndex = 0,
        stop: SupportsIndex | None = None,
        *,
        gaps: Gaps = "raise",
        scale: Scale = "unit",
    ) -> Numbers:
        """Read samples.

        Args:
            start: The first one, counted from the recording's start.
            stop: The one after the last; None for the end.
            gaps: What to do where nothing was recorded: `raise`, or fill with `nan` or `zero`.
            scale: `unit` divides integers by their full scale, so that they lie in ±1 (unsigned
                ones are centred first), and leaves floats as stored; `counts` leaves every number
                as stored. Of RadioHound both give the power as stored.

        Returns:
            Of one column (n,), of several (n, columns); of RadioHound (scans, bins).

        Raises:
            InvalidRequestError: The span is reversed, or not within the recording.
            RecordingGapError: With gaps="raise", something in it was not recorded.
            LocalFileError: A file is broken or can't be read.
        """

    def close(self) -> None:
        """Let go of open files; nothing can be read afterwards."""
        self._is_closed = True

    @abstractmethod
    def samples_between(self, t0: Point, t1: Point | None = None) -> Span:
        """Find the samples between two times, as `start` and `stop` of the other methods.

        Args:
            t0: As in `read_time`.
            t1: As in `read_time`.

        Raises:
            InvalidRequestError: They are no times, reversed or outside of the recording.
        """

    @abstractmethod
    def _psd(self, span: Span, *, nfft: int, window: Window) -> Spectrum:
        """The mean power of a span."""

    @abstractmethod
    def _spectrogram(
        self, span: Span, *, nfft: int, rows: int, window: Window, frames: int | None
    ) -> Spectrogram:
        """The power of a span over time."""

    @property
    def center_freq(self) -> float | None:
        """Centre frequency in Hz; None where the files do not say, or columns differ."""
        frequencies = set(self.center_freqs)
        return frequencies.pop() if len(frequencies) == 1 else None

    @property
    def end_time(self) -> datetime | None:
        """Time after the last sample in UTC; None where the files do not say."""
        start = self.start_time
        return None if start is None else start + self.duration

    def read_time(
        self,
        t0: Point,
        t1: Point | None = None,
        *,
        gaps: Gaps = "raise",
        scale: Scale = "unit",
    ) -> Numbers:
        """Read the samples between two times, from the one nearest to each.

        Args:
            t0: When they begin: seconds from the recording's start, or a datetime (without an
                offset in UTC) or ISO 8601 text.
            t1: When they end, likewise: the sample there is no longer read; None for the end.
            gaps: As in `read`.
            scale: As in `read`.

        Raises:
            InvalidRequestError: They are no times, reversed or outside of the recording.
            RecordingGapError: With gaps="raise", something in it was not recorded.
            LocalFileError: A file is broken or can't be read.
        """
        start, stop = self.samples_between(t0, t1)
        return self.read(start, stop, gaps=gaps, scale=scale)

    def blocks(
        self,
        size: SupportsIndex,
        *,
        start: SupportsIndex = 0,
        stop: SupportsIndex | None = None,
        gaps: Gaps = "raise",
        scale: Scale = "unit",
    ) -> Iterator[Numbers]:
        """Read samples block after block; there is one of them in memory at a time.

        Args:
            size: Samples in each block; the last one may have fewer.
            start: As in `read`.
            stop: As in `read`.
            gaps: As in `read`.
            scale: As in `read`.

        Raises:
            InvalidRequestError: As in `read`, or the size is not positive.
        """
        first, last = self._span(start, stop)
        length = count_of(size, "size")
        check_scale(scale)
        check_gaps(gaps)
        starts = range(first, last, length)
        return (self.read(at, min(at + length, last), gaps=gaps, scale=scale) for at in starts)

    def psd(
        self,
        nfft: int = 1024,
        *,
        window: Window = "hann",
        start: SupportsIndex = 0,
        stop: SupportsIndex | None = None,
    ) -> Spectrum:
        """Average the power spectral density (Welch, half overlapping frames).

        Args:
            nfft: Samples in a frame, and bins of the result.
            window: What scipy.signal.get_window knows: a name, or with its parameter as in
                `("kaiser", 8.0)`.
            start: As in `read`.
            stop: As in `read`.

        Returns:
            The mean of all frames without a gap; of RadioHound the mean scan.

        Raises:
            InvalidRequestError: The span is shorter than a frame, or there is no such window.
            RecordingGapError: Not one frame was recorded as a whole.
            LocalFileError: A file is broken or can't be read.
        """
        span = self._span(start, stop)
        return self._psd(span, nfft=count_of(nfft, "nfft"), window=window)

    def spectrogram(
        self,
        nfft: int = 1024,
        *,
        rows: int = 512,
        window: Window = "hann",
        frames: int | None = None,
        start: SupportsIndex = 0,
        stop: SupportsIndex | None = None,
    ) -> Spectrogram:
        """Follow the power spectral density over time, in little memory.

        Args:
            nfft: Samples in a frame, and bins of the result.
            rows: Equal slices of time, each the mean of its frames.
            window: What scipy.signal.get_window knows: a name, or with its parameter as in
                `("kaiser", 8.0)`.
            frames: So many frames only, evenly placed in each row, for a quick look; None for all.
            start: As in `read`.
            stop: As in `read`.

        Returns:
            Of RadioHound, the scans as they are.

        Raises:
            InvalidRequestError: As for `psd`, or there are to be no rows or frames.
            LocalFileError: A file is broken or can't be read.
        """
        span = self._span(start, stop)
        return self._spectrogram(
            span,
            nfft=count_of(nfft, "nfft"),
            rows=count_of(rows, "rows"),
            window=window,
            frames=None if frames is None else count_of(frames, "frames"),
        )

    def plot_psd(
        self,
        ax: Axes | None = None,
        *,
        channel: str | None = None,
        **options: Unpack[SpectrumOptions],
    ) -> Axes:
        """Plot the power spectral density (extra `plot`).

        Args:
            ax: Where; None for a figure of its own.
            channel: Which of several columns; the first by default.
            options: As `psd` takes them.

        Raises:
            InvalidRequestError: As for `psd`, or there is no such channel.
            RecordingGapError: Not one frame was recorded as a whole.
            MissingExtraError: The extra is not installed.
        """
        from spectrumx.rf import plots

        return plots.plot_psd(self.psd(**options), ax=ax, channel=channel)

    def plot_spectrogram(
        self,
        ax: Axes | None = None,
        *,
        channel: str | None = None,
        **options: Unpack[SpectrogramOptions],
    ) -> Axes:
        """Plot the spectrogram (extra `plot`).

        Args:
            ax: Where; None for a figure of its own.
            channel: Which of several columns; the first by default.
            options: As `spectrogram` takes them.

        Raises:
            InvalidRequestError: As for `spectrogram`, or there is no such channel.
            RecordingGapError: Not one frame was recorded as a whole.
            MissingExtraError: The extra is not installed.
        """
        from spectrumx.rf import plots

        return plots.plot_spectrogram(self.spectrogram(**options), ax=ax, channel=channel)

    def dask_array(
        self,
        chunks: Chunks = "auto",
        *,
        gaps: Gaps = "raise",
        scale: Scale = "unit",
    ) -> Array:
        """Make a Dask array of the samples, whose tasks each read their own span (extra `dask`).

        Args:
            chunks: Samples of each chunk, as dask.array takes them.
            gaps: As in `read`.
            scale: As in `read`.

        Raises:
            MissingExtraError: The extra is not installed.
        """
        check_scale(scale)
        check_gaps(gaps)
        from spectrumx.rf import dask_arrays

        return dask_arrays.dask_array(self, chunks, gaps=gaps, scale=scale)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value}" for name, value in self._shown() if value is not None)
        return f"<Recording {said}>"

    def _repr_html_(self) -> str:
        return cards.card("Recording", cards.facts(self._shown()))

    def _shown(self) -> list[tuple[str, object]]:
        return [
            ("format", self.capture_type.name),
            ("channels", ", ".join(self.channels)),
            ("start", self.start_time and self.start_time.isoformat()),
            ("duration", self.duration),
            ("sample rate", f"{self.sample_rate:,.12g} Hz"),
            ("center freq", self.center_freq and f"{self.center_freq:,.12g} Hz"),
            ("length", f"{len(self):,}"),
            ("dtype", self.dtype.name),
        ]

    def _span(self, start: SupportsIndex, stop: SupportsIndex | None) -> Span:
        """Check a span of samples.

        Raises:
            InvalidRequestError: It is reversed or outside of the recording, or that is closed.
        """
        if self._is_closed:
            raise closed()
        first = whole(start, "start")
        last = len(self) if stop is None else whole(stop, "stop")
        if not 0 <= first <= last <= len(self):
            raise InvalidRequestError(
                f"samples {first} to {last} are not in order within the recording's {len(self)}"
            )
        return first, last
