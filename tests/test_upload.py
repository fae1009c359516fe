"""Uploading files and folders."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from blake3 import blake3

from spectrumx import Client, InvalidRequestError, LocalFileError, SDSError, SDSWarning
from spectrumx.models.transfers import Status
from spectrumx.progress import Advanced, Done, Event, Planned, Planning, Skipped, Started
from tests.conftest import tree


def paths_of(sds: Client, sds_path: str = "/") -> list[str]:
    """Paths of a user's files below a directory, in order."""
    return sorted(file.path for file in sds.files.list(sds_path))


def test_contents_of_a_folder_go_below_the_sds_path(sds: Client, recording: Path) -> None:
    """A folder's contents are stored below `sds_path`, without the folder's own name."""
    report = sds.upload(recording, sds_path="r/s")

    assert paths_of(sds) == [
        "/r/s/channel/rf@1.000.h5",
        "/r/s/channel/rf@1.125.h5",
        "/r/s/notes.txt",
    ]
    assert report.ok
    assert [result.status for result in report] == [Status.TRANSFERRED] * 3


def test_a_single_file_goes_below_the_sds_path(sds: Client, recording: Path) -> None:
    """`upload("a.bin", sds_path="r")` stores `/r/a.bin`."""
    report = sds.upload(recording / "notes.txt", sds_path="r")

    assert paths_of(sds) == ["/r/notes.txt"]
    assert report[0]().name == "notes.txt"


def test_root_is_the_default(sds: Client, recording: Path) -> None:
    """Without `sds_path` files go to the user's root."""
    sds.upload(recording / "notes.txt")

    assert paths_of(sds) == ["/notes.txt"]


def test_results_carry_the_stored_file(sds: Client, recording: Path) -> None:
    """A result's file has the uuid, size, checksum and type the gateway stored, and where it is."""
    source = recording / "channel" / "rf@1.125.h5"

    result = sds.upload(source, sds_path="r")[0]

    stored = sds.files.get(result().uuid or "")
    assert stored.sum_blake3 == blake3(source.read_bytes()).hexdigest()
    assert stored.size == source.stat().st_size
    assert stored.media_type == "application/x-hdf5"
    assert stored.permissions == "rw-r--r--"
    assert result.verified
    assert result().local_path == source
    assert result().is_local


def test_a_second_upload_sends_nothing(sds: Client, recording: Path) -> None:
    """Files that are there with the same contents are skipped, each with its reason."""
    sds.upload(recording, sds_path="r")

    report = sds.upload(recording, sds_path="r")

    assert len(report.skipped) == 3
    assert {result.reason for result in report} == {"same contents already there"}
    assert report[0]().uuid is not None
    assert report.bytes == 0


def test_same_folder_to_another_place_is_sent_there(sds: Client, recording: Path) -> None:
    """What was sent to one place says nothing about another."""
    sds.upload(recording, sds_path="one")

    report = sds.upload(recording, sds_path="two")

    assert len(report.transferred) == 3
    assert len(paths_of(sds)) == 6


def test_a_deleted_file_is_sent_again(sds: Client, recording: Path) -> None:
    """The gateway's state decides, not what an earlier run remembers."""
    report = sds.upload(recording, sds_path="r")
    sds.files.delete(report[0]())

    report = sds.upload(recording, sds_path="r")

    assert [result.sds_path for result in report.transferred] == ["/r/channel/rf@1.000.h5"]


def test_changed_contents_become_the_newest_version(sds: Client, recording: Path) -> None:
    """Uploading changed contents makes a new version that listings give."""
    sds.upload(recording, sds_path="r")
    (recording / "notes.txt").write_text("rain\n")

    report = sds.upload(recording, sds_path="r")

    assert [(result.sds_path, result.reason) for result in report.transferred] == [
        ("/r/notes.txt", "changed")
    ]
    assert sds.files.list("/r/notes.txt")[0].size == len("rain\n")


def test_older_contents_can_become_the_newest_version_again(sds: Client, recording: Path) -> None:
    """Contents equal to an older version, which the gateway refuses as duplicate, are linked."""
    notes = recording / "notes.txt"
    for text in ("first", "second!", "first"):
        notes.write_text(text)
        sds.upload(notes, sds_path="r")

    assert sds.files.list("/r/notes.txt")[0].size == len("first")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".env", "may hold secrets"),
        (".env.local", "may hold secrets"),
        (".git/config", "belongs to version control"),
        ("code/__pycache__/x.pyc", "is a cache"),
        (".DS_Store", "belongs to the desktop"),
        (".0a1b.sds-partial", "is an unfinished download"),
        ("tmp.rf@1.250.h5", "is still being recorded"),
        ("empty.bin", "is empty, and the gateway takes no empty files"),
    ],
)
def test_left_out_by_default(sds: Client, recording: Path, name: str, reason: str) -> None:
    """What nobody means to publish is left out, and the report says why."""
    path = recording / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("" if "empty" in name else "x")

    report = sds.upload(recording, sds_path="r")

    assert [result.reason for result in report.skipped] == [reason]
    assert len(paths_of(sds)) == 3


