from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.capture_channel import CaptureChannel


T = TypeVar("T", bound="CaptureSummary")


@_attrs_define
class CaptureSummary:
    """A capture, in short."""

    uuid: None | str | Unset = UNSET
    """ Identifies the capture. """
    capture_type: None | str | Unset = UNSET
    """ Format of its files, such as drf, rh or sigmf. """
    top_level_dir: None | str | Unset = UNSET
    """ Directory below which its files are. """
    index_name: None | str | Unset = UNSET
    """ Name of the search index. """
    origin: None | str | Unset = UNSET
    """ Who made it, such as user or system. """
    is_multi_channel: bool | None | Unset = UNSET
    """ Whether it is a composite of several channels. """
    channels: list[CaptureChannel | None] | None | Unset = UNSET
    """ Its channels, by name and uuid. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.capture_channel import CaptureChannel  # noqa: PLC0415

        uuid: None | str | Unset
        if isinstance(self.uuid, Unset):
            uuid = UNSET
        else:
            uuid = self.uuid

        capture_type: None | str | Unset
        if isinstance(self.capture_type, Unset):
            capture_type = UNSET
        else:
            capture_type = self.capture_type

        top_level_dir: None | str | Unset
        if isinstance(self.top_level_dir, Unset):
            top_level_dir = UNSET
        else:
            top_level_dir = self.top_level_dir

        index_name: None | str | Unset
        if isinstance(self.index_name, Unset):
            index_name = UNSET
        else:
            index_name = self.index_name

        origin: None | str | Unset
        if isinstance(self.origin, Unset):
            origin = UNSET
        else:
            origin = self.origin

        is_multi_channel: bool | None | Unset
        if isinstance(self.is_multi_channel, Unset):
            is_multi_channel = UNSET
        else:
            is_multi_channel = self.is_multi_channel

        channels: list[dict[str, Any] | None] | None | Unset
        if isinstance(self.channels, Unset):
            channels = UNSET
        elif isinstance(self.channels, list):
            channels = []
            for channels_type_0_item_data in self.channels:
                channels_type_0_item: dict[str, Any] | None
                if isinstance(channels_type_0_item_data, CaptureChannel):
                    channels_type_0_item = channels_type_0_item_data.to_dict()
                else:
                    channels_type_0_item = channels_type_0_item_data
                channels.append(channels_type_0_item)

        else:
            channels = self.channels

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if uuid is not UNSET:
            field_dict["uuid"] = uuid
        if capture_type is not UNSET:
            field_dict["capture_type"] = capture_type
        if top_level_dir is not UNSET:
            field_dict["top_level_dir"] = top_level_dir
        if index_name is not UNSET:
            field_dict["index_name"] = index_name
        if origin is not UNSET:
            field_dict["origin"] = origin
        if is_multi_channel is not UNSET:
            field_dict["is_multi_channel"] = is_multi_channel
        if channels is not UNSET:
            field_dict["channels"] = channels

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.capture_channel import CaptureChannel  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_uuid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        uuid = _parse_uuid(d.pop("uuid", UNSET))

        def _parse_capture_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        capture_type = _parse_capture_type(d.pop("capture_type", UNSET))

        def _parse_top_level_dir(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        top_level_dir = _parse_top_level_dir(d.pop("top_level_dir", UNSET))

        def _parse_index_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        index_name = _parse_index_name(d.pop("index_name", UNSET))

        def _parse_origin(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        origin = _parse_origin(d.pop("origin", UNSET))

        def _parse_is_multi_channel(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_multi_channel = _parse_is_multi_channel(d.pop("is_multi_channel", UNSET))

        def _parse_channels(data: object) -> list[CaptureChannel | None] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                channels_type_0 = []
                _channels_type_0 = data
                for channels_type_0_item_data in _channels_type_0:

                    def _parse_channels_type_0_item(data: object) -> CaptureChannel | None:
                        if data is None:
                            return data
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            channels_type_0_item_type_0 = CaptureChannel.from_dict(data)

                            return channels_type_0_item_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        return cast(CaptureChannel | None, data)

                    channels_type_0_item = _parse_channels_type_0_item(channels_type_0_item_data)

                    channels_type_0.append(channels_type_0_item)

                return channels_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[CaptureChannel | None] | None | Unset, data)

        channels = _parse_channels(d.pop("channels", UNSET))

        capture_summary = cls(
            uuid=uuid,
            capture_type=capture_type,
            top_level_dir=top_level_dir,
            index_name=index_name,
            origin=origin,
            is_multi_channel=is_multi_channel,
            channels=channels,
        )

        capture_summary.additional_properties = d
        return capture_summary

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
