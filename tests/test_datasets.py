"""Datasets: listed, looked up, filtered, downloaded, against a real gateway."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from spectrumx import Client
from spectrumx.errors import (
    ConflictError,
    DatasetError,
    DryRunError,
    InvalidRequestError,
    NotFoundError,
    UnsupportedByGatewayError,
)
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Author, Capture, Dataset
from tests.conftest import tree
from tests.recordings import write_digital_rf, write_radiohound


@pytest.fixture
def email(sds: Client) -> str:
    """The user's e-mail."""
    return sds.authenticate().email


@pytest.fixture
def captures(sds: Client, tmp_path: Path) -> list[Capture]:
    """A capture of two channels, some of whose files have equal names, and one of scans."""
    both = write_digital_rf(tmp_path / "both", {"ch0": 1e9, "ch1": 1e9})
    scans = write_radiohound(tmp_path / "scans", scan_group=str(uuid4()))
    return [
        sds.upload_capture(both, sds_path="caps/both"),
        sds.upload_capture(scans, sds_path="caps/scans"),
    ]


@pytest.fixture
def dataset(
    sds: Client, gateway: LocalGateway, email: str, captures: list[Capture], tmp_path: Path
) -> Dataset:
    """A dataset of both captures and a file of its own, made as its owner would on the web."""
    (tmp_path / "paper.txt").write_text("to appear")
    sds.upload(tmp_path / "paper.txt", sds_path="papers")
    (paper,) = sds.files.list("papers")
    assert paper.uuid is not None
    made = gateway.create_dataset(
        email,
        "Two and scans",
        files=[paper.uuid],
        captures=[channel.uuid for capture in captures for channel in capture.channels],
        authors=[{"name": "Ada L", "orcid_id": "0000-0002-1825-0097"}],
        institutions=["Inst A", "Inst B"],
    )
    return sds.datasets.get(made)


def names(dataset: Dataset, **filters: object) -> set[str]:
    """The paths of a dataset's files."""
    return {file.path for file in dataset.files(**filters)}  # type: ignore[arg-type]


def test_a_dataset_says_what_it_is(dataset: Dataset, email: str, captures: list[Capture]) -> None:
    """Its description, people and totals are plain values, whatever form they are sent in."""
    assert dataset.name == "Two and scans"
    assert dataset.id == dataset.uuid
    assert dataset.authors == (Author(name="Ada L", orcid_id="0000-0002-1825-0097"),)
    assert dataset.institutions == ("Inst A", "Inst B")
    assert dataset.owner is not None
    assert dataset.owner.email == email
    assert dataset.created_at is not None
    assert dataset.created_at.tzinfo is not None
    assert dataset.file_count == sum(len(capture.files) for capture in captures) + 1


def test_it_is_found_by_its_id(sds: Client, dataset: Dataset) -> None:
    """As a value's class method, and by any spelling of the uuid."""
    assert Dataset.get(sds, dataset_id=dataset.id) == dataset
    assert Dataset.get(sds, dataset_id=dataset.uuid.hex) == dataset


def test_datasets_are_listed_newest_first(
    sds: Client, gateway: LocalGateway, email: str, dataset: Dataset, captures: list[Capture]
) -> None:
    """Also where the gateway has no listing, from what the captures name; indexable."""
    newer = UUID(gateway.create_dataset(email, "Newer", captures=[captures[1].uuid]))

    assert [each.uuid for each in sds.datasets()] == [newer, dataset.uuid]
    assert sds.datasets()[0].name == "Newer"
    assert sds.datasets()[-1] == dataset


def test_datasets_of_files_are_found_by_a_deep_walk(
    sds: Client, gateway: LocalGateway, email: str, recording: Path
) -> None:
    """A dataset that only files name is listed, if need be by walking the files."""
    sds.upload(recording)
    made = gateway.create_dataset(email, "Of files", files=[sds.files.list()[0].uuid or ""])

    assert [str(each.uuid) for each in sds.datasets(deep=True)] == [made]


def test_its_captures_are_captures(dataset: Dataset, captures: list[Capture]) -> None:
    """Each comes whole, several channels as one."""
    assert set(dataset.captures()) == set(captures)
    assert len(dataset.captures()) == 2