def test_links_and_special_files(sds: Client, recording: Path) -> None:
    """Links to files are followed; links to folders, dead links and FIFOs are left out."""
    (recording / "again.txt").symlink_to(recording / "notes.txt")
    (recording / "loop").symlink_to(recording)
    (recording / "dead").symlink_to(recording / "nothing")
    os.mkfifo(recording / "pipe")

    report = sds.upload(recording, sds_path="r")

    assert {result.sds_path: result.reason for result in report.skipped} == {
        "/r/dead": "is a link that leads nowhere",
        "/r/loop/": "is a link to a folder",
        "/r/pipe": "is no regular file",
    }
    assert "/r/again.txt" in paths_of(sds)


def test_sdsignore(sds: Client, recording: Path) -> None:
    """`.sdsignore` leaves out what it names, in the syntax of `.gitignore`."""
    (recording / ".sdsignore").write_text("# no recordings\n*.h5\n!rf@1.000.h5\n")

    report = sds.upload(recording, sds_path="r")

    assert paths_of(sds) == ["/r/channel/rf@1.000.h5", "/r/notes.txt"]
    assert {result.reason for result in report.skipped} == {
        "matches .sdsignore",
        "says what to leave out",
    }


def test_include_and_exclude(sds: Client, recording: Path) -> None:
    """`include=` keeps only what matches, `exclude=` takes from that."""
    sds.upload(recording, sds_path="r", include=["*.h5"], exclude="*.125.h5")

    assert paths_of(sds) == ["/r/channel/rf@1.000.h5"]


def test_a_bad_file_does_not_stop_the_others(sds: Client, recording: Path) -> None:
    """A file with a name the gateway refuses fails; the rest is sent, then its error is raised."""
    (recording / ("x" * 101)).write_text("long name")

    with pytest.raises(InvalidRequestError, match="101 characters") as raised:
        sds.upload(recording, sds_path="r")

    assert len(paths_of(sds)) == 3
    report = raised.value.report
    assert report is not None
    assert [len(report.failed), len(report.transferred)] == [1, 3]  # type: ignore[attr-defined]


def test_raise_on_error_can_be_turned_off(sds: Client, recording: Path) -> None:
    """With `raise_on_error=False` failures are only reported."""
    (recording / 'a"b.txt').write_text("quote")

    report = sds.upload(recording, sds_path="r", raise_on_error=False)

    assert not report.ok
    assert isinstance(report.failed[0].error, InvalidRequestError)
    with pytest.raises(InvalidRequestError):
        report.raise_for_failures()


@pytest.mark.parametrize(
    "name", ["é ü ñ.h5", "日本語.bin", "100% 'done' #1?.txt", "a&amp;b;c=d.bin"]
)
def test_names_of_all_kinds_come_back(sds: Client, tmp_path: Path, name: str) -> None:
    """A name with spaces, signs or letters of any script is stored as it is."""
    source = tmp_path / "source"
    (source / name).parent.mkdir()
    (source / name).write_text("x")

    sds.upload(source, sds_path=f"/{name}-folder")

    assert paths_of(sds) == [f"/{name}-folder/{name}"]
    sds.download(f"/{name}-folder", to=tmp_path / "back")
    assert tree(tmp_path / "back") == tree(source)


@pytest.mark.parametrize(
    ("path", "sds_path", "error", "match"),
    [
        ("missing", "r", FileNotFoundError, "does not exist"),
        ("x" * 300, "r", LocalFileError, "too long"),
        ("~nobody-of-that-name/x", "r", InvalidRequestError, "no user's home"),
        ("recording/.env", "r", InvalidRequestError, "may hold secrets"),
        ("", "r", InvalidRequestError, "blank"),
        ("recording", "", InvalidRequestError, "blank"),
        ("recording", "../up", InvalidRequestError, r"leaves your root"),
        ("recording", "a\nb", InvalidRequestError, "control character"),
        ("recording", "x" * 2049, InvalidRequestError, "2050 characters"),
    ],
)
def test_bad_input_is_refused_before_anything_is_sent(
    new_client: Callable[..., Client],
    recording: Path,
    path: str,
    sds_path: str,
    error: type[SDSError],
    match: str,
) -> None:
    """A path that can't work is a typed error, raised without asking the gateway."""
    nobody = new_client("not-a-token")
    (recording / ".env").write_text("SDS_SECRET_TOKEN=x")
    local = path if path.startswith("~") or not path else recording.parent / path

    with pytest.raises(error, match=match):
        nobody.upload(local, sds_path=sds_path)


@pytest.mark.parametrize("contents", [None, b""], ids=["FIFO", "empty"])
def test_an_unusable_single_file_is_an_error(
    sds: Client, tmp_path: Path, contents: bytes | None
) -> None:
    """A single file that can't be sent is an error, not a skip."""
    path = tmp_path / "file"
    if contents is None:
        os.mkfifo(path)
    else:
        path.write_bytes(contents)

    with pytest.raises(LocalFileError, match=r"empty|no regular file") as raised:
        sds.upload(path)

    assert raised.value.path == str(path)


