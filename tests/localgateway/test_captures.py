"""Captures: made of files, shown, changed and deleted by their owner."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from spectrumx.localgateway import accounts, captures
from spectrumx.localgateway.captures import NewCapture
from spectrumx.localgateway.files import File
from spectrumx.localgateway.indexed import Indexed
from spectrumx.localgateway.store import Store
from tests.localgateway.recordings import create_capture, upload_folder, write_digital_rf

NEVER = "99999999-9999-4999-8999-999999999999"
with_recording = pytest.mark.usefixtures("recorded")


@pytest.fixture
def recorded(api: Any, tmp_path: Path) -> str:
    """A directory of the user's with a recording of two channels."""
    upload_folder(api, write_digital_rf(tmp_path / "recording", "ch0", "ch1"), to="/rec")
    return "/rec"


def create(api: Any, **fields: Any) -> Any:
    """Ask for a Digital RF capture, whatever comes of it."""
    form = {"capture_type": "drf", "top_level_dir": "/rec", "channel": "ch0"}
    return api.post("/assets/captures/", json=form | fields)


def show(api: Any, uuid: str) -> Any:
    """Return a capture as it is retrieved."""
    return api.get(f"/assets/captures/{uuid}/").json()


@with_recording
def test_a_capture_holds_the_files_of_its_channel(api: Any) -> None:
    """A new capture has its channel's files and no others, and counts them."""
    made = create(api, name="noise").json()

    directories = {file["directory"].removeprefix(f"/files/{api.email}") for file in made["files"]}
    assert directories == {"/rec/ch0", "/rec/ch0/2023-11-14T22-00-00"}
    assert made["total_file_count"] == len(made["files"]) == 3
    assert made["total_file_size"] == sum(file["size"] for file in made["files"])
    assert made["data_files_info"]["count"] == 2
    assert (made["name"], made["index_name"]) == ("noise", "captures-drf")


@with_recording
def test_a_capture_is_shown_as_it_was_made(api: Any) -> None:
    """Retrieved, a capture says what it said when it was made, and whose it is."""
    made = create(api).json()

    assert show(api, made["uuid"]) == made | {"permission_level": "owner"}


@with_recording
def test_a_form_makes_the_same_capture(api: Any) -> None:
    """A capture can be asked for in a form as well as in JSON."""
    form = {"capture_type": "drf", "top_level_dir": "rec/", "channel": "ch0"}

    made = api.post("/assets/captures/", data=form).json()

    assert (made["top_level_dir"], made["name"]) == ("/rec", "rec")


@pytest.mark.parametrize("directory", ["/rec", "rec/", "//rec", "/x/../rec", "/files/{email}/rec"])
@with_recording
def test_a_channel_has_one_capture(api: Any, directory: str) -> None:
    """However its directory is written, a channel's second capture names the first."""
    uuid = create(api).json()["uuid"]

    answer = create(api, top_level_dir=directory.format(email=api.email))

    assert answer.status_code == 400
    assert answer.json()["detail"].endswith(
        "drf_unique_channel_and_tld: This channel and top level directory are already in use by"
        f" another capture: {uuid}"
    )


@with_recording
def test_captures_made_at_once_are_one(api: Any) -> None:
    """Of several identical requests at the same moment one makes a capture."""
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda _: create(api).status_code, range(4)))

    assert sorted(statuses) == [201, 400, 400, 400]
    assert api.get("/assets/captures/").json()["count"] == 1


@with_recording
def test_users_do_not_stand_in_each_others_way(api: Any, other: Any, tmp_path: Path) -> None:
    """The same channel in the same directory of another user is another capture."""
    upload_folder(other, tmp_path / "recording", to="/rec")

    assert [create(one).status_code for one in (api, other)] == [201, 201]
    assert [one.get("/assets/captures/").json()["count"] for one in (api, other)] == [1, 1]


