"""Datasets: captures and files that belong together, described for others."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

import attrs
from spectrumx_api import models as generated

from spectrumx import cards
from spectrumx.errors import InvalidRequestError
from spectrumx.listings import Listing
from spectrumx.models import display, wire
from spectrumx.models.captures import Capture
from spectrumx.models.files import File
from spectrumx.models.users import User

if TYPE_CHECKING:  # transfers are loaded with the first client
    from concurrent.futures import Executor

    from spectrumx.models.reports import TransferReport
    from spectrumx.progress import Consumer

CaptureOrUuid = Capture | UUID | str
"""A capture, or the identifier of one."""

Captures = CaptureOrUuid | Iterable[CaptureOrUuid]


class DatasetSource(Protocol):
    """What a dataset asks of the client it came from."""

    def captures_of(self, dataset: Dataset) -> Listing[Capture]:
        """Ask the gateway for a dataset's captures."""
        ...

    def files(
        self,
        dataset: Dataset,
        *,
        capture: Captures | None,
        top_level_dir: str | Iterable[str] | None,
        artifacts_only: bool,
    ) -> Listing[File]:
        """Ask the gateway for a dataset's files."""
        ...

    def download(
        self,
        dataset: Dataset,
        *,
        to: Path | str,
        overwrite: bool,
        verbose: bool | None,
        capture: Captures | None,
        top_level_dir: str | Iterable[str] | None,
        artifacts_only: bool,
        raise_on_error: bool,
        on_event: Consumer | None,
        executor: Executor | None,
    ) -> TransferReport:
        """Fetch a dataset's files."""
        ...


class HasDatasets(Protocol):
    """A client, as far as looking up a dataset goes."""

    @property
    def datasets(self) -> FindsDatasets:
        """Its datasets."""
        ...


class FindsDatasets(Protocol):
    """What looks up a dataset."""

    def get(self, uuid: UUID | str, /) -> Dataset:
        """Look up a dataset by its identifier."""
        ...


