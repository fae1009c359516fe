from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.capture_summary import CaptureSummary
    from ..models.data_files_info import DataFilesInfo
    from ..models.dataset_author import DatasetAuthor
    from ..models.file_summary import FileSummary
    from ..models.json_object import JsonObject
    from ..models.share_permission import SharePermission
    from ..models.shared_user import SharedUser
    from ..models.user_reference import UserReference


T = TypeVar("T", bound="DatasetAsset")


@_attrs_define
class DatasetAsset:
    """A dataset, with its captures and its own files in short."""

    uuid: None | str | Unset = UNSET
    """ Identifies the dataset. """
    name: None | str | Unset = UNSET
    """ Name for people. """
    owner: None | Unset | UserReference = UNSET
    """ Whose it is. """
    owner_name: None | str | Unset = UNSET
    """ The owner's full name. """
    owner_email: None | str | Unset = UNSET
    """ The owner's e-mail address. """
    status: None | str | Unset = UNSET
    """ Such as draft or final. """
    status_display: None | str | Unset = UNSET
    """ The status for people. """
    version: int | None | Unset = UNSET
    """ Version number. """
    previous_version: None | str | Unset = UNSET
    """ The dataset that this one follows. """
    next_version: None | str | Unset = UNSET
    """ The dataset that follows this one. """
    description: None | str | Unset = UNSET
    """ What it holds. """
    abstract: None | str | Unset = UNSET
    """ Summary for a publication. """
    keywords: list[None | str] | None | Unset = UNSET
    """ Words to find it by. """
    authors: list[DatasetAuthor | None | str] | None | Unset = UNSET
    """ Who made it; some gateways give plain names. """
    institutions: list[None | str] | None | str | Unset = UNSET
    """ Where it was made: a list, or a text that shows a list. """
    license_: None | str | Unset = UNSET
    """ Licence, such as CC-BY-4.0. """
    doi: None | str | Unset = UNSET
    """ Digital object identifier. """
    website: None | str | Unset = UNSET
    """ Address of a page about it. """
    repository: None | str | Unset = UNSET
    """ Address of the code that goes with it. """
    provenance: JsonObject | None | Unset = UNSET
    """ How it came about. """
    citation: JsonObject | None | Unset = UNSET
    """ How to cite it. """
    other: JsonObject | None | Unset = UNSET
    """ Anything else. """
    captures: list[CaptureSummary | None] | None | Unset = UNSET
    """ Its captures, the channels of a composite merged. """
    files: list[FileSummary | None] | None | Unset = UNSET
    """ Its own files, without those of its captures. """
    data_files_info: DataFilesInfo | None | Unset = UNSET
    """ Number and length of all its files. """
    permission_level: None | str | Unset = UNSET
    """ What the asking user may do, such as owner, co-owner, contributor or viewer. """
    can_edit: bool | None | Unset = UNSET
    """ Whether the asking user may change it. """
    can_advance_version: bool | None | Unset = UNSET
    """ Whether the asking user may make the next version. """
    is_owner: bool | None | Unset = UNSET
    """ Whether the asking user owns it. """
    is_shared: bool | None | Unset = UNSET
    """ Whether it is shared with anybody. """
    is_shared_with_me: bool | None | Unset = UNSET
    """ Whether somebody shares it with the asking user. """
    is_public: bool | None | Unset = UNSET
    """ Whether anybody may find it. """
    is_deleted: bool | None | Unset = UNSET
    """ Whether it is deleted. """
    shared_users: list[None | SharedUser] | None | Unset = UNSET
    """ Whom it is shared with. """
    share_permissions: list[None | SharePermission] | None | Unset = UNSET
    """ Permissions given to others. """
    shared_with: list[int | None | UserReference] | None | Unset = UNSET
    """ Users that it is shared with, in short or by number. """
    created_at: None | str | Unset = UNSET
    """ Date and time with an offset, a space between, such as 2026-11-22 12:28:05-0500. """
    updated_at: None | str | Unset = UNSET
    """ ISO 8601 text with an offset. """
    release_date: None | str | Unset = UNSET
    """ ISO 8601 text with an offset. """
    deleted_at: None | str | Unset = UNSET
    """ ISO 8601 text with an offset. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.capture_summary import CaptureSummary  # noqa: PLC0415
        from ..models.data_files_info import DataFilesInfo  # noqa: PLC0415
        from ..models.dataset_author import DatasetAuthor  # noqa: PLC0415
        from ..models.file_summary import FileSummary  # noqa: PLC0415
        from ..models.json_object import JsonObject  # noqa: PLC0415
        from ..models.share_permission import SharePermission  # noqa: PLC0415
        from ..models.shared_user import SharedUser  # noqa: PLC0415
        from ..models.user_reference import UserReference  # noqa: PLC0415

        uuid: None | str | Unset
        if isinstance(self.uuid, Unset):
            uuid = UNSET
        else:
            uuid = self.uuid

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        owner: dict[str, Any] | None | Unset
        if isinstance(self.owner, Unset):
            owner = UNSET
        elif isinstance(self.owner, UserReference):
            owner = self.owner.to_dict()
        else:
            owner = self.owner

        owner_name: None | str | Unset
        if isinstance(self.owner_name, Unset):
            owner_name = UNSET
        else:
            owner_name = self.owner_name

        owner_email: None | str | Unset
        if isinstance(self.owner_email, Unset):
            owner_email = UNSET
        else:
            owner_email = self.owner_email

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        else:
            status = self.status

        status_display: None | str | Unset
        if isinstance(self.status_display, Unset):
            status_display = UNSET
        else:
            status_display = self.status_display

        version: int | None | Unset
        if isinstance(self.version, Unset):
            version = UNSET
        else:
            version = self.version

        previous_version: None | str | Unset
        if isinstance(self.previous_version, Unset):
            previous_version = UNSET
        else:
            previous_version = self.previous_version

        next_version: None | str | Unset
        if isinstance(self.next_version, Unset):
            next_version = UNSET
        else:
            next_version = self.next_version

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        abstract: None | str | Unset
        if isinstance(self.abstract, Unset):
            abstract = UNSET
        else:
            abstract = self.abstract

        keywords: list[None | str] | None | Unset
        if isinstance(self.keywords, Unset):
            keywords = UNSET
        elif isinstance(self.keywords, list):
            keywords = []
            for keywords_type_0_item_data in self.keywords:
                keywords_type_0_item: None | str
                keywords_type_0_item = keywords_type_0_item_data
                keywords.append(keywords_type_0_item)

        else:
            keywords = self.keywords

        authors: list[dict[str, Any] | None | str] | None | Unset
        if isinstance(self.authors, Unset):
            authors = UNSET
        elif isinstance(self.authors, list):
            authors = []
            for authors_type_0_item_data in self.authors:
                authors_type_0_item: dict[str, Any] | None | str
                if isinstance(authors_type_0_item_data, DatasetAuthor):
                    authors_type_0_item = authors_type_0_item_data.to_dict()
                else:
                    authors_type_0_item = authors_type_0_item_data
                authors.append(authors_type_0_item)

        else:
            authors = self.authors

        institutions: list[None | str] | None | str | Unset
        if isinstance(self.institutions, Unset):
            institutions = UNSET
        elif isinstance(self.institutions, list):
            institutions = []
            for institutions_type_0_item_data in self.institutions:
                institutions_type_0_item: None | str
                institutions_type_0_item = institutions_type_0_item_data
                institutions.append(institutions_type_0_item)

        else:
            institutions = self.institutions

        license_: None | str | Unset
        if isinstance(self.license_, Unset):
            license_ = UNSET
        else:
            license_ = self.license_

        doi: None | str | Unset
        if isinstance(self.doi, Unset):
            doi = UNSET
        else:
            doi = self.doi

        website: None | str | Unset
        if isinstance(self.website, Unset):
            website = UNSET
        else:
            website = self.website

        repository: None | str | Unset
        if isinstance(self.repository, Unset):
            repository = UNSET
        else:
            repository = self.repository

        provenance: dict[str, Any] | None | Unset
        if isinstance(self.provenance, Unset):
            provenance = UNSET
        elif isinstance(self.provenance, JsonObject):
            provenance = self.provenance.to_dict()
        else:
            provenance = self.provenance

        citation: dict[str, Any] | None | Unset
        if isinstance(self.citation, Unset):
            citation = UNSET
        elif isinstance(self.citation, JsonObject):
            citation = self.citation.to_dict()
        else:
            citation = self.citation

        other: dict[str, Any] | None | Unset
        if isinstance(self.other, Unset):
            other = UNSET
        elif isinstance(self.other, JsonObject):
            other = self.other.to_dict()
        else:
            other = self.other

        captures: list[dict[str, Any] | None] | None | Unset
        if isinstance(self.captures, Unset):
            captures = UNSET
        elif isinstance(self.captures, list):
            captures = []
            for captures_type_0_item_data in self.captures:
                captures_type_0_item: dict[str, Any] | None
                if isinstance(captures_type_0_item_data, CaptureSummary):
                    captures_type_0_item = captures_type_0_item_data.to_dict()
                else:
                    captures_type_0_item = captures_type_0_item_data
                captures.append(captures_type_0_item)

        else:
            captures = self.captures

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

        data_files_info: dict[str, Any] | None | Unset
        if isinstance(self.data_files_info, Unset):
            data_files_info = UNSET
        elif isinstance(self.data_files_info, DataFilesInfo):
            data_files_info = self.data_files_info.to_dict()
        else:
            data_files_info = self.data_files_info

        permission_level: None | str | Unset
        if isinstance(self.permission_level, Unset):
            permission_level = UNSET
        else:
            permission_level = self.permission_level

        can_edit: bool | None | Unset
        if isinstance(self.can_edit, Unset):
            can_edit = UNSET
        else:
            can_edit = self.can_edit

        can_advance_version: bool | None | Unset
        if isinstance(self.can_advance_version, Unset):
            can_advance_version = UNSET
        else:
            can_advance_version = self.can_advance_version

        is_owner: bool | None | Unset
        if isinstance(self.is_owner, Unset):
            is_owner = UNSET
        else:
            is_owner = self.is_owner

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

        shared_users: list[dict[str, Any] | None] | None | Unset
        if isinstance(self.shared_users, Unset):
            shared_users = UNSET
        elif isinstance(self.shared_users, list):
            shared_users = []
            for shared_users_type_0_item_data in self.shared_users:
                shared_users_type_0_item: dict[str, Any] | None
                if isinstance(shared_users_type_0_item_data, SharedUser):
                    shared_users_type_0_item = shared_users_type_0_item_data.to_dict()
                else:
                    shared_users_type_0_item = shared_users_type_0_item_data
                shared_users.append(shared_users_type_0_item)

        else:
            shared_users = self.shared_users

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

        release_date: None | str | Unset
        if isinstance(self.release_date, Unset):
            release_date = UNSET
        else:
            release_date = self.release_date

        deleted_at: None | str | Unset
        if isinstance(self.deleted_at, Unset):
            deleted_at = UNSET
        else:
            deleted_at = self.deleted_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if uuid is not UNSET:
            field_dict["uuid"] = uuid
        if name is not UNSET:
            field_dict["name"] = name
        if owner is not UNSET:
            field_dict["owner"] = owner
        if owner_name is not UNSET:
            field_dict["owner_name"] = owner_name
        if owner_email is not UNSET:
            field_dict["owner_email"] = owner_email
        if status is not UNSET:
            field_dict["status"] = status
        if status_display is not UNSET:
            field_dict["status_display"] = status_display
        if version is not UNSET:
            field_dict["version"] = version
        if previous_version is not UNSET:
            field_dict["previous_version"] = previous_version
        if next_version is not UNSET:
            field_dict["next_version"] = next_version
        if description is not UNSET:
            field_dict["description"] = description
        if abstract is not UNSET:
            field_dict["abstract"] = abstract
        if keywords is not UNSET:
            field_dict["keywords"] = keywords
        if authors is not UNSET:
            field_dict["authors"] = authors
        if institutions is not UNSET:
            field_dict["institutions"] = institutions
        if license_ is not UNSET:
            field_dict["license"] = license_
        if doi is not UNSET:
            field_dict["doi"] = doi
        if website is not UNSET:
            field_dict["website"] = website
        if repository is not UNSET:
            field_dict["repository"] = repository
        if provenance is not UNSET:
            field_dict["provenance"] = provenance
        if citation is not UNSET:
            field_dict["citation"] = citation
        if other is not UNSET:
            field_dict["other"] = other
        if captures is not UNSET:
            field_dict["captures"] = captures
        if files is not UNSET:
            field_dict["files"] = files
        if data_files_info is not UNSET:
            field_dict["data_files_info"] = data_files_info
        if permission_level is not UNSET:
            field_dict["permission_level"] = permission_level
        if can_edit is not UNSET:
            field_dict["can_edit"] = can_edit
        if can_advance_version is not UNSET:
            field_dict["can_advance_version"] = can_advance_version
        if is_owner is not UNSET:
            field_dict["is_owner"] = is_owner
        if is_shared is not UNSET:
            field_dict["is_shared"] = is_shared
        if is_shared_with_me is not UNSET:
            field_dict["is_shared_with_me"] = is_shared_with_me
        if is_public is not UNSET:
            field_dict["is_public"] = is_public
        if is_deleted is not UNSET:
            field_dict["is_deleted"] = is_deleted
        if shared_users is not UNSET:
            field_dict["shared_users"] = shared_users
        if share_permissions is not UNSET:
            field_dict["share_permissions"] = share_permissions
        if shared_with is not UNSET:
            field_dict["shared_with"] = shared_with
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if updated_at is not UNSET:
            field_dict["updated_at"] = updated_at
        if release_date is not UNSET:
            field_dict["release_date"] = release_date
        if deleted_at is not UNSET:
            field_dict["deleted_at"] = deleted_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.capture_summary import CaptureSummary  # noqa: PLC0415
        from ..models.data_files_info import DataFilesInfo  # noqa: PLC0415
        from ..models.dataset_author import DatasetAuthor  # noqa: PLC0415
        from ..models.file_summary import FileSummary  # noqa: PLC0415
        from ..models.json_object import JsonObject  # noqa: PLC0415
        from ..models.share_permission import SharePermission  # noqa: PLC0415
        from ..models.shared_user import SharedUser  # noqa: PLC0415
        from ..models.user_reference import UserReference  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_uuid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        uuid = _parse_uuid(d.pop("uuid", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

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

        def _parse_owner_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        owner_name = _parse_owner_name(d.pop("owner_name", UNSET))

        def _parse_owner_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        owner_email = _parse_owner_email(d.pop("owner_email", UNSET))

        def _parse_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        def _parse_status_display(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status_display = _parse_status_display(d.pop("status_display", UNSET))

        def _parse_version(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        version = _parse_version(d.pop("version", UNSET))

        def _parse_previous_version(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        previous_version = _parse_previous_version(d.pop("previous_version", UNSET))

        def _parse_next_version(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        next_version = _parse_next_version(d.pop("next_version", UNSET))

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_abstract(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        abstract = _parse_abstract(d.pop("abstract", UNSET))

        def _parse_keywords(data: object) -> list[None | str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                keywords_type_0 = []
                _keywords_type_0 = data
                for keywords_type_0_item_data in _keywords_type_0:

                    def _parse_keywords_type_0_item(data: object) -> None | str:
                        if data is None:
                            return data
                        return cast(None | str, data)

                    keywords_type_0_item = _parse_keywords_type_0_item(keywords_type_0_item_data)

                    keywords_type_0.append(keywords_type_0_item)

                return keywords_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[None | str] | None | Unset, data)

        keywords = _parse_keywords(d.pop("keywords", UNSET))

        def _parse_authors(data: object) -> list[DatasetAuthor | None | str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                authors_type_0 = []
                _authors_type_0 = data
                for authors_type_0_item_data in _authors_type_0:

                    def _parse_authors_type_0_item(data: object) -> DatasetAuthor | None | str:
                        if data is None:
                            return data
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            authors_type_0_item_type_0 = DatasetAuthor.from_dict(data)

                            return authors_type_0_item_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        return cast(DatasetAuthor | None | str, data)

                    authors_type_0_item = _parse_authors_type_0_item(authors_type_0_item_data)

                    authors_type_0.append(authors_type_0_item)

                return authors_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[DatasetAuthor | None | str] | None | Unset, data)

        authors = _parse_authors(d.pop("authors", UNSET))

        def _parse_institutions(data: object) -> list[None | str] | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                institutions_type_0 = []
                _institutions_type_0 = data
                for institutions_type_0_item_data in _institutions_type_0:

                    def _parse_institutions_type_0_item(data: object) -> None | str:
                        if data is None:
                            return data
                        return cast(None | str, data)

                    institutions_type_0_item = _parse_institutions_type_0_item(
                        institutions_type_0_item_data
                    )

                    institutions_type_0.append(institutions_type_0_item)

                return institutions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[None | str] | None | str | Unset, data)

        institutions = _parse_institutions(d.pop("institutions", UNSET))

        def _parse_license_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        license_ = _parse_license_(d.pop("license", UNSET))

        def _parse_doi(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        doi = _parse_doi(d.pop("doi", UNSET))

        def _parse_website(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        website = _parse_website(d.pop("website", UNSET))

        def _parse_repository(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        repository = _parse_repository(d.pop("repository", UNSET))

        def _parse_provenance(data: object) -> JsonObject | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                provenance_type_0 = JsonObject.from_dict(data)

                return provenance_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JsonObject | None | Unset, data)

        provenance = _parse_provenance(d.pop("provenance", UNSET))

        def _parse_citation(data: object) -> JsonObject | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                citation_type_0 = JsonObject.from_dict(data)

                return citation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JsonObject | None | Unset, data)

        citation = _parse_citation(d.pop("citation", UNSET))

        def _parse_other(data: object) -> JsonObject | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                other_type_0 = JsonObject.from_dict(data)

                return other_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JsonObject | None | Unset, data)

        other = _parse_other(d.pop("other", UNSET))

        def _parse_captures(data: object) -> list[CaptureSummary | None] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                captures_type_0 = []
                _captures_type_0 = data
                for captures_type_0_item_data in _captures_type_0:

                    def _parse_captures_type_0_item(data: object) -> CaptureSummary | None:
                        if data is None:
                            return data
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            captures_type_0_item_type_0 = CaptureSummary.from_dict(data)

                            return captures_type_0_item_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        return cast(CaptureSummary | None, data)

                    captures_type_0_item = _parse_captures_type_0_item(captures_type_0_item_data)

                    captures_type_0.append(captures_type_0_item)

                return captures_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[CaptureSummary | None] | None | Unset, data)

        captures = _parse_captures(d.pop("captures", UNSET))

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

        def _parse_permission_level(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        permission_level = _parse_permission_level(d.pop("permission_level", UNSET))

        def _parse_can_edit(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        can_edit = _parse_can_edit(d.pop("can_edit", UNSET))

        def _parse_can_advance_version(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        can_advance_version = _parse_can_advance_version(d.pop("can_advance_version", UNSET))

        def _parse_is_owner(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_owner = _parse_is_owner(d.pop("is_owner", UNSET))

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

        def _parse_shared_users(data: object) -> list[None | SharedUser] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                shared_users_type_0 = []
                _shared_users_type_0 = data
                for shared_users_type_0_item_data in _shared_users_type_0:

                    def _parse_shared_users_type_0_item(data: object) -> None | SharedUser:
                        if data is None:
                            return data
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            shared_users_type_0_item_type_0 = SharedUser.from_dict(data)

                            return shared_users_type_0_item_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        return cast(None | SharedUser, data)

                    shared_users_type_0_item = _parse_shared_users_type_0_item(
                        shared_users_type_0_item_data
                    )

                    shared_users_type_0.append(shared_users_type_0_item)

                return shared_users_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[None | SharedUser] | None | Unset, data)

        shared_users = _parse_shared_users(d.pop("shared_users", UNSET))

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

        def _parse_release_date(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        release_date = _parse_release_date(d.pop("release_date", UNSET))

        def _parse_deleted_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        deleted_at = _parse_deleted_at(d.pop("deleted_at", UNSET))

        dataset_asset = cls(
            uuid=uuid,
            name=name,
            owner=owner,
            owner_name=owner_name,
            owner_email=owner_email,
            status=status,
            status_display=status_display,
            version=version,
            previous_version=previous_version,
            next_version=next_version,
            description=description,
            abstract=abstract,
            keywords=keywords,
            authors=authors,
            institutions=institutions,
            license_=license_,
            doi=doi,
            website=website,
            repository=repository,
            provenance=provenance,
            citation=citation,
            other=other,
            captures=captures,
            files=files,
            data_files_info=data_files_info,
            permission_level=permission_level,
            can_edit=can_edit,
            can_advance_version=can_advance_version,
            is_owner=is_owner,
            is_shared=is_shared,
            is_shared_with_me=is_shared_with_me,
            is_public=is_public,
            is_deleted=is_deleted,
            shared_users=shared_users,
            share_permissions=share_permissions,
            shared_with=shared_with,
            created_at=created_at,
            updated_at=updated_at,
            release_date=release_date,
            deleted_at=deleted_at,
        )

        dataset_asset.additional_properties = d
        return dataset_asset

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
