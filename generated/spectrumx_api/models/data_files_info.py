from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="DataFilesInfo")


@_attrs_define
class DataFilesInfo:
    """How many files there are and how long they are together."""

    total_count: int | None | Unset = UNSET
    """ Number of files. """
    total_size: int | None | Unset = UNSET
    """ Length of all files in bytes. """
    count: int | None | Unset = UNSET
    """ Number of data files of a capture. """
    data_files_total_size: int | None | Unset = UNSET
    """ Length of a capture's data files in bytes. """
    per_data_file_size: float | None | Unset = UNSET
    """ Mean length of a capture's data files in bytes. """
    capture_linked_files: int | None | Unset = UNSET
    """ Number of a dataset's files that belong to its captures. """
    artifact_files: int | None | Unset = UNSET
    """ Number of a dataset's files that belong to no capture. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        total_count: int | None | Unset
        if isinstance(self.total_count, Unset):
            total_count = UNSET
        else:
            total_count = self.total_count

        total_size: int | None | Unset
        if isinstance(self.total_size, Unset):
            total_size = UNSET
        else:
            total_size = self.total_size

        count: int | None | Unset
        if isinstance(self.count, Unset):
            count = UNSET
        else:
            count = self.count

        data_files_total_size: int | None | Unset
        if isinstance(self.data_files_total_size, Unset):
            data_files_total_size = UNSET
        else:
            data_files_total_size = self.data_files_total_size

        per_data_file_size: float | None | Unset
        if isinstance(self.per_data_file_size, Unset):
            per_data_file_size = UNSET
        else:
            per_data_file_size = self.per_data_file_size

        capture_linked_files: int | None | Unset
        if isinstance(self.capture_linked_files, Unset):
            capture_linked_files = UNSET
        else:
            capture_linked_files = self.capture_linked_files

        artifact_files: int | None | Unset
        if isinstance(self.artifact_files, Unset):
            artifact_files = UNSET
        else:
            artifact_files = self.artifact_files

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if total_count is not UNSET:
            field_dict["total_count"] = total_count
        if total_size is not UNSET:
            field_dict["total_size"] = total_size
        if count is not UNSET:
            field_dict["count"] = count
        if data_files_total_size is not UNSET:
            field_dict["data_files_total_size"] = data_files_total_size
        if per_data_file_size is not UNSET:
            field_dict["per_data_file_size"] = per_data_file_size
        if capture_linked_files is not UNSET:
            field_dict["capture_linked_files"] = capture_linked_files
        if artifact_files is not UNSET:
            field_dict["artifact_files"] = artifact_files

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_total_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        total_count = _parse_total_count(d.pop("total_count", UNSET))

        def _parse_total_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        total_size = _parse_total_size(d.pop("total_size", UNSET))

        def _parse_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        count = _parse_count(d.pop("count", UNSET))

        def _parse_data_files_total_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        data_files_total_size = _parse_data_files_total_size(d.pop("data_files_total_size", UNSET))

        def _parse_per_data_file_size(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        per_data_file_size = _parse_per_data_file_size(d.pop("per_data_file_size", UNSET))

        def _parse_capture_linked_files(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        capture_linked_files = _parse_capture_linked_files(d.pop("capture_linked_files", UNSET))

        def _parse_artifact_files(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        artifact_files = _parse_artifact_files(d.pop("artifact_files", UNSET))

        data_files_info = cls(
            total_count=total_count,
            total_size=total_size,
            count=count,
            data_files_total_size=data_files_total_size,
            per_data_file_size=per_data_file_size,
            capture_linked_files=capture_linked_files,
            artifact_files=artifact_files,
        )

        data_files_info.additional_properties = d
        return data_files_info

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
