"""The folder as it is now, compared with what is known of it."""

from __future__ import annotations

import math
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from spectrumx import paths
from spectrumx.errors import SDSError
from spectrumx.transfer.filter import Filter, filter_for
from spectrumx.transfer.scan import LeftOut, LocalFile, scan_file, scan_folder
from spectrumx.watch.settling import observe
from spectrumx.watch.tracking import Tracking


class Looking:
    """Keeps what is known of the files true to the folder."""

    def __init__(
        self,
        folder: Path,
        *,
        include: tuple[str, ...],
        exclude: tuple[str, ...],
        settle: float,
        tracking: Tracking,
    ) -> None:
        """Read what is left out; nothing else is looked at yet.

        Args:
            folder: The watched folder.
            include: gitignore-style patterns; when there are any, a file must match one.
            exclude: gitignore-style patterns of what is left out.
            settle: Seconds that a file has to stay as it is before it counts as finished.
            tracking: What is known of the files.

        Raises:
            LocalFileError: The `.sdsignore` can't be read.
            InvalidRequestError: A pattern is malformed.
        """
        self._folder = folder
        self._include = include
        self._exclude = exclude
        self._settle = settle
        self._tracking = tracking
        self._chosen = self._filter()
        self._problems: dict[str, LeftOut] = {}
        self._former_problems: dict[str, LeftOut] = {}
        self._is_scanned = False
        self._asked = -1.0

    @property
    def is_away(self) -> bool:
        """Whether the folder is not there, as when its disk is taken out; nothing is forgotten."""
        return not self._folder.is_dir()

    @property
    def problems(self) -> int:
        """How many things the last scan found that can't be sent at all."""
        return len(self._problems)

    def new_problems(self) -> Iterator[LeftOut]:
        """What the last scan found that can't be sent, and the one before did not."""
        for relative, found in self._problems.items():
            if relative not in self._former_problems:
                yield found

    def scan(self, *, clock: Callable[[], float]) -> Iterator[None]:
        """Look at everything.

        What the first scan finds settles when `Tracking.settle_by` says so: then all of it can be
        sent in one go.

        Args:
            clock: The watch's, in seconds.

        Yields:
            Nothing, after each file, so that other work can be done in between.

        Raises:
            LocalFileError: The `.sdsignore` can't be read.
            InvalidRequestError: A pattern in it is malformed.
        """
        self._chosen = self._filter()
        settle = self._settle if self._is_scanned else math.inf
        problems: dict[str, LeftOut] = {}
        for found in scan_folder(self._folder, self._chosen):
            if isinstance(found, LocalFile):
                self._observe(found.path, found.relative, now=clock(), settle=settle)
            else:
                self._tracking.remove(found.relative)
            if isinstance(found, LeftOut) and found.error is not None:
                problems[found.relative] = found
            yield
        if not self.is_away:
            yield from self._forget_what_is_gone()
        self._former_problems, self._problems = self._problems, problems
        self._is_scanned = True

    def take(self, changed: Mapping[str, bool], *, now: float) -> None:
        """Look at single files.

        Args:
            changed: Their paths below the folder, and whether their writers have finished them.
            now: By the watch's clock, in seconds.

        Raises:
            LocalFileError: The `.sdsignore` can't be read.
            InvalidRequestError: A pattern in it is malformed.
        """
        if changed:
            self._chosen = self._filter()
        for relative, is_complete in changed.items():
            if self._may_be_sent(relative):
                settle = 0.0 if is_complete else self._settle
                self._observe(self._folder / relative, relative, now=now, settle=settle)

    def finished(self, *, now: float) -> Iterator[LocalFile]:
        """Give the files that are to be sent by now, each looked at once more.

        Those come first that are to be sent since this was last asked: a backlog does not hold
        them up, and is sent as far as they leave room.

        Args:
            now: By the watch's clock, in seconds.
        """
        if self.is_away:  # what can't be looked at waits
            return
        since, self._asked = self._asked, now
        for relative in self._tracking.due(now, since=since):
            path = self._folder / relative
            if status := self._observe(path, relative, now=now, settle=self._settle):
                yield LocalFile(str(path), relative, status.st_size, status.st_mode)

    def _observe(
        self, path: Path, relative: str, *, now: float, settle: float
    ) -> os.stat_result | None:
        """Note what a file looks like, and give its status where it looks as it did."""
        known = self._tracking.get(relative)
        try:
            status = _status_of(path)
        except OSError:  # it may be seen again later
            if known is not None and known.due is not None:
                self._tracking.put(relative, replace(known, due=now + settle))
            return None
        if status is None:
            if not self.is_away:
                self._tracking.remove(relative)
            return None
        signature = f"{status.st_size} {status.st_mtime_ns} {os.access(path, os.R_OK)}"
        seen = observe(known, signature, now=now, settle=settle)
        if seen != known:
            self._tracking.put(relative, seen)
        return status if known is not None and known.signature == signature else None

    def _may_be_sent(self, relative: str) -> bool:
        """Judge one file as a scan would; what is wrong with it, the next scan tells."""
        try:
            paths.normalise(relative)
            scan_file(self._folder / relative)
        except SDSError:
            return False
        return not self._is_left_out(relative)

    def _is_left_out(self, relative: str) -> bool:
        chosen, inside = self._chosen, ""
        for name in relative.split("/")[:-1]:
            inside += f"{name}/"
            folder = self._folder / inside
            if chosen.reason_against(inside) or folder.is_symlink():
                return True
            try:
                chosen = chosen.inside(folder, inside)
            except SDSError:  # without its .sdsignore, nothing says what must not be sent
                return True
        return chosen.reason_against(relative) is not None

    def _forget_what_is_gone(self) -> Iterator[None]:
        for relative in self._tracking.files():
            if not os.path.lexists(f"{self._folder}/{relative}"):
                self._tracking.remove(relative)
            yield

    def _filter(self) -> Filter:
        return filter_for(self._folder, include=self._include, exclude=self._exclude)


def _status_of(path: Path) -> os.stat_result | None:
    """Look at a file; None when it is gone, or nothing that can be sent.

    Raises:
        OSError: It can't be seen.
    """
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status if stat.S_ISREG(status.st_mode) and status.st_size else None
