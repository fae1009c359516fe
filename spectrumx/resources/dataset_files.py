"""The files of a dataset: which are wanted, and how the gateway is asked for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

import attrs
from spectrumx_api.api import datasets as operations
from spectrumx_api.types import UNSET

from spectrumx import paths
from spectrumx.errors import (
    DatasetError,
    InvalidRequestError,
    NotFoundError,
)
from spectrumx.models import Capture, Dataset, File
from spectrumx.models.datasets import CaptureOrUuid, Captures
from spectrumx.resources.catalogue import Catalogue, row_key
from spectrumx.resources.identifiers import identifier_of
from spectrumx.resources.pages import PAGE_SIZE, Page, page_of, walk_pages
from spectrumx.session import Session

_NO_FILES = "no files found"


@attrs.frozen(kw_only=True)
class Wanted:
    """Which files of a dataset; with nothing chosen, all.

    Attributes:
        captures: Only those of these channels.
        directories: Only those in or below these, as they were given.
        artifacts_only: Only those of no capture.
    """

    captures: tuple[UUID, ...] = ()
    directories: tuple[str, ...] = ()
    artifacts_only: bool = False

    @property
    def needs_dataset(self) -> bool:
        """Whether the dataset must be known to say it in the gateway's terms."""
        return bool(self.captures or self.directories)


class DatasetFiles:
    """Lists the files of datasets."""

    def __init__(self, session: Session, *, catalogue: Catalogue) -> None:
        self._session = session
        self._catalogue = catalogue

    def wanted(
        self,
        *,
        capture: Captures | None,
        top_level_dir: str | Iterable[str] | None,
        artifacts_only: bool,
    ) -> Wanted:
        """Read the arguments of a listing; see `Datasets.files`.

        Raises:
            InvalidRequestError: One is malformed or contradicts another.
        """
        if artifacts_only and capture is not None:
            raise InvalidRequestError(
                "artifacts_only leaves out the files of captures; give it without capture"
            )
        return Wanted(
            captures=() if capture is None else tuple(_channels(capture)),
            directories=() if top_level_dir is None else tuple(self._directories(top_level_dir)),
            artifacts_only=artifacts_only,
        )

    def walk(self, uuid: UUID, wanted: Wanted, *, known: Dataset | None) -> Iterator[File]:
        """Walk the wanted files, the newest first.

        Args:
            uuid: The dataset's.
            wanted: Which files.
            known: The dataset, where `wanted` needs it.
        """
        captures = _whole(wanted.captures, known) if known else []
        directories = self._stored(wanted.directories, known) if known else []

        def page(number: int) -> Page[File]:
            return self._page(
                uuid,
                number,
                captures=captures,
                directories=directories,
                artifacts_only=wanted.artifacts_only,
            )

        return walk_pages(page, key=row_key)

    @staticmethod
    def _directories(directories: str | Iterable[str]) -> list[str]:
        several = [directories] if isinstance(directories, str) else directories
        found = [str(each) for each in several]
        if not found:
            raise InvalidRequestError("top_level_dir is empty; name one, or leave it out for all")
        for each in found:
            paths.normalise(each)
        if any("," in each for each in found):
            raise InvalidRequestError(
                "the gateway takes a comma in top_level_dir for the end of a name; "
                "leave it out, or ask by capture"
            )
        return found

    def _stored(self, directories: Iterable[str], dataset: Dataset) -> list[str]:
        """Directories in full, as the gateway compares them, for everybody whose they may be."""
        emails = {self._catalogue.me().email, *([dataset.owner.email] if dataset.owner else [])}
        found = [self._catalogue.normalise(each) for each in directories]
        return [paths.absolute(each, email) for each in found for email in sorted(emails)]

    def _page(
        self,
        dataset: UUID,
        number: int,
        *,
        captures: list[UUID],
        directories: list[str],
        artifacts_only: bool,
    ) -> Page[File]:
        try:
            # As the files of a folder are listed; see Catalogue.
            request = operations.datasets_files._get_kwargs(  # noqa: SLF001  the only way to the request alone
                dataset,
                artifacts_only=artifacts_only or UNSET,
                capture=captures or UNSET,
                top_level_dir=directories or UNSET,
                page=number,
                page_size=PAGE_SIZE,
            )
            answer = self._session.read(request)
        except NotFoundError as error:
            # The gateway answers 404 for a dataset that has no files.
            if _NO_FILES in error.detail.lower():
                return Page([], 0)
            raise
        return page_of(answer, self._catalogue.read, resource=DatasetError)


def channels_of(capture: CaptureOrUuid) -> Iterator[UUID]:
    """The identifiers that stand for a capture: those of all its channels, or the one given.

    Raises:
        InvalidRequestError: It is none.
    """
    if isinstance(capture, Capture):
        yield from (channel.uuid for channel in capture.channels)
    else:
        yield identifier_of(capture)


def _channels(captures: Captures) -> list[UUID]:
    several = [captures] if isinstance(captures, Capture | UUID | str) else captures
    found = [part for capture in several for part in channels_of(capture)]
    if not found:
        raise InvalidRequestError("capture is empty; name one, or leave it out for all")
    return found


def _whole(captures: Iterable[UUID], dataset: Dataset) -> list[UUID]:
    """Captures with all their channels, which the gateway wants by name."""
    channels = {uuid: parts for parts in dataset.capture_uuids for uuid in parts}
    return list(dict.fromkeys(part for each in captures for part in channels.get(each, (each,))))
