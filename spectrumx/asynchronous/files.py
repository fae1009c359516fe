"""Files, awaited."""

from __future__ import annotations

from pathlib import PurePosixPath
from uuid import UUID

from spectrumx import paths
from spectrumx.asynchronous.listings import AsyncListing
from spectrumx.asynchronous.threads import Threads
from spectrumx.listings import Listing
from spectrumx.models import File
from spectrumx.resources.deletion import Deletion
from spectrumx.resources.files import Files


class AsyncFiles:
    """The files a user may see."""

    def __init__(self, files: Files, *, threads: Threads) -> None:
        self._files = files
        self._threads = threads

    def list(self, sds_path: str | PurePosixPath = paths.ROOT) -> AsyncListing[File]:
        """List your files below a directory, the newest version of each.

        As `Files.list`; walk it by `async for`.

        Args:
            sds_path: A directory, or the path of one file.

        Raises:
            InvalidRequestError: The path is blank or leaves your root; nothing was sent.
        """
        paths.normalise(sds_path)
        # The full form of a path is a question to the gateway.
        walk = Listing(lambda: iter(self._files.list(sds_path)), of=f"files in {sds_path}")
        return AsyncListing(walk, threads=self._threads)

    async def get(self, uuid: UUID | str | File) -> File:
        """Look up a file.

        As `Files.get`.

        Args:
            uuid: Its identifier.
        """
        return await self._threads.call(lambda: self._files.get(uuid))

    async def read(
        self,
        file: UUID | str | PurePosixPath | File,
        *,
        start: int = 0,
        stop: int | None = None,
    ) -> bytes:
        """Read a file's contents into memory, or a part of them; in dry-run too.

        As `Files.read`.

        Args:
            file: A `File`, its uuid, or its path, of which the newest version is read.
            start: The first byte, counted from 0.
            stop: The one behind the last; None, or any behind the end, for the file's end.
        """
        return await self._threads.call(lambda: self._files.read(file, start=start, stop=stop))

    async def delete(self, uuid: UUID | str | File) -> Deletion:
        """Delete one version of a file; in dry-run, only make sure that it is there.

        As `Files.delete`.

        Args:
            uuid: Its identifier.
        """
        return await self._threads.call(lambda: self._files.delete(uuid))

    async def detach_from_datasets(self, uuid: UUID | str | File) -> None:
        """Take a file out of every draft or private dataset.

        As `Files.detach_from_datasets`.

        Args:
            uuid: Its identifier.
        """
        await self._threads.call(lambda: self._files.detach_from_datasets(uuid))

    def __repr__(self) -> str:
        return f"<asynchronous {repr(self._files)[1:]}"
