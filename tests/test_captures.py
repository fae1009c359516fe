"""Captures: made, found again, changed, downloaded and deleted, against a real gateway."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest
import sigmf

from spectrumx import Client
from spectrumx.errors import (
    CaptureError,
    ConflictError,
    DryRunError,
    InvalidRequestError,
    LocalFileError,
    NotFoundError,
    SDSWarning,
    UnsupportedByGatewayError,
)
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Capture, CaptureType
from tests.conftest import tree
from tests.faulty import Fault, faulty_gateway
from tests.recordings import SCAN, START, write_digital_rf, write_radiohound, write_sigmf

LOST = Fault("POST", "/assets/captures/", "lose answer")
REFUSED = Fault("POST", "/assets/captures/", "answer", status=503, headers={"Retry-After": "0"})


@pytest.fixture
def two_channels(tmp_path: Path) -> Path:
    """A Digital RF recording of two channels and three seconds."""
    return write_digital_rf(tmp_path / "two", {"ch0": 1e9, "ch1": 2e9}, duration=3)


def new_group(tmp_path: Path, name: str = "scans") -> Path:
    """A RadioHound scan of a group that no other test has."""
    return write_radiohound(tmp_path / name, scan_group=str(uuid4()))


def test_a_recording_of_channels_is_one_capture(sds: Client, two_channels: Path) -> None:
    """Uploaded in one call, listed, looked up by any channel: always the same value."""
    made = sds.upload_capture(two_channels, sds_path="field/two", name="Two")
    looked_up = [sds.captures.get(channel.uuid) for channel in made.channels]

    assert [channel.name for channel in made.channels] == ["ch0", "ch1"]
    assert [channel.center_freq for channel in made.channels] == [1e9, 2e9]
    assert (made.capture_type, made.top_level_dir) == (CaptureType.DigitalRF, "/field/two")
    assert [*sds.captures.list(), *looked_up] == [made, made, made]
    assert {type(each) for each in looked_up} == {Capture}
    assert (made.start_time, made.end_time) == (START, START + timedelta(seconds=3))


@pytest.mark.parametrize("kind", CaptureType)
def test_uniform_attributes_of_every_format(sds: Client, tmp_path: Path, kind: CaptureType) -> None:
    """Frequency, rate, times and duration are there in the same terms for each format."""
    folder = tmp_path / "recording"
    if kind is CaptureType.DigitalRF:
        write_digital_rf(folder, {"ch0": 2e9}, duration=1)
    elif kind is CaptureType.RadioHound:
        scan = {"scan_time": 1}
        write_radiohound(folder, sample_rate=1000, scan_group=str(uuid4()), metadata=scan)
    else:
        write_sigmf(folder, center_freq=2e9, duration=1)
    capture = upload_capture(sds, folder)

    assert (capture.center_freq, capture.sample_rate) == (2e9, 1000)
    assert capture.start_time == START
    assert capture.duration == timedelta(seconds=1)
    assert len(capture.files) == len(tree(folder))


def upload_capture(sds: Client, folder: Path) -> Capture:
    """Upload a recording, or skip the test where this gateway does not know the format."""
    try:
        return sds.upload_capture(folder, sds_path="one")
    except UnsupportedByGatewayError as error:
        pytest.skip(f"as the public one: {error}")


def test_the_same_call_again_finds_all_done(sds: Client, two_channels: Path) -> None:
    """A second upload of the same recording sends nothing and gives back the same capture."""
    first = sds.upload_capture(two_channels, sds_path="two")
    events: list[object] = []
    second = sds.upload_capture(two_channels, sds_path="two", on_event=events.append)

    assert second == first
    assert len(sds.captures.list()) == 1
    assert not [each for each in events if type(each).__name__ == "Started"]


@pytest.mark.parametrize("scan_group", [None, "0b0f4a3c-5b1e-4c55-9d43-0d8b8a1f7c11"])
def test_a_radiohound_folder_becomes_one_capture(
    sds: Client, tmp_path: Path, scan_group: str | None
) -> None:
    """Also without a scan group, which the gateway would take for a new one each time."""
    folder = write_radiohound(tmp_path / "scans", scan_group=scan_group)
    first = sds.upload_capture(folder, sds_path="scans")

    assert sds.upload_capture(folder, sds_path="scans") == first
    assert len(sds.captures.list("rh")) == 1
    assert first.scan_group == (UUID(scan_group) if scan_group else None)


def test_files_that_came_later_join_the_capture(sds: Client, tmp_path: Path) -> None:
    """Uploading a recording that has grown indexes the capture anew."""
    folder = write_digital_rf(tmp_path / "growing", {"ch0": 1e9}, duration=1)
    before = sds.upload_capture(folder, sds_path="growing")
    later = tmp_path / "later"
    write_digital_rf(later, {"ch0": None}, start=START + timedelta(seconds=1), duration=1)
    for file in later.rglob("rf@*.h5"):
        file.rename(folder / file.relative_to(later))
    after = sds.upload_capture(folder, sds_path="growing")

    assert after == before
    assert after.end_time == START + timedelta(seconds=2)
    assert len(after.files) == len(before.files) + 1


def test_a_folder_that_is_a_channel(sds: Client, two_channels: Path) -> None:
    """Given the channel's own folder, the directory above becomes the capture's."""
    capture = sds.upload_capture(two_channels / "ch1", sds_path="x/ch1")

    assert (capture.top_level_dir, [each.name for each in capture.channels]) == ("/x", ["ch1"])
    with pytest.raises(InvalidRequestError, match="itself the Digital RF channel ch1"):
        sds.upload_capture(two_channels / "ch1")
    assert {file.path.split("/")[1] for file in sds.files.list()} == {"x"}


def test_nothing_is_sent_of_what_can_not_be_indexed(sds: Client, two_channels: Path) -> None:
    """A channel without its properties is refused before the first byte."""
    (two_channels / "ch0" / "drf_properties.h5").unlink()

    with pytest.raises(LocalFileError):
        sds.upload_capture(two_channels, sds_path="broken")
    assert not sds.files.list()


def test_dry_run_says_what_would_be_made(sds: Client, two_channels: Path) -> None:
    """Nothing is sent or made; the error has the upload's plan and the request."""
    sds.dry_run = True
    with pytest.raises(DryRunError) as caught:
        sds.upload_capture(two_channels, sds_path="two")
    sds.dry_run = False

    assert len(caught.value.report.planned) == len(tree(two_channels))  # type: ignore[attr-defined]
    assert '"channel":"ch0"' in caught.value.body.replace(" ", "")
    assert not sds.files.list()
    assert not sds.captures.list()


