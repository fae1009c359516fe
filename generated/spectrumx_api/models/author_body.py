from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="AuthorBody")


@_attrs_define
class AuthorBody:
    name: str
    """ Full name. """
    orcid_id: str | Unset = UNSET
    """ ORCID identifier, such as 0000-0002-1825-0097. """

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        orcid_id = self.orcid_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if orcid_id is not UNSET:
            field_dict["orcid_id"] = orcid_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        orcid_id = d.pop("orcid_id", UNSET)

        author_body = cls(
            name=name,
            orcid_id=orcid_id,
        )

        return author_body
