from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

T = TypeVar("T", bound="AttachCaptureBody")


@_attrs_define
class AttachCaptureBody:
    capture_uuid: UUID
    """ Which capture to attach. """

    def to_dict(self) -> dict[str, Any]:
        capture_uuid = str(self.capture_uuid)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "capture_uuid": capture_uuid,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        capture_uuid = UUID(d.pop("capture_uuid"))

        attach_capture_body = cls(
            capture_uuid=capture_uuid,
        )

        return attach_capture_body
