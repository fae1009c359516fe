"""Files: sent out of the root folder's store, and checked in the other gateway's listing."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from spectrumx import paths
from spectrumx.bulk import Bulk, Downloaded, Uploaded, UploadJob
from spectrumx.client import Client
from spectrumx.connection import connection_from
from spectrumx.disk import local_file_error
from spectrumx.dryrun import DryRun
from spectrumx.errors import ConflictError, FileError, IntegrityError, SDSError, about
from spectrumx.localgateway.files import File as StoredFile
from spectrumx.localgateway.inventory import Inventory
from spectrumx.models import File
from spectrumx.models.transfers import Action, FileResult, Reason, Status, Step
from spectrumx.models.transfers import Outcome as FileOutcome
from spectrumx.progress import Consumer
from spectrumx.push.report import Item, Kind, Outcome
from spectrumx.resources.catalogue import Catalogue
from spectrumx.retry import RetryPolicy
from spectrumx.session import Session
from spectrumx.transfer.checksums import Checksums
from spectrumx.transfer.run import Run, Terms
from spectrumx.version import __version__

_INTEGRITY = about(IntegrityError, FileError)
_OUTCOMES = {
    Status.TRANSFERRED: Outcome.DONE,
    Status.SKIPPED: Outcome.SAME,
    Status.FAILED: Outcome.FAILED,
    Status.PLANNED: Outcome.PLANNED,
    Status.NOT_ATTEMPTED: Outcome.NOT_ATTEMPTED,
}


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of the files.

    Attributes:
        items: One for each.
        there: Those that the other gateway lists with the right checksum, by path.
    """

    items: list[Item]
    there: Mapping[str, File]


def carry(inventory: Inventory, sds: Client, *, consumer: Consumer) -> Arrived:
    """Send the files that the other gateway does not have at their paths.

    Args:
        inventory: What is here.
        sds: Client of the other gateway.
        consumer: Takes the events.

    Raises:
        SDSError: What is there can't be listed.
    """
    with _doors(sds) as (catalogue, bulk), Checksums(sds.config.cache_dir) as checksums:
        there = _listed(inventory.files, catalogue)
        with Run(verb="upload", terms=Terms(consumer)) as run:
            for file in inventory.files:
                run.plan(_step(file, inventory, there=there.get(_path(file)), checksums=checksums))
            report = run.carry_out(
                bulk,
                job_for=lambda index, step: _job(index, step, catalogue),
                settle=lambda step, outcome: _settle(step, outcome, catalogue),
            )
        unlisted: SDSError = _INTEGRITY("it was sent, but the gateway lists other contents there")
        if report.transferred:
            try:
                there = _listed(inventory.files, catalogue)
            except SDSError as problem:
                there, unlisted = {}, problem
    expected = {_path(file): file.sum_blake3 for file in inventory.files}
    right = {path: file for path, file in there.items() if file.sum_blake3 == expected.get(path)}
    items = [_item(each, None if each.sds_path in right else unlisted) for each in report]
    return Arrived(items, right)


@contextmanager
def _doors(sds: Client) -> Iterator[tuple[Catalogue, Bulk]]:
    """Open doors to a client's gateway for what the client does not send: named, typed contents."""
    connection, dry_run = connection_from(sds.config, version=__version__), DryRun(on=sds.dry_run)
    policy = RetryPolicy(sds.config.retries)
    session = Session(connection, policy=policy, dry_run=dry_run)
    bulk = Bulk(connection, workers=sds.config.workers, policy=policy, dry_run=dry_run)
    try:
        yield Catalogue(session, zone=sds.config.timezone), bulk
    finally:
        session.close()
        bulk.close()


def _path(file: StoredFile) -> str:
    return paths.join(file.directory, file.name)


def _listed(files: Sequence[StoredFile], catalogue: Catalogue) -> Mapping[str, File]:
    if not files:
        return {}
    directory = posixpath.commonpath([file.directory for file in files])
    wanted = {paths.relative_to(_path(file), directory) for file in files}
    return {file.path: file for file in catalogue.at(directory, wanted)}


def _step(
    file: StoredFile, inventory: Inventory, *, there: File | None, checksums: Checksums
) -> Step:
    contents = inventory.contents_of(file)
    action, reason = Action.UPLOAD, Reason.CHANGED if there else Reason.NEW
    error: SDSError | None = None
    if there is not None and there.sum_blake3 == file.sum_blake3:
        action, reason = Action.SKIP, Reason.SAME
    else:
        try:
            actual = checksums.of(contents)
        except OSError as problem:
            error = local_file_error(problem, contents, doing="read")
        else:
            error = None if actual == file.sum_blake3 else _damaged(file, actual)
    if error is not None:
        action, reason = Action.FAIL, Reason.BLOCKED
    return Step(
        action,
        reason,
        _path(file),
        str(contents),
        file.size,
        file=there,
        error=error,
        permissions=file.permissions,
        media_type=file.media_type,
    )


def _damaged(file: StoredFile, actual: str) -> IntegrityError:
    return _INTEGRITY(
        f"the contents in the root folder are damaged: checksum {actual}, "
        f"expected {file.sum_blake3}; nothing was sent",
        expected=file.sum_blake3,
        actual=actual,
    )


def _job(index: int, step: Step, catalogue: Catalogue) -> UploadJob:
    return UploadJob(
        index=index,
        source=step.place,
        directory=catalogue.full(paths.parent(step.sds_path)),
        name=paths.name_of(step.sds_path),
        media_type=step.media_type,
        permissions=step.permissions,
        size=step.size,
    )


def _settle(
    step: Step, outcome: Downloaded | Uploaded | SDSError, catalogue: Catalogue
) -> FileOutcome:
    if isinstance(outcome, ConflictError):
        try:
            _make_newest(step, catalogue)
        except SDSError as problem:
            return FileOutcome(Status.FAILED, error=problem)
        return FileOutcome(Status.TRANSFERRED)
    if isinstance(outcome, SDSError):
        return FileOutcome(Status.FAILED, error=outcome)
    return FileOutcome(Status.TRANSFERRED)


def _make_newest(step: Step, catalogue: Catalogue) -> None:
    """Link contents that an older version of the path has as its newest.

    Or they are the newest: an earlier try was carried out and its answer lost
    (docs/gateway.md, "Files: upload").
    """
    checksum = step.local_path.name
    directory, name = paths.parent(step.sds_path), paths.name_of(step.sds_path)
    newest = catalogue.at(directory, [name]).get(name)
    if newest is None or newest.sum_blake3 != checksum:
        catalogue.link(
            step.sds_path,
            checksum=checksum,
            media_type=step.media_type,
            permissions=step.permissions,
        )


def _item(result: FileResult, unlisted: SDSError | None) -> Item:
    outcome, error = _OUTCOMES[result.status], result.error
    if result.status == Status.TRANSFERRED and unlisted is not None:
        outcome, error = Outcome.FAILED, unlisted
    return Item(
        kind=Kind.FILE,
        name=result.sds_path,
        outcome=outcome,
        size=result.size,
        error=error if isinstance(error, SDSError) else None,
    )
