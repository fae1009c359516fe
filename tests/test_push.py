"""A push carries everything over, continues where it broke off, and sends nothing twice."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from spectrumx import Client
from spectrumx.localgateway import LocalGateway
from spectrumx.localgateway.inventory import InventoryError
from spectrumx.models import Capture
from spectrumx.progress import Done, Event
from spectrumx.push import Item, Outcome, PushReport, push
from tests.conftest import tree
from tests.localgateway.recordings import write_digital_rf
from tests.test_recordings import GROUP, SCAN, put_scan, put_sigmf

EMAIL = "ranger@example.org"
IN_BROWSER = "this gateway lets datasets be made and filled in the browser only"
NAMELESS = "without its name, which has not 1 to 255 characters"
MENDED = pytest.mark.parametrize("gateway", [()], ids=["mended"], indirect=True)
PUSH = [sys.executable, "-m", "spectrumx", "gateway", "push"]

Facts = dict[str, tuple[int, str, str, str]]
Identity = tuple[object, ...]


@dataclass(frozen=True)
class Field:
    """What was collected in the field: a root folder that nobody serves any more.

    Attributes:
        root: The folder.
        files: What is known of each file, by path.
        captures: What tells captures apart.
    """

    root: Path
    files: Facts
    captures: Counter[Identity]


def client_of(gateway: LocalGateway, cache: Path, *, token: str = "") -> Client:
    """A client that gives up at once, of the gateway's first user by default."""
    settings = {"SDS_SECRET_TOKEN": token or gateway.token, "SDS_CACHE_DIR": cache}
    return Client(gateway.url, env_file=None, env_config=settings, retries=0, verbose=False)


def post_file(gateway: LocalGateway, token: str, path: str, contents: bytes, **form: str) -> None:
    """Upload a file with properties that the SDK would not give it."""
    directory, _, name = path.rpartition("/")
    answer = httpx.post(
        f"{gateway.url}/api/v1/assets/files/",
        headers={"Authorization": f"Api-Key: {token}"},
        data={"directory": directory, "name": name, **form},
        files={"file": (name, contents)},
        verify=False,  # it is plain http, and loading certificates takes 50 ms
    )
    answer.raise_for_status()


def collect(folder: Path) -> Path:
    """Make recordings of all formats."""
    write_digital_rf(folder / "drf", "ch0", "ch1")
    put_scan(folder / "rh" / "a.rh.json")
    put_sigmf(folder / "sigmf")
    (folder / "notes.txt").write_text("a clear day\n")
    return folder


def fill(gateway: LocalGateway, sds: Client, token: str, recordings: Path) -> None:
    """Upload recordings, make captures of them, and put some into a dataset."""
    post_file(gateway, token, "/day/notes.txt", b"first thoughts")
    sds.upload(recordings, sds_path="/day")
    odd = {"media_type": "chemical/x-odd", "permissions": "r--------"}
    post_file(gateway, token, "/odd/ünïcödé name.bin", b"odd", **odd)
    made = [
        sds.captures.create("/day/drf", capture_type="drf", channel="ch0", name="two channels"),
        sds.captures.create("/day/drf", capture_type="drf", channel="ch1", name="two channels"),
        sds.captures.create("/day/rh", capture_type="rh", scan_group=GROUP, name="a scan"),
        sds.captures.create("/day/sigmf", capture_type="sigmf"),
    ]
    dataset = sds.datasets.create("the day", authors=["A. Ranger"], keywords=["field"])
    for capture in made[1:]:
        sds.datasets.attach_capture(dataset, capture)


def files_of(sds: Client) -> Facts:
    """What a gateway lists of each file."""
    return {
        file.path: (file.size, file.sum_blake3, file.media_type, file.permissions)
        for file in sds.files.list()
    }


def captures_of(sds: Client) -> Counter[Identity]:
    """What a gateway lists of each capture."""
    return Counter(map(identity, sds.captures.list()))


