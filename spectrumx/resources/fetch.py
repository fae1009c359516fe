"""What resources ask of the transfer engine, which lies below them."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from pathlib import Path
from typing import Protocol

from spectrumx.models import File
from spectrumx.models.reports import TransferReport
from spectrumx.progress import Consumer


class Fetch(Protocol):
    """Downloads files that are known already."""

    def __call__(
        self,
        wanted: Iterable[tuple[File, str]],
        to: Path | str,
        *,
        overwrite: bool,
        verbose: bool | None,
        raise_on_error: bool,
        on_event: Consumer | None,
        executor: Executor | None = None,
    ) -> TransferReport:
        """Download files, each to its path below a folder, here or by workers."""
        ...
