"""`AsyncClient`: the client of a program that runs an event loop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self, Unpack, overload
from uuid import UUID

from spectrumx.asynchronous.captures import AsyncCaptures
from spectrumx.asynchronous.datasets import AsyncDatasets
from spectrumx.asynchronous.files import AsyncFiles
from spectrumx.asynchronous.listings import AsyncListing
from spectrumx.asynchronous.threads import Threads
from spectrumx.asynchronous.transfers import AsyncTransfer
from spectrumx.asynchronous.watching import AsyncWatch
from spectrumx.client import Client
from spectrumx.config import Config
from spectrumx.models import Capture, CaptureType, Dataset, File, User
from spectrumx.models.comparisons import Comparison
from spectrumx.models.reports import TransferReport
from spectrumx.progress import Consumer
from spectrumx.resources.criteria import Conditions, Ends
from spectrumx.resources.query import Filter
from spectrumx.times import Moment


class AsyncClient:
    """A connection to SDS as one user, for asyncio: `async with AsyncClient() as sds`.

    It has the verbs and resources of `Client`, to be awaited; they are carried out on threads, so
    that the loop goes on meanwhile, and raise the same errors. Cancelling a task cancels its
    transfer, and the task ends when the transfer has: files that arrived stay, and the same call
    does the rest. The report is then the `report` of the `CancelledError`.

    At most 4 transfers run at the same time, each with all its workers, and 16 other calls; more
    wait their turn. Usable from several loops; a forked process makes its own.

    Attributes:
        config: Every setting, its value and where it came from.
        files: Lists, looks up and deletes files.
        captures: Makes, lists, looks up, changes and deletes captures.
        datasets: Looks up datasets and what is in them; calling it lists them.
    """

    # So that a misspelt attribute, such as dryrun, is an error.
    __slots__ = ("__weakref__", "_client", "_threads", "captures", "config", "datasets", "files")

    def __init__(
        self,
        host: str | None = None,
        *,
        env_file: Path | str | None = ".env",
        env_config: Mapping[str, object] | None = None,
        profile: str | None = None,
        dry_run: bool | None = None,
        verbose: bool = True,
        workers: int | None = None,
        retries: int | None = None,
        timeout: float | None = None,
    ) -> None:
        """Settle the settings; nothing is sent until something is asked for.

        As `Client.__init__`.

        Args:
            host: The gateway: a name (https), `localhost` (http), or a URL. By default
                `SDS_HOST`, or sds.crc.nd.edu.
            env_file: A file of settings, `.env` in the working directory by default; None for
                none.
            env_config: Settings by their names in the environment; they win over it.
            profile: Name of stored settings; they win over the environment too.
            dry_run: Change nothing, here or there.
            verbose: Show a bar for transfers where somebody watches.
            workers: Files of one transfer moved at the same time, at most.
            retries: Further tries of a failed request; 0 for none.
            timeout: Seconds without a byte before a request is given up.

        Raises:
            ConfigError: A setting is malformed or refused.
        """
        self._client = Client(
            host,
            env_file=env_file,
            env_config=env_config,
            profile=profile,
            dry_run=dry_run,
            verbose=verbose,
            workers=workers,
            retries=retries,
            timeout=timeout,
        )
        self._threads = Threads()
        self.config: Config = self._client.config
        self.files = AsyncFiles(self._client.files, threads=self._threads)
        self.captures = AsyncCaptures(self._client.captures, threads=self._threads)
        self.datasets = AsyncDatasets(self._client.datasets, threads=self._threads)

    @property
    def dry_run(self) -> bool:
        """Whether nothing may be changed, here or there; may be set at any time.

        As `Client.dry_run`.
        """
        return self._client.dry_run

    @dry_run.setter
    def dry_run(self, on: bool) -> None:
        """Turn dry-run on or off: while it is on, nothing is changed, here or there."""
        self._client.dry_run = on

    @property
    def verbose(self) -> bool:
        """Whether transfers show a bar, unless told otherwise; may be set at any time.

        As `Client.verbose`.
        """
        return self._client.verbose

    @verbose.setter
    def verbose(self, on: bool) -> None:
        """Turn the bars of transfers on or off."""
        self._client.verbose = on

    @property
    def base_url(self) -> str:
        """The gateway's address.

        As `Client.base_url`.
        """
        return self._client.base_url

    async def authenticate(self) -> User:
        """Ask the gateway whether it accepts the token; other calls do so by themselves.

        As `Client.authenticate`.
        """
        return await self._threads.call(self._client.authenticate)

    async def upload(
        self,
        local_path: Path | str,
        *,
        sds_path: str | PurePosixPath | None = None,
        sds_root: str | PurePosixPath | None = None,
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
        verbose: bool | None = None,
        raise_on_error: bool = True,
        on_event: Consumer | None = None,
        limit_rate: float | None = None,
        executor: Executor | None = None,
    ) -> TransferReport:
        """Upload a file, or everything in a folder.

        As `Client.upload`; where the task is cancelled, so is the upload.

        Args:
            local_path: A file or a folder. A folder's contents go below `sds_path`, without its
                own name.
            sds_path: SDS directory, your root by default.
            sds_root: The same as `sds_path`.
            include: Patterns as in `.gitignore`; when given, a file must match one.
            exclude: Patterns of what to leave out, besides those in `.sdsignore`.
            verbose: Show a bar; the client's own setting by default.
            raise_on_error: Raise the first failure when all is done; else only report.
            on_event: Called with every event of `spectrumx.progress`, on the loop's thread.
            limit_rate: Bytes per second, at most; not with an executor.
            executor: Has workers that send, as in `Client.upload`.

        Raises:
            asyncio.CancelledError: The task was cancelled; the report so far is its `report`.
            SDSError: As `Client.upload`.
        """
        return await self._threads.transfer(
            lambda consumer: self._client.upload(
                local_path,
                sds_path=sds_path,
                sds_root=sds_root,
                include=include,
                exclude=exclude,
                verbose=verbose,
                raise_on_error=raise_on_error,
                on_event=consumer,
                limit_rate=limit_rate,
                executor=executor,
            ),
            on_event,
        )

    async def download(
        self,
        sds_path: str | PurePosixPath,
        *,
        to: Path | str,
        overwrite: bool = False,
        verbose: bool | None = None,
        raise_on_error: bool = True,
        on_event: Consumer | None = None,
        limit_rate: float | None = None,
        executor: Executor | None = None,
    ) -> TransferReport:
        """Download a file, or everything below a directory.

        As `Client.download`; where the task is cancelled, so is the download.

        Args:
            sds_path: SDS directory or file.
            to: Local folder, made when it is needed; files land in it relative to `sds_path`.
            overwrite: Replace local files whose contents differ; else they are left alone and
                listed in the report's `conflicts`.
            verbose: Show a bar; the client's own setting by default.
            raise_on_error: Raise the first failure when all is done; else only report.
            on_event: Called with every event of `spectrumx.progress`, on the loop's thread.
            limit_rate: Bytes per second, at most; not with an executor.
            executor: Has workers that fetch, as in `Client.download`.

        Raises:
            asyncio.CancelledError: The task was cancelled; the report so far is its `report`.
            SDSError: As `Client.download`.
        """
        return await self._threads.transfer(
            lambda consumer: self._client.download(
                sds_path,
                to=to,
                overwrite=overwrite,
                verbose=verbose,
                raise_on_error=raise_on_error,
                on_event=consumer,
                limit_rate=limit_rate,
                executor=executor,
            ),
            on_event,
        )

    def start_upload(
        self,
        local_path: Path | str,
        *,
        sds_path: str | PurePosixPath | None = None,
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
        raise_on_error: bool = True,
        on_event: Consumer | None = None,
        limit_rate: float | None = None,
        executor: Executor | None = None,
    ) -> AsyncTransfer:
        """Begin an upload in the background, as `upload` does in the foreground; no bar is shown.

        As `Client.start_upload`; to be called where the loop runs, and it does not wait its turn.

        Args:
            local_path: A file or a folder.
            sds_path: SDS directory, your root by default.
            include: Patterns as in `.gitignore`; when given, a file must match one.
            exclude: Patterns of what to leave out, besides those in `.sdsignore`.
            raise_on_error: Let `wait` raise the first failure; else only report.
            on_event: Called with every event of `spectrumx.progress`, on the loop's thread.
            limit_rate: Bytes per second, at most; not with an executor.
            executor: As for `upload`.

        Returns:
            The running transfer: await it, ask how far it is, pause, resume or cancel it.
        """
        return AsyncTransfer(
            lambda consumer: self._client.start_upload(
                local_path,
                sds_path=sds_path,
                include=include,
                exclude=exclude,
                raise_on_error=raise_on_error,
                on_event=consumer,
                limit_rate=limit_rate,
                executor=executor,
            ),
            on_event=on_event,
            threads=self._threads,
        )

    def start_download(
        self,
        sds_path: str | PurePosixPath,
        *,
        to: Path | str,
        overwrite: bool = False,
        raise_on_error: bool = True,
        on_event: Consumer | None = None,
        limit_rate: float | None = None,
        executor: Executor | None = None,
    ) -> AsyncTransfer:
        """Begin a download in the background, as `download` does in the foreground, without a bar.

        As `Client.start_download`; to be called where the loop runs, and it does not wait its turn.

        Args:
            sds_path: SDS directory or file.
            to: Local folder, made when it is needed; files land in it relative to `sds_path`.
            overwrite: Replace local files whose contents differ.
            raise_on_error: Let `wait` raise the first failure; else only report.
            on_event: Called with every event of `spectrumx.progress`, on the loop's thread.
            limit_rate: Bytes per second, at most; not with an executor.
            executor: As for `download`.

        Returns:
            The running transfer: await it, ask how far it is, pause, resume or cancel it.
        """
        return AsyncTransfer(
            lambda consumer: self._client.start_download(
                sds_path,
                to=to,
                overwrite=overwrite,
                raise_on_error=raise_on_error,
                on_event=consumer,
                limit_rate=limit_rate,
                executor=executor,
            ),
            on_event=on_event,
            threads=self._threads,
        )

    async def check(
        self,
        local_path: Path | str,
        sds_path: str | PurePosixPath | None = None,
        *,
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
    ) -> Comparison:
        """Compare a local folder with an SDS directory, or a file with a file, by checksum.

        As `Client.check`.

        Args:
            local_path: A file or a folder.
            sds_path: SDS directory, your root by default. A single file is looked for in it, or
                compared with the file that the path names.
            include: Patterns as in `.gitignore`; when given, a file must match one.
            exclude: Patterns of what to leave out, here.
        """
        return await self._threads.call(
            lambda: self._client.check(local_path, sds_path, include=include, exclude=exclude)
        )

    async def upload_capture(
        self,
        local_path: Path | str,
        *,
        sds_path: str | PurePosixPath | None = None,
        capture_type: CaptureType | str | None = None,
        channel: str | Iterable[str] | None = None,
        scan_group: UUID | str | None = None,
        name: str | None = None,
        verbose: bool | None = None,
        on_event: Consumer | None = None,
    ) -> Capture:
        """Upload a recording and make it a capture; done already, it only looks.

        As `Client.upload_capture`; where the task is cancelled, so is the upload.

        Args:
            local_path: A folder that holds one recording.
            sds_path: SDS directory its contents go below, your root by default.
            capture_type: `drf`, `rh` or `sigmf`; found by default.
            channel: Make a capture only of this channel of a Digital RF recording, or of these; all
                by default. The whole folder is sent all the same.
            scan_group: Make a capture only of this scan group of a RadioHound folder; needed when
                it has several.
            name: Name for people, of a capture that is made now; by default the last part of the
                directory.
            verbose: Show a bar; the client's own setting by default.
            on_event: Called with every event of `spectrumx.progress`, on the loop's thread.

        Raises:
            asyncio.CancelledError: The task was cancelled; the report so far is its `report`.
            SDSError: As `Client.upload_capture`.
        """
        return await self._threads.transfer(
            lambda consumer: self._client.upload_capture(
                local_path,
                sds_path=sds_path,
                capture_type=capture_type,
                channel=channel,
                scan_group=scan_group,
                name=name,
                verbose=verbose,
                on_event=consumer,
            ),
            on_event,
        )

    def watch(
        self,
        local_path: Path | str,
        *,
        sds_path: str | PurePosixPath | None = None,
        settle: float = 5.0,
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
        on_event: Consumer | None = None,
    ) -> AsyncWatch:
        """Upload the files of a folder as a recorder finishes them, until the watch is stopped.

        As `Client.watch`: `async with sds.watch("rec", sds_path="r"): await record()`; to be called
        where the loop runs.

        Args:
            local_path: A folder, which has to be there. Its contents go below `sds_path`.
            sds_path: SDS directory, your root by default.
            settle: Seconds that a file has to stay as it is before it counts as finished.
            include: Patterns as in `.gitignore`; when given, a file must match one.
            exclude: Patterns of what to leave out, besides those in `.sdsignore`.
            on_event: Called with every event of `spectrumx.progress`, on the loop's thread.

        Returns:
            The running watch.
        """
        return AsyncWatch(
            lambda consumer: self._client.watch(
                local_path,
                sds_path=sds_path,
                settle=settle,
                include=include,
                exclude=exclude,
                on_event=consumer,
            ),
            on_event=on_event,
            threads=self._threads,
        )

    @overload
    def search(
        self, asset_type: type[Capture] = ..., **conditions: Unpack[Conditions]
    ) -> AsyncListing[Capture]: ...
    @overload
    def search(
        self, asset_type: type[File], **conditions: Unpack[Conditions]
    ) -> AsyncListing[File]: ...
    @overload
    def search(
        self, asset_type: type[Dataset], **conditions: Unpack[Conditions]
    ) -> AsyncListing[Dataset]: ...
    def search(
        self,
        asset_type: type[Capture | File | Dataset] = Capture,
        *,
        center_freq_range: Ends[float] | None = None,
        capture_time_range: Ends[Moment] | None = None,
        sample_rate_range: Ends[float] | None = None,
        capture_type: CaptureType | str | None = None,
        channel: str | None = None,
        name: str | None = None,
        bounding_box: Sequence[float] | None = None,
        owner: User | str | None = None,
        metadata_filters: Iterable[Filter] | None = None,
    ) -> AsyncListing[Capture] | AsyncListing[File] | AsyncListing[Dataset]:
        """Find captures, or the files or datasets that hold them; every condition must hold.

        As `Client.search`; walk it by `async for`.

        Args:
            asset_type: What to find. Of `File` and `Dataset`, `name` and `owner` are about
                themselves and everything else about a capture they are in.
            center_freq_range: Lowest and highest centre frequency in Hz.
            capture_time_range: Start and end of a time that the recording overlaps: datetimes
                (without an offset they are UTC), or text such as `2024-01-31 10:00`.
            sample_rate_range: Lowest and highest samples per second.
            capture_type: `drf`, `rh` or `sigmf`.
            channel: Name of a channel.
            name: Shell pattern for the name, as `westford-*`; case matters.
            bounding_box: West, south, east and north of where it was recorded, in degrees; with
                west beyond east it crosses the date line.
            owner: A `User` or an e-mail.
            metadata_filters: Conditions in the gateway's own terms, each with `field_path`,
                `query_type` and `filter_value`.

        Raises:
            InvalidRequestError: A range is reversed, a number or time none; nothing was sent.
        """
        conditions: Conditions = {
            "center_freq_range": center_freq_range,
            "capture_time_range": capture_time_range,
            "sample_rate_range": sample_rate_range,
            "capture_type": capture_type,
            "channel": channel,
            "name": name,
            "bounding_box": bounding_box,
            "owner": owner,
            "metadata_filters": metadata_filters,
        }
        if asset_type is File:
            return AsyncListing(self._client.search(File, **conditions), threads=self._threads)
        if asset_type is Dataset:
            return AsyncListing(self._client.search(Dataset, **conditions), threads=self._threads)
        # The client refuses what is none of the three.
        wanted: type[Capture] = asset_type  # type: ignore[assignment]  # as said
        return AsyncListing(self._client.search(wanted, **conditions), threads=self._threads)

    async def close(self) -> None:
        """Close the connections; a later call opens new ones.

        As `Client.close`.
        """
        await self._threads.wait(self._client.close)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<Async{repr(self._client)[1:]}"
