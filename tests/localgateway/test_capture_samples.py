"""Captures are answered as the public gateway was recorded to, when all its quirks are on."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from spectrumx.localgateway import LocalGateway, Quirk

SHARED = Path(__file__).parents[2].parent / "shared"
SAMPLES, RECORDINGS = SHARED / "wire-samples", SHARED / "recordings"
CHANNEL = "cap-2024-06-27T14-00-00"
FEW_FILES = ("*_properties.h5", "metadata@*.h5", "rf@1719499740.000.h5", "rf@1719499741.875.h5")
SCAN_GROUP = "4ea07046-bee1-4442-b5ea-1ef97a297b5a"
WESTFORD, CH0, CH1, SCANS, ALL_SCANS, UPDATED_SCANS = (
    "c056a7dc-d060-42e1-a151-4b4af6570252",
    "0d2afe31-d01e-4e1c-96cf-1ce3cab48d49",
    "496fc928-4b64-4b0d-9378-83fccd37a085",
    "fafa9f7d-a404-4948-9c40-55e08837becc",
    "118579b5-e903-4363-8740-74d77922fea9",
    "04d236f2-48aa-476a-9f78-c058937f51e8",
)
DRAFT, PUBLISHED = "7d07f107-d28c-4e63-994e-f34d3e76b183", "3446c47d-b9e8-41c5-8a39-ee18a9cf783f"
OTHER_WORLD = re.compile(
    "cap_pp_(download|slices|waterfall).*|"  # calls that are not offered
    "caps_mf_nested_rh|"  # contradicts caps_mf2_nested_rh_notype
    "caps_mf_(match_channel|two)|"  # only the channel that was found has times there
    "cap3_tld_full_path|cap3_delete_full|"  # a directory in full is understood
    "cap_patch_int"  # a name that is a number is a 400
)
_numbers = count()


class World:
    """What the recorded requests are about: two users and captures of the first."""

    def __init__(self, gateway: LocalGateway) -> None:
        number = next(_numbers)
        self.gateway, self.ids = gateway, dict[str, str]()
        self.emails = (f"sample{number}@example.org", f"other{number}@example.org")
        self.tokens = [gateway.add_user(email) for email in self.emails]
        self.http = httpx.Client(
            base_url=gateway.url,
            headers={"Authorization": f"Api-Key: {self.tokens[0]}"},
            timeout=60,
            verify=False,  # it is plain http, and loading certificates takes 50 ms
        )
        self._upload_recordings()
        self.create(WESTFORD, "westford-vpol", "drf", channel=CHANNEL, name="renamed-json")
        self.create(ALL_SCANS, "rh", "rh")
        self.create(SCANS, "rh", "rh", scan_group=SCAN_GROUP, name="my rh capture")
        self.create(CH0, "multi", "drf", channel="ch0")
        self.create(CH1, "multi", "drf", channel="ch1")

    def create(self, recorded: str, folder: str, capture_type: str, **fields: str) -> None:
        """Make a capture, which stands for a recorded one."""
        form = {"capture_type": capture_type, "index_name": f"captures-{capture_type}"}
        form |= {"top_level_dir": f"/caps/{folder}", **fields}
        answer = self.http.post("/api/v1/assets/captures/", data=form)
        assert answer.status_code == 201, answer.text
        self.ids[recorded] = answer.json()["uuid"]

    def delete(self, *recorded: str) -> None:
        """Delete captures."""
        for uuid in recorded:
            self.http.delete(f"/api/v1/assets/captures/{self.ids[uuid]}/").raise_for_status()

    def put_in_dataset(self, recorded: str, *captures: str, **state: Any) -> str:
        """Make a dataset of captures, which stands for a recorded one, and return its uuid."""
        uuids = [self.ids[uuid] for uuid in captures]
        uuid = self.gateway.create_dataset(self.emails[0], "main", captures=uuids, **state)
        self.ids[recorded] = uuid
        return uuid

    def here(self, recorded: str) -> str:
        """Write a recorded text with this world's uuids and addresses."""
        for old, new in self.ids.items():
            recorded = recorded.replace(old, new).replace(old.replace("-", ""), new)
        names = zip(("sdk-tester@example.com", "other@example.com"), self.emails, strict=True)
        for old, new in names:
            recorded = recorded.replace(old, new)
        return recorded.replace("/srv/gateway/scratch/files", "/files")

    def send(self, request: dict[str, Any], *, as_other: bool) -> httpx.Response:
        """Send a recorded request."""
        request = json.loads(self.here(json.dumps(request)))
        authorization = request["headers"].get("Authorization", "")
        headers = {"Authorization": authorization.replace("EXAMPLE0.token", self.tokens[as_other])}
        return httpx.request(
            request["method"],
            self.gateway.url + request["url"],
            headers=headers if authorization else None,
            data=request["form"],
            json=request["json"],
            verify=False,
        )

    def _upload_recordings(self) -> None:
        westford = RECORDINGS / "westford-vpol" / CHANNEL
        for pattern in FEW_FILES:
            for path in westford.rglob(pattern):
                below = path.parent.relative_to(westford).as_posix()
                for folder in (f"westford-vpol/{CHANNEL}", "multi/ch0", "multi/ch1"):
                    self._upload(path, f"/caps/{folder}/{below}")
        for folder, recorded in (("rh", "radiohound"), ("rh-up", "radiohound-update")):
            for path in (RECORDINGS / recorded).iterdir():
                self._upload(path, f"/caps/{folder}")

    def _upload(self, path: Path, directory: str) -> None:
        self.http.post(
            "/api/v1/assets/files/",
            data={"directory": directory, "name": path.name},
            files={"file": (path.name, path.read_bytes())},
        ).raise_for_status()


