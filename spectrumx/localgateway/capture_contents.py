"""What an answer tells of a capture besides its row: its files, and who may see it."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from spectrumx.localgateway import paths, shares
from spectrumx.localgateway.captures import Capture

Json = dict[str, object]

_DATA_SUFFIXES = {"rh": (".rh.json",), "sigmf": (".sigmf-data", ".sigmf")}
_FILES = """SELECT files.uuid, files.name, directory, media_type, size, email,
    rf_milliseconds IS NOT NULL
    FROM capture_files JOIN files ON files.id = file_id JOIN users ON users.id = owner_id
    WHERE capture_id = ? ORDER BY path, files.id"""
_DATASET_LEVELS = """SELECT permission_level FROM dataset_shares
    JOIN dataset_captures USING (dataset_id) WHERE capture_id = ? AND user_id = ?"""


class Contents(NamedTuple):
    """The files of a capture.

    Attributes:
        files: Each in short.
        size: The length of all in bytes.
        data_count: How many hold samples.
        data_size: The length of those.
        rf_count: How many are Digital RF data files.
    """

    files: list[Json]
    size: int
    data_count: int
    data_size: int
    rf_count: int


def read(connection: sqlite3.Connection, capture: Capture) -> Contents:
    """Return the files of a capture, by path."""
    files, sizes, rf_count = [], [], 0
    suffixes = _DATA_SUFFIXES.get(capture.capture_type, ())
    total = 0
    for uuid, name, directory, media_type, size, email, is_rf in connection.execute(
        _FILES, (capture.id,)
    ):
        files.append(
            {
                "uuid": uuid,
                "name": name,
                "directory": paths.absolute(directory, email=email),
                "media_type": media_type,
                "size": size,
            }
        )
        total += size
        rf_count += is_rf
        if name.endswith(suffixes) if suffixes else is_rf:
            sizes.append(size)
    return Contents(files, total, len(sizes), sum(sizes), rf_count)


def joined(several: Sequence[Contents]) -> Contents:
    """Return the files of several captures together."""
    return Contents(
        [file for contents in several for file in contents.files],
        sum(contents.size for contents in several),
        sum(contents.data_count for contents in several),
        sum(contents.data_size for contents in several),
        sum(contents.rf_count for contents in several),
    )


def level(connection: sqlite3.Connection, capture: Capture, *, reader_id: int) -> str | None:
    """Return what a user may do with a capture: as its owner, or as whom it is shared with."""
    if capture.owner_id == reader_id:
        return "owner"
    given = shares.of_item(connection, capture.id, kind="capture")
    direct = shares.level_of(given, user_id=reader_id)
    by_dataset = connection.execute(_DATASET_LEVELS, (capture.id, reader_id))
    levels = {direct, *(row[0] for row in by_dataset)} & set(shares.LEVELS)
    return max(levels, key=shares.LEVELS.index, default=None)
