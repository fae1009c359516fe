"""Fetching files that are known: shows progress, warns of what was left alone, raises failures."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from pathlib import Path, PurePosixPath

from spectrumx import paths
from spectrumx.bulk import Bulk
from spectrumx.control import Control, surrounding
from spectrumx.disk import lasting_path, local_path
from spectrumx.errors import SDSWarning
from spectrumx.models import File
from spectrumx.models.reports import TransferReport
from spectrumx.notices import notify
from spectrumx.progress import Consumer, display, fan_out
from spectrumx.resources.catalogue import Catalogue
from spectrumx.transfer import download
from spectrumx.transfer.access import Access
from spectrumx.transfer.checksums import Checksums
from spectrumx.transfer.run import Terms


class Fetcher:
    """Downloads for one client.

    Attributes:
        verbose: Whether a bar is shown, unless told otherwise.
    """

    def __init__(self, bulk: Bulk, *, access: Access, cache_dir: Path, verbose: bool) -> None:
        self._bulk = bulk
        self._access = access
        self._cache_dir = cache_dir
        self.verbose = verbose

    def __call__(
        self,
        wanted: Iterable[tuple[File, str]],
        to: Path | str,
        *,
        overwrite: bool,
        verbose: bool | None,
        raise_on_error: bool,
        on_event: Consumer | None,
        limit_rate: float | None = None,
        control: Control | None = None,
        executor: Executor | None = None,
    ) -> TransferReport:
        """Download files.

        Args:
            wanted: Files and the path each gets below the folder.
            to: The folder; made when it is needed.
            overwrite: Replace local files that differ.
            verbose: Show a bar; None for the client's own setting.
            raise_on_error: Raise the first failure when all is done; else only report.
            on_event: Takes the events besides the bar.
            limit_rate: Bytes per second, at most.
            control: Pauses, resumes and cancels it; by default what this thread obeys.
            executor: Has the workers that are to do it; None to do it here.

        Returns:
            A result for every file.

        Raises:
            InvalidRequestError: Two files want one place; nothing was written.
            LocalFileError: `to` is a file, or lies inside one.
            SDSError: The first failure, with the whole report as its `report`.
        """
        shown = self.verbose if verbose is None else verbose
        control = control or surrounding()
        with display(verbose=shown) as bar, Checksums(self._cache_dir, control) as checksums:
            terms = Terms(fan_out(bar, on_event), control, limit_rate)
            if executor is None:
                report = download.download(
                    wanted,
                    local_path(to, "to"),
                    bulk=self._bulk,
                    checksums=checksums,
                    overwrite=overwrite,
                    terms=terms,
                )
            else:
                # Loaded when it is asked for, with what uploads need.
                from spectrumx.transfer.elsewhere import workers_of  # noqa: PLC0415

                workers = workers_of(
                    executor, self._access, dry_run=self._bulk.is_dry_run, terms=terms
                )
                report = workers.download(wanted, lasting_path(to, "to"), overwrite=overwrite)
        if report.conflicts:
            notify(
                f"{len(report.conflicts)} local files differ and were left alone; they are in the "
                "report's conflicts, and overwrite=True replaces them",
                SDSWarning,
            )
        if raise_on_error:
            report.raise_for_failures()
        return report


class Downloader:
    """Downloads of what is at a path, for one client."""

    def __init__(self, catalogue: Catalogue, *, fetch: Fetcher) -> None:
        self._catalogue = catalogue
        self._fetch = fetch

    def __call__(
        self,
        sds_path: str | PurePosixPath,
        *,
        to: Path | str,
        overwrite: bool,
        verbose: bool | None,
        raise_on_error: bool,
        on_event: Consumer | None,
        limit_rate: float | None,
        control: Control | None = None,
        executor: Executor | None = None,
    ) -> TransferReport:
        """Download a file, or everything below a directory; see `Client.download`."""
        folder = local_path(to, "to")
        if executor is None:  # else it is a folder of the workers
            download.refuse_file_as_folder(folder)
        normal = self._catalogue.normalise(sds_path)
        listing = self._catalogue.below(normal)
        report = self._fetch(
            ((file, paths.relative_to(file.path, normal)) for file in listing),
            folder,
            overwrite=overwrite,
            verbose=verbose,
            raise_on_error=raise_on_error,
            on_event=on_event,
            limit_rate=limit_rate,
            control=control,
            executor=executor,
        )
        if not len(report):
            notify(f"nothing is at {normal}, so nothing is downloaded", SDSWarning)
        return report
