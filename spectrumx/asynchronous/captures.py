"""Captures, awaited."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from datetime import datetime
from pathlib import Path, PurePosixPath
from uuid import UUID

from spectrumx.asynchronous.listings import AsyncListing
from spectrumx.asynchronous.recordings import AsyncRecording
from spectrumx.asynchronous.threads import Threads
from spectrumx.models import Capture, CaptureType, File
from spectrumx.models.reports import TransferReport
from spectrumx.progress import Consumer
from spectrumx.resources.captures import Captures
from spectrumx.resources.deletion import Deletion


class AsyncCaptures:
    """The captures a user may see: their own, and what others share with them.

    Captures are the same values as a `Client` gives. What they do by themselves waits, and is
    awaited here: `files_of(capture)` instead of `capture.files`, and `download`, `open` and
    `thumbnail` with the capture as their first argument.
    """

    def __init__(self, captures: Captures, *, threads: Threads) -> None:
        self._captures = captures
        self._threads = threads

    async def create(
        self,
        top_level_dir: str | PurePosixPath,
        *,
        capture_type: CaptureType | str,
        channel: str | None = None,
        scan_group: UUID | str | None = None,
        name: str | None = None,
    ) -> Capture:
        """Make a capture of files that are in SDS already.

        As `Captures.create`.

        Args:
            top_level_dir: Directory the files are in or below.
            capture_type: Their format: `drf` (Digital RF), `rh` (RadioHound) or `sigmf`.
            channel: Name of the channel's directory; for Digital RF, and needed there.
            scan_group: Only the scans of this group; for RadioHound.
            name: Name for people, at most 255 characters; by default the directory's own.
        """
        return await self._threads.call(
            lambda: self._captures.create(
                top_level_dir,
                capture_type=capture_type,
                channel=channel,
                scan_group=scan_group,
                name=name,
            )
        )

    async def find(
        self,
        top_level_dir: str | PurePosixPath,
        *,
        capture_type: CaptureType | str,
        channel: str | None = None,
        scan_group: UUID | str | None = None,
    ) -> Capture | None:
        """Find your own capture that was made with the same arguments; None when there is none.

        As `Captures.find`.

        Args:
            top_level_dir: As in `create`.
            capture_type: As in `create`.
            channel: As in `create`.
            scan_group: As in `create`.
        """
        return await self._threads.call(
            lambda: self._captures.find(
                top_level_dir,
                capture_type=capture_type,
                channel=channel,
                scan_group=scan_group,
            )
        )

    def list(self, capture_type: CaptureType | str | None = None) -> AsyncListing[Capture]:
        """List the captures you may see, the most recently updated first.

        As `Captures.list`; walk it by `async for`.

        Args:
            capture_type: Only those of this format.
        """
        return AsyncListing(self._captures.list(capture_type), threads=self._threads)

    async def get(self, uuid: UUID | str | Capture) -> Capture:
        """Look up a capture; any channel's identifier gives the whole.

        As `Captures.get`.

        Args:
            uuid: Its identifier.
        """
        return await self._threads.call(lambda: self._captures.get(uuid))

    async def update(self, uuid: UUID | str | Capture) -> Capture:
        """Have the gateway look for the capture's files anew and index their properties.

        As `Captures.update`.

        Args:
            uuid: Its identifier; a `Capture` stands for all its channels.
        """
        return await self._threads.call(lambda: self._captures.update(uuid))

    async def rename(self, uuid: UUID | str | Capture, name: str) -> Capture:
        """Rename a capture.

        As `Captures.rename`.

        Args:
            uuid: Its identifier; a `Capture` stands for all its channels.
            name: Name for people, at most 255 characters.
        """
        return await self._threads.call(lambda: self._captures.rename(uuid, name))

    async def delete(self, uuid: UUID | str | Capture) -> Deletion:
        """Delete a capture, keeping its files; in dry-run, only make sure that it is there.

        As `Captures.delete`.

        Args:
            uuid: Its identifier; a `Capture` stands for all its channels, a uuid for one.
        """
        return await self._threads.call(lambda: self._captures.delete(uuid))

    async def share(
        self, uuid: UUID | str | Capture, email: str, *, permission_level: str = "viewer"
    ) -> None:
        """Let another user see and download a capture, where the gateway offers it.

        As `Captures.share`.

        Args:
            uuid: Its identifier; a `Capture` stands for all its channels.
            email: Whom to share it with.
            permission_level: What they may do: `viewer`, `contributor` or `co-owner`.
        """
        await self._threads.call(
            lambda: self._captures.share(uuid, email, permission_level=permission_level)
        )

    async def revoke_share_permissions(self, uuid: UUID | str | Capture) -> None:
        """Stop sharing a capture with anybody.

        As `Captures.revoke_share_permissions`.

        Args:
            uuid: Its identifier; a `Capture` stands for all its channels.
        """
        await self._threads.call(lambda: self._captures.revoke_share_permissions(uuid))

    async def detach_from_datasets(self, uuid: UUID | str | Capture) -> None:
        """Take a capture out of every draft or private dataset.

        As `Captures.detach_from_datasets`.

        Args:
            uuid: Its identifier; a `Capture` stands for all its channels.
        """
        await self._threads.call(lambda: self._captures.detach_from_datasets(uuid))

    async def files_of(self, capture: Capture) -> tuple[File, ...]:
        """Ask the gateway for a capture's files; the same as `capture.files`, but always anew.

        As `Captures.files_of`.

        Args:
            capture: Whose.
        """
        return await self._threads.call(lambda: self._captures.files_of(capture))

    async def download(
        self,
        capture: Capture,
        *,
        to: Path | str,
        overwrite: bool = False,
        verbose: bool | None = None,
        channel: str | Iterable[str] | None = None,
        start: datetime | str | None = None,
        end: datetime | str | None = None,
        raise_on_error: bool = True,
        on_event: Consumer | None = None,
        executor: Executor | None = None,
    ) -> TransferReport:
        """Download a capture's files; the same as `capture.download`.

        As `Captures.download`; where the task is cancelled, so is the download.

        Args:
            capture: Whose.
            to: Local folder, made when it is needed.
            overwrite: Replace local files whose contents differ.
            verbose: Show a bar; the client's own setting by default.
            channel: Only these channels, by name.
            start: A time, or text that names one; without an offset it is UTC.
            end: As `start`; the part ends before it.
            raise_on_error: Raise the first failure when all is done; else only report.
            on_event: Called with every event of `spectrumx.progress`, on the loop's thread.
            executor: Has workers that download, as in `Client.download`.
        """
        return await self._threads.transfer(
            lambda consumer: self._captures.download(
                capture,
                to=to,
                overwrite=overwrite,
                verbose=verbose,
                channel=channel,
                start=start,
                end=end,
                raise_on_error=raise_on_error,
                on_event=consumer,
                executor=executor,
            ),
            on_event,
        )

    async def open(
        self,
        capture: Capture,
        *,
        channel: str | None = None,
        start: datetime | str | None = None,
        end: datetime | str | None = None,
        whole_files: bool = False,
    ) -> AsyncRecording:
        """Open a capture for reading; the same as `capture.open`.

        As `Captures.open`; where the task is cancelled, so is what is fetched.

        Args:
            capture: Which one.
            channel: Name of one; needed where there are several.
            start: A time, or text that names one; without an offset it is UTC.
            end: As `start`; the recording ends before it.
            whole_files: Fetch and check whole files, whatever part of them is needed.
        """
        recording = await self._threads.read(
            lambda: self._captures.open(
                capture, channel=channel, start=start, end=end, whole_files=whole_files
            )
        )
        return AsyncRecording(recording, threads=self._threads)

    async def thumbnail(self, capture: Capture, *, channel: str | None = None) -> bytes:
        """Draw a small spectrogram of a capture; the same as `capture.thumbnail`.

        As `Captures.thumbnail`; where the task is cancelled, so is what is fetched.

        Args:
            capture: Of which one.
            channel: Name of one; the first by default.
        """
        return await self._threads.read(lambda: self._captures.thumbnail(capture, channel=channel))

    async def known_thumbnail(self, capture: Capture) -> bytes | None:
        """Give the thumbnail of a capture's first channel where it was drawn before, else None.

        As `Captures.known_thumbnail`.

        Args:
            capture: Of which one.
        """
        return await self._threads.call(lambda: self._captures.known_thumbnail(capture))

    def __repr__(self) -> str:
        return f"<asynchronous {repr(self._captures)[1:]}"
