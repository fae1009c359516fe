"""Sending what a folder holds: shows progress, warns of an empty folder, raises failures."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from pathlib import Path, PurePosixPath

from spectrumx.bulk import Bulk
from spectrumx.control import Control, surrounding
from spectrumx.disk import lasting_path
from spectrumx.disk import local_path as path_of
from spectrumx.errors import SDSWarning
from spectrumx.models.reports import TransferReport
from spectrumx.notices import notify
from spectrumx.progress import Consumer, display, fan_out
from spectrumx.resources.catalogue import Catalogue
from spectrumx.transfer.access import Access
from spectrumx.transfer.checksums import Checksums
from spectrumx.transfer.run import Terms


class Sender:
    """Uploads for one client."""

    def __init__(
        self, bulk: Bulk, *, access: Access, catalogue: Catalogue, cache_dir: Path
    ) -> None:
        self._bulk = bulk
        self._access = access
        self._catalogue = catalogue
        self._cache_dir = cache_dir

    def __call__(
        self,
        local_path: Path | str,
        sds_path: str | PurePosixPath,
        *,
        include: Iterable[str],
        exclude: Iterable[str],
        verbose: bool,
        raise_on_error: bool,
        on_event: Consumer | None,
        limit_rate: float | None,
        control: Control | None = None,
        executor: Executor | None = None,
    ) -> TransferReport:
        """Upload a file or the contents of a folder; see `Client.upload`.

        Args:
            local_path: The file or folder.
            sds_path: SDS directory it goes to.
            include: Patterns of which a file must match one, if there are any.
            exclude: Patterns of what is left out.
            verbose: Show a bar.
            raise_on_error: Raise the first failure when all is done; else only report.
            on_event: Takes the events besides the bar.
            limit_rate: Bytes per second, at most.
            control: Pauses, resumes and cancels it; by default what this thread obeys.
            executor: Has the workers that are to do it; None to do it here.
        """
        # Loaded by the first upload: matching patterns takes a library that no download needs.
        from spectrumx.transfer import elsewhere, upload  # noqa: PLC0415

        control = control or surrounding()
        with display(verbose=verbose) as bar, Checksums(self._cache_dir, control) as checksums:
            terms = Terms(fan_out(bar, on_event), control, limit_rate)
            if executor is None:
                report = upload.upload(
                    path_of(local_path, "local_path"),
                    sds_path,
                    catalogue=self._catalogue,
                    bulk=self._bulk,
                    checksums=checksums,
                    include=include,
                    exclude=exclude,
                    terms=terms,
                )
            else:
                workers = elsewhere.workers_of(
                    executor, self._access, dry_run=self._bulk.is_dry_run, terms=terms
                )
                report = workers.upload(
                    lasting_path(local_path, "local_path"),
                    sds_path,
                    catalogue=self._catalogue,
                    include=include,
                    exclude=exclude,
                )
        if not len(report):
            notify(f"nothing is in {local_path}, so nothing is uploaded", SDSWarning)
        if raise_on_error:
            report.raise_for_failures()
        return report
