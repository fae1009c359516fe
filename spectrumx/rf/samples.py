"""`SampleRecording`: a recording of samples over a `Source`, of whichever format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any, SupportsIndex

import numpy as np

from spectrumx.errors import RecordingGapError
from spectrumx.models.formats import CaptureType
from spectrumx.rf.gaps import Gaps, check_gaps
from spectrumx.rf.points import check_order, seconds_within
from spectrumx.rf.recording import Point, Recording
from spectrumx.rf.scale import Scale, check_scale, empty, place
from spectrumx.rf.source import Numbers, Source, Span, moment_of

if TYPE_CHECKING:
    from spectrumx.rf.options import Window
    from spectrumx.rf.spectra import Spectrogram, Spectrum


class SampleRecording(Recording):
    """A recording of samples.

    Args:
        source: Where they come from; closed with the recording.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._facts = source.facts
        self._gaps: Sequence[Span] | None = None

    def __reduce__(self) -> tuple[Callable[[Source], SampleRecording], tuple[Source]]:
        return type(self), (self.source,)

    @property
    def capture_type(self) -> CaptureType:
        """Its format."""
        return self._facts.capture_type

    @property
    def sample_rate(self) -> float:
        """Samples per second, in Hz."""
        return float(self._facts.sample_rate)

    @property
    def center_freqs(self) -> tuple[float | None, ...]:
        """Centre frequency of each column in Hz, None where the files do not say."""
        return self._facts.center_freqs

    @property
    def start_time(self) -> datetime | None:
        """Time of the first sample in UTC, to the microsecond; None where the files do not say."""
        start = self._facts.start
        return None if start is None else moment_of(start)

    @property
    def duration(self) -> timedelta:
        """From the first sample to after the last, gaps included."""
        seconds = self._facts.length / self._facts.sample_rate
        return timedelta(microseconds=round(seconds * 1_000_000))

    @property
    def channels(self) -> tuple[str, ...]:
        """What its columns are called: one name, or of several columns one each."""
        return self._facts.columns

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of what `read` gives: the smallest that holds every number as stored."""
        return self._facts.dtype

    @property
    def gaps(self) -> Sequence[Span]:
        """The spans of samples that were not recorded: first one, and the one after the last."""
        if self._gaps is None:
            self._gaps = tuple(self.source.gaps())
        return self._gaps

    def __len__(self) -> int:
        return self._facts.length

    def read(
        self,
        start: SupportsIndex = 0,
        stop: SupportsIndex | None = None,
        *,
        gaps: Gaps = "raise",
        scale: Scale = "unit",
    ) -> Numbers:
        """Read samples; as `Recording.read`."""
        check_scale(scale)
        check_gaps(gaps)
        first, last = self._span(start, stop)
        pieces = self.source.pieces(first, last)
        return self._placed(pieces, (first, last), gaps=gaps, scale=scale)

    def recorded(self, start: int, stop: int) -> Numbers | None:
        """Read a span with NaN in its gaps; None, at once, where nothing of it was recorded.

        Args:
            start: The first sample; within the recording.
            stop: The one after the last.

        Raises:
            InvalidRequestError: The recording is closed.
            LocalFileError: A file is broken or can't be read.
        """
        span = self._span(start, stop)
        pieces = iter(self.source.pieces(*span))
        first = next(pieces, None)
        if first is None:
            return None
        return self._placed(chain([first], pieces), span, gaps="nan", scale="unit")

    def samples_between(self, t0: Point, t1: Point | None = None) -> Span:
        """Find the samples nearest to two times; as `Recording.samples_between`."""
        start = self._sample_at(t0, "t0")
        stop = len(self) if t1 is None else self._sample_at(t1, "t1")
        check_order(t0, t1, (start, stop))
        return self._span(start, stop)

    def close(self) -> None:
        """Let go of open files; nothing can be read afterwards."""
        super().close()
        self.source.close()

    def _psd(self, span: Span, *, nfft: int, window: Window) -> Spectrum:
        from spectrumx.rf import spectra  # noqa: PLC0415  brings scipy along

        return spectra.psd(self, span, nfft=nfft, window=window)

    def _spectrogram(
        self, span: Span, *, nfft: int, rows: int, window: Window, frames: int | None
    ) -> Spectrogram:
        from spectrumx.rf import spectra  # noqa: PLC0415  brings scipy along

        return spectra.spectrogram(self, span, nfft=nfft, rows=rows, window=window, frames=frames)

    def _placed(
        self, pieces: Iterator[tuple[int, Numbers]], span: Span, *, gaps: Gaps, scale: Scale
    ) -> Numbers:
        """Put pieces where they belong in a span, with something in between."""
        first, last = span
        room = empty(self._facts, last - first)
        at = first
        for begin, numbers in pieces:
            self._leave_out(room, (at, begin), first, gaps)
            at = begin + len(numbers)
            place(numbers, room[begin - first : at - first], scale=scale)
        self._leave_out(room, (at, last), first, gaps)
        return room if len(self.channels) > 1 else room[:, 0]

    def _leave_out(self, room: Numbers, gap: Span, first: int, gaps: Gaps) -> None:
        """Fill a gap, or raise for it; an empty one is none."""
        start, stop = gap
        if start == stop:
            return
        if gaps == "raise":
            raise RecordingGapError(
                f"nothing was recorded from sample {start} to {stop}; read around it "
                '(recording.gaps lists every gap), or give gaps="nan" or gaps="zero" to fill it',
                start=start,
                stop=stop,
            )
        room[start - first : stop - first] = 0 if gaps == "zero" else np.nan

    def _sample_at(self, point: Point, argument: str) -> int:
        """The sample nearest to a time."""
        facts = self._facts
        end = facts.length / facts.sample_rate
        seconds = seconds_within(point, argument, start=facts.start, end=end)
        return min(round(seconds * facts.sample_rate), facts.length)
