from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.capture_channel import CaptureChannel
    from ..models.data_files_info import DataFilesInfo
    from ..models.dataset_reference import DatasetReference
    from ..models.file_summary import FileSummary
    from ..models.json_object import JsonObject
    from ..models.share_permission import SharePermission
    from ..models.user_reference import UserReference


T = TypeVar("T", bound="CaptureAsset")


@_attrs_define
class CaptureAsset:
    """A capture, single or composite. A composite has is_multi_channel and channels, and lacks name, channel, scan_group,
    capture_props and datasets; in an unfiltered listing it also lacks files and all totals.

    """

    uuid: None | str | Unset = UNSET
    """ Identifies the capture; of a composite, one of its channels. """
    owner: None | Unset | UserReference = UNSET
    """ Whose it is. """
    name: None | str | Unset = UNSET
    """ Name for people. """
    capture_type: None | str | Unset = UNSET
    """ Format of its files, such as drf, rh or sigmf. """
    capture_type_display: None | str | Unset = UNSET
    """ The format's name for people, such as Digital RF. """
    top_level_dir: None | str | Unset = UNSET
    """ Directory below which its files are. """
    index_name: None | str | Unset = UNSET
    """ Name of the search index. """
    origin: None | str | Unset = UNSET
    """ Who made it, such as user or system. """
    channel: None | str | Unset = UNSET
    """ Name of the channel, empty where the format has none. """
    scan_group: None | str | Unset = UNSET
    """ The RadioHound scan group. """
    is_multi_channel: bool | None | Unset = UNSET
    """ Whether it is a composite of several channels. Absent from single ones. """
    channels: list[CaptureChannel | None] | None | Unset = UNSET
    """ The channels of a composite. """
    capture_props: JsonObject | None | Unset = UNSET
    """ Properties read from its files. """
    center_frequency_ghz: float | None | Unset = UNSET
    """ Centre frequency in gigahertz. """
    sample_rate_mhz: float | None | Unset = UNSET
    """ Samples per second in millions. """
    length_of_capture_ms: float | None | Unset = UNSET
    """ Length in milliseconds. """
    file_cadence_ms: float | None | Unset = UNSET
    """ Milliseconds from file to file. """
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
    files: list[FileSummary | None] | None | Unset = UNSET
    """ Its files. """
    total_file_count: int | None | Unset = UNSET
    """ Number of its files. """
    total_file_size: int | None | Unset = UNSET
    """ Length of all its files in bytes. """
    data_files_info: DataFilesInfo | None | Unset = UNSET
    """ Number and length of its data files. """
    datasets: list[DatasetReference | None] | None | Unset = UNSET
    """ Datasets that hold it. """
    dataset: None | str | Unset = UNSET
    """ The dataset that it was made for. """
    post_processed_data: list[JsonObject | None] | None | Unset = UNSET
    """ What was computed from it. """
    permission_level: None | str | Unset = UNSET
    """ What the asking user may do, such as owner; null right after a change. """
    share_permissions: list[None | SharePermission] | None | Unset = UNSET
    """ Permissions given to others. """
    shared_with: list[int | None | UserReference] | None | Unset = UNSET
    """ Users that it is shared with, in short or by number. """
    is_shared: bool | None | Unset = UNSET
    """ Whether it is shared with anybody. """
    is_shared_with_me: bool | None | Unset = UNSET
    """ Whether somebody shares it with the asking user. """
    is_public: bool | None | Unset = UNSET
    """ Whether anybody may see it. """
    is_deleted: bool | None | Unset = UNSET
    """ Whether it is deleted. """
    created_at: None | str | Unset = UNSET
    """ ISO 8601 text, with an offset, or in UTC ending in Z for a composite in a listing. """
    updated_at: None | str | Unset = UNSET
    """ ISO 8601 text, with an offset, or in UTC ending in Z for a composite in a listing. """
    deleted_at: None | str | Unset = UNSET
    """ ISO 8601 text, with an offset, or in UTC ending in Z for a composite in a listing. """
    formatted_created_at: None | str | Unset = UNSET
    """ Text for people in UTC, month first, such as 11/22/2026 05:26:03 PM. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.capture_channel import CaptureChannel  # noqa: PLC0415
        from ..models.data_files_info import DataFilesInfo  # noqa: PLC0415
        from ..models.dataset_reference import DatasetReference  # noqa: PLC0415
        from ..models.file_summary import FileSummary  # noqa: PLC0415
        from ..models.json_object import JsonObject  # noqa: PLC0415
        from ..models.share_permission import SharePermission  # noqa: PLC0415
        from ..models.user_reference import UserReference  # noqa: PLC0415

        uuid: None | str | Unset
        if isinstance(self.uuid, Unset):
            uuid = UNSET
        else:
            uuid = self.uuid

        owner: dict[str, Any] | None | Unset
        if isinstance(self.owner, Unset):
            owner = UNSET
        elif isinstance(self.owner, UserReference):
            owner = self.owner.to_dict()
        else:
            owner = self.owner

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        capture_type: None | str | Unset
        if isinstance(self.capture_type, Unset):
            capture_type = UNSET
        else:
            capture_type = self.capture_type

        capture_type_display: None | str | Unset
        if isinstance(self.capture_type_display, Unset):
            capture_type_display = UNSET
        else:
            capture_type_display = self.capture_type_display

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

        channel: None | str | Unset
        if isinstance(self.channel, Unset):
            channel = UNSET
        else:
            channel = self.channel

        scan_group: None | str | Unset
        if isinstance(self.scan_group, Unset):
            scan_group = UNSET
        else:
            scan_group = self.scan_group

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

        capture_props: dict[str, Any] | None | Unset
        if isinstance(self.capture_props, Unset):
            capture_props = UNSET
        elif isinstance(self.capture_props, JsonObject):
            capture_props = self.capture_props.to_dict()
        else:
            capture_props = self.capture_props

        center_frequency_ghz: float | None | Unset
        if isinstance(self.center_frequency_ghz, Unset):
            center_frequency_ghz = UNSET
        else:
            center_frequency_ghz = self.center_frequency_ghz

        sample_rate_mhz: float | None | Unset
        if isinstance(self.sample_rate_mhz, Unset):
            sample_rate_mhz = UNSET
        else:
            sample_rate_mhz = self.sample_rate_mhz

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

        files: list[dict[str, Any] | None] | None | Unset
        if isinstance(self.files, Unset):
            files = UNSET
        elif isinstance(self.files, list):
            files = []
            for files_type_0_item_data in self.files:
                files_type_0_item: dict[str, Any] | None
                if isinstance(files_type_0_item_data, FileSummary):
                    files_type_0_item = files_type_0_item_data.to_dict()
                else:
                    files_type_0_item = files_type_0_item_data
                files.append(files_type_0_item)

        else:
            files = self.files

        total_file_count: int | None | Unset
        if isinstance(self.total_file_count, Unset):
            total_file_count = UNSET
        else:
            total_file_count = self.total_file_count

        total_file_size: int | None | Unset
        if isinstance(self.total_file_size, Unset):
            total_file_size = UNSET
        else:
            total_file_size = self.total_file_size

        data_files_info: dict[str, Any] | None | Unset
        if isinstance(self.data_files_info, Unset):
            data_files_info = UNSET
        elif isinstance(self.data_files_info, DataFilesInfo):
            data_files_info = self.data_files_info.to_dict()
        else:
            data_files_info = self.data_files_info

        datasets: list[dict[str, Any] | None] | None | Unset
        if isinstance(self.datasets, Unset):
            datasets = UNSET
        elif isinstance(self.datasets, list):
            datasets = []
            for datasets_type_0_item_data in self.datasets:
                datasets_type_0_item: dict[str, Any] | None
                if isinstance(datasets_type_0_item_data, DatasetReference):
                    datasets_type_0_item = datasets_type_0_item_data.to_dict()
                else:
                    datasets_type_0_item = datasets_type_0_item_data
                datasets.append(datasets_type_0_item)

        else:
            datasets = self.datasets

        dataset: None | str | Unset
        if isinstance(self.dataset, Unset):
            dataset = UNSET
        else:
            dataset = self.dataset

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

        permission_level: None | str | Unset
        if isinstance(self.permission_level, Unset):
            permission_level = UNSET
        else:
            permission_level = self.permission_level

        share_permissions: list[dict[str, Any] | None] | None | Unset
        if isinstance(self.share_permissions, Unset):
            share_permissions = UNSET
        elif isinstance(self.share_permissions, list):
            share_permissions = []
            for share_permissions_type_0_item_data in self.share_permissions:
                share_permissions_type_0_item: dict[str, Any] | None
                if isinstance(share_permissions_type_0_item_data, SharePermission):
                    share_permissions_type_0_item = share_permissions_type_0_item_data.to_dict()
                else:
                    share_permissions_type_0_item = share_permissions_type_0_item_data
                share_permissions.append(share_permissions_type_0_item)

        else:
            share_permissions = self.share_permissions

        shared_with: list[dict[str, Any] | int | None] | None | Unset
        if isinstance(self.shared_with, Unset):
            shared_with = UNSET
        elif isinstance(self.shared_with, list):
            shared_with = []
            for shared_with_type_0_item_data in self.shared_with:
                shared_with_type_0_item: dict[str, Any] | int | None
                if isinstance(shared_with_type_0_item_data, UserReference):
                    shared_with_type_0_item = shared_with_type_0_item_data.to_dict()
                else:
                    shared_with_type_0_item = shared_with_type_0_item_data
                shared_with.append(shared_with_type_0_item)

        else:
            shared_with = self.shared_with

        is_shared: bool | None | Unset
        if isinstance(self.is_shared, Unset):
            is_shared = UNSET
        else:
            is_shared = self.is_shared

        is_shared_with_me: bool | None | Unset
        if isinstance(self.is_shared_with_me, Unset):
            is_shared_with_me = UNSET
        else:
            is_shared_with_me = self.is_shared_with_me

        is_public: bool | None | Unset
        if isinstance(self.is_public, Unset):
            is_public = UNSET
        else:
            is_public = self.is_public

        is_deleted: bool | None | Unset
        if isinstance(self.is_deleted, Unset):
            is_deleted = UNSET
        else:
            is_deleted = self.is_deleted

        created_at: None | str | Unset
        if isinstance(self.created_at, Unset):
            created_at = UNSET
        else:
            created_at = self.created_at

        updated_at: None | str | Unset
        if isinstance(self.updated_at, Unset):
            updated_at = UNSET
        else:
            updated_at = self.updated_at

        deleted_at: None | str | Unset
        if isinstance(self.deleted_at, Unset):
            deleted_at = UNSET
        else:
            deleted_at = self.deleted_at

        formatted_created_at: None | str | Unset
        if isinstance(self.formatted_created_at, Unset):
            formatted_created_at = UNSET
        else:
            formatted_created_at = self.formatted_created_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if uuid is not UNSET:
            field_dict["uuid"] = uuid
        if owner is not UNSET:
            field_dict["owner"] = owner
        if name is not UNSET:
            field_dict["name"] = name
        if capture_type is not UNSET:
            field_dict["capture_type"] = capture_type
        if capture_type_display is not UNSET:
            field_dict["capture_type_display"] = capture_type_display
        if top_level_dir is not UNSET:
            field_dict["top_level_dir"] = top_level_dir
        if index_name is not UNSET:
            field_dict["index_name"] = index_name
        if origin is not UNSET:
            field_dict["origin"] = origin
        if channel is not UNSET:
            field_dict["channel"] = channel
        if scan_group is not UNSET:
            field_dict["scan_group"] = scan_group
        if is_multi_channel is not UNSET:
            field_dict["is_multi_channel"] = is_multi_channel
        if channels is not UNSET:
            field_dict["channels"] = channels
        if capture_props is not UNSET:
            field_dict["capture_props"] = capture_props
        if center_frequency_ghz is not UNSET:
            field_dict["center_frequency_ghz"] = center_frequency_ghz
        if sample_rate_mhz is not UNSET:
            field_dict["sample_rate_mhz"] = sample_rate_mhz
        if length_of_capture_ms is not UNSET:
            field_dict["length_of_capture_ms"] = length_of_capture_ms
        if file_cadence_ms is not UNSET:
            field_dict["file_cadence_ms"] = file_cadence_ms
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
        if files is not UNSET:
            field_dict["files"] = files
        if total_file_count is not UNSET:
            field_dict["total_file_count"] = total_file_count
        if total_file_size is not UNSET:
            field_dict["total_file_size"] = total_file_size
        if data_files_info is not UNSET:
            field_dict["data_files_info"] = data_files_info
        if datasets is not UNSET:
            field_dict["datasets"] = datasets
        if dataset is not UNSET:
            field_dict["dataset"] = dataset
        if post_processed_data is not UNSET:
            field_dict["post_processed_data"] = post_processed_data
        if permission_level is not UNSET:
            field_dict["permission_level"] = permission_level
        if share_permissions is not UNSET:
            field_dict["share_permissions"] = share_permissions
        if shared_with is not UNSET:
            field_dict["shared_with"] = shared_with
        if is_shared is not UNSET:
            field_dict["is_shared"] = is_shared
        if is_shared_with_me is not UNSET:
            field_dict["is_shared_with_me"] = is_shared_with_me
        if is_public is not UNSET:
            field_dict["is_public"] = is_public
        if is_deleted is not UNSET:
            field_dict["is_deleted"] = is_deleted
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if updated_at is not UNSET:
            field_dict["updated_at"] = updated_at
        if deleted_at is not UNSET:
            field_dict["deleted_at"] = deleted_at
        if formatted_created_at is not UNSET:
            field_dict["formatted_created_at"] = formatted_created_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.capture_channel import CaptureChannel  # noqa: PLC0415
        from ..models.data_files_info import DataFilesInfo  # noqa: PLC0415
        from ..models.dataset_reference import DatasetReference  # noqa: PLC0415
        from ..models.file_summary import FileSummary  # noqa: PLC0415
        from ..models.json_object import JsonObject  # noqa: PLC0415
        from ..models.share_permission import SharePermission  # noqa: PLC0415
        from ..models.user_reference import UserReference  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_uuid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        uuid = _parse_uuid(d.pop("uuid", UNSET))

        def _parse_owner(data: object) -> None | Unset | UserReference:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                owner_type_0 = UserReference.from_dict(data)

                return owner_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UserReference, data)

        owner = _parse_owner(d.pop("owner", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_capture_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        capture_type = _parse_capture_type(d.pop("capture_type", UNSET))

        def _parse_capture_type_display(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        capture_type_display = _parse_capture_type_display(d.pop("capture_type_display", UNSET))

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

        def _parse_channel(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        channel = _parse_channel(d.pop("channel", UNSET))

        def _parse_scan_group(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        scan_group = _parse_scan_group(d.pop("scan_group", UNSET))

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

        def _parse_capture_props(data: object) -> JsonObject | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                capture_props_type_0 = JsonObject.from_dict(data)

                return capture_props_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JsonObject | None | Unset, data)

        capture_props = _parse_capture_props(d.pop("capture_props", UNSET))

        def _parse_center_frequency_ghz(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        center_frequency_ghz = _parse_center_frequency_ghz(d.pop("center_frequency_ghz", UNSET))

        def _parse_sample_rate_mhz(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        sample_rate_mhz = _parse_sample_rate_mhz(d.pop("sample_rate_mhz", UNSET))

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

        def _parse_files(data: object) -> list[FileSummary | None] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                files_type_0 = []
                _files_type_0 = data
                for files_type_0_item_data in _files_type_0:

                    def _parse_files_type_0_item(data: object) -> FileSummary | None:
                        if data is None:
                            return data
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            files_type_0_item_type_0 = FileSummary.from_dict(data)

                            return files_type_0_item_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        return cast(FileSummary | None, data)

                    files_type_0_item = _parse_files_type_0_item(files_type_0_item_data)

                    files_type_0.append(files_type_0_item)

                return files_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[FileSummary | None] | None | Unset, data)

        files = _parse_files(d.pop("files", UNSET))

        def _parse_total_file_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        total_file_count = _parse_total_file_count(d.pop("total_file_count", UNSET))

        def _parse_total_file_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        total_file_size = _parse_total_file_size(d.pop("total_file_size", UNSET))

        def _parse_data_files_info(data: object) -> DataFilesInfo | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                data_files_info_type_0 = DataFilesInfo.from_dict(data)

                return data_files_info_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DataFilesInfo | None | Unset, data)

        data_files_info = _parse_data_files_info(d.pop("data_files_info", UNSET))

        def _parse_datasets(data: object) -> list[DatasetReference | None] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                datasets_type_0 = []
                _datasets_type_0 = data
                for datasets_type_0_item_data in _datasets_type_0:

                    def _parse_datasets_type_0_item(data: object) -> DatasetReference | None:
                        if data is None:
                            return data
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            datasets_type_0_item_type_0 = DatasetReference.from_dict(data)

                            return datasets_type_0_item_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        return cast(DatasetReference | None, data)

                    datasets_type_0_item = _parse_datasets_type_0_item(datasets_type_0_item_data)

                    datasets_type_0.append(datasets_type_0_item)

                return datasets_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[DatasetReference | None] | None | Unset, data)

        datasets = _parse_datasets(d.pop("datasets", UNSET))

        def _parse_dataset(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        dataset = _parse_dataset(d.pop("dataset", UNSET))

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

        def _parse_permission_level(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        permission_level = _parse_permission_level(d.pop("permission_level", UNSET))

        def _parse_share_permissions(data: object) -> list[None | SharePermission] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                share_permissions_type_0 = []
                _share_permissions_type_0 = data
                for share_permissions_type_0_item_data in _share_permissions_type_0:

                    def _parse_share_permissions_type_0_item(
                        data: object,
                    ) -> None | SharePermission:
                        if data is None:
                            return data
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            share_permissions_type_0_item_type_0 = SharePermission.from_dict(data)

                            return share_permissions_type_0_item_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        return cast(None | SharePermission, data)

                    share_permissions_type_0_item = _parse_share_permissions_type_0_item(
                        share_permissions_type_0_item_data
                    )

                    share_permissions_type_0.append(share_permissions_type_0_item)

                return share_permissions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[None | SharePermission] | None | Unset, data)

        share_permissions = _parse_share_permissions(d.pop("share_permissions", UNSET))

        def _parse_shared_with(data: object) -> list[int | None | UserReference] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                shared_with_type_0 = []
                _shared_with_type_0 = data
                for shared_with_type_0_item_data in _shared_with_type_0:

                    def _parse_shared_with_type_0_item(data: object) -> int | None | UserReference:
                        if data is None:
                            return data
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            shared_with_type_0_item_type_0 = UserReference.from_dict(data)

                            return shared_with_type_0_item_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        return cast(int | None | UserReference, data)

                    shared_with_type_0_item = _parse_shared_with_type_0_item(
                        shared_with_type_0_item_data
                    )

                    shared_with_type_0.append(shared_with_type_0_item)

                return shared_with_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[int | None | UserReference] | None | Unset, data)

        shared_with = _parse_shared_with(d.pop("shared_with", UNSET))

        def _parse_is_shared(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_shared = _parse_is_shared(d.pop("is_shared", UNSET))

        def _parse_is_shared_with_me(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_shared_with_me = _parse_is_shared_with_me(d.pop("is_shared_with_me", UNSET))

        def _parse_is_public(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_public = _parse_is_public(d.pop("is_public", UNSET))

        def _parse_is_deleted(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_deleted = _parse_is_deleted(d.pop("is_deleted", UNSET))

        def _parse_created_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        created_at = _parse_created_at(d.pop("created_at", UNSET))

        def _parse_updated_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        updated_at = _parse_updated_at(d.pop("updated_at", UNSET))

        def _parse_deleted_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        deleted_at = _parse_deleted_at(d.pop("deleted_at", UNSET))

        def _parse_formatted_created_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        formatted_created_at = _parse_formatted_created_at(d.pop("formatted_created_at", UNSET))

        capture_asset = cls(
            uuid=uuid,
            owner=owner,
            name=name,
            capture_type=capture_type,
            capture_type_display=capture_type_display,
            top_level_dir=top_level_dir,
            index_name=index_name,
            origin=origin,
            channel=channel,
            scan_group=scan_group,
            is_multi_channel=is_multi_channel,
            channels=channels,
            capture_props=capture_props,
            center_frequency_ghz=center_frequency_ghz,
            sample_rate_mhz=sample_rate_mhz,
            length_of_capture_ms=length_of_capture_ms,
            file_cadence_ms=file_cadence_ms,
            capture_start_epoch_sec=capture_start_epoch_sec,
            capture_end_epoch_sec=capture_end_epoch_sec,
            capture_start_iso_utc=capture_start_iso_utc,
            capture_end_iso_utc=capture_end_iso_utc,
            capture_start_display=capture_start_display,
            capture_end_display=capture_end_display,
            files=files,
            total_file_count=total_file_count,
            total_file_size=total_file_size,
            data_files_info=data_files_info,
            datasets=datasets,
            dataset=dataset,
            post_processed_data=post_processed_data,
            permission_level=permission_level,
            share_permissions=share_permissions,
            shared_with=shared_with,
            is_shared=is_shared,
            is_shared_with_me=is_shared_with_me,
            is_public=is_public,
            is_deleted=is_deleted,
            created_at=created_at,
            updated_at=updated_at,
            deleted_at=deleted_at,
            formatted_created_at=formatted_created_at,
        )

        capture_asset.additional_properties = d
        return capture_asset

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
