from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

from ..models.capture_format import CaptureFormat
from ..types import UNSET, Unset

T = TypeVar("T", bound="CaptureCreateBody")


@_attrs_define
class CaptureCreateBody:
    capture_type: CaptureFormat
    """ The format of a capture's files, Digital RF (drf), RadioHound (rh) or SigMF (sigmf, an extension). """
    top_level_dir: str
    """ Directory below which the files are. """
    index_name: str
    """ Name of the search index, captures-drf, captures-rh or captures-sigmf. """
    channel: str | Unset = UNSET
    """ Name of the channel's directory. Needed for Digital RF. """
    scan_group: UUID | Unset = UNSET
    """ The RadioHound scan group. All scans in the directory when absent. """
    name: str | Unset = UNSET
    """ Name for people. The last part of top_level_dir when absent. """

    def to_dict(self) -> dict[str, Any]:
        capture_type = self.capture_type.value

        top_level_dir = self.top_level_dir

        index_name = self.index_name

        channel = self.channel

        scan_group: str | Unset = UNSET
        if not isinstance(self.scan_group, Unset):
            scan_group = str(self.scan_group)

        name = self.name

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "capture_type": capture_type,
                "top_level_dir": top_level_dir,
                "index_name": index_name,
            }
        )
        if channel is not UNSET:
            field_dict["channel"] = channel
        if scan_group is not UNSET:
            field_dict["scan_group"] = scan_group
        if name is not UNSET:
            field_dict["name"] = name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        capture_type = CaptureFormat(d.pop("capture_type"))

        top_level_dir = d.pop("top_level_dir")

        index_name = d.pop("index_name")

        channel = d.pop("channel", UNSET)

        _scan_group = d.pop("scan_group", UNSET)
        scan_group: UUID | Unset
        if isinstance(_scan_group, Unset):
            scan_group = UNSET
        else:
            scan_group = UUID(_scan_group)

        name = d.pop("name", UNSET)

        capture_create_body = cls(
            capture_type=capture_type,
            top_level_dir=top_level_dir,
            index_name=index_name,
            channel=channel,
            scan_group=scan_group,
            name=name,
        )

        return capture_create_body
