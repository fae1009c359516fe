"""The JSON shape of datasets (docs/gateway.md, Datasets; Shapes and dates)."""

import json
import sqlite3

from spectrumx.localgateway import (
    capture_summaries,
    dataset_contents,
    files,
    paths,
    shares,
    times,
)
from spectrumx.localgateway.datasets import Dataset
from spectrumx.localgateway.files import File
from spectrumx.localgateway.shares import Share

Json = dict[str, object]

_OWNER = "owner"


def details(connection: sqlite3.Connection, dataset: Dataset, *, viewer_id: int) -> Json:
    """Return a dataset as one of those who may read it sees it."""
    given = shares.of_item(connection, dataset.id, kind="dataset")
    return {
        "uuid": dataset.uuid,
        "name": dataset.name,
        "version": dataset.version,
        "previous_version": None,
        "next_version": None,
        "status": dataset.status,
        "status_display": dataset.status.title(),
        "is_public": bool(dataset.is_public),
        "is_deleted": False,
        "created_at": times.spaced_text(dataset.created_at),
        "updated_at": times.offset_text(dataset.updated_at),
        "deleted_at": None,
        **_description(dataset),
        **_people(dataset, given, viewer_id=viewer_id),
        **_contents(connection, dataset),
    }


def _description(dataset: Dataset) -> Json:
    """Return what is said about a dataset; the institutions are one text that shows a list."""
    said: Json = json.loads(dataset.description)
    institutions, release_date = said["institutions"], said["release_date"]
    return said | {
        "institutions": str(institutions) if institutions else "",
        "release_date": times.offset_text(release_date) if isinstance(release_date, int) else None,
    }


def _people(dataset: Dataset, given: list[Share], *, viewer_id: int) -> Json:
    is_owner = dataset.owner_id == viewer_id
    level = shares.level_of(given, user_id=viewer_id)
    seen = shares.seen(given, owner_id=dataset.owner_id, reader_id=viewer_id)
    name, email = dataset.owner_name, dataset.owner_email
    return {
        "owner": {"id": dataset.owner_id, "email": email, "name": name},
        "owner_name": name,
        "owner_email": email,
        "is_owner": is_owner,
        "permission_level": _OWNER if is_owner else level,
        "can_edit": is_owner,
        "can_advance_version": is_owner,
        "is_shared": bool(given),
        "is_shared_with_me": level is not None,
        "shared_with": [],
        "shared_users": [_shared_user(share) for share in seen],
        "share_permissions": shares.permissions(seen, kind="dataset", uuid=dataset.uuid),
    }


def _shared_user(share: Share) -> Json:
    user, permission_level = share
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "type": "user",
        "permission_level": permission_level,
    }


def _contents(connection: sqlite3.Connection, dataset: Dataset) -> Json:
    totals = dataset_contents.totals(connection, dataset.id)
    artifacts = dataset_contents.artifacts(dataset.id)._replace(order="files.id")
    own = files.rows(connection, artifacts, limit=totals.files, offset=0)
    return {
        "captures": capture_summaries.of_dataset(connection, dataset.id),
        "files": [_file(file) for file in own],
        "data_files_info": {
            "total_count": totals.files,
            "total_size": totals.size,
            "capture_linked_files": totals.linked,
            "artifact_files": totals.files - totals.linked,
        },
    }


def _file(file: File) -> Json:
    return {
        "uuid": file.uuid,
        "name": file.name,
        "directory": paths.absolute(file.directory, email=file.owner_email),
        "media_type": file.media_type,
        "size": file.size,
    }