@pytest.mark.parametrize(
    ("name", "stored"), [(" noise ", "noise"), ("   ", "d" * 255), ("", "d" * 255)]
)
def test_a_name_is_never_blank_nor_too_long(
    api: Any, tmp_path: Path, name: str, stored: str
) -> None:
    """A name is kept without white space around it; a blank one is the directory's beginning."""
    directory = "/" + "d" * 300
    upload_folder(api, write_digital_rf(tmp_path, "ch0"), to=directory)

    answer = create(api, top_level_dir=directory, name=name)

    assert answer.json()["name"] == stored


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"capture_type": ""}, "The `capture_type` field is required."),
        ({"capture_type": "zzz"}, "'zzz' is not a valid CaptureType"),
        ({"capture_type": ["drf"]}, "['drf'] is not a valid CaptureType"),
        ({"channel": ""}, "The `channel` field is required for DigitalRF captures."),
        ({"top_level_dir": ""}, "top_level_dir: 'top_level_dir' is required."),
        ({"top_level_dir": "/../x"}, "The provided `top_level_dir` is invalid."),
        ({"index_name": "x"}, "Unknown index: 'Unknown index name: x'. Try recreating"),
        ({"index_name": "captures-rh"}, "Its index is captures-drf, not captures-rh."),
        ({"channel": "ch9"}, "No channels found: top_level_directory_arg = /files/"),
        ({"channel": "."}, "No channels found: "),
        ({"top_level_dir": "/"}, "No channels found: "),
    ],
)
@with_recording
def test_what_makes_no_capture_is_refused(api: Any, fields: dict[str, Any], sentence: str) -> None:
    """A wrong field is a 400 that says what is wrong, and nothing is made."""
    answer = create(api, **fields)

    assert answer.status_code == 400
    assert sentence in answer.json()["detail"]
    assert api.get("/assets/captures/").json()["count"] == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "n" * 256),
        ("name", 5),
        ("channel", "a/b"),
        ("scan_group", "zz"),
        ("top_level_dir", "/\x00"),
        ("top_level_dir", "/" + "d" * 2048),
    ],
)
def test_a_malformed_field_is_named(api: Any, field: str, value: Any) -> None:
    """A field of the wrong form is a 400 with the field for a key."""
    answer = create(api, **{field: value})

    assert answer.status_code == 400
    assert list(answer.json()) == [field]


@with_recording
def test_files_added_later_join_at_an_update(api: Any) -> None:
    """Reading a capture's files again adds new ones of its format, and ignores a body."""
    uuid = create(api).json()["uuid"]
    data = show(api, uuid)["files"][0]
    api.upload("/rec/ch0/notes.txt")
    later = api.get(f"/assets/files/{data['uuid']}/download/").content
    added = api.upload("/rec/ch0/2023-11-14T22-00-00/rf@1700000009.000.h5", later + b"\0")["uuid"]

    updated = api.put(f"/assets/captures/{uuid}/", json={"name": "ignored"}).json()

    assert {file["uuid"] for file in updated["files"]} >= {added}
    assert (updated["total_file_count"], updated["name"]) == (4, "rec")
    assert updated["permission_level"] is None


@with_recording
def test_an_update_keeps_what_was_attached_from_elsewhere(api: Any) -> None:
    """Files from outside of the directory stay; those in it that belong no more leave."""
    uuid = create(api).json()["uuid"]
    attached = api.upload("/notes.txt", b"from outside", capture=uuid)["uuid"]
    beside = api.upload("/recent.txt", b"from beside", capture=uuid)["uuid"]
    left = api.upload("/rec/ch0/notes.txt", b"from inside", capture=uuid)["uuid"]

    updated = api.put(f"/assets/captures/{uuid}/").json()

    uuids = {file["uuid"] for file in updated["files"]}
    assert (uuids & {attached, beside, left}, len(uuids)) == ({attached, beside}, 5)


@with_recording
def test_an_update_that_fails_changes_nothing(api: Any) -> None:
    """A capture whose new file cannot be read stays as it was."""
    made = create(api).json()
    api.upload("/rec/ch0/2023-11-14T22-00-00/rf@1700000009.000.h5", b"no HDF5")

    answer = api.put(f"/assets/captures/{made['uuid']}/")

    assert answer.status_code == 400
    assert "rf@1700000009.000.h5 cannot be read as Digital RF" in answer.json()["detail"]
    assert show(api, made["uuid"]) == made | {"permission_level": "owner"}


@with_recording
def test_a_new_version_of_a_file_takes_the_place_of_the_old(api: Any) -> None:
    """After an update a capture has the newest version of each path, once."""
    uuid = create(api).json()["uuid"]
    old = next(file for file in show(api, uuid)["files"] if file["name"] == "drf_properties.h5")
    contents = api.get(f"/assets/files/{old['uuid']}/download/").content
    new = api.upload("/rec/ch0/drf_properties.h5", contents + b"\0")["uuid"]

    files = api.put(f"/assets/captures/{uuid}/").json()["files"]

    assert len(files) == 3
    assert new in {file["uuid"] for file in files}


@with_recording
def test_a_capture_is_renamed(api: Any) -> None:
    """A new name is kept without the white space around it; nothing else changes."""
    made = create(api).json()

    answer = api.patch(f"/assets/captures/{made['uuid']}/", json={"name": " new ", "channel": "x"})

    assert answer.json() == made | {"name": "new"}
    assert show(api, made["uuid"])["name"] == "new"


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ({}, {"detail": "Name field is required."}),
        ({"name": "  "}, {"detail": "Name field is required."}),
        ({"name": "n" * 256}, {"detail": "Name must be 255 characters or less."}),
        ({"name": 5}, {"name": ["Not a valid string."]}),
    ],
)
@with_recording
def test_no_name_is_refused(api: Any, body: Any, answer: Any) -> None:
    """A missing, blank, long or numeric name is a 400."""
    uuid = create(api).json()["uuid"]

    refused = api.patch(f"/assets/captures/{uuid}/", json=body)

    assert (refused.status_code, refused.json()) == (400, answer)


