from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.user_reference import UserReference


T = TypeVar("T", bound="SharePermission")


@_attrs_define
class SharePermission:
    """One permission given to one user."""

    item_type: None | str | Unset = UNSET
    """ What is shared, such as capture or dataset. """
    item_uuid: None | str | Unset = UNSET
    """ Which one is shared. """
    shared_with: None | Unset | UserReference = UNSET
    """ With whom. """
    permission_level: None | str | Unset = UNSET
    """ What they may do, such as viewer. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.user_reference import UserReference  # noqa: PLC0415

        item_type: None | str | Unset
        if isinstance(self.item_type, Unset):
            item_type = UNSET
        else:
            item_type = self.item_type

        item_uuid: None | str | Unset
        if isinstance(self.item_uuid, Unset):
            item_uuid = UNSET
        else:
            item_uuid = self.item_uuid

        shared_with: dict[str, Any] | None | Unset
        if isinstance(self.shared_with, Unset):
            shared_with = UNSET
        elif isinstance(self.shared_with, UserReference):
            shared_with = self.shared_with.to_dict()
        else:
            shared_with = self.shared_with

        permission_level: None | str | Unset
        if isinstance(self.permission_level, Unset):
            permission_level = UNSET
        else:
            permission_level = self.permission_level

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if item_type is not UNSET:
            field_dict["item_type"] = item_type
        if item_uuid is not UNSET:
            field_dict["item_uuid"] = item_uuid
        if shared_with is not UNSET:
            field_dict["shared_with"] = shared_with
        if permission_level is not UNSET:
            field_dict["permission_level"] = permission_level

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.user_reference import UserReference  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_item_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        item_type = _parse_item_type(d.pop("item_type", UNSET))

        def _parse_item_uuid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        item_uuid = _parse_item_uuid(d.pop("item_uuid", UNSET))

        def _parse_shared_with(data: object) -> None | Unset | UserReference:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                shared_with_type_0 = UserReference.from_dict(data)

                return shared_with_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UserReference, data)

        shared_with = _parse_shared_with(d.pop("shared_with", UNSET))

        def _parse_permission_level(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        permission_level = _parse_permission_level(d.pop("permission_level", UNSET))

        share_permission = cls(
            item_type=item_type,
            item_uuid=item_uuid,
            shared_with=shared_with,
            permission_level=permission_level,
        )

        share_permission.additional_properties = d
        return share_permission

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
