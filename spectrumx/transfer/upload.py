"""Uploading: scan here, list there, decide, send."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath

from spectrumx import paths
from spectrumx.bulk import Bulk, Downloaded, Uploaded, UploadJob
from spectrumx.disk import local_file_error
from spectrumx.errors import (
    ConflictError,
    FileError,
    IntegrityError,
    NotFoundError,
    SDSError,
    about,
)
from spectrumx.models import File
from spectrumx.models.reports import TransferReport
from spectrumx.models.transfers import Action, Outcome, Reason, Status, Step
from spectrumx.resources.catalogue import Catalogue
from spectrumx.spool import Spool
from spectrumx.transfer.checksums import Checksums
from spectrumx.transfer.plan import decide_upload
from spectrumx.transfer.run import Run, Terms
from spectrumx.transfer.scan import Found, LocalFile, scan

log = logging.getLogger(__name__)

_INTEGRITY = about(IntegrityError, FileError)


def upload(
    local_path: Path,
    sds_path: str | PurePosixPath,
    *,
    catalogue: Catalogue,
    bulk: Bulk,
    checksums: Checksums,
    include: Iterable[str],
    exclude: Iterable[str],
    terms: Terms,
) -> TransferReport:
    """Send a file or the contents of a folder.

    Args:
        local_path: The file or folder.
        sds_path: SDS directory it goes to.
        catalogue: Knows what is there.
        bulk: Moves the contents.
        checksums: Of local files.
        include: Patterns of which a file must match one, if there are any.
        exclude: Patterns of what is left out.
        terms: On what terms it runs.

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
    return send(found, directory, catalogue=catalogue, bulk=bulk, checksums=checksums, terms=terms)


def send(
    found: Iterable[Found],
    directory: str,
    *,
    catalogue: Catalogue,
    bulk: Bulk,
    checksums: Checksums,
    terms: Terms,
) -> TransferReport:
    """Send files that were found, each to its relative path below a directory.

    Args:
        found: What there is.
        directory: SDS directory, in its one form.
        catalogue: Knows what is there.
        bulk: Moves the contents.
        checksums: Of local files.
        terms: On what terms it runs.

    Returns:
        A result for everything found.

    Raises:
        SDSError: What is there can't be listed; nothing was sent.
    """
    with Run(verb="upload", terms=terms) as run:
        plan(run, found, directory, catalogue=catalogue, checksum=checksums.of)
        return carry_out(run, catalogue=catalogue, bulk=bulk, checksums=checksums)


def plan(
    run: Run,
    found: Iterable[Found],
    directory: str,
    *,
    catalogue: Catalogue,
    checksum: Callable[[str], str],
) -> None:
    """Decide on files that were found.

    Args:
        run: Takes what is decided.
        found: What there is.
        directory: SDS directory, in its one form.
        catalogue: Knows what is there.
        checksum: Computes the BLAKE3 of a local file.

    Raises:
        SDSError: What is there can't be listed.
    """
    names = _Names(found, run)
    remote = catalogue.at(directory, names)
    for one in run.until_cancelled(names.found):
        run.plan(_step(one, paths.join(directory, one.relative), remote, checksum))


def carry_out(
    run: Run, *, catalogue: Catalogue, bulk: Bulk, checksums: Checksums
) -> TransferReport:
    """Send what was decided to be sent.

    Args:
        run: The upload, planned.
        catalogue: Knows what is there.
        bulk: Moves the contents.
        checksums: Of local files.

    Returns:
        A result for every file.
    """

    def link(step: Step) -> Outcome | None:
        checksum = checksums.known(step.place)
        return _linked(step, checksum, catalogue) if checksum else None

    def job_for(index: int, step: Step) -> UploadJob:
        return _job(index, step, directory=catalogue.full(paths.parent(step.sds_path)))

    def settle(step: Step, outcome: Downloaded | Uploaded | SDSError) -> Outcome:
        return _settle(step, outcome, catalogue=catalogue, checksums=checksums)

    return run.carry_out(bulk, job_for=job_for, settle=settle, link=link)


