"""Datasets, and what is shared by them, are answered as the public gateway was recorded to."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from spectrumx.localgateway import LocalGateway, Quirk
from tests.localgateway.recordings import create_capture, upload_folder, write_digital_rf
from tests.recorded import FOLDER

QUIRKS = (Quirk.MALFORMED_UUID_500, Quirk.NO_DATASET_CREATION, Quirk.STORED_DIRECTORY_ONLY)
RECORDED = re.compile(
    r"ds_.*|dsf_.*|files_list_other_shared.*|file_get_(shared_other|in_dataset|after_d.*)"
    r"|file_delete_in_.*|file_detach_in_.*|file_download_shared_other"
)
# The first lists more than 30 files; in the others, two RadioHound scans count as channels.
OTHER_WORLD = {"dsf_many_p2", "dsf_tld_stored", "dsf_capture_two_comma"}
UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?")

REVOKE = ("PUT", "datasets", "0f82987e", "revoke-share-permissions/")
DELETE = ("DELETE", "datasets", "3d8e0dcd", "")
DETACH = "detach-from-datasets/"
BEFORE = {
    "ds_delete_after_revoke": REVOKE,
    "ds_get_after_revoke_other": REVOKE,
    "ds_revoke_again": REVOKE,
    "ds_get_deleted": DELETE,
    "ds_files_deleted": DELETE,
    "file_get_after_ds_delete": DELETE,
    "file_get_after_detach": ("PUT", "files", "4c7f0891", DETACH),
    "file_get_after_detach_published": ("PUT", "files", "adc765f0", DETACH),
}
CAPTURES = {
    "fafa9f7d": ("/caps/rh", "ch"),
    "c056a7dc": ("/caps/westford-vpol", "cap-2024-06-27T14-00-00"),
    "0d2afe31": ("/caps/multi", "ch0"),
    "496fc928": ("/caps/multi", "ch1"),
}
ARTIFACTS = ["761baaf6", "4c7f0891", "beb548cf", "adc765f0", "0c0fe42e", "b29acf2e", "ad342f0c"]
SAID = {
    "authors": [{"name": "Ada L", "orcid_id": "0000-0002-1825-0097"}, {"name": "Bob"}],
    "keywords": ["drone-detection", "rf-spectrum"],
    "institutions": ["Inst A", "Inst B"],
    "release_date": "2025-01-02T03:04:05Z",
    "provenance": {"how": "script"},
    "citation": {"text": "cite"},
    "other": {"k": 1},
}
MULTI = ["0d2afe31", "496fc928"]
DATASETS: dict[str, tuple[str, tuple[list[str], list[str]], dict[str, Any]]] = {
    "7d07f107": ("main", (ARTIFACTS[:3], list(CAPTURES)), SAID),
    "03532e17": ("empty", ([], []), {}),
    "3446c47d": (
        *("published", (["adc765f0"], ["fafa9f7d"])),
        {"status": "final", "is_public": True},
    ),
    "99390ed1": ("shared-with-other", (["0c0fe42e", "b29acf2e"], MULTI), {}),
    "0f82987e": ("shared-delete", (["b29acf2e"], []), {}),
    "2d317db0": ("many-artifacts", (["b29acf2e"], []), {}),
    "3d8e0dcd": ("deleted", (ARTIFACTS[-1:], []), {}),
}
SHARED = ("99390ed1", "0f82987e")


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """A gateway that treats datasets as the public one does."""
    with LocalGateway(tmp_path_factory.mktemp("gateway"), quirks=QUIRKS) as running:
        yield running


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of one channel, in place of all recorded ones."""
    return write_digital_rf(tmp_path_factory.mktemp("recording"), "ch")


@pytest.fixture
def uuids(gateway: LocalGateway, api: Any, other: Any, recording: Path) -> dict[str, str]:
    """Make what the recorded requests are about; return our uuids by the begin of the recorded."""
    ours = {}
    for key, (directory, channel) in CAPTURES.items():
        files = upload_folder(api, recording / "ch", to=f"{directory}/{channel}")
        ours[key] = create_capture(api, directory, channel)
    ours["05a90785"] = files[0]
    for number, key in enumerate(ARTIFACTS):
        path = f"/ds/artifacts/g{number % 3}/art{number:03}.txt"
        ours[key] = api.upload(path, b"%d" % number)["uuid"]
    for key, (name, held, fields) in DATASETS.items():
        artifacts, captures = ([ours[one] for one in kind] for kind in held)
        ours[key] = gateway.create_dataset(
            api.email, name, files=artifacts, captures=captures, **fields
        )
    for key in SHARED:
        gateway.share(ours[key], with_email=other.email)
    return ours


def _samples() -> list[Any]:
    return [
        pytest.param(path, id=path.stem)
        for path in sorted(FOLDER.glob("*.json"))
        if RECORDED.fullmatch(path.stem) and path.stem not in OTHER_WORLD
    ]


def _replayed(client: Any, request: dict[str, Any], uuids: dict[str, str], *, email: str) -> Any:
    """Send a recorded request, about our things instead of the recorded ones."""
    token = client.headers["Authorization"].removeprefix("Api-Key: ")
    sent = {key: text.replace("EXAMPLE0.token", token) for key, text in request["headers"].items()}
    url = UUID.sub(lambda found: uuids.get(found[0][:8], found[0]), request["url"])
    url = url.replace("sdk-tester%40example.com", quote(email))
    with httpx.Client(
        base_url=str(client.base_url).removesuffix("/api/v1/"), verify=False
    ) as plain:
        headers = {"Authorization": sent["Authorization"]} if "Authorization" in sent else {}
        return plain.request(request["method"], url, headers=headers, data=request["form"])


def _shape(value: Any) -> Any:
    """Reduce an answer to what has to be alike: its keys, and how its times are written."""
    if isinstance(value, dict):
        return {key: _shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shape(value[0])] if value else []
    if isinstance(value, str) and TIME.match(value):
        return re.sub(r"\.0+|(?<=0-)0[45]:?00$", "", re.sub(r"\d", "0", value))
    return value if isinstance(value, bool) else None


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the recorded samples are not here")
@pytest.mark.parametrize("sample", _samples())
def test_a_recorded_request_is_answered_alike(
    sample: Path, api: Any, other: Any, uuids: dict[str, str]
) -> None:
    """Status, keys, forms of times and sentences are as recorded."""
    recorded = json.loads(sample.read_text("utf-8"))
    expected = recorded["response"]
    if sample.stem in BEFORE:
        method, kind, key, call = BEFORE[sample.stem]
        api.request(method, f"/assets/{kind}/{uuids[key]}/{call}").raise_for_status()

    client = other if "_other" in sample.stem else api
    answer = _replayed(client, recorded["request"], uuids, email=api.email)

    assert answer.status_code == expected["status"], answer.text
    if expected["body_kind"] == "json":
        assert _shape(answer.json()) == _shape(expected["body"])
        said = UUID.sub("uuid", answer.text.replace(api.email, "sdk-tester@example.com"))
        assert not answer.is_error or json.loads(said) == json.loads(
            UUID.sub("uuid", json.dumps(expected["body"]))
        )
