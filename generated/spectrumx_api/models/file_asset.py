from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.capture_summary import CaptureSummary
    from ..models.dataset_reference import DatasetReference
    from ..models.user_reference import UserReference


T = TypeVar("T", bound="FileAsset")


@_attrs_define
class FileAsset:
    """A file, without its contents."""

    uuid: None | str | Unset = UNSET
    """ Identifies the file. """
    owner: None | Unset | UserReference = UNSET
    """ Whose it is. """
    directory: None | str | Unset = UNSET
    """ Absolute directory """
    name: None | str | Unset = UNSET
    """ File name. """
    media_type: None | str | Unset = UNSET
    """ Media type. """
    permissions: None | str | Unset = UNSET
    """ Unix permissions, such as rw-r--r--. """
    size: int | None | Unset = UNSET
    """ Length in bytes. """
    sum_blake3: None | str | Unset = UNSET
    """ BLAKE3 checksum of the contents in hexadecimal digits. """
    captures: list[CaptureSummary | None] | None | Unset = UNSET
    """ Captures that hold it. """
    datasets: list[DatasetReference | None] | None | Unset = UNSET
    """ Datasets that hold it directly, not by way of a capture. """
    created_at: None | str | Unset = UNSET
    """ Date and time without an offset, in the gateway's local time. """
    updated_at: None | str | Unset = UNSET
    """ Date and time without an offset, in the gateway's local time. """
    expiration_date: None | str | Unset = UNSET
    """ Date and time without an offset, in the gateway's local time. """
    deleted_at: None | str | Unset = UNSET
    """ Date and time without an offset, in the gateway's local time. """
    is_deleted: bool | None | Unset = UNSET
    """ Whether it is deleted. """
    is_public: bool | None | Unset = UNSET
    """ Whether anybody may see it. """
    file: None | str | Unset = UNSET
    """ Short-lived address inside the gateway's network. """
    bucket_name: None | str | Unset = UNSET
    """ Where the gateway keeps the contents. """
    dataset: None | str | Unset = UNSET
    """ The dataset that it was uploaded for. """
    capture: None | str | Unset = UNSET
    """ The capture that it was uploaded for. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.capture_summary import CaptureSummary  # noqa: PLC0415
        from ..models.dataset_reference import DatasetReference  # noqa: PLC0415
        from ..models.user_reference import UserReference  # noqa: PLC0415

        uuid: None | str | Unset
        if isinstance(self.uuid, Unset):
            uuid = UNSET
        else:
            uuid = self.uuid

        owner: dict[str, Any] | None | Unset
        if isinstance(self.owner, Unset):
            owner = UNSET
        elif isinstance(self.owner, UserReference):
            owner = self.owner.to_dict()
        else:
            owner = self.owner

        directory: None | str | Unset
        if isinstance(self.directory, Unset):
            directory = UNSET
        else:
            directory = self.directory

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        media_type: None | str | Unset
        if isinstance(self.media_type, Unset):
            media_type = UNSET
        else:
            media_type = self.media_type

        permissions: None | str | Unset
        if isinstance(self.permissions, Unset):
            permissions = UNSET
        else:
            permissions = self.permissions

        size: int | None | Unset
        if isinstance(self.size, Unset):
            size = UNSET
        else:
            size = self.size

        sum_blake3: None | str | Unset
        if isinstance(self.sum_blake3, Unset):
            sum_blake3 = UNSET
        else:
            sum_blake3 = self.sum_blake3

        captures: list[dict[str, Any] | None] | None | Unset
        if isinstance(self.captures, Unset):
            captures = UNSET
        elif isinstance(self.captures, list):
            captures = []
            for captures_type_0_item_data in self.captures:
                captures_type_0_item: dict[str, Any] | None
                if isinstance(captures_type_0_item_data, CaptureSummary):
                    captures_type_0_item = captures_type_0_item_data.to_dict()
                else:
                    captures_type_0_item = captures_type_0_item_data
                captures.append(captures_type_0_item)

        else:
            captures = self.captures

        datasets: list[dict[str, Any] | None] | None | Unset
        if isinstance(self.datasets, Unset):
            datasets = UNSET
        elif isinstance(self.datasets, list):
            datasets = []
            for datasets_type_0_item_data in self.datasets:
                datasets_type_0_item: dict[str, Any] | None
                if isinstance(datasets_type_0_item_data, DatasetReference):
                    datasets_type_0_item = datasets_type_0_item_data.to_dict()
                else:
                    datasets_type_0_item = datasets_type_0_item_data
                datasets.append(datasets_type_0_item)

        else:
            datasets = self.datasets

        created_at: None | str | Unset
        if isinstance(self.created_at, Unset):
            created_at = UNSET
        else:
            created_at = self.created_at

        updated_at: None | str | Unset
        if isinstance(self.updated_at, Unset):
            updated_at = UNSET
        else:
            updated_at = self.updated_at

        expiration_date: None | str | Unset
        if isinstance(self.expiration_date, Unset):
            expiration_date = UNSET
        else:
            expiration_date = self.expiration_date

        deleted_at: None | str | Unset
        if isinstance(self.deleted_at, Unset):
            deleted_at = UNSET
        else:
            deleted_at = self.deleted_at

        is_deleted: bool | None | Unset
        if isinstance(self.is_deleted, Unset):
            is_deleted = UNSET
        else:
            is_deleted = self.is_deleted

        is_public: bool | None | Unset
        if isinstance(self.is_public, Unset):
            is_public = UNSET
        else:
            is_public = self.is_public

        file: None | str | Unset
        if isinstance(self.file, Unset):
            file = UNSET
        else:
            file = self.file

        bucket_name: None | str | Unset
        if isinstance(self.bucket_name, Unset):
            bucket_name = UNSET
        else:
            bucket_name = self.bucket_name

        dataset: None | str | Unset
        if isinstance(self.dataset, Unset):
            dataset = UNSET
        else:
            dataset = self.dataset

        capture: None | str | Unset
        if isinstance(self.capture, Unset):
            capture = UNSET
        else:
            capture = self.capture

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if uuid is not UNSET:
            field_dict["uuid"] = uuid
        if owner is not UNSET:
            field_dict["owner"] = owner
        if directory is not UNSET:
            field_dict["directory"] = directory
        if name is not UNSET:
            field_dict["name"] = name
        if media_type is not UNSET:
            field_dict["media_type"] = media_type
        if permissions is not UNSET:
            field_dict["permissions"] = permissions
        if size is not UNSET:
            field_dict["size"] = size
        if sum_blake3 is not UNSET:
            field_dict["sum_blake3"] = sum_blake3
        if captures is not UNSET:
            field_dict["captures"] = captures
        if datasets is not UNSET:
            field_dict["datasets"] = datasets
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if updated_at is not UNSET:
            field_dict["updated_at"] = updated_at
        if expiration_date is not UNSET:
            field_dict["expiration_date"] = expiration_date
        if deleted_at is not UNSET:
            field_dict["deleted_at"] = deleted_at
        if is_deleted is not UNSET:
            field_dict["is_deleted"] = is_deleted
        if is_public is not UNSET:
            field_dict["is_public"] = is_public
        if file is not UNSET:
            field_dict["file"] = file
        if bucket_name is not UNSET:
            field_dict["bucket_name"] = bucket_name
        if dataset is not UNSET:
            field_dict["dataset"] = dataset
        if capture is not UNSET:
            field_dict["capture"] = capture

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.capture_summary import CaptureSummary  # noqa: PLC0415
        from ..models.dataset_reference import DatasetReference  # noqa: PLC0415
        from ..models.user_reference import UserReference  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_uuid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        uuid = _parse_uuid(d.pop("uuid", UNSET))

        def _parse_owner(data: object) -> None | Unset | UserReference:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                owner_type_0 = UserReference.from_dict(data)

                return owner_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UserReference, data)

        owner = _parse_owner(d.pop("owner", UNSET))

        def _parse_directory(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        directory = _parse_directory(d.pop("directory", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_media_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        media_type = _parse_media_type(d.pop("media_type", UNSET))

        def _parse_permissions(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        permissions = _parse_permissions(d.pop("permissions", UNSET))

        def _parse_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        size = _parse_size(d.pop("size", UNSET))

        def _parse_sum_blake3(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        sum_blake3 = _parse_sum_blake3(d.pop("sum_blake3", UNSET))

        def _parse_captures(data: object) -> list[CaptureSummary | None] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                captures_type_0 = []
                _captures_type_0 = data
                for captures_type_0_item_data in _captures_type_0:

                    def _parse_captures_type_0_item(data: object) -> CaptureSummary | None:
                        if data is None:
                            return data
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            captures_type_0_item_type_0 = CaptureSummary.from_dict(data)

                            return captures_type_0_item_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        return cast(CaptureSummary | None, data)

                    captures_type_0_item = _parse_captures_type_0_item(captures_type_0_item_data)

                    captures_type_0.append(captures_type_0_item)

                return captures_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[CaptureSummary | None] | None | Unset, data)

        captures = _parse_captures(d.pop("captures", UNSET))

        def _parse_datasets(data: object) -> list[DatasetReference | None] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                datasets_type_0 = []
                _datasets_type_0 = data
                for datasets_type_0_item_data in _datasets_type_0:

                    def _parse_datasets_type_0_item(data: object) -> DatasetReference | None:
                        if data is None:
                            return data
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            datasets_type_0_item_type_0 = DatasetReference.from_dict(data)

                            return datasets_type_0_item_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        return cast(DatasetReference | None, data)

                    datasets_type_0_item = _parse_datasets_type_0_item(datasets_type_0_item_data)

                    datasets_type_0.append(datasets_type_0_item)

                return datasets_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[DatasetReference | None] | None | Unset, data)

        datasets = _parse_datasets(d.pop("datasets", UNSET))

        def _parse_created_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        created_at = _parse_created_at(d.pop("created_at", UNSET))

        def _parse_updated_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        updated_at = _parse_updated_at(d.pop("updated_at", UNSET))

        def _parse_expiration_date(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        expiration_date = _parse_expiration_date(d.pop("expiration_date", UNSET))

        def _parse_deleted_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        deleted_at = _parse_deleted_at(d.pop("deleted_at", UNSET))

        def _parse_is_deleted(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_deleted = _parse_is_deleted(d.pop("is_deleted", UNSET))

        def _parse_is_public(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_public = _parse_is_public(d.pop("is_public", UNSET))

        def _parse_file(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        file = _parse_file(d.pop("file", UNSET))

        def _parse_bucket_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        bucket_name = _parse_bucket_name(d.pop("bucket_name", UNSET))

        def _parse_dataset(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        dataset = _parse_dataset(d.pop("dataset", UNSET))

        def _parse_capture(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        capture = _parse_capture(d.pop("capture", UNSET))

        file_asset = cls(
            uuid=uuid,
            owner=owner,
            directory=directory,
            name=name,
            media_type=media_type,
            permissions=permissions,
            size=size,
            sum_blake3=sum_blake3,
            captures=captures,
            datasets=datasets,
            created_at=created_at,
            updated_at=updated_at,
            expiration_date=expiration_date,
            deleted_at=deleted_at,
            is_deleted=is_deleted,
            is_public=is_public,
            file=file,
            bucket_name=bucket_name,
            dataset=dataset,
            capture=capture,
        )

        file_asset.additional_properties = d
        return file_asset

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
