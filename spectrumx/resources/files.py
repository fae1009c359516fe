"""Files: list, look up, read, delete."""

from __future__ import annotations

from pathlib import PurePosixPath
from uuid import UUID

from spectrumx_api.api import files as operations

from spectrumx import paths
from spectrumx.dryrun import DryRun
from spectrumx.errors import FileError, NotFoundError, about
from spectrumx.listings import Listing
from spectrumx.models import File
from spectrumx.resources.catalogue import Catalogue
from spectrumx.resources.contents import Contents, positions
from spectrumx.resources.deletion import Deletion
from spectrumx.resources.identifiers import identifier_in, identifier_of
from spectrumx.session import Session


class Files:
    """The files a user may see."""

    def __init__(
        self, session: Session, *, catalogue: Catalogue, contents: Contents, dry_run: DryRun
    ) -> None:
        self._session = session
        self._catalogue = catalogue
        self._contents = contents
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
        return self._catalogue.below(self._catalogue.normalise(sds_path))

    def get(self, uuid: UUID | str | File) -> File:
        """Look up a file.

        Args:
            uuid: Its identifier.

        Raises:
            InvalidRequestError: It is no UUID; nothing was sent.
            NotFoundError: There is no such file.
            PermissionDeniedError: It is somebody else's and not shared with you.
        """
        return self._catalogue.retrieve(identifier_of(uuid))

    def read(
        self,
        file: UUID | str | PurePosixPath | File,
        *,
        start: int = 0,
        stop: int | None = None,
    ) -> bytes:
        """Read a file's contents into memory, or a part of them; in dry-run too.

        Of a part only these bytes travel, and they can't be checked; contents read from the first
        byte to the last are. Whole files need no room in memory where they are downloaded.

        Args:
            file: A `File`, its uuid, or its path, of which the newest version is read.
            start: The first byte, counted from 0.
            stop: The one behind the last; None, or any behind the end, for the file's end.

        Returns:
            The bytes; none where `start` is the file's end or behind it.

        Raises:
            InvalidRequestError: A position is negative or no whole number, or they are reversed;
                nothing was sent.
            NotFoundError: There is no such file.
            PermissionDeniedError: It is somebody else's and not shared with you.
            UnsupportedByGatewayError: The gateway serves no parts of files (docs/gateway.md,
                "Files: download"): download it.
            IntegrityError: The contents are not those that `file` tells of.
        """
        first, end = positions(start, stop)
        return self._contents.read(self._known(file), start=first, stop=end)

    def delete(self, uuid: UUID | str | File) -> Deletion:
        """Delete one version of a file; in dry-run, only make sure that it is there.

        An older version at the same path, if there is one, becomes the newest.

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
        self._session.call_empty(
            operations.files_delete.sync_detailed, wanted, client=self._session.api
        )
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
            operations.files_detach.sync_detailed, identifier_of(uuid), client=self._session.api
        )

    def _known(self, file: UUID | str | PurePosixPath | File) -> File:
        if isinstance(file, File) and file.uuid and file.size:
            return file
        uuid = identifier_of(file) if isinstance(file, File) else identifier_in(file)
        if uuid is not None:
            return self._catalogue.retrieve(uuid)
        path = self._catalogue.normalise(str(file))
        name = paths.name_of(path)
        found = self._catalogue.at(paths.parent(path), [name]).get(name)
        if found is None:
            raise about(NotFoundError, FileError)(f"there is no file at {path}")
        return found

    def __repr__(self) -> str:
        return f"<files in {self._session.connection.base_url}>"
