"""Files of SDS as fsspec has them: entries of listings, by directory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from spectrumx import paths
from spectrumx.models import File

PROTOCOL = "sds"

Entry = dict[str, Any]
"""What fsspec calls the details of a file or directory; `name` is its path, `/a/b`."""


def path_of(name: object) -> str:
    """Bring what fsspec is given into the one form of paths, `/a/b`; it is relative in any case.

    Raises:
        InvalidRequestError: It leaves the root, is too long or holds a character no path has.
    """
    text = str(name)
    for prefix in (f"{PROTOCOL}://", f"{PROTOCOL}::"):
        text = text.removeprefix(prefix)
    return paths.normalise(paths.ROOT + text)


def entry_of(file: File) -> Entry:
    """The entry of a file."""
    return {
        "name": str(file.path),
        "size": file.size,
        "type": "file",
        "created": file.created_at,
        "mtime": file.created_at,
        "uuid": str(file.uuid),
        "sum_blake3": file.sum_blake3,
        "media_type": file.media_type,
        "permissions": file.permissions,
    }


def directory_entry(path: str) -> Entry:
    """The entry of a directory, which is there as long as files are in it."""
    return {"name": path, "size": 0, "type": "directory"}


def file_in(entry: Entry) -> File:
    """The file that an entry was made of, as far as it is needed to read it."""
    return File(
        uuid=UUID(entry["uuid"]),
        name=paths.name_of(entry["name"]),
        directory=paths.parent(entry["name"]),
        size=entry["size"],
        sum_blake3=entry["sum_blake3"],
        media_type=entry["media_type"],
        permissions=entry["permissions"],
    )


def entry_at(path: str, files: Iterable[File]) -> Entry | None:
    """What is at a path, None where nothing is.

    Args:
        path: In its one form.
        files: The file at that path, or those below it; the first is enough.
    """
    if path == paths.ROOT:
        return directory_entry(path)
    first = next(iter(files), None)
    if first is None:
        return None
    return entry_of(first) if first.path == path else directory_entry(path)


def by_directory(files: Iterable[File], top: str) -> dict[str, list[Entry]]:
    """Arrange files as listings of a directory and of each directory below it.

    Args:
        files: Those below it, at any depth; or the file that is there itself.
        top: The directory.

    Returns:
        The entries of each directory, in the order of names; none where there are no files.
    """
    listings: dict[str, dict[tuple[str, str], Entry]] = {}

    def note(directory: str, entry: Entry) -> bool:
        known = listings.setdefault(directory, {})
        key = (entry["name"], entry["type"])
        return known.setdefault(key, entry) is entry

    for file in files:
        above = top if file.path == top else paths.parent(file.path)
        note(above, entry_of(file))
        while above != top and note(paths.parent(above), directory_entry(above)):
            above = paths.parent(above)
    return {
        directory: [entry for _, entry in sorted(entries.items(), key=lambda item: item[0])]
        for directory, entries in listings.items()
    }