def test_dry_run_finds_what_is_there(sds: Client, two_channels: Path) -> None:
    """In dry-run an existing capture is given back, and none is deleted."""
    made = sds.upload_capture(two_channels, sds_path="two")
    sds.dry_run = True

    assert sds.upload_capture(two_channels, sds_path="two") == made
    assert not sds.captures.delete(made)
    assert sds.captures.get(made) == made


def test_a_second_capture_of_the_same_is_a_conflict(sds: Client, tmp_path: Path) -> None:
    """Whether the gateway or the SDK notices, the error names the one that is there."""
    drf = sds.upload_capture(write_digital_rf(tmp_path / "d"), sds_path="d")
    group = sds.upload_capture(new_group(tmp_path), sds_path="g")
    plain = sds.upload_capture(write_radiohound(tmp_path / "p", scan_group=None), sds_path="p")

    again = [
        (drf, {"channel": "ch0"}),
        (group, {"scan_group": group.scan_group}),
        (plain, {}),
    ]
    for capture, arguments in again:
        with pytest.raises(ConflictError) as caught:
            sds.captures.create(
                capture.top_level_dir, capture_type=capture.capture_type, **arguments
            )
        assert caught.value.existing_uuid == str(capture.uuid)
        assert isinstance(caught.value, CaptureError)


def test_a_scan_group_that_is_a_capture_elsewhere(sds: Client, tmp_path: Path) -> None:
    """One scan group is one capture: uploaded to another place, the first is given, and said."""
    folder = new_group(tmp_path)
    first = sds.upload_capture(folder, sds_path="here")

    with pytest.warns(SDSWarning, match="already, in /here"):
        assert sds.upload_capture(folder, sds_path="there") == first


