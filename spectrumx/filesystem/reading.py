"""Reading files of SDS, whole or in part."""

# fsspec's own signatures have flags by position, and hand on what they do not know.
# ruff: noqa: ANN401, FBT001, FBT002

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO

from fsspec.spec import AbstractBufferedFile

from spectrumx.errors import UnsupportedByGatewayError
from spectrumx.filesystem.entries import Entry, entry_of, file_in
from spectrumx.filesystem.failures import as_system_errors
from spectrumx.filesystem.listed import ListedFileSystem
from spectrumx.filesystem.transfers import whole_copy
from spectrumx.models import File

BLOCK_SIZE = 512 * 1024
"""Bytes that are fetched at once, unless another number is asked for."""

BLOCKS = "blockcache"
"""How fsspec calls the way to keep blocks that were fetched."""

_KEPT_BLOCKS = 4
"""Reads of more blocks than that are fetched at once, and not kept."""


class Reader:
    """Bytes of one file: by parts where the gateway serves them, else of a copy of the whole."""

    def __init__(
        self,
        file: File,
        *,
        read: Callable[..., bytes],
        copy: Callable[[File], BinaryIO],
    ) -> None:
        """Begin; nothing is asked for.

        Args:
            file: Which.
            read: Reads a part, as `client.files.read`.
            copy: Downloads the whole, checked, and opens it.
        """
        self._file = file
        self._read = read
        self._copy = copy
        self._whole: BinaryIO | None = None

    def __call__(self, start: int, stop: int) -> bytes:
        """Read the bytes from a first one up to, not including, another."""
        with as_system_errors():
            if self._whole is None:
                try:
                    return self._read(self._file, start=start, stop=stop)
                except UnsupportedByGatewayError:
                    self._whole = self._copy(self._file)
        self._whole.seek(start)
        return self._whole.read(stop - start)

    def close(self) -> None:
        """Let go of the copy, if there is one."""
        if self._whole is not None:
            self._whole.close()
            self._whole = None


class ReadFile(AbstractBufferedFile):  # type: ignore[misc]  # fsspec has no types
    """A file of SDS, open for reading: blocks that were read are kept, and fetched as needed."""

    DEFAULT_BLOCK_SIZE = BLOCK_SIZE

    def __init__(
        self,
        fs: object,
        entry: Entry,
        reader: Callable[[File], Reader],
        *,
        block_size: Any = None,
        cache_type: str = BLOCKS,
        cache_options: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        """Open a file; nothing is asked for.

        Args:
            fs: The file system it is of.
            entry: What is known of it.
            reader: Makes what its bytes are read with.
            block_size: Bytes that are fetched at once.
            cache_type: One of fsspec's ways to keep what was fetched.
            cache_options: What that way takes.
            **options: Kept, to open it again.
        """
        self._reader = reader(file_in(entry))
        self._keeps_blocks = cache_type == BLOCKS
        super().__init__(
            fs,
            entry["name"],
            "rb",
            block_size,
            cache_type=cache_type,
            cache_options=dict(cache_options or {}),
            size=entry["size"],
            version=entry["uuid"],
            **options,
        )
        self.details = entry
        self._long = _KEPT_BLOCKS * int(self.blocksize)

    def read(self, length: int | None = -1) -> bytes:
        """Read bytes, all that are left by default."""
        left = self.size - self.loc
        wanted = left if length is None or length < 0 else min(length, left)
        if self.closed or not self._keeps_blocks or wanted <= self._long:
            return bytes(super().read(-1 if length is None else length))
        found = self._reader(self.loc, self.loc + wanted)
        self.loc += wanted
        return found

    def _fetch_range(self, start: int, end: int) -> bytes:
        return self._reader(start, end)

    def close(self) -> None:
        """Close it; nothing is kept."""
        super().close()
        self._reader.close()


class ReadableFileSystem(ListedFileSystem):
    """The part of `SDSFileSystem` that reads files."""

    def cat_file(
        self, path: str, start: int | None = None, end: int | None = None, **_: object
    ) -> bytes:
        """Read a file, or a part of it, without keeping anything.

        Args:
            path: The file.
            start: The first byte; negative from the end.
            end: The one behind the last; negative from the end.
        """
        entry = self._file_entry(path)
        return self._read_parts(entry, [(start, end)])[0]

    def cat_ranges(
        self,
        paths: Sequence[str],
        starts: int | Sequence[int | None] | None,
        ends: int | Sequence[int | None] | None,
        max_gap: int | None = None,
        on_error: str = "return",
        **_: object,
    ) -> list[Any]:
        """Read parts of files; where the gateway serves none, each file is fetched once.

        Args:
            paths: The file of each part.
            starts: Its first byte; one for all, or one for each.
            ends: The one behind its last.
            max_gap: Not known here.
            on_error: "return" errors in the place of parts, or "raise" the first.
        """
        if max_gap is not None:
            raise NotImplementedError("max_gap is not known here; leave it out")
        spans = list(zip(_each(starts, paths), _each(ends, paths), strict=True))
        parts: dict[int, Any] = {}
        numbers_of: dict[str, list[int]] = {}
        for number, path in enumerate(paths):
            numbers_of.setdefault(path, []).append(number)
        for path, numbers in numbers_of.items():
            try:
                found = self._read_parts(
                    self._file_entry(path), [spans[number] for number in numbers]
                )
            except Exception as problem:
                if on_error == "raise":
                    raise
                parts |= dict.fromkeys(numbers, problem)
            else:
                parts |= dict(zip(numbers, found, strict=True))
        return [parts[number] for number in range(len(paths))]

    def _open(
        self,
        path: str,
        mode: str = "rb",
        block_size: int | None = None,
        autocommit: bool = True,
        cache_options: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Any:
        assert mode == "rb", "other modes are not for reading"
        # A file that was pickled names its version, and its size.
        version = options.pop("version", None)
        options.pop("size", None)
        return ReadFile(
            self,
            self._file_entry(path) if version is None else self._entry_of_version(version),
            self._reader,
            block_size=block_size,
            autocommit=autocommit,
            cache_options=cache_options,
            **options,
        )

    def _entry_of_version(self, version: str) -> Entry:
        with as_system_errors():
            return entry_of(self.client.files.get(version))

    def _reader(self, file: File) -> Reader:
        def copy(wanted: File) -> BinaryIO:
            return whole_copy(self.client, wanted)

        return Reader(file, read=self.client.files.read, copy=copy)

    def _read_parts(
        self, entry: Entry, spans: Sequence[tuple[int | None, int | None]]
    ) -> list[bytes]:
        reader = self._reader(file_in(entry))
        try:
            found = [slice(*span).indices(entry["size"]) for span in spans]
            return [reader(start, max(start, stop)) for start, stop, _ in found]
        finally:
            reader.close()


def _each(value: Any, paths_: Sequence[str]) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else [value] * len(paths_)
