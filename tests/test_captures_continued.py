"""Captures and datasets when something came between: versions, halves, others, odd answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from spectrumx import Client
from spectrumx.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    SDSError,
    ServiceError,
    UnsupportedByGatewayError,
)
from spectrumx.localgateway import LocalGateway
from tests.conftest import tree
from tests.faulty import Fault, FaultyGateway, faulty_gateway
from tests.recordings import START, write_digital_rf, write_radiohound, write_sigmf

UPDATE = Fault("PUT", "/assets/captures/", "answer", status=500)
NO_ROUTE = Fault("GET", "/assets/captures/", "answer", status=404, times=99)


@pytest.fixture
def two_channels(tmp_path: Path) -> Path:
    """A Digital RF recording of two channels."""
    return write_digital_rf(tmp_path / "two", {"ch0": 1e9, "ch1": 2e9}, duration=1)


@pytest.fixture
def email(sds: Client) -> str:
    """The user's e-mail."""
    return sds.authenticate().email


@pytest.fixture
def other(new_client: Callable[..., Client], gateway: LocalGateway) -> Client:
    """Another user."""
    return new_client(gateway.add_user(f"{uuid4()}@example.org"))


def shaky(faulty: FaultyGateway, token: str) -> Client:
    """A client behind a gateway that misbehaves, which does not try again."""
    settings = {"SDS_SECRET_TOKEN": token, "SDS_RETRIES": 0}
    return Client(faulty.url, env_file=None, env_config=settings, verbose=False)


def grow(folder: Path, tmp_path: Path) -> None:
    """Add a second to a recording."""
    later = START + timedelta(seconds=1)
    write_digital_rf(tmp_path / "later", {"ch0": None, "ch1": None}, start=later, duration=1)
    for file in (tmp_path / "later").rglob("rf@*.h5"):
        file.rename(folder / file.relative_to(tmp_path / "later"))


@pytest.mark.parametrize("overwrite", [False, True])
def test_the_newest_version_of_a_dataset_is_downloaded(
    sds: Client, gateway: LocalGateway, email: str, tmp_path: Path, *, overwrite: bool
) -> None:
    """A dataset that holds two versions of a path gives the newer, and a second time nothing."""
    source, versions = tmp_path / "a.txt", []
    for text in ("older", "newer, and longer"):
        source.write_text(text)
        (result,) = sds.upload(source, sds_path="d")
        versions.append(str(result().uuid))
    dataset = sds.datasets.get(gateway.create_dataset(email, "Both", files=versions))
    for _ in range(2):
        report = dataset.download_assets(tmp_path / "to", overwrite=overwrite)

    assert (tmp_path / "to" / "Both" / "d" / "a.txt").read_text() == "newer, and longer"
    assert len(report) == len(report.skipped) == 1
    assert not report.conflicts


def test_an_update_that_failed_is_made_up_for(
    sds: Client, token: str, gateway: LocalGateway, two_channels: Path, tmp_path: Path
) -> None:
    """Files that are there and in no capture yet are found by the same call."""
    sds.upload_capture(two_channels, sds_path="two")
    grow(two_channels, tmp_path)
    with faulty_gateway(gateway.url) as faulty, shaky(faulty, token) as client:
        faulty.faults.append(replace(UPDATE))
        with pytest.raises(ServiceError):
            client.upload_capture(two_channels, sds_path="two")
    capture = sds.upload_capture(two_channels, sds_path="two")

    assert len(capture.files) == len(tree(two_channels))
    assert capture.end_time == START + timedelta(seconds=2)


def test_files_that_were_only_uploaded_join_the_capture(
    sds: Client, two_channels: Path, tmp_path: Path
) -> None:
    """It does not matter which call brought the files."""
    sds.upload_capture(two_channels, sds_path="two")
    grow(two_channels, tmp_path)
    sds.upload(two_channels, sds_path="two")

    assert len(sds.upload_capture(two_channels, sds_path="two").files) == len(tree(two_channels))


def test_another_users_channel_is_not_taken_for_mine(
    sds: Client, other: Client, gateway: LocalGateway, two_channels: Path, tmp_path: Path
) -> None:
    """Where a listing merges theirs with mine, my channel is still made, of my files."""
    (two_channels / "ch0").rename(tmp_path / "ch0")
    theirs = other.upload_capture(two_channels, sds_path="rec")
    gateway.share(theirs.uuid, with_email=sds.authenticate().email)
    mine = write_digital_rf(tmp_path / "mine", {"ch0": 5e9, "ch1": 6e9})
    first = sds.upload_capture(mine, sds_path="rec", channel="ch0")
    both = sds.upload_capture(mine, sds_path="rec", channel="ch1")

    assert both.owner == sds.authenticate()
    assert [channel.center_freq for channel in both.channels] == [5e9, 6e9]
    assert first.uuid == both.uuid
    assert theirs.channels[0] not in both.channels


@pytest.mark.parametrize(
    "look",
    [
        lambda sds: list(sds.captures.list()),
        lambda sds: list(sds.search()),
        lambda sds: list(sds.search(center_freq_range=(1, 2))),
        lambda sds: list(sds.search(capture_type="sigmf")),
    ],
)
def test_no_captures_is_told_from_no_such_route(
    token: str, gateway: LocalGateway, look: Callable[[Client], object]
) -> None:
    """What is no SDS at all does not look like an SDS without captures."""
    with faulty_gateway(gateway.url) as faulty, shaky(faulty, token) as client:
        faulty.faults.append(replace(NO_ROUTE))
        with pytest.raises(UnsupportedByGatewayError):
            look(client)


