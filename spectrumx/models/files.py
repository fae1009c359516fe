"""Files in SDS."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import attrs

from spectrumx import cards, paths
from spectrumx.models import display, former_names, wire
from spectrumx.models.users import User

if TYPE_CHECKING:
    from spectrumx_api.models.file_summary import FileSummary

KNOWN = frozenset(
    {
        "uuid",
        "owner",
        "directory",
        "name",
        "media_type",
        "permissions",
        "size",
        "sum_blake3",
        "captures",
        "datasets",
        "created_at",
        "updated_at",
        "expiration_date",
        "deleted_at",
        "is_deleted",
        "is_public",
        "file",
        "bucket_name",
        "dataset",
        "capture",
    }
)
"""Fields of a file in answers; others are `extra`."""


def _path_of(file: File) -> str:
    return former_names.path_text(paths.join(file.directory, file.name))


@former_names.FILE
@attrs.frozen(kw_only=True, eq=False, repr=False)
class File:
    """A file in SDS, as a value: equal and hashed by its uuid.

    Attributes:
        uuid: Its identifier; None for a file the gateway has not stored yet (dry-run).
        name: Last component of its path.
        directory: Its folder, relative to the owner's root: `/a/b`.
        size: Bytes; 0 when the gateway did not say (it stores no empty files).
        sum_blake3: BLAKE3 of its contents, 64 hexadecimal digits; empty when not known.
        media_type: MIME type, possibly empty.
        permissions: As in `rw-r--r--`.
        created_at: When this version came to be; aware, None when not known.
        updated_at: When its record last changed; aware, None when not known.
        expiration_date: When the gateway may delete it; aware, None when not known.
        owner: Whose it is; None when not known.
        is_public: Whether everybody may read it.
        captures: Identifiers of the captures it belongs to.
        datasets: Identifiers of the datasets it is directly part of.
        local_path: Where it is on this machine, when a transfer put or found it there.
        extra: Fields of the answer that this version of the SDK does not know.
        path: Its path, relative to the owner's root: `/a/b/name`.
    """

    uuid: UUID | None
    name: str
    directory: str = attrs.field(converter=former_names.path_text)
    size: int = 0
    sum_blake3: str = ""
    media_type: str = ""
    permissions: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    expiration_date: datetime | None = None
    owner: User | None = None
    is_public: bool = False
    captures: tuple[UUID, ...] = ()
    datasets: tuple[UUID, ...] = ()
    local_path: Path | None = None
    extra: Mapping[str, object] = attrs.field(factory=dict)
    path: str = attrs.field(init=False, default=attrs.Factory(_path_of, takes_self=True))

    @classmethod
    def from_row(cls, row: Mapping[str, object], *, zone: tzinfo, owner: User | None) -> File:
        """Read a file from a row of JSON (docs/gateway.md, "Shapes and dates").

        Rows are read as they are, for a listing has many: as generated models they would take three
        times as long.

        Args:
            row: From a listing, or a whole answer.
            zone: Time zone of times that name none.
            owner: Whose it is where the row does not say.

        Returns:
            The file; fields that are absent or unreadable have their defaults.
        """
        whose = User.from_row(row.get("owner")) or owner
        directory = paths.from_owner(wire.text(row.get("directory")), whose.email if whose else "")
        return cls._read(row, directory, zone=zone, owner=whose)

    @classmethod
    def from_receipt(cls, row: Mapping[str, object], *, zone: tzinfo, owner: User | None) -> File:
        """Read a file from the answer to its upload.

        Its directory is relative, also where it looks like a full one; see `from_row`.
        """
        directory = paths.from_owner(wire.text(row.get("directory")), "")
        return cls._read(row, directory, zone=zone, owner=owner)

    @classmethod
    def _read(
        cls, row: Mapping[str, object], directory: str, *, zone: tzinfo, owner: User | None
    ) -> File:
        return cls(
            uuid=wire.identifier(row.get("uuid")),
            name=wire.text(row.get("name")),
            directory=directory,
            size=wire.whole_number(row.get("size")) or 0,
            sum_blake3=wire.text(row.get("sum_blake3")),
            media_type=wire.text(row.get("media_type")),
            permissions=wire.text(row.get("permissions")),
            created_at=wire.moment(row.get("created_at"), zone=zone),
            updated_at=wire.moment(row.get("updated_at"), zone=zone),
            expiration_date=wire.moment(row.get("expiration_date"), zone=zone),
            owner=owner,
            is_public=row.get("is_public") is True,
            captures=wire.identifiers_in(row.get("captures")),
            datasets=wire.identifiers_in(row.get("datasets")),
            extra={key: row[key] for key in row.keys() - KNOWN},
        )

    @classmethod
    def from_summary(cls, row: FileSummary, *, owner: User | None) -> File:
        """Read a file from a row of a capture's or dataset's answer, which has no checksum.

        Args:
            row: A generated model.
            owner: Whose it is.
        """
        return cls(
            uuid=wire.identifier(row.uuid),
            name=wire.text(row.name),
            directory=paths.from_owner(wire.text(row.directory), owner.email if owner else ""),
            size=wire.whole_number(row.size) or 0,
            media_type=wire.text(row.media_type),
            owner=owner,
            extra=row.additional_properties,
        )

    @property
    def is_local(self) -> bool:
        """Whether `local_path` names a file that is there now."""
        return self.local_path is not None and self.local_path.is_file()

    def at(self, local_path: Path) -> File:
        """The same file, known to be at a place on this machine."""
        return attrs.evolve(self, local_path=local_path)

    def packed(self) -> tuple[object, ...]:
        """The file as plain values only, which are stored and sent far faster than it."""
        return (
            self.uuid and self.uuid.bytes,
            self.name,
            str(self.directory),
            self.size,
            self.sum_blake3,
            self.media_type,
            self.permissions,
            wire.packed(self.created_at),
            wire.packed(self.updated_at),
            wire.packed(self.expiration_date),
            self.owner and (self.owner.email, self.owner.name),
            self.is_public,
            self.captures and tuple([uuid.bytes for uuid in self.captures]),
            self.datasets and tuple([uuid.bytes for uuid in self.datasets]),
            self.local_path and str(self.local_path),
            self.extra,
        )

    @classmethod
    def unpacked(cls, values: Sequence[Any]) -> File:
        """The file that `packed` made this of."""
        return cls(
            uuid=UUID(bytes=values[0]) if values[0] else None,
            name=values[1],
            directory=values[2],
            size=values[3],
            sum_blake3=values[4],
            media_type=values[5],
            permissions=values[6],
            created_at=wire.unpacked(values[7]),
            updated_at=wire.unpacked(values[8]),
            expiration_date=wire.unpacked(values[9]),
            owner=User.known(*values[10]) if values[10] else None,
            is_public=values[11],
            captures=tuple(UUID(bytes=uuid) for uuid in values[12]),
            datasets=tuple(UUID(bytes=uuid) for uuid in values[13]),
            local_path=Path(values[14]) if values[14] else None,
            extra=values[15],
        )

    def __reduce__(self) -> tuple[Callable[..., File], tuple[object, ...]]:
        return File.unpacked, (self.packed(),)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, File):
            return NotImplemented
        return self is other or (self.uuid is not None and self.uuid == other.uuid)

    def __hash__(self) -> int:
        return hash(self.uuid)

    def __repr__(self) -> str:
        return f"File({self.path!r}, {self.size} bytes, uuid={self.uuid})"

    def _repr_html_(self) -> str:
        facts = [
            ("path", self.path),
            ("size", display.quantity(self.size, "B", digits=3)),
            ("media_type", self.media_type),
            ("created_at", display.moment(self.created_at)),
            ("sum_blake3", self.sum_blake3),
            ("owner", self.owner and self.owner.email),
            ("local_path", self.local_path),
            ("uuid", self.uuid),
        ]
        return cards.card(f"File {self.name}", cards.facts(facts))


@cards.columns.register(File)
def _columns(file: File) -> Mapping[str, object]:
    return {
        "path": file.path,
        "size": display.quantity(file.size, "B", digits=3),
        "created_at": display.moment(file.created_at),
        "uuid": file.uuid,
    }
