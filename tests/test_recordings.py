"""Which captures are found in a local folder, and what is refused before anything is sent."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from spectrumx.errors import InvalidRequestError, LocalFileError
from spectrumx.models import CaptureType
from spectrumx.recordings import LocalCapture, find_captures
from tests.localgateway.recordings import write_digital_rf

RECORDED = Path(__file__).parents[2] / "shared" / "recordings"
recorded = pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded samples are not here")

GROUP = UUID("4ea07046-bee1-4442-b5ea-1ef97a297b5a")
OTHER_GROUP = UUID("11111111-2222-4333-8444-555555555555")
SCAN = {
    "data": "AACAPw==",
    "gain": 1.0,
    "latitude": 41.7,
    "longitude": -86.2,
    "mac_address": "f4e11ea46780",
    "metadata": {"fmin": 1_988_000_000, "fmax": 2_012_000_000, "nfft": 1},
    "sample_rate": 24_000_000,
    "short_name": "a sensor",
    "timestamp": "2025-01-10T15:48:07Z",
    "type": "float32",
}
SIGMF: dict[str, Any] = {
    "global": {"core:datatype": "ci16_le", "core:sample_rate": 1e6, "core:version": "1.2.6"},
    "captures": [{"core:sample_start": 0, "core:frequency": 1e9}],
    "annotations": [],
}
PROPERTIES = b"\x89HDF\r\n\x1a\n and so on"


def put(path: Path, contents: bytes | object) -> Path:
    """Write a file, and the folders it needs; what is no bytes is written as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(contents if isinstance(contents, bytes) else json.dumps(contents).encode())
    return path


def put_scan(path: Path, group: UUID | None = GROUP, **fields: object) -> None:
    """Write a RadioHound file."""
    put(path, SCAN | ({"scan_group": str(group)} if group else {}) | fields)


def put_sigmf(folder: Path, name: str = "rec") -> Path:
    """Write a SigMF recording as a pair of files; returns its metadata file."""
    put(folder / f"{name}.sigmf-data", b"samples!")
    return put(folder / f"{name}.sigmf-meta", SIGMF)


def put_archive(folder: Path, *names: str) -> Path:
    """Write a SigMF archive of some recordings."""
    pairs = folder.parent / "pairs"
    archive = put(folder / "rec.sigmf", b"")
    with tarfile.open(archive, "w") as opened:
        for name in names:
            put_sigmf(pairs, name)
            for suffix in ("meta", "data"):
                opened.add(pairs / f"{name}.sigmf-{suffix}", f"{name}/{name}.sigmf-{suffix}")
    return archive


def put_channel(folder: Path) -> None:
    """Make what looks like a Digital RF channel: properties and a data file."""
    put(folder / "drf_properties.h5", PROPERTIES)
    put(folder / "2024-06-27T14-00-00" / "rf@1719499740.000.h5", b"data")


def drf(channel: str, directory: str = "", *, folder_is_channel: bool = False) -> LocalCapture:
    """A Digital RF capture."""
    return LocalCapture(
        capture_type=CaptureType.DigitalRF,
        directory=directory,
        channel=channel,
        folder_is_channel=folder_is_channel,
    )


def test_every_digital_rf_channel_is_found(tmp_path: Path) -> None:
    """A recording in a folder below gives a capture for each channel, with one directory."""
    write_digital_rf(tmp_path / "day" / "one", "ch1", "ch0")
    put(tmp_path / "notes.txt", b"rainy")

    assert find_captures(tmp_path) == [drf("ch0", "day/one"), drf("ch1", "day/one")]


def test_a_folder_may_be_the_channel_itself(tmp_path: Path) -> None:
    """A folder that is itself a channel goes where it keeps its name, below a named directory."""
    folder = write_digital_rf(tmp_path, "ch0") / "ch0"

    [found] = find_captures(folder)

    assert found == drf("ch0", folder_is_channel=True)
    assert found.place("/site/ch0") == ("/site", "ch0")
    for elsewhere in ("/", "/ch0", "/site/antenna"):
        with pytest.raises(InvalidRequestError, match="itself the Digital RF channel ch0; give"):
            found.place(elsewhere)


@pytest.mark.parametrize(
    ("directory", "sds_path", "place"),
    [("", "/", "/"), ("", "/a", "/a"), ("b/c", "/", "/b/c"), ("b", "/a", "/a/b")],
)
def test_a_capture_is_placed_below_where_the_folder_goes(
    directory: str, sds_path: str, place: str
) -> None:
    """The top-level directory is the capture's own, below the SDS directory of the contents."""
    assert drf("ch0", directory).place(sds_path) == (place, "ch0")