def identity(capture: Capture) -> Identity:
    """What makes a capture the same one on any gateway."""
    return (
        capture.capture_type,
        capture.top_level_dir,
        tuple(channel.name for channel in capture.channels),
        capture.scan_group,
        capture.name,
        frozenset(file.path for file in capture.files),
    )


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    """A day in the field."""
    folder = tmp_path_factory.mktemp("field")
    gateway = LocalGateway(folder / "root", email=EMAIL)
    with gateway, client_of(gateway, folder) as sds:
        fill(gateway, sds, gateway.token, collect(folder / "recordings"))
        return Field(folder / "root", files_of(sds), captures_of(sds))


@pytest.fixture
def own(field: Field, tmp_path: Path) -> Path:
    """A copy of the root folder that a test may change."""
    return shutil.copytree(field.root, tmp_path / "own")


def pushed(root: Path, sds: Client, *, email: str | None = None) -> PushReport:
    """Push without showing anything."""
    return push(root, sds, email=email, consumer=lambda _: None)


def outcomes(report: PushReport) -> dict[str, Counter[Outcome]]:
    """How often what became of things of a kind."""
    counts: dict[str, Counter[Outcome]] = {"file": Counter(), "capture": Counter()}
    for item in report.items:
        counts.setdefault(item.kind, Counter())[item.outcome] += 1
    return counts


def item_of(report: PushReport, name: str) -> Item:
    """What became of one thing."""
    return next(item for item in report.items if name in item.name)


def is_quirky(request: pytest.FixtureRequest) -> bool:
    """Whether the other gateway has the public one's faults."""
    return "quirky" in request.node.name


def test_everything_is_carried_over(
    field: Field, sds: Client, request: pytest.FixtureRequest
) -> None:
    """Files, with types and permissions, captures, names and datasets arrive, as far as offered."""
    report = pushed(field.root, sds)

    there = Counter(field.captures)
    if is_quirky(request):  # which knows no SigMF and makes no datasets
        there = Counter({key: n for key, n in there.items() if "sigmf" not in key})
        assert "knows no captures of type 'sigmf'" in item_of(report, "sigmf /day").note
        item = item_of(report, "the day")
        assert (item.outcome, item.note) == (Outcome.LEFT_BEHIND, IN_BROWSER)
    else:
        [dataset] = sds.datasets()
        assert (dataset.name, dataset.keywords) == ("the day", ("field",))
        assert {capture.capture_type for capture in dataset.captures()} == {"drf", "rh", "sigmf"}
    assert report.ok
    assert files_of(sds) == field.files
    assert captures_of(sds) == there


def test_a_second_push_sends_nothing(field: Field, sds: Client) -> None:
    """What is there is not sent, made or renamed again."""
    pushed(field.root, sds)
    before = {file.uuid for file in sds.files.list()}, set(sds.captures.list())

    report = pushed(field.root, sds)

    assert {item.outcome for item in report.items} <= {Outcome.SAME, Outcome.LEFT_BEHIND}
    assert before == ({file.uuid for file in sds.files.list()}, set(sds.captures.list()))


def test_dry_run_changes_nothing(own: Path, sds: Client) -> None:
    """In dry-run the plan names everything, and neither the folder nor the gateway changes."""
    before = tree(own)
    sds.dry_run = True

    report = pushed(own, sds)

    assert {item.outcome for item in report.items} - {Outcome.LEFT_BEHIND} == {Outcome.PLANNED}
    assert outcomes(report)["file"].keys() == {Outcome.PLANNED}
    assert any(line == "to carry over: file /day/notes.txt" for line in report.lines())
    assert "only where the gateway offers it" in item_of(report, "the day").note
    assert not list(sds.files.list())
    assert tree(own) == before


def test_later_changes_are_carried_over(own: Path, sds: Client, tmp_path: Path) -> None:
    """New files, new versions, new names, and captures that grew follow by the same call."""
    pushed(own, sds)
    with LocalGateway(own, email=EMAIL) as gateway:
        with client_of(gateway, tmp_path) as here:
            put_scan(tmp_path / "more" / "b.rh.json")
            here.upload(tmp_path / "more", sds_path="/day/rh")
            capture = here.captures.find("/day/rh", capture_type="rh", scan_group=GROUP)
            assert capture is not None
            here.captures.rename(here.captures.update(capture), "two scans")
            expected = files_of(here)

        report = pushed(own, sds)  # while the gateway here is serving

    assert item_of(report, "rh /day/rh").note == "its name and files"
    assert outcomes(report)["file"][Outcome.DONE] == 1
    assert files_of(sds) == expected
    there = sds.captures.find("/day/rh", capture_type="rh", scan_group=GROUP)
    assert there is not None
    assert (there.name, len(there.files)) == ("two scans", 2)
    assert Outcome.DONE not in {item.outcome for item in pushed(own, sds).items}


