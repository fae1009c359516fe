"""How the workers of this machine learn that a transfer was broken off.

An executor can't take back what a worker has begun. So a transfer has a file in the temporary
folder for as long as it goes on, and whoever works for it and sees that folder looks at it.
Workers of other machines finish the shard they have, and get no other.
"""

from __future__ import annotations

import os
import platform
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from spectrumx.control import Control
from spectrumx.disk import local_file_error

SECONDS_BETWEEN_LOOKS = 0.2


class Lease(NamedTuple):
    """For how long to work.

    Attributes:
        path: File that is there until the transfer ends.
        where: Tells its folder from every other, of other machines too.
    """

    path: str
    where: str

    @contextmanager
    def watched(self, control: Control) -> Iterator[None]:
        """Cancel when the lease ends; where its folder is not seen, never."""
        if self.where != _whereabouts(self.path):
            yield
            return
        if not self._lasts():
            control.cancel()
        done = threading.Event()
        watcher = threading.Thread(
            target=self._watch, args=(control, done), name="spectrumx-lease", daemon=True
        )
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()

    def end(self) -> None:
        """Let whoever works for it on this machine break off."""
        try:
            os.unlink(self.path)  # noqa: PTH108  a plain text, as everywhere in it
        except FileNotFoundError:
            return

    def _watch(self, control: Control, done: threading.Event) -> None:
        while self._lasts():
            if done.wait(SECONDS_BETWEEN_LOOKS):
                return
        control.cancel()

    def _lasts(self) -> bool:
        return os.path.exists(self.path)  # noqa: PTH110  as above


@contextmanager
def lease() -> Iterator[Lease]:
    """Hold a lease.

    Raises:
        LocalFileError: The temporary folder can't be written.
    """
    try:
        descriptor, path = tempfile.mkstemp(prefix="spectrumx-", suffix=".running")
    except OSError as problem:
        raise local_file_error(problem, tempfile.gettempdir(), doing="write into") from problem
    os.close(descriptor)
    held = Lease(path, _whereabouts(path))
    try:
        yield held
    finally:
        held.end()


def _whereabouts(path: str) -> str:
    """Tell the folder of a path from others of that name: two jobs may each have a /tmp."""
    try:
        folder = os.stat(os.path.dirname(path))  # noqa: PTH116, PTH120  as above
    except OSError:
        return ""
    return f"{platform.node()} {folder.st_dev} {folder.st_ino}"
