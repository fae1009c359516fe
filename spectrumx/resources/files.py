"""Files: list, look up, delete."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import UUID

from spectrumx_api.api.files import (
    files_check_contents,
    files_delete,
    files_detach,
    files_list,
    files_retrieve,
    files_upload,
)
from spectrumx_api.models.contents_question import ContentsQuestion
from spectrumx_api.models.file_asset import FileAsset
from spectrumx_api.models.file_receipt import FileReceipt
from spectrumx_api.models.file_upload_body import FileUploadBody

from spectrumx import paths
from spectrumx.config import Config
from spectrumx.dryrun import DryRun
from spectrumx.errors import (
    FileError,
    InvalidRequestError,
    NotFoundError,
    UnexpectedResponseError,
    about,
)
from spectrumx.models import File, User, wire
from spectrumx.resources.listing import PAGE_SIZE, Listing, Page, walk_pages
from spectrumx.resources.versions import newest_versions
from spectrumx.session import Session


@dataclass(frozen=True, slots=True)
class Deletion:
    """What a deletion came to; true when it was carried out.

    Attributes:
        uuid: Which file.
        carried_out: False in dry-run, where the file was only looked up.
    """

    uuid: UUID
    carried_out: bool

    def __bool__(self) -> bool:
        return self.carried_out


class Files:
    """The files a user may see."""

    def __init__(self, session: Session, *, config: Config, dry_run: DryRun) -> None:
        self._session = session
        self._zone = config.timezone
        self._dry_run = dry_run

    def list(self, sds_path: str | PurePosixPath = paths.ROOT) -> Listing[File]:
        """List your files below a directory, the newest version of each.

        Args:
            sds_path: A directory, or the path of one file.

        Returns:
            A lazy listing of `File`, empty when nothing is there.

        Raises:
            InvalidRequestError: The path is blank or leaves your root; nothing was sent.
        """
        return self.below(self.normalise(sds_path))

    def below(self, normal: str) -> Listing[File]:
        """List the files below a directory in normal form, or the one at a path."""
        walk = self._walk_root if normal == paths.ROOT else lambda: self._walk(normal)
        return Listing(walk, of=f"files in {normal}")

    def get(self, uuid: UUID | str | File) -> File:
        """Look up a file.

        Args:
            uuid: Its identifier.

        Raises:
            InvalidRequestError: It is no UUID; nothing was sent.
            NotFoundError: There is no such file.
            PermissionDeniedError: It is somebody else's and not shared with you.
        """
        asset = self._session.call(
            files_retrieve.sync_detailed, identifier_of(uuid), client=self._session.api
        )
        return self.from_wire(asset)

    def delete(self, uuid: UUID | str | File) -> Deletion:
        """Delete a file; in dry-run, only make sure that it is there.

        Args:
            uuid: Its identifier.

        Raises:
            InvalidRequestError: It is no UUID; nothing was sent.
            NotFoundError: You have no such file.
            ConflictError: A capture or dataset holds it.
        """
        wanted = identifier_of(uuid)
        if self._dry_run.on:
            self.get(wanted)
            return Deletion(wanted, carried_out=False)
        self._session.call_empty(files_delete.sync_detailed, wanted, client=self._session.api)
        return Deletion(wanted, carried_out=True)

    def detach_from_datasets(self, uuid: UUID | str | File) -> None:
        """Take a file out of every draft or private dataset.

        Args:
            uuid: Its identifier.

        Raises:
            DryRunError: Dry-run is on.
            NotFoundError: You have no such file.
        """
        self._session.call(
            files_detach.sync_detailed, identifier_of(uuid), client=self._session.api
        )

    def at(self, directory: str, relatives: Iterable[str]) -> Mapping[str, File]:
        """Find which of some paths exist, in as few requests as possible.

        Args:
            directory: An SDS directory in normal form.
            relatives: Paths below it.

        Returns:
            The existing files, by full path.
        """
        wanted = {paths.join(directory, relative) for relative in relatives}
        if len(wanted) > 1 and self._pages_below(directory) <= len(wanted):
            listed = self.below(directory)
            return {file.path: file for file in listed if file.path in wanted}
        found = (self._find(path) for path in sorted(wanted))
        return {file.path: file for file in found if file is not None}

    def link(self, path: str, *, checksum: str, media_type: str, permissions: str) -> File:
        """Make contents the gateway already has for you a new version of a path, without sending.

        Args:
            path: SDS path in normal form.
            checksum: BLAKE3 of the contents, 64 hexadecimal digits.
            media_type: MIME type; may be empty.
            permissions: As in `rw-r--r--`.

        Returns:
            The new version.

        Raises:
            NotFoundError: The gateway has no such contents of yours.
            DryRunError: Dry-run is on.
        """
        directory, name = paths.parent(path), paths.name_of(path)
        question = ContentsQuestion(directory=directory, name=name, sum_blake3=checksum)
        answer = self._session.call(
            files_check_contents.sync_detailed, client=self._session.api, body=question
        )
        sibling = wire.identifier(answer.asset_id)
        if sibling is None:
            raise about(NotFoundError, FileError)(f"the gateway has no contents {checksum}")
        body = FileUploadBody(
            directory=directory,
            name=name,
            media_type=media_type,
            permissions=permissions,
            sibling_uuid=sibling,
        )
        receipt = self._session.call(
            files_upload.sync_detailed, client=self._session.api, body=body
        )
        return self.from_wire(receipt, owner=self.me())

    def stored(self, answer: Mapping[str, object], *, owner: User) -> File:
        """Turn the answer to an upload into a `File`."""
        return self.from_wire(FileReceipt.from_dict(answer), owner=owner)

    def me(self) -> User:
        """Whose files these are."""
        return self._session.user()

    def normalise(self, sds_path: str | PurePosixPath) -> str:
        """Bring a path into its one form, asking for the user's e-mail only where it may matter."""
        email = self.me().email if paths.is_absolute_form(sds_path) else ""
        return paths.normalise(sds_path, owner_email=email)

    def from_wire(self, answer: FileAsset | FileReceipt, *, owner: User | None = None) -> File:
        """Turn an answer into a `File`."""
        return File.from_wire(answer, zone=self._zone, owner=owner)

    def _pages_below(self, directory: str) -> float:
        count = self._page(directory, 1).count
        return math.inf if count is None else math.ceil(count / PAGE_SIZE)

    def _find(self, path: str) -> File | None:
        return next((file for file in self._page(path, 1).items if file.path == path), None)

    def _walk(self, normal: str) -> Iterator[File]:
        rows = walk_pages(lambda number: self._page(normal, number), key=_row_key)
        # The gateway matches by the start of the text: /x also finds /xy.
        return (file for file in rows if file.path == normal or paths.is_within(file.path, normal))

    def _walk_root(self) -> Iterator[File]:
        # Without a path the gateway lists every version, also of files shared by others.
        me = self.me()
        rows = walk_pages(lambda number: self._page(None, number), key=_row_key)
        newest, undecided = newest_versions(file for file in rows if file.owner == me)
        for path in undecided:
            newest[path] = self._find(path) or newest[path]
        yield from sorted(newest.values(), key=lambda file: file.path)

    def _page(self, path: str | None, number: int) -> Page[File]:
        page = self._session.call(
            files_list.sync_detailed,
            client=self._session.api,
            path=path or paths.ROOT,
            page=number,
            page_size=PAGE_SIZE,
        )
        rows = wire.of_type(list, page.results)
        if rows is None:
            raise about(UnexpectedResponseError, FileError)("the gateway's listing has no results")
        items = [self.from_wire(row) for row in rows if isinstance(row, FileAsset)]
        return Page(items, wire.whole_number(page.count))


def identifier_of(uuid: UUID | str | File) -> UUID:
    """Read an identifier before it is sent anywhere.

    Raises:
        InvalidRequestError: It is none.
    """
    value = uuid.uuid if isinstance(uuid, File) else uuid
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise InvalidRequestError(
            f"{value!r} is no uuid; expected 32 hexadecimal digits, as in File.uuid"
        ) from None


def _row_key(file: File) -> object:
    return file.uuid or (file.path, file.sum_blake3, file.created_at)