@pytest.mark.parametrize("wanted", ["ch1", ["ch1"], {"ch1", "ch2"}])
def test_channels_can_be_chosen(tmp_path: Path, wanted: Any) -> None:
    """Only the channels that are named are taken, and the others may be broken."""
    for channel in ("ch1", "ch2"):
        put_channel(tmp_path / channel)
    put(tmp_path / "ch0" / "drf_properties.h5", b"torn")
    put(tmp_path / "ch3" / "rf@1719499740.000.h5", b"data")

    found = [capture.channel for capture in find_captures(tmp_path, channel=wanted)]

    assert found == sorted([wanted] if isinstance(wanted, str) else wanted)


@pytest.mark.parametrize("wanted", ["ch9", ["ch0", "ch9"], "", []])
def test_a_channel_that_is_not_there_is_refused(tmp_path: Path, wanted: Any) -> None:
    """A name without a channel, or none, is an error that names what is wrong."""
    put_channel(tmp_path / "ch0")

    with pytest.raises(InvalidRequestError, match=r"no channel ch9; its channels: ch0|is blank"):
        find_captures(tmp_path, channel=wanted)


def test_recordings_in_several_folders_are_refused(tmp_path: Path) -> None:
    """Channels with different parents are different recordings, and the folders are named."""
    put_channel(tmp_path / "monday" / "ch0")
    put_channel(tmp_path / "tuesday" / "ch0")

    with pytest.raises(InvalidRequestError, match=r"monday, .*tuesday; give one of these folders"):
        find_captures(tmp_path, channel="ch0")


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        (
            "drf_properties.h5",
            r"2024\S+ has data of a Digital RF channel whose drf_prop\S+ is miss",
        ),
        ("2024-06-27T14-00-00/rf@1719499740.000.h5", "ch0 has no finished data file"),
    ],
)
def test_half_a_channel_is_refused(tmp_path: Path, missing: str, sentence: str) -> None:
    """Data without properties, and properties without finished data, are named as what they are."""
    put_channel(tmp_path / "ch0")
    put(tmp_path / "ch0" / "2024-06-27T14-00-00" / "tmp.rf@1719499741.000.h5", b"in progress")
    put(tmp_path / "ch0" / "2024-06-27T14-00-00" / "rf@1719499742.000.h5", b"")
    (tmp_path / "ch0" / missing).unlink()
    if missing == "drf_properties.h5":
        (tmp_path / "ch0" / "2024-06-27T14-00-00" / "rf@1719499742.000.h5").unlink()

    with pytest.raises(LocalFileError, match=sentence):
        find_captures(tmp_path)


def test_properties_have_to_be_hdf5(tmp_path: Path) -> None:
    """A file that only has the name of a channel's properties is refused."""
    put_channel(tmp_path / "ch0")
    put(tmp_path / "ch0" / "drf_properties.h5", b"<html>")

    with pytest.raises(LocalFileError, match=r"drf_properties.h5 is no HDF5 file"):
        find_captures(tmp_path)


def test_a_long_recording_is_not_walked(tmp_path: Path) -> None:
    """Of a channel's many hours only the first is looked into."""
    put_channel(tmp_path / "ch0")
    for hour in range(100):
        put(tmp_path / "ch0" / f"2025-{hour:02}" / "rf@1719499740.000.h5", b"data")
    script = (
        "import sys, pathlib, spectrumx.recordings as r\n"
        "sys.addaudithook(lambda what, _: what == 'os.scandir' and print(what))\n"
        "r.find_captures(pathlib.Path(sys.argv[1]))\n"
    )

    ran = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, check=True)

    assert ran.stdout.decode().split() == ["os.scandir"] * 3


def test_scans_of_one_group_are_one_capture(tmp_path: Path) -> None:
    """The directory is the lowest that has every scan of the group in or below it."""
    put_scan(tmp_path / "campaign" / "one" / "a.rh.json")
    put_scan(tmp_path / "campaign" / "two" / "b.rh.json", scan_group=str(GROUP).upper())
    put(tmp_path / "settings.json", b"not a scan")

    [found] = find_captures(tmp_path)

    assert (found.directory, found.scan_group) == ("campaign", GROUP)
    assert found.capture_type is CaptureType.RadioHound


def test_one_of_several_scan_groups_is_chosen(tmp_path: Path) -> None:
    """Several groups, or scans without one beside them, are refused until one is named."""
    put_scan(tmp_path / "a.rh.json")
    put_scan(tmp_path / "below" / "b.rh.json", OTHER_GROUP)
    put_scan(tmp_path / "c.rh.json", None)

    with pytest.raises(InvalidRequestError, match=rf"{OTHER_GROUP}, {GROUP}, none.*scan_group="):
        find_captures(tmp_path)

    [found] = find_captures(tmp_path, scan_group=OTHER_GROUP)
    assert (found.directory, found.scan_group) == ("below", OTHER_GROUP)
    with pytest.raises(InvalidRequestError, match="has no scan group 00000000"):
        find_captures(tmp_path, scan_group=UUID(int=0))


