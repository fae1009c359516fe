from __future__ import annotations

import datetime
from collections.abc import Mapping
from io import BytesIO
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

from .. import types
from ..types import UNSET, File, FileTypes, Unset

T = TypeVar("T", bound="FileUploadBody")


@_attrs_define
class FileUploadBody:
    directory: str
    """ Directory below the user's root, such as /recordings/today. """
    file: File | Unset = UNSET
    """ The contents. The file name of this part must equal name. """
    name: str | Unset = UNSET
    """ File name without any directory. """
    media_type: str | Unset = UNSET
    """ Media type, such as application/x-hdf5. """
    permissions: str | Unset = UNSET
    """ Unix permissions in nine letters, such as rw-r--r--, which is the default. """
    size: int | Unset = UNSET
    """ Length in bytes. The gateway counts for itself. """
    sum_blake3: str | Unset = UNSET
    """ BLAKE3 checksum in hexadecimal digits. The gateway computes its own. """
    sibling_uuid: UUID | Unset = UNSET
    """ A file of the same user whose contents the new entry shall share. """
    expiration_date: datetime.datetime | Unset = UNSET
    """ When the file may be removed. Two years from now when absent. """
    capture: UUID | Unset = UNSET
    """ The capture that the file belongs to. """
    dataset: UUID | Unset = UNSET
    """ The dataset that the file belongs to. """

    def to_dict(self) -> dict[str, Any]:
        directory = self.directory

        file: FileTypes | Unset = UNSET
        if not isinstance(self.file, Unset):
            file = self.file.to_tuple()

        name = self.name

        media_type = self.media_type

        permissions = self.permissions

        size = self.size

        sum_blake3 = self.sum_blake3

        sibling_uuid: str | Unset = UNSET
        if not isinstance(self.sibling_uuid, Unset):
            sibling_uuid = str(self.sibling_uuid)

        expiration_date: str | Unset = UNSET
        if not isinstance(self.expiration_date, Unset):
            expiration_date = self.expiration_date.isoformat()

        capture: str | Unset = UNSET
        if not isinstance(self.capture, Unset):
            capture = str(self.capture)

        dataset: str | Unset = UNSET
        if not isinstance(self.dataset, Unset):
            dataset = str(self.dataset)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "directory": directory,
            }
        )
        if file is not UNSET:
            field_dict["file"] = file
        if name is not UNSET:
            field_dict["name"] = name
        if media_type is not UNSET:
            field_dict["media_type"] = media_type
        if permissions is not UNSET:
            field_dict["permissions"] = permissions
        if size is not UNSET:
            field_dict["size"] = size
        if sum_blake3 is not UNSET:
            field_dict["sum_blake3"] = sum_blake3
        if sibling_uuid is not UNSET:
            field_dict["sibling_uuid"] = sibling_uuid
        if expiration_date is not UNSET:
            field_dict["expiration_date"] = expiration_date
        if capture is not UNSET:
            field_dict["capture"] = capture
        if dataset is not UNSET:
            field_dict["dataset"] = dataset

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        files.append(("directory", (None, str(self.directory).encode(), "text/plain")))

        if not isinstance(self.file, Unset):
            files.append(("file", self.file.to_tuple()))

        if not isinstance(self.name, Unset):
            files.append(("name", (None, str(self.name).encode(), "text/plain")))

        if not isinstance(self.media_type, Unset):
            files.append(("media_type", (None, str(self.media_type).encode(), "text/plain")))

        if not isinstance(self.permissions, Unset):
            files.append(("permissions", (None, str(self.permissions).encode(), "text/plain")))

        if not isinstance(self.size, Unset):
            files.append(("size", (None, str(self.size).encode(), "text/plain")))

        if not isinstance(self.sum_blake3, Unset):
            files.append(("sum_blake3", (None, str(self.sum_blake3).encode(), "text/plain")))

        if not isinstance(self.sibling_uuid, Unset):
            files.append(("sibling_uuid", (None, str(self.sibling_uuid), "text/plain")))

        if not isinstance(self.expiration_date, Unset):
            files.append(
                ("expiration_date", (None, self.expiration_date.isoformat().encode(), "text/plain"))
            )

        if not isinstance(self.capture, Unset):
            files.append(("capture", (None, str(self.capture), "text/plain")))

        if not isinstance(self.dataset, Unset):
            files.append(("dataset", (None, str(self.dataset), "text/plain")))

        return files

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        directory = d.pop("directory")

        _file = d.pop("file", UNSET)
        file: File | Unset
        if isinstance(_file, Unset):
            file = UNSET
        else:
            file = File(payload=BytesIO(_file))

        name = d.pop("name", UNSET)

        media_type = d.pop("media_type", UNSET)

        permissions = d.pop("permissions", UNSET)

        size = d.pop("size", UNSET)

        sum_blake3 = d.pop("sum_blake3", UNSET)

        _sibling_uuid = d.pop("sibling_uuid", UNSET)
        sibling_uuid: UUID | Unset
        if isinstance(_sibling_uuid, Unset):
            sibling_uuid = UNSET
        else:
            sibling_uuid = UUID(_sibling_uuid)

        _expiration_date = d.pop("expiration_date", UNSET)
        expiration_date: datetime.datetime | Unset
        if isinstance(_expiration_date, Unset):
            expiration_date = UNSET
        else:
            expiration_date = datetime.datetime.fromisoformat(_expiration_date)

        _capture = d.pop("capture", UNSET)
        capture: UUID | Unset
        if isinstance(_capture, Unset):
            capture = UNSET
        else:
            capture = UUID(_capture)

        _dataset = d.pop("dataset", UNSET)
        dataset: UUID | Unset
        if isinstance(_dataset, Unset):
            dataset = UNSET
        else:
            dataset = UUID(_dataset)

        file_upload_body = cls(
            directory=directory,
            file=file,
            name=name,
            media_type=media_type,
            permissions=permissions,
            size=size,
            sum_blake3=sum_blake3,
            sibling_uuid=sibling_uuid,
            expiration_date=expiration_date,
            capture=capture,
            dataset=dataset,
        )

        return file_upload_body