def test_a_single_file_with_a_long_name_is_an_error(sds: Client, tmp_path: Path) -> None:
    """A name the gateway refuses is refused here first."""
    path = tmp_path / ("x" * 101)
    path.write_text("x")

    with pytest.raises(InvalidRequestError, match="takes 100; rename it"):
        sds.upload(path)


def test_both_names_of_the_path_at_once_are_refused(sds: Client, recording: Path) -> None:
    """`sds_root=` is another name of `sds_path=`, so only one of them may be given."""
    with pytest.raises(InvalidRequestError, match="give one of them"):
        sds.upload(recording, sds_path="a", sds_root="b")


def test_absolute_form_of_the_own_root(sds: Client, recording: Path) -> None:
    """The own root's absolute form names the same place; exactly one prefix is taken off."""
    email = sds.authenticate().email

    sds.upload(recording / "notes.txt", sds_path=f"/files/{email}/r")

    assert paths_of(sds) == ["/r/notes.txt"]
    assert paths_of(sds, f"/files/{email}/r") == ["/r/notes.txt"]


def test_a_path_that_looks_like_the_absolute_form(
    sds: Client, recording: Path, tmp_path: Path
) -> None:
    """A folder that holds `files/<own e-mail>/…` is stored as it is, and sent once."""
    nested = recording / "files" / sds.authenticate().email
    nested.mkdir(parents=True)
    (nested / "notes.txt").write_text("not the other notes")

    sds.upload(recording)
    again = sds.upload(recording)
    sds.download("/", to=tmp_path / "back")

    assert len(again.skipped) == 4
    assert tree(tmp_path / "back") == tree(recording)


def test_an_empty_folder_is_worth_a_warning(sds: Client, tmp_path: Path) -> None:
    """A folder with nothing in it sends nothing, and says so."""
    (tmp_path / "empty").mkdir()

    with pytest.warns(SDSWarning, match="nothing is uploaded"):
        assert len(sds.upload(tmp_path / "empty")) == 0


def test_events(sds: Client, recording: Path) -> None:
    """A program is told the plan, every start and end, and bytes that only grow to the total."""
    (recording / ".env").write_text("secret")
    events: list[Event] = []

    sds.upload(recording, sds_path="r", on_event=events.append)

    size = sum(len(data) for data in tree(recording).values()) - len("secret")
    told = [event for event in events if not isinstance(event, Planning)]
    assert told[0] == Skipped(path="/r/.env", reason="may hold secrets")
    assert told[1] == Planned(verb="upload", files=3, size=size, skipped=1)
    assert sum(isinstance(event, Started) for event in events) == 3
    assert {event.path for event in events if isinstance(event, Done)} == set(paths_of(sds))
    assert [event for event in events if isinstance(event, Advanced)][-1].moved == size


def test_file_growing_while_it_is_planned_is_sent_as_it_is(sds: Client, tmp_path: Path) -> None:
    """The file as it is when it is opened counts, not as it was when it was listed."""
    path = tmp_path / "grows.bin"
    path.write_bytes(b"short")

    def grow(event: Event) -> None:
        if isinstance(event, Planned):
            path.write_bytes(b"longer than before")

    sds.upload(path, on_event=grow)

    assert sds.files.list("/grows.bin")[0].size == len("longer than before")


def test_file_vanishing_after_the_plan_fails_alone(sds: Client, recording: Path) -> None:
    """A file that is gone when its turn comes fails; the others arrive."""

    def remove(event: Event) -> None:
        if isinstance(event, Planned):
            (recording / "notes.txt").unlink()

    report = sds.upload(recording, sds_path="r", raise_on_error=False, on_event=remove)

    assert isinstance(report.failed[0].error, LocalFileError)
    assert len(report.transferred) == 2


def test_many_files(sds: Client, tmp_path: Path) -> None:
    """Several pages of files arrive, and the second time none is sent."""
    source = tmp_path / "many"
    source.mkdir()
    for number in range(350):
        (source / f"{number:04}.bin").write_bytes(number.to_bytes(4, "big") * 10)

    assert len(sds.upload(source, sds_path="many").transferred) == 350
    assert len(sds.upload(source, sds_path="many").skipped) == 350


def test_few_files_into_a_full_directory_cost_few_requests(
    sds: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """When the target holds far more than is brought, each file is asked for instead."""
    source = tmp_path / "many"
    source.mkdir()
    for number in range(350):
        (source / f"{number:04}.bin").write_bytes(number.to_bytes(4, "big") * 10)
    sds.upload(source, sds_path="many")
    for number in range(2, 350):
        (source / f"{number:04}.bin").unlink()
    caplog.clear()

    with caplog.at_level(logging.DEBUG, logger="spectrumx.transport"):
        report = sds.upload(source, sds_path="many")

    assert len(report.skipped) == 2
    assert len(caplog.records) == 2


def test_a_link_to_itself_fails_alone(sds: Client, recording: Path) -> None:
    """A link that leads in a circle is reported, and the rest is sent."""
    (recording / "circle").symlink_to(recording / "circle")

    report = sds.upload(recording, sds_path="r", raise_on_error=False)

    assert [result.sds_path for result in report.failed] == ["/r/circle"]
    assert len(report.transferred) == 3
