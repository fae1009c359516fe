"""The files of one capture's channel, brought into the cache as they are needed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Condition, Lock
from uuid import UUID

from spectrumx import paths
from spectrumx.errors import (
    CaptureError,
    DryRunError,
    LocalFileError,
    LocalFileMissingError,
    UnsupportedByGatewayError,
    about,
)
from spectrumx.models import File
from spectrumx.resources.capture_cache import CaptureCache, Place
from spectrumx.resources.catalogue import Catalogue
from spectrumx.resources.contents import Contents
from spectrumx.resources.fetch import Fetch
from spectrumx.resources.pages import PAGE_SIZE
from spectrumx.resources.part_stream import BLOCK, PartStream

_TRIES = 3
"""How often files are fetched that another process removes meanwhile."""

SHORT = 4 * BLOCK
"""Bytes below which files are fetched whole, whatever is needed of them."""

_LONG = 64 * 1024 * 1024
"""Bytes from which on somebody who waits for them would like to see a bar."""

_Seen = tuple[int, int, int]
"""Size, time of change and inode of a file that was made sure of."""


class CaptureFiles:
    """Files by their relative paths, in a folder of the cache; what is brought is checked.

    Attributes:
        folder: Where they are brought to.
    """

    def __init__(
        self,
        files: Mapping[str, File],
        folder: Path,
        *,
        place: Place,
        directory: str,
        cache: CaptureCache,
        catalogue: Catalogue,
        contents: Contents,
        fetch: Fetch,
        whole_files: bool,
    ) -> None:
        """Prepare; nothing is fetched.

        Args:
            files: All there are, by their relative paths.
            folder: Where they are brought to.
            place: In the cache, that the folder is in; it is let go of by `close`.
            directory: In SDS, that they are below.
            cache: What is told what was fetched.
            catalogue: Looks up their checksums.
            contents: Reads parts of them.
            fetch: Brings whole ones.
            whole_files: Whether parts are refused.
        """
        self.folder = folder
        self._files = files
        self._place = place
        self._directory = directory
        self._cache = cache
        self._catalogue = catalogue
        self._contents = contents
        self._fetch = fetch
        self._whole_files = whole_files
        self._complete: dict[UUID | None, File] = {}
        self._seen: dict[str, _Seen] = {}
        self._in_hand: set[str] = set()
        self._changed = Condition()
        self._lookup = Lock()

    @property
    def names(self) -> Sequence[str]:
        """Their relative paths, in any order."""
        return list(self._files)

    def size(self, name: str) -> int:
        """How many bytes a file has."""
        return self._files[name].size

    def is_here(self, name: str) -> bool:
        """Whether a file is here, and is the one that was made sure of."""
        seen = self._seen.get(name)
        return seen is not None and seen == self._now(name)

    def seems_here(self, name: str) -> bool:
        """Whether a file of its size is here, so that to bring it may cost no more than a look."""
        now = self._now(name)
        return now is not None and now[0] == self.size(name)

    def bring(self, names: Iterable[str]) -> None:
        """Have files lie in the folder, whole and checked.

        Args:
            names: Which ones.

        Raises:
            DryRunError: Dry-run is on, and they have to be fetched.
            LocalFileError: They can't be kept here.
            SDSError: They can't be had.
        """
        wanted = list(names)
        tries = 0
        while missing := self._missing(wanted):
            if tries == _TRIES:
                raise LocalFileError(
                    f"files in {self.folder} are removed as soon as they are fetched; give the "
                    "cache more room by SDS_CACHE_SIZE",
                    path=str(self.folder),
                )
            mine = self._take(missing)
            if not mine:
                continue
            tries += 1
            try:
                # Where another process removed its folder, a file could not be finished.
                with suppress(LocalFileMissingError):
                    self._bring(mine)
            finally:
                self._let_go(mine)

    def _missing(self, names: Sequence[str]) -> list[str]:
        self._place.touch()
        return [name for name in names if not self.is_here(name)]

    def _take(self, names: Sequence[str]) -> list[str]:
        """Take in hand those that no other thread has; where all are, wait until some are not."""
        with self._changed:
            mine = [name for name in names if name not in self._in_hand]
            if not mine:
                self._changed.wait()
            self._in_hand.update(mine)
            return mine

    def _let_go(self, names: Iterable[str]) -> None:
        with self._changed:
            self._in_hand.difference_update(names)
            self._changed.notify_all()

    def stream(self, name: str) -> PartStream | None:
        """Open a file whose parts are fetched as they are read; None where that can't be.

        Args:
            name: Which one.

        Raises:
            SDSError: It can't be looked up, or its first part can't be had.
        """
        # Parts of a short file would take as many bytes, and more requests.
        if self._whole_files or self.size(name) < SHORT or not self._are_parts_served():
            return None
        (file,) = self._in_full([name])
        return PartStream(
            file.size, lambda start, stop: self._contents.read(file, start=start, stop=stop)
        )

    def close(self) -> None:
        """Let the cache remove them again when it needs room."""
        self._place.release()

    def _are_parts_served(self) -> bool:
        """Whether parts of files can be had, found out once with the shortest: all may come."""
        if self._contents.are_parts_served is None:
            known = (file for file in self._files.values() if file.size > 1)
            shortest = min(known, key=lambda file: file.size)
            with suppress(UnsupportedByGatewayError):
                self._contents.read(shortest, start=1, stop=2)
        return self._contents.are_parts_served is True

    def _bring(self, names: Sequence[str]) -> None:
        files = self._in_full(names)
        size = sum(file.size for file in files)
        report = self._fetch(
            list(zip(files, names, strict=True)),
            self.folder,
            overwrite=True,
            verbose=None if size >= _LONG else False,
            raise_on_error=True,
            on_event=None,
        )
        if report.planned:
            raise about(DryRunError, CaptureError)(
                f"dry-run: {len(report.planned)} files of {self._directory} would be fetched to "
                "read it; set dry_run = False to carry it out"
            )
        self._seen |= {name: seen for name in names if (seen := self._now(name))}
        self._cache.note(report.bytes)

    def _now(self, name: str) -> _Seen | None:
        try:
            status = os.stat(paths.local_target(str(self.folder), name))  # noqa: PTH116  a plain text, many times over
        except OSError:
            return None
        return status.st_size, status.st_mtime_ns, status.st_ino

    def _in_full(self, names: Sequence[str]) -> list[File]:
        """Look up files' checksums; all at once when one by one would take more requests."""
        with self._lookup:
            unknown = self._incomplete(names)
            if len(self._complete) + len(unknown) > len(self._files) / PAGE_SIZE:
                unknown = self._incomplete(self._files)
            if unknown:
                found = self._catalogue.complete(unknown, directory=self._directory)
                self._complete |= {file.uuid: file for file in found}
            return [self._complete[self._files[name].uuid] for name in names]

    def _incomplete(self, names: Iterable[str]) -> list[File]:
        files = (self._files[name] for name in names)
        return [file for file in files if file.uuid not in self._complete]
