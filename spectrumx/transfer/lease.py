"""How the workers of this machine learn that a transfer was broken off.

An executor can't take back what a worker has begun. So a transfer has a file in the temporary
folder for as long as it goes on, and whoever works for it on the same machine looks at that.
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
        machine: Name of the machine it is on.
    """

    path: str
    machine: str

    @contextmanager
    def watched(self, control: Control) -> Iterator[None]:
        """Cancel when the lease ends; on another machine, never."""
        if self.machine != platform.node():
            yield
            return
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
        while os.path.exists(self.path):  # noqa: PTH110  as above
            if done.wait(SECONDS_BETWEEN_LOOKS):
                return
        control.cancel()


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
    held = Lease(path, platform.node())
    try:
        yield held
    finally:
        held.end()
