"""`Client`: the one object a script needs."""

from __future__ import annotations

import warnings
import weakref
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from spectrumx import config as configuration
from spectrumx import paths
from spectrumx.bulk import Bulk
from spectrumx.config import Config
from spectrumx.connection import connection_from
from spectrumx.dryrun import DryRun
from spectrumx.errors import InvalidRequestError, SDSWarning
from spectrumx.models import User
from spectrumx.models.transfers import TransferReport
from spectrumx.progress import Consumer, display
from spectrumx.resources.catalogue import Catalogue
from spectrumx.resources.files import Files
from spectrumx.retry import RetryPolicy
from spectrumx.session import Session
from spectrumx.transfer import download, upload
from spectrumx.transfer.checksums import Checksums
from spectrumx.transfer.run import fan_out
from spectrumx.version import __version__


class Client:
    """A connection to SDS as one user.

    Usable from several threads, from notebooks and running event loops, and after a fork. Close
    it, or use it in a `with` statement, when many are made.

    Attributes:
        config: Every setting, its value and where it came from.
        files: Lists, looks up and deletes files.
        verbose: Whether transfers show a bar, unless told otherwise.
    """

    # So that a misspelt attribute, such as dryrun, is an error.
    __slots__ = (
        "__weakref__",
        "_bulk",
        "_catalogue",
        "_dry_run",
        "_session",
        "config",
        "files",
        "verbose",
    )

    def __init__(
        self,
        host: str | None = None,
        *,
        env_file: Path | str | None = configuration.DEFAULT_ENV_FILE,
        env_config: Mapping[str, object] | None = None,
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
            dry_run: Change nothing, here or there.
            verbose: Show a bar for transfers where somebody watches.
            workers: Transfers at the same time, at most.
            retries: Further tries of a failed request; 0 for none.
            timeout: Seconds without a byte before a request is given up.

        Raises:
            ConfigError: A setting is malformed or refused.
        """
        self.config: Config = configuration.load(
            arguments={
                "host": host,
                "dry_run": dry_run,
                "workers": workers,
                "retries": retries,
                "timeout": timeout,
            },
            env_config=env_config,
            env_file=env_file,
        )
        self.verbose = verbose
        self._dry_run = DryRun(on=self.config.dry_run)
        connection = connection_from(self.config, version=__version__)
        policy = RetryPolicy(self.config.retries)
        self._session = Session(connection, policy=policy, dry_run=self._dry_run)
        self._bulk = Bulk(
            connection, workers=self.config.workers, policy=policy, dry_run=self._dry_run
        )
        self._catalogue = Catalogue(self._session, zone=self.config.timezone)
        self.files = Files(self._session, catalogue=self._catalogue, dry_run=self._dry_run)
        # A script that just ends, or drops its client, leaves no open connection behind.
        weakref.finalize(self, _close, self._session, self._bulk)

    @property
    def dry_run(self) -> bool:
        """Whether nothing may be changed, here or there; may be set at any time."""
        return self._dry_run.on

    @dry_run.setter
    def dry_run(self, on: bool) -> None:
        if not isinstance(on, bool):
            raise InvalidRequestError(f"dry_run is True or False, not {on!r}")
        self._dry_run.on = on

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

        Returns:
            A result for every file; in dry-run, the plan.

        Raises:
            LocalFileError: There is nothing to send, or (of a single file) it can't be sent.
            InvalidRequestError: A path or pattern is malformed; nothing was sent.
            SDSError: The first failure, with the whole report as its `report`.
        """
        if sds_path is not None and sds_root is not None:
            raise InvalidRequestError("sds_root is another name of sds_path; give one of them")
        wanted = sds_path if sds_path is not None else sds_root
        with display(verbose=self._shown(verbose)) as shown, self._checksums() as checksums:
            report = upload.upload(
                _local(local_path, "local_path"),
                paths.ROOT if wanted is None else wanted,
                catalogue=self._catalogue,
                bulk=self._bulk,
                checksums=checksums,
                include=include,
                exclude=exclude,
                consumer=fan_out(shown, on_event),
            )
        if not len(report):
            message = f"nothing is in {local_path}, so nothing is uploaded"
            warnings.warn(message, SDSWarning, stacklevel=2)
        return _finished(report, raise_on_error=raise_on_error)

    def download(
        self,
        sds_path: str | PurePosixPath,
        *,
        to: Path | str,
        overwrite: bool = False,
        verbose: bool | None = None,
        raise_on_error: bool = True,
        on_event: Consumer | None = None,
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

        Returns:
            A result for every file; in dry-run, the plan. Empty when nothing is there.

        Raises:
            InvalidRequestError: The path is malformed, or two files want one place; nothing was
                written.
            LocalFileError: `to` is a file, or lies inside one.
            SDSError: The first failure, with the whole report as its `report`.
        """
        folder = _local(to, "to")
        download.refuse_file_as_folder(folder)
        normal = self._catalogue.normalise(sds_path)
        listing = self._catalogue.below(normal)
        found = [(file, paths.relative_to(file.path, normal)) for file in listing]
        if not found:
            message = f"nothing is at {normal}, so nothing is downloaded"
            warnings.warn(message, SDSWarning, stacklevel=2)
        with display(verbose=self._shown(verbose)) as shown, self._checksums() as checksums:
            report = download.download(
                found,
                folder,
                bulk=self._bulk,
                checksums=checksums,
                overwrite=overwrite,
                consumer=fan_out(shown, on_event),
            )
        if report.conflicts:
            warnings.warn(
                f"{len(report.conflicts)} local files differ and were left alone; they are in the "
                "report's conflicts, and overwrite=True replaces them",
                SDSWarning,
                stacklevel=2,
            )
        return _finished(report, raise_on_error=raise_on_error)

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

    def _checksums(self) -> Checksums:
        return Checksums(self.config.cache_dir)

    def _shown(self, verbose: bool | None) -> bool:  # noqa: FBT001  private
        return self.verbose if verbose is None else verbose


def _close(session: Session, bulk: Bulk) -> None:
    session.close()
    bulk.close()


def _local(path: Path | str, argument: str) -> Path:
    if not str(path).strip():
        raise InvalidRequestError(f"{argument} is blank; give a path")
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise InvalidRequestError(f"{argument}={str(path)!r} names no user's home") from None


def _finished(report: TransferReport, *, raise_on_error: bool) -> TransferReport:
    if raise_on_error:
        report.raise_for_failures()
    return report