def share_by_dataset(world: World) -> None:
    """Give the channels to the other user, by way of a dataset."""
    world.gateway.share(world.put_in_dataset(DRAFT, CH0, CH1), with_email=world.emails[1])


def share_scans(world: World) -> None:
    """Give a capture to the other user itself."""
    world.create(UPDATED_SCANS, "rh-up", "rh")
    world.gateway.share(world.ids[UPDATED_SCANS], with_email=world.emails[1])


def delete_updated_scans(world: World) -> None:
    """Make a capture and delete it."""
    world.create(UPDATED_SCANS, "rh-up", "rh")
    world.delete(UPDATED_SCANS)


BEFORE: dict[str, Callable[[World], object]] = {
    "cap_create_multi_ch[01]": lambda world: world.delete(CH0, CH1),
    "cap_create_rh_ok": lambda world: world.delete(SCANS),
    "cap_get_multi_only_one": lambda world: world.delete(CH1),
    "cap_.*_in_dataset": lambda world: world.put_in_dataset(DRAFT, WESTFORD, CH0, CH1),
    "cap_.*_published": lambda world: world.put_in_dataset(
        PUBLISHED, SCANS, status="final", is_public=True
    ),
    "cap(s_list)?_(get_shared_other|other_shared)": share_by_dataset,
    "cap2_get_shared_.*|cap2_put_shared_other|cap2_revoke": share_scans,
    "cap2_(get_by_other_before_share|delete_(ok|by_other|no_token))": lambda world: world.create(
        UPDATED_SCANS, "rh-up", "rh"
    ),
    "cap2_(delete_again|put_deleted|recreate)": delete_updated_scans,
    "cap2_delete_recreated": lambda world: world.ids.update(
        {"0e5913db-a1af-4add-9ad8-6cb3fa52a3eb": world.ids[SCANS]}
    ),
}
CHANGES = re.compile("cap[23]?_(create.*_(ok|nogroup|ch[01])|detach|patch_name|recreate).*")


def _samples() -> list[Any]:
    return [
        pytest.param(path, id=path.stem)
        for path in sorted(SAMPLES.glob("cap*.json"))
        if not OTHER_WORLD.fullmatch(path.stem)
    ]


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """A gateway with all faults of the public one."""
    with LocalGateway(tmp_path_factory.mktemp("public"), quirks=tuple(Quirk)) as running:
        yield running


@pytest.fixture(scope="module")
def untouched(public: LocalGateway) -> Iterator[World]:
    """The world for requests that change nothing."""
    made = World(public)
    with closing(made.http):
        yield made


@pytest.fixture
def world(request: pytest.FixtureRequest, sample: Path, public: LocalGateway) -> Iterator[World]:
    """The world as it was when a sample was recorded."""
    steps = [step for names, step in BEFORE.items() if re.fullmatch(names, sample.stem)]
    if not steps and not CHANGES.fullmatch(sample.stem):
        yield request.getfixturevalue("untouched")
        return
    made = World(public)
    with closing(made.http):
        for step in steps:
            step(made)
        yield made


def _shape(value: Any) -> Any:
    """Reduce an answer to what has to be alike: its keys, truths, and how times are written."""
    if isinstance(value, dict):
        return {key: _shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shape(value[0])] if value else []
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d[ T]|\d\d/\d\d/\d{4} ", value):
        return re.sub(r"\.\d+|-0[45]:00$|(AM|PM)$", "", re.sub(r"\d", "0", value))
    return value if isinstance(value, bool) else None


def _without_new_uuids(body: Any) -> Any:
    return json.loads(re.sub(r"(?<=capture ')[0-9a-f-]{36}", "", json.dumps(body)))


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the recorded samples are not here")
@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recordings are not here")
@pytest.mark.parametrize("sample", _samples())
def test_a_recorded_request_is_answered_alike(sample: Path, world: World) -> None:
    """Status, keys, the number of results, forms of times, and sentences are as recorded."""
    recorded = json.loads(sample.read_text("utf-8"))
    expected = recorded["response"]
    as_other = "_other" in sample.stem and not sample.stem.endswith("_other_field")

    answer = world.send(recorded["request"], as_other=as_other)

    assert answer.status_code == expected["status"], answer.text
    assert "www-authenticate" not in answer.headers
    if expected["body_kind"] == "json":
        body, wanted = answer.json(), json.loads(world.here(json.dumps(expected["body"])))
        assert _shape(body) == _shape(wanted)
        assert body.get("count") == wanted.get("count")
        assert not answer.is_error or _without_new_uuids(body) == _without_new_uuids(wanted)


NAMED = ("capture_props", "center_frequency_ghz", "sample_rate_mhz", "length_of_capture_ms")
NAMED += ("capture_start_epoch_sec", "capture_start_iso_utc", "capture_end_iso_utc")
NAMED += ("capture_start_display", "capture_end_display", "capture_type_display", "scan_group")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the recorded samples are not here")
@pytest.mark.parametrize(
    ("name", "uuid"), [("cap_get_drf_dashed", WESTFORD), ("cap_get_rh", SCANS)]
)
def test_properties_are_read_as_recorded(untouched: World, name: str, uuid: str) -> None:
    """Each property of the recorded captures, and what is computed of them, has the same value."""
    recorded = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))["response"]["body"]

    shown = untouched.http.get(f"/api/v1/assets/captures/{untouched.ids[uuid]}/").json()

    assert {key: shown[key] for key in NAMED} == {key: recorded[key] for key in NAMED}
