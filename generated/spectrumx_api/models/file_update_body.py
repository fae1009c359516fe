from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="FileUpdateBody")


@_attrs_define
class FileUpdateBody:
    directory: str
    """ Directory below the user's root. """
    name: str | Unset = UNSET
    """ File name without any directory. """
    permissions: str | Unset = UNSET
    """ Unix permissions in nine letters, such as rw-r--r--. """
    media_type: str | Unset = UNSET
    """ Media type. Kept only when there was none before. """

    def to_dict(self) -> dict[str, Any]:
        directory = self.directory

        name = self.name

        permissions = self.permissions

        media_type = self.media_type

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "directory": directory,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if permissions is not UNSET:
            field_dict["permissions"] = permissions
        if media_type is not UNSET:
            field_dict["media_type"] = media_type

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        directory = d.pop("directory")

        name = d.pop("name", UNSET)

        permissions = d.pop("permissions", UNSET)

        media_type = d.pop("media_type", UNSET)

        file_update_body = cls(
            directory=directory,
            name=name,
            permissions=permissions,
            media_type=media_type,
        )

        return file_update_body
