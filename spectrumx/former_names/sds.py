"""The client as the functions of this package know it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Protocol
from uuid import UUID

from spectrumx.config import Config
from spectrumx.models import Capture, CaptureType
from spectrumx.models.reports import TransferReport
from spectrumx.resources.captures import Captures
from spectrumx.resources.datasets import Datasets
from spectrumx.resources.fetch import Fetch
from spectrumx.resources.files import Files
from spectrumx.session import Session

SdsPath = str | PurePosixPath


class Sds(Protocol):
    """What the functions here use of a client."""

    _fetch: Fetch
    _session: Session
    config: Config
    files: Files
    captures: Captures
    datasets: Datasets

    @property
    def dry_run(self) -> bool:
        """Whether nothing may be changed."""
        ...

    def upload(
        self,
        local_path: Path | str,
        *,
        sds_path: SdsPath,
        verbose: bool | None = None,
        raise_on_error: bool = True,
    ) -> TransferReport:
        """Upload a file or a folder."""
        ...

    def upload_capture(
        self,
        local_path: Path | str,
        *,
        sds_path: SdsPath,
        capture_type: CaptureType | str,
        channel: str | Iterable[str] | None,
        scan_group: UUID | str | None = None,
        name: str | None = None,
        verbose: bool,
    ) -> Capture:
        """Upload a recording and make it a capture."""
        ...