def test_newer_contents_there_are_followed_by_those_here(
    field: Field, sds: Client, tmp_path: Path
) -> None:
    """Where the other gateway went on from the same contents, they become the newest again."""
    notes = tmp_path / "notes.txt"
    for text in ("a clear day\n", "it rained\n"):
        notes.write_text(text)
        sds.upload(notes, sds_path="/day")

    report = pushed(field.root, sds)

    assert item_of(report, "notes.txt").outcome is Outcome.DONE
    assert files_of(sds)["/day/notes.txt"][1] == field.files["/day/notes.txt"][1]


def test_damaged_contents_are_not_sent(field: Field, own: Path, sds: Client) -> None:
    """A file whose contents are not what they were is named, and the others arrive."""
    path = next(path for path in field.files if path.endswith("a.rh.json"))
    blob = own / "blobs" / field.files[path][1]
    blob.write_bytes(blob.read_bytes().replace(b"a sensor", b"a censor"))

    report = pushed(own, sds)

    assert not report.ok
    assert "damaged" in str(item_of(report, path))
    assert "1 of its files did not arrive" in str(item_of(report, "rh /day/rh"))
    assert files_of(sds).keys() == field.files.keys() - {path}


def test_missing_contents_are_told(field: Field, own: Path, sds: Client) -> None:
    """Contents that are gone from the folder are an error of their file alone."""
    (own / "blobs" / field.files["/day/notes.txt"][1]).unlink()

    report = pushed(own, sds)

    assert "can't read" in str(item_of(report, "notes.txt"))
    assert outcomes(report)["file"] == {Outcome.FAILED: 1, Outcome.DONE: len(field.files) - 1}


def test_one_user_of_several_is_chosen(own: Path, sds: Client, tmp_path: Path) -> None:
    """Only one user's files are carried over, and whose is asked where it is not clear."""
    with LocalGateway(own, email=EMAIL) as gateway:
        token = gateway.add_user("guest@example.org")
        with client_of(gateway, tmp_path, token=token) as guest:
            guest.upload(Path(__file__), sds_path="/guest")

    with pytest.raises(InventoryError, match=r"guest@example.org, ranger@example.org: choose one"):
        pushed(own, sds)
    with pytest.raises(InventoryError, match=r"knows no user nobody@example.org; files are there"):
        pushed(own, sds, email="nobody@example.org")
    pushed(own, sds, email="guest@example.org")

    assert files_of(sds).keys() == {"/guest/test_push.py"}


@pytest.mark.parametrize("kind", ["empty", "somebody's", "unused"])
def test_a_folder_without_anything_is_refused(tmp_path: Path, sds: Client, kind: str) -> None:
    """A folder that is no gateway's, or holds nothing yet, is named, and nothing is made in it."""
    folder = tmp_path / "folder"
    folder.mkdir()
    if kind == "unused":
        with LocalGateway(folder) as gateway:
            assert gateway.token
    elif kind == "somebody's":
        (folder / "catalogue.sqlite3").write_text("no database")
    before = tree(folder)

    with pytest.raises(RuntimeError, match=r"is no gateway's folder|not the catalogue|nothing yet"):
        pushed(folder, sds)

    assert tree(folder) == before


def test_the_listing_at_the_end_decides(field: Field, sds: Client, tmp_path: Path) -> None:
    """A file that somebody replaced during the push is not reported as carried over."""
    (tmp_path / "notes.txt").write_text("it snowed\n")

    def replace(event: Event) -> None:
        if isinstance(event, Done) and event.path == "/day/notes.txt":
            sds.upload(tmp_path / "notes.txt", sds_path="/day")

    report = push(field.root, sds, consumer=replace)

    assert not report.ok
    assert "lists other contents there" in str(item_of(report, "notes.txt"))


