"""The JSON shapes of users and files (docs/gateway.md, Shapes and dates)."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from spectrumx.localgateway import capture_summaries, paths, times
from spectrumx.localgateway.accounts import User
from spectrumx.localgateway.files import File

Json = dict[str, object]

_BUCKET = "spectrumx"
_DATASETS = """SELECT file_id, uuid, name, version, status, is_public
    FROM dataset_files JOIN datasets ON datasets.id = dataset_id
    WHERE file_id IN (SELECT value FROM json_each(:files)) AND (owner_id = :reader
        OR datasets.id IN (SELECT dataset_id FROM dataset_shares WHERE user_id = :reader))
    ORDER BY datasets.id"""


def user(of: User, *, base_url: str) -> Json:
    """Return the profile of a user."""
    return {"name": of.name, "email": of.email, "url": f"{base_url}/users/{of.id}/"}


def receipt(file: File) -> Json:
    """Return the answer to the creation of a file: its directory is relative to the user."""
    return {
        "uuid": file.uuid,
        "created_at": times.offset_text(file.created_at),
        "directory": file.directory,
        "expiration_date": times.offset_text(file.expiration_date),
        "media_type": file.media_type,
        "name": file.name,
        "permissions": file.permissions,
        "size": file.size,
        "sum_blake3": file.sum_blake3,
        "updated_at": times.offset_text(file.updated_at),
    }


def update(file: File, *, base_url: str) -> Json:
    """Return the answer to the change of a file: as the receipt, with an absolute directory."""
    return receipt(file) | {
        "capture": None,
        "dataset": None,
        "directory": paths.absolute(file.directory, email=file.owner_email),
        "file": download_url(file, base_url=base_url),
        "owner": file.owner_id,
    }


def details(
    connection: sqlite3.Connection, files: Sequence[File], *, base_url: str, reader_id: int
) -> list[Json]:
    """Return the full shape of some files, with what they belong to and a user may read."""
    ids = [file.id for file in files]
    captures = capture_summaries.of_files(connection, ids, reader_id=reader_id)
    datasets = _datasets_of(connection, ids, reader_id=reader_id)
    return [
        {
            "uuid": file.uuid,
            "owner": {"id": file.owner_id, "email": file.owner_email, "name": file.owner_name},
            "captures": captures[file.id],
            "datasets": datasets[file.id],
            "created_at": times.naive_text(file.created_at),
            "updated_at": times.naive_text(file.updated_at),
            "expiration_date": times.naive_text(file.expiration_date),
            "deleted_at": None,
            "is_deleted": False,
            "is_public": bool(file.is_public),
            "directory": paths.absolute(file.directory, email=file.owner_email),
            "file": download_url(file, base_url=base_url),
            "media_type": file.media_type,
            "name": file.name,
            "permissions": file.permissions,
            "size": file.size,
            "sum_blake3": file.sum_blake3,
            "bucket_name": _BUCKET,
            "dataset": None,
            "capture": None,
        }
        for file in files
    ]


def download_url(file: File, *, base_url: str) -> str:
    """Return the address of a file's contents."""
    return f"{base_url}/assets/files/{file.uuid}/download/"


def _datasets_of(
    connection: sqlite3.Connection, ids: list[int], *, reader_id: int
) -> dict[int, list[Json]]:
    summaries: dict[int, list[Json]] = defaultdict(list)
    asked = {"files": json.dumps(ids), "reader": reader_id}
    for file_id, uuid, name, version, status, is_public in connection.execute(_DATASETS, asked):
        summaries[file_id].append(
            {
                "uuid": uuid,
                "name": name,
                "version": version,
                "status": status,
                "is_public": bool(is_public),
            }
        )
    return summaries
