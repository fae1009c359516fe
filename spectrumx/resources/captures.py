"""Captures: make, list, look up, change, delete."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from uuid import UUID

import attrs
from spectrumx_api import models as generated
from spectrumx_api.api import captures as operations

from spectrumx import paths
from spectrumx.deprecation import former_keywords
from spectrumx.dryrun import DryRun
from spectrumx.errors import (
    CaptureError,
    NotFoundError,
    SDSWarning,
    UnexpectedResponseError,
    about,
)
from spectrumx.listings import Listing
from spectrumx.models import Capture, CaptureType, File, User
from spectrumx.models.reports import TransferReport
from spectrumx.notices import notify
from spectrumx.progress import Consumer
from spectrumx.resources import capture_parts, former_names
from spectrumx.resources.capture_creation import CaptureCreation, Recipe, name_of
from spectrumx.resources.capture_listing import CaptureListing
from spectrumx.resources.capture_opening import CaptureOpening
from spectrumx.resources.catalogue import Catalogue
from spectrumx.resources.criteria import capture_type_of
from spectrumx.resources.deletion import Deletion
from spectrumx.resources.fetch import Fetch
from spectrumx.resources.identifiers import identifier_of
from spectrumx.resources.sharing import share_body
from spectrumx.resources.versions import newest_of_each
from spectrumx.session import Session

if TYPE_CHECKING:  # loaded with the first capture that is opened
    from spectrumx.rf.recording import Recording


@former_names.CAPTURES
class Captures:
    """The captures a user may see: their own, and what others share with them."""

    def __init__(
        self,
        session: Session,
        *,
        catalogue: Catalogue,
        fetch: Fetch,
        listing: CaptureListing,
        opening: CaptureOpening,
        dry_run: DryRun,
    ) -> None:
        self._session = session
        self._catalogue = catalogue
        self._fetch = fetch
        self._dry_run = dry_run
        self._listing = listing
        self._opening = opening
        self._creation = CaptureCreation(session, catalogue=catalogue, listing=listing)
        # What it reads asks this for its files.
        listing.source = self

    @former_keywords(lambda: former_names.create_capture, today="captures.create() without it")
    def create(
        self,
        top_level_dir: str | PurePosixPath,
        *,
        capture_type: CaptureType | str,
        channel: str | None = None,
        scan_group: UUID | str | None = None,
        name: str | None = None,
    ) -> Capture:
        """Make a capture of files that are in SDS already.

        Args:
            top_level_dir: Directory the files are in or below.
            capture_type: Their format: `drf` (Digital RF), `rh` (RadioHound) or `sigmf`.
            channel: Name of the channel's directory; for Digital RF, and needed there.
            scan_group: Only the scans of this group; for RadioHound.
            name: Name for people, at most 255 characters; by default the directory's own.

        Returns:
            The capture; for Digital RF with all channels that are captures at this directory.

        Raises:
            InvalidRequestError: An argument is malformed, or the gateway finds no such recording.
            ConflictError: There is such a capture; `existing_uuid` names it.
            UnsupportedByGatewayError: The gateway does not know the format.
            DryRunError: Dry-run is on.
        """
        if name is not None:
            name_of(name)
        recipe = self._recipe(top_level_dir, capture_type, channel, scan_group)
        return self._creation.create(recipe, name)

    def find(
        self,
        top_level_dir: str | PurePosixPath,
        *,
        capture_type: CaptureType | str,
        channel: str | None = None,
        scan_group: UUID | str | None = None,
    ) -> Capture | None:
        """Find your own capture that was made with the same arguments; None when there is none.

        Args:
            top_level_dir: As in `create`.
            capture_type: As in `create`.
            channel: As in `create`.
            scan_group: As in `create`.

        Raises:
            InvalidRequestError: An argument is malformed.
        """
        return self._creation.find(self._recipe(top_level_dir, capture_type, channel, scan_group))

    def list(self, capture_type: CaptureType | str | None = None) -> Listing[Capture]:
        """List the captures you may see, the most recently updated first.

        Args:
            capture_type: Only those of this format.

        Returns:
            A lazy listing of `Capture`. On a gateway that gives one page only, iterating beyond
            100 raises `UnsupportedByGatewayError`.

        Raises:
            InvalidRequestError: The format is none; nothing was sent.
        """
        kind = None if capture_type is None else capture_type_of(capture_type)
        return Listing(lambda: self._listing.walk(kind), of="captures")

    def get(self, uuid: UUID | str | Capture) -> Capture:
        """Look up a capture; any channel's identifier gives the whole.

        Args:
            uuid: Its identifier.

        Raises:
            InvalidRequestError: It is no UUID; nothing was sent.
            NotFoundError: There is no such capture.
            PermissionDeniedError: It is somebody else's and not shared with you.
        """
        return self._listing.retrieve(identifier_of(uuid))

    @former_keywords(lambda: former_names.update_capture, today="captures.update(uuid)")
    def update(self, uuid: UUID | str | Capture) -> Capture:
        """Have the gateway look for the capture's files anew and index their properties.

        Args:
            uuid: Its identifier; a `Capture` stands for all its channels.

        Raises:
            InvalidRequestError: It is no UUID, or its recording can't be indexed.
            NotFoundError: You have no such capture.
            DryRunError: Dry-run is on.
        """
        _each_part(
            uuid,
            lambda part: self._session.call(
                operations.captures_update.sync_detailed, part, client=self._session.api
            ),
        )
        return self.get(uuid)

    def rename(self, uuid: UUID | str | Capture, name: str) -> Capture:
        """Rename a capture.

        Args:
            uuid: Its identifier; a `Capture` stands for all its channels.
            name: Name for people, at most 255 characters.

        Returns:
            The capture. Answers about several channels leave out the name: looked up later, such a
            capture is named after its directory.

        Raises:
            InvalidRequestError: The name is blank or too long, or the uuid none.
            NotFoundError: You have no such capture.
            DryRunError: Dry-run is on.
        """
        body = generated.CaptureRenameBody(name=name_of(name))
        _each_part(
            uuid,
            lambda part: self._session.call(
                operations.captures_rename.sync_detailed, part, client=self._session.api, body=body
            ),
        )
        # Answers about several channels leave out the name.
        return attrs.evolve(self.get(uuid), name=body.name)

    @former_keywords(lambda: former_names.delete_capture, today="captures.delete(uuid)")
    def delete(self, uuid: UUID | str | Capture) -> Deletion:
        """Delete a capture, keeping its files; in dry-run, only make sure that it is there.

        Args:
            uuid: Its identifier; a `Capture` stands for all its channels, a uuid for one.

        Raises:
            InvalidRequestError: It is no UUID; nothing was sent.
            NotFoundError: You have no such capture.
            ConflictError: It is shared, or in a dataset.
        """
        if self._dry_run.on:
            self.get(uuid)
            return Deletion(identifier_of(uuid), carried_out=False)
        _each_part(
            uuid,
            lambda part: self._session.call_empty(
                operations.captures_delete.sync_detailed, part, client=self._session.api
            ),
        )
        return Deletion(identifier_of(uuid), carried_out=True)

    def share(
        self, uuid: UUID | str | Capture, email: str, *, permission_level: str = "viewer"
    ) -> None:
        """Let another user see and download a capture, where the gateway offers it.

        Args:
            uuid: Its identifier; a `Capture` stands for all its channels.
            email: Whom to share it with.
            permission_level: What they may do: `viewer`, `contributor` or `co-owner`.

        Raises:
            UnsupportedByGatewayError: This gateway shares by its web pages only.
            InvalidRequestError: The gateway knows no such user.
            NotFoundError: You have no such capture.
            DryRunError: Dry-run is on.
        """
        body = share_body(email, permission_level)
        _each_part(
            uuid,
            lambda part: self._session.call(
                operations.captures_share.sync_detailed, part, client=self._session.api, body=body
            ),
        )

    @former_keywords(
        lambda: former_names.revoke_capture, today="captures.revoke_share_permissions(uuid)"
    )
    def revoke_share_permissions(self, uuid: UUID | str | Capture) -> None:
        """Stop sharing a capture with anybody.

        Args:
            uuid: Its identifier; a `Capture` stands for all its channels.

        Raises:
            NotFoundError: You have no such capture.
            DryRunError: Dry-run is on.
        """
        _each_part(
            uuid,
            lambda part: self._session.call(
                operations.captures_revoke.sync_detailed, part, client=self._session.api
            ),
        )

    @former_keywords(
        lambda: former_names.detach_capture, today="captures.detach_from_datasets(uuid)"
    )
    def detach_from_datasets(self, uuid: UUID | str | Capture) -> None:
        """Take a capture out of every draft or private dataset.

        Args:
            uuid: Its identifier; a `Capture` stands for all its channels.

        Raises:
            NotFoundError: You have no such capture.
            DryRunError: Dry-run is on.
        """
        _each_part(
            uuid,
            lambda part: self._session.call(
                operations.captures_detach.sync_detailed, part, client=self._session.api
            ),
        )

    def files_of(self, capture: Capture) -> tuple[File, ...]:
        """Ask the gateway for a capture's files; the same as `capture.files`, but always anew."""
        files = self.get(capture).known_files
        if files is None:
            message = f"the gateway does not say which files {capture!r} has"
            raise about(UnexpectedResponseError, CaptureError)(message)
        return files

    def download(
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

        Args:
            capture: Whose.
            to: Local folder, made when it is needed.
            overwrite: Replace local files whose contents differ.
            verbose: Show a bar; the client's own setting by default.
            channel: Only these channels, by name.
            start: A time, or text that names one; without an offset it is UTC.
            end: As `start`; the part ends before it.
            raise_on_error: Raise the first failure when all is done; else only report.
            on_event: Called with every event of `spectrumx.progress`.
            executor: Has workers that download, as in `Client.download`.
        """
        part = capture_parts.select(capture, channel=channel, start=start, end=end)
        if not part.has_data:
            notify(f"{capture!r} has no data in that channel and time", SDSWarning)
        files = self._catalogue.complete(part.files, directory=capture.top_level_dir)
        me = self._catalogue.me()
        return self._fetch(
            [(file, _place(file, me)) for file in newest_of_each(files)],
            to,
            overwrite=overwrite,
            verbose=verbose,
            raise_on_error=raise_on_error,
            on_event=on_event,
            executor=executor,
        )

    def open(
        self,
        capture: Capture,
        *,
        channel: str | None = None,
        start: datetime | str | None = None,
        end: datetime | str | None = None,
        whole_files: bool = False,
    ) -> Recording:
        """Open a capture for reading; the same as `capture.open`.

        Args:
            capture: Which one.
            channel: Name of one; needed where there are several.
            start: A time, or text that names one; without an offset it is UTC.
            end: As `start`; the recording ends before it.
            whole_files: Fetch and check whole files, whatever part of them is needed.
        """
        return self._opening.open(
            capture, channel=channel, start=start, end=end, whole_files=whole_files
        )

    def thumbnail(self, capture: Capture, *, channel: str | None = None) -> bytes:
        """Draw a small spectrogram of a capture; the same as `capture.thumbnail`.

        Args:
            capture: Of which one.
            channel: Name of one; the first by default.
        """
        return self._opening.thumbnail(capture, channel=channel)

    def known_thumbnail(self, capture: Capture) -> bytes | None:
        """Give the thumbnail of a capture's first channel where it was drawn before, else None.

        Nothing is asked of the gateway.

        Args:
            capture: Of which one.
        """
        return self._opening.known_thumbnail(capture)

    def __repr__(self) -> str:
        return f"<captures in {self._session.connection.base_url}>"

    def _recipe(
        self,
        top_level_dir: str | PurePosixPath,
        capture_type: CaptureType | str,
        channel: str | None,
        scan_group: UUID | str | None,
    ) -> Recipe:
        return Recipe.read(
            self._catalogue.normalise(top_level_dir),
            capture_type=capture_type_of(capture_type),
            channel=channel,
            scan_group=scan_group,
        )


def _place(file: File, me: User) -> str:
    """Where a file goes: other people's below a folder of their own."""
    return paths.below_owner(file.path, file.owner.email if file.owner else "", me.email)


def _each_part(what: UUID | str | Capture, change: Callable[[UUID], object]) -> None:
    """Change every channel of a capture; what was begun before is continued.

    Raises:
        NotFoundError: None of them is there (any more).
        SDSError: One can't be changed; those before it are.
    """
    missing: NotFoundError | None = None
    changed = 0
    for part in _parts(what):
        try:
            change(part)
            changed += 1
        except NotFoundError as error:
            missing = error
    if missing is not None and not changed:
        raise missing


def _parts(what: UUID | str | Capture) -> Iterator[UUID]:
    if isinstance(what, Capture):
        yield from (channel.uuid for channel in what.channels)
    else:
        yield identifier_of(what)
