"""Listing, looking up and deleting files; looking up datasets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from spectrumx import times
from spectrumx.errors import InvalidRequestError
from spectrumx.former_names.registry import CLIENT
from spectrumx.former_names.sds import Sds, SdsPath
from spectrumx.listings import Listing
from spectrumx.models import Dataset, File
from spectrumx.resources.former_names import list_artifact_files, list_captures

_DATA_FILE = re.compile(r"rf@(\d{1,11})\.(\d{3})\.h5")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@CLIENT.call("Client.files.list(sds_path)")
def list_files(
    self: Sds,
    sds_path: SdsPath,
    start_time: datetime | None = None,
    end_time: datetime | None = None,
    *,
    verbose: bool = False,  # noqa: ARG001  it only logged
) -> Listing[File]:
    """List files; with times, of Digital RF's data files those that begin between them."""
    listed = self.files.list(sds_path)
    span = _both(start_time, end_time)
    return listed if span is None else Listing(lambda: _within(listed, *span), of=f"{listed!r}")


@CLIENT.call("Client.files.get(uuid)")
def get_file(self: Sds, file_uuid: UUID | str) -> File:
    """Look up a file."""
    return self.files.get(file_uuid)


@CLIENT.call("Client.files.delete(uuid)")
def delete_file(self: Sds, file_uuid: UUID | str) -> bool:
    """Delete a file; false in dry-run."""
    return bool(self.files.delete(file_uuid))


@CLIENT.call("Client.files.detach_from_datasets(uuid)")
def detach_file_from_datasets(self: Sds, file_uuid: UUID | str) -> bool:
    """Take a file out of datasets."""
    self.files.detach_from_datasets(file_uuid)
    return True


@CLIENT.call("Client.datasets.get(uuid)")
def get_dataset(self: Sds, dataset_uuid: UUID | str) -> Dataset:
    """Look up a dataset."""
    return self.datasets.get(dataset_uuid)


@CLIENT.call("Client.datasets.captures(uuid)")
def list_dataset_captures(self: Sds, dataset_uuid: UUID | str) -> list[dict[str, object]]:
    """What a dataset's answer says of its captures."""
    return list_captures(self.datasets, dataset_uuid)


@CLIENT.call("Client.datasets.files(uuid, artifacts_only=True)")
def list_dataset_artifact_files(self: Sds, dataset_uuid: UUID | str) -> list[dict[str, object]]:
    """What a dataset's answer says of its files that belong to no capture."""
    return list_artifact_files(self.datasets, dataset_uuid)


@CLIENT.call("Client.datasets.attach_capture(dataset, capture)")
def add_capture_to_dataset(
    self: Sds, dataset_uuid: UUID | str, capture_uuid: UUID | str
) -> Dataset:
    """Put a capture into a dataset."""
    return self.datasets.attach_capture(dataset_uuid, capture_uuid)


def in_time(files: Iterable[File], start: datetime | None, end: datetime | None) -> Iterable[File]:
    """Leave out data files of Digital RF that do not begin between two times.

    Raises:
        InvalidRequestError: Only one of the times is given, or it is none.
    """
    span = _both(start, end)
    return files if span is None else _within(files, *span)


def _both(start: datetime | None, end: datetime | None) -> tuple[datetime, datetime] | None:
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise InvalidRequestError("start_time and end_time go together; give both or neither")
    return times.moment(start, "start_time"), times.moment(end, "end_time")


def _within(files: Iterable[File], start: datetime, end: datetime) -> Iterator[File]:
    """The files but for data files of Digital RF whose name tells another time."""
    for file in files:
        found = _DATA_FILE.fullmatch(file.name)
        if found is None or start <= _time_of(*found.groups()) <= end:
            yield file


def _time_of(seconds: str, milliseconds: str) -> datetime:
    return _EPOCH + timedelta(seconds=int(seconds), milliseconds=int(milliseconds))