def test_its_files_are_all_or_some(dataset: Dataset, captures: list[Capture]) -> None:
    """By capture, by directory as the user sees it, artifacts only, or everything."""
    both, scans = captures
    of_both = {file.path for file in both.files}
    of_scans = {file.path for file in scans.files}

    assert names(dataset) == of_both | of_scans | {"/papers/paper.txt"}
    assert names(dataset, artifacts_only=True) == {"/papers/paper.txt"}
    assert names(dataset, capture=both) == of_both
    assert names(dataset, capture=both.channels[1].uuid) == of_both
    assert names(dataset, capture=[both, str(scans.uuid)]) == of_both | of_scans
    assert names(dataset, top_level_dir="/caps/scans") == of_scans
    assert names(dataset, top_level_dir=["caps/scans/", both.top_level_dir]) == of_both | of_scans
    assert names(dataset, capture=uuid4()) == set()


def test_files_of_nothing_are_none(sds: Client, gateway: LocalGateway, email: str) -> None:
    """A dataset without files has an empty listing, though the gateway calls it not found."""
    empty = sds.datasets.get(gateway.create_dataset(email, "Empty"))

    assert list(empty.files()) == []
    assert list(empty.captures()) == []


def test_files_of_no_dataset_are_an_error(sds: Client) -> None:
    """Only a dataset without files is an empty listing; one that is not there is an error."""
    with pytest.raises(NotFoundError) as caught:
        list(sds.datasets.files(uuid4()))
    assert isinstance(caught.value, DatasetError)


@pytest.mark.parametrize(
    "filters",
    [{"capture": "no"}, {"top_level_dir": "../x"}, {"artifacts_only": True, "capture": uuid4()}],
)
def test_bad_filters_are_refused_at_the_call(sds: Client, filters: dict[str, object]) -> None:
    """What can't be meant is refused before anything is sent."""
    with pytest.raises(InvalidRequestError):
        sds.datasets.files(uuid4(), **filters)  # type: ignore[arg-type]  # what is tested


def test_download_lands_in_a_folder_of_its_name(dataset: Dataset, tmp_path: Path) -> None:
    """Equal names in different captures all arrive, checked; a second time nothing is fetched."""
    report = dataset.download_assets(tmp_path / "to")
    again = dataset.download_assets(to=tmp_path / "to", overwrite=True)
    found = tree(tmp_path / "to" / "Two and scans")
    here = tree(tmp_path)

    assert all(result.verified for result in report)
    assert {f"/{path}" for path in found} == names(dataset)
    for path, contents in found.items():
        assert contents == here[path.removeprefix("caps/").removeprefix("papers/")]
    assert not again.transferred


def test_a_part_may_be_downloaded(
    dataset: Dataset, captures: list[Capture], tmp_path: Path
) -> None:
    """The filters of its files choose what is downloaded."""
    dataset.download_assets(tmp_path / "to", capture=captures[1])
    found = tree(tmp_path / "to" / "Two and scans")

    assert set(found) == {file.path[1:] for file in captures[1].files}


@pytest.mark.parametrize(
    ("name", "folder"),
    [("a/b", "a_b"), ("..", None), ("  x. ", "x"), ('c:"d"', "c__d_"), ("ü-雪", "ü-雪")],
)
def test_a_name_that_is_no_folder_becomes_one(
    sds: Client,
    gateway: LocalGateway,
    email: str,
    captures: list[Capture],
    tmp_path: Path,
    name: str,
    folder: str | None,
) -> None:
    """Whatever people call a dataset, its download stays in one folder below the target."""
    uuid = gateway.create_dataset(email, name, captures=[captures[1].uuid])
    sds.datasets.get(uuid).download_assets(tmp_path / "to")

    assert [path.name for path in (tmp_path / "to").iterdir()] == [folder or uuid]


def test_another_owners_files_are_told_apart(
    sds: Client,
    new_client: Callable[..., Client],
    gateway: LocalGateway,
    dataset: Dataset,
    tmp_path: Path,
) -> None:
    """Whoever downloads a dataset gets the same tree, laid out as its owner sees it."""
    other_email = f"{uuid4()}@example.org"
    other = new_client(gateway.add_user(other_email))
    gateway.share(dataset.uuid, with_email=other_email)
    dataset.download_assets(tmp_path / "mine")
    other.datasets.get(dataset.uuid).download_assets(tmp_path / "theirs")

    assert tree(tmp_path / "theirs") == tree(tmp_path / "mine")
    assert sds.datasets.get(dataset).is_shared


