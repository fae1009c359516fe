"""Uploading: scan here, list there, decide, send."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from spectrumx import paths
from spectrumx.bulk import Bulk, Downloaded, Uploaded, UploadJob
from spectrumx.disk import local_file_error
from spectrumx.errors import ConflictError, LocalFileError, SDSError
from spectrumx.models import File, User
from spectrumx.progress import Consumer
from spectrumx.resources.files import Files
from spectrumx.transfer.checksums import Checksums
from spectrumx.transfer.filter import filter_for
from spectrumx.transfer.plan import Action, Reason, Step, decide_upload
from spectrumx.transfer.report import FileResult, Status, TransferReport
from spectrumx.transfer.run import Run
from spectrumx.transfer.scan import Found, LocalFile, scan_file, scan_folder

log = logging.getLogger(__name__)


def upload(
    local_path: Path,
    sds_path: str | PurePosixPath,
    *,
    files: Files,
    bulk: Bulk,
    checksums: Checksums,
    include: Iterable[str],
    exclude: Iterable[str],
    consumer: Consumer,
) -> TransferReport:
    """Send a file or the contents of a folder.

    Args:
        local_path: The file or folder.
        sds_path: SDS directory it goes to.
        files: Lists what is there.
        bulk: Moves the contents.
        checksums: Of local files.
        include: Patterns of which a file must match one, if there are any.
        exclude: Patterns of what is left out.
        consumer: Takes the events.

    Returns:
        A result for every file found.

    Raises:
        InvalidRequestError: The SDS path or a pattern is malformed; nothing was sent.
        LocalFileError: There is nothing to send at that path; nothing was sent.
        SDSError: What is there can't be listed; nothing was sent.
    """
    began = time.monotonic()
    paths.normalise(sds_path)
    found = _look(local_path, include=include, exclude=exclude)
    user, directory = files.me(), files.normalise(sds_path)
    remote = files.at(directory, (one.relative for one in found if isinstance(one, LocalFile)))
    steps = [_step(one, paths.join(directory, one.relative), remote, checksums) for one in found]
    run = Run(steps, verb="upload", consumer=consumer, began=began)

    def settle(step: Step, outcome: Downloaded | Uploaded | SDSError) -> FileResult:
        return _settle(step, outcome, files=files, user=user, checksums=checksums)

    return run.carry_out(bulk, job_for=_job, settle=settle)


def _look(local_path: Path, *, include: Iterable[str], exclude: Iterable[str]) -> list[Found]:
    if local_path.is_dir():
        chosen = filter_for(local_path, include=include, exclude=exclude)
        return list(scan_folder(local_path, chosen))
    if not local_path.exists():
        message = f"{local_path} does not exist; give a file or a folder"
        raise LocalFileError(message, path=str(local_path))
    return [scan_file(local_path)]


def _step(found: Found, sds_path: str, remote: Mapping[str, File], checksums: Checksums) -> Step:
    if not isinstance(found, LocalFile):
        action = Action.FAIL if found.error else Action.SKIP
        return Step(action, found.reason, sds_path, found.path, 0, error=found.error)
    there = remote.get(sds_path)
    try:
        action, reason = decide_upload(found.size, there, lambda: checksums.of(found.path))
    except OSError as problem:
        error = local_file_error(problem, found.path, doing="read")
        return Step(Action.FAIL, Reason.BLOCKED, sds_path, found.path, found.size, error=error)
    return Step(
        action,
        reason,
        sds_path,
        found.path,
        found.size,
        file=there,
        permissions=found.permissions,
        media_type=found.media_type,
    )


def _job(index: int, step: Step) -> UploadJob:
    return UploadJob(
        index=index,
        source=step.local_path,
        directory=paths.parent(step.sds_path),
        name=paths.name_of(step.sds_path),
        media_type=step.media_type,
        permissions=step.permissions,
        size=step.size,
    )


def _settle(
    step: Step,
    outcome: Downloaded | Uploaded | SDSError,
    *,
    files: Files,
    user: User,
    checksums: Checksums,
) -> FileResult:
    if isinstance(outcome, Uploaded):
        stored = files.stored(outcome.answer, owner=user).at(step.local_path)
        return FileResult(step, Status.TRANSFERRED, file=stored, verified=outcome.verified)
    try:
        if isinstance(outcome, ConflictError):
            return _settle_duplicate(step, files, checksums.of(step.local_path))
    except (SDSError, OSError) as problem:
        log.debug("the duplicate of %s can't be settled: %s", step.sds_path, problem)
    assert isinstance(outcome, SDSError), "an upload does not download"
    return FileResult(step, Status.FAILED, error=outcome)


def _settle_duplicate(step: Step, files: Files, checksum: str) -> FileResult:
    """Make the contents that the gateway already has at a path the path's newest version.

    An earlier try was carried out and its answer lost; or an older version has these contents,
    and then they are linked as a new one (docs/gateway.md, "Files: upload").
    """
    directory, name = paths.parent(step.sds_path), paths.name_of(step.sds_path)
    newest = files.at(directory, [name]).get(step.sds_path)
    if newest is None or newest.sum_blake3 != checksum:
        newest = files.link(
            step.sds_path,
            checksum=checksum,
            media_type=step.media_type,
            permissions=step.permissions,
        )
    verified = newest.sum_blake3 == checksum
    return FileResult(step, Status.TRANSFERRED, file=newest.at(step.local_path), verified=verified)