@pytest.mark.parametrize("fault", [LOST, REFUSED], ids=["answer lost", "overloaded"])
def test_a_creation_that_failed_is_tried_again_and_makes_one(
    sds: Client, token: str, gateway: LocalGateway, tmp_path: Path, fault: Fault
) -> None:
    """When the gateway made it and the connection broke, it is found before it is made again."""
    sds.upload(write_radiohound(tmp_path / "s", scan_group=None), sds_path="s")
    with faulty_gateway(gateway.url) as faulty:
        faulty.faults.append(replace(fault))
        settings = {"SDS_SECRET_TOKEN": token, "SDS_RETRIES": 1}
        with Client(faulty.url, env_file=None, env_config=settings) as shaky:
            made = shaky.captures.create("s", capture_type="rh")

    assert list(sds.captures.list()) == [made]


def test_download_lands_below_its_directory(
    sds: Client, two_channels: Path, tmp_path: Path
) -> None:
    """All files arrive, checked, in the capture's own directory; again, nothing is fetched."""
    capture = sds.upload_capture(two_channels, sds_path="field/two")
    report = capture.download(tmp_path / "to")
    again = capture.download(to=tmp_path / "to")

    assert tree(tmp_path / "to" / "field" / "two") == tree(two_channels)
    assert all(result.verified for result in report)
    assert not again.transferred


def test_download_of_a_part_can_be_read(sds: Client, two_channels: Path, tmp_path: Path) -> None:
    """One second of one channel is one data file, and what a reader of the format needs."""
    digital_rf = pytest.importorskip("digital_rf")
    capture = sds.upload_capture(two_channels, sds_path="two")
    report = capture.download(
        tmp_path / "to",
        channel="ch1",
        start=START + timedelta(seconds=1),
        end=START + timedelta(seconds=1.5),
    )
    reader = digital_rf.DigitalRFReader(str(tmp_path / "to" / "two"))
    first, last = reader.get_bounds("ch1")

    assert sum(result.sds_path.endswith("01.000.h5") for result in report) == 0
    assert len([each for each in report if "/rf@" in each.sds_path]) == 1
    assert (first, last) == ((START.timestamp() + 1) * 1000, (START.timestamp() + 2) * 1000 - 1)
    assert reader.get_properties("ch1")["samples_per_second"] == 1000


def test_a_part_without_data_is_said(sds: Client, two_channels: Path, tmp_path: Path) -> None:
    """A time in which nothing was recorded brings what is needed to read nothing, and a warning."""
    capture = sds.upload_capture(two_channels, sds_path="two")

    with pytest.warns(SDSWarning, match="no data in that channel and time"):
        report = capture.download(tmp_path / "to", start=START + timedelta(days=1))
    assert not [each for each in report if "/rf@" in each.sds_path]


def test_shared_captures_of_one_name_all_arrive(
    sds: Client,
    new_client: Callable[..., Client],
    gateway: LocalGateway,
    two_channels: Path,
    tmp_path: Path,
) -> None:
    """My capture and another user's at the same place do not meet: theirs has their folder."""
    mine = sds.upload_capture(two_channels, sds_path="two")
    other = new_client(gateway.add_user(f"{uuid4()}@example.org"))
    folder = write_digital_rf(tmp_path / "other", {"ch5": 5e9})
    theirs = other.upload_capture(folder, sds_path="two")
    gateway.share(theirs.uuid, with_email=sds.authenticate().email)
    found = sds.captures.get(theirs)
    mine.download(tmp_path / "to")
    report = found.download(tmp_path / "to")

    assert found.owner == other.authenticate()
    assert tree(tmp_path / "to" / "two") == tree(two_channels)
    assert tree(tmp_path / "to" / other.authenticate().email / "two") == tree(folder)
    assert all(result.verified for result in report)


