"""Downloading: list there, look here, decide, fetch, check, rename."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from spectrumx import paths
from spectrumx.bulk import Bulk, Downloaded, DownloadJob, Uploaded
from spectrumx.bulk.partial import stem
from spectrumx.disk import TargetFolder, local_file_error
from spectrumx.errors import (
    LocalFileError,
    SDSError,
    TransferCancelledError,
    UnexpectedResponseError,
    UnsafePathError,
)
from spectrumx.models import File
from spectrumx.models.reports import TransferReport
from spectrumx.models.transfers import Action, Outcome, Reason, Status, Step
from spectrumx.transfer.checksums import Checksums
from spectrumx.transfer.plan import Places, decide_download
from spectrumx.transfer.run import Run, Terms


def download(
    wanted: Iterable[tuple[File, str]],
    to: Path,
    *,
    bulk: Bulk,
    checksums: Checksums,
    overwrite: bool,
    terms: Terms,
) -> TransferReport:
    """Fetch files into a folder.

    Args:
        wanted: Files and the path each gets below the folder.
        to: The folder; made when it is needed.
        bulk: Moves the contents.
        checksums: Of local files.
        overwrite: Replace local files that differ.
        terms: On what terms it runs.

    Returns:
        A result for every file.

    Raises:
        LocalFileError: `to` is a file, or lies inside one; nothing was written.
        InvalidRequestError: Two files want one place; nothing was written.
    """
    with Run(verb="download", terms=terms) as run:
        refuse_file_as_folder(to)
        places = Places()
        folder = TargetFolder(to)
        decisions = _Decisions(to, folder, checksums, overwrite=overwrite)
        for file, relative in run.until_cancelled(wanted):
            step = decisions.step(file, relative)
            if step.action is not Action.FAIL:
                places.take(relative, file.path)
            run.plan(step)
        places.refuse_clashes()
        del places  # which may be very many

        bulk.remove_leftovers(run.until_cancelled(decisions.leftovers))

        def job_for(index: int, step: Step) -> DownloadJob:
            return _job(index, step, folder=folder, overwrite=overwrite)

        def settle(step: Step, outcome: Downloaded | Uploaded | SDSError) -> Outcome:
            return _settle(step, outcome, checksums)

        return run.carry_out(bulk, job_for=job_for, settle=settle)


def refuse_file_as_folder(to: Path) -> None:
    """Make sure that a folder can be where files are to go.

    Raises:
        LocalFileError: It is a file, or lies inside one.
    """
    try:
        nearest = next(place for place in (to, *to.parents) if place.is_symlink() or place.exists())
        is_folder = nearest.is_dir()
    except OSError as problem:
        raise local_file_error(problem, to, doing="write into") from problem
    if not is_folder:
        message = f"can't download into {to}: {nearest} is not a folder"
        raise LocalFileError(message, path=str(nearest))


class _Decisions:
    """Decides on one file after the other, and looks at this machine as little as it can.

    Attributes:
        leftovers: Files that are there already, each with the names of unfinished downloads of it.
    """

    def __init__(
        self, to: Path, folder: TargetFolder, checksums: Checksums, *, overwrite: bool
    ) -> None:
        self._to = str(to)
        self._folder = folder
        self._checksums = checksums
        self._overwrite = overwrite
        self._is_there: dict[str, bool] = {}
        self.leftovers: list[tuple[str, list[str]]] = []

    def step(self, file: File, relative: str) -> Step:
        """Decide on one file."""
        place = self._to
        try:
            place = paths.local_target(self._to, relative)
            status = self._status_at(place)
            action, reason = decide_download(
                None if status is None else status.st_size,
                file,
                lambda: self._checksums.of(place),
                overwrite=self._overwrite,
            )
        except TransferCancelledError:
            raise
        except SDSError as problem:
            return _failed(file, place, problem)
        except OSError as problem:
            return _failed(file, place, local_file_error(problem, place, doing="read"))
        if file.uuid is None:
            message = f"the gateway names no uuid for {file.path}, so it can't be fetched"
            return _failed(file, place, UnexpectedResponseError(message))
        if reason is Reason.SAME:
            self._note_leftovers(place)
        return Step(action, reason, file.path, place, file.size, file)

    def _status_at(self, place: str) -> os.stat_result | None:
        """What is at a place, None when nothing is."""
        folder = place.rpartition(os.sep)[0]
        if folder not in self._is_there:
            self._is_there[folder] = _is_there(folder)
        # Most files of a download come into folders that are not there yet.
        return _status_of(place) if self._is_there[folder] else None

    def _note_leftovers(self, place: str) -> None:
        folder, separator, name = place.rpartition(os.sep)
        try:
            unfinished = self._folder.unfinished_in(folder + separator)
        except (OSError, UnsafePathError):  # nothing is removed there, and the file is whole
            return
        if unfinished and (names := unfinished.pop(stem(name), None)):
            self.leftovers.append((place, names))


def _failed(file: File, place: str, error: SDSError) -> Step:
    return Step(Action.FAIL, Reason.BLOCKED, file.path, place, file.size, file=file, error=error)


def _is_there(folder: str) -> bool:
    try:
        os.lstat(folder)
    except FileNotFoundError:
        return False
    except OSError:  # such as a part of its path that is a file: each file in it will say so
        return True
    return True


def _status_of(place: str) -> os.stat_result | None:
    try:
        status = os.lstat(place)
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        message = f"{place} can't be made: a part of its path is a file"
        raise LocalFileError(message, path=place) from None
    if stat.S_ISLNK(status.st_mode):
        try:
            status = os.stat(place)  # noqa: PTH116  a plain text, many times over
        except FileNotFoundError:
            message = f"{place} is a link that leads nowhere; remove it"
            raise LocalFileError(message, path=place) from None
    if not stat.S_ISREG(status.st_mode):
        raise LocalFileError(f"{place} is not a regular file; it is left alone", path=place)
    return status


def _job(index: int, step: Step, *, folder: TargetFolder, overwrite: bool) -> DownloadJob:
    assert step.file is not None, "only known files are fetched"
    assert step.file.uuid is not None, "a step that moves has a uuid"
    return DownloadJob(
        index=index,
        uuid=step.file.uuid,
        target=step.place,
        folder=folder,
        size=step.file.size,
        checksum=step.file.sum_blake3,
        overwrite=overwrite,
    )


def _settle(step: Step, outcome: Downloaded | Uploaded | SDSError, checksums: Checksums) -> Outcome:
    if isinstance(outcome, LocalFileError) and outcome.errno == errno.EEXIST:
        return _settle_taken(step, outcome, checksums)
    if isinstance(outcome, SDSError):
        return Outcome(Status.FAILED, error=outcome)
    return Outcome(Status.TRANSFERRED, verified=outcome.verified)


def _settle_taken(step: Step, outcome: LocalFileError, checksums: Checksums) -> Outcome:
    """Judge what somebody put at the target meanwhile, as the plan would have."""
    assert step.file is not None, "only known files are fetched"
    try:
        same = checksums.of(step.place) == step.file.sum_blake3
    except (OSError, TransferCancelledError):
        return Outcome(Status.FAILED, error=outcome)
    return Outcome(Status.SKIPPED, reason=Reason.SAME if same else Reason.DIFFERS)
