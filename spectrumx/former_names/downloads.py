"""Downloads, into `files/<owner's e-mail>/…` below the folder that is given."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from spectrumx import paths
from spectrumx.disk import local_path as path_of
from spectrumx.errors import InvalidRequestError, LocalFileError
from spectrumx.former_names.lookups import in_time
from spectrumx.former_names.registry import CLIENT
from spectrumx.former_names.sds import Sds, SdsPath
from spectrumx.models import File, User
from spectrumx.progress import Advanced, Consumer, Event
from spectrumx.resources.former_names import get_files
from spectrumx.results import Result
from spectrumx.transfer.download import refuse_file_as_folder


def download(
    self: Sds,
    sds_path: SdsPath | None = None,
    *,
    from_sds_path: SdsPath | None = None,
    files_to_download: Iterable[File] | None = None,
    to_local_path: Path | str,
    start_time: datetime | None = None,
    end_time: datetime | None = None,
    skip_contents: bool = False,
    overwrite: bool = False,
    verbose: bool = True,
) -> list[Result[File]]:
    """Download into `to_local_path/files/<owner's e-mail>/…`."""
    path = sds_path if from_sds_path is None else from_sds_path
    if (path is None) == (files_to_download is None):
        raise InvalidRequestError("give either from_sds_path or files_to_download")
    listed = files_to_download if path is None else self.files.list(path)
    return _fetch(
        self,
        in_time(listed or (), start_time, end_time),
        to_local_path,
        skip_contents=skip_contents,
        overwrite=overwrite,
        verbose=verbose,
    )


@CLIENT.call("Client.download(sds_path, to=folder)")
def download_file(
    self: Sds,
    *,
    file_instance: File | None = None,
    file_uuid: UUID | str | None = None,
    to_local_path: Path | str | None = None,
    skip_contents: bool = False,
    warn_missing_path: bool = True,  # noqa: ARG001  where the file is, the answer says
    progress_callback: Callable[[int], None] | None = None,
) -> File:
    """Download one file to a path of its own, in place of what is there."""
    if file_instance is None and file_uuid is None:
        raise InvalidRequestError("give either file_instance or file_uuid")
    file = self.files.get(file_uuid) if file_instance is None else file_instance  # type: ignore[arg-type]  # given: see above
    if skip_contents:
        return file
    target = _target(self, file, to_local_path)
    report = self._fetch(
        [(file, target.name)],
        target.parent,
        overwrite=True,
        verbose=False,
        raise_on_error=True,
        on_event=_counting(progress_callback),
    )
    return report[0]()


@CLIENT.call("Client.download(sds_path, to=folder)")
def download_single_file(
    self: Sds,
    *,
    file_info: File,
    to_local_path: Path | str,
    skip_contents: bool,
    overwrite: bool,
    progress_callback: Callable[[int], None] | None = None,  # noqa: ARG001  on_event= is for that
) -> Result[File]:
    """Download one file as `download` does."""
    return download(
        self,
        files_to_download=[file_info],
        to_local_path=to_local_path,
        skip_contents=skip_contents,
        overwrite=overwrite,
        verbose=False,
    )[0]


@CLIENT.call("Client.datasets.get(uuid).download_assets(to)")
def download_dataset(
    self: Sds,
    *,
    dataset_uuid: UUID | str,
    to_local_path: Path | str,
    capture_uuids: Collection[UUID | str] | None = None,
    top_level_dirs: Collection[SdsPath] | None = None,
    artifacts_only: bool = False,
    skip_contents: bool = False,
    overwrite: bool = False,
    verbose: bool = True,
) -> list[Result[File]]:
    """Download a dataset's files into `to_local_path/files/<owner's e-mail>/…`."""
    files = get_files(
        self.datasets,
        dataset_uuid,
        capture_uuids=capture_uuids,
        top_level_dirs=top_level_dirs,
        artifacts_only=artifacts_only,
    )
    return _fetch(
        self,
        files,
        to_local_path,
        skip_contents=skip_contents,
        overwrite=overwrite,
        verbose=verbose,
    )


def _fetch(
    self: Sds,
    files: Iterable[File],
    to_local_path: Path | str,
    *,
    skip_contents: bool,
    overwrite: bool,
    verbose: bool,
) -> list[Result[File]]:
    folder = path_of(to_local_path, "to_local_path")
    refuse_file_as_folder(folder)
    me = self._session.user()
    wanted = [(file, _place(file, me)) for file in files]
    if not self.dry_run:
        folder.mkdir(parents=True, exist_ok=True)
    if skip_contents:
        return [Result(value=file) for file, _ in wanted]
    report = self._fetch(
        wanted, folder, overwrite=overwrite, verbose=verbose, raise_on_error=False, on_event=None
    )
    return list(report)


def _place(file: File, me: User) -> str:
    return paths.absolute(file.path, (file.owner or me).email).lstrip("/")


def _target(self: Sds, file: File, to_local_path: Path | str | None) -> Path:
    if to_local_path is None and file.local_path is None:
        folder = tempfile.gettempdir() if self.dry_run else tempfile.mkdtemp(prefix="spectrumx-")
        return Path(folder, file.name)
    target = path_of(to_local_path or file.local_path or "", "to_local_path")
    if target.is_dir():
        message = f"{target} is a folder; to_local_path is the path of the file itself"
        raise LocalFileError(message, path=str(target))
    return target


def _counting(callback: Callable[[int], None] | None) -> Consumer | None:
    """A consumer that tells how many bytes came since it last did."""
    if callback is None:
        return None
    told = 0

    def tell_more(event: Event) -> None:
        nonlocal told
        if isinstance(event, Advanced):
            callback(event.moved - told)
            told = event.moved

    return tell_more
