"""Finished files on their way to the gateway, and what becomes of each."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spectrumx import paths
from spectrumx.bulk import Bulk
from spectrumx.errors import SDSError, SDSWarning
from spectrumx.models.transfers import FileResult, Status
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
        """Send files.

        Args:
            files: Taken in one go.
            clock: The watch's, in seconds.

        Raises:
            SDSError: Nothing could be sent, or not all that was to be; what was, is noted.
        """
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
                terms=Terms(self._pass_on),
            )
        in_the_way = [self._settle(result, directory, now=clock()) for result in report]
        for error in filter(None, in_the_way):
            raise error

    def _pass_on(self, event: Event) -> None:
        match event:
            case Failed():  # whether it is final, the result says
                return
            case Done(size=size):
                self.sent += 1
                self.bytes += size
            case Skipped():
                self.there += 1
            case _:
                pass
        self._consumer(event)

    def _settle(self, result: FileResult, directory: str, *, now: float) -> SDSError | None:
        """Note what became of a file, and give what would keep any other from being sent too."""
        relative = paths.relative_to(result.sds_path, directory)
        known, error = self._tracking.get(relative), result.error
        assert known is not None, "only known files are sent"
        if error is None:
            if result.status is not Status.PLANNED:  # as in a dry-run that began just now
                self._tracking.put(relative, sent(known))
            return None
        assert isinstance(error, SDSError), "a transfer knows what its errors are"
        if result.status is Status.NOT_ATTEMPTED or concerns_all(error):
            return error
        if is_final(error):
            self._tracking.put(relative, refused(known))
            self.refuse(result.sds_path, error)
        else:
            pause = pause_after(error, known.tries)
            self._tracking.put(relative, put_off(known, until=now + pause))
            self._consumer(Retrying(path=result.sds_path, error=error, delay=pause))
        return None

    def refuse(self, sds_path: str, error: SDSError) -> None:
        """Tell that a file can't be sent as it is.

        Args:
            sds_path: Where it was to go.
            error: Why.
        """
        self._consumer(Failed(path=sds_path, error=error))
        notify(f"{sds_path} is not sent unless the file changes: {error}", SDSWarning)