def test_a_gateway_that_dies_leaves_a_report(field: Field, tmp_path: Path) -> None:
    """When the other gateway is gone, everything that did not arrive is named; then all does."""
    other = LocalGateway(tmp_path / "other")

    def kill(event: Event) -> None:
        if isinstance(event, Done) and len(arrived) == 0:
            arrived.append(event.path)
            other.kill()

    arrived: list[str] = []
    with other, client_of(other, tmp_path) as sds:
        report = push(field.root, sds, consumer=kill)
    with other, client_of(other, tmp_path) as sds:
        again = pushed(field.root, sds)
        assert files_of(sds) == field.files

    assert not report.ok
    assert len(report.items) == len(again.items)
    assert item_of(report, arrived[0]).outcome is Outcome.FAILED, "nothing confirmed its arrival"
    assert outcomes(report)["capture"] == {Outcome.FAILED: 4}
    assert again.ok


def count_there(gateway: LocalGateway, token: str) -> int:
    """How many files a gateway has of a user."""
    answer = httpx.get(
        f"{gateway.url}/api/v1/assets/files/",
        headers={"Authorization": f"Api-Key: {token}"},
        params={"page_size": 1},
    )
    count: int = answer.raise_for_status().json()["count"]
    return count


def test_a_killed_push_is_continued(
    tmp_path: Path, gateway: LocalGateway, token: str, sds: Client
) -> None:
    """Killed half-way and run again, a push makes both sides equal; a third run sends nothing."""
    folder = tmp_path / "recordings"
    write_digital_rf(folder, "ch0")
    for number in range(200):
        (folder / f"{number}.bin").write_bytes(os.urandom(20_000))
    source = LocalGateway(tmp_path / "root", email=EMAIL)
    with source, client_of(source, tmp_path) as here:
        here.upload(folder, sds_path="/day")
        here.captures.create("/day", capture_type="drf", channel="ch0", name="long")
        files, captures = files_of(here), captures_of(here)
    command = [*PUSH, "--root", str(tmp_path / "root"), "--to", gateway.url]
    environment = {**os.environ, "SDS_SECRET_TOKEN": token}
    slow = {**environment, "SDS_WORKERS": "1"}

    with subprocess.Popen(command, env=slow, stdout=subprocess.DEVNULL) as running:
        while count_there(gateway, token) < 20:
            assert running.poll() is None, "it ended before it sent anything"
        running.kill()
    arrived = count_there(gateway, token)
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    third = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

    assert running.returncode == -signal.SIGKILL
    assert 20 <= arrived < len(files), "it was killed too late to interrupt anything"
    assert f"{len(files) - arrived} carried over" in again.stdout
    assert files_of(sds) == files
    assert captures_of(sds) == captures
    assert f"files:    {len(files)} there already\n" in third.stdout
    assert "captures: 1 there already\n" in third.stdout
    assert "0 B sent" in third.stdout


def test_the_command_says_what_failed(
    own: Path, field: Field, gateway: LocalGateway, token: str
) -> None:
    """What failed is a line of its own and makes the exit status 1; dry-run says what it would."""
    (own / "blobs" / field.files["/day/notes.txt"][1]).unlink()
    command = [*PUSH, "--root", str(own), "--to", gateway.url, "--user", EMAIL]
    environment = {**os.environ, "SDS_SECRET_TOKEN": token}

    planned = subprocess.run(
        [*command, "--dry-run"], env=environment, capture_output=True, text=True, check=False
    )
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert (planned.returncode, done.returncode) == (1, 1)
    assert "to carry over: file /day/drf/ch0/drf_properties.h5\n" in planned.stdout
    assert "failed: file /day/notes.txt: can't read" in done.stdout
    assert f"files:    {len(field.files) - 1} carried over, 1 failed\n" in done.stdout


