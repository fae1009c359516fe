"""Trees of files: what the canned gateway serves, and the same as local folders to upload.

A tree's files take their contents from a few thousand pieces, pseudo-random by their number, so
that 100,000 files need little memory. A file's uuid tells what it holds: its size in the first
group, its piece in the last three digits.
"""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass
from pathlib import Path

from blake3 import blake3

EMAIL = "researcher@example.org"
PAGE_SIZES = (100, 30)
"""Rows on a page: as this SDK asks, and as the published one does."""

_PIECES = 16**3
_BLOCK = 2**24
_FOLDER_OF = 1000


@dataclass(frozen=True)
class Tree:
    """Some files of one size.

    Attributes:
        count: How many.
        kib: Size of each, in KiB.
    """

    count: int
    kib: int

    @property
    def name(self) -> str:
        """Its SDS directory."""
        return f"{self.count}x{self.kib}"

    @property
    def mib(self) -> float:
        """All its bytes, in MiB."""
        return self.count * self.kib / 1024

    def uuid(self, index: int) -> str:
        """The uuid of a file."""
        return f"{self.kib:08d}-0000-4000-8000-{self.count:06x}{index:06x}"


class Store:
    """A folder of trees: contents, listings and descriptions as the gateway serves them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._checksums: dict[Path, str] = {}
        _write_json(folder / "listings/none/1", _page([], number=1, size=1))

    def serve(self, tree: Tree, *, page_sizes: tuple[int, ...] = PAGE_SIZES) -> None:
        """Make a tree's contents, listings, and a description of each file.

        Args:
            tree: Which.
            page_sizes: How the listing is cut; the descriptions go with the published SDK's.
        """
        rows = [self._row(tree, index) for index in range(tree.count)]
        for size in page_sizes:
            for number in range(1, math.ceil(tree.count / size) + 1):
                page = _page(rows, number=number, size=size)
                _write_json(self.folder / f"listings/{tree.name}/{size}/{number}", page)
        if PAGE_SIZES[-1] in page_sizes:
            for row in rows:
                _write_json(self.folder / f"files/{row['uuid']}", row)

    def local(self, tree: Tree, folder: Path) -> Path:
        """Make the same files in a local folder on the same file system, as hard links."""
        for index in range(tree.count):
            place = folder / _path(index)
            if not index % _FOLDER_OF:
                place.parent.mkdir(parents=True)
            os.link(self._contents(tree, index), place)
        return folder

    def one(self, tree: Tree) -> Path:
        """The local file that holds the contents of a tree's first file."""
        return self._contents(tree, 0)

    def _row(self, tree: Tree, index: int) -> dict[str, object]:
        """Describe a file as the gateway does (docs/gateway.md, "Files: retrieve and update")."""
        path = Path(_path(index))
        when = "2026-11-22 12:23:54"
        return {
            "uuid": tree.uuid(index),
            "owner": {"id": 2, "email": EMAIL, "name": "Researcher"},
            "captures": [],
            "datasets": [],
            "created_at": when,
            "updated_at": when,
            "expiration_date": "2028-11-21 12:23:54",
            "deleted_at": None,
            "is_deleted": False,
            "is_public": False,
            "directory": f"/files/{EMAIL}/{tree.name}/{path.parent}",
            "file": f"http://object-store.internal:9000/spectrumx/files/{tree.uuid(index)}",
            "media_type": "application/octet-stream",
            "name": path.name,
            "permissions": "rw-r--r--",
            "size": tree.kib * 1024,
            "sum_blake3": self._checksums[self._contents(tree, index)],
            "bucket_name": "spectrumx",
            "dataset": None,
            "capture": None,
        }

    def _contents(self, tree: Tree, index: int) -> Path:
        place = self.folder / f"contents/{tree.kib:08d}/{index % _PIECES:03x}"
        if place not in self._checksums:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._checksums[place] = _fill(place, tree.kib * 1024)
        return place


def _path(index: int) -> str:
    return f"{index // _FOLDER_OF:03}/{index % _FOLDER_OF:03}.bin"


def _fill(place: Path, size: int) -> str:
    """Write pseudo-random bytes that depend on the place's name; give their BLAKE3."""
    source, checksum = blake3(place.name.encode()), blake3()
    with place.open("wb") as file:
        for start in range(0, size, _BLOCK):
            block = source.digest(length=min(_BLOCK, size - start), seek=start)
            checksum.update(block)
            file.write(block)
    return checksum.hexdigest()


def _page(rows: list[dict[str, object]], *, number: int, size: int) -> dict[str, object]:
    """Cut a page of a listing (docs/gateway.md, "Common rules")."""
    pages = math.ceil(len(rows) / size)
    link = "https://gateway.internal/api/v1/assets/files/?page={}&page_size=" + str(size)
    return {
        "count": len(rows),
        "next": link.format(number + 1) if number < pages else None,
        "previous": link.format(number - 1) if number > 1 else None,
        "results": rows[(number - 1) * size : number * size],
        "warnings": [],
    }


def _write_json(place: Path, value: object) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(value))
