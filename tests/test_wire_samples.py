"""Recorded answers of a real gateway become models and typed answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from spectrumx_api.api.files import files_check_contents, files_list, files_upload
from spectrumx_api.api.users import users_me

from spectrumx import errors
from spectrumx.models import File, User
from tests.asking import CALLS, QUESTION, SOME, UPLOAD, Asker
from tests.recorded import Sample, needed, read_samples, replay

pytestmark = needed

NEW_YORK = ZoneInfo("America/New_York")
TESTER = User(email="sdk-tester@example.com")
SAMPLES = {sample.name: sample for sample in read_samples()}


def recorded(route: str, *, status: int) -> list[Any]:
    """Test parameters: the recorded JSON answers of a route and status."""
    return [
        pytest.param(sample, id=sample.name)
        for sample in SAMPLES.values()
        if (sample.route, sample.status) == (route, status) and (sample.is_json or status == 204)
    ]


LISTINGS = [param.values[0] for param in recorded("GET /assets/files/", status=200)]
WHOLE_LISTINGS = [each for each in LISTINGS if each.json["count"] == len(each.json["results"])]


@pytest.fixture(scope="module")
def asker() -> Iterator[Asker]:
    """A client of a server that gives the answer it is told to."""
    with replay() as server:
        server.also = {"/auth/": SAMPLES["auth_bare_key"]}
        made = Asker(server)
        yield made
        made.session.close()


def path_of(listing: Sample) -> str:
    """The directory a recorded listing was asked for."""
    return parse_qs(urlsplit(listing.url).query).get("path", ["/"])[0]


def moment(text: str) -> datetime:
    """A recorded time; the gateway's local time is New York's."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=NEW_YORK)


def assert_same(file: File, recorded: dict[str, Any]) -> None:
    """Check a file's values against the recorded ones."""
    prefix = f"/files/{TESTER.email}"
    assert str(file.uuid) == recorded["uuid"]
    assert (file.name, file.size) == (recorded["name"], recorded["size"])
    assert file.sum_blake3 == recorded["sum_blake3"]
    assert (file.media_type, file.permissions) == (recorded["media_type"], recorded["permissions"])
    assert file.directory == (recorded["directory"].removeprefix(prefix) or "/")
    for name in ("created_at", "updated_at", "expiration_date"):
        assert getattr(file, name) == moment(recorded[name])
        assert getattr(file, name).tzinfo is not None
    for name in ("captures", "datasets"):
        assert [str(uuid) for uuid in getattr(file, name)] == [
            row["uuid"] for row in recorded.get(name, [])
        ]
    assert file.owner == TESTER
    assert file.extra == {}


@pytest.mark.parametrize("sample", recorded("GET /auth/", status=200))
def test_every_accepted_token_tells_its_user(asker: Asker, sample: Sample) -> None:
    """Whoever the gateway says a token is valid for is the session's user."""
    asker.server.sample = sample

    assert asker.session.user(again=True).email in sample.json["message"]


def test_a_profile_becomes_a_user(asker: Asker) -> None:
    """The profile names the user."""
    asker.server.sample = SAMPLES["users_me_token"]

    user = User.from_wire(asker.call(users_me))

    assert user == TESTER
    assert user is not None
    assert user.name == "Sdk-Tester"


@pytest.mark.parametrize("sample", recorded("GET /assets/files/{uuid}/", status=200))
def test_a_retrieved_file_has_the_recorded_values(asker: Asker, sample: Sample) -> None:
    """Every retrieved file has its values, its directory below the root and aware times."""
    asker.server.sample = sample

    file = asker.files.get(SOME)

    assert_same(file, sample.json)
    assert file.is_public is sample.json["is_public"]


@pytest.mark.parametrize("sample", recorded("POST /assets/files/", status=201))
def test_a_stored_file_has_the_recorded_values(asker: Asker, sample: Sample) -> None:
    """Every receipt of an upload or of a sibling becomes the same kind of file."""
    asker.server.sample = sample
    receipt = asker.call(files_upload, body=UPLOAD)

    asker.server.sample = SAMPLES["auth_bare_key"]
    asker.session.user(again=True)
    file = asker.catalogue.stored(receipt.to_dict())

    assert_same(file, sample.json)


