"""Datasets: list, look up, make, change, delete."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from datetime import tzinfo
from pathlib import Path
from uuid import UUID

from spectrumx_api import models as generated
from spectrumx_api.api import datasets as operations
from spectrumx_api.types import UNSET

from spectrumx import paths
from spectrumx.deprecation import former_keywords
from spectrumx.dryrun import DryRun
from spectrumx.errors import (
    DatasetError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    UnexpectedResponseError,
    UnsupportedByGatewayError,
    about,
)
from spectrumx.listings import Listing
from spectrumx.models import Author, Capture, Dataset, File, wire
from spectrumx.models.datasets import CaptureOrUuid
from spectrumx.models.datasets import Captures as WantedCaptures
from spectrumx.models.reports import TransferReport
from spectrumx.progress import Consumer
from spectrumx.resources import capture_parts, former_names
from spectrumx.resources.captures import Captures
from spectrumx.resources.catalogue import Catalogue
from spectrumx.resources.dataset_files import DatasetFiles, channels_of
from spectrumx.resources.deletion import Deletion
from spectrumx.resources.fetch import Fetch
from spectrumx.resources.identifiers import identifier_of
from spectrumx.resources.pages import PAGE_SIZE, Page, walk_pages
from spectrumx.resources.sharing import share_body
from spectrumx.resources.versions import newest_of_each
from spectrumx.session import Session

MAX_NAME = 255
"""Longest name of a dataset, in characters (docs/gateway.md, "Datasets")."""


@former_names.DATASETS
class Datasets:
    """The datasets a user may see; calling it lists them."""

    def __init__(
        self,
        session: Session,
        *,
        catalogue: Catalogue,
        captures: Captures,
        fetch: Fetch,
        dry_run: DryRun,
        zone: tzinfo,
    ) -> None:
        self._session = session
        self._catalogue = catalogue
        self._captures = captures
        self._fetch = fetch
        self._dry_run = dry_run
        self._zone = zone
        self._files = DatasetFiles(session, catalogue=catalogue)

    def __call__(self, *, deep: bool = False) -> Listing[Dataset]:
        """List the datasets you may see, the newest first.

        A gateway that has no such listing is asked for your captures (and files) instead, and for
        every dataset they name: a walk over all of them. What it can't find that way are datasets
        of nothing but captures of several channels, whose answers name no datasets.

        Args:
            deep: On such a gateway, walk the files as well.

        Returns:
            A lazy listing of `Dataset`, indexable.
        """
        return Listing(lambda: self._walk(deep=deep), of="datasets")

    @former_keywords(lambda: former_names.get_dataset, today="datasets.get(uuid)")
    def get(self, uuid: UUID | str | Dataset) -> Dataset:
        """Look up a dataset.

        Args:
            uuid: Its identifier.

        Raises:
            InvalidRequestError: It is no UUID; nothing was sent.
            NotFoundError: There is no such dataset.
            PermissionDeniedError: It is somebody else's and not shared with you.
        """
        return self._read(
            self._session.call(
                operations.datasets_retrieve.sync_detailed,
                identifier_of(uuid),
                client=self._session.api,
            )
        )

    def create(
        self,
        name: str,
        *,
        description: str | None = None,
        abstract: str | None = None,
        authors: Author | str | Iterable[Author | str] = (),
        institutions: str | Iterable[str] = (),
        keywords: str | Iterable[str] = (),
        license: str | None = None,  # noqa: A002  the field's name
        doi: str | None = None,
        website: str | None = None,
        repository: str | None = None,
    ) -> Dataset:
        """Make a dataset without anything in it, where the gateway offers it.

        Args:
            name: Name for people, at most 255 characters.
            description: What it holds.
            abstract: Summary for a publication.
            authors: Who made it.
            institutions: Where it was made.
            keywords: Words to find it by.
            license: As `CC-BY-4.0`.
            doi: Digital object identifier.
            website: Address of a page about it.
            repository: Address of the code that goes with it.

        Raises:
            UnsupportedByGatewayError: This gateway makes datasets by its web pages only.
            InvalidRequestError: The name is blank or too long.
            DryRunError: Dry-run is on.
        """
        text = name.strip() if isinstance(name, str) else ""
        if not 0 < len(text) <= MAX_NAME:
            raise InvalidRequestError(f"name takes 1 to {MAX_NAME} characters, not {name!r}")
        body = generated.DatasetCreateBody(
            name=text,
            description=description or UNSET,
            abstract=abstract or UNSET,
            authors=_authors(authors) or UNSET,
            institutions=_texts(institutions) or UNSET,
            keywords=_texts(keywords) or UNSET,
            license_=license or UNSET,
            doi=doi or UNSET,
            website=website or UNSET,
            repository=repository or UNSET,
        )
        return self._read(
            self._session.call(
                operations.datasets_create.sync_detailed, client=self._session.api, body=body
            )
        )

    def attach_capture(self, dataset: UUID | str | Dataset, capture: CaptureOrUuid) -> Dataset:
        """Put a capture into a dataset, where the gateway offers it.

        Args:
            dataset: Which one.
            capture: What to put into it; a `Capture` stands for all its channels.

        Returns:
            The dataset as it is then.

        Raises:
            UnsupportedByGatewayError: This gateway does so by its web pages only.
            NotFoundError: There is no such dataset or capture of yours.
            DryRunError: Dry-run is on.
        """
        where = identifier_of(dataset)
        for part in channels_of(capture):
            self._session.call(
                operations.datasets_attach_capture.sync_detailed,
                where,
                client=self._session.api,
                body=generated.AttachCaptureBody(capture_uuid=part),
            )
        return self.get(where)

    def captures(self, dataset: UUID | str | Dataset) -> Listing[Capture]:
        """List a dataset's captures, as far as they are in it; one request for each.

        Args:
            dataset: Which one.
        """
        where = identifier_of(dataset)

        def walk() -> Iterator[Capture]:
            for parts in self._known(dataset).capture_uuids:
                with suppress(NotFoundError):  # deleted meanwhile
                    yield capture_parts.only(self._captures.get(parts[0]), parts)

        return Listing(walk, of=f"captures in dataset {where}")

    def files(
        self,
        dataset: UUID | str | Dataset,
        *,
        capture: WantedCaptures | None = None,
        top_level_dir: str | Iterable[str] | None = None,
        artifacts_only: bool = False,
    ) -> Listing[File]:
        """List a dataset's files, those of its captures included, the newest first.

        Args:
            dataset: Which one.
            capture: Only files of these captures.
            top_level_dir: Only files in or below these directories.
            artifacts_only: Only files that belong to none of its captures.

        Raises:
            InvalidRequestError: An argument is malformed or contradicts another.
        """
        where = identifier_of(dataset)
        wanted = self._files.wanted(
            capture=capture, top_level_dir=top_level_dir, artifacts_only=artifacts_only
        )

        def walk() -> Iterator[File]:
            known = self._known(dataset) if wanted.needs_dataset else None
            return self._files.walk(where, wanted, known=known)

        return Listing(walk, of=f"files in dataset {where}")

    @former_keywords(lambda: former_names.delete_dataset, today="datasets.delete(uuid)")
    def delete(self, uuid: UUID | str | Dataset) -> Deletion:
        """Delete a dataset, keeping its files; in dry-run, only make sure that it is there.

        Args:
            uuid: Its identifier.

        Raises:
            InvalidRequestError: It is no UUID; nothing was sent.
            NotFoundError: You have no such dataset.
            ConflictError: It is shared.
        """
        wanted = identifier_of(uuid)
        if self._dry_run.on:
            self.get(wanted)
            return Deletion(wanted, carried_out=False)
        self._session.call_empty(
            operations.datasets_delete.sync_detailed, wanted, client=self._session.api
        )
        return Deletion(wanted, carried_out=True)

    def share(
        self, uuid: UUID | str | Dataset, email: str, *, permission_level: str = "viewer"
    ) -> None:
        """Let another user see a dataset and download its files, where the gateway offers it.

        Args:
            uuid: Its identifier.
            email: Whom to share it with.
            permission_level: What they may do: `viewer`, `contributor` or `co-owner`.

        Raises:
            UnsupportedByGatewayError: This gateway shares by its web pages only.
            InvalidRequestError: The gateway knows no such user.
            NotFoundError: You have no such dataset.
            DryRunError: Dry-run is on.
        """
        self._session.call(
            operations.datasets_share.sync_detailed,
            identifier_of(uuid),
            client=self._session.api,
            body=share_body(email, permission_level),
        )

    @former_keywords(
        lambda: former_names.revoke_dataset, today="datasets.revoke_share_permissions(uuid)"
    )
    def revoke_share_permissions(self, uuid: UUID | str | Dataset) -> None:
        """Stop sharing a dataset with anybody.

        Args:
            uuid: Its identifier.

        Raises:
            NotFoundError: You have no such dataset.
            DryRunError: Dry-run is on.
        """
        self._session.call(
            operations.datasets_revoke.sync_detailed, identifier_of(uuid), client=self._session.api
        )

    def captures_of(self, dataset: Dataset) -> Listing[Capture]:
        """List a dataset's captures; the same as `dataset.captures()`."""
        return self.captures(dataset)

    def download(
        self,
        dataset: Dataset,
        *,
        to: Path | str,
        overwrite: bool = False,
        verbose: bool | None = None,
        capture: WantedCaptures | None = None,
        top_level_dir: str | Iterable[str] | None = None,
        artifacts_only: bool = False,
        raise_on_error: bool = True,
        on_event: Consumer | None = None,
        executor: Executor | None = None,
    ) -> TransferReport:
        """Download the newest versions of a dataset's files; as `dataset.download_assets`.

        Args:
            dataset: Whose.
            to: Local folder, made when it is needed.
            overwrite: Replace local files whose contents differ.
            verbose: Show a bar; the client's own setting by default.
            capture: As in `files`.
            top_level_dir: As in `files`.
            artifacts_only: As in `files`.
            raise_on_error: Raise the first failure when all is done; else only report.
            on_event: Called with every event of `spectrumx.progress`.
            executor: Has workers that download, as in `Client.download`.
        """
        files = self.files(
            dataset, capture=capture, top_level_dir=top_level_dir, artifacts_only=artifacts_only
        )
        folder = paths.folder_name(dataset.name, otherwise=str(dataset.uuid))
        whose = dataset.owner.email if dataset.owner else ""
        return self._fetch(
            ((file, f"{folder}/{_place(file, whose)}") for file in newest_of_each(files)),
            to,
            overwrite=overwrite,
            verbose=verbose,
            raise_on_error=raise_on_error,
            on_event=on_event,
            executor=executor,
        )

    def __repr__(self) -> str:
        return f"<datasets in {self._session.connection.base_url}>"

    def _walk(self, *, deep: bool) -> Iterator[Dataset]:
        try:
            yield from walk_pages(self._listed, key=hash)
        except UnsupportedByGatewayError:
            named = self._named_by_captures() | (self._named_by_files() if deep else set())
            yield from sorted(self._readable(named), key=_newest_first)

    def _listed(self, number: int) -> Page[Dataset]:
        answer = self._session.call(
            operations.datasets_list.sync_detailed,
            client=self._session.api,
            page=number,
            page_size=PAGE_SIZE,
        )
        rows = wire.of_type(list, answer.results)
        if rows is None:
            raise about(UnexpectedResponseError, DatasetError)("the listing has no results")
        items = [self._read(row) for row in rows if isinstance(row, generated.DatasetAsset)]
        return Page(items, wire.whole_number(answer.count))

    def _readable(self, uuids: Iterable[UUID]) -> Iterator[Dataset]:
        """Those that one may see: what others share names all that it is in."""
        for uuid in uuids:
            with suppress(PermissionDeniedError, NotFoundError):
                yield self.get(uuid)

    def _named_by_captures(self) -> set[UUID]:
        return {uuid for capture in self._captures.list() for uuid in capture.datasets}

    def _named_by_files(self) -> set[UUID]:
        return {uuid for file in self._catalogue.below(paths.ROOT) for uuid in file.datasets}

    def _known(self, dataset: UUID | str | Dataset) -> Dataset:
        return dataset if isinstance(dataset, Dataset) else self.get(dataset)

    def _read(self, answer: generated.DatasetAsset) -> Dataset:
        dataset = Dataset.from_wire(answer, zone=self._zone, source=self)
        if dataset is None:
            message = "the gateway's answer names no dataset"
            raise about(UnexpectedResponseError, DatasetError)(message)
        return dataset


def _newest_first(dataset: Dataset) -> list[float]:
    # Creation is told in whole seconds; of two in one, the later change is taken for the newer.
    return [-time.timestamp() if time else 0.0 for time in (dataset.created_at, dataset.updated_at)]


def _texts(values: str | Iterable[str]) -> list[str]:
    """One text, or several."""
    found = [values] if isinstance(values, str) else list(values)
    for each in found:
        if not isinstance(each, str):
            raise InvalidRequestError(f"{each!r} is no text")
    return found


def _place(file: File, whose: str) -> str:
    return paths.below_owner(file.path, file.owner.email if file.owner else "", whose)


def _authors(authors: Author | str | Iterable[Author | str]) -> list[generated.AuthorBody]:
    several = [authors] if isinstance(authors, Author | str) else authors
    return [_author(each) for each in several]


def _author(author: Author | str) -> generated.AuthorBody:
    if isinstance(author, str):
        return generated.AuthorBody(name=author)
    return generated.AuthorBody(name=author.name, orcid_id=author.orcid_id or UNSET)