def test_scans_may_have_no_group(tmp_path: Path) -> None:
    """Scans that name no group make one capture together."""
    put_scan(tmp_path / "a.rh.json", None)
    put_scan(tmp_path / "b.rh.json", scan_group=None)

    assert find_captures(tmp_path) == [LocalCapture(capture_type=CaptureType.RadioHound)]


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        (b"{", "can't be read as JSON"),
        (b"\xff\xfe\xfd", "can't be read as JSON"),
        (b"[" * 200_000, "can't be read as JSON"),
        (b'{"gain": NaN}', "can't be read as JSON .*NaN"),
        (b"[]", "holds no JSON object"),
        ({"gain": 1}, "it lacks data, .* and 4 more"),
        (SCAN | {"scan_group": "monday"}, "'monday', which is no random"),
        (SCAN | {"scan_group": "2b6a1f60-0000-11ee-8000-000000000000"}, "no random .version 4"),
    ],
)
def test_a_broken_scan_is_refused(tmp_path: Path, contents: Any, sentence: str) -> None:
    """A file that is no RadioHound file is named, with what is wrong with it."""
    put(tmp_path / "a.rh.json", contents)

    with pytest.raises(LocalFileError, match=rf"a\.rh\.json .*{sentence}.*take it out") as caught:
        find_captures(tmp_path)
    assert caught.value.path == str(tmp_path / "a.rh.json")


def test_huge_json_is_not_read(tmp_path: Path) -> None:
    """A file of more than 64 MiB is refused instead of being parsed."""
    with (tmp_path / "a.rh.json").open("wb") as opened:
        opened.truncate(64 * 1024 * 1024 + 1)

    with pytest.raises(LocalFileError, match="more than 64 MiB"):
        find_captures(tmp_path)


def test_a_sigmf_pair_is_found(tmp_path: Path) -> None:
    """Metadata with its samples beside it make a capture."""
    put_sigmf(tmp_path / "rec")

    assert find_captures(tmp_path) == [
        LocalCapture(capture_type=CaptureType.SigMF, directory="rec")
    ]


def test_a_sigmf_archive_is_found(tmp_path: Path) -> None:
    """An archive with one recording makes a capture."""
    put_archive(tmp_path / "a", "rec")

    assert [each.directory for each in find_captures(tmp_path / "a")] == [""]


def test_samples_may_have_another_name_or_be_absent(tmp_path: Path) -> None:
    """The metadata may name another file of samples, or say that there are none."""
    named = {**SIGMF, "global": {**SIGMF["global"], "core:dataset": "samples.bin"}}
    put(tmp_path / "one" / "rec.sigmf-meta", named)
    put(tmp_path / "one" / "samples.bin", b"samples!")
    alone = {**SIGMF, "global": {**SIGMF["global"], "core:metadata_only": True}}
    put(tmp_path / "two" / "rec.sigmf-meta", alone)

    assert find_captures(tmp_path / "one") == find_captures(tmp_path / "two")


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"rec.sigmf-data": b"samples!"}, "rec.sigmf-data has no .sigmf-meta file"),
        ({"rec.sigmf-meta": SIGMF}, "no samples beside it: rec.sigmf-data"),
        ({"rec.sigmf-meta": SIGMF, "rec.sigmf-data": b""}, "no samples beside it"),
        ({"rec.sigmf-meta": {"global": {"core:dataset": "../x"}, "captures": []}}, "no samples"),
        ({"rec.sigmf-meta": {"captures": []}}, "lacks global or captures"),
        ({"rec.sigmf-meta": {"global": {}}}, "lacks global or captures"),
        ({"rec.sigmf-meta": b"none"}, "can't be read as JSON"),
        ({"rec.sigmf": b"no archive"}, "is no SigMF archive"),
        ({"rec.sigmf": b""}, "is no SigMF archive|holds 0 SigMF"),
    ],
)
def test_half_a_sigmf_recording_is_refused(
    tmp_path: Path, files: dict[str, Any], sentence: str
) -> None:
    """Samples without metadata, metadata without samples, and what is no SigMF are named."""
    put(tmp_path / "x", b"samples!")
    for name, contents in files.items():
        put(tmp_path / "rec" / name, contents)

    with pytest.raises(LocalFileError, match=sentence):
        find_captures(tmp_path)


