"""Finished files on their way to the gateway, and what becomes of each."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from spectrumx import paths
from spectrumx.bulk import Bulk
from spectrumx.errors import SDSError, SDSWarning
from spectrumx.models.transfers import FileResult
from spectrumx.notices import notify
from spectrumx.progress import Consumer, Done, Event, Failed, Retrying, Skipped
from spectrumx.resources.catalogue import Catalogue
from spectrumx.transfer import upload
from spectrumx.transfer.checksums import Checksums
from spectrumx.transfer.run import Terms
from spectrumx.transfer.scan import LocalFile
from spectrumx.watch.settling import (
    concerns_all,
    is_final,
    pause_after,
    put_off,
    refused,
    sent,
)
from spectrumx.watch.tracking import Tracking

MOST_FILES = 500
"""Files that are sent together, at most."""

MOST_BYTES = 256 * 1024 * 1024
"""Bytes after which no further file is sent together with those before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where the files go.

    Attributes:
        sds_path: SDS directory, as the user wrote it.
        catalogue: Knows what is there.
        bulk: Moves the contents.
        cache_dir: Where checksums are remembered.
    """

    sds_path: str
    catalogue: Catalogue
    bulk: Bulk
    cache_dir: Path


class Sending:
    """Sends files, and notes what became of them.

    Attributes:
        sent: Files sent so far.
        bytes: Bytes of these.
        there: Files so far whose contents the gateway had already.
    """

    def __init__(self, destination: Destination, *, tracking: Tracking, consumer: Consumer) -> None:
        """Prepare.

        Args:
            destination: Where the files go.
            tracking: What is known of the files.
            consumer: Takes the events.
        """
        self._destination = destination
        self._tracking = tracking
        self._consumer = consumer
        self.sent = self.bytes = self.there = 0

    def send(self, files: Iterator[LocalFile], *, clock: Callable[[], float]) -> None:
        """Send the first of some files, so many that those that come meanwhile need not wait long.

        They are sent together: the next can't be sent before the last of these has arrived or
        failed. So a very large file, or one whose connection stalls until it times out, still
        holds up what comes after it, for as long as that one try takes.

        Args:
            files: Those first that are to be sent first; the others are not taken.
            clock: The watch's, in seconds.

        Raises:
            SDSError: Nothing could be sent, or not all that was to be; what was, is noted.
        """
        files = _batch(files)
        first = next(files, None)
        if first is None:
            return
        to = self._destination
        directory = to.catalogue.normalise(to.sds_path)
        with Checksums(to.cache_dir) as checksums:
            report = upload.send(
                itertools.chain([first], files),
                directory,
                catalogue=to.catalogue,
                bulk=to.bulk,
                checksums=checksums,
                terms=Terms(partial(self._take, directory)),
            )
        in_the_way = [self._settle(result, directory, now=clock()) for result in report.failed]
        in_the_way += [result.error for result in report.not_attempted[:1]]
        for error in filter(None, in_the_way):
            raise error

    def _take(self, directory: str, event: Event) -> None:
        match event:
            case Failed():  # whether it is final, its result says
                return
            case Done(path=path, size=size):
                self.sent += 1
                self.bytes += size
                self._tracking.change(paths.relative_to(path, directory), sent)
            case Skipped(path=path):
                self.there += 1
                self._tracking.change(paths.relative_to(path, directory), sent)
            case _:
                pass
        self._consumer(event)

    def _settle(self, result: FileResult, directory: str, *, now: float) -> Exception | None:
        """Note that a file failed, and give what would keep any other from being sent too."""
        relative, error = paths.relative_to(result.sds_path, directory), result.error
        assert isinstance(error, SDSError), "a transfer knows what its errors are"
        if concerns_all(error):
            return error
        if is_final(error):
            self._tracking.change(relative, refused)
            self.refuse(
                Failed(
                    path=result.sds_path,
                    error=error,
                    size=result.size,
                    action=result.action,
                    reason=result.reason,
                )
            )
        else:
            known = self._tracking.get(relative)
            pause = pause_after(error, known.tries if known else 0)
            self._tracking.change(relative, partial(put_off, until=now + pause))
            self._consumer(Retrying(path=result.sds_path, error=error, delay=pause))
        return None

    def refuse(self, failed: Failed) -> None:
        """Tell that a file can't be sent as it is."""
        self._consumer(failed)
        notify(f"{failed.path} is not sent unless the file changes: {failed.error}", SDSWarning)


def _batch(files: Iterator[LocalFile]) -> Iterator[LocalFile]:
    size = 0
    for one in itertools.islice(files, MOST_FILES):
        yield one
        size += one.size
        if size >= MOST_BYTES:
            return
