"""What a capture says of a SigMF recording."""

import io
import json
import tarfile
from typing import Any

import pytest

GLOBAL = {"core:datatype": "ci16_le", "core:sample_rate": 1000, "core:version": "1.2.0"}
SEGMENT = {"core:sample_start": 0, "core:frequency": 1e8, "core:datetime": "2025-01-01T00:00:00.5Z"}
SAMPLES = bytes(4 * 2600)
FORM = {"capture_type": "sigmf", "top_level_dir": "/rec"}


def metadata(*segments: dict[str, Any], **of_all: Any) -> bytes:
    """Write the metadata of a recording."""
    properties = GLOBAL | {f"core:{name}": value for name, value in of_all.items()}
    return json.dumps(
        {
            "global": properties,
            "captures": segments or [SEGMENT],
            "annotations": [{"core:label": "x"}],
        }
    ).encode()


def archive(*names: str) -> bytes:
    """Write recordings into one archive, as SigMF lays it out."""
    with io.BytesIO() as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            for name in names:
                for suffix, contents in (("meta", metadata()), ("data", SAMPLES)):
                    member = tarfile.TarInfo(f"{name}/{name}.sigmf-{suffix}")
                    member.size = len(contents)
                    tar.addfile(member, io.BytesIO(contents))
        return file.getvalue()


def upload_pair(api: Any, contents: bytes | None = None, name: str = "a") -> None:
    """Upload a recording as a pair of files."""
    api.upload(f"/rec/{name}.sigmf-meta", contents or metadata())
    api.upload(f"/rec/{name}.sigmf-data", SAMPLES)


def create(api: Any) -> Any:
    """Make a capture of the recording in /rec, and show it."""
    answer = api.post("/assets/captures/", json=FORM)
    assert answer.status_code == 201, answer.text
    return api.get(f"/assets/captures/{answer.json()['uuid']}/").json()


def refuse(api: Any) -> str:
    """Return why what is in /rec makes no capture."""
    answer = api.post("/assets/captures/", json=FORM)
    assert answer.status_code == 400
    sentence: str = answer.json()["detail"]
    return sentence


def found(api: Any, field: str, limits: dict[str, float]) -> int:
    """How many captures have a property within limits."""
    condition = {"field_path": field, "query_type": "range", "filter_value": limits}
    query = {"metadata_filters": json.dumps([condition])}
    count: int = api.get("/assets/captures/", params=query).json()["count"]
    return count


def test_a_pair_of_files_is_a_recording(api: Any) -> None:
    """A capture has both files, the metadata as they are, and the number of samples."""
    upload_pair(api)
    api.upload("/rec/notes.txt")

    capture = create(api)

    props = capture["capture_props"]
    assert [file["name"] for file in capture["files"]] == ["a.sigmf-data", "a.sigmf-meta"]
    assert (props["global"], props["captures"]) == (GLOBAL, [SEGMENT])
    assert (props["annotations"], props["sample_count"]) == ([{"core:label": "x"}], 2600)
    assert (capture["capture_type_display"], capture["index_name"]) == ("SigMF", "captures-sigmf")


def test_bounds_are_the_seconds_around_a_recording(api: Any) -> None:
    """The start is rounded down and the end up; frequency and rate are those of the metadata."""
    upload_pair(api)

    capture = create(api)

    assert capture["capture_start_iso_utc"] == "2025-01-01T00:00:00Z"
    assert capture["capture_end_iso_utc"] == "2025-01-01T00:00:04Z"
    assert (capture["length_of_capture_ms"], capture["file_cadence_ms"]) == (4000, None)
    assert (capture["center_frequency_ghz"], capture["sample_rate_mhz"]) == (0.1, 0.001)
    assert found(api, "search_props.frequency_max", {"gte": 100_000_500, "lte": 100_000_500}) == 1
    assert found(api, "capture_props.global.core:sample_rate", {"gt": 999}) == 1
    assert found(api, "capture_props.captures.core:frequency", {"gt": 1e9}) == 0


def test_the_last_segment_gives_the_end(api: Any) -> None:
    """After a gap the time of the later segment counts."""
    later = {
        "core:sample_start": 1600,
        "core:frequency": 3e8,
        "core:datetime": "2025-01-01T01:00:00",
    }
    upload_pair(api, metadata(SEGMENT, later))

    capture = create(api)

    assert capture["capture_end_iso_utc"] == "2025-01-01T01:00:01Z"
    assert found(api, "search_props.frequency_max", {"gt": 3e8}) == 1


