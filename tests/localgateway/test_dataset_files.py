"""What is in a dataset: captures and files of its own, and how its files are listed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from spectrumx.localgateway import LocalGateway, Quirk
from tests.localgateway.recordings import create_capture, upload_folder, write_digital_rf

NEVER = "99999999-9999-4999-8999-999999999999"


class Survey(NamedTuple):
    """A dataset with two captures of one recording and two artifacts, and its owner."""

    api: Any
    uuid: str
    captures: list[str]
    artifacts: list[str]
    channel_files: list[list[str]]

    def shown(self) -> dict[str, Any]:
        """Show the dataset."""
        shape: dict[str, Any] = self.api.get(f"/assets/datasets/{self.uuid}/").json()
        return shape

    def answer(self, **query: Any) -> Any:
        """List its files, and return the answer."""
        return self.api.get(f"/assets/datasets/{self.uuid}/files/", params=query)

    def files(self, **query: Any) -> list[str]:
        """List its files, and return their uuids."""
        return [file["uuid"] for file in self.answer(**query).json()["results"]]


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording with the channels ch0 and ch1."""
    return write_digital_rf(tmp_path_factory.mktemp("recording"), "ch0", "ch1")


@pytest.fixture
def survey(gateway: LocalGateway, api: Any, recording: Path) -> Survey:
    """The dataset of a new user."""
    return make_survey(gateway, api, recording)


def make_survey(gateway: LocalGateway, api: Any, recording: Path) -> Survey:
    """Upload a recording and two notes, and make captures and a dataset of them."""
    channels = ("ch0", "ch1")
    uuids = [upload_folder(api, recording / name, to=f"/survey/{name}") for name in channels]
    artifacts = [api.upload(f"/notes/{name}.txt", name.encode())["uuid"] for name in ("a", "b")]
    captures = [create_capture(api, "/survey", name) for name in channels]
    uuid = gateway.create_dataset(api.email, "survey", files=artifacts, captures=captures)
    return Survey(api, uuid, captures, artifacts, uuids)


def test_a_dataset_shows_what_is_in_it(survey: Survey) -> None:
    """Channels are merged into one capture, own files are named, and all files are counted."""
    shown = survey.shown()

    assert shown["captures"] == [
        {
            "uuid": survey.captures[0],
            "capture_type": "drf",
            "top_level_dir": "/survey",
            "index_name": "captures-drf",
            "origin": "user",
            "is_multi_channel": True,
            "channels": [
                {"channel": "ch0", "uuid": survey.captures[0]},
                {"channel": "ch1", "uuid": survey.captures[1]},
            ],
        }
    ]
    directory = f"/files/{survey.api.email}/notes"
    named = [(one["directory"], one["name"], one["size"]) for one in shown["files"]]
    assert named == [(directory, "a.txt", 1), (directory, "b.txt", 1)]
    assert shown["data_files_info"]["capture_linked_files"] == 6
    assert shown["data_files_info"]["artifact_files"] == 2
    assert shown["data_files_info"]["total_count"] == 8


def test_the_newest_file_comes_first(survey: Survey) -> None:
    """All files are listed in the full shape, from the newest on, without warnings."""
    page = survey.answer().json()

    first, second = survey.channel_files
    assert [one["uuid"] for one in page["results"]] == [*first, *second, *survey.artifacts][::-1]
    assert set(page) == {"count", "next", "previous", "results"}
    assert page["results"][0] == survey.api.get(f"/assets/files/{survey.artifacts[1]}/").json()


def test_files_are_found_by_capture(survey: Survey) -> None:
    """A capture keeps its own files; several, repeated or between commas, keep all of theirs."""
    first, second = survey.captures

    assert set(survey.files(capture=first)) == set(survey.channel_files[0])
    assert set(survey.files(capture=second.replace("-", "").upper())) == set(
        survey.channel_files[1]
    )
    both = {uuid for channel in survey.channel_files for uuid in channel}
    assert set(survey.files(capture=[first, second])) == both
    assert set(survey.files(capture=f"{first},{second}")) == both
    assert survey.files(capture=NEVER) == []


