"""`SDSFileSystem`: SDS for everything that speaks fsspec."""

# fsspec's own signatures have flags by position, and hand on what they do not know.
# ruff: noqa: FBT001, FBT002, ANN401

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any, Never

from fsspec.callbacks import DEFAULT_CALLBACK
from fsspec.utils import isfilelike

from spectrumx import paths
from spectrumx.errors import DryRunError, InvalidRequestError
from spectrumx.filesystem import transfers
from spectrumx.filesystem.entries import Entry, file_in, path_of
from spectrumx.filesystem.failures import as_system_errors
from spectrumx.filesystem.writing import WritableFileSystem


class SDSFileSystem(WritableFileSystem):
    """Your files in SDS, as a file system of fsspec; `sds://a/b` is `/a/b`.

    It is configured as a `Client` is, the environment included. Directories exist as long as files
    are in them. A file that is overwritten gets a new version; one that is deleted shows the
    version before, if there was one.

    Reading fetches the parts that are read, where the gateway serves parts, and they can't be
    checked; else the whole file, checked, to a temporary place. What `get` and `put` move is
    checked as in downloads and uploads.

    Attributes:
        client: The client that asks for all of it.
    """

    def get_file(
        self,
        rpath: str,
        lpath: Any = None,
        callback: Any = DEFAULT_CALLBACK,
        outfile: Any = None,
        **options: Any,
    ) -> None:
        """Download a file; what is in its place is replaced when all of it is there and checked.

        Args:
            rpath: The file.
            lpath: Its place here, or a file that is open for writing.
            callback: Shows how many bytes are there.
            outfile: A file that is open for writing.
            **options: As of `open`, for an open file.
        """
        if outfile is not None or isfilelike(lpath):
            super().get_file(rpath, lpath, callback=callback, outfile=outfile, **options)
            return
        entry = self.info(rpath)
        if entry["type"] == "file":
            shown = transfers.counting_bytes(callback, entry["size"])
            with as_system_errors():
                transfers.fetch(self.client, [(str(lpath), file_in(entry))], shown)

    def get(
        self,
        rpath: Any,
        lpath: Any,
        recursive: bool = False,
        callback: Any = DEFAULT_CALLBACK,
        maxdepth: int | None = None,
        **options: Any,
    ) -> None:
        """Download files, all at the same time; see fsspec for what paths mean.

        Args:
            rpath: A file, a directory, a pattern, or a list of them.
            lpath: Where to, or a list of places.
            recursive: Take what is below directories too.
            callback: Shows how many files are there.
            maxdepth: How many levels of directories.
            **options: Others of fsspec's.

        Raises:
            FileNotFoundError: Nothing is there.
            DryRunError: Dry-run is on.
            SDSError: The first failure; the other files are there.
        """
        snapshot = self._snapshot()
        snapshot.get(rpath, lpath, recursive=recursive, maxdepth=maxdepth, **options)
        wanted = [(here, file_in(snapshot.info(there))) for here, there in snapshot.pairs]
        with as_system_errors():
            transfers.fetch(self.client, wanted, transfers.counting_files(callback, len(wanted)))

    def put_file(
        self,
        lpath: str,
        rpath: str,
        callback: Any = DEFAULT_CALLBACK,
        mode: str = "overwrite",
        **_: object,
    ) -> None:
        """Upload a file.

        Args:
            lpath: Its place here.
            rpath: Its path in SDS.
            callback: Shows how many bytes are there.
            mode: "create" refuses where something is already.
        """
        snapshot = self._snapshot()
        snapshot.put_file(lpath, rpath, mode=mode)
        size = Path(lpath).stat().st_size
        self._put(snapshot.pairs, transfers.counting_bytes(callback, size))

    def put(
        self,
        lpath: Any,
        rpath: Any,
        recursive: bool = False,
        callback: Any = DEFAULT_CALLBACK,
        maxdepth: int | None = None,
        **options: Any,
    ) -> None:
        """Upload files, all at the same time; see fsspec for what paths mean.

        What an upload leaves out of every folder, such as tokens and unfinished downloads, and
        empty files are errors here: nothing is left out in silence.

        Args:
            lpath: A file, a folder, a pattern, or a list of them.
            rpath: Where to, or a list of paths.
            recursive: Take what is below folders too.
            callback: Shows how many files are there.
            maxdepth: How many levels of folders.
            **options: Others of fsspec's.

        Raises:
            FileNotFoundError: Nothing is there.
            DryRunError: Dry-run is on.
            SDSError: The first failure; the other files are there.
        """
        snapshot = self._snapshot()
        snapshot.put(lpath, rpath, recursive=recursive, maxdepth=maxdepth, **options)
        self._put(snapshot.pairs, transfers.counting_files(callback, len(snapshot.pairs)))

    def cp_file(self, path1: str, path2: str, **_: object) -> None:
        """Copy a file within SDS; its contents do not travel."""
        self._copy(self._file_entry(path1), path_of(path2))

    def copy(
        self,
        path1: Any,
        path2: Any,
        recursive: bool = False,
        maxdepth: int | None = None,
        on_error: str | None = None,
        **options: Any,
    ) -> None:
        """Copy files within SDS; their contents do not travel. See fsspec for what paths mean.

        Args:
            path1: A file, a directory, a pattern, or a list of them.
            path2: Where to, or a list of paths.
            recursive: Take what is below directories too.
            maxdepth: How many levels of directories.
            on_error: "raise" or "ignore" what is not there.
            **options: Others of fsspec's.
        """
        snapshot = self._snapshot()
        snapshot.copy(path1, path2, recursive, maxdepth, on_error, **options)
        for source, target in snapshot.pairs:
            self._copy(snapshot.info(source), target)

    def rm(self, path: Any, recursive: bool = False, maxdepth: int | None = None) -> None:
        """Delete files: of each its newest version, so that the one before is there again.

        Args:
            path: A file, a directory, a pattern, or a list of them.
            recursive: Take what is below directories too.
            maxdepth: How many levels of directories.

        Raises:
            FileNotFoundError: Nothing is there.
            IsADirectoryError: A directory, and not `recursive`; nothing was deleted.
            InvalidRequestError: All that you have; name the directories in it.
            DryRunError: Dry-run is on.
            ConflictError: A capture or dataset holds a file; those after it are still there.
        """
        snapshot = self._snapshot()
        snapshot.rm(path, recursive=recursive, maxdepth=maxdepth)
        if any(entry["name"] == paths.ROOT for entry in snapshot.doomed):
            raise InvalidRequestError("that is everything you have; name the directories in it")
        directories = [each["name"] for each in snapshot.doomed if each["type"] == "directory"]
        if directories and not recursive:
            raise IsADirectoryError(errno.EISDIR, "give recursive=True to delete", directories[0])
        for entry in snapshot.doomed:
            if entry["type"] == "file":
                self._delete(entry)
        self.invalidate_cache()

    def rm_file(self, path: str) -> None:
        """Delete a file: its newest version, so that the one before is there again."""
        self._delete(self._file_entry(path))
        self.invalidate_cache(path)

    _rm = rm_file

    def mkdir(self, path: str, create_parents: bool = True, **_: object) -> None:
        """Make sure that nothing is at a path; the directory comes with its first file."""
        del create_parents
        self._snapshot().refuse_existing(path)

    def makedirs(self, path: str, exist_ok: bool = False) -> None:
        """As `mkdir`; nothing at all where it may be there."""
        if not exist_ok:
            self.mkdir(path)

    def rmdir(self, path: str) -> None:
        """Refuse: a directory is there because of the files in it, and goes with the last.

        Raises:
            OSError: It has files.
            FileNotFoundError: It is not there.
        """
        self.info(path)
        raise OSError(errno.ENOTEMPTY, "files are in it; delete them with rm", path_of(path))

    def mv(self, path1: str, path2: str, *_: object, **__: object) -> Never:
        """Refuse: captures and datasets hold a file under the path it has."""
        raise NotImplementedError(
            f"SDS moves no files: copy {path1} to {path2}, then delete it with rm"
        )

    def touch(self, path: str, truncate: bool = True, **_: object) -> Never:
        """Refuse: SDS keeps no empty files, and the times of a file are its versions'."""
        del truncate
        raise NotImplementedError(f"SDS keeps no empty files, and sets no times: {path_of(path)}")

    def _copy(self, entry: Entry, target: str) -> None:
        there = self.info(target) if self.isfile(target) else {}
        if entry["sum_blake3"] and there.get("sum_blake3") == entry["sum_blake3"]:
            return
        with as_system_errors():
            transfers.copy(self.client, file_in(entry), target)
        self.invalidate_cache(target)

    def _delete(self, entry: Entry) -> None:
        with as_system_errors():
            if not self.client.files.delete(file_in(entry)):
                raise DryRunError(f"dry-run: {entry['name']} is not deleted; set dry_run = False")
