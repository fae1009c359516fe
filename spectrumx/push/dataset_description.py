"""What is said about a dataset: what a creation takes of it, and what it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from spectrumx.models import Author, Dataset

_TEXTS = ("description", "abstract", "license", "doi", "website", "repository")
_LISTS = ("authors", "institutions", "keywords")
_AUTHOR = ("name", "orcid_id")
_EMPTY: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is said about a dataset here.

    Attributes:
        texts: The fields that are texts, without empty ones.
        authors: Who made it.
        institutions: Where it was made.
        keywords: Words to find it by.
        unsent: What else is said, by the names of the fields: no call takes it.
    """

    texts: Mapping[str, str]
    authors: tuple[Author, ...]
    institutions: tuple[str, ...]
    keywords: tuple[str, ...]
    unsent: tuple[str, ...]

    @classmethod
    def read(cls, said: Mapping[str, object]) -> Self:
        """Read what the folder holds, by field."""
        return cls(
            texts={key: str(said[key]) for key in _TEXTS if said.get(key)},
            authors=tuple(
                Author(name=str(author["name"]), orcid_id=str(author.get("orcid_id", "")))
                for author in _rows(said.get("authors"))
            ),
            institutions=tuple(map(str, _listed(said.get("institutions")))),
            keywords=tuple(map(str, _listed(said.get("keywords")))),
            unsent=tuple(dict.fromkeys(_unsent(said))),
        )

    def differences(self, there: Dataset) -> list[str]:
        """Name the fields that say something else there; white space around texts is nothing."""
        here = {key: self.texts.get(key, "").strip() for key in _TEXTS}
        found = {key: str(getattr(there, key)).strip() for key in _TEXTS}
        different = (key for key in _TEXTS if here[key] != found[key])
        lists = (
            key for key in _LISTS if _stripped(getattr(self, key)) != _stripped(getattr(there, key))
        )
        return [*different, *lists]


def _unsent(said: Mapping[str, object]) -> Iterator[str]:
    for key, value in said.items():
        if key not in {*_TEXTS, *_LISTS} and value not in _EMPTY:
            yield key
    for author in _rows(said.get("authors")):
        for key, value in author.items():
            if key not in _AUTHOR and value not in _EMPTY:
                yield f"authors' {key}"


def _stripped(values: Iterable[Author | str]) -> list[object]:
    """Authors and texts, comparable."""
    return [
        (each.name.strip(), each.orcid_id.strip()) if isinstance(each, Author) else each.strip()
        for each in values
        if str(each).strip()
    ]


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else ()


def _rows(value: object) -> Iterable[Mapping[str, object]]:
    return (row for row in _listed(value) if isinstance(row, Mapping))