def test_a_capture_is_renamed(sds: Client, tmp_path: Path) -> None:
    """The new name is there at the next look, and nothing else has changed."""
    capture = sds.upload_capture(new_group(tmp_path), sds_path="scans", name="Before")
    renamed = sds.captures.rename(capture, "  After ")

    assert (capture.name, renamed.name, sds.captures.get(capture).name) == (
        "Before",
        "After",
        "After",
    )
    assert renamed == capture


@pytest.mark.parametrize("name", ["", "   ", "x" * 256, None, 5])
def test_a_bad_name_is_refused(sds: Client, name: object) -> None:
    """A name that the gateway would refuse is never sent."""
    with pytest.raises(InvalidRequestError, match="1 to 255 characters"):
        sds.captures.rename(uuid4(), name)  # type: ignore[arg-type]  # what is tested


def test_deleting_keeps_the_files(sds: Client, two_channels: Path) -> None:
    """A capture goes with all its channels, and its files stay."""
    capture = sds.upload_capture(two_channels, sds_path="two")
    deletion = sds.captures.delete(capture)

    assert deletion
    assert deletion.uuid == capture.uuid
    assert not sds.captures.list()
    assert len(sds.files.list()) == len(tree(two_channels))
    with pytest.raises(NotFoundError) as caught:
        sds.captures.get(capture)
    assert isinstance(caught.value, CaptureError)


def test_one_channel_may_be_deleted(sds: Client, two_channels: Path) -> None:
    """By a channel's uuid only that channel goes."""
    capture = sds.upload_capture(two_channels, sds_path="two")
    sds.captures.delete(capture.channels[0].uuid)
    (left,) = sds.captures.list()

    assert [channel.name for channel in left.channels] == ["ch1"]


def test_a_shared_capture_is_not_deleted(
    sds: Client, gateway: LocalGateway, tmp_path: Path
) -> None:
    """While others see it, deletion is a conflict; when sharing is revoked, it goes."""
    capture = sds.upload_capture(new_group(tmp_path), sds_path="scans")
    other = f"{uuid4()}@example.org"
    gateway.add_user(other)
    gateway.share(capture.uuid, with_email=other)

    assert sds.captures.get(capture).is_shared
    with pytest.raises(ConflictError):
        sds.captures.delete(capture)
    sds.captures.revoke_share_permissions(capture)
    assert sds.captures.delete(capture)


def test_a_capture_leaves_its_dataset(sds: Client, gateway: LocalGateway, tmp_path: Path) -> None:
    """A capture in a dataset stays until it is detached."""
    capture = sds.upload_capture(new_group(tmp_path), sds_path="scans")
    email = sds.authenticate().email
    dataset = UUID(gateway.create_dataset(email, "set", captures=[capture.uuid]))

    assert sds.captures.get(capture).datasets == (dataset,)
    with pytest.raises(ConflictError):
        sds.captures.delete(capture)
    sds.captures.detach_from_datasets(capture)
    assert sds.captures.get(capture).datasets == ()
    assert sds.captures.delete(capture)


def test_scans_in_one_directory_stay_several_captures(sds: Client, tmp_path: Path) -> None:
    """Where the gateway merges whatever lies in one directory, they are told apart again."""
    groups = [str(uuid4()), str(uuid4())]
    for number, group in enumerate(groups):
        folder = write_radiohound(tmp_path / group, f"scan{number}", scan_group=group)
        sds.upload(folder, sds_path="scans")
    made = [sds.captures.create("scans", capture_type="rh", scan_group=each) for each in groups]

    assert set(sds.captures.list()) == set(made)
    assert {str(each.scan_group) for each in sds.captures.list()} == set(groups)
    assert len(sds.captures.list()) == 2


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({"capture_type": "wav"}, "none of 'drf', 'rh', 'sigmf'"),
        ({"capture_type": "drf"}, "needs channel="),
        ({"capture_type": "drf", "channel": " "}, "needs channel="),
        ({"capture_type": "rh", "channel": "ch0"}, "for Digital RF"),
        (
            {"capture_type": "sigmf", "scan_group": "0b0f4a3c-5b1e-4c55-9d43-0d8b8a1f7c11"},
            "for RadioHound",
        ),
        ({"capture_type": "rh", "scan_group": "no"}, "is no uuid"),
        ({"capture_type": "rh", "name": ""}, "1 to 255"),
    ],
)
def test_bad_arguments_are_refused_before_anything_is_sent(
    sds: Client, arguments: dict[str, object], why: str
) -> None:
    """Each is an InvalidRequestError that names the argument, and a ValueError."""
    with pytest.raises(InvalidRequestError, match=why) as caught:
        sds.captures.create("x", **arguments)  # type: ignore[arg-type]  # what is tested
    assert isinstance(caught.value, ValueError)
    assert caught.value.status is None


