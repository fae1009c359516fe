"""Datasets, awaited."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from pathlib import Path
from uuid import UUID

from spectrumx.asynchronous.listings import AsyncListing
from spectrumx.asynchronous.threads import Threads
from spectrumx.models import Author, Capture, Dataset, File
from spectrumx.models.datasets import CaptureOrUuid
from spectrumx.models.datasets import Captures as WantedCaptures
from spectrumx.models.reports import TransferReport
from spectrumx.progress import Consumer
from spectrumx.resources.datasets import Datasets
from spectrumx.resources.deletion import Deletion


class AsyncDatasets:
    """The datasets a user may see; calling it lists them.

    Datasets are the same values as a `Client` gives. What they do by themselves waits, and is
    awaited here: `captures(dataset)`, `files(dataset)`, and `download(dataset, to=…)` instead of
    `dataset.download_assets(…)`.
    """

    def __init__(self, datasets: Datasets, *, threads: Threads) -> None:
        self._datasets = datasets
        self._threads = threads

    def __call__(self, *, deep: bool = False) -> AsyncListing[Dataset]:
        """List the datasets you may see, the newest first.

        As `Datasets.__call__`; walk it by `async for`.

        Args:
            deep: On a gateway that has no such listing, walk the files as well.
        """
        return AsyncListing(self._datasets(deep=deep), threads=self._threads)

    async def get(self, uuid: UUID | str | Dataset) -> Dataset:
        """Look up a dataset.

        As `Datasets.get`.

        Args:
            uuid: Its identifier.
        """
        return await self._threads.call(lambda: self._datasets.get(uuid))

    async def create(
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

        As `Datasets.create`.

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
        """
        return await self._threads.call(
            lambda: self._datasets.create(
                name,
                description=description,
                abstract=abstract,
                authors=authors,
                institutions=institutions,
                keywords=keywords,
                license=license,
                doi=doi,
                website=website,
                repository=repository,
            )
        )

    async def attach_capture(
        self, dataset: UUID | str | Dataset, capture: CaptureOrUuid
    ) -> Dataset:
        """Put a capture into a dataset, where the gateway offers it.

        As `Datasets.attach_capture`.

        Args:
            dataset: Which one.
            capture: What to put into it; a `Capture` stands for all its channels.
        """
        return await self._threads.call(lambda: self._datasets.attach_capture(dataset, capture))

    def captures(self, dataset: UUID | str | Dataset) -> AsyncListing[Capture]:
        """List a dataset's captures, as far as they are in it; one request for each.

        As `Datasets.captures`; walk it by `async for`.

        Args:
            dataset: Which one.
        """
        return AsyncListing(self._datasets.captures(dataset), threads=self._threads)

    def files(
        self,
        dataset: UUID | str | Dataset,
        *,
        capture: WantedCaptures | None = None,
        top_level_dir: str | Iterable[str] | None = None,
        artifacts_only: bool = False,
    ) -> AsyncListing[File]:
        """List a dataset's files, those of its captures included, the newest first.

        As `Datasets.files`; walk it by `async for`.

        Args:
            dataset: Which one.
            capture: Only files of these captures.
            top_level_dir: Only files in or below these directories.
            artifacts_only: Only files that belong to none of its captures.
        """
        listing = self._datasets.files(
            dataset, capture=capture, top_level_dir=top_level_dir, artifacts_only=artifacts_only
        )
        return AsyncListing(listing, threads=self._threads)

    async def delete(self, uuid: UUID | str | Dataset) -> Deletion:
        """Delete a dataset, keeping its files; in dry-run, only make sure that it is there.

        As `Datasets.delete`.

        Args:
            uuid: Its identifier.
        """
        return await self._threads.call(lambda: self._datasets.delete(uuid))

    async def share(
        self, uuid: UUID | str | Dataset, email: str, *, permission_level: str = "viewer"
    ) -> None:
        """Let another user see a dataset and download its files, where the gateway offers it.

        As `Datasets.share`.

        Args:
            uuid: Its identifier.
            email: Whom to share it with.
            permission_level: What they may do: `viewer`, `contributor` or `co-owner`.
        """
        await self._threads.call(
            lambda: self._datasets.share(uuid, email, permission_level=permission_level)
        )

    async def revoke_share_permissions(self, uuid: UUID | str | Dataset) -> None:
        """Stop sharing a dataset with anybody.

        As `Datasets.revoke_share_permissions`.

        Args:
            uuid: Its identifier.
        """
        await self._threads.call(lambda: self._datasets.revoke_share_permissions(uuid))

    def captures_of(self, dataset: Dataset) -> AsyncListing[Capture]:
        """List a dataset's captures; the same as `dataset.captures()`.

        As `Datasets.captures_of`; walk it by `async for`.

        Args:
            dataset: Which one.
        """
        return self.captures(dataset)

    async def download(
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

        As `Datasets.download`; where the task is cancelled, so is the download.

        Args:
            dataset: Whose.
            to: Local folder, made when it is needed.
            overwrite: Replace local files whose contents differ.
            verbose: Show a bar; the client's own setting by default.
            capture: As in `files`.
            top_level_dir: As in `files`.
            artifacts_only: As in `files`.
            raise_on_error: Raise the first failure when all is done; else only report.
            on_event: Called with every event of `spectrumx.progress`, on the loop's thread.
            executor: Has workers that download, as in `Client.download`.
        """
        return await self._threads.transfer(
            lambda consumer: self._datasets.download(
                dataset,
                to=to,
                overwrite=overwrite,
                verbose=verbose,
                capture=capture,
                top_level_dir=top_level_dir,
                artifacts_only=artifacts_only,
                raise_on_error=raise_on_error,
                on_event=consumer,
                executor=executor,
            ),
            on_event,
        )

    def __repr__(self) -> str:
        return f"<asynchronous {repr(self._datasets)[1:]}"
