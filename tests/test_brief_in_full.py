"""The full example that was asked for: as written, but for its missing imports and a real id."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from spectrumx import Client
from spectrumx.errors import CaptureError, UnsupportedByGatewayError
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Capture
from tests.conftest import tree
from tests.recordings import write_digital_rf, write_radiohound, write_sigmf

SCRIPT = """
import datetime
from spectrumx import Client
from spectrumx.models import Capture, Dataset
from pathlib import Path

sds = Client(
    host=HOST
)

sds.authenticate()

print("Dataset name | Dataset ID")
for dataset in sds.datasets():
    print(f"{dataset.name} | {dataset.id}")

local_downloads = Path("datasets")
most_recent_dataset: Dataset = sds.datasets()[0]
most_recent_dataset.download_assets(
    to=local_downloads, # download to this location + dataset_name
    overwrite=False,    # do not overwrite local files (default)
    verbose=True,       # shows a progress bar (default)
)

start_time = datetime.datetime(2024, 1, 1, 0, 0, 0)
end_time = datetime.datetime(2024, 1, 2, 0, 0, 0)
captures = sds.search(
    asset_type=Capture,
    center_freq_range=(3e9, 5e9), # between 3 and 5 GHz
    capture_time_range=(start_time, end_time),
    # additional arguments work as "and" filters
)
for capture in captures:
    print(capture.id)
    capture.download(
        to=local_downloads / "search_results",
        overwrite=False,
        verbose=True,
    )

dataset = Dataset.get(sds, dataset_id=DATASET_ID)
"""

THAT_DAY = datetime.fromisoformat("2024-01-01T12:00:00Z")
NEXT_DAY = datetime.fromisoformat("2024-01-02T00:00:01Z")


class Lab:
    """One of three users, and what they recorded."""

    def __init__(self, sds: Client, folder: Path) -> None:
        self.sds = sds
        self.email = sds.authenticate().email
        self.folder = folder
        self.captures: dict[str, Capture] = {}

    def record(self, name: str, *, center_freq: float, start: datetime = THAT_DAY) -> None:
        """Upload a recording of every format, all of one centre frequency and time."""
        drf = write_digital_rf(
            self.folder / name, {"ch0": center_freq, "ch1": center_freq}, start=start
        )
        group = str(uuid4())
        scans = write_radiohound(
            self.folder / f"{name}-rh", start=start, center_frequency=center_freq, scan_group=group
        )
        sigmf = write_sigmf(self.folder / f"{name}-sigmf", center_freq=center_freq, start=start)
        for folder in (drf, scans, sigmf):
            try:
                made = self.sds.upload_capture(folder, sds_path=folder.name)
            except (CaptureError, UnsupportedByGatewayError):
                assert folder is sigmf, "all but SigMF is known everywhere"
            else:
                self.captures[folder.name] = made


@pytest.fixture
def labs(new_client: Callable[..., Client], gateway: LocalGateway, tmp_path: Path) -> list[Lab]:
    """Three users, each with recordings of equal names, at, near and far from what is sought."""
    emails = [f"{uuid4()}@example.org" for _ in range(3)]
    found = [
        Lab(new_client(gateway.add_user(email)), tmp_path / email.partition("@")[0])
        for email in emails
    ]
    for lab in found:
        lab.record("sought", center_freq=3e9)
        lab.record("too-low", center_freq=2.9e9)
        lab.record("too-late", center_freq=4e9, start=NEXT_DAY)
    return found


def test_the_full_example_runs(
    labs: list[Lab],
    gateway: LocalGateway,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It lists, downloads and finds exactly what this user may see, and every file arrives."""
    me, friend, stranger = labs
    for name in ("sought", "sought-rh", "too-low-rh"):
        for channel in friend.captures[name].channels:
            gateway.share(channel.uuid, with_email=me.email)
    older = gateway.create_dataset(me.email, "Older", captures=[me.captures["too-low-rh"].uuid])
    newest = gateway.create_dataset(
        me.email,
        "Newest",
        captures=[part.uuid for name in me.captures for part in me.captures[name].channels],
    )
    workplace = tmp_path / "work"
    workplace.mkdir()
    monkeypatch.chdir(workplace)
    monkeypatch.setenv("SDS_SECRET_TOKEN", gateway.add_user(me.email))

    names: dict[str, object] = {"HOST": gateway.url, "DATASET_ID": newest}
    exec(compile(SCRIPT, "brief", "exec"), names)
    printed = capsys.readouterr().out.splitlines()

    mine = {name: each for name, each in me.captures.items() if name.startswith("sought")}
    theirs = {name: friend.captures[name] for name in ("sought", "sought-rh")}
    assert printed[:3] == ["Dataset name | Dataset ID", f"Newest | {newest}", f"Older | {older}"]
    assert set(map(UUID, printed[3:])) == {each.id for each in (*mine.values(), *theirs.values())}
    results = workplace / "datasets" / "search_results"
    expected = {f"{name}/{path}": data for name in mine for path, data in recorded(me, name)}
    expected |= {
        f"{friend.email}/{name}/{path}": data
        for name in theirs
        for path, data in recorded(friend, name)
    }
    assert tree(results) == expected
    assert tree(workplace / "datasets" / "Newest") == {
        f"{name}/{path}": data for name in me.captures for path, data in recorded(me, name)
    }
    assert str(names["dataset"].id) == newest  # type: ignore[attr-defined]  # the script's own
    assert stranger.captures["sought"] not in set(me.sds.captures.list())


def recorded(lab: Lab, name: str) -> list[tuple[str, bytes]]:
    """The files of a recording, where they were uploaded from."""
    return list(tree(lab.folder / name).items())
