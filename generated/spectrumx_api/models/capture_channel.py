from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.json_object import JsonObject


T = TypeVar("T", bound="CaptureChannel")


@_attrs_define
class CaptureChannel:
    """One channel of a capture. Summaries give only its name and uuid, listings no times."""

    channel: None | str | Unset = UNSET
    """ Name of the channel """
    uuid: None | str | Unset = UNSET
    """ Identifies the channel's own capture. """
    channel_metadata: JsonObject | None | Unset = UNSET
    """ Properties read from the channel's files. """
    capture_start_epoch_sec: int | None | Unset = UNSET
    """ Start in whole seconds since 1970 UTC. """
    capture_end_epoch_sec: int | None | Unset = UNSET
    """ Second of the last sample since 1970 UTC. """
    capture_start_iso_utc: None | str | Unset = UNSET
    """ Start as ISO 8601 text in UTC, ending in Z. """
    capture_end_iso_utc: None | str | Unset = UNSET
    """ End as ISO 8601 text in UTC, ending in Z. """
    capture_start_display: None | str | Unset = UNSET
    """ Start as text for people in the gateway's own time zone. """
    capture_end_display: None | str | Unset = UNSET
    """ End as text for people in the gateway's own time zone. """
    length_of_capture_ms: float | None | Unset = UNSET
    """ Length in milliseconds. """
    file_cadence_ms: float | None | Unset = UNSET
    """ Milliseconds from file to file. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.json_object import JsonObject  # noqa: PLC0415

        channel: None | str | Unset
        if isinstance(self.channel, Unset):
            channel = UNSET
        else:
            channel = self.channel

        uuid: None | str | Unset
        if isinstance(self.uuid, Unset):
            uuid = UNSET
        else:
            uuid = self.uuid

        channel_metadata: dict[str, Any] | None | Unset
        if isinstance(self.channel_metadata, Unset):
            channel_metadata = UNSET
        elif isinstance(self.channel_metadata, JsonObject):
            channel_metadata = self.channel_metadata.to_dict()
        else:
            channel_metadata = self.channel_metadata

        capture_start_epoch_sec: int | None | Unset
        if isinstance(self.capture_start_epoch_sec, Unset):
            capture_start_epoch_sec = UNSET
        else:
            capture_start_epoch_sec = self.capture_start_epoch_sec

        capture_end_epoch_sec: int | None | Unset
        if isinstance(self.capture_end_epoch_sec, Unset):
            capture_end_epoch_sec = UNSET
        else:
            capture_end_epoch_sec = self.capture_end_epoch_sec

        capture_start_iso_utc: None | str | Unset
        if isinstance(self.capture_start_iso_utc, Unset):
            capture_start_iso_utc = UNSET
        else:
            capture_start_iso_utc = self.capture_start_iso_utc

        capture_end_iso_utc: None | str | Unset
        if isinstance(self.capture_end_iso_utc, Unset):
            capture_end_iso_utc = UNSET
        else:
            capture_end_iso_utc = self.capture_end_iso_utc

        capture_start_display: None | str | Unset
        if isinstance(self.capture_start_display, Unset):
            capture_start_display = UNSET
        else:
            capture_start_display = self.capture_start_display

        capture_end_display: None | str | Unset
        if isinstance(self.capture_end_display, Unset):
            capture_end_display = UNSET
        else:
            capture_end_display = self.capture_end_display

        length_of_capture_ms: float | None | Unset
        if isinstance(self.length_of_capture_ms, Unset):
            length_of_capture_ms = UNSET
        else:
            length_of_capture_ms = self.length_of_capture_ms

        file_cadence_ms: float | None | Unset
        if isinstance(self.file_cadence_ms, Unset):
            file_cadence_ms = UNSET
        else:
            file_cadence_ms = self.file_cadence_ms

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if channel is not UNSET:
            field_dict["channel"] = channel
        if uuid is not UNSET:
            field_dict["uuid"] = uuid
        if channel_metadata is not UNSET:
            field_dict["channel_metadata"] = channel_metadata
        if capture_start_epoch_sec is not UNSET:
            field_dict["capture_start_epoch_sec"] = capture_start_epoch_sec
        if capture_end_epoch_sec is not UNSET:
            field_dict["capture_end_epoch_sec"] = capture_end_epoch_sec
        if capture_start_iso_utc is not UNSET:
            field_dict["capture_start_iso_utc"] = capture_start_iso_utc
        if capture_end_iso_utc is not UNSET:
            field_dict["capture_end_iso_utc"] = capture_end_iso_utc
        if capture_start_display is not UNSET:
            field_dict["capture_start_display"] = capture_start_display
        if capture_end_display is not UNSET:
            field_dict["capture_end_display"] = capture_end_display
        if length_of_capture_ms is not UNSET:
            field_dict["length_of_capture_ms"] = length_of_capture_ms
        if file_cadence_ms is not UNSET:
            field_dict["file_cadence_ms"] = file_cadence_ms

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.json_object import JsonObject  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_channel(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        channel = _parse_channel(d.pop("channel", UNSET))

        def _parse_uuid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        uuid = _parse_uuid(d.pop("uuid", UNSET))

        def _parse_channel_metadata(data: object) -> JsonObject | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                channel_metadata_type_0 = JsonObject.from_dict(data)

                return channel_metadata_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JsonObject | None | Unset, data)

        channel_metadata = _parse_channel_metadata(d.pop("channel_metadata", UNSET))

        def _parse_capture_start_epoch_sec(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        capture_start_epoch_sec = _parse_capture_start_epoch_sec(
            d.pop("capture_start_epoch_sec", UNSET)
        )

        def _parse_capture_end_epoch_sec(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        capture_end_epoch_sec = _parse_capture_end_epoch_sec(d.pop("capture_end_epoch_sec", UNSET))

        def _parse_capture_start_iso_utc(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        capture_start_iso_utc = _parse_capture_start_iso_utc(d.pop("capture_start_iso_utc", UNSET))

        def _parse_capture_end_iso_utc(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        capture_end_iso_utc = _parse_capture_end_iso_utc(d.pop("capture_end_iso_utc", UNSET))

        def _parse_capture_start_display(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        capture_start_display = _parse_capture_start_display(d.pop("capture_start_display", UNSET))

        def _parse_capture_end_display(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        capture_end_display = _parse_capture_end_display(d.pop("capture_end_display", UNSET))

        def _parse_length_of_capture_ms(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        length_of_capture_ms = _parse_length_of_capture_ms(d.pop("length_of_capture_ms", UNSET))

        def _parse_file_cadence_ms(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        file_cadence_ms = _parse_file_cadence_ms(d.pop("file_cadence_ms", UNSET))

        capture_channel = cls(
            channel=channel,
            uuid=uuid,
            channel_metadata=channel_metadata,
            capture_start_epoch_sec=capture_start_epoch_sec,
            capture_end_epoch_sec=capture_end_epoch_sec,
            capture_start_iso_utc=capture_start_iso_utc,
            capture_end_iso_utc=capture_end_iso_utc,
            capture_start_display=capture_start_display,
            capture_end_display=capture_end_display,
            length_of_capture_ms=length_of_capture_ms,
            file_cadence_ms=file_cadence_ms,
        )

        capture_channel.additional_properties = d
        return capture_channel

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
