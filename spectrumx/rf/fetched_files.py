"""What readers ask of whoever fetches the files of a recording for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol


class Stream(Protocol):
    """A file that is read by parts, as h5py reads it."""

    @property
    def fetched(self) -> int:
        """Bytes that were fetched so far."""
        ...

    def read(self, size: int = -1, /) -> bytes | None:
        """Read bytes."""
        ...

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go somewhere."""
        ...


class Files(Protocol):
    """The files of a recording, by their names below its folder, with `/` between components."""

    @property
    def folder(self) -> Path:
        """Where they are brought to."""
        ...

    @property
    def names(self) -> Sequence[str]:
        """All there are."""
        ...

    def size(self, name: str) -> int:
        """How many bytes a file has."""
        ...

    def is_here(self, name: str) -> bool:
        """Whether a file was brought, and has not been removed or replaced since."""
        ...

    def seems_here(self, name: str) -> bool:
        """Whether a file of its size is here already, so that to bring it may cost nothing."""
        ...

    def bring(self, names: Iterable[str]) -> None:
        """Have files lie in the folder, whole and checked."""
        ...

    def stream(self, name: str) -> Stream | None:
        """Open a file whose parts are fetched as they are read; None where that can't be."""
        ...
