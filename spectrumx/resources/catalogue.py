"""What the gateway holds at which path: asked in the fewest requests that answer it.

Paths are in normal form here, and sent in their full form, `/files/<e-mail>/…`: a relative path
that happens to begin like one would be taken for it (docs/gateway.md, "Paths").
"""

from __future__ import annotations

import logging
import math
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from pathlib import PurePosixPath
from uuid import UUID

from spectrumx_api import models as generated
from spectrumx_api.api import files as operations

from spectrumx import paths
from spectrumx.errors import (
    FileError,
    NotFoundError,
    PermissionDeniedError,
    about,
)
from spectrumx.listings import Listing
from spectrumx.models import File, User, wire
from spectrumx.resources.pages import PAGE_SIZE, Page, page_of, walk_pages
from spectrumx.resources.versions import newest_of_each, newest_versions
from spectrumx.rows import Rows
from spectrumx.session import Session
from spectrumx.spool import Spool

log = logging.getLogger(__name__)

_FEW = 2


class Catalogue:
    """The files of one user, by path."""

    def __init__(self, session: Session, *, zone: tzinfo) -> None:
        self._session = session
        self._zone = zone

    def me(self) -> User:
        """Whose files these are."""
        return self._session.user()

    def normalise(self, sds_path: str | PurePosixPath) -> str:
        """Bring a path into its one form, asking for the user's e-mail only where it may matter."""
        email = self.me().email if paths.is_absolute_form(sds_path) else ""
        return paths.normalise(sds_path, owner_email=email)

    def full(self, path: str) -> str:
        """A path as it is sent."""
        return paths.absolute(path, self.me().email)

    def unmistakable(self, path: str) -> str:
        """A path as it is kept: relative, unless that could be taken for a full one."""
        return self.full(path) if paths.is_absolute_form(path) else path

    def below(self, path: str) -> Listing[File]:
        """List the files below a directory, or the one at a path, in their newest versions."""
        walk = self._walk_root if path == paths.ROOT else lambda: self._walk(path)
        return Listing(walk, of=f"files in {path}")

    def visible(self) -> Iterator[File]:
        """Walk the newest versions of all files one may see, those that others share included."""
        me = self.me()
        others: Rows[File] = Rows(pack=File.packed, unpack=File.unpacked)
        yield from self._newest(_own(self._everything(), me, others))
        # Which of two versions of one second is the newer, only their owner can ask.
        yield from newest_of_each(others)

    def at(self, directory: str, relatives: Collection[str]) -> Spool[str, File]:
        """Find which of some paths exist, in as few requests as possible.

        Args:
            directory: An SDS directory.
            relatives: Paths below it, each once.

        Returns:
            The existing files, by their paths below the directory.
        """
        # Of a few, to ask how many pages there are would cost more than it can save.
        if len(relatives) > _FEW and self._pages_below(directory) <= len(relatives):
            there: Spool[str, File] = Spool(pack=File.packed, unpack=File.unpacked)
            for file in self.below(directory):
                if file.path == directory:
                    break  # where a file has the directory's path, it may be all that is listed
                relative = paths.relative_to(file.path, directory)
                if relative in relatives:
                    there[relative] = file
            else:
                return there
        return self._each_at(directory, relatives)

    def _each_at(self, directory: str, relatives: Iterable[str]) -> Spool[str, File]:
        there: Spool[str, File] = Spool(pack=File.packed, unpack=File.unpacked)
        for relative in relatives:
            file = self._find(paths.join(directory, relative))
            if file is not None:
                there[relative] = file
        return there

    def retrieve(self, uuid: UUID) -> File:
        """Look up one version of a file.

        Raises:
            NotFoundError: There is no such file.
            PermissionDeniedError: It is somebody else's and not shared.
        """
        answer = self._session.call(
            operations.files_retrieve.sync_detailed, uuid, client=self._session.api
        )
        return self.read(answer.to_dict())

    def complete(self, summaries: Sequence[File], *, directory: str) -> list[File]:
        """Look up files of which only a summary is known, in as few requests as possible.

        Args:
            summaries: Files of one owner, without their checksums.
            directory: Where they are, in or below.

        Returns:
            The same files in the same order, in full; one that is gone stays as it was.
        """
        me = self.me()
        # Files of others stand only in the listing of everything one may see.
        is_own = all(file.owner in {None, me} for file in summaries)
        place = directory if is_own else None
        known: dict[UUID | None, File] = {}
        if len(summaries) > 1 and self._pages_below(place) <= len(summaries):
            rows = walk_pages(lambda number: self._page(place, number), key=row_key)
            known = {file.uuid: file for file in rows}
        return [known.get(file.uuid) or self._in_full(file) for file in summaries]

    def link(self, path: str, *, checksum: str, media_type: str, permissions: str) -> File:
        """Make contents the gateway already has for you a new version of a path, without sending.

        Args:
            path: SDS path.
            checksum: BLAKE3 of the contents, 64 hexadecimal digits.
            media_type: MIME type; may be empty.
            permissions: As in `rw-r--r--`.

        Returns:
            The new version.

        Raises:
            NotFoundError: The gateway has no such contents of yours.
            DryRunError: Dry-run is on.
        """
        directory, name = self.full(paths.parent(path)), paths.name_of(path)
        question = generated.ContentsQuestion(directory=directory, name=name, sum_blake3=checksum)
        answer = self._session.call(
            operations.files_check_contents.sync_detailed, client=self._session.api, body=question
        )
        sibling = wire.identifier(answer.asset_id)
        if sibling is None:
            raise about(NotFoundError, FileError)(f"the gateway has no contents {checksum}")
        body = generated.FileUploadBody(
            directory=directory,
            name=name,
            media_type=media_type,
            permissions=permissions,
            sibling_uuid=sibling,
        )
        receipt = self._session.call(
            operations.files_upload.sync_detailed, client=self._session.api, body=body
        )
        return self.stored(receipt.to_dict())

    def stored(self, answer: Mapping[str, object]) -> File:
        """Read the answer to an upload."""
        return File.from_receipt(answer, zone=self._zone, owner=self.me())

    def read(self, row: Mapping[str, object]) -> File:
        """Read a row of a listing, or the answer about one file."""
        return File.from_row(row, zone=self._zone, owner=None)

    def _in_full(self, file: File) -> File:
        # What can't be looked up stays as it is: the transfer says so, and fetches the others.
        if file.uuid is None:
            return file
        try:
            return self.retrieve(file.uuid)
        except (NotFoundError, PermissionDeniedError):
            return file

    def _pages_below(self, directory: str | None) -> float:
        count = self._page(directory, 1).count
        return math.inf if count is None else math.ceil(count / PAGE_SIZE)

    def _find(self, path: str) -> File | None:
        return next((file for file in self._page(path, 1).items if file.path == path), None)

    def _walk(self, path: str) -> Iterator[File]:
        rows = walk_pages(lambda number: self._page(path, number), key=row_key)
        # The gateway matches by the start of the text: /x also finds /xy.
        return (file for file in rows if file.path == path or paths.is_within(file.path, path))

    def _walk_root(self) -> Iterator[File]:
        me = self.me()
        return self._newest(file for file in self._everything() if file.owner == me)

    def _everything(self) -> Iterator[File]:
        # Without a path the gateway lists every version, also of files shared by others.
        return walk_pages(lambda number: self._page(None, number), key=row_key)

    def _newest(self, own: Iterable[File]) -> Iterator[File]:
        newest, undecided = newest_versions(own)
        for path in undecided:
            newest[path] = self._find(path) or newest[path]
        yield from newest

    def _page(self, path: str | None, number: int) -> Page[File]:
        # The generated function's request; its models of the rows would cost more than all else.
        request = operations.files_list._get_kwargs(  # noqa: SLF001  the only way to the request alone
            path=paths.ROOT if path is None else self.full(path), page=number, page_size=PAGE_SIZE
        )
        answer = self._session.read(request)
        for warning in wire.of_type(list, answer.get("warnings")) or ():
            log.warning("the gateway says of the files in %s: %s", path or paths.ROOT, warning)
        return page_of(answer, self.read, resource=FileError)


def _own(files: Iterable[File], me: User, others: Rows[File]) -> Iterator[File]:
    """One's own of some files; the others are put aside."""
    for file in files:
        if file.owner == me:
            yield file
        else:
            others.append(file)


def row_key(file: File) -> Hashable:
    """What tells rows of a listing of files apart."""
    return file.uuid or (file.path, file.sum_blake3, file.created_at)