def test_nothing_is_sent_of_a_format_that_is_not_known(sds: Client, tmp_path: Path) -> None:
    """Where the gateway makes no such captures, the files stay here; elsewhere they are one."""
    folder = write_sigmf(tmp_path / "sigmf")
    try:
        capture = sds.upload_capture(folder, sds_path="s")
    except UnsupportedByGatewayError:
        left = list(sds.files.list())
    else:
        left = [file for file in sds.files.list() if file not in capture.files]

    assert left == []


def test_a_half_done_deletion_is_continued(
    sds: Client, gateway: LocalGateway, email: str, two_channels: Path
) -> None:
    """A channel that could not go the first time goes the next, though the other is gone."""
    capture = sds.upload_capture(two_channels, sds_path="two")
    gateway.create_dataset(email, "set", captures=[capture.channels[1].uuid])
    with pytest.raises(ConflictError):
        sds.captures.delete(capture)
    sds.captures.detach_from_datasets(capture)

    assert sds.captures.delete(capture)
    assert not sds.captures.list()
    with pytest.raises(NotFoundError):
        sds.captures.delete(capture)


def test_a_file_that_is_gone_stops_no_other(
    sds: Client, two_channels: Path, tmp_path: Path
) -> None:
    """Its result is the error; everything else arrives."""
    capture = sds.upload_capture(two_channels, sds_path="two")
    sds.captures.delete(capture)
    sds.files.delete(capture.files[0])
    report = capture.download(tmp_path / "to", raise_on_error=False)

    assert [result.sds_path for result in report.failed] == [capture.files[0].path]
    assert isinstance(report.failed[0].error, NotFoundError)
    assert len(tree(tmp_path / "to")) == len(capture.files) - 1


def test_a_dataset_of_one_channel_has_one_channel(
    sds: Client, gateway: LocalGateway, email: str, two_channels: Path, tmp_path: Path
) -> None:
    """Its captures are what is in it: neither they nor their files reach beyond."""
    whole = sds.upload_capture(two_channels, sds_path="two")
    made = gateway.create_dataset(email, "One", captures=[whole.channels[1].uuid])
    dataset = sds.datasets.get(made)
    (capture,) = dataset.captures()
    capture.download(tmp_path / "to")

    assert [channel.name for channel in capture.channels] == ["ch1"]
    assert set(capture.files) == set(dataset.files())
    assert {path.split("/")[1] for path in tree(tmp_path / "to")} == {"ch1"}


def test_datasets_that_one_may_not_see_hide_no_others(
    sds: Client, other: Client, gateway: LocalGateway, email: str, tmp_path: Path
) -> None:
    """A shared capture names its owner's private dataset: the listing goes on without it."""
    folder = write_radiohound(tmp_path / "theirs", scan_group=str(uuid4()))
    theirs = other.upload_capture(folder, sds_path="t")
    gateway.create_dataset(other.authenticate().email, "Private", captures=[theirs.uuid])
    gateway.share(theirs.uuid, with_email=email)
    folder = write_radiohound(tmp_path / "mine", scan_group=str(uuid4()))
    mine = sds.upload_capture(folder, sds_path="m")
    made = gateway.create_dataset(email, "Mine", captures=[mine.uuid])

    assert [str(each.uuid) for each in sds.datasets()] == [made]


@pytest.mark.parametrize("filters", [{"capture": []}, {"top_level_dir": ()}])
def test_no_captures_are_not_all_captures(sds: Client, filters: dict[str, object]) -> None:
    """An empty choice, as of a filter that matched nothing, is not taken for no choice."""
    with pytest.raises(InvalidRequestError, match="is empty"):
        sds.datasets.files(uuid4(), **filters)  # type: ignore[arg-type]  # what is tested


def test_an_answer_without_files_is_an_error(
    sds: Client, token: str, gateway: LocalGateway, tmp_path: Path
) -> None:
    """Where the gateway does not say which files there are, that is said, after one question."""
    folder = write_radiohound(tmp_path / "s", scan_group=str(uuid4()))
    made = sds.upload_capture(folder, sds_path="s")
    body = f'{{"uuid": "{made.uuid}", "capture_type": "rh"}}'.encode()
    headers = {"Content-Type": "application/json"}
    with faulty_gateway(gateway.url) as faulty, shaky(faulty, token) as client:
        faulty.faults.append(
            Fault("GET", str(made.uuid), "answer", status=200, times=9, headers=headers, body=body)
        )
        with pytest.raises(SDSError, match="does not say which files"):
            _ = client.captures.get(made).files
        assert faulty.count("GET", str(made.uuid)) == 2


def test_a_name_given_to_several_channels_is_shown_once(sds: Client, two_channels: Path) -> None:
    """What makes or renames a capture gives it back under its name."""
    capture = sds.upload_capture(two_channels, sds_path="two")

    assert sds.captures.rename(capture, "Field day").name == "Field day"


def test_a_lone_text_is_one_value(sds: Client) -> None:
    """One author, institution or keyword need not be a list."""
    try:
        made = sds.datasets.create("New", authors="Ada L", institutions="ND", keywords="lte")
    except UnsupportedByGatewayError:
        pytest.skip("as the public one, this gateway makes no datasets")

    assert [str(author) for author in made.authors] == ["Ada L"]
    assert (made.institutions, made.keywords) == (("ND",), ("lte",))


def test_dry_run_names_what_was_asked_for(sds: Client, two_channels: Path) -> None:
    """A deletion in dry-run is about the channel it was asked for."""
    capture = sds.upload_capture(two_channels, sds_path="two")
    sds.dry_run = True

    assert sds.captures.delete(capture.channels[1].uuid).uuid == capture.channels[1].uuid
