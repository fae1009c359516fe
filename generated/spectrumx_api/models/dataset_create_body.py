from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.author_body import AuthorBody


T = TypeVar("T", bound="DatasetCreateBody")


@_attrs_define
class DatasetCreateBody:
    name: str
    """ Name for people. """
    description: str | Unset = UNSET
    """ What the dataset holds. """
    abstract: str | Unset = UNSET
    """ Summary for a publication. """
    keywords: list[str] | Unset = UNSET
    """ Words to find it by. """
    authors: list[AuthorBody] | Unset = UNSET
    """ Who made it. """
    institutions: list[str] | Unset = UNSET
    """ Where it was made. """
    license_: str | Unset = UNSET
    """ Licence, such as CC-BY-4.0. """
    doi: str | Unset = UNSET
    """ Digital object identifier. """
    website: str | Unset = UNSET
    """ Address of a page about it. """
    repository: str | Unset = UNSET
    """ Address of the code that goes with it. """

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        description = self.description

        abstract = self.abstract

        keywords: list[str] | Unset = UNSET
        if not isinstance(self.keywords, Unset):
            keywords = self.keywords

        authors: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.authors, Unset):
            authors = []
            for authors_item_data in self.authors:
                authors_item = authors_item_data.to_dict()
                authors.append(authors_item)

        institutions: list[str] | Unset = UNSET
        if not isinstance(self.institutions, Unset):
            institutions = self.institutions

        license_ = self.license_

        doi = self.doi

        website = self.website

        repository = self.repository

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
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

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.author_body import AuthorBody  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        description = d.pop("description", UNSET)

        abstract = d.pop("abstract", UNSET)

        keywords = cast(list[str], d.pop("keywords", UNSET))

        _authors = d.pop("authors", UNSET)
        authors: list[AuthorBody] | Unset = UNSET
        if _authors is not UNSET:
            authors = []
            for authors_item_data in _authors:
                authors_item = AuthorBody.from_dict(authors_item_data)

                authors.append(authors_item)

        institutions = cast(list[str], d.pop("institutions", UNSET))

        license_ = d.pop("license", UNSET)

        doi = d.pop("doi", UNSET)

        website = d.pop("website", UNSET)

        repository = d.pop("repository", UNSET)

        dataset_create_body = cls(
            name=name,
            description=description,
            abstract=abstract,
            keywords=keywords,
            authors=authors,
            institutions=institutions,
            license_=license_,
            doi=doi,
            website=website,
            repository=repository,
        )

        return dataset_create_body
