"""SigMF: the samples of a pair of files, or of an archive as it lies on the disk."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

import attrs
import numpy as np

from spectrumx.disk import local_file_error
from spectrumx.errors import SDSError
from spectrumx.recordings.json_files import read_object
from spectrumx.recordings.refusals import broken
from spectrumx.recordings.sigmf import ARCHIVE, DATA, META
from spectrumx.rf.sigmf_metadata import Description, Segment, describe
from spectrumx.rf.source import Facts, Numbers, Span, moment_of

_LONGEST_PIECE = 16 * 1024 * 1024
"""Bytes read at once, at most."""


@attrs.frozen
class _Place:
    """Where the bytes of the samples lie: a part of a file."""

    file: Path
    offset: int
    size: int


def open_file(file: Path) -> SigMFSource:
    """Open a recording by any of its files.

    Args:
        file: Its metadata, its samples, or an archive of both.

    Raises:
        LocalFileError: It is broken, or has no samples.
    """
    try:
        if file.name.endswith(ARCHIVE):
            return _open_archive(file)
        return _open_pair(_metadata_of(file))
    except SDSError:
        raise
    except OSError as problem:
        raise local_file_error(problem, problem.filename or file, doing="read") from problem


@attrs.frozen
class SigMFSource:
    """The samples of a recording; each read opens their file anew.

    Attributes:
        facts: What is known of it.
        segments: Where its samples lie in the file, in order.
        file: The file that holds them.
    """

    facts: Facts
    segments: Sequence[Segment]
    file: Path

    def pieces(self, start: int, stop: int) -> Iterator[tuple[int, Numbers]]:
        """Read a span, some MiB at a time; as `Source.pieces`."""
        try:
            with self.file.open("rb", buffering=0) as opened:
                for segment in self.segments:
                    first, last = max(start, segment.start), min(stop, segment.stop)
                    yield from self._pieces_of(segment, first, last, opened)
        except OSError as problem:
            raise local_file_error(problem, self.file, doing="read") from problem

    def gaps(self) -> Sequence[Span]:
        """Find the samples between segments that were not recorded; as `Source.gaps`."""
        starts = [each.start for each in self.segments] + [self.facts.length]
        stops = [0] + [each.stop for each in self.segments]
        return [(stop, start) for stop, start in zip(stops, starts, strict=True) if stop < start]

    def close(self) -> None:
        """Do nothing: no file stays open."""

    def _pieces_of(
        self, segment: Segment, first: int, last: int, opened: IO[bytes]
    ) -> Iterator[tuple[int, Numbers]]:
        numbers = len(self.facts.columns) * (2 if self.facts.is_complex else 1)
        size = numbers * self.facts.number.itemsize
        step = max(1, _LONGEST_PIECE // size)
        for begin in range(first, last, step):
            count = min(step, last - begin)
            opened.seek(segment.offset + (begin - segment.start) * size)
            found = np.fromfile(opened, self.facts.number, count * numbers)
            if len(found) < count * numbers:
                raise broken(self.file, "is shorter than it was when it was opened")
            yield begin, found.reshape(count, numbers)


def _metadata_of(file: Path) -> Path:
    """The metadata of a recording, by its metadata or its samples."""
    if file.name.endswith(META):
        return file
    meta = file.with_name(file.name.removesuffix(DATA) + META)
    if not meta.is_file():
        raise broken(file, f"has no {META} file beside it")
    return meta


def _open_pair(meta: Path) -> SigMFSource:
    with meta.open("rb") as opened:
        metadata = read_object(opened, meta)
    name = _dataset(metadata, meta)
    data = meta.with_name(name or meta.name.removesuffix(META) + DATA)
    if not data.is_file():
        raise broken(meta, f"has no samples beside it: {data.name} is missing")
    return _open_at(_Place(data, 0, data.stat().st_size), metadata, meta)


def _open_archive(archive: Path) -> SigMFSource:
    """Find metadata and samples in an archive, and read the metadata only."""
    try:
        with tarfile.open(archive, "r:") as opened:
            members = [each for each in opened if each.isfile()]
            metas = [each for each in members if each.name.endswith(META)]
            contents = opened.extractfile(metas[0]) if len(metas) == 1 else None
            if contents is None:
                raise broken(archive, f"holds {len(metas)} SigMF recordings instead of one")
            metadata = read_object(contents, archive)
    except (tarfile.TarError, EOFError, ValueError) as problem:
        raise broken(archive, f"is no SigMF archive ({problem})") from problem
    folder, _, stem = metas[0].name.removesuffix(META).rpartition("/")
    wanted = f"{folder}/" * bool(folder) + (_dataset(metadata, archive) or stem + DATA)
    data = next((each for each in members if each.name == wanted), None)
    if data is None:
        raise broken(archive, f"has no samples: {wanted} is missing")
    return _open_at(_Place(archive, data.offset_data, data.size), metadata, archive)


def _dataset(metadata: Mapping[str, object], named: Path) -> str | None:
    """The name of the samples' file where the metadata give one; it lies beside them."""
    properties = metadata.get("global")
    if not isinstance(properties, Mapping):
        raise broken(named, "is no SigMF recording: it lacks global")
    if properties.get("core:metadata_only"):
        raise broken(named, "has metadata only, so there are no samples to read")
    name = properties.get("core:dataset")
    if name is None:
        return None
    if not isinstance(name, str) or name != os.path.basename(name) or not name:  # noqa: PTH119  a name of any system
        raise broken(named, f"has samples in {name!r}, which is no name of a file beside it")
    return name


def _check_bounds(facts: Facts) -> None:
    """Refuse rates that are no float, and lengths and times that no calendar has.

    Raises:
        OverflowError: They are so.
    """
    float(facts.sample_rate)
    length = facts.length / facts.sample_rate
    moment_of(length)
    if facts.start is not None:
        moment_of(facts.start)
        moment_of(facts.start + length)


def _open_at(place: _Place, metadata: Mapping[str, object], named: Path) -> SigMFSource:
    stem = named.name.removesuffix(META).removesuffix(ARCHIVE)
    try:
        found: Description = describe(metadata, name=stem, size=place.size)
        _check_bounds(found.facts)
    except (ValueError, OverflowError) as problem:
        raise broken(named, f"can't be read as SigMF: {problem}") from problem
    moved = [attrs.evolve(each, offset=place.offset + each.offset) for each in found.segments]
    return SigMFSource(found.facts, moved, place.file.absolute())
