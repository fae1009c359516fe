"""Parts of Digital RF data files that lie elsewhere: their index, and single HDF5 chunks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock, RLock

import h5py

from spectrumx.errors import LocalFileError, SDSError
from spectrumx.rf import digital_rf_files
from spectrumx.rf.digital_rf_files import DataFile
from spectrumx.rf.fetched_files import Files, Stream
from spectrumx.rf.source import Numbers

_MOST_KEPT = 8
"""Files of which what was fetched is kept."""

Rows = tuple[int, Numbers]
"""Index of the first of some samples since 1970, and their numbers."""


class Part:
    """A data file of which parts are read.

    Attributes:
        description: What it holds.
        is_packed: Whether its samples are compressed or checked by HDF5: then, as recorders write
            them, all at once are read.
    """

    def __init__(self, name: str, stream: Stream, *, size: int) -> None:
        """Look into it.

        Args:
            name: Of the file.
            stream: Its bytes.
            size: How many there are.

        Raises:
            LocalFileError: It is broken.
            SDSError: What is needed of it can't be had.
        """
        self._name = name
        self._stream = stream
        self._size = size
        self._lock = RLock()
        with self._opened() as file:
            self.description = digital_rf_files.describe_opened(file)
            self.is_packed = file["rf_data"].id.get_create_plist().get_nfilters() > 0

    @property
    def is_worth_it(self) -> bool:
        """Whether to read on by parts takes less than to fetch it whole."""
        return not self.is_packed and 2 * self._stream.fetched < self._size

    def read(self, begin: int, end: int) -> list[Rows]:
        """Read what is recorded between two samples, counted since 1970.

        Raises:
            LocalFileError: It is broken.
            SDSError: What is needed of it can't be had.
        """
        with self._opened() as file:
            data = file["rf_data"]
            assert isinstance(data, h5py.Dataset), "it was looked into"
            return [
                (
                    start,
                    digital_rf_files.numbers_of(
                        data[block.row + start - block.start : block.row + stop - block.start],
                        self.description.number,
                    ),
                )
                for block in self.description.blocks
                if (start := max(block.start, begin)) < (stop := min(block.stop, end))
            ]

    @contextmanager
    def _opened(self) -> Iterator[h5py.File]:
        # Left open until the interpreter ends, HDF5 would ask a stream that is gone.
        with self._lock:
            try:
                # Without a cache, HDF5 reads of samples that are not packed only those asked for.
                with h5py.File(self._stream, "r", rdcc_nbytes=0) as file:
                    yield file
            except SDSError:
                raise
            except digital_rf_files.UNREADABLE as problem:
                raise LocalFileError(
                    f"{self._name} can't be read as Digital RF ({problem})", path=self._name
                ) from problem


class Parts:
    """The parts that are read of a channel's data files, and what the files hold."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._lock = Lock()
        self._descriptions: dict[str, DataFile] = {}
        self._kept: OrderedDict[str, Part] = OrderedDict()
        self._are_packed = False

    def of(self, name: str) -> Part | None:
        """Open a file by parts; None where it is better fetched whole, or can't be had else.

        Args:
            name: Which one.

        Raises:
            LocalFileError: It is broken.
            SDSError: What is needed of it can't be had.
        """
        if self._are_packed:
            return None
        part = self._opened(name)
        return part if part is not None and part.is_worth_it else None

    def describe(self, name: str) -> DataFile:
        """Tell what a file holds, fetching what it takes.

        Args:
            name: Which one.

        Raises:
            LocalFileError: It is broken.
            SDSError: It can't be had.
        """
        self.describe_all([name])
        return self._descriptions[name]

    def describe_all(self, names: Sequence[str]) -> None:
        """Find what files hold, those that have to be fetched whole all in one go.

        Args:
            names: Which ones.

        Raises:
            LocalFileError: One is broken.
            SDSError: One can't be had.
        """
        whole = []
        for name in names:
            if name in self._descriptions:
                continue
            part = self._opened(name)
            if part is None:
                whole.append(name)
            else:
                self._descriptions[name] = part.description
                self._are_packed = part.is_packed
        self._files.bring(whole)
        for name in whole:
            self._descriptions[name] = digital_rf_files.describe(self._files.folder / name)

    def _opened(self, name: str) -> Part | None:
        if self._files.seems_here(name):
            return None
        with self._lock:
            if name not in self._kept:
                stream = self._files.stream(name)
                if stream is None:
                    return None
                self._kept[name] = Part(name, stream, size=self._files.size(name))
                if len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(name)
            return self._kept[name]
