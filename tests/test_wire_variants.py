"""Files and listings outlive whatever is missing, null, odd or new in a gateway's answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from spectrumx import errors
from spectrumx.errors import FileError, UnexpectedResponseError
from spectrumx.models import File, User
from spectrumx.resources.pages import page_of
from tests.answer_variants import shortened, variants
from tests.asking import SOME, Asker
from tests.recorded import Sample, needed, read_samples, replay

pytestmark = needed

NEW_YORK = ZoneInfo("America/New_York")
TESTER = User(email="sdk-tester@example.com")
SAMPLES = {sample.name: sample for sample in read_samples()}


def read(row: Mapping[str, object]) -> File:
    """Read a row as its owner does."""
    return File.from_row(row, zone=NEW_YORK, owner=TESTER)


def recorded(route: str) -> list[Any]:
    """Test parameters: the recorded successes of a route."""
    return [
        pytest.param(sample, id=sample.name)
        for sample in SAMPLES.values()
        if sample.route == route and sample.status == 200
    ]


@pytest.fixture(scope="module")
def asker() -> Iterator[Asker]:
    """A client of a server that gives the answer it is told to."""
    with replay() as server:
        server.also = {"/auth/": SAMPLES["auth_bare_key"]}
        made = Asker(server)
        yield made
        made.session.close()


@pytest.mark.parametrize("sample", recorded("GET /assets/files/{uuid}/"))
def test_a_file_survives_whatever_its_answer_lacks(sample: Sample) -> None:
    """Each key dropped, nulled, odd or new costs a file that value at most, and all stay typed."""
    for variant in variants(sample.json):
        file = File.from_row(variant, zone=NEW_YORK, owner=TESTER)

        assert isinstance(file.uuid, UUID | None)
        assert file.size >= 0
        assert file.directory.startswith("/")
        assert all(isinstance(uuid, UUID) for uuid in (*file.captures, *file.datasets))
        assert all(time is None or time.tzinfo for time in (file.created_at, file.updated_at))


@pytest.mark.parametrize("sample", recorded("GET /assets/files/"))
def test_no_row_is_lost_whatever_a_page_lacks(sample: Sample) -> None:
    """Each key of a page dropped, nulled, odd or new leaves as many files as it has rows."""
    for variant in variants(shortened(sample.json)):
        sent = variant.get("results")
        if not isinstance(sent, list):
            with pytest.raises(UnexpectedResponseError):
                page_of(variant, read, resource=FileError)
            continue

        files = page_of(variant, read, resource=FileError).items

        assert len(files) == len([row for row in sent if isinstance(row, dict)])


def listed(asker: Asker, page: dict[str, Any]) -> list[File]:
    """The files of a directory whose listing is answered by one page."""
    asker.server.sample = SAMPLES["files_list_exact"].with_body(page)
    return list(asker.files.list("/t/docs"))


def two_rows() -> dict[str, Any]:
    """A page of two files."""
    page = SAMPLES["files_list_exact"].json
    other = {**page["results"][0], "uuid": str(SOME), "name": "other.txt"}
    return {**page, "count": 2, "results": [*page["results"], other]}


def test_a_bad_row_does_not_cost_a_listing_its_others(asker: Asker) -> None:
    """Whatever one row lacks or holds, the other one comes."""
    page = two_rows()
    bad, other = page["results"]
    for variant in variants(bad):
        files = listed(asker, {**page, "results": [variant, other]})

        assert SOME in {file.uuid for file in files}


@pytest.mark.parametrize("key", ["count", "next", "previous", "warnings"])
def test_a_bad_page_does_not_cost_its_rows(asker: Asker, key: str) -> None:
    """Whatever a page says of itself, or does not say, its rows come."""
    page = two_rows()
    odd: list[object] = [None, -1, 0.5, True, "an unknown word", [], {}]
    for value in odd:
        assert len(listed(asker, {**page, key: value})) == 2
    del page[key]

    assert len(listed(asker, page)) == 2


@pytest.mark.parametrize("results", [None, 7, "odd", {}, True])
def test_a_page_without_results_is_no_empty_listing(asker: Asker, results: object) -> None:
    """A page whose results can't be read is an error, not the end of the listing."""
    with pytest.raises(errors.UnexpectedResponseError, match="no results"):
        listed(asker, {"count": 0, "results": results})


@pytest.mark.parametrize("results", [[], [None], ["odd"], [7]])
def test_rows_that_are_none_are_missed(asker: Asker, results: list[object]) -> None:
    """A row that is no file is one of those that the listing says are missing."""
    with pytest.raises(errors.ServiceError, match="0 of 1 rows"):
        listed(asker, {"count": 1, "results": results})
