"""Digital RF: the samples of one channel's folder, read by the format's own library."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from threading import Lock
from typing import Any

import digital_rf
from digital_rf import list_drf

from spectrumx.errors import LocalFileError
from spectrumx.models.formats import CaptureType
from spectrumx.recordings.refusals import broken
from spectrumx.rf import digital_rf_files
from spectrumx.rf.digital_rf_files import DataFile
from spectrumx.rf.digital_rf_layout import Layout
from spectrumx.rf.digital_rf_metadata import center_freqs
from spectrumx.rf.source import Facts, Numbers, Span, closed

_CHUNK_CACHE = 32 * 1024 * 1024
"""Bytes: a compressed file of the usual length fits, so that small reads unpack it once."""


def open_channel(channel: Path) -> DigitalRFSource:
    """Open a channel by its first and its last file; one still being written is left out.

    Args:
        channel: Its folder.

    Raises:
        LocalFileError: It has no finished file, or one that is needed is broken.
    """
    # Where it lies and what it is called has to hold when the script is in another folder.
    channel = Path(os.path.abspath(channel))  # noqa: PTH100  which leaves links as they are
    layout = layout_of(channel)
    files = [next(data_files(channel, reverse=each), None) for each in (False, True)]
    if None in files:
        raise broken(channel, "has no finished data file (rf@….h5)")
    beginning, end = (digital_rf_files.describe(each) for each in files if each)
    first, after = beginning.blocks[0].start, end.blocks[-1].stop
    facts = facts_of(channel, beginning, rate=layout.rate, first=first, length=after - first)
    return DigitalRFSource(channel, facts, first=first, layout=layout)


def layout_of(channel: Path) -> Layout:
    """Read from a channel's properties how it is laid out; no data file is needed.

    Raises:
        LocalFileError: They are not there, or broken.
    """
    properties = _properties(_reader(channel), channel)
    return Layout(
        rate=Fraction(
            int(properties["sample_rate_numerator"]), int(properties["sample_rate_denominator"])
        ),
        file_milliseconds=int(properties["file_cadence_millisecs"]),
        folder_seconds=int(properties["subdir_cadence_secs"]),
    )


def facts_of(channel: Path, file: DataFile, *, rate: Fraction, first: int, length: int) -> Facts:
    """Put together what is known of a channel.

    Args:
        channel: Its folder.
        file: What one of its data files holds.
        rate: Samples per second.
        first: Index of the first sample since 1970.
        length: Samples from it on.

    Raises:
        LocalFileError: Its metadata are broken.
    """
    name, columns = channel.absolute().name, file.columns
    return Facts(
        capture_type=CaptureType.DigitalRF,
        sample_rate=rate,
        start=first / rate,
        length=length,
        columns=(name,) if columns == 1 else tuple(f"{name}:{each}" for each in range(columns)),
        center_freqs=center_freqs(channel / "metadata", first, columns=columns),
        number=file.number,
        is_complex=file.is_complex,
    )


def data_files(channel: Path, *, reverse: bool = False) -> Iterator[Path]:
    """List a channel's finished data files in order of time."""
    found = list_drf.ilsdrf(
        str(channel),
        recursive=False,
        reverse=reverse,
        include_drf=True,
        include_dmd=False,
        include_drf_properties=False,
        include_dmd_properties=False,
    )
    return (Path(each) for each in found)


class DigitalRFSource:
    """The samples of a channel's folder; files are looked for at each read.

    Args:
        channel: The folder.
        facts: What is known of it.
        first: Index of the first sample since 1970.
        layout: Which sample lies in which file.
    """

    def __init__(self, channel: Path, facts: Facts, *, first: int, layout: Layout) -> None:
        self.channel = channel
        self.facts = facts
        self.first = first
        self.layout = layout
        # The library's reader keeps one file open, and mixes up threads that share it.
        self._lock = Lock()
        self._open_reader: digital_rf.DigitalRFReader | None = None
        self._is_closed = False

    def __reduce__(self) -> tuple[Callable[..., DigitalRFSource], tuple[object, ...]]:
        return _again, (self.channel.absolute(), self.facts, self.first, self.layout)

    def pieces(self, start: int, stop: int) -> Iterator[tuple[int, Numbers]]:
        """Read what is recorded of a span, file by file; as `Source.pieces`."""
        for begin, end in self.layout.steps(self.first + start, self.first + stop):
            # The library takes much longer to find that there is none.
            if not os.path.exists(f"{self.channel}/{self.layout.file_of(begin)}"):  # noqa: PTH110
                continue
            for sample, found in self._read(begin, end).items():
                rows = found[: end - sample]
                if len(rows):
                    yield (
                        int(sample) - self.first,
                        digital_rf_files.numbers_of(rows, self.facts.number),
                    )

    def gaps(self) -> Sequence[Span]:
        """Find what was not recorded, by the index of each file; as `Source.gaps`."""
        found = []
        at, end = 0, self.facts.length
        for file in data_files(self.channel):
            for block in digital_rf_files.describe(file).blocks:
                start = min(block.start - self.first, end)
                if start > at:
                    found.append((at, start))
                at = max(at, block.stop - self.first)
        return found if at >= end else [*found, (at, end)]

    def close(self) -> None:
        """Let go of the open file; a read under way in another thread ends with an error."""
        with self._lock:
            self._is_closed = True
            if self._open_reader is not None:
                self._open_reader.close()
                self._open_reader = None

    def _read(self, begin: int, end: int) -> Mapping[int, Numbers]:
        """The blocks that lie between two samples, counted since 1970, and possibly one more."""
        # Asked for the first sample of a file alone, the library may look into the file before.
        last = max(end - 1, begin + 1)
        with self._lock:
            if self._is_closed:
                raise closed()
            if self._open_reader is None:
                self._open_reader = _reader(self.channel)
            try:
                blocks: Mapping[int, Numbers] = self._open_reader.read(
                    begin, last, self.channel.absolute().name
                )
            except digital_rf_files.UNREADABLE as problem:
                file = self.channel / self.layout.file_of(begin)
                raise broken(file, f"can't be read ({problem})") from problem
            return blocks


def _again(channel: Path, facts: Facts, first: int, layout: Layout) -> DigitalRFSource:
    return DigitalRFSource(channel, facts, first=first, layout=layout)


def _reader(channel: Path) -> digital_rf.DigitalRFReader:
    if "[" in str(channel):
        message = f"{channel} has [ in its path, which digital_rf takes for a pattern; rename it"
        raise LocalFileError(message, path=str(channel))
    try:
        return digital_rf.DigitalRFReader(str(channel.absolute().parent), rdcc_nbytes=_CHUNK_CACHE)
    except digital_rf_files.UNREADABLE as problem:
        raise broken(channel, f"can't be read as Digital RF ({problem})") from problem


def _properties(reader: digital_rf.DigitalRFReader, channel: Path) -> Mapping[str, Any]:
    """What the channel says of itself; digital_rf gives numbers and text."""
    properties: Mapping[str, Any] = reader.get_properties(channel.absolute().name)
    needed = (
        "sample_rate_numerator",
        "sample_rate_denominator",
        "file_cadence_millisecs",
        "subdir_cadence_secs",
    )
    for name in needed:
        if not properties.get(name, 0) > 0:
            raise broken(channel / "drf_properties.h5", f"has no {name}")
    return properties
