from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ContentsAnswer")


@_attrs_define
class ContentsAnswer:
    file_exists_in_tree: bool | None | Unset = UNSET
    """ Whether the user has these contents in this directory under this name. """
    file_contents_exist_for_user: bool | None | Unset = UNSET
    """ Whether the user has these contents anywhere. """
    user_mutable_attributes_differ: bool | None | Unset = UNSET
    """ Whether media type or permissions differ; true also when it is not in the tree. """
    asset_id: None | str | Unset = UNSET
    """ The uuid of that file, or else of any file with the same contents. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        file_exists_in_tree: bool | None | Unset
        if isinstance(self.file_exists_in_tree, Unset):
            file_exists_in_tree = UNSET
        else:
            file_exists_in_tree = self.file_exists_in_tree

        file_contents_exist_for_user: bool | None | Unset
        if isinstance(self.file_contents_exist_for_user, Unset):
            file_contents_exist_for_user = UNSET
        else:
            file_contents_exist_for_user = self.file_contents_exist_for_user

        user_mutable_attributes_differ: bool | None | Unset
        if isinstance(self.user_mutable_attributes_differ, Unset):
            user_mutable_attributes_differ = UNSET
        else:
            user_mutable_attributes_differ = self.user_mutable_attributes_differ

        asset_id: None | str | Unset
        if isinstance(self.asset_id, Unset):
            asset_id = UNSET
        else:
            asset_id = self.asset_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if file_exists_in_tree is not UNSET:
            field_dict["file_exists_in_tree"] = file_exists_in_tree
        if file_contents_exist_for_user is not UNSET:
            field_dict["file_contents_exist_for_user"] = file_contents_exist_for_user
        if user_mutable_attributes_differ is not UNSET:
            field_dict["user_mutable_attributes_differ"] = user_mutable_attributes_differ
        if asset_id is not UNSET:
            field_dict["asset_id"] = asset_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_file_exists_in_tree(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        file_exists_in_tree = _parse_file_exists_in_tree(d.pop("file_exists_in_tree", UNSET))

        def _parse_file_contents_exist_for_user(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        file_contents_exist_for_user = _parse_file_contents_exist_for_user(
            d.pop("file_contents_exist_for_user", UNSET)
        )

        def _parse_user_mutable_attributes_differ(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        user_mutable_attributes_differ = _parse_user_mutable_attributes_differ(
            d.pop("user_mutable_attributes_differ", UNSET)
        )

        def _parse_asset_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        asset_id = _parse_asset_id(d.pop("asset_id", UNSET))

        contents_answer = cls(
            file_exists_in_tree=file_exists_in_tree,
            file_contents_exist_for_user=file_contents_exist_for_user,
            user_mutable_attributes_differ=user_mutable_attributes_differ,
            asset_id=asset_id,
        )

        contents_answer.additional_properties = d
        return contents_answer

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