def test_an_archive_of_several_recordings_is_refused(tmp_path: Path) -> None:
    """The gateway takes an archive of one recording only."""
    put_archive(tmp_path / "a", "one", "two")

    with pytest.raises(LocalFileError, match="holds 2 SigMF recordings instead of one"):
        find_captures(tmp_path / "a")


@pytest.mark.parametrize(
    ("places", "sentence"),
    [(("", ""), "give each a folder of its own"), (("a", "b"), "give one of these folders")],
)
def test_several_sigmf_recordings_are_refused(
    tmp_path: Path, places: tuple[str, str], sentence: str
) -> None:
    """The gateway takes one SigMF recording of a directory, and the sentence says what to do."""
    for number, place in enumerate(places):
        put_sigmf(tmp_path / place, f"rec{number}")

    with pytest.raises(InvalidRequestError, match=sentence):
        find_captures(tmp_path)


def test_several_formats_are_refused_until_one_is_named(tmp_path: Path) -> None:
    """The sentence names the formats and the argument, and other formats then don't matter."""
    put_channel(tmp_path / "ch0")
    put(tmp_path / "broken.rh.json", b"{")
    put_sigmf(tmp_path)

    with pytest.raises(InvalidRequestError, match='give capture_type="drf" or "rh" or "sigmf"'):
        find_captures(tmp_path)

    assert find_captures(tmp_path, capture_type=CaptureType.DigitalRF) == [drf("ch0")]
    assert find_captures(tmp_path, channel="ch0") == [drf("ch0")]
    [found] = find_captures(tmp_path, capture_type=CaptureType.SigMF)
    assert found.capture_type is CaptureType.SigMF


@pytest.mark.parametrize(
    "arguments",
    [
        {"channel": "ch0", "capture_type": CaptureType.SigMF},
        {"scan_group": GROUP, "capture_type": CaptureType.DigitalRF},
        {"scan_group": GROUP, "channel": "ch0"},
    ],
)
def test_arguments_of_another_format_are_refused(tmp_path: Path, arguments: Any) -> None:
    """A channel is of Digital RF only, a scan group of RadioHound only."""
    put_channel(tmp_path / "ch0")

    with pytest.raises(InvalidRequestError, match=r"leave it out|give one"):
        find_captures(tmp_path, **arguments)


@pytest.mark.parametrize("wanted", [None, CaptureType.RadioHound])
def test_a_folder_without_a_recording_is_refused(
    tmp_path: Path, wanted: CaptureType | None
) -> None:
    """Where nothing of the format is found the error says of which."""
    put(tmp_path / "a" / "notes.txt", b"rainy")

    with pytest.raises(LocalFileError, match=r"holds no (RadioHound )?recording"):
        find_captures(tmp_path, capture_type=wanted)


@pytest.mark.parametrize(
    ("name", "why"), [("absent", "does not exist"), ("file.sigmf", "is a file; give the folder")]
)
def test_what_is_no_folder_is_refused(tmp_path: Path, name: str, why: str) -> None:
    """A path without a folder is an error of the local file, and says what to give instead."""
    put(tmp_path / "file.sigmf", b"")

    with pytest.raises(LocalFileError, match=rf"{name} {why}") as caught:
        find_captures(tmp_path / name)
    assert caught.value.path == str(tmp_path / name)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights there")
def test_linked_folders_and_special_files_are_passed_by(tmp_path: Path) -> None:
    """Links to folders are not followed, as uploads don't; links to files are files."""
    put_channel(tmp_path / "elsewhere" / "ch0")
    folder = tmp_path / "folder"
    put_sigmf(tmp_path / "other")
    folder.mkdir()
    (folder / "rec.sigmf-meta").symlink_to(tmp_path / "other" / "rec.sigmf-meta")
    (folder / "rec.sigmf-data").symlink_to(tmp_path / "other" / "rec.sigmf-data")
    (folder / "ch0").symlink_to(tmp_path / "elsewhere" / "ch0")
    (folder / "again").symlink_to(folder)
    (folder / "gone.rh.json").symlink_to(tmp_path / "gone")
    os.mkfifo(folder / "pipe.rh.json")

    assert find_captures(folder) == [LocalCapture(capture_type=CaptureType.SigMF)]


@recorded
def test_the_recorded_digital_rf_is_found() -> None:
    """A recording from the field has its one channel."""
    assert find_captures(RECORDED / "westford-vpol") == [drf("cap-2024-06-27T14-00-00")]


@recorded
def test_the_recorded_radiohound_is_found(tmp_path: Path) -> None:
    """RadioHound files from the field are scans of one group."""
    shutil.copytree(RECORDED / "radiohound-update", tmp_path / "rh")

    assert [each.scan_group for each in find_captures(tmp_path / "rh")] == [GROUP]