@pytest.mark.parametrize(
    "sample", [each for each in WHOLE_LISTINGS if path_of(each) != "/"], ids=lambda each: each.name
)
def test_a_listing_has_the_recorded_rows(asker: Asker, sample: Sample) -> None:
    """Every file of a directory's listing comes, in its order, with its values."""
    asker.server.sample = sample
    asker.session.user(again=True)

    files = list(asker.files.list(path_of(sample)))

    for file, row in zip(files, sample.json["results"], strict=True):
        assert_same(file, row)


@pytest.mark.parametrize(
    "sample", [each for each in WHOLE_LISTINGS if path_of(each) == "/"], ids=lambda each: each.name
)
def test_the_root_has_the_newest_of_each_path(asker: Asker, sample: Sample) -> None:
    """Of all versions that the root lists, the newest of each path comes, in order of paths."""
    asker.server.sample = sample
    rows = {row["uuid"]: row for row in sample.json["results"]}
    newest: dict[str, str] = {}
    for row in rows.values():
        path = f"{row['directory']}/{row['name']}"
        newest[path] = max(newest.get(path, ""), row["created_at"])
    asker.session.user(again=True)

    files = list(asker.files.list("/"))

    assert len(files) == len(newest)
    assert [file.path for file in files] == sorted(file.path for file in files)
    for file in files:
        assert_same(file, rows[str(file.uuid)])
        assert newest[f"/files/{TESTER.email}{file.path}"] == rows[str(file.uuid)]["created_at"]


def test_a_listing_that_stays_short_is_an_error(asker: Asker) -> None:
    """When rows that the gateway counts never come, the listing says so instead of ending."""
    asker.server.sample = SAMPLES["files_list_dir"]

    with pytest.raises(errors.ServiceError, match="3 of 19 rows came"):
        list(asker.files.list("/t/docs"))


@pytest.mark.parametrize("sample", LISTINGS, ids=lambda each: each.name)
def test_rows_of_any_page_have_the_recorded_values(asker: Asker, sample: Sample) -> None:
    """Every row of a page is read, also where it is one page of many."""
    asker.server.sample = sample

    page = asker.call(files_list, path="/")

    assert [page.count, page.warnings] == [sample.json["count"], sample.json["warnings"]]
    for asset, row in zip(page.results, sample.json["results"], strict=True):
        assert_same(asker.catalogue.read(asset.to_dict()), row)


@pytest.mark.parametrize("sample", recorded("PUT /assets/files/{uuid}/", status=200))
def test_an_update_is_answered_in_its_own_shape(asker: Asker, sample: Sample) -> None:
    """The answer to a file's update is read whole, though its owner is a number."""
    asker.server.sample = sample

    answer = CALLS[sample.route](asker)

    assert answer.to_dict() == sample.json
    assert answer.additional_properties == {}


@pytest.mark.parametrize(
    "sample", recorded("PUT /assets/files/{uuid}/detach-from-datasets/", status=200)
)
def test_a_detached_file_is_no_error(asker: Asker, sample: Sample) -> None:
    """Taking a file out of datasets succeeds whenever the gateway says so."""
    asker.server.sample = sample

    asker.files.detach_from_datasets(SOME)

    assert asker.server.asked[-1].endswith(f"/files/{SOME}/detach-from-datasets/")


@pytest.mark.parametrize("sample", recorded("DELETE /assets/files/{uuid}/", status=204))
def test_a_deletion_without_a_body_is_carried_out(asker: Asker, sample: Sample) -> None:
    """204 is the success of a deletion."""
    asker.server.sample = sample

    assert asker.files.delete(SOME).carried_out


@pytest.mark.parametrize("sample", recorded("POST /assets/utils/check_contents_exist/", status=200))
def test_the_answer_about_contents_is_typed(asker: Asker, sample: Sample) -> None:
    """What the gateway knows of some contents arrives key by key."""
    asker.server.sample = sample

    answer = asker.call(files_check_contents, body=QUESTION)

    assert answer.to_dict() == sample.json
    assert answer.additional_properties == {}
    assert isinstance(answer.file_exists_in_tree, bool)
