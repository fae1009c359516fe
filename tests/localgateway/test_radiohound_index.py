"""What a capture says of RadioHound files."""

import json
from typing import Any
from uuid import uuid1

import pytest

from tests.localgateway.recordings import create_scans, upload_scan

GROUPS = "4ea07046-bee1-4442-b5ea-1ef97a297b5a", "0a1b2c3d-bee1-4442-b5ea-1ef97a297b5a"


def shown(api: Any, **fields: str) -> Any:
    """Make a capture of the scans in /scans, and show it."""
    return api.get(f"/assets/captures/{create_scans(api, '/scans', **fields)}/").json()


def found(api: Any, field: str, limits: dict[str, Any], query_type: str = "range") -> int:
    """How many captures have a property within limits."""
    condition = {"field_path": field, "query_type": query_type, "filter_value": limits}
    query = {"metadata_filters": json.dumps([condition])}
    count: int = api.get("/assets/captures/", params=query).json()["count"]
    return count


def test_the_properties_are_those_of_the_file(api: Any) -> None:
    """What a file holds is shown as it is; rate and frequency are shown in short too."""
    upload_scan(api, "/scans/a.rh.json", center_frequency=2e9, custom_fields={"site": "roof"})

    capture = shown(api)

    props = capture["capture_props"]
    assert (props["mac_address"], props["custom_fields"]) == ("f4e11ea46780", {"site": "roof"})
    assert props["timestamp"] == "2025-01-10T15:48:07.100486Z"
    assert (capture["center_frequency_ghz"], capture["sample_rate_mhz"]) == (2.0, 24.0)
    assert (capture["channel"], capture["capture_start_epoch_sec"]) == ("", None)
    assert capture["data_files_info"]["count"] == 1


def test_former_fields_take_their_present_form(api: Any) -> None:
    """Fields of old files are moved or dropped."""
    metadata = {"fmin": 1, "fmax": 2, "xcount": 3, "archiveResult": True}
    upload_scan(api, "/scans/a.rh.json", metadata=metadata, batch=1, requested={"span": 5})

    props = shown(api)["capture_props"]

    assert props["metadata"] == {"fmin": 1, "fmax": 2, "archive_result": True}
    assert (props["custom_fields"], "batch" in props) == ({"requested": {"span": 5}}, False)


def test_a_scan_group_has_its_own_files(api: Any) -> None:
    """A capture of a scan group holds that group's files below the directory, and no others."""
    mine = {
        upload_scan(api, f"/scans/{name}.rh.json", scan_group=GROUPS[0]) for name in ("a/a", "b")
    }
    upload_scan(api, "/scans/c.rh.json", scan_group=GROUPS[1])
    api.upload("/scans/d.rh.json", b"no JSON")
    api.upload("/scans/notes.txt")

    capture = shown(api, scan_group=GROUPS[0].upper())

    assert capture["scan_group"] == GROUPS[0]
    assert {file["uuid"] for file in capture["files"]} == mine


def test_a_scan_group_has_one_capture(api: Any) -> None:
    """A second capture of a scan group, in whatever directory, names the first."""
    for path in ("/scans/a.rh.json", "/more/a.rh.json"):
        upload_scan(api, path, scan_group=GROUPS[0])
    uuid = create_scans(api, "/scans", scan_group=GROUPS[0])

    form = {"capture_type": "rh", "top_level_dir": "/more", "scan_group": GROUPS[0]}
    answer = api.post("/assets/captures/", json=form)

    assert answer.status_code == 400
    assert answer.json()["detail"].endswith(
        f"rh_unique_scan_group: This scan group is already in use by another capture: {uuid}"
    )


def test_a_directory_without_a_group_has_one_capture(api: Any) -> None:
    """Without a scan group a second capture of a directory names the first."""
    upload_scan(api, "/scans/a.rh.json")
    uuid = create_scans(api, "/scans")

    answer = api.post("/assets/captures/", json={"capture_type": "rh", "top_level_dir": "/scans/"})

    assert answer.status_code == 400
    assert answer.json()["detail"].endswith(f"in use by another capture: {uuid}")


