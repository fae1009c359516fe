from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.share_body_permission_level import ShareBodyPermissionLevel
from ..types import UNSET, Unset

T = TypeVar("T", bound="ShareBody")


@_attrs_define
class ShareBody:
    email: str
    """ Whom to share with. """
    permission_level: ShareBodyPermissionLevel | Unset = UNSET
    """ What they may do; viewer when absent. """

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        permission_level: str | Unset = UNSET
        if not isinstance(self.permission_level, Unset):
            permission_level = self.permission_level.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "email": email,
            }
        )
        if permission_level is not UNSET:
            field_dict["permission_level"] = permission_level

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        email = d.pop("email")

        _permission_level = d.pop("permission_level", UNSET)
        permission_level: ShareBodyPermissionLevel | Unset
        if isinstance(_permission_level, Unset):
            permission_level = UNSET
        else:
            permission_level = ShareBodyPermissionLevel(_permission_level)

        share_body = cls(
            email=email,
            permission_level=permission_level,
        )

        return share_body
