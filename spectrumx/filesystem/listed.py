"""What is at which path, for fsspec."""

# fsspec's own signatures have flags by position, and hand on what they do not know.
# ruff: noqa: FBT001, FBT002, ANN401

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from fsspec.spec import AbstractFileSystem

from spectrumx import paths
from spectrumx.client import Client
from spectrumx.errors import InvalidRequestError
from spectrumx.filesystem.entries import (
    PROTOCOL,
    Entry,
    by_directory,
    entry_at,
    path_of,
)
from spectrumx.filesystem.failures import as_system_errors, missing
from spectrumx.filesystem.instances import Instances
from spectrumx.filesystem.snapshot import Snapshot
from spectrumx.models import File

_OF_FSSPEC = {"asynchronous", "batch_size", "listings_expiry_time", "loop", "max_paths"}
"""Options of every file system of fsspec's; any other might be a misspelt one of a client's."""


class ListedFileSystem(AbstractFileSystem, metaclass=Instances):  # type: ignore[misc]  # fsspec has no types
    """The half of `SDSFileSystem` that answers questions about paths.

    Attributes:
        client: The client that asks.
    """

    protocol = PROTOCOL
    root_marker = paths.ROOT
    _extra_tokenize_attributes = ("surroundings",)

    def __init__(
        self,
        host: str | None = None,
        *,
        profile: str | None = None,
        env_file: Path | str | None = ".env",
        env_config: Mapping[str, object] | None = None,
        dry_run: bool | None = None,
        workers: int | None = None,
        retries: int | None = None,
        timeout: float | None = None,
        client: Client | None = None,
        use_listings_cache: bool = False,
        **options: object,
    ) -> None:
        """Settle the settings; nothing is sent.

        Args:
            host: As of `Client`.
            profile: As of `Client`.
            env_file: As of `Client`.
            env_config: As of `Client`. A token or proxy in it stays in this process: what is
                pickled for another takes that one's own.
            dry_run: As of `Client`.
            workers: As of `Client`.
            retries: As of `Client`.
            timeout: As of `Client`.
            client: The client to use instead of one's own; its host is all that is pickled of it.
            use_listings_cache: Keep listings until `invalidate_cache`, or for
                `listings_expiry_time` seconds; by default every question is asked anew.
            **options: Others of fsspec's.

        Raises:
            ConfigError: A setting is malformed or refused.
            InvalidRequestError: There is no such option.
        """
        if unknown := ", ".join(sorted(options.keys() - _OF_FSSPEC)):
            raise InvalidRequestError(f"{PROTOCOL}:// has no option {unknown}")
        super().__init__(use_listings_cache=use_listings_cache, **options)
        self.client = client or Client(
            host,
            profile=profile,
            env_file=env_file,
            env_config=env_config,
            dry_run=dry_run,
            verbose=False,
            workers=workers,
            retries=retries,
            timeout=timeout,
        )

    @classmethod
    def _strip_protocol(cls, path: object) -> Any:
        return [path_of(each) for each in path] if isinstance(path, list) else path_of(path)

    def unstrip_protocol(self, name: str) -> str:
        """Write a path in full: `/a/b` becomes `sds://a/b`."""
        return f"{PROTOCOL}:/{path_of(name)}"

    def ls(
        self, path: str, detail: bool = True, *, refresh: bool = False, **_: object
    ) -> list[Any]:
        """List a directory, one level of it, or name the file at a path.

        Args:
            path: The directory.
            detail: Give an entry of each; else paths.
            refresh: Ask again, where listings are kept.

        Raises:
            FileNotFoundError: Nothing is there.
        """
        place = path_of(path)
        entries = None if refresh else self.dircache.get(place)
        if entries is None:
            entries = self._listed(place)
        return list(entries) if detail else [entry["name"] for entry in entries]

    def info(self, path: str, **_: object) -> Entry:
        """Tell what is at a path.

        Raises:
            FileNotFoundError: Nothing is there.
        """
        place = path_of(path)
        siblings = self.dircache.get(paths.parent(place))
        if siblings is None or place == paths.ROOT:
            found = entry_at(place, self._files(place))
        else:
            found = next((each for each in siblings if each["name"] == place), None)
        if found is None:
            raise missing(place)
        return found

    def exists(self, path: str, **_: object) -> bool:
        """Tell whether there is a file or directory at a path."""
        return self._type_of(path) is not None

    def isfile(self, path: str) -> bool:
        """Tell whether there is a file at a path."""
        return self._type_of(path) == "file"

    def isdir(self, path: str) -> bool:
        """Tell whether there is a directory at a path."""
        return self._type_of(path) == "directory"

    def walk(self, path: str, *args: Any, **options: Any) -> Any:
        """Walk the directories below a path, as they are now: it is listed once."""
        return self._snapshot().walk(path, *args, **options)

    def find(self, path: str, *args: Any, **options: Any) -> Any:
        """Find the files below a path; it is listed once."""
        return self._snapshot().find(path, *args, **options)

    def du(self, path: str, *args: Any, **options: Any) -> Any:
        """Sum up the sizes of the files below a path; it is listed once."""
        return self._snapshot().du(path, *args, **options)

    def created(self, path: str) -> datetime | None:
        """When the newest version of a file came to be; aware, None when not known."""
        created: datetime | None = self.info(path).get("created")
        return created

    def modified(self, path: str) -> datetime | None:
        """As `created`: contents never change, a new version comes to be."""
        return self.created(path)

    def ukey(self, path: str) -> str:
        """What changes with the contents of a file: their BLAKE3, or the version's uuid."""
        entry = self._file_entry(path)
        return str(entry["sum_blake3"] or UUID(entry["uuid"]).hex)

    def checksum(self, path: str) -> int:
        """As `ukey`, as a number."""
        return int(self.ukey(path), 16)

    def invalidate_cache(self, path: str | None = None) -> None:
        """Forget all listings."""
        super().invalidate_cache(path)
        self.dircache.clear()

    def _file_entry(self, path: str) -> Entry:
        entry = self.info(path)
        if entry["type"] != "file":
            raise IsADirectoryError(errno.EISDIR, "it is a directory", entry["name"])
        return entry

    def _type_of(self, path: str) -> str | None:
        try:
            return str(self.info(path)["type"])
        except FileNotFoundError:
            return None

    def _listed(self, place: str) -> list[Entry]:
        listings = by_directory(self._files(place), place)
        if not listings and place != paths.ROOT:
            raise missing(place)
        for directory, entries in listings.items():
            self.dircache[directory] = entries
        return listings.get(place, [])

    def _files(self, place: str) -> Iterator[File]:
        with as_system_errors():
            if paths.is_absolute_form(place):  # a folder of one's own that is named so
                place = paths.absolute(place, self.client.authenticate().email)
            yield from self.client.files.list(place)

    def _snapshot(self) -> Snapshot:
        return Snapshot(self._files)