def test_a_token_that_is_not_accepted_ends_it(field: Field, gateway: LocalGateway) -> None:
    """Without a token of the other gateway the command is one sentence and status 3."""
    environment = {**os.environ, "SDS_SECRET_TOKEN": "no.token"}

    shown = subprocess.run(
        [*PUSH, "--root", str(field.root), "--to", gateway.url],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert shown.returncode == 3
    assert shown.stderr.startswith("sds: ")
    assert "Traceback" not in shown.stderr


@dataclass(frozen=True)
class Here:
    """A root folder that is being served, with scans in it.

    Attributes:
        root: The folder.
        gateway: Serves it.
        sds: A client of its user.
        folder: Where to write recordings.
    """

    root: Path
    gateway: LocalGateway
    sds: Client
    folder: Path

    def scan(self, path: str) -> Capture:
        """Make a capture of a directory with one scan."""
        put_scan(self.folder / path / "a.rh.json", group=None)
        self.sds.upload(self.folder / path, sds_path=f"/{path}")
        return self.sds.captures.create(f"/{path}", capture_type="rh")

    def dataset(self, *captures: Capture, **fields: object) -> UUID:
        """Make a dataset named "survey"."""
        uuids = [capture.uuid for capture in captures]
        made = self.gateway.create_dataset(
            EMAIL, "survey", files=(), captures=uuids, status="draft", is_public=False, **fields
        )
        return UUID(made)

    def put(self, path: str, **form: str) -> None:
        """Change a file as the SDK does not."""
        [file] = self.sds.files.list(path)
        headers = {"Authorization": f"Api-Key: {self.gateway.token}"}
        url = f"{self.gateway.url}/api/v1/assets/files/{file.uuid}/"
        httpx.put(url, headers=headers, data=form).raise_for_status()

    def name_all(self, name: str) -> None:
        """Give captures a name that a gateway of former times took."""
        with closing(sqlite3.connect(self.root / "catalogue.sqlite3")) as catalogue, catalogue:
            catalogue.execute("UPDATE captures SET name = ?", (name,))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    """A gateway to push from, with nothing in it."""
    gateway = LocalGateway(tmp_path / "here", email=EMAIL)
    with gateway, client_of(gateway, tmp_path) as sds:
        yield Here(tmp_path / "here", gateway, sds, tmp_path / "scans")


def held(sds: Client) -> list[list[str]]:
    """The directories of the captures of each dataset, the oldest first."""
    return [
        sorted(capture.top_level_dir for capture in dataset.captures())
        for dataset in reversed(list(sds.datasets()))
    ]


def there(sds: Client, directory: str) -> UUID:
    """The capture that arrived in a directory."""
    found = sds.captures.find(directory, capture_type="rh")
    assert found is not None
    return found.uuid


@MENDED
@pytest.mark.parametrize("state", ["draft", "final"])
def test_an_unrelated_namesake_is_left_alone(
    here: Here, gateway: LocalGateway, sds: Client, state: str
) -> None:
    """A dataset of the same name with other captures stays as it is, and a new one is made once."""
    here.scan("other")
    pushed(here.root, sds)
    email = sds.authenticate().email
    gateway.create_dataset(email, "survey", captures=[there(sds, "/other")], status=state)
    here.dataset(here.scan("a"), here.scan("b"))

    reports = [pushed(here.root, sds), pushed(here.root, sds)]

    assert held(sds) == [["/other"], ["/a", "/b"]]
    assert [item_of(each, "survey").outcome for each in reports] == [Outcome.DONE, Outcome.SAME]


@MENDED
def test_a_begun_dataset_is_continued(here: Here, sds: Client) -> None:
    """Of namesakes, each one that holds a part of what is here is filled, and no other."""
    first = here.dataset(here.scan("a"))
    here.dataset(here.scan("b"))
    pushed(here.root, sds)
    here.sds.datasets.attach_capture(first, here.scan("c"))

    reports = [pushed(here.root, sds), pushed(here.root, sds)]

    assert held(sds) == [["/a", "/c"], ["/b"]]
    assert [outcomes(each)["dataset"] for each in reports] == [
        {Outcome.DONE: 1, Outcome.SAME: 1},
        {Outcome.SAME: 2},
    ]


@MENDED
@pytest.mark.parametrize("state", ["final", "public"])
@pytest.mark.parametrize("mode", ["done", "planned"])
def test_a_published_dataset_is_not_filled(
    here: Here, gateway: LocalGateway, sds: Client, state: str, mode: str
) -> None:
    """Nothing is put into a dataset that is final or public there; complete, it is the same."""
    dataset = here.dataset(here.scan("a"))
    whole = here.scan("b")
    here.sds.datasets.delete(dataset)
    pushed(here.root, sds)
    gateway.create_dataset(
        sds.authenticate().email,
        "survey",
        captures=[there(sds, "/a")],
        status="final" if state == "final" else "draft",
        is_public=state == "public",
    )
    dataset = here.dataset(here.sds.captures.get(there(here.sds, "/a")))
    sds.dry_run = mode == "planned"

    complete = item_of(pushed(here.root, sds), "survey")
    here.sds.datasets.attach_capture(dataset, whole)
    grown = item_of(pushed(here.root, sds), "survey")

    assert held(sds) == [["/a"]]
    assert (complete.outcome, grown.outcome) == (Outcome.SAME, Outcome.LEFT_BEHIND)
    assert "final or public" in grown.note


@MENDED
def test_a_dataset_that_went_on_there_is_the_same(here: Here, sds: Client) -> None:
    """A dataset that was pushed and got more captures there is not made again."""
    here.dataset(here.scan("a"))
    here.scan("b")
    pushed(here.root, sds)
    [dataset] = sds.datasets()
    sds.datasets.attach_capture(dataset, there(sds, "/b"))

    report = pushed(here.root, sds)

    assert item_of(report, "survey").outcome is Outcome.SAME
    assert held(sds) == [["/a", "/b"]]


@MENDED
def test_what_can_not_be_told_apart_is_left_behind(
    here: Here, gateway: LocalGateway, sds: Client
) -> None:
    """Where two datasets there could be the one here, neither is filled and the report says so."""
    for _ in range(2):
        gateway.create_dataset(sds.authenticate().email, "survey")
    here.dataset(here.scan("a"))

    item = item_of(pushed(here.root, sds), "survey")

    assert item.outcome is Outcome.LEFT_BEHIND
    assert item.note == "2 of its name there could be it: rename the others"
    assert held(sds) == [[], []]


@MENDED
def test_no_second_dataset_is_made_while_a_capture_is_missing(here: Here, sds: Client) -> None:
    """Where captures did not arrive, a dataset that looks like another for now is not made anew."""
    dataset = here.dataset(here.scan("a"), here.scan("b"))
    pushed(here.root, sds)
    post_file(here.gateway, here.gateway.token, "/a/a.rh.json", b"damaged soon")
    [changed] = here.sds.files.list("/a")
    (here.root / "blobs" / changed.sum_blake3).unlink()
    here.sds.datasets.attach_capture(dataset, here.scan("c"))

    item = item_of(pushed(here.root, sds), "survey")

    assert item.outcome is Outcome.LEFT_BEHIND
    assert item.note.startswith("1 of its captures are not there")
    assert held(sds) == [["/a", "/b"]]


@MENDED
def test_what_is_not_sent_of_a_dataset_is_named(here: Here, sds: Client) -> None:
    """Every field that no call takes is named, each time, and nothing that is empty."""
    here.dataset(
        here.scan("a"),
        description="a walk",
        provenance={"by": "foot"},
        citation={"title": "Walks"},
        release_date="2026-01-01T00:00:00Z",
        authors=[{"name": "A. Ranger", "affiliation": "Parks", "orcid_id": ""}],
    )

    notes = [item_of(pushed(here.root, sds), "survey").note for _ in range(2)]

    what = "provenance, citation, release_date, authors' affiliation not sent"
    assert notes == [f"{what}: complete it in the browser"] * 2
    [dataset] = sds.datasets()
    assert (dataset.description, [each.name for each in dataset.authors]) == (
        "a walk",
        ["A. Ranger"],
    )


@MENDED
def test_a_later_description_is_told(here: Here, sds: Client) -> None:
    """What is said of a dataset here and not there, as after a change here, is named."""
    said = {"institutions": ["A", "B"], "license": " CC0 "}
    first = here.dataset(capture := here.scan("a"), description="a walk", **said)
    pushed(here.root, sds)
    here.sds.datasets.delete(first)
    here.dataset(capture, description="a run", authors=[{"name": "A. Ranger"}], **said)

    item = item_of(pushed(here.root, sds), "survey")

    assert item.outcome is Outcome.SAME
    assert item.note == "description, authors not as here: complete it in the browser"


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        ({"directory": "/elsewhere"}, "without 1 files that its directory does not hold"),
        ({"directory": "/a", "name": "b.txt"}, "without 1 files that the gateway does not take"),
    ],
)
def test_a_file_that_was_moved_away_is_told(
    here: Here, sds: Client, moved: dict[str, str], said: str
) -> None:
    """A capture with a file that no gateway would find for it converges, and the report says so."""
    put_scan(here.folder / "a" / "b.rh.json", group=None)
    here.scan("a")
    here.put("/a/b.rh.json", **moved)

    pushed(here.root, sds)
    item = item_of(pushed(here.root, sds), "rh /a")

    assert (item.outcome, item.note) == (Outcome.SAME, said)
    assert files_of(sds) == files_of(here.sds)


