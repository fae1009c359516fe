"""What captures and datasets answered to in spectrumx 0.2.

The functions without a decorator here carry out calls by former keywords; the decorators of
today's methods name them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Protocol
from uuid import UUID

from spectrumx import paths
from spectrumx.deprecation import FormerNames
from spectrumx.errors import InvalidRequestError
from spectrumx.listings import Listing
from spectrumx.models import Capture, CaptureType, Dataset, File
from spectrumx.resources.capture_listing import CaptureListing
from spectrumx.resources.criteria import capture_type_of
from spectrumx.resources.deletion import Deletion
from spectrumx.resources.narrowing import condition

CAPTURES = FormerNames()
DATASETS = FormerNames()


class _Captures(Protocol):
    _listing: CaptureListing

    def create(
        self,
        top_level_dir: str | PurePosixPath,
        *,
        capture_type: CaptureType | str,
        channel: str | None,
        scan_group: UUID | str | None,
        name: str | None,
    ) -> Capture: ...
    def list(self, capture_type: CaptureType | str | None) -> Listing[Capture]: ...
    def get(self, uuid: UUID | str) -> Capture: ...
    def update(self, uuid: UUID | str) -> Capture: ...
    def delete(self, uuid: UUID | str) -> Deletion: ...
    def revoke_share_permissions(self, uuid: UUID | str) -> None: ...
    def detach_from_datasets(self, uuid: UUID | str) -> None: ...


class _Datasets(Protocol):
    def get(self, uuid: UUID | str) -> Dataset: ...
    def captures(self, dataset: UUID | str) -> Listing[Capture]: ...
    def files(
        self,
        dataset: UUID | str,
        *,
        capture: Iterable[UUID | str] | None = None,
        top_level_dir: Iterable[str] | None = None,
        artifacts_only: bool,
    ) -> Listing[File]: ...
    def attach_capture(self, dataset: UUID | str, capture: UUID | str) -> Dataset: ...
    def delete(self, uuid: UUID | str) -> Deletion: ...
    def revoke_share_permissions(self, uuid: UUID | str) -> None: ...


def refuse_other_index(index_name: str, capture_type: CaptureType | str) -> None:
    """Make sure that a search index is the one that the format's captures go to anyway.

    Raises:
        InvalidRequestError: It is another.
    """
    expected = capture_type_of(capture_type).index_name
    if index_name not in {"", expected}:
        message = f"index_name {index_name!r} can't be chosen: {capture_type} goes to {expected}"
        raise InvalidRequestError(message)


def create_capture(
    self: _Captures,
    top_level_dir: str | PurePosixPath,
    *,
    capture_type: CaptureType | str,
    index_name: str,
    channel: str | None = None,
    scan_group: UUID | str | None = None,
    name: str | None = None,
) -> Capture:
    """Make a capture; the gateway's index for it is known today."""
    refuse_other_index(index_name, capture_type)
    return self.create(
        top_level_dir, capture_type=capture_type, channel=channel, scan_group=scan_group, name=name
    )


@CAPTURES.call("captures.list(capture_type)")
def listing(
    self: _Captures,
    *,
    capture_type: CaptureType | str | None = None,
    page_size: int | None = None,  # noqa: ARG001  pages are as large as the gateway allows
) -> list[Capture]:
    """Every capture."""
    return list(self.list(capture_type))


@CAPTURES.call("captures.get(uuid)")
def read(self: _Captures, capture_uuid: UUID | str) -> Capture:
    """Look up a capture."""
    return self.get(capture_uuid)


@CAPTURES.call("Client.search(metadata_filters=[…])")
def advanced_search(
    self: _Captures, *, field_path: str, query_type: str, filter_value: str | Mapping[str, object]
) -> list[Capture]:
    """Every capture that satisfies one condition in the gateway's terms."""
    return list(self._listing.walk(None, [condition(field_path, query_type, filter_value)]))


def update_capture(self: _Captures, capture_uuid: UUID | str) -> None:
    """Have a capture indexed anew."""
    self.update(capture_uuid)


def delete_capture(self: _Captures, capture_uuid: UUID | str) -> bool:
    """Delete a capture; false in dry-run."""
    return bool(self.delete(capture_uuid))


def revoke_capture(self: _Captures, capture_uuid: UUID | str) -> bool:
    """Stop sharing a capture."""
    self.revoke_share_permissions(capture_uuid)
    return True


def detach_capture(self: _Captures, capture_uuid: UUID | str) -> bool:
    """Take a capture out of datasets."""
    self.detach_from_datasets(capture_uuid)
    return True


def get_dataset(self: _Datasets, dataset_uuid: UUID | str) -> Dataset:
    """Look up a dataset."""
    return self.get(dataset_uuid)


@DATASETS.call("datasets.files(uuid, capture=, top_level_dir=, artifacts_only=)")
def get_files(
    self: _Datasets,
    dataset_uuid: UUID | str,
    *,
    capture_uuids: Collection[UUID | str] | None = None,
    top_level_dirs: Collection[PurePosixPath | str] | None = None,
    artifacts_only: bool = False,
) -> Listing[File]:
    """Files of a dataset; `artifacts_only` goes before the rest."""
    if artifacts_only:
        return self.files(dataset_uuid, artifacts_only=True)
    return self.files(
        dataset_uuid,
        capture=capture_uuids or None,
        top_level_dir=[str(each) for each in top_level_dirs or ()] or None,
        artifacts_only=False,
    )


@DATASETS.call("datasets.captures(uuid)")
def list_captures(self: _Datasets, dataset_uuid: UUID | str) -> list[dict[str, object]]:
    """What a dataset's answer says of its captures."""
    return [_row_of_capture(capture) for capture in self.captures(dataset_uuid)]


@DATASETS.call("datasets.files(uuid, artifacts_only=True)")
def list_artifact_files(self: _Datasets, dataset_uuid: UUID | str) -> list[dict[str, object]]:
    """What a dataset's answer says of its files that belong to no capture."""
    return [_row_of_file(file) for file in self.files(dataset_uuid, artifacts_only=True)]


@DATASETS.call("datasets.attach_capture(dataset, capture)")
def add_capture_to_dataset(
    self: _Datasets, dataset_uuid: UUID | str, capture_uuid: UUID | str
) -> bool:
    """Put a capture into a dataset."""
    self.attach_capture(dataset_uuid, capture_uuid)
    return True


def delete_dataset(self: _Datasets, dataset_uuid: UUID | str) -> bool:
    """Delete a dataset; false in dry-run."""
    return bool(self.delete(dataset_uuid))


def revoke_dataset(self: _Datasets, dataset_uuid: UUID | str) -> bool:
    """Stop sharing a dataset."""
    self.revoke_share_permissions(dataset_uuid)
    return True


def _row_of_capture(capture: Capture) -> dict[str, object]:
    channels: Sequence[dict[str, str]] = [
        {"channel": each.name, "uuid": str(each.uuid)} for each in capture.channels
    ]
    return {
        "uuid": str(capture.uuid),
        "name": capture.name,
        "capture_type": str(capture.capture_type),
        "top_level_dir": capture.top_level_dir,
        "index_name": capture.index_name,
        "origin": capture.origin,
        "is_multi_channel": capture.is_multi_channel,
        "channels": channels,
    }


def _row_of_file(file: File) -> dict[str, object]:
    return {
        "uuid": str(file.uuid),
        "name": file.name,
        "directory": paths.absolute(file.directory, file.owner.email if file.owner else ""),
        "media_type": file.media_type,
        "size": file.size,
    }
