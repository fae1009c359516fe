"""A folder for what a benchmark reads and writes, in memory where there is such a place.

Deleting thousands of files on a disk slows the creation of the next ones, and that would be
measured too.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108  a folder of one's own is made in it


def parent_folder() -> Path:
    """Where scratch folders are made."""
    return _MEMORY if os.access(_MEMORY, os.W_OK) else Path(tempfile.gettempdir())


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a folder and remove it with everything in it."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=parent_folder()) as folder:
        yield Path(folder)
