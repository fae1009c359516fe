from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ContentsQuestion")


@_attrs_define
class ContentsQuestion:
    directory: str
    """ Directory below the user's root. """
    name: str
    """ File name without any directory. """
    sum_blake3: str
    """ BLAKE3 checksum of the contents in 64 hexadecimal digits. """
    media_type: str | Unset = UNSET
    """ Media type to compare with. """
    permissions: str | Unset = UNSET
    """ Unix permissions to compare with, such as rw-r--r--. """

    def to_dict(self) -> dict[str, Any]:
        directory = self.directory

        name = self.name

        sum_blake3 = self.sum_blake3

        media_type = self.media_type

        permissions = self.permissions

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "directory": directory,
                "name": name,
                "sum_blake3": sum_blake3,
            }
        )
        if media_type is not UNSET:
            field_dict["media_type"] = media_type
        if permissions is not UNSET:
            field_dict["permissions"] = permissions

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        directory = d.pop("directory")

        name = d.pop("name")

        sum_blake3 = d.pop("sum_blake3")

        media_type = d.pop("media_type", UNSET)

        permissions = d.pop("permissions", UNSET)

        contents_question = cls(
            directory=directory,
            name=name,
            sum_blake3=sum_blake3,
            media_type=media_type,
            permissions=permissions,
        )

        return contents_question