def test_a_malformed_capture_is_refused(survey: Survey) -> None:
    """A capture's uuid that is none is 400, but where captures do not matter."""
    answer = survey.answer(capture="zzz")

    assert (answer.status_code, answer.json()) == (400, {"detail": "Invalid capture UUID: 'zzz'"})
    assert survey.files(capture="zzz", artifacts_only="true") == survey.artifacts[::-1]


def test_files_are_found_by_directory(survey: Survey) -> None:
    """Directories, in full or as they are shown, keep the files in and below them."""
    tree = f"/files/{survey.api.email}"
    everything = survey.files()

    assert survey.files(top_level_dir=f"{tree}/notes") == survey.artifacts[::-1]
    assert survey.files(top_level_dir="/notes") == survey.artifacts[::-1]
    assert set(survey.files(top_level_dir="/survey/ch1")) == set(survey.channel_files[1])
    assert survey.files(top_level_dir=["/survey", "/notes"]) == everything
    assert survey.files(top_level_dir=f"/notes,{tree}/survey/") == everything
    assert survey.files(top_level_dir="/") == everything
    assert survey.files(top_level_dir="/sur") == survey.files(top_level_dir="/../x") == []


def test_captures_and_directories_add_up(survey: Survey) -> None:
    """A capture and a directory keep what matches either."""
    found = survey.files(capture=survey.captures[0], top_level_dir="/notes")

    assert set(found) == {*survey.channel_files[0], *survey.artifacts}


@pytest.mark.parametrize("text", ["1", "true", "True", "yes"])
def test_artifacts_alone_are_listed(survey: Survey, text: str) -> None:
    """Only files of no capture are listed; a directory narrows them, a capture does not."""
    found = survey.files(artifacts_only=text, capture=survey.captures[0])

    assert found == survey.artifacts[::-1]
    assert survey.files(artifacts_only=text, top_level_dir="/survey") == []
    assert len(survey.files(artifacts_only="no", artifact_only="true")) == 8


def test_a_file_of_a_capture_is_no_artifact(survey: Survey) -> None:
    """A file that a dataset holds both by itself and by a capture counts once, for the capture."""
    file = survey.channel_files[0][0]
    form = {"directory": "/survey/ch0", "name": "extra.h5", "sibling_uuid": file}
    sent = {**form, "capture": survey.captures[0], "dataset": survey.uuid}
    joined = survey.api.post("/assets/files/", data=sent).json()["uuid"]

    assert joined in survey.files(capture=survey.captures[0])
    assert joined not in survey.files(artifacts_only="1")
    assert survey.shown()["data_files_info"]["total_count"] == len(survey.files()) == 9


def test_pages_keep_their_filters(survey: Survey) -> None:
    """The links between pages lead through all files that the filters keep."""
    query = {"capture": survey.captures, "top_level_dir": "/notes", "page_size": 3}
    page = survey.answer(**query).json()
    found = [file["uuid"] for file in page["results"]]

    while page["next"]:
        page = survey.api.get(page["next"]).json()
        found += [file["uuid"] for file in page["results"]]

    assert found == survey.files()
    assert page["previous"] is not None
    assert survey.answer(page=99).json() == {"detail": "Invalid page."}


def test_a_dataset_without_files_has_no_pages(gateway: LocalGateway, api: Any) -> None:
    """Listing the files of an empty dataset is 404, with any filter."""
    uuid = gateway.create_dataset(api.email, "empty")

    for query in ({}, {"artifacts_only": "1"}, {"top_level_dir": "/x"}):
        answer = api.get(f"/assets/datasets/{uuid}/files/", params=query)
        assert answer.status_code == 404
        assert answer.json() == {"detail": "No files found in dataset."}


