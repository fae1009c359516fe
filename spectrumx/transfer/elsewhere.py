"""Transfers planned here and carried out by the workers of an executor.

Here is listed what the gateway has, and decided which file has which place. Whether it moves, each
worker decides on what it sees, as one machine does by itself: its disk may be its own. Of this
machine's disk nothing is asked for a download.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from spectrumx import paths
from spectrumx.control import Control
from spectrumx.errors import InvalidRequestError, SDSError
from spectrumx.models import File
from spectrumx.models.reports import TransferReport
from spectrumx.models.transfers import Action, Reason, Step
from spectrumx.resources.catalogue import Catalogue
from spectrumx.transfer import spread, upload
from spectrumx.transfer.access import Access
from spectrumx.transfer.plan import Places
from spectrumx.transfer.run import Run, Terms
from spectrumx.transfer.scan import scan
from spectrumx.transfer.task import Fetching, Sending, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """Those who carry out a transfer.

    Attributes:
        executor: Has them.
        access: How they reach the gateway.
        dry_run: Whether they only tell what they would do.
        terms: On what terms it runs.
    """

    executor: Executor
    access: Access
    dry_run: bool
    terms: Terms

    def download(
        self, wanted: Iterable[tuple[File, str]], to: Path, *, overwrite: bool
    ) -> TransferReport:
        """Fetch files into a folder of the workers.

        Args:
            wanted: Files and the path each gets below the folder.
            to: The folder; absolute.
            overwrite: Replace files of theirs that differ.

        Returns:
            A result for every file.

        Raises:
            InvalidRequestError: Two files want one place; nothing was handed out.
        """
        with Run(verb="download", terms=self.terms) as run:
            places = Places()
            for file, relative in run.until_cancelled(wanted):
                step = _fetch(file, relative, str(to))
                if step.action is not Action.FAIL:
                    places.take(relative, file.path)
                run.plan(step)
            places.refuse_clashes()
            del places  # which may be very many
            return self._carry_out(run, Fetching(str(to), overwrite))

    def upload(
        self,
        local_path: Path,
        sds_path: str | PurePosixPath,
        *,
        catalogue: Catalogue,
        include: Iterable[str],
        exclude: Iterable[str],
    ) -> TransferReport:
        """Send a file or the contents of a folder, which the workers have to see as well.

        Args:
            local_path: The file or folder; absolute.
            sds_path: SDS directory it goes to.
            catalogue: Knows what is there.
            include: Patterns of which a file must match one, if there are any.
            exclude: Patterns of what is left out.

        Returns:
            A result for every file found.

        Raises:
            InvalidRequestError: The SDS path or a pattern is malformed; nothing was sent.
            LocalFileError: There is nothing to send at that path; nothing was sent.
            SDSError: What is there can't be listed; nothing was sent.
        """
        paths.normalise(sds_path)
        found = scan(local_path, include=include, exclude=exclude)
        directory = catalogue.normalise(sds_path)
        with Run(verb="upload", terms=self.terms) as run:
            upload.plan(run, found, directory, catalogue=catalogue, checksum=_unknown)
            return self._carry_out(run, Sending())

    def _carry_out(self, run: Run, verb: Verb) -> TransferReport:
        return spread.carry_out(
            run,
            verb,
            executor=self.executor,
            access=self.access,
            control=self.terms.control or Control(),
            dry_run=self.dry_run,
        )


def workers_of(executor: object, access: Access, *, dry_run: bool, terms: Terms) -> Workers:
    """Take an executor for a transfer.

    Args:
        executor: What was given as one.
        access: How its workers reach the gateway.
        dry_run: Whether they only tell what they would do.
        terms: On what terms it runs.

    Raises:
        InvalidRequestError: It is none, or the terms limit the rate.
    """
    if not isinstance(executor, Executor):
        raise InvalidRequestError(
            "executor is a concurrent.futures.Executor, such as a ProcessPoolExecutor or "
            f"dask_client.get_executor(), not {executor!r}"
        )
    if terms.limit_rate is not None:
        raise InvalidRequestError(
            "limit_rate is for one machine, for workers don't know of each other; give it or "
            "executor"
        )
    return Workers(executor=executor, access=access, dry_run=dry_run, terms=terms)


def _fetch(file: File, relative: str, to: str) -> Step:
    try:
        place = paths.local_target(to, relative)
    except SDSError as problem:
        return Step(Action.FAIL, Reason.BLOCKED, file.path, to, file.size, file, problem)
    return Step(Action.DOWNLOAD, Reason.NEW, file.path, place, file.size, file)


def _unknown(_: str) -> str:
    """No file's checksum: to compute them is the workers' part."""
    return ""
