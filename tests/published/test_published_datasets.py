"""Datasets: the published 0.2.4 and ours see and fetch the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from spectrumx import Client
from spectrumx.errors import UnsupportedByGatewayError
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Capture, Dataset
from tests.conftest import tree
from tests.published.conftest import Published, is_same_second
from tests.recordings import write_digital_rf


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A Digital RF recording of two channels."""
    return write_digital_rf(tmp_path / "two", {"ch0": 1e9, "ch1": 2e9})


@pytest.fixture
def capture(sds: Client, two: Path) -> Capture:
    """The recording's capture."""
    return sds.upload_capture(two, sds_path="c")


@pytest.fixture
def email(sds: Client) -> str:
    """The user's e-mail."""
    return sds.authenticate().email


@pytest.fixture
def dataset(
    sds: Client, gateway: LocalGateway, email: str, capture: Capture, recording: Path
) -> Dataset:
    """A dataset of the capture and a file, made as its owner would on the web."""
    sds.upload(recording / "notes.txt", sds_path="papers")
    made = gateway.create_dataset(
        email,
        "Two channels",
        files=[sds.files.list("papers")[0].uuid or ""],
        captures=[channel.uuid for channel in capture.channels],
        authors=[{"name": "Ada L"}],
        institutions=["Inst A", "Inst B"],
    )
    return sds.datasets.get(made)


def test_it_sees_the_dataset_we_see(published: Published, dataset: Dataset, email: str) -> None:
    """Name, people, version and times are the same to both."""
    row = published("dataset", dataset.uuid)

    assert (row["uuid"], row["name"]) == (str(dataset.uuid), dataset.name)
    assert [author["name"] for author in row["authors"]] == ["Ada L"]
    assert row["owner"]["email"] == email
    assert row["version"] == dataset.version
    assert is_same_second(row["created_at"], dataset.created_at)


def test_its_rows_are_what_our_former_names_give(
    published: Published, sds: Client, dataset: Dataset
) -> None:
    """Whatever it gives of captures and files of a dataset, the former names give too."""
    old: object = sds.datasets
    with pytest.warns(DeprecationWarning, match="list_captures"):
        captures = getattr(old, "list_captures")(dataset.uuid)  # noqa: B009  unknown to checkers
    with pytest.warns(DeprecationWarning, match="list_artifact_files"):
        files = getattr(old, "list_artifact_files")(dataset.uuid)  # noqa: B009  as above

    for call, ours in (("dataset_captures", captures), ("dataset_artifacts", files)):
        theirs = published(call, dataset.uuid)
        assert len(theirs) == len(ours) == 1
        assert theirs[0].items() <= ours[0].items()


def test_it_downloads_what_we_download(
    published: Published, dataset: Dataset, two: Path, email: str, tmp_path: Path
) -> None:
    """The same files with the same contents, in its own layout and in ours."""
    results = published("download_dataset", dataset.uuid, tmp_path / "theirs")
    report = dataset.download_assets(tmp_path / "ours", verbose=False)

    theirs = tmp_path / "theirs" / "files" / email
    assert len(results) == len(report)
    assert tree(theirs) == tree(tmp_path / "ours" / "Two channels")
    assert tree(theirs / "c") == tree(two)


def test_it_downloads_a_part(
    published: Published, dataset: Dataset, capture: Capture, tmp_path: Path
) -> None:
    """One channel of a capture, by its uuid."""
    first = capture.channels[0].uuid

    results = published("download_dataset", dataset.uuid, tmp_path / "theirs", first)

    assert 0 < len(results) < len(capture.files)
    assert {row["directory"].split("/")[4] for row in results} == {"ch0"}


def test_it_attaches_a_capture(published: Published, sds: Client, capture: Capture) -> None:
    """What it puts into a dataset, where that is offered, is in it for us."""
    try:
        empty = sds.datasets.create("Empty")
    except UnsupportedByGatewayError:
        pytest.skip("this gateway makes no datasets")

    row = published("attach", empty.uuid, capture.uuid)

    assert [each["uuid"] for each in row["captures"]] == [str(capture.uuid)]
    assert [each.uuid for each in sds.datasets.captures(empty.uuid)] == [capture.uuid]