@with_recording
def test_a_file_in_a_capture_is_kept_until_the_capture_is_gone(api: Any) -> None:
    """A file names its capture and is not deleted before; the capture's end leaves it."""
    made = create(api).json()
    address = f"/assets/files/{made['files'][0]['uuid']}/"

    assert [one["uuid"] for one in api.get(address).json()["captures"]] == [made["uuid"]]
    assert api.delete(address).status_code == 403
    assert api.delete(f"/assets/captures/{made['uuid']}/").status_code == 204
    assert api.get(address).json()["captures"] == []
    assert api.delete(address).status_code == 204


@with_recording
def test_a_deleted_capture_is_gone_and_may_be_made_again(api: Any) -> None:
    """After a deletion nothing but 404 is left, and the channel is free."""
    uuid = create(api).json()["uuid"]
    address = f"/assets/captures/{uuid}/"
    api.delete(address).raise_for_status()

    calls: list[Callable[..., Any]] = [api.get, api.put, api.patch, api.delete]
    assert [call(address).status_code for call in calls] == [404] * 4
    assert create(api).status_code == 201


def test_channels_are_shown_together(api: Any, recorded: str) -> None:
    """Each channel's uuid shows both, by name, with the files and the times of both."""
    uuids = [create_capture(api, recorded, channel) for channel in ("ch1", "ch0")]

    shown = [show(api, uuid) for uuid in uuids]

    assert shown[0] == shown[1]
    assert [one["channel"] for one in shown[0]["channels"]] == ["ch0", "ch1"]
    assert (shown[0]["uuid"], shown[0]["total_file_count"]) == (uuids[1], 6)
    assert shown[0]["channels"][1]["capture_start_epoch_sec"] == 1_700_000_000


def test_changing_one_channel_leaves_the_other(api: Any, recorded: str) -> None:
    """An update and a deletion are about the channel that is named."""
    ch0, ch1 = (create_capture(api, recorded, channel) for channel in ("ch0", "ch1"))

    assert api.put(f"/assets/captures/{ch1}/").json()["channel"] == "ch1"
    assert api.delete(f"/assets/captures/{ch1}/").status_code == 204
    assert show(api, ch0)["channel"] == "ch0"


@pytest.mark.parametrize("uuid", ["zz", NEVER])
@pytest.mark.parametrize(
    ("method", "below"),
    [
        ("GET", ""),
        ("PUT", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("PUT", "revoke-share-permissions/"),
        ("PUT", "detach-from-datasets/"),
        ("GET", "post_processing_status/"),
        ("GET", "get_post_processed_metadata/"),
    ],
)
def test_what_is_not_there_is_not_found(api: Any, method: str, below: str, uuid: str) -> None:
    """A uuid of nothing, and what is no uuid, are 404."""
    answer = api.request(method, f"/assets/captures/{uuid}/{below}", json=None)

    assert answer.status_code == 404
    assert answer.json() == {"detail": "No Capture matches the given query."}


def test_a_bad_token_is_forbidden(api: Any) -> None:
    """On captures a missing or unknown token is a 403, without a challenge."""
    answers = [
        api.get("/assets/captures/", headers={"Authorization": token}) for token in ("", "x.y")
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[1].json() == {"detail": "API key not found"}
    assert not any("www-authenticate" in answer.headers for answer in answers)


@with_recording
def test_nothing_is_computed_of_a_capture(api: Any) -> None:
    """There are no post-processed data, and asking for some says so under the key error."""
    uuid = create(api).json()["uuid"]
    address = f"/assets/captures/{uuid}"

    status = api.get(f"{address}/post_processing_status/").json()
    metadata = f"{address}/get_post_processed_metadata/"
    answers = [api.get(metadata), api.get(metadata, params={"processing_type": "waterfall"})]

    assert status == {"capture_uuid": uuid, "post_processed_data": []}
    assert [(answer.status_code, answer.json()["error"]) for answer in answers] == [
        (400, "processing_type parameter is required"),
        (404, "No completed waterfall data found for this capture."),
    ]


def test_a_capture_of_files_that_are_gone_is_not_made(tmp_path: Path) -> None:
    """Where a file was deleted while a capture was being made, nothing of the capture is kept."""
    store = Store(tmp_path)
    store.database.write(lambda transaction: accounts.issue_token(transaction, email="a@b"))
    gone = File._make([99, *[""] * 14])
    new = NewCapture(
        uuid=NEVER,
        owner_id=1,
        capture_type="rh",
        top_level_dir="/rec",
        index_name="captures-rh",
        channel="",
        scan_group=None,
        name="rec",
    )

    with pytest.raises(captures.FilesGoneError):
        store.database.write(
            lambda transaction: captures.add(transaction, new, Indexed([gone], {}, {}))
        )

    assert captures.find(store.database.read(), NEVER) is None
    store.close()
