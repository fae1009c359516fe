"""Downloading: list there, look here, decide, fetch, check, rename."""

from __future__ import annotations

import logging
import stat
import time
from collections.abc import Iterable
from pathlib import Path

from spectrumx import paths
from spectrumx.bulk import Bulk, Downloaded, DownloadJob, Uploaded
from spectrumx.disk import local_file_error
from spectrumx.errors import (
    LocalFileError,
    SDSError,
    UnexpectedResponseError,
)
from spectrumx.models import File
from spectrumx.progress import Consumer
from spectrumx.transfer.checksums import Checksums
from spectrumx.transfer.plan import Action, Reason, Step, decide_download, refuse_clashes
from spectrumx.transfer.report import FileResult, Status, TransferReport
from spectrumx.transfer.run import Run

log = logging.getLogger(__name__)


def download(
    wanted: Iterable[tuple[File, str]],
    to: Path,
    *,
    bulk: Bulk,
    checksums: Checksums,
    overwrite: bool,
    consumer: Consumer,
) -> TransferReport:
    """Fetch files into a folder.

    Args:
        wanted: Files and the path each gets below the folder.
        to: The folder; made when it is needed.
        bulk: Moves the contents.
        checksums: Of local files.
        overwrite: Replace local files that differ.
        consumer: Takes the events.

    Returns:
        A result for every file.

    Raises:
        LocalFileError: `to` is a file, or lies inside one; nothing was written.
        InvalidRequestError: Two files want one place; nothing was written.
    """
    began = time.monotonic()
    refuse_file_as_folder(to)
    steps = [_step(file, relative, to, checksums, overwrite=overwrite) for file, relative in wanted]
    refuse_clashes(step for step in steps if step.action != Action.FAIL)
    for step in steps:
        if step.reason == Reason.DIFFERS:
            log.warning("%s is left alone: it differs from %s", step.local_path, step.sds_path)
    run = Run(steps, verb="download", consumer=consumer, began=began)

    def job_for(index: int, step: Step) -> DownloadJob:
        return _job(index, step, root=to, overwrite=overwrite)

    return run.carry_out(bulk, job_for=job_for, settle=_settle)


def refuse_file_as_folder(to: Path) -> None:
    """Make sure that a folder can be where files are to go.

    Raises:
        LocalFileError: It is a file, or lies inside one.
    """
    for place in (to, *to.parents):
        if place.is_dir():
            return
        if place.exists() or place.is_symlink():
            message = f"can't download into {to}: {place} is not a folder"
            raise LocalFileError(message, path=str(place))


def _step(file: File, relative: str, to: Path, checksums: Checksums, *, overwrite: bool) -> Step:
    target = to / relative
    try:
        target = paths.local_target(to, relative)
        local_size = _size_at(target)
        action, reason = decide_download(
            local_size, file, lambda: checksums.of(target), overwrite=overwrite
        )
    except SDSError as problem:
        return _failed(file, target, problem)
    except OSError as problem:
        return _failed(file, target, local_file_error(problem, target, doing="read"))
    if file.uuid is None:
        message = f"the gateway names no uuid for {file.path}, so it can't be fetched"
        return _failed(file, target, UnexpectedResponseError(message))
    return Step(action, reason, file.path, target, file.size, file=file)


def _failed(file: File, target: Path, error: SDSError) -> Step:
    return Step(Action.FAIL, Reason.BLOCKED, file.path, target, file.size, file=file, error=error)


def _size_at(target: Path) -> int | None:
    try:
        status = target.stat()
    except FileNotFoundError:
        if target.is_symlink():
            raise LocalFileError(
                f"{target} is a link that leads nowhere; remove it", path=str(target)
            ) from None
        return None
    except NotADirectoryError:
        raise LocalFileError(
            f"{target} can't be made: a part of its path is a file", path=str(target)
        ) from None
    if not stat.S_ISREG(status.st_mode):
        raise LocalFileError(f"{target} is not a regular file; it is left alone", path=str(target))
    return status.st_size


def _job(index: int, step: Step, *, root: Path, overwrite: bool) -> DownloadJob:
    assert step.file is not None, "only known files are fetched"
    assert step.file.uuid is not None, "a step that moves has a uuid"
    return DownloadJob(
        index=index,
        uuid=step.file.uuid,
        target=step.local_path,
        root=root,
        size=step.file.size,
        checksum=step.file.sum_blake3,
        overwrite=overwrite,
    )


def _settle(step: Step, outcome: Downloaded | Uploaded | SDSError) -> FileResult:
    if isinstance(outcome, SDSError):
        return FileResult(step, Status.FAILED, error=outcome)
    return FileResult(step, Status.TRANSFERRED, verified=outcome.verified)
