"""What is in SDS at one moment, for whatever looks at many paths."""

# fsspec's own signatures have flags by position, and hand on what they do not know.
# ruff: noqa: ANN401, ARG002, FBT001, FBT002

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable
from typing import Any

from fsspec.spec import AbstractFileSystem

from spectrumx import paths
from spectrumx.filesystem.entries import Entry, by_directory, directory_entry, entry_at, path_of
from spectrumx.filesystem.failures import missing
from spectrumx.models import File


class Snapshot(AbstractFileSystem):  # type: ignore[misc]  # fsspec has no types
    """A file system of what was listed: each directory once, with all that is below it.

    fsspec's own rules decide here which paths are meant, without a request for each of them. What
    is to be moved or deleted is only noted.

    Attributes:
        pairs: Paths here and there that are to be moved, in the order of `get` and `put`.
        doomed: Entries that are to be deleted.
    """

    cachable = False
    protocol = "sds-snapshot"
    root_marker = paths.ROOT

    def __init__(self, files: Callable[[str], Iterable[File]]) -> None:
        """Begin; nothing is asked for.

        Args:
            files: Lists the files below a directory, or the one at a path.
        """
        super().__init__()
        self._files = files
        self._listings: dict[str, list[Entry]] = {}
        self._known: dict[str, Entry] = {}
        self._listed: list[str] = []
        self.pairs: list[tuple[str, str]] = []
        self.doomed: list[Entry] = []

    @classmethod
    def _strip_protocol(cls, path: object) -> Any:
        return [path_of(each) for each in path] if isinstance(path, list) else path_of(path)

    def ls(self, path: str, detail: bool = True, **_: object) -> list[Any]:
        """List a directory, or name the file at a path."""
        place = path_of(path)
        if not self._is_listed(place):
            self._list(place)
        known = self._known.get(place)
        if place not in self._listings and known is not None:
            entries = [known]
        else:
            entries = self._listings.get(place, [])
        if not entries and place != paths.ROOT:
            raise missing(place)
        return entries if detail else [entry["name"] for entry in entries]

    def find(self, path: str, *args: Any, **options: Any) -> Any:
        """Find the files below a path."""
        if not self._is_listed(path_of(path)):
            self._list(path_of(path))  # or each of fsspec's questions would be asked on its own
        return super().find(path, *args, **options)

    def info(self, path: str, **_: object) -> Entry:
        """Tell what is at a path."""
        place = path_of(path)
        if place in self._known or self._is_listed(place):
            found = self._known.get(place)
        else:
            found = entry_at(place, self._files(place))
        if found is None:
            raise missing(place)
        return found

    def get_file(
        self,
        rpath: str,
        lpath: Any = None,
        callback: object = None,
        outfile: object = None,
        **_: object,
    ) -> None:
        """Note a file that is to be fetched; directories come with their files."""
        if self.info(rpath)["type"] == "file":
            self.pairs.append((lpath, path_of(rpath)))

    def put_file(
        self, lpath: str, rpath: str, callback: object = None, mode: str = "overwrite", **_: object
    ) -> None:
        """Note a file that is to be sent; directories come with their files."""
        if os.path.isdir(lpath):  # noqa: PTH112  fsspec's paths are texts
            return
        if mode == "create":
            self.refuse_existing(rpath)
        self.pairs.append((lpath, path_of(rpath)))

    def cp_file(self, path1: str, path2: str, **_: object) -> None:
        """Note a file that is to be copied; directories come with their files."""
        if self.info(path1)["type"] == "file":
            self.pairs.append((path_of(path1), path_of(path2)))

    def rm_file(self, path: str) -> None:
        """Note what is to be deleted."""
        self.doomed.append(self.info(path))

    def refuse_existing(self, path: str) -> None:
        """Make sure that nothing is at a path.

        Raises:
            FileExistsError: Something is.
        """
        if entry_at(path_of(path), self._files(path_of(path))) is not None:
            raise FileExistsError(errno.EEXIST, "there is something in SDS already", path_of(path))

    def _is_listed(self, place: str) -> bool:
        return any(place == top or paths.is_within(place, top) for top in self._listed)

    def _list(self, place: str) -> None:
        for directory, entries in by_directory(self._files(place), place).items():
            is_directory = any(entry["name"] != directory for entry in entries)
            if is_directory:
                self._listings[directory] = entries
                self._known.setdefault(directory, directory_entry(directory))
            self._known.update({entry["name"]: entry for entry in entries})
        self._listed.append(place)
        self._known.setdefault(paths.ROOT, directory_entry(paths.ROOT))