def test_parallel_creations_make_one(sds: Client, two_channels: Path) -> None:
    """Of creations at the same moment one succeeds; the others name its capture."""
    sds.upload(two_channels, sds_path="two")
    outcomes: list[object] = []

    def create() -> None:
        try:
            made = sds.captures.create("two", capture_type="drf", channel="ch0")
            outcomes.append(str(made.uuid))
        except ConflictError as error:
            outcomes.append(error.existing_uuid)

    threads = [threading.Thread(target=create) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outcomes) == 4
    assert len(set(outcomes)) == 1


def test_a_capture_is_found_by_what_it_was_made_with(sds: Client, tmp_path: Path) -> None:
    """Another group, channel, format or directory is another capture, and none yet."""
    scans = sds.upload_capture(new_group(tmp_path), sds_path="scans")
    drf = sds.upload_capture(write_digital_rf(tmp_path / "drf"), sds_path="drf")
    group = scans.scan_group

    assert sds.captures.find("scans", capture_type="rh", scan_group=group) == scans
    assert sds.captures.find("/drf/", capture_type="drf", channel="ch0") == drf
    assert sds.captures.find("scans", capture_type="rh") is None
    assert sds.captures.find("scans", capture_type="rh", scan_group=uuid4()) is None
    assert sds.captures.find("drf", capture_type="drf", channel="ch1") is None
    assert sds.captures.find("drf", capture_type="rh") is None
    assert sds.captures.find("else", capture_type="drf", channel="ch0") is None


def test_a_channel_made_later_gives_the_whole(sds: Client, two_channels: Path) -> None:
    """What a creation gives back is the recording with all its channels, under the new name."""
    sds.upload_capture(two_channels, sds_path="two", channel="ch1")
    made = sds.captures.create("two", capture_type="drf", channel="ch0", name="Both")

    assert [channel.name for channel in made.channels] == ["ch0", "ch1"]
    assert made.name == "Both"


def test_scan_fields_are_kept(sds: Client, tmp_path: Path) -> None:
    """What the file itself says is there in full, and stays under its own names."""
    capture = sds.upload_capture(new_group(tmp_path), sds_path="scans")

    assert capture.props["hardware_board_id"] == SCAN["hardware_board_id"]
    assert capture.props == capture.channels[0].props


@pytest.mark.parametrize("archive", [False, True], ids=["pair", "archive"])
def test_what_the_sigmf_writer_writes(sds: Client, tmp_path: Path, *, archive: bool) -> None:
    """A recording by the format's own writer, as a pair of files or in one, is a capture."""
    (tmp_path / "source").mkdir()
    np.zeros(1000, np.complex64).tofile(tmp_path / "source" / "day.sigmf-data")
    written = sigmf.SigMFFile(
        data_file=tmp_path / "source" / "day.sigmf-data",
        global_info={"core:datatype": "cf32_le", "core:sample_rate": 2000.0},
    )
    when = START.isoformat().replace("+00:00", "Z")
    written.add_capture(0, metadata={"core:frequency": 915e6, "core:datetime": when})
    folder = tmp_path / "one"
    if archive:
        folder.mkdir()
        written.archive(folder / "day.sigmf")
    else:
        written.tofile(tmp_path / "source" / "day.sigmf-meta")
        (tmp_path / "source").rename(folder)
    capture = upload_capture(sds, folder)

    assert (capture.center_freq, capture.sample_rate) == (915e6, 2000)
    assert (capture.start_time, capture.duration) == (START, timedelta(seconds=0.5))
