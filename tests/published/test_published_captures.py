"""Captures: what the published 0.2.4 makes, we see, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

import pytest

from spectrumx import Client
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Capture
from tests.published.conftest import Published, Row, is_same_second
from tests.recordings import write_digital_rf, write_radiohound


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A Digital RF recording of two channels."""
    return write_digital_rf(tmp_path / "two", {"ch0": 1e9, "ch1": 2e9})


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """A RadioHound scan of a group that no other test has."""
    return write_radiohound(tmp_path / "scans", scan_group=str(uuid4()))


def facts(row: Row) -> dict[str, object]:
    """What the release says of a capture of one channel, in our terms."""
    names = ("uuid", "name", "capture_type", "index_name", "origin", "owner", "is_shared")
    return {
        **{name: row[name] for name in names},
        "directory": row["top_level_dir"],
        "channel": row["channel"] or "",
        "scan_group": row["scan_group"],
        "props": row["capture_props"],
        "files": {tuple(file[:2]) for file in row["files"]},
    }


def our_facts(capture: Capture) -> dict[str, object]:
    """The same of ours."""
    assert capture.owner is not None
    return {
        "uuid": str(capture.uuid),
        "name": capture.name,
        "capture_type": capture.capture_type,
        "index_name": capture.index_name,
        "origin": capture.origin,
        "owner": capture.owner.email,
        "is_shared": capture.is_shared,
        "directory": capture.top_level_dir,
        "channel": capture.channels[0].name,
        "scan_group": capture.scan_group and str(capture.scan_group),
        "props": capture.props,
        "files": {(str(file.uuid), file.name) for file in capture.files},
    }


def uuids(rows: Iterable[Row]) -> set[str]:
    """The identifiers the release gives."""
    return {row["uuid"] for row in rows}


@pytest.mark.parametrize("kind", ["drf", "rh"])
def test_what_it_makes_we_see_alike(
    published: Published, sds: Client, two: Path, scans: Path, kind: str
) -> None:
    """Type, directory, properties, files and times of a capture are the same to both."""
    folder, channel = (two, "ch1") if kind == "drf" else (scans, "")

    made = published("upload_capture", folder, "/c", kind, channel)
    (listed,) = sds.captures.list()

    assert facts(made) == our_facts(listed) == our_facts(sds.captures.get(listed))
    assert is_same_second(made["created_at"], listed.created_at)


def test_what_we_make_it_sees_alike(published: Published, sds: Client, two: Path) -> None:
    """Read or searched for, the release finds in a capture of ours what we do."""
    capture = sds.upload_capture(two, sds_path="c", channel="ch1")
    expected = our_facts(capture)

    assert facts(published("read", capture.uuid)) == expected
    found = published("search", "channel", "match", '"ch1"')
    assert [facts(row) for row in found] == [expected]


def test_channels_it_makes_are_one_capture_to_us(
    published: Published, sds: Client, two: Path
) -> None:
    """Its captures of single channels are the channels of ours, with the same properties."""
    made = published("upload_channels", two, "/c", "ch0", "ch1")
    (capture,) = sds.captures.list()

    assert [(row["uuid"], row["channel"], row["capture_props"]) for row in made] == [
        (str(each.uuid), each.name, each.props) for each in capture.channels
    ]
    assert len(capture.files) == sum(len(row["files"]) for row in made)
    assert published("read", capture.channels[1].uuid)["uuid"] == str(capture.uuid)


def test_channels_we_make_are_a_capture_to_it(published: Published, sds: Client, two: Path) -> None:
    """It reads a capture of several channels by any of them, with all its files."""
    capture = sds.upload_capture(two, sds_path="c")

    row = published("read", capture.channels[1].uuid)

    assert {file[0] for file in row["files"]} == {str(file.uuid) for file in capture.files}
    assert row["uuid"] == str(capture.uuid)


def test_it_refuses_what_we_made(published: Published, sds: Client, two: Path) -> None:
    """Making our capture once more is its error too, with the same uuid in it."""
    capture = sds.upload_capture(two, sds_path="c")

    kind, said = published("create", "/c", "drf", "ch0")

    assert kind == "CaptureError"
    assert str(capture.uuid) in said


def test_what_it_deletes_is_gone(published: Published, sds: Client, two: Path) -> None:
    """A deleted channel is gone for both, its files are not."""
    capture = sds.upload_capture(two, sds_path="c")
    first, second = capture.channels

    assert published("delete", first.uuid) is True

    assert [each.uuid for each in sds.captures.get(second.uuid).channels] == [second.uuid]
    assert published("read", first.uuid)[0] == "CaptureError"
    assert len(sds.files.list("c")) == len(capture.files)


def test_what_it_updates_has_new_files(published: Published, sds: Client, two: Path) -> None:
    """After its update the files that came meanwhile belong to the capture."""
    capture = sds.upload_capture(two, sds_path="c", channel="ch0")
    before = len(capture.files)
    (two / "ch0" / "metadata" / "metadata@1.h5").write_text("more")
    sds.upload(two, sds_path="c")

    published("update", capture.uuid)

    assert len(sds.captures.get(capture).files) == before + 1


def test_what_it_revokes_is_no_longer_shared(
    published: Published, sds: Client, gateway: LocalGateway, scans: Path
) -> None:
    """A capture shared on the web is its owner's alone after its call."""
    capture = sds.upload_capture(scans, sds_path="c")
    gateway.add_user("friend@example.org")
    gateway.share(capture.uuid, with_email="friend@example.org")
    assert published("read", capture.uuid)["is_shared"] is True

    assert published("revoke", capture.uuid) is True

    assert sds.captures.get(capture).is_shared is False


@pytest.fixture
def has_pages(published: Published) -> None:
    """Some gateways refuse the pages that the release asks for, and then it lists nothing."""
    if published("captures")[:1] == ["CaptureError"]:
        pytest.skip("this gateway refuses every page of captures that has a number")


@pytest.mark.usefixtures("has_pages")
def test_it_lists_what_we_list(published: Published, sds: Client, two: Path, scans: Path) -> None:
    """Its listings and ours agree, of all formats and of one."""
    scan = sds.upload_capture(scans, sds_path="s")
    capture = sds.upload_capture(two, sds_path="c")
    channels = {str(each.uuid) for each in capture.channels}

    both, of_channels = published("captures"), published("captures", "drf")

    assert [facts(row) for row in published("captures", "rh")] == [our_facts(scan)]
    assert [row["uuid"] for row in both[1:]] == [str(scan.uuid)]
    assert uuids(both[:1]) == uuids(of_channels) <= channels


@pytest.mark.usefixtures("has_pages")
def test_it_lists_more_than_a_page(published: Published, sds: Client, tmp_path: Path) -> None:
    """It gives all captures of more than a page of 30."""
    for number in range(32):
        folder = write_radiohound(tmp_path / f"{number}", scan_group=str(uuid4()))
        sds.upload_capture(folder, sds_path=f"many/{number}")

    listed = published("captures")

    assert uuids(listed) == {str(capture.uuid) for capture in sds.captures.list()}
    assert len(listed) == 32
