"""A recording that is read without blocking the event loop."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, SupportsIndex, TypeVar

from spectrumx.asynchronous.threads import Threads
from spectrumx.models import CaptureType

if TYPE_CHECKING:  # what reads recordings is loaded when one is opened
    import numpy as np

    from spectrumx.rf import Recording, Spectrogram, Spectrum
    from spectrumx.rf.gaps import Gaps
    from spectrumx.rf.options import Window
    from spectrumx.rf.recording import Point
    from spectrumx.rf.scale import Scale
    from spectrumx.rf.source import Numbers, Span

T = TypeVar("T")


class AsyncRecording:
    """A recording opened by `AsyncClient.captures.open`; in an `async with` statement, closed.

    Attributes:
        recording: The same for code that may wait: its plots and Dask arrays, and what is done on
            other threads.
    """

    def __init__(self, recording: Recording, *, threads: Threads) -> None:
        self.recording = recording
        self._threads = threads

    @property
    def capture_type(self) -> CaptureType:
        """Its format."""
        return self.recording.capture_type

    @property
    def sample_rate(self) -> float:
        """Samples per second, in Hz; of RadioHound the receiver's."""
        return self.recording.sample_rate

    @property
    def center_freq(self) -> float | None:
        """Centre frequency in Hz; None where the files do not say, or columns differ."""
        return self.recording.center_freq

    @property
    def center_freqs(self) -> tuple[float | None, ...]:
        """Centre frequency of each column in Hz, None where the files do not say."""
        return self.recording.center_freqs

    @property
    def start_time(self) -> datetime | None:
        """Time of the first sample in UTC, to the microsecond; None where the files do not say."""
        return self.recording.start_time

    @property
    def end_time(self) -> datetime | None:
        """Time after the last sample in UTC; None where the files do not say."""
        return self.recording.end_time

    @property
    def duration(self) -> timedelta:
        """From the first sample to after the last, gaps included."""
        return self.recording.duration

    @property
    def channels(self) -> tuple[str, ...]:
        """What its columns are called: one name, or of several columns one each."""
        return self.recording.channels

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of what `read` gives: the smallest that holds every number as stored."""
        return self.recording.dtype

    async def gaps(self) -> Sequence[Span]:
        """Find the spans of samples that were not recorded: the first one, and that after the last.

        As `Recording.gaps`.
        """
        return await self._threads.read(lambda: self.recording.gaps)

    async def read(
        self,
        start: SupportsIndex = 0,
        stop: SupportsIndex | None = None,
        *,
        gaps: Gaps = "raise",
        scale: Scale = "unit",
    ) -> Numbers:
        """Read samples.

        As `Recording.read`.

        Args:
            start: The first one, counted from the recording's start.
            stop: The one after the last; None for the end.
            gaps: What to do where nothing was recorded: `raise`, or fill with `nan` or `zero`.
            scale: `unit` divides integers by their full scale; `counts` leaves them as stored.
        """
        return await self._threads.read(
            lambda: self.recording.read(start, stop, gaps=gaps, scale=scale)
        )

    async def read_time(
        self,
        t0: Point,
        t1: Point | None = None,
        *,
        gaps: Gaps = "raise",
        scale: Scale = "unit",
    ) -> Numbers:
        """Read the samples between two times, from the one nearest to each.

        As `Recording.read_time`.

        Args:
            t0: When they begin: seconds from the recording's start, or a datetime or text.
            t1: When they end, likewise; None for the end.
            gaps: As in `read`.
            scale: As in `read`.
        """
        return await self._threads.read(
            lambda: self.recording.read_time(t0, t1, gaps=gaps, scale=scale)
        )

    def blocks(
        self,
        size: SupportsIndex,
        *,
        start: SupportsIndex = 0,
        stop: SupportsIndex | None = None,
        gaps: Gaps = "raise",
        scale: Scale = "unit",
    ) -> AsyncGenerator[Numbers, None]:
        """Read samples block after block; there is one of them in memory at a time.

        As `Recording.blocks`; walk them by `async for`.

        Args:
            size: Samples in each block; the last one may have fewer.
            start: As in `read`.
            stop: As in `read`.
            gaps: As in `read`.
            scale: As in `read`.
        """
        return self._each(
            self.recording.blocks(size, start=start, stop=stop, gaps=gaps, scale=scale)
        )

    def samples_between(self, t0: Point, t1: Point | None = None) -> Span:
        """Find the samples between two times, as `start` and `stop` of the other methods.

        As `Recording.samples_between`.

        Args:
            t0: As in `read_time`.
            t1: As in `read_time`.
        """
        return self.recording.samples_between(t0, t1)

    async def psd(
        self,
        nfft: int = 1024,
        *,
        window: Window = "hann",
        start: SupportsIndex = 0,
        stop: SupportsIndex | None = None,
    ) -> Spectrum:
        """Average the power spectral density (Welch, half overlapping frames).

        As `Recording.psd`.

        Args:
            nfft: Samples in a frame, and bins of the result.
            window: What scipy.signal.get_window knows: a name, or with its parameter as in
                `("kaiser", 8.0)`.
            start: As in `read`.
            stop: As in `read`.
        """
        return await self._threads.read(
            lambda: self.recording.psd(nfft, window=window, start=start, stop=stop)
        )

    async def spectrogram(
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

        As `Recording.spectrogram`.

        Args:
            nfft: Samples in a frame, and bins of the result.
            rows: Equal slices of time, each the mean of its frames.
            window: What scipy.signal.get_window knows: a name, or with its parameter as in
                `("kaiser", 8.0)`.
            frames: So many frames only, evenly placed in each row, for a quick look; None for all.
            start: As in `read`.
            stop: As in `read`.
        """
        return await self._threads.read(
            lambda: self.recording.spectrogram(
                nfft, rows=rows, window=window, frames=frames, start=start, stop=stop
            )
        )

    async def close(self) -> None:
        """Let go of open files; nothing can be read afterwards.

        As `Recording.close`.
        """
        await self._threads.wait(self.recording.close)

    def __len__(self) -> int:
        return len(self.recording)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<asynchronous {repr(self.recording)[1:]}"

    async def _each(self, blocks: Iterator[Numbers]) -> AsyncGenerator[Numbers, None]:
        while (block := await self._threads.read(lambda: next(blocks, None))) is not None:
            yield block