def test_scans_are_found_by_time_place_and_band(api: Any) -> None:
    """The seconds around all scans, their position and their band can be searched."""
    upload_scan(api, "/scans/a.rh.json", timestamp="2025-01-10T15:48:07.5")
    upload_scan(api, "/scans/b.rh.json", timestamp="2025-01-10T15:48:09.5Z")
    create_scans(api, "/scans")
    box = {"top_left": {"lat": 42, "lon": -87}, "bottom_right": {"lat": 41, "lon": -86}}

    assert found(api, "search_props.start_time", {"gte": 1736524087, "lte": 1736524087}) == 1
    assert found(api, "search_props.end_time", {"gte": 1736524090, "lte": 1736524090}) == 1
    assert found(api, "search_props.frequency_min", {"gte": 1.988e9}) == 1
    assert found(api, "search_props.coordinates", box, "geo_bounding_box") == 1
    assert found(api, "capture_props.timestamp", {"lt": "2025-01-10T15:48:08Z"}) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"extra": 1}, "unknown field extra"),
        ({"short_name": None}, "short_name is missing"),
        ({"mac_address": "f4:e1:1e:a4:67:80"}, "mac_address is not 12 hexadecimal digits"),
        ({"type": "f4"}, "type is no name of a NumPy type"),
        ({"sample_rate": 1.5}, "sample_rate is no whole number"),
        ({"sample_rate": True}, "sample_rate is no number"),
        ({"latitude": 90}, "latitude is not between -90 and 90 degrees"),
        ({"timestamp": "yesterday"}, "timestamp Invalid isoformat string"),
        ({"timestamp": "0001-01-01"}, "timestamp is out of range"),
        ({"metadata": {"fmin": 1}}, "metadata fmax is missing"),
        ({"metadata": []}, "metadata is no object"),
        ({"data": "%%%"}, "data is no base64 text"),
        ({"data": 7}, "data is no text"),
        ({"scan_group": str(uuid1())}, "scan_group is no random (version 4) UUID"),
        ({"gain": float("nan")}, "Out of range float values are not JSON compliant"),
    ],
)
def test_a_file_of_another_form_is_refused(api: Any, fields: Any, sentence: str) -> None:
    """A field that is unknown, missing or wrong is named in a 400 with its file."""
    upload_scan(api, "/scans/a.rh.json", **fields)

    answer = api.post("/assets/captures/", json={"capture_type": "rh", "top_level_dir": "/scans"})

    assert answer.status_code == 400
    assert f"a.rh.json cannot be read as RadioHound: {sentence}" in answer.json()["detail"]


@pytest.mark.parametrize("contents", [b"[]", b"{", b"\xff", b"[" * 100_000, b'{"a": 1e999}'])
def test_what_is_no_json_object_is_refused(api: Any, contents: bytes) -> None:
    """Contents that are no JSON object are a 400."""
    api.upload("/scans/a.rh.json", contents)

    answer = api.post("/assets/captures/", json={"capture_type": "rh", "top_level_dir": "/scans"})

    assert answer.status_code == 400
    assert "a.rh.json cannot be read as RadioHound: " in answer.json()["detail"]


def test_a_directory_without_scans_is_refused(api: Any) -> None:
    """Where no RadioHound file is, no capture is made."""
    answer = api.post("/assets/captures/", json={"capture_type": "rh", "top_level_dir": "/scans"})

    assert answer.status_code == 400
    assert f"at '/files/{api.email}/scans'" in answer.json()["detail"]


@pytest.mark.parametrize(("levels", "status"), [(90, 201), (101, 400), (975, 400), (100_000, 400)])
def test_deep_nesting_is_refused(api: Any, levels: int, status: int) -> None:
    """A file nested beyond all use makes no capture, and listings go on."""
    nested = '{"a":' * levels + "1" + "}" * levels
    uuid = upload_scan(api, "/former/a.rh.json", custom_fields={"deep": 0})
    contents = api.get(f"/assets/files/{uuid}/download/").content
    api.upload("/scans/a.rh.json", contents.replace(b'"deep": 0', f'"deep": {nested}'.encode()))

    answer = api.post("/assets/captures/", json={"capture_type": "rh", "top_level_dir": "/scans"})

    assert answer.status_code == status, answer.text
    assert status == 201 or "it is nested too deeply" in answer.json()["detail"]
    assert api.get("/assets/captures/").status_code == 200