def test_a_capture_is_attached(survey: Survey) -> None:
    """Attaching adds one channel and its files, once; the other channel stays out."""
    api = survey.api
    uuid = api.post("/assets/datasets/", json={"name": "d"}).json()["uuid"]
    attach, body = f"/assets/datasets/{uuid}/attach-capture/", {"capture_uuid": survey.captures[1]}

    assert [api.post(attach, json=body).status_code for _ in range(2)] == [200, 200]

    (capture,) = api.get(f"/assets/datasets/{uuid}/").json()["captures"]
    assert (capture["uuid"], capture["is_multi_channel"]) == (survey.captures[1], False)
    listed = api.get(f"/assets/datasets/{uuid}/files/").json()["results"]
    assert {file["uuid"] for file in listed} == set(survey.channel_files[1])


def test_only_ones_own_capture_is_attached(survey: Survey, other: Any) -> None:
    """A capture of somebody else cannot be attached, not even one that was given to one."""
    survey.api.post(f"/assets/captures/{survey.captures[0]}/share/", json={"email": other.email})
    uuid = other.post("/assets/datasets/", json={"name": "d"}).json()["uuid"]

    body = {"capture_uuid": survey.captures[0]}
    answer = other.post(f"/assets/datasets/{uuid}/attach-capture/", json=body)

    assert answer.status_code == 404
    assert answer.json() == {"detail": "No Capture matches the given query."}


def test_what_a_dataset_holds_is_not_deleted(survey: Survey) -> None:
    """A file and a capture in a dataset stay; the refusals name it as recorded."""
    api, (capture, _), (file, _) = survey.api, survey.captures, survey.artifacts
    answers = [api.delete(f"/assets/files/{file}/"), api.delete(f"/assets/captures/{capture}/")]

    tree = f"/files/{api.email}"
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].json()["detail"] == (
        f"(\"Cannot delete file 'a.txt': it is associated with datasets (1): {survey.uuid}."
        ' Delete (or remove from) the associated object(s) first.", '
        f"{{<File: {tree}/notesa.txt>}})"
    )
    assert f"it is associated with datasets (1): {survey.uuid}." in answers[1].json()["detail"]


@pytest.mark.parametrize(
    "state", [{}, {"is_public": True}, {"status": "final"}, {"status": "final", "is_public": True}]
)
def test_only_a_published_dataset_keeps_what_is_detached(
    gateway: LocalGateway, survey: Survey, state: dict[str, Any]
) -> None:
    """Detached, a file and a capture leave a dataset, unless it is both final and public."""
    held: dict[str, Any] = {"files": survey.artifacts[:1], "captures": survey.captures[:1]}
    survey.api.delete(f"/assets/datasets/{survey.uuid}/")
    uuid = gateway.create_dataset(survey.api.email, "kept", **held, **state)
    stays = len(state) == 2

    for address in (f"files/{survey.artifacts[0]}", f"captures/{survey.captures[0]}"):
        answer = survey.api.put(f"/assets/{address}/detach-from-datasets/")
        assert answer.status_code == 200
        assert survey.api.delete(f"/assets/{address}/").status_code == (403 if stays else 204)

    shown = survey.api.get(f"/assets/datasets/{uuid}/").json()
    assert bool(shown["captures"]) is bool(shown["files"]) is stays


def test_an_upload_joins_a_dataset(survey: Survey, other: Any) -> None:
    """A file that is uploaded for a dataset is in it; a stranger's upload is refused."""
    joined = survey.api.upload("/notes/c.txt", b"c", dataset=survey.uuid)["uuid"]
    refused = other.send_file("/notes/d.txt", b"d", dataset=survey.uuid)

    assert survey.files()[0] == joined
    assert refused.json() == {"dataset": [f'Invalid pk "{survey.uuid}" - object does not exist.']}


def test_the_public_gateway_knows_stored_directories_only(
    start: Callable[..., LocalGateway], connect: Any, recording: Path
) -> None:
    """With the quirk, a directory that is not given in full finds nothing."""
    gateway = start(quirks=[Quirk.STORED_DIRECTORY_ONLY])
    survey = make_survey(gateway, connect(gateway), recording)

    assert survey.files(top_level_dir="/notes") == []
    assert survey.files(top_level_dir=f"/files/{survey.api.email}/notes") == survey.artifacts[::-1]
