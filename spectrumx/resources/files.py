"""Files: list, look up, delete."""

from __future__ import annotations

from pathlib import PurePosixPath
from uuid import UUID

from spectrumx_api.api import files as operations

from spectrumx import paths
from spectrumx.dryrun import DryRun
from spectrumx.listings import Listing
from spectrumx.models import File
from spectrumx.resources.catalogue import Catalogue
from spectrumx.resources.deletion import Deletion
from spectrumx.resources.identifiers import identifier_of
from spectrumx.session import Session


class Files:
    """The files a user may see."""

    def __init__(self, session: Session, *, catalogue: Catalogue, dry_run: DryRun) -> None:
        self._session = session
        self._catalogue = catalogue
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

    def __repr__(self) -> str:
        return f"<files in {self._session.connection.base_url}>"