def test_deleting_keeps_the_files(
    sds: Client, gateway: LocalGateway, dataset: Dataset, captures: list[Capture]
) -> None:
    """Refused while it is shared; afterwards captures and files are still there."""
    before = len(sds.files.list())
    other = f"{uuid4()}@example.org"
    gateway.add_user(other)
    gateway.share(dataset.uuid, with_email=other)
    with pytest.raises(ConflictError):
        sds.datasets.delete(dataset)
    sds.datasets.revoke_share_permissions(dataset)

    assert sds.datasets.delete(dataset)
    assert len(sds.files.list()) == before
    assert set(sds.captures.list()) == set(captures)
    with pytest.raises(NotFoundError):
        sds.datasets.get(dataset)


def test_dry_run_deletes_nothing(sds: Client, dataset: Dataset) -> None:
    """In dry-run a deletion only makes sure that it is there."""
    sds.dry_run = True

    assert not sds.datasets.delete(dataset)
    assert sds.datasets.get(dataset) == dataset
    with pytest.raises(NotFoundError):
        sds.datasets.delete(uuid4())


def test_datasets_are_made_where_the_gateway_offers_it(
    sds: Client, captures: list[Capture]
) -> None:
    """A new dataset is as it was described, and holds the captures that are put into it."""
    authors = ["Ada", Author(name="Bob")]
    try:
        made = sds.datasets.create("New", authors=authors, keywords=["k"])
    except UnsupportedByGatewayError:
        pytest.skip("as the public one, this gateway makes no datasets")
    filled = sds.datasets.attach_capture(made, captures[0])

    assert [author.name for author in filled.authors] == ["Ada", "Bob"]
    assert filled.keywords == ("k",)
    assert list(filled.captures()) == [captures[0]]
    assert list(sds.datasets()) == [filled]


@pytest.mark.parametrize(
    "gateway", [["no-dataset-creation"]], indirect=True, ids=["without the routes"]
)
def test_elsewhere_the_error_says_so(sds: Client) -> None:
    """A gateway without these routes is told from a dataset that is not there."""
    for change in (
        lambda: sds.datasets.create("New"),
        lambda: sds.datasets.attach_capture(uuid4(), uuid4()),
        lambda: sds.datasets.share(uuid4(), "a@example.org"),
        lambda: sds.captures.share(uuid4(), "a@example.org"),
    ):
        with pytest.raises(UnsupportedByGatewayError, match="no such route"):
            change()


def test_dry_run_makes_nothing(sds: Client) -> None:
    """A creation in dry-run is an error that has the request."""
    sds.dry_run = True
    with pytest.raises(DryRunError) as caught:
        sds.datasets.create("New")

    assert "New" in caught.value.body


@pytest.mark.parametrize("name", ["", " ", "x" * 256, None])
def test_a_bad_name_is_refused(sds: Client, name: object) -> None:
    """A name that the gateway would refuse is never sent."""
    with pytest.raises(InvalidRequestError, match="1 to 255"):
        sds.datasets.create(name)  # type: ignore[arg-type]  # what is tested


def test_sharing_shows_it_to_another_user(
    sds: Client, new_client: Callable[..., Client], gateway: LocalGateway, captures: list[Capture]
) -> None:
    """Where the gateway offers it, a capture or dataset is shared by e-mail, with a level."""
    email = f"{uuid4()}@example.org"
    other = new_client(gateway.add_user(email))
    try:
        dataset = sds.datasets.create("Shared")
    except UnsupportedByGatewayError:
        pytest.skip("as the public one, this gateway shares by its web pages only")
    sds.datasets.share(dataset, email, permission_level="contributor")
    sds.captures.share(captures[0], email)

    assert other.datasets.get(dataset).permission_level == "contributor"
    assert list(other.captures.list()) == [captures[0]]
    with pytest.raises(InvalidRequestError):
        sds.captures.share(captures[0], f"{uuid4()}@example.org")


@pytest.mark.parametrize(("email", "level"), [("nobody", "viewer"), ("a@b.org", "king")])
def test_sharing_with_nobody_is_refused(sds: Client, email: str, level: str) -> None:
    """An address that is none, or an unknown level, is refused before anything is sent."""
    for share in (sds.datasets.share, sds.captures.share):
        with pytest.raises(InvalidRequestError) as caught:
            share(uuid4(), email, permission_level=level)
        assert caught.value.status is None
