"""Which files are in a dataset: those of its captures, and its own, called artifacts."""

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from spectrumx.localgateway.files import Selection

_LINKED = """SELECT file_id FROM dataset_captures CROSS JOIN capture_files USING (capture_id)
    WHERE dataset_id = ?"""
_OWN = "SELECT file_id FROM dataset_files WHERE dataset_id = ?"
_OF_CAPTURES = f"""{_LINKED} AND capture_id IN
    (SELECT id FROM captures WHERE uuid IN (SELECT value FROM json_each(?)))"""  # noqa: S608 - constant
_BENEATH = """EXISTS (SELECT 1 FROM json_each(?)
    WHERE substr(rtrim(directory, '/') || '/', 1, length(value) + 1) = value || '/')"""
_TOTALS = f"""SELECT count(*), coalesce(sum(size), 0), coalesce(sum(files.id IN ({_LINKED})), 0)
    FROM files WHERE files.id IN ({_OWN} UNION ALL {_LINKED})"""  # noqa: S608 - constant


class Totals(NamedTuple):
    """How many files there are, how long they are, and how many belong to captures."""

    files: int
    size: int
    linked: int


def everything(dataset_id: int) -> Selection:
    """Select all files of a dataset, the newest first."""
    return Selection(
        f"files.id IN ({_OWN} UNION ALL {_LINKED})", (dataset_id, dataset_id), "files.id DESC"
    )


def artifacts(dataset_id: int) -> Selection:
    """Select the files that belong to none of a dataset's captures, the newest first."""
    return Selection(
        f"files.id IN ({_OWN} EXCEPT {_LINKED})", (dataset_id, dataset_id), "files.id DESC"
    )


def of_captures_or_beneath(
    dataset_id: int, *, captures: Sequence[str], directories: Sequence[str]
) -> Selection:
    """Select a dataset's files that belong to some captures or lie under some directories.

    Args:
        dataset_id: The dataset's row.
        captures: Uuids.
        directories: As stored, inside the owner's tree.
    """
    members, beneath = everything(dataset_id), _beneath(directories)
    return Selection(
        f"{members.condition} AND (files.id IN ({_OF_CAPTURES}) OR {_BENEATH})",
        (*members.values, dataset_id, json.dumps(captures), beneath),
        members.order,
    )


def beneath(selection: Selection, directories: Sequence[str]) -> Selection:
    """Narrow a selection to what lies under some directories, as stored."""
    return Selection(
        f"{selection.condition} AND {_BENEATH}",
        (*selection.values, _beneath(directories)),
        selection.order,
    )


def totals(connection: sqlite3.Connection, dataset_id: int) -> Totals:
    """Count the files of a dataset."""
    return Totals._make(connection.execute(_TOTALS, (dataset_id,) * 3).fetchone())


def _beneath(directories: Sequence[str]) -> str:
    return json.dumps([directory.rstrip("/") for directory in directories])
