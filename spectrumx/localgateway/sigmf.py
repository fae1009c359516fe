"""SigMF: the one recording in a directory, as a pair of files or as an archive.

The public gateway does not know SigMF (docs/gateway.md, Captures: properties).
"""

import tarfile
from collections.abc import Sequence
from typing import NamedTuple

from spectrumx.localgateway import json_files, sigmf_properties
from spectrumx.localgateway.files import File
from spectrumx.localgateway.indexed import Indexed, IndexingError, Json, Recording
from spectrumx.localgateway.json_values import mapping

METADATA, DATA, ARCHIVE = ".sigmf-meta", ".sigmf-data", ".sigmf"
_UNREADABLE = (ValueError, OverflowError, EOFError, tarfile.TarError)


class _Found(NamedTuple):
    """A recording: its files, its metadata, and the length of its samples in bytes."""

    files: Sequence[File]
    metadata: Json
    size: int | None


def index(recording: Recording) -> Indexed:
    """Find the recording and read its properties.

    Raises:
        IndexingError: If the directory itself holds none, or several, or it cannot be read.
    """
    here = [file for file in recording.files if file.directory == recording.directory]
    starts = [file for file in here if file.name.endswith((METADATA, ARCHIVE))]
    if not starts:
        raise IndexingError(f"No files found for capture '{recording.uuid}' at '{recording.place}'")
    if len(starts) > 1:
        raise IndexingError(
            f"{len(starts)} SigMF recordings found at '{recording.place}':"
            " give each recording a directory of its own"
        )
    read = _read_archive if starts[0].name.endswith(ARCHIVE) else _read_pair
    try:
        found = read(recording, starts[0], here)
        props = sigmf_properties.capture_props(found.metadata, size=found.size)
        return Indexed(found.files, props, sigmf_properties.search_props(props))
    except _UNREADABLE as error:
        raise IndexingError(f"{starts[0].name} cannot be read as SigMF: {error}") from error


def _read_pair(recording: Recording, metadata_file: File, here: Sequence[File]) -> _Found:
    metadata = json_files.read_object(recording.open(metadata_file))
    properties = mapping(metadata.get("global"))
    name = properties.get("core:dataset", metadata_file.name.removesuffix(METADATA) + DATA)
    data = next((file for file in here if file.name == name), None)
    if data is None and not properties.get("core:metadata_only"):
        raise ValueError(f"its samples are missing: {name}")
    files = [metadata_file] if data is None else [metadata_file, data]
    return _Found(files, metadata, data.size if data else None)


def _read_archive(recording: Recording, archive: File, _: Sequence[File]) -> _Found:
    with recording.open(archive) as contents, tarfile.open(fileobj=contents, mode="r:") as opened:
        members = [member for member in opened if member.isfile()]
        starts = [member for member in members if member.name.endswith(METADATA)]
        if len(starts) != 1:
            raise ValueError(f"it holds {len(starts)} recordings, not one")
        extracted = opened.extractfile(starts[0])
        if extracted is None:
            raise ValueError("its metadata are missing")
        metadata = json_files.read_object(extracted)
    name = starts[0].name.removesuffix(METADATA) + DATA
    size = next((member.size for member in members if member.name == name), None)
    return _Found([archive], metadata, size)
