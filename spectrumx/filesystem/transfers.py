"""Files on their way to and from SDS: all of one call in one run of the client's engine."""

# The engine moves any files; the client's own verbs, which use it too, know only trees.
# ruff: noqa: SLF001

from __future__ import annotations

import os
import posixpath
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from spectrumx import paths
from spectrumx.client import Client
from spectrumx.control import surrounding
from spectrumx.errors import (
    DryRunError,
    FileError,
    IntegrityError,
    InvalidRequestError,
    LocalFileError,
    about,
)
from spectrumx.models import File
from spectrumx.progress import Advanced, Consumer, Done, Event, Failed, Skipped
from spectrumx.transfer.checksums import Checksums
from spectrumx.transfer.filter import LeftOutReason
from spectrumx.transfer.run import Terms
from spectrumx.transfer.scan import Found, LeftOut, scan_file
from spectrumx.transfer.upload import send


class Callback(Protocol):
    """What fsspec shows progress with."""

    def set_size(self, size: int) -> None:
        """Say how much there is to do."""

    def relative_update(self, inc: int = 1) -> None:
        """Say how much more is done."""

    def absolute_update(self, value: int) -> None:
        """Say how much is done."""


def fetch(
    client: Client, wanted: Sequence[tuple[str, File]], on_event: Consumer | None = None
) -> None:
    """Download files; what is in their places is replaced.

    Args:
        client: Whose engine to use.
        wanted: Places here, and the file that each gets.
        on_event: Takes the engine's events.

    Raises:
        DryRunError: Dry-run is on; nothing was written.
        InvalidRequestError: Two files want one place; nothing was written.
        SDSError: The first failure; the other files are there.
    """
    if not wanted:
        return
    _refuse_in_dry_run(client, len(wanted), "downloaded")
    places = {os.path.abspath(place): file for place, file in wanted}  # noqa: PTH100  texts
    if len(places) < len(wanted):
        raise InvalidRequestError("two files want one place here; nothing was downloaded")
    top = os.path.commonpath([os.path.dirname(place) for place in places])  # noqa: PTH120  texts
    client._fetch(
        ((file, Path(place).relative_to(top).as_posix()) for place, file in places.items()),
        top,
        overwrite=True,
        verbose=False,
        raise_on_error=True,
        on_event=on_event,
    )


def put(client: Client, pairs: Sequence[tuple[str, str]], on_event: Consumer | None = None) -> None:
    """Upload files, each to a path of its own.

    Args:
        client: Whose engine to use.
        pairs: Places here, and paths in SDS.
        on_event: Takes the engine's events.

    Raises:
        DryRunError: Dry-run is on; nothing was sent.
        InvalidRequestError: Two files want one path; nothing was sent.
        SDSError: The first failure, such as a file that can't be sent; the others were.
    """
    if not pairs:
        return
    _refuse_in_dry_run(client, len(pairs), "uploaded")
    if len({path for _, path in pairs}) < len(pairs):
        raise InvalidRequestError("two files want one path in SDS; nothing was sent")
    directory = posixpath.commonpath([paths.parent(path) for _, path in pairs])
    control = surrounding()
    with Checksums(client.config.cache_dir, control) as checksums:
        report = send(
            _found(pairs, directory),
            directory,
            catalogue=client._catalogue,
            bulk=client._bulk,
            checksums=checksums,
            terms=Terms(on_event or _ignore, control),
        )
    report.raise_for_failures()


def copy(client: Client, file: File, path: str) -> None:
    """Make contents that are in SDS those of another path; they do not travel.

    Raises:
        DryRunError: Dry-run is on; nothing was changed.
        IntegrityError: The copy has other contents.
    """
    made = client._catalogue.link(
        path,
        checksum=file.sum_blake3,
        media_type=file.media_type,
        permissions=file.permissions,
    )
    if made.sum_blake3 not in {"", file.sum_blake3}:
        raise about(IntegrityError, FileError)(
            f"the copy at {path} has other contents than {file.path}; delete it",
            expected=file.sum_blake3,
            actual=made.sum_blake3,
        )


def whole_copy(client: Client, file: File) -> BinaryIO:
    """Download a file to a temporary place, which goes when it is closed and let go of."""
    folder = tempfile.mkdtemp(prefix="spectrumx-")
    try:
        place = Path(folder) / "contents"
        fetch(client, [(str(place), file)])
        opened = place.open("rb")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    weakref.finalize(opened, shutil.rmtree, folder, ignore_errors=True)
    return opened


def counting_files(callback: Callback, files: int) -> Consumer:
    """Show how many files are done."""
    callback.set_size(files)

    def show(event: Event) -> None:
        if isinstance(event, Done | Skipped | Failed):
            callback.relative_update(1)

    return show


def counting_bytes(callback: Callback, size: int) -> Consumer:
    """Show how many bytes of a single file are done."""
    callback.set_size(size)

    def show(event: Event) -> None:
        if isinstance(event, Advanced):
            callback.absolute_update(event.moved)
        elif isinstance(event, Done | Skipped):
            callback.absolute_update(size)

    return show


def _found(pairs: Sequence[tuple[str, str]], directory: str) -> Iterator[Found]:
    for place, path in pairs:
        relative = paths.relative_to(path, directory)
        try:
            yield scan_file(Path(place), relative=relative)
        except (LocalFileError, InvalidRequestError) as problem:
            yield LeftOut(place, relative, LeftOutReason.UNUSABLE, problem)


def _refuse_in_dry_run(client: Client, files: int, moved: str) -> None:
    if client.dry_run:
        amount = "1 file" if files == 1 else f"{files} files"
        raise DryRunError(f"dry-run: {amount} would be {moved}; set dry_run = False to do so")


def _ignore(_: Event) -> None:
    """Show nothing."""