class _Names(Collection[str]):
    """The relative paths of the files that were found, for as long as their run goes on.

    Attributes:
        found: These, and what is left out.
    """

    def __init__(self, found: Iterable[Found], run: Run) -> None:
        self.found: Spool[str, Found] = Spool()
        self._run = run
        self._files = 0
        for one in run.until_cancelled(found):
            self.found[one.relative] = one
            self._files += isinstance(one, LocalFile)

    def __contains__(self, relative: object) -> bool:
        self._run.stop_if_cancelled()  # asked for each row of a listing, which may be very long
        return isinstance(relative, str) and relative in self.found

    def __iter__(self) -> Iterator[str]:
        found = self._run.until_cancelled(self.found)
        return (one.relative for one in found if isinstance(one, LocalFile))

    def __len__(self) -> int:
        return self._files


def _step(
    found: Found, sds_path: str, remote: Spool[str, File], checksum: Callable[[str], str]
) -> Step:
    place = found.place
    if not isinstance(found, LocalFile):
        action = Action.FAIL if found.error else Action.SKIP
        return Step(action, found.reason, sds_path, place, 0, error=found.error)
    step = Step(
        Action.UPLOAD,
        Reason.NEW,
        sds_path,
        place,
        found.size,
        file=remote.get(found.relative),
        permissions=found.permissions,
        media_type=found.media_type,
    )
    return decided(step, checksum)


def decided(step: Step, checksum: Callable[[str], str]) -> Step:
    """Decide whether a local file is sent, given what the gateway has.

    Args:
        step: The file.
        checksum: Computes the BLAKE3 of a local file.

    Returns:
        The step with what was decided.
    """
    try:
        action, reason = decide_upload(step.size, step.file, lambda: checksum(step.place))
    except OSError as problem:
        error = local_file_error(problem, step.place, doing="read")
        return step._replace(action=Action.FAIL, reason=Reason.BLOCKED, error=error)
    return step._replace(action=action, reason=reason)


def _linked(step: Step, checksum: str, catalogue: Catalogue) -> Outcome | None:
    """Link a large file to equal contents that the gateway has at another path, if it has."""
    try:
        stored = catalogue.link(
            step.sds_path,
            checksum=checksum,
            media_type=step.media_type,
            permissions=step.permissions,
        )
    except (NotFoundError, ConflictError):
        return None
    if stored.sum_blake3 not in {"", checksum}:
        log.warning("%s was linked to other contents, so it is sent", step.sds_path)
        return None
    return Outcome(Status.LINKED, stored, verified=bool(stored.sum_blake3))


def _job(index: int, step: Step, *, directory: str) -> UploadJob:
    return UploadJob(
        index=index,
        source=step.place,
        directory=directory,
        name=paths.name_of(step.sds_path),
        media_type=step.media_type,
        permissions=step.permissions,
        size=step.size,
    )


def _settle(
    step: Step,
    outcome: Downloaded | Uploaded | SDSError,
    *,
    catalogue: Catalogue,
    checksums: Checksums,
) -> Outcome:
    if isinstance(outcome, Uploaded):
        checksums.remember(step.place, outcome.status, outcome.checksum)
        stored = catalogue.stored(outcome.answer)
        return Outcome(Status.TRANSFERRED, stored, verified=outcome.verified)
    try:
        if isinstance(outcome, ConflictError):
            return _settle_duplicate(step, outcome, catalogue, checksums.of(step.place))
    except IntegrityError as problem:
        return Outcome(Status.FAILED, error=problem)
    except (SDSError, OSError) as problem:
        log.debug("the duplicate of %s can't be settled: %s", step.sds_path, problem)
    assert isinstance(outcome, SDSError), "an upload does not download"
    return Outcome(Status.FAILED, error=outcome)


def _settle_duplicate(
    step: Step, outcome: ConflictError, catalogue: Catalogue, checksum: str
) -> Outcome:
    """Make the contents that the gateway already has at a path the path's newest version.

    An earlier try was carried out and its answer lost; or an older version has these contents,
    and then they are linked as a new one (docs/gateway.md, "Files: upload").
    """
    directory, name = paths.parent(step.sds_path), paths.name_of(step.sds_path)
    newest = catalogue.at(directory, [name]).get(name)
    if newest is None:
        raise outcome
    if newest.sum_blake3 != checksum:
        newest = catalogue.link(
            step.sds_path,
            checksum=checksum,
            media_type=step.media_type,
            permissions=step.permissions,
        )
    if newest.sum_blake3 not in {"", checksum}:
        raise _INTEGRITY(
            f"{step.sds_path} was linked to other contents than {step.place} has; send it again",
            expected=checksum,
            actual=newest.sum_blake3,
        )
    return Outcome(Status.TRANSFERRED, newest, verified=bool(newest.sum_blake3))