@pytest.mark.parametrize(
    ("name", "arrives", "said"),
    [("  padded ", "padded", ""), (" ", "a", NAMELESS), ("long" * 75, "a", NAMELESS)],
)
def test_odd_names_converge(here: Here, sds: Client, name: str, arrives: str, said: str) -> None:
    """A name arrives without its padding, one that no gateway takes is left out, once and told."""
    here.scan("a")
    here.name_all(name)

    first, second = (item_of(pushed(here.root, sds), "rh /a") for _ in range(2))

    assert (first.outcome, second.outcome) == (Outcome.DONE, Outcome.SAME)
    assert (first.note, second.note) == (said, said)
    assert [capture.name for capture in sds.captures.list()] == [arrives]


def test_captures_are_listed_once(
    here: Here, sds: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """What is there already takes one listing, however many captures are compared with it."""
    for name in "abcde":
        here.scan(name)
    pushed(here.root, sds)
    caplog.set_level(logging.INFO, logger="httpx")
    caplog.clear()

    report = pushed(here.root, sds)

    assert outcomes(report)["capture"] == {Outcome.SAME: 5}
    asked = [line for line in caplog.messages if "/assets/captures/" in line]
    assert len(asked) == 1


def test_captures_beyond_the_first_page_are_found(
    here: Here, gateway: LocalGateway, token: str, sds: Client
) -> None:
    """With more captures there than one page tells, none is made again."""
    here.scan("a")
    pushed(here.root, sds)
    fields = {"capture_type": "rh", "index_name": "captures-rh"}
    for number in range(100):
        post_file(gateway, token, f"/many/{number}/x.rh.json", json.dumps(SCAN).encode())
        httpx.post(
            f"{gateway.url}/api/v1/assets/captures/",
            headers={"Authorization": f"Api-Key: {token}"},
            json={**fields, "top_level_dir": f"/many/{number}"},
            verify=False,
        ).raise_for_status()

    report = pushed(here.root, sds)

    assert outcomes(report)["capture"] == {Outcome.SAME: 1}


def test_somebody_elses_capture_is_not_taken_for_ones_own(
    field: Field, gateway: LocalGateway, sds: Client, tmp_path: Path
) -> None:
    """A shared recording in a directory of the same name does not stand for one's own."""
    me = sds.authenticate().email
    token = gateway.add_user(f"colleague-of-{me}")
    write_digital_rf(tmp_path / "drf", "ch0", "ch1")
    with client_of(gateway, tmp_path, token=token) as colleague:
        colleague.upload(tmp_path / "drf", sds_path="/day/drf")
        for channel in ("ch0", "ch1"):
            colleague.captures.create("/day/drf", capture_type="drf", channel=channel)
        whole = colleague.captures.find("/day/drf", capture_type="drf", channel="ch0")
        assert whole is not None
        for channel in whole.channels:
            gateway.share(channel.uuid, with_email=me)

    first, second = pushed(field.root, sds), pushed(field.root, sds)

    assert first.ok
    assert outcomes(second)["capture"][Outcome.SAME] >= 3
    own = [each for each in sds.captures.list("drf") if each.owner == sds.authenticate()]
    names = {channel.name for each in own for channel in sds.captures.get(each.uuid).channels}
    assert names == {"ch0", "ch1"}
