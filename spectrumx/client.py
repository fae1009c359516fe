"""`Client`: the one object a script needs."""

# Methods import what carries them out: no script needs all of it, and loading it takes long.
# ruff: noqa: PLC0415

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack, overload
from uuid import UUID

from spectrumx import disk, former_names, paths
from spectrumx.deprecation import former_keywords
from spectrumx.errors import InvalidRequestError
from spectrumx.models import Capture, CaptureType, Dataset, File, User
from spectrumx.progress import fan_out

if TYPE_CHECKING:  # whatever makes requests is loaded with the first client, or its first call
    from concurrent.futures import Executor

    from spectrumx.bulk import Bulk, Control
    from spectrumx.config import Config
    from spectrumx.listings import Listing
    from spectrumx.models.comparisons import Comparison
    from spectrumx.models.reports import TransferReport
    from spectrumx.progress import Consumer
    from spectrumx.resources.captures import Captures
    from spectrumx.resources.criteria import Conditions, Ends
    from spectrumx.resources.datasets import Datasets
    from spectrumx.resources.files import Files
    from spectrumx.resources.query import Filter
    from spectrumx.session import Session
    from spectrumx.times import Moment
    from spectrumx.transfer.handle import Transfer
    from spectrumx.watch import Watch


@former_names.CLIENT
class Client:
    """A connection to SDS as one user.

    Usable from several threads, from notebooks and running event loops, and after a fork. Close
    it, or use it in a `with` statement, when many are made.

    Attributes:
        config: Every setting, its value and where it came from.
        files: Lists, looks up and deletes files.
        captures: Makes, lists, looks up, changes and deletes captures.
        datasets: Looks up datasets and what is in them; calling it lists them.
    """

    # So that a misspelt attribute, such as dryrun, is an error.
    __slots__ = (
        "__weakref__",
        "_bulk",
        "_catalogue",
        "_download",
        "_dry_run",
        "_fetch",
        "_search",
        "_send",
        "_session",
        "captures",
        "config",
        "datasets",
        "files",
    )

    @former_keywords(
        lambda: former_names.initialise, today='logging.getLogger("spectrumx").addHandler(…)'
    )
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

        Args:
            host: The gateway: a name (https), `localhost` (http), or a URL. By default
                `SDS_HOST`, or sds.crc.nd.edu.
            env_file: A file of settings, `.env` in the working directory by default; None for
                none.
            env_config: Settings by their names in the environment; they win over it.
            profile: Name of stored settings (docs/configuration.md, "Profiles"); they win over the
                environment too. By default `SDS_PROFILE`, or the default profile, which do not.
            dry_run: Change nothing, here or there.
            verbose: Show a bar for transfers where somebody watches.
            workers: Transfers at the same time, at most.
            retries: Further tries of a failed request; 0 for none.
            timeout: Seconds without a byte before a request is given up.

        Raises:
            ConfigError: A setting is malformed or refused.
        """
        from spectrumx.assembly import assemble

        parts = assemble(
            arguments={
                "host": host,
                "dry_run": dry_run,
                "workers": workers,
                "retries": retries,
                "timeout": timeout,
            },
            env_config=env_config,
            env_file=env_file,
            profile=profile,
            verbose=verbose,
            connect=Client,
        )
        self.config: Config = parts.config
        self.files: Files = parts.files
        self.captures: Captures = parts.captures
        self.datasets: Datasets = parts.datasets
        self._dry_run = parts.dry_run
        self._session = parts.session
        self._bulk = parts.bulk
        self._fetch = parts.fetch
        self._send = parts.send
        self._download = parts.download
        self._catalogue = parts.catalogue
        self._search = parts.search
        # A script that just ends, or drops its client, leaves no open connection behind.
        weakref.finalize(self, _close, self._session, self._bulk)

    @property
    def dry_run(self) -> bool:
        """Whether nothing may be changed, here or there; may be set at any time."""
        return self._dry_run.on

    @dry_run.setter
    def dry_run(self, on: bool) -> None:
        """Turn dry-run on or off: while it is on, nothing is changed, here or there."""
        if not isinstance(on, bool):
            raise InvalidRequestError(f"dry_run is True or False, not {on!r}")
        self._dry_run.on = on

    @property
    def verbose(self) -> bool:
        """Whether transfers show a bar, unless told otherwise; may be set at any time."""
        return self._fetch.verbose

    @verbose.setter
    def verbose(self, on: bool) -> None:
        """Turn the bars of transfers on or off."""
        self._fetch.verbose = on

    @property
    def base_url(self) -> str:
        """The gateway's address."""
        return self.config.base_url

    def authenticate(self) -> User:
        """Ask the gateway whether it accepts the token; other calls do so by themselves.

        Returns:
            Whose token it is.

        Raises:
            AuthError: There is no token, or it is not accepted.
            NetworkError: The gateway can't be reached.
        """
        return self._session.user(again=True)

    @former_keywords(lambda: former_names.upload, today="upload(local_path, sds_path=)")
    def upload(
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

        What is there already, by path and contents, is not sent again: an upload that broke off
        is continued by the same call. Changed contents become a new version.

        Args:
            local_path: A file or a folder. A folder's contents go below `sds_path`, without its
                own name.
            sds_path: SDS directory, your root by default.
            sds_root: The same as `sds_path`.
            include: Patterns as in `.gitignore`; when given, a file must match one.
            exclude: Patterns of what to leave out, besides those in `.sdsignore`.
            verbose: Show a bar; the client's own setting by default.
            raise_on_error: Raise the first failure when all is done; else only report.
            on_event: Called with every event of `spectrumx.progress`.
            limit_rate: Bytes per second, at most; not with an executor.
            executor: Has workers that send, such as a `ProcessPoolExecutor` or
                `dask_client.get_executor()`; all have to see the folder, by the same path. Each
                has connections of its own, and a token of its own (`spectrumx.workers`).

        Returns:
            A result for every file; in dry-run, the plan.

        Raises:
            KeyboardInterrupt: It was interrupted; the report so far is its `report`.
            LocalFileError: There is nothing to send, or (of a single file) it can't be sent.
            InvalidRequestError: A path or pattern is malformed; nothing was sent.
            SDSError: The first failure, with the whole report as its `report`.
        """
        return self._send(
            local_path,
            _one_path(sds_path, sds_root),
            include=include,
            exclude=exclude,
            verbose=self.verbose if verbose is None else verbose,
            raise_on_error=raise_on_error,
            on_event=on_event,
            limit_rate=limit_rate,
            executor=executor,
        )

    @former_keywords(lambda: former_names.download, today="download(sds_path, to=)")
    def download(
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

        Every file is checked before it gets its name; a download that broke off is continued by
        the same call.

        Args:
            sds_path: SDS directory or file.
            to: Local folder, made when it is needed; files land in it relative to `sds_path`.
            overwrite: Replace local files whose contents differ; else they are left alone and
                listed in the report's `conflicts`.
            verbose: Show a bar; the client's own setting by default.
            raise_on_error: Raise the first failure when all is done; else only report.
            on_event: Called with every event of `spectrumx.progress`.
            limit_rate: Bytes per second, at most; not with an executor.
            executor: Has workers that fetch, such as a `ProcessPoolExecutor` or
                `dask_client.get_executor()`. `to` is then a folder of theirs, shared or of each
                machine: what is there already, each sees for itself. Each has connections of its
                own, and a token of its own (`spectrumx.workers`).

        Returns:
            A result for every file; in dry-run, the plan. Empty when nothing is there.

        Raises:
            KeyboardInterrupt: It was interrupted; the report so far is its `report`.
            InvalidRequestError: The path is malformed, or two files want one place; nothing was
                written.
            LocalFileError: `to` is a file, or lies inside one.
            SDSError: The first failure, with the whole report as its `report`.
        """
        return self._download(
            sds_path,
            to=to,
            overwrite=overwrite,
            verbose=verbose,
            raise_on_error=raise_on_error,
            on_event=on_event,
            limit_rate=limit_rate,
            executor=executor,
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
    ) -> Transfer:
        """Begin an upload in the background, as `upload` does in the foreground; no bar is shown.

        Args:
            local_path: A file or a folder.
            sds_path: SDS directory, your root by default.
            include: Patterns as in `.gitignore`; when given, a file must match one.
            exclude: Patterns of what to leave out, besides those in `.sdsignore`.
            raise_on_error: Let `wait` raise the first failure; else only report.
            on_event: Called with every event of `spectrumx.progress`, on the transfer's thread.
            limit_rate: Bytes per second, at most; not with an executor.
            executor: As for `upload`.

        Returns:
            The running transfer: wait for it, ask how far it is, pause, resume or cancel it.
        """
        from spectrumx.transfer.handle import Transfer

        place = disk.lasting_path(local_path, "local_path")

        def work(control: Control, count: Consumer) -> TransferReport:
            return self._send(
                place,
                _one_path(sds_path, None),
                include=include,
                exclude=exclude,
                verbose=False,
                raise_on_error=raise_on_error,
                on_event=fan_out(count, on_event),
                limit_rate=limit_rate,
                executor=executor,
                control=control,
            )

        return Transfer(work, name=f"upload of {local_path}")

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
    ) -> Transfer:
        """Begin a download in the background, as `download` does in the foreground, without a bar.

        Args:
            sds_path: SDS directory or file.
            to: Local folder, made when it is needed; files land in it relative to `sds_path`.
            overwrite: Replace local files whose contents differ.
            raise_on_error: Let `wait` raise the first failure; else only report.
            on_event: Called with every event of `spectrumx.progress`, on the transfer's thread.
            limit_rate: Bytes per second, at most; not with an executor.
            executor: As for `download`.

        Returns:
            The running transfer: wait for it, ask how far it is, pause, resume or cancel it.
        """
        from spectrumx.transfer.handle import Transfer

        folder = disk.lasting_path(to, "to")

        def work(control: Control, count: Consumer) -> TransferReport:
            return self._download(
                sds_path,
                to=folder,
                overwrite=overwrite,
                verbose=False,
                raise_on_error=raise_on_error,
                on_event=fan_out(count, on_event),
                limit_rate=limit_rate,
                executor=executor,
                control=control,
            )

        return Transfer(work, name=f"download of {sds_path}")

    def check(
        self,
        local_path: Path | str,
        sds_path: str | PurePosixPath | None = None,
        *,
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
    ) -> Comparison:
        """Compare a local folder with an SDS directory, or a file with a file, by checksum.

        Every local file is read. What an upload leaves out is left out here.

        Args:
            local_path: A file or a folder.
            sds_path: SDS directory, your root by default. A single file is looked for in it, or
                compared with the file that the path names.
            include: Patterns as in `.gitignore`; when given, a file must match one.
            exclude: Patterns of what to leave out, here.

        Returns:
            Every path, here or there; true when all are the same.

        Raises:
            LocalFileError: There is nothing at the local path.
            InvalidRequestError: A path or pattern is malformed.
            SDSError: What is there can't be listed.
        """
        from spectrumx.transfer.check import check

        return check(
            disk.local_path(local_path, "local_path"),
            paths.ROOT if sds_path is None else sds_path,
            catalogue=self._catalogue,
            include=include,
            exclude=exclude,
        )

    @former_keywords(
        lambda: former_names.upload_capture, today="upload_capture(local_path, sds_path=)"
    )
    def upload_capture(
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

        The folder is looked at first: its format, channels or scan group are found, and nothing is
        sent of a recording that could not be indexed. An existing capture is given back, with what
        was uploaded now added to it.

        Args:
            local_path: A folder that holds one recording.
            sds_path: SDS directory its contents go below, your root by default.
            capture_type: `drf`, `rh` or `sigmf`; found by default.
            channel: Make a capture only of this channel of a Digital RF recording, or of these; all
                by default. The whole folder is sent all the same.
            scan_group: Make a capture only of this scan group of a RadioHound folder; needed when
                it has several.
            name: Name for people, of a capture that is made now; by default the last part of the
                directory. Looked up later, a capture of several channels shows its directory's.
            verbose: Show a bar; the client's own setting by default.
            on_event: Called with every event of `spectrumx.progress`.

        Returns:
            The capture, with all its channels.

        Raises:
            LocalFileError: The folder holds no recording that can be indexed; nothing was sent.
            InvalidRequestError: It holds several and the arguments choose none; nothing was sent.
            UnsupportedByGatewayError: The gateway does not know the format; nothing was sent.
            DryRunError: Dry-run is on and there is no such capture; the upload's plan is its
                `report`.
            SDSError: The upload's first failure, with the whole report as its `report`.
        """
        from spectrumx.recordings import find_captures
        from spectrumx.resources.criteria import capture_type_of
        from spectrumx.resources.identifiers import identifier_of
        from spectrumx.transfer import capture_upload

        folder = disk.local_path(local_path, "local_path")
        found = find_captures(
            folder,
            capture_type=None if capture_type is None else capture_type_of(capture_type),
            channel=channel,
            scan_group=None if scan_group is None else identifier_of(scan_group),
        )
        normal = self._catalogue.normalise(paths.ROOT if sds_path is None else sds_path)
        directory = self._catalogue.unmistakable(normal)
        wanted = capture_upload.places(found, directory)
        capture_upload.refuse_unknown_format(wanted, self.captures)
        report = self.upload(folder, sds_path=directory, verbose=verbose, on_event=on_event)
        return capture_upload.make(wanted, report=report, captures=self.captures, name=name)

    def watch(
        self,
        local_path: Path | str,
        *,
        sds_path: str | PurePosixPath | None = None,
        settle: float = 5.0,
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
        on_event: Consumer | None = None,
    ) -> Watch:
        """Upload the files of a folder as a recorder finishes them, until the watch is stopped.

        It begins at once, on a thread of its own: `with sds.watch("rec", sds_path="r"): record()`
        sends what is still to be sent before it goes on, and `sds.watch("rec").wait()` watches
        until it is interrupted. Losses of the network and of the gateway are waited out. What an
        upload leaves out is left out here; what the gateway has already is not sent again.

        Digital RF's data files are finished when they get their name, any other file when it has
        stayed as it is for a while. A file that changes later becomes a new version.

        Args:
            local_path: A folder, which has to be there. Its contents go below `sds_path`.
            sds_path: SDS directory, your root by default.
            settle: Seconds that a file has to stay as it is before it counts as finished.
            include: Patterns as in `.gitignore`; when given, a file must match one.
            exclude: Patterns of what to leave out, besides those in `.sdsignore`.
            on_event: Called with every event of `spectrumx.progress`, on the watch's thread.

        Returns:
            The running watch.

        Raises:
            DryRunError: Dry-run is on. Turned on later, it makes the watch wait.
            InvalidRequestError: A path, pattern or number is malformed.
            LocalFileError: The folder is not there, or can't be read.
        """
        from spectrumx.watch import watch

        return watch(
            disk.local_path(local_path, "local_path"),
            paths.ROOT if sds_path is None else sds_path,
            catalogue=self._catalogue,
            bulk=self._bulk,
            cache_dir=self.config.cache_dir,
            include=include,
            exclude=exclude,
            settle=settle,
            consumer=fan_out(on_event),
        )

    @overload
    def search(
        self, asset_type: type[Capture] = ..., **conditions: Unpack[Conditions]
    ) -> Listing[Capture]: ...
    @overload
    def search(self, asset_type: type[File], **conditions: Unpack[Conditions]) -> Listing[File]: ...
    @overload
    def search(
        self, asset_type: type[Dataset], **conditions: Unpack[Conditions]
    ) -> Listing[Dataset]: ...
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
    ) -> Listing[Capture] | Listing[File] | Listing[Dataset]:
        """Find captures, or the files or datasets that hold them; every condition must hold.

        Ranges are closed, and either end may be None. A capture that lacks what is asked about
        does not match. One of several channels matches when a single channel of it satisfies all
        conditions.

        Args:
            asset_type: What to find. Of `File` and `Dataset`, `name` and `owner` are about
                themselves and everything else about a capture they are in.
            center_freq_range: Lowest and highest centre frequency in Hz.
            capture_time_range: Start and end of a time that the recording overlaps: datetimes
                (without an offset they are UTC), or text such as `2024-01-31 10:00`. A date is its
                first moment. Of RadioHound scans the gateway shows the time of one.
            sample_rate_range: Lowest and highest samples per second.
            capture_type: `drf`, `rh` or `sigmf`.
            channel: Name of a channel.
            name: Shell pattern for the name, as `westford-*`; case matters. A capture of several
                channels goes by the name of its directory.
            bounding_box: West, south, east and north of where it was recorded, in degrees; with
                west beyond east it crosses the date line.
            owner: A `User` or an e-mail.
            metadata_filters: Conditions in the gateway's own terms, each with `field_path`,
                `query_type` and `filter_value` (docs/gateway.md, "Metadata filters"). The gateway
                decides on them, and any channel may satisfy them.

        Returns:
            A lazy listing, walked anew by each iteration.

        Raises:
            InvalidRequestError: A range is reversed, a number or time none; nothing was sent.
        """
        from spectrumx.resources.criteria import read_query

        query = read_query(
            center_freq_range=center_freq_range,
            capture_time_range=capture_time_range,
            sample_rate_range=sample_rate_range,
            capture_type=capture_type,
            channel=channel,
            name=name,
            bounding_box=bounding_box,
            owner=owner,
            metadata_filters=metadata_filters,
        )
        if asset_type is Capture:
            return self._search.captures(query)
        if asset_type is File:
            return self._search.files(query)
        if asset_type is Dataset:
            return self._search.datasets(query)
        raise InvalidRequestError(f"asset_type is Capture, File or Dataset, not {asset_type!r}")

    def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        _close(self._session, self._bulk)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Client of {self.base_url}{', dry-run' if self.dry_run else ''}>"


def _one_path(sds_path: str | PurePosixPath | None, root: str | PurePosixPath | None) -> str:
    if sds_path is not None and root is not None:
        raise InvalidRequestError("sds_root is another name of sds_path; give one of them")
    return next((str(each) for each in (sds_path, root) if each is not None), paths.ROOT)


def _close(session: Session, bulk: Bulk) -> None:
    session.close()
    bulk.close()
