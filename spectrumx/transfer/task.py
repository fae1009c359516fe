"""What a worker does with a shard: decide on its own view, move, check, and tell."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from spectrumx.control import Control
from spectrumx.errors import SDSError
from spectrumx.models.reports import TransferReport
from spectrumx.models.transfers import Action, FileResult, Outcome, Step
from spectrumx.progress import fan_out
from spectrumx.transfer import download, upload
from spectrumx.transfer.access import Access, Doors
from spectrumx.transfer.checksums import Checksums
from spectrumx.transfer.lease import Lease
from spectrumx.transfer.run import Run, Terms
from spectrumx.transfer.shards import unpacked


class Verb(Protocol):
    """What is done with the files of a shard."""

    def __call__(
        self, steps: Sequence[Step], doors: Doors, checksums: Checksums, terms: Terms
    ) -> TransferReport:
        """Do it."""
        ...


@dataclass(frozen=True, slots=True)
class Fetching:
    """Download them.

    Attributes:
        to: The folder.
        overwrite: Replace files of the worker's machine that differ.
    """

    to: str
    overwrite: bool

    def __call__(
        self, steps: Sequence[Step], doors: Doors, checksums: Checksums, terms: Terms
    ) -> TransferReport:
        """Download what this machine has not, as if nothing else were to be."""
        return download.download(
            [(step.file, self._relative(step)) for step in steps if step.file is not None],
            Path(self.to),
            bulk=doors.bulk,
            checksums=checksums,
            overwrite=self.overwrite,
            terms=terms,
        )

    def _relative(self, step: Step) -> str:
        return step.place[len(self.to) + 1 :].replace(os.sep, "/")


@dataclass(frozen=True, slots=True)
class Sending:
    """Upload them."""

    def __call__(
        self, steps: Sequence[Step], doors: Doors, checksums: Checksums, terms: Terms
    ) -> TransferReport:
        """Upload what differs from what the gateway had when the plan was made."""
        with Run(verb="upload", terms=terms) as run:
            for step in run.until_cancelled(steps):
                run.plan(upload.decided(step, checksums.of))
            return upload.carry_out(
                run, bulk=doors.bulk, catalogue=doors.catalogue, checksums=checksums
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """How to do any shard of one transfer; pickled, it holds no secret.

    Attributes:
        verb: What is done.
        access: How the gateway is reached.
        lease: For how long.
        dry_run: Whether only to tell what would be done.
    """

    verb: Verb
    access: Access
    lease: Lease
    dry_run: bool

    def do(self, steps: Sequence[Step], control: Control) -> list[Outcome]:
        """Do some files, in whichever process this is.

        Args:
            steps: The files.
            control: Cancels it.

        Returns:
            What each came to, in their order.

        Raises:
            SDSError: Something that concerns all of them.
        """
        doors = self.access.doors(dry_run=self.dry_run)
        with Checksums(doors.cache_dir, control) as checksums:
            report = self.verb(steps, doors, checksums, Terms(fan_out(), control))
        return [_outcome(result) for result in report]


def do_shard(task: Task, files: bytes, attempt: int) -> list[Outcome] | SDSError:
    """Do a shard as a worker, for as long as the transfer goes on.

    Args:
        task: How.
        files: Its files, packed.
        attempt: How often it was handed out before: some executors take the same call for the same
            result.

    Returns:
        What each file came to, or what concerns all of them: executors make much of what is raised.

    Raises:
        KeyboardInterrupt: It was interrupted before anything moved.
    """
    del attempt
    steps = unpacked(files)
    control = Control()
    try:
        with task.lease.watched(control):
            return task.do(steps, control)
    except SDSError as problem:
        return problem.without_report().with_traceback(None)
    except KeyboardInterrupt as interrupt:  # Ctrl-C reaches the workers of a terminal too
        outcomes = outcomes_until(interrupt, files=len(steps))
        if not outcomes:
            raise
        return outcomes


def outcomes_until(interrupt: KeyboardInterrupt, *, files: int) -> list[Outcome]:
    """Tell what the files of a shard came to until it was interrupted; nothing if none moved."""
    report = getattr(interrupt, "report", None)
    if not isinstance(report, TransferReport) or len(report) != files:
        return []
    return [_outcome(result) for result in report]


def _outcome(result: FileResult) -> Outcome:
    error = result.error
    assert error is None or isinstance(error, SDSError), "a transfer's errors are the SDK's"
    # Of a download the file is known where it was asked for.
    is_news = result.action is Action.UPLOAD
    return Outcome(
        result.status,
        result.value_or(None) if is_news else None,
        error=error,
        verified=result.verified,
        reason=result.reason,
        action=result.action,
    )
