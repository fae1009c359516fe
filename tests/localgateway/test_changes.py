"""Changing, deleting and detaching files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from spectrumx.localgateway import LocalGateway

Start = Callable[..., LocalGateway]


def _put(api: Any, uuid: str, **fields: str) -> Any:
    return api.put(f"/assets/files/{uuid}/", data=fields)


def test_a_change_is_stored(api: Any) -> None:
    """What a change answers is what is found afterwards, and listed where it moved to."""
    uuid = api.upload("/d/f", b"x")["uuid"]

    answer = _put(api, uuid, directory="/e", name="g", permissions="r--r--r--")

    now = api.get(f"/assets/files/{uuid}/").json()
    assert [answer.json()[key] for key in ("directory", "name", "permissions")] == [
        now[key] for key in ("directory", "name", "permissions")
    ]
    assert api.paths(path="/e") == ["/e/g"]
    assert api.paths(path="/d") == []


def test_a_media_type_is_set_once(api: Any) -> None:
    """A blank media type can be filled in; one that is there stays."""
    uuid = api.upload("/d/f", media_type="")["uuid"]

    kinds = [_put(api, uuid, directory="/d", media_type=kind).json() for kind in ("a/b", "c/d")]

    assert [kind["media_type"] for kind in kinds] == ["a/b", "a/b"]


def test_a_move_onto_the_same_contents_is_refused(api: Any) -> None:
    """Moving a file to where the same file is already changes nothing."""
    api.upload("/d/f", b"same")
    uuid = api.upload("/e/f", b"same")["uuid"]

    assert _put(api, uuid, directory="/d").status_code == 400

    assert api.paths(path="/e") == ["/e/f"]


def test_a_moved_file_may_become_the_older_version(api: Any) -> None:
    """A file moved onto a path that has a newer version stays behind it."""
    older = api.upload("/d/f", b"old")["uuid"]
    newer = api.upload("/e/f", b"new")["uuid"]

    _put(api, older, directory="/e")

    assert [file["uuid"] for file in api.listed(path="/e")["results"]] == [newer]


def test_contents_go_with_their_last_file(start: Start, connect: Any, tmp_path: Path) -> None:
    """Contents that two files share stay when one goes, and are removed with the other."""
    api = connect(start())
    uuids = [api.upload(f"/{name}", b"shared")["uuid"] for name in "ab"]
    blobs = tmp_path / "root" / "blobs"

    api.delete(f"/assets/files/{uuids[0]}/")
    assert api.get(f"/assets/files/{uuids[1]}/download/").content == b"shared"
    api.delete(f"/assets/files/{uuids[1]}/")

    assert not list(blobs.iterdir())


def test_deleted_contents_can_come_again(api: Any) -> None:
    """The same file can be uploaded anew after it was deleted."""
    first = api.upload("/d/f", b"again")["uuid"]
    api.delete(f"/assets/files/{first}/")

    second = api.upload("/d/f", b"again")["uuid"]

    assert api.get(f"/assets/files/{second}/download/").content == b"again"
    assert api.get(f"/assets/files/{first}/").status_code == 404
