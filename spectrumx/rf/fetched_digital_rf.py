"""Digital RF whose files lie elsewhere: what is read of them is fetched first.

Which data files there are is known by their names, and which samples each may hold by its time.
Files that are needed whole come to a folder here and are read by `DigitalRFSource`; of others,
single parts are read through HDF5.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from spectrumx.errors import InvalidRequestError, LocalFileError
from spectrumx.recordings.digital_rf import DATA, FORMER_PROPERTIES, PROPERTIES
from spectrumx.rf.digital_rf import DigitalRFSource, facts_of, layout_of
from spectrumx.rf.digital_rf_layout import Layout
from spectrumx.rf.digital_rf_parts import Part, Parts
from spectrumx.rf.fetched_files import Files
from spectrumx.rf.source import Facts, Numbers, Span

_METADATA = re.compile(r"metadata/(?:.*@(?P<second>\d{1,12})|\w+)\.h5", re.ASCII)
_METADATA_FILES = 2
"""How many of them are fetched: that of the first sample may hold later samples only."""

_MOST_AHEAD = 64 * 1024 * 1024
"""Bytes that are fetched of what follows, where samples are read in order."""

_TRIES = 3
"""How often a file is read that is removed meanwhile, as by another process that makes room."""


def open_fetched(
    files: Files, *, start: Fraction | None = None, end: Fraction | None = None
) -> FetchedDigitalRF:
    """Open a channel by its first and its last data file.

    Args:
        files: Of the channel, named below its folder.
        start: Seconds since 1970 that it begins with; None for all there is.
        end: Seconds since 1970 that it ends before.

    Raises:
        InvalidRequestError: Nothing was recorded in that time.
        LocalFileError: A file is broken.
        SDSError: A file that is needed can't be had.
    """
    files.bring(_properties(files.names))
    layout = layout_of(files.folder)
    lowest = -1 if start is None else math.ceil(start * layout.rate)
    after = None if end is None else math.ceil(end * layout.rate)
    data = _within(_data_files(files.names), layout, lowest, after)
    parts = Parts(files)
    parts.describe_all([*data[:1], *data[1:][-1:]])
    first = next(_firsts(data, parts, lowest), None)
    stop = next(_stops(data, parts, after), None)
    if first is None or stop is None or first >= stop:
        raise InvalidRequestError(
            "the channel has no data files"
            if start is None and end is None
            else "nothing was recorded there; leave out start and end for all"
        )
    files.bring(_metadata_files(files.names, first / layout.rate))
    facts = facts_of(
        files.folder, parts.describe(data[0]), rate=layout.rate, first=first, length=stop - first
    )
    return FetchedDigitalRF(files, facts, first=first, layout=layout, data=data, parts=parts)


class FetchedDigitalRF:
    """The samples of a channel whose files are fetched as they are read.

    Args:
        files: Of the channel.
        facts: What is known of it.
        first: Index of the first sample since 1970.
        layout: Which sample lies in which file.
        data: Names of its data files, in order.
        parts: Reads parts of them.
    """

    def __init__(
        self,
        files: Files,
        facts: Facts,
        *,
        first: int,
        layout: Layout,
        data: Sequence[str],
        parts: Parts,
    ) -> None:
        self.facts = facts
        self._files = files
        self._properties = _properties(files.names)
        self._first = first
        self._layout = layout
        self._places = {name: place for place, name in enumerate(data)}
        self._data = data
        self._parts = parts
        self._here = DigitalRFSource(files.folder, facts, first=first, layout=layout)
        self._last = -1, -1
        self._ahead = 0

    def pieces(self, start: int, stop: int) -> Iterator[tuple[int, Numbers]]:
        """Read what is recorded of a span, fetching it first; as `Source.pieces`."""
        steps = [
            (name, begin, end)
            for begin, end in self._layout.steps(self._first + start, self._first + stop)
            if (name := self._layout.file_of(begin)) in self._places
        ]
        parts = self._prepare(steps, in_order=self._last[0] <= start <= self._last[1])
        self._last = start, stop
        for name, begin, end in steps:
            part = parts.get(name)
            if part is None:
                yield from self._whole(name, begin - self._first, end - self._first)
            else:
                for sample, rows in part.read(begin, end):
                    yield sample - self._first, rows

    def gaps(self) -> Sequence[Span]:
        """Find what was not recorded, by the index of each file; as `Source.gaps`."""
        found = []
        at, end = 0, self.facts.length
        self._parts.describe_all(self._data)
        for name in self._data:
            for block in self._parts.describe(name).blocks:
                start = min(block.start - self._first, end)
                if start > at:
                    found.append((at, start))
                at = max(at, block.stop - self._first)
        return found if at >= end else [*found, (at, end)]

    def close(self) -> None:
        """Let go of open files."""
        self._here.close()

    def _prepare(
        self, steps: Sequence[tuple[str, int, int]], *, in_order: bool
    ) -> Mapping[str, Part]:
        """Fetch the files that are needed whole; gives those of which parts are read."""
        wanted: dict[str, int] = {}
        for name, begin, end in steps:
            wanted[name] = wanted.get(name, 0) + end - begin
        capacity = self._layout.file_milliseconds * self._layout.rate / 1000
        parts = {
            name: part
            for name, count in wanted.items()
            if not in_order and 2 * count < capacity and (part := self._parts.of(name)) is not None
        }
        missing = [name for name in wanted if name not in parts and not self._files.is_here(name)]
        if missing:
            # The longer samples are read in order, the more of them will be.
            size = sum(map(self._files.size, missing))
            self._ahead = min(max(2 * self._ahead, size), _MOST_AHEAD) if in_order else 0
            self._files.bring([*missing, *self._following(missing[-1], self._ahead)])
        return parts

    def _following(self, name: str, size: int) -> Iterator[str]:
        """The files after one, up to some bytes of them."""
        for later in self._data[self._places[name] + 1 :]:
            size -= self._files.size(later)
            if size < 0:
                return
            yield later

    def _whole(self, name: str, start: int, stop: int) -> Sequence[tuple[int, Numbers]]:
        """Read from a file that is here; without it, all of it would look like a gap."""
        needed = [*self._properties, name]
        for _ in range(_TRIES):
            self._files.bring(needed)
            try:
                found = list(self._here.pieces(start, stop))
            except LocalFileError:
                if all(map(self._files.is_here, needed)):
                    raise
            else:
                if self._files.is_here(name):
                    return found
        raise LocalFileError(
            f"{name} is removed as soon as it is fetched; give the cache more room by "
            "SDS_CACHE_SIZE",
            path=str(self._files.folder / name),
        )


def _properties(names: Collection[str]) -> list[str]:
    """The files that tell how the channel is laid out."""
    return [each for each in (PROPERTIES, FORMER_PROPERTIES) if each in names]


def _data_files(names: Sequence[str]) -> list[str]:
    """The names of data files, in order of time."""
    found = [name for name in names if DATA.fullmatch(name.rpartition("/")[2])]
    return sorted(found, key=_begin_of)


def _begin_of(name: str) -> int:
    """When a data file begins by its name, in milliseconds since 1970."""
    second, _, millisecond = name.rpartition("@")[2].removesuffix(".h5").partition(".")
    return int(second) * 1000 + int(millisecond)


def _within(data: Sequence[str], layout: Layout, lowest: int, after: int | None) -> list[str]:
    """The files that may hold samples from one on and before another."""
    return [
        name
        for name in data
        if (_begin_of(name) + layout.file_milliseconds) * layout.rate > lowest * 1000
        and (after is None or _begin_of(name) * layout.rate < after * 1000)
    ]


def _firsts(data: Sequence[str], parts: Parts, lowest: int) -> Iterator[int]:
    for name in data:
        for block in parts.describe(name).blocks:
            if block.stop > lowest:
                yield max(block.start, lowest)


def _stops(data: Sequence[str], parts: Parts, after: int | None) -> Iterator[int]:
    for name in reversed(data):
        for block in reversed(parts.describe(name).blocks):
            if after is None or block.start < after:
                yield block.stop if after is None else min(block.stop, after)


def _metadata_files(names: Sequence[str], moment: Fraction) -> list[str]:
    """The metadata that hold at a time, and their properties."""
    found = {name: match["second"] for name in names if (match := _METADATA.fullmatch(name))}
    before = sorted(
        (int(second), name) for name, second in found.items() if second and int(second) <= moment
    )
    properties = [name for name, second in found.items() if not second]
    return properties + [name for _, name in before[-_METADATA_FILES:]]
