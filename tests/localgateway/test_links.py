"""Files that belong to captures and datasets, and files of others that are shared through them."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from spectrumx.localgateway import LocalGateway

CAPTURE, DATASET = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


@pytest.fixture
def apis(start: Callable[..., LocalGateway], connect: Any) -> tuple[Any, Any]:
    """Clients of the users 1 and 2 of a new gateway."""
    gateway = start()
    return connect(gateway), connect(gateway)


@pytest.fixture
def insert(tmp_path: Path) -> Callable[..., None]:
    """Write rows into the catalogue."""

    def write(table: str, **values: str | int) -> None:
        marks = ", ".join("?" * len(values))
        with closing(sqlite3.connect(tmp_path / "root" / "catalogue.sqlite3")) as catalogue:
            query = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})"
            catalogue.execute(query, tuple(values.values()))
            catalogue.commit()

    return write


@pytest.fixture
def capture(apis: tuple[Any, Any], insert: Callable[..., None]) -> str:
    """A capture of user 1 with one file; returns the file's uuid."""
    uuid: str = apis[0].upload("/cap/ch0/f.h5")["uuid"]
    names = {"capture_type": "drf", "top_level_dir": "/cap", "index_name": "captures-drf"}
    times = {"created_at": 0, "updated_at": 0}
    insert("captures", uuid=CAPTURE, owner_id=1, channel="ch0", name="cap", **names, **times)
    insert("capture_files", capture_id=1, file_id=1)
    return uuid


@pytest.fixture
def dataset(apis: tuple[Any, Any], insert: Callable[..., None]) -> str:
    """A draft dataset of user 1 with one file; returns the file's uuid."""
    uuid: str = apis[0].upload("/ds/f.txt")["uuid"]
    insert("datasets", uuid=DATASET, owner_id=1, name="ds", created_at=0, updated_at=0)
    insert("dataset_files", dataset_id=1, file_id=1)
    return uuid


def test_a_file_names_its_capture(apis: tuple[Any, Any], capture: str) -> None:
    """A file shows a summary of the capture it belongs to."""
    (summary,) = apis[0].get(f"/assets/files/{capture}/").json()["captures"]

    assert summary == {
        "uuid": CAPTURE,
        "capture_type": "drf",
        "top_level_dir": "/cap",
        "index_name": "captures-drf",
        "origin": "user",
        "is_multi_channel": False,
        "channels": [{"channel": "ch0", "uuid": CAPTURE}],
    }


def test_an_attached_file_is_not_deleted(apis: tuple[Any, Any], capture: str) -> None:
    """The refusal names the capture, and the file stays."""
    answer = apis[0].delete(f"/assets/files/{capture}/")

    assert answer.status_code == 403
    assert f"associated with captures (1): {CAPTURE}." in answer.json()["detail"]
    assert apis[0].get(f"/assets/files/{capture}/").status_code == 200


def test_a_file_is_detached_from_a_draft(apis: tuple[Any, Any], dataset: str) -> None:
    """Detached, a file names no dataset any more and can be deleted."""
    api = apis[0]
    assert [one["uuid"] for one in api.get(f"/assets/files/{dataset}/").json()["datasets"]] == [
        DATASET
    ]

    api.put(f"/assets/files/{dataset}/detach-from-datasets/")

    assert api.get(f"/assets/files/{dataset}/").json()["datasets"] == []
    assert api.delete(f"/assets/files/{dataset}/").status_code == 204


def test_a_published_dataset_keeps_its_files(
    apis: tuple[Any, Any], insert: Callable[..., None]
) -> None:
    """Detaching leaves a dataset alone that is final and public."""
    uuid = apis[0].upload("/ds/f.txt")["uuid"]
    state = {"status": "final", "is_public": 1, "created_at": 0, "updated_at": 0}
    insert("datasets", uuid=DATASET, owner_id=1, name="ds", **state)
    insert("dataset_files", dataset_id=1, file_id=1)

    apis[0].put(f"/assets/files/{uuid}/detach-from-datasets/")

    assert apis[0].delete(f"/assets/files/{uuid}/").status_code == 403


@pytest.mark.parametrize("kind", ["capture", "dataset"])
def test_what_is_shared_can_be_read(
    apis: tuple[Any, Any],
    insert: Callable[..., None],
    request: pytest.FixtureRequest,
    kind: str,
) -> None:
    """The other user sees, fetches, but neither changes nor deletes a shared file."""
    uuid = request.getfixturevalue(kind)
    values = {f"{kind}_id": 1, "user_id": 2, "permission_level": "viewer"}
    insert(f"{kind}_shares", **values)
    other, address = apis[1], f"/assets/files/{uuid}/"

    assert [file["uuid"] for file in other.listed()["results"]] == [uuid]
    assert other.get(f"{address}download/").content == b"hello world"
    assert other.put(address, data={"directory": "/mine"}).status_code == 404
    assert other.delete(address).status_code == 404


def test_an_upload_can_join_a_capture(apis: tuple[Any, Any], capture: str) -> None:
    """A file uploaded with a capture's uuid belongs to it; a stranger's upload is refused."""
    joined = apis[0].upload("/cap/ch0/g.h5", b"joined", capture=CAPTURE)
    refused = apis[1].send_file("/cap/ch0/g.h5", b"stranger", capture=CAPTURE)

    shown = apis[0].get(f"/assets/files/{joined['uuid']}/").json()
    assert capture != joined["uuid"]
    assert [one["uuid"] for one in shown["captures"]] == [CAPTURE]
    assert refused.json() == {"capture": [f'Invalid pk "{CAPTURE}" - object does not exist.']}
