"""`ScanRecording`: spectra that were recorded one by one, as RadioHound does."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, SupportsIndex

import attrs
import numpy as np
from numpy.typing import NDArray

from spectrumx.models.formats import CaptureType
from spectrumx.rf.gaps import Gaps, check_gaps
from spectrumx.rf.points import check_order, seconds_within
from spectrumx.rf.recording import Point, Recording
from spectrumx.rf.scale import Scale, check_scale
from spectrumx.rf.source import Numbers, Span, seconds_of

if TYPE_CHECKING:
    from spectrumx.rf.options import Window
    from spectrumx.rf.spectra import Spectrogram, Spectrum


@attrs.frozen(kw_only=True)
class Bins:
    """The frequency bins of a scan.

    Attributes:
        lowest: Frequency of the first one in Hz.
        span: From it to after the last, in Hz.
        count: How many there are.
    """

    lowest: float
    span: float
    count: int

    def __str__(self) -> str:
        return f"{self.count} bins from {self.lowest:,.12g} to {self.lowest + self.span:,.12g} Hz"


@attrs.frozen(kw_only=True)
class Scan:
    """One spectrum, without its power.

    Attributes:
        file: That holds it.
        time: When it begins, in UTC.
        duration: How long it takes.
        bins: Its frequencies.
        sample_rate: The receiver's, in Hz.
        center_freq: Hz; None where the file does not say.
        sensor: What recorded it.
        number: The type of the power as stored.
    """

    file: Path
    time: datetime
    duration: timedelta
    bins: Bins
    sample_rate: float
    center_freq: float | None
    sensor: str
    number: np.dtype[Any]


class ScanSource(Protocol):
    """The scans of one recording; may be used by several threads at once."""

    @property
    def scans(self) -> Sequence[Scan]:
        """In order of time; one at least, all with the same bins."""
        ...

    def power_of(self, scan: Scan) -> Numbers:
        """Read the power in the bins of a scan, as stored.

        Raises:
            LocalFileError: Its file is broken, can't be read, or was changed.
        """
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


class ScanRecording(Recording):
    """A recording of scans in order of time: what is counted and read are scans, not samples.

    Args:
        source: Where they come from; closed with the recording.
    """

    def __init__(self, source: ScanSource) -> None:
        self.source = source
        self._scans = source.scans

    def __reduce__(self) -> tuple[Callable[[ScanSource], ScanRecording], tuple[ScanSource]]:
        return type(self), (self.source,)

    def close(self) -> None:
        """Let go of what its source holds; nothing can be read afterwards."""
        super().close()
        self.source.close()

    @property
    def frequencies(self) -> NDArray[np.float64]:
        """The frequency of each bin in Hz, ascending."""
        bins = self._scans[0].bins
        return bins.lowest + np.arange(bins.count, dtype=np.float64) * (bins.span / bins.count)

    @property
    def scan_times(self) -> NDArray[np.datetime64]:
        """When each scan begins, in UTC."""
        naive = [each.time.replace(tzinfo=None) for each in self._scans]
        return np.array(naive, "datetime64[us]")

    @property
    def capture_type(self) -> CaptureType:
        """Its format."""
        return CaptureType.RadioHound

    @property
    def sample_rate(self) -> float:
        """The receiver's sample rate in Hz."""
        return self._scans[0].sample_rate

    @property
    def center_freqs(self) -> tuple[float | None, ...]:
        """Centre frequency in Hz, None where the files do not say or scans differ."""
        found = {each.center_freq for each in self._scans}
        return (found.pop() if len(found) == 1 else None,)

    @property
    def start_time(self) -> datetime:
        """Time of the first scan in UTC."""
        return self._scans[0].time

    @property
    def duration(self) -> timedelta:
        """From the first scan to the end of the last one."""
        last = self._scans[-1]
        return last.time + last.duration - self.start_time

    @property
    def channels(self) -> tuple[str, ...]:
        """What recorded the scans, by its short name."""
        return (self._scans[0].sensor,)

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of what `read` gives: float32, or a larger one where the power is stored so."""
        return np.result_type(np.float32, *{each.number.newbyteorder("=") for each in self._scans})

    @property
    def gaps(self) -> Sequence[Span]:
        """None: scans are counted as they are."""
        return ()

    def __len__(self) -> int:
        return len(self._scans)

    def read(
        self,
        start: SupportsIndex = 0,
        stop: SupportsIndex | None = None,
        *,
        gaps: Gaps = "raise",
        scale: Scale = "unit",
    ) -> Numbers:
        """Read scans: the linear power in each bin as stored, (scans, bins)."""
        check_scale(scale)
        check_gaps(gaps)
        first, last = self._span(start, stop)
        power = np.empty((last - first, self._scans[0].bins.count), self.dtype)
        for row, scan in zip(power, self._scans[first:last], strict=True):
            row[:] = self.source.power_of(scan)
        return power

    def samples_between(self, t0: Point, t1: Point | None = None) -> Span:
        """Find the scans that begin between two times; as `Recording.samples_between`."""
        start = self._scan_at(t0, "t0")
        stop = len(self) if t1 is None else self._scan_at(t1, "t1")
        check_order(t0, t1, (start, stop))
        return self._span(start, stop)

    def _psd(self, span: Span, *, nfft: int, window: Window) -> Spectrum:
        del nfft, window  # a scan is a spectrum already
        from spectrumx.rf import scan_spectra  # noqa: PLC0415  brings scipy along

        return scan_spectra.psd(self, span)

    def _spectrogram(
        self, span: Span, *, nfft: int, rows: int, window: Window, frames: int | None
    ) -> Spectrogram:
        del nfft, window
        from spectrumx.rf import scan_spectra  # noqa: PLC0415  brings scipy along

        return scan_spectra.spectrogram(self, span, rows=rows, frames=frames)

    def _scan_at(self, point: Point, argument: str) -> int:
        """The first scan that does not begin before a time."""
        end = Fraction(self.duration // timedelta(microseconds=1), 1_000_000)
        start = seconds_of(self.start_time)
        seconds = seconds_within(point, argument, start=start, end=end)
        wanted = self.start_time + timedelta(microseconds=round(seconds * 1_000_000))
        return bisect_left(self._scans, wanted, key=lambda scan: scan.time)