@attrs.frozen(kw_only=True)
class Author:
    """Somebody who made a dataset.

    Attributes:
        name: Full name.
        orcid_id: ORCID identifier; empty when not known.
    """

    name: str
    orcid_id: str = ""

    def __str__(self) -> str:
        return self.name


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Dataset:
    """Captures and files that belong together, as a value: equal and hashed by its uuid.

    Attributes:
        uuid: Its identifier.
        name: Name for people.
        description: What it holds.
        abstract: Summary for a publication.
        authors: Who made it.
        institutions: Where it was made.
        keywords: Words to find it by.
        license: As `CC-BY-4.0`.
        doi: Digital object identifier.
        website: Address of a page about it.
        repository: Address of the code that goes with it.
        status: As `draft` or `final`.
        version: Its number, from 1; None when not known.
        owner: Whose it is; None when not known.
        created_at: Aware, None when not known.
        updated_at: Aware, None when not known.
        release_date: Aware, None when not known.
        is_public: Whether anybody may find it.
        is_shared: Whether it is shared with anybody.
        permission_level: What you may do with it, such as `owner` or `viewer`; may be empty.
        capture_uuids: Identifiers of its captures, of every channel of several.
        file_count: Files in all, those of its captures included; None when not known.
        size: Bytes of all its files; None when not known.
        extra: Fields of the answer that this version of the SDK does not know.
    """

    uuid: UUID
    name: str = ""
    description: str = ""
    abstract: str = ""
    authors: tuple[Author, ...] = ()
    institutions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    license: str = ""
    doi: str = ""
    website: str = ""
    repository: str = ""
    status: str = ""
    version: int | None = None
    owner: User | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    release_date: datetime | None = None
    is_public: bool = False
    is_shared: bool = False
    permission_level: str = ""
    capture_uuids: tuple[tuple[UUID, ...], ...] = ()
    file_count: int | None = None
    size: int | None = None
    extra: Mapping[str, object] = attrs.field(factory=dict)
    _source: DatasetSource | None = attrs.field(default=None, alias="source")

    @classmethod
    def from_wire(
        cls, answer: generated.DatasetAsset, *, zone: tzinfo, source: DatasetSource | None = None
    ) -> Dataset | None:
        """Read a dataset from an answer (docs/gateway.md, "Datasets").

        Args:
            answer: A generated model.
            zone: Time zone of times that name none.
            source: What it asks for its files.

        Returns:
            The dataset; None when the answer identifies none.
        """
        uuid = wire.identifier(answer.uuid)
        if uuid is None:
            return None
        totals = answer.data_files_info
        return cls(
            uuid=uuid,
            name=wire.text(answer.name),
            description=wire.text(answer.description),
            abstract=wire.text(answer.abstract),
            authors=tuple(_authors(answer.authors)),
            institutions=_texts(answer.institutions),
            keywords=_texts(answer.keywords),
            license=wire.text(answer.license_),
            doi=wire.text(answer.doi),
            website=wire.text(answer.website),
            repository=wire.text(answer.repository),
            status=wire.text(answer.status),
            version=wire.whole_number(answer.version),
            owner=User.from_wire(answer.owner),
            created_at=wire.moment(answer.created_at, zone=zone),
            updated_at=wire.moment(answer.updated_at, zone=zone),
            release_date=wire.moment(answer.release_date, zone=zone),
            is_public=answer.is_public is True,
            is_shared=answer.is_shared is True,
            permission_level=wire.text(answer.permission_level),
            capture_uuids=tuple(_capture_uuids(answer.captures)),
            file_count=wire.whole_number(getattr(totals, "total_count", None)),
            size=wire.whole_number(getattr(totals, "total_size", None)),
            extra=answer.additional_properties,
            source=source,
        )

    @classmethod
    def get(cls, sds: HasDatasets, *, dataset_id: UUID | str) -> Dataset:
        """Look up a dataset; the same as `sds.datasets.get(dataset_id)`.

        Args:
            sds: A client.
            dataset_id: Its identifier.

        Raises:
            InvalidRequestError: It is no UUID; nothing was sent.
            NotFoundError: There is no such dataset.
            PermissionDeniedError: It is somebody else's and not shared with you.
        """
        return sds.datasets.get(dataset_id)

    @property
    def id(self) -> UUID:
        """The same as `uuid`."""
        return self.uuid

    def captures(self) -> Listing[Capture]:
        """Ask the gateway for its captures.

        Returns:
            A lazy listing of `Capture`, one request for each.
        """
        return self._bound().captures_of(self)

    def files(
        self,
        *,
        capture: Captures | None = None,
        top_level_dir: str | Iterable[str] | None = None,
        artifacts_only: bool = False,
    ) -> Listing[File]:
        """List its files, those of its captures included, the newest first.

        Args:
            capture: Only files of these captures, a Capture or its identifier, or several.
            top_level_dir: Only files in or below these directories, as `Capture.top_level_dir`.
            artifacts_only: Only files that belong to none of its captures.

        Returns:
            A lazy listing of `File`.

        Raises:
            InvalidRequestError: An argument is malformed or contradicts another.
        """
        return self._bound().files(
            self, capture=capture, top_level_dir=top_level_dir, artifacts_only=artifacts_only
        )

    def download_assets(
        self,
        to: Path | str,
        *,
        overwrite: bool = False,
        verbose: bool | None = None,
        capture: Captures | None = None,
        top_level_dir: str | Iterable[str] | None = None,
        artifacts_only: bool = False,
        raise_on_error: bool = True,
        on_event: Consumer | None = None,
        executor: Executor | None = None,
    ) -> TransferReport:
        """Download its files into `to/<its name>/…`.

        Files keep their paths below the dataset owner's root; those of another owner go below a
        folder of that owner's e-mail.

        Args:
            to: Local folder, made when it is needed.
            overwrite: Replace local files whose contents differ.
            verbose: Show a bar; the client's own setting by default.
            capture: As in `files`.
            top_level_dir: As in `files`.
            artifacts_only: As in `files`.
            raise_on_error: Raise the first failure when all is done; else only report.
            on_event: Called with every event of `spectrumx.progress`.
            executor: Has workers that download, as in `Client.download`.

        Returns:
            A result for every file; in dry-run, the plan.

        Raises:
            InvalidRequestError: An argument is malformed, or the dataset is bound to no client.
            LocalFileError: `to` is a file, or lies inside one.
            SDSError: The first failure, with the whole report as its `report`.
        """
        return self._bound().download(
            self,
            to=to,
            overwrite=overwrite,
            verbose=verbose,
            capture=capture,
            top_level_dir=top_level_dir,
            artifacts_only=artifacts_only,
            raise_on_error=raise_on_error,
            on_event=on_event,
            executor=executor,
        )

    def __eq__(self, other: object) -> bool:
        return self.uuid == other.uuid if isinstance(other, Dataset) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.uuid)

    def __copy__(self) -> Dataset:
        return self

    def __deepcopy__(self, memo: object) -> Dataset:
        return self

    def __reduce__(self) -> tuple[Callable[..., Dataset], tuple[dict[str, object]]]:
        return _unbound, (wire.state_without(self, "_source"),)

    def __repr__(self) -> str:
        size = "" if self.size is None else f", {display.quantity(self.size, 'B')}"
        return f"<Dataset {self.name!r}, {self.status or 'unknown'}{size}, uuid={self.uuid}>"

    def _repr_html_(self) -> str:
        facts = [
            ("description", self.description or self.abstract),
            ("authors", ", ".join(map(str, self.authors))),
            ("institutions", ", ".join(self.institutions)),
            ("keywords", ", ".join(self.keywords)),
            ("status", self.status),
            ("version", self.version),
            ("license", self.license),
            ("doi", self.doi),
            ("file_count", self.file_count),
            ("size", display.quantity(self.size, "B", digits=3)),
            ("created_at", display.moment(self.created_at)),
            ("owner", self.owner and self.owner.email),
            ("uuid", self.uuid),
        ]
        return cards.card(f"Dataset {self.name}", cards.facts(facts))

    def _bound(self) -> DatasetSource:
        if self._source is None:
            raise InvalidRequestError(
                f"{self!r} belongs to no client any more, as after unpickling; "
                "get it again by sds.datasets.get(dataset)"
            )
        return self._source


