from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.json_object import JsonObject


T = TypeVar("T", bound="PostProcessingStatus")


@_attrs_define
class PostProcessingStatus:
    capture_uuid: None | str | Unset = UNSET
    """ Which capture. """
    post_processed_data: list[JsonObject | None] | None | Unset = UNSET
    """ One entry per kind of post-processing. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.json_object import JsonObject  # noqa: PLC0415

        capture_uuid: None | str | Unset
        if isinstance(self.capture_uuid, Unset):
            capture_uuid = UNSET
        else:
            capture_uuid = self.capture_uuid

        post_processed_data: list[dict[str, Any] | None] | None | Unset
        if isinstance(self.post_processed_data, Unset):
            post_processed_data = UNSET
        elif isinstance(self.post_processed_data, list):
            post_processed_data = []
            for post_processed_data_type_0_item_data in self.post_processed_data:
                post_processed_data_type_0_item: dict[str, Any] | None
                if isinstance(post_processed_data_type_0_item_data, JsonObject):
                    post_processed_data_type_0_item = post_processed_data_type_0_item_data.to_dict()
                else:
                    post_processed_data_type_0_item = post_processed_data_type_0_item_data
                post_processed_data.append(post_processed_data_type_0_item)

        else:
            post_processed_data = self.post_processed_data

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if capture_uuid is not UNSET:
            field_dict["capture_uuid"] = capture_uuid
        if post_processed_data is not UNSET:
            field_dict["post_processed_data"] = post_processed_data

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.json_object import JsonObject  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_capture_uuid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        capture_uuid = _parse_capture_uuid(d.pop("capture_uuid", UNSET))

        def _parse_post_processed_data(data: object) -> list[JsonObject | None] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                post_processed_data_type_0 = []
                _post_processed_data_type_0 = data
                for post_processed_data_type_0_item_data in _post_processed_data_type_0:

                    def _parse_post_processed_data_type_0_item(data: object) -> JsonObject | None:
                        if data is None:
                            return data
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            post_processed_data_type_0_item_type_0 = JsonObject.from_dict(data)

                            return post_processed_data_type_0_item_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        return cast(JsonObject | None, data)

                    post_processed_data_type_0_item = _parse_post_processed_data_type_0_item(
                        post_processed_data_type_0_item_data
                    )

                    post_processed_data_type_0.append(post_processed_data_type_0_item)

                return post_processed_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[JsonObject | None] | None | Unset, data)

        post_processed_data = _parse_post_processed_data(d.pop("post_processed_data", UNSET))

        post_processing_status = cls(
            capture_uuid=capture_uuid,
            post_processed_data=post_processed_data,
        )

        post_processing_status.additional_properties = d
        return post_processing_status

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
