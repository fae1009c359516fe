"""Checking: whether two trees hold the same, by the checksums of their contents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from spectrumx import paths
from spectrumx.control import surrounding
from spectrumx.disk import local_file_error
from spectrumx.errors import (
    FileError,
    InvalidRequestError,
    SDSError,
    UnexpectedResponseError,
    about,
)
from spectrumx.models import File
from spectrumx.models.comparisons import Compared, Comparison, State
from spectrumx.resources.catalogue import Catalogue
from spectrumx.spool import Spool
from spectrumx.transfer.checksums import checksum_of
from spectrumx.transfer.scan import LocalFile, scan


def check(
    local_path: Path,
    sds_path: str | PurePosixPath,
    *,
    catalogue: Catalogue,
    include: Iterable[str],
    exclude: Iterable[str],
) -> Comparison:
    """Compare a local file or folder with what is in an SDS directory.

    Every local file that both have in the same size is read, also where its checksum is remembered:
    what is on the disk is what is asked about.

    Args:
        local_path: The file or folder.
        sds_path: SDS directory; for a single file also the path of the one to compare it with.
        catalogue: Knows what is there.
        include: Patterns of which a file must match one, if there are any.
        exclude: Patterns of what is left out.

    Returns:
        What was found, path by path.

    Raises:
        InvalidRequestError: The SDS path or a pattern is malformed.
        LocalFileError: There is nothing at the local path.
        SDSError: What is there can't be listed.
    """
    found = scan(local_path, include=include, exclude=exclude)
    directory = catalogue.normalise(sds_path)
    is_folder = local_path.is_dir()
    top = directory if is_folder else _counterpart(local_path, directory, catalogue=catalogue)
    there: Spool[str, File] = Spool(pack=File.packed, unpack=File.unpacked)
    for file in catalogue.below(top):
        if is_folder and file.path == directory:
            message = f"{directory} is a file in SDS; compare it with a file, not with a folder"
            raise InvalidRequestError(message)
        there[_relative(file, top, local_path)] = file
    here: Spool[str, str] = Spool()
    comparison, unread = Comparison(), []
    for one in found:
        if isinstance(one, LocalFile):
            here[one.relative] = one.relative
            comparison.add(_compared(one, there.get(one.relative)))
        elif one.error is not None:
            here[one.relative] = one.relative
            comparison.add(_unknown(one.relative, one.path, there.get(one.relative), one.error))
            unread += [one.relative] if one.relative.endswith("/") else []
    for file in there:
        relative = _relative(file, top, local_path)
        # What is below a folder that can't be read may well be here.
        if relative not in here and not relative.startswith(tuple(unread)):
            comparison.add(Compared(State.ONLY_THERE, relative, file=file))
    return comparison


def _counterpart(local_path: Path, directory: str, *, catalogue: Catalogue) -> str:
    """The file that a single one is compared with: the one at the path, else that of its name."""
    is_file = directory != paths.ROOT and bool(
        catalogue.at(paths.parent(directory), [paths.name_of(directory)])
    )
    return directory if is_file else paths.join(directory, local_path.name)


def _relative(file: File, top: str, local_path: Path) -> str:
    return local_path.name if file.path == top else paths.relative_to(file.path, top)


def _compared(local: LocalFile, file: File | None) -> Compared:
    if file is None:
        return Compared(State.ONLY_HERE, local.relative, local.path)
    if file.size and file.size != local.size:
        return Compared(State.DIFFERS, local.relative, local.path, file)
    if not file.sum_blake3:
        message = f"the gateway names no checksum of {file.path}"
        error = about(UnexpectedResponseError, FileError)(message)
        return _unknown(local.relative, local.path, file, error)
    try:
        is_same = checksum_of(local.path, surrounding()) == file.sum_blake3
    except OSError as problem:
        unread = local_file_error(problem, local.path, doing="read")
        return _unknown(local.relative, local.path, file, unread)
    return Compared(State.SAME if is_same else State.DIFFERS, local.relative, local.path, file)


def _unknown(relative: str, local_path: Path, file: File | None, error: SDSError) -> Compared:
    return Compared(State.UNKNOWN, relative, local_path, file, error)
