"""Files: list, look up, delete."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import UUID

from spectrumx_api.api.files import files_delete, files_detach, files_retrieve

from spectrumx import paths
from spectrumx.dryrun import DryRun
from spectrumx.errors import InvalidRequestError
from spectrumx.models import File
from spectrumx.resources.catalogue import Catalogue
from spectrumx.resources.listing import Listing
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
        asset = self._session.call(
            files_retrieve.sync_detailed, identifier_of(uuid), client=self._session.api
        )
        return self._catalogue.read(asset)

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

    def __repr__(self) -> str:
        return f"<files in {self._session.connection.base_url}>"


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
            f"{value!r} is no uuid; give a File or its uuid, as files.list(path) has them"
        ) from None