@pytest.mark.parametrize(
    ("segments", "bounds"),
    [
        ([(None, 0), (10, 1600)], (8, 11)),
        ([(10, 1600)], (8, 11)),
        ([(10, 1600), (5, 0)], (5, 11)),
        ([(5, 1600), (9, 0)], (3, 6)),
        ([(5, 0), (50, 2601)], (5, 8)),
        ([(5, 0), (0, -1)], (5, 8)),
        ([(5, 2600)], (2, 5)),
        ([(5, 9000)], None),
    ],
)
def test_times_are_those_of_the_samples(
    api: Any, segments: list[tuple[int | None, int]], bounds: tuple[int, int] | None
) -> None:
    """From the earliest start that a segment tells to the last one's end; never backwards."""
    told = [
        {"core:sample_start": first}
        | ({} if second is None else {"core:datetime": f"1970-01-01T00:00:{second:02d}Z"})
        for second, first in segments
    ]
    upload_pair(api, metadata(*told))

    capture = create(api)

    start, length = capture["capture_start_epoch_sec"], capture["length_of_capture_ms"]
    assert (None if start is None else (start, start + length // 1000)) == bounds


def test_an_archive_is_a_recording(api: Any) -> None:
    """An archive says the same as the pair of files in it."""
    api.upload("/rec/a.sigmf", archive("a"))

    capture = create(api)

    assert capture["capture_props"]["sample_count"] == 2600
    assert [file["name"] for file in capture["files"]] == ["a.sigmf"]
    assert capture["data_files_info"]["count"] == 1


def test_samples_may_be_elsewhere(api: Any) -> None:
    """A recording may name its samples' file, and may have none if it says so."""
    api.upload("/rec/a.sigmf-meta", metadata(dataset="raw.bin"))
    api.upload("/rec/raw.bin", SAMPLES + b"tail")
    assert create(api)["capture_props"]["sample_count"] == 2601

    api.upload("/rec/a.sigmf-meta", metadata(metadata_only=True))
    uuid = api.get("/assets/captures/").json()["results"][0]["uuid"]
    assert api.put(f"/assets/captures/{uuid}/").json()["capture_props"]["sample_count"] is None


def test_headers_and_channels_are_no_samples(api: Any) -> None:
    """The number of samples is that of one channel, without headers and trailing bytes."""
    segment = SEGMENT | {"core:header_bytes": 80}
    upload_pair(api, metadata(segment, num_channels=2, datatype="rf32_le", trailing_bytes=20))

    assert create(api)["capture_props"]["sample_count"] == (len(SAMPLES) - 100) // 8


def test_a_directory_has_one_capture(api: Any) -> None:
    """A second capture of a recording names the first."""
    upload_pair(api)
    uuid = create(api)["uuid"]

    assert refuse(api).endswith(f"is already in use by another capture: {uuid}")


def test_several_recordings_are_refused(api: Any) -> None:
    """Where several recordings are, each needs a directory of its own."""
    upload_pair(api)
    upload_pair(api, metadata(author="b"), name="b")

    assert "give each recording a directory of its own" in refuse(api)


@pytest.mark.parametrize(
    ("name", "contents", "sentence"),
    [
        ("a.txt", b"x", "No files found for capture"),
        ("b/a.sigmf-meta", metadata(), "No files found for capture"),
        ("a.sigmf-meta", metadata(), "its samples are missing: a.sigmf-data"),
        ("a.sigmf-meta", b"{", "a.sigmf-meta cannot be read as SigMF"),
        ("a.sigmf-meta", b'{"global": 1}', "core:datatype is missing or unknown"),
        ("a.sigmf-meta", metadata(datatype="x8", metadata_only=1), "core:datatype is missing"),
        ("a.sigmf-meta", metadata(num_channels=0, metadata_only=1), "is not positive"),
        ("a.sigmf", b"no archive at all" * 100, "a.sigmf cannot be read as SigMF"),
        ("a.sigmf", archive(), "it holds 0 recordings, not one"),
        ("a.sigmf", archive("a", "b"), "it holds 2 recordings, not one"),
        ("a.sigmf", archive("a")[:700], "a.sigmf cannot be read as SigMF"),
    ],
)
def test_what_is_no_recording_is_refused(
    api: Any, name: str, contents: bytes, sentence: str
) -> None:
    """What cannot be read as SigMF is a 400 that says why."""
    api.upload(f"/rec/{name}", contents)

    if name == "a.sigmf-meta" and sentence != "its samples are missing: a.sigmf-data":
        api.upload("/rec/a.sigmf-data", SAMPLES)
    assert sentence in refuse(api)


@pytest.mark.parametrize(
    "segment",
    [{}, {"core:datetime": "soon"}, {"core:datetime": "2025-01-01", "core:sample_start": "x"}],
)
@pytest.mark.parametrize("rate", [None, 0, -1, 1e-300, 1e300, "fast"])
def test_odd_metadata_make_no_fault(api: Any, segment: dict[str, Any], rate: Any) -> None:
    """Whatever the times and the rate are, a capture is made or refused, and can be listed."""
    upload_pair(api, metadata(segment, sample_rate=rate))

    assert api.post("/assets/captures/", json=FORM).status_code in {201, 400}
    assert api.get("/assets/captures/").status_code == 200
