"""What the kernel tells of changes below a folder, gathered until somebody asks."""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from watchdog.events import (
    EVENT_TYPE_CLOSED,
    EVENT_TYPE_CREATED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

log = logging.getLogger(__name__)

MOST_NOTICES = 10_000
"""Files that are remembered between two questions; the next scan finds the others."""

_KINDS = {EVENT_TYPE_CREATED, EVENT_TYPE_MODIFIED, EVENT_TYPE_CLOSED, EVENT_TYPE_MOVED}
_UNFINISHED, _FINISHED = "tmp.rf@", "rf@"


class Notices:
    """Files that changed since they were last asked for.

    They make a file known sooner, and nothing depends on them: there are none from network file
    systems, or when the kernel watches as many folders as it may.
    """

    def __init__(self, folder: Path, *, wake: threading.Event) -> None:
        """Begin to listen, where that is possible.

        Args:
            folder: What to listen to, with all folders below it; a path without links, as some
                kernels name it.
            wake: Set when there is something new.
        """
        self._folder = folder
        self._wake = wake
        self._changed: dict[str, bool] = {}
        self._lock = threading.Lock()
        self._observer = Observer()
        try:
            self._observer.schedule(_Handler(self), str(folder), recursive=True)
            self._observer.start()
        except OSError as problem:
            log.info("no notices of changes in %s, only scans: %s", folder, problem)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join()

    def note(self, path: str, *, is_complete: bool) -> None:
        """Remember that a file changed.

        Args:
            path: The file.
            is_complete: Whether its writer has finished it.
        """
        with self._lock:
            if len(self._changed) >= MOST_NOTICES:
                return
            self._changed[path] = is_complete or self._changed.get(path, False)
        self._wake.set()

    def take(self) -> dict[str, bool]:
        """Give the files that changed, by their paths below the folder.

        Returns:
            Whether its writer has finished it, for each.
        """
        with self._lock:
            changed, self._changed = self._changed, {}
        return {
            Path(path).relative_to(self._folder).as_posix(): is_complete
            for path, is_complete in changed.items()
            # Some kernels spell the folder as it was given, and not as it is.
            if Path(path).is_relative_to(self._folder)
        }


class _Handler(FileSystemEventHandler):
    def __init__(self, notices: Notices) -> None:
        self._notices = notices

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory or event.event_type not in _KINDS:
            return
        source = Path(os.fsdecode(event.src_path))
        target = Path(os.fsdecode(event.dest_path)) if event.dest_path else source
        if not target.name.startswith(_UNFINISHED):
            self._notices.note(str(target), is_complete=_is_finishing(source, target))


def _is_finishing(source: Path, target: Path) -> bool:
    """Tell whether a renaming is the one by which Digital RF finishes a file."""
    if not source.name.startswith(_UNFINISHED):
        return False
    return target == source.with_name(_FINISHED + source.name.removeprefix(_UNFINISHED))