@cards.columns.register(Dataset)
def _columns(dataset: Dataset) -> Mapping[str, object]:
    return {
        "name": dataset.name,
        "authors": ", ".join(map(str, dataset.authors)),
        "status": dataset.status,
        "file_count": dataset.file_count,
        "size": display.quantity(dataset.size, "B", digits=3),
        "created_at": display.moment(dataset.created_at),
        "uuid": dataset.uuid,
    }


def _unbound(state: dict[str, object]) -> Dataset:
    return wire.restored(Dataset, state)


def _capture_uuids(rows: object) -> Iterator[tuple[UUID, ...]]:
    """The identifiers of each capture's channels."""
    for row in wire.of_type(list, rows) or ():
        if isinstance(row, generated.CaptureSummary):
            channels = wire.of_type(list, row.channels) or ()
            found = wire.identifiers(
                [one for one in channels if isinstance(one, generated.CaptureChannel)]
            )
            if found or (found := wire.identifiers([row])):
                yield found


def _authors(rows: object) -> Iterator[Author]:
    """Authors as objects or as plain names (docs/gateway.md, "Datasets")."""
    for row in wire.of_type(list, rows) or ():
        named = isinstance(row, generated.DatasetAuthor)
        name = wire.text(row.name if named else row)
        if name:
            yield Author(name=name, orcid_id=wire.text(row.orcid_id) if named else "")


def _texts(value: object) -> tuple[str, ...]:
    """Texts from a list, or from text that shows a list (docs/gateway.md, "Datasets")."""
    found = _shown_list(value) if isinstance(value, str) else wire.of_type(list, value)
    return tuple(text for text in found or () if isinstance(text, str) and text)


def _shown_list(text: str) -> list[object]:
    if not text.startswith("["):
        return [text]
    try:
        return wire.of_type(list, ast.literal_eval(text)) or []
    except (ValueError, SyntaxError, RecursionError, MemoryError):  # all it raises for bad text
        return [text]
