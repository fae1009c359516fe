"""Captures in short, as files and datasets show them (docs/gateway.md, Captures: composites)."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Json = dict[str, object]

_COLUMNS = "uuid, capture_type, top_level_dir, index_name, origin, channel"
_OF_FILES = """SELECT file_id, {columns} FROM capture_files JOIN captures ON id = capture_id
    WHERE file_id IN (SELECT value FROM json_each(:files)) AND (owner_id = :reader
        OR id IN (SELECT capture_id FROM shared_captures WHERE user_id = :reader))
    ORDER BY id"""
_OF_DATASET = """SELECT {columns} FROM dataset_captures JOIN captures ON id = capture_id
    WHERE dataset_id = ? ORDER BY id"""


class _Capture(NamedTuple):
    uuid: str
    capture_type: str
    top_level_dir: str
    index_name: str
    origin: str
    channel: str


def of_files(
    connection: sqlite3.Connection, ids: Sequence[int], *, reader_id: int
) -> dict[int, list[Json]]:
    """Return the captures that each of some files belongs to and a user may read, by its row."""
    query = _OF_FILES.format(columns=_COLUMNS)
    captures: dict[int, list[_Capture]] = defaultdict(list)
    for file_id, *columns in connection.execute(
        query, {"files": json.dumps(ids), "reader": reader_id}
    ):
        captures[file_id].append(_Capture._make(columns))
    return {file_id: _merge(captures[file_id]) for file_id in ids}


def of_dataset(connection: sqlite3.Connection, dataset_id: int) -> list[Json]:
    """Return the captures of a dataset."""
    found = connection.execute(_OF_DATASET.format(columns=_COLUMNS), (dataset_id,))
    return _merge(map(_Capture._make, found))


def _merge(captures: Iterable[_Capture]) -> list[Json]:
    """Make one summary of the channels of each Digital RF recording, and one of any other."""
    groups: dict[str, list[_Capture]] = defaultdict(list)
    for capture in captures:
        is_channel = capture.capture_type == "drf"
        groups[capture.top_level_dir if is_channel else capture.uuid].append(capture)
    return [
        _summary(sorted(group, key=lambda capture: capture.channel)) for group in groups.values()
    ]


def _summary(channels: list[_Capture]) -> Json:
    first = channels[0]
    return {
        "uuid": first.uuid,
        "capture_type": first.capture_type,
        "top_level_dir": first.top_level_dir,
        "index_name": first.index_name,
        "origin": first.origin,
        "is_multi_channel": len(channels) > 1,
        "channels": [{"channel": one.channel, "uuid": one.uuid} for one in channels],
    }
