"""The basic-usage script that was asked for, as written: only host and token are set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from spectrumx import Client
from spectrumx.localgateway import LocalGateway
from tests.conftest import tree

SCRIPT = """
from spectrumx import Client
from pathlib import Path

sds = Client(
    host=HOST,
    # env_file=Path(".env"),  # default
    # env_config={"SDS_SECRET_TOKEN": "my-custom-token"},  # overrides
)

sds.dry_run = True

sds.authenticate()

reference_name: str = "my_spectrum_capture"
local_dir: Path = Path(reference_name)
sds.upload(
    local_dir,
    sds_path=reference_name,
    verbose=True,
)

local_downloads: Path = Path("sds-downloads")
sds.download(
    sds_path=reference_name,
    to=local_downloads,
    overwrite=False,
    verbose=True,
)
"""

ERRORS = """
from time import sleep
from spectrumx import AuthError, NetworkError, SDSError, ServiceError

try:
    sds.authenticate()
except NetworkError as err:
    print(f"Failed to connect to the SDS: {err}")
except AuthError as err:
    print(f"Failed to authenticate: {err}")

is_success = False
retries_left: int = 5
while not is_success and retries_left > 0:
    try:
        retries_left -= 1
        sds.upload(
            local_dir,
            sds_root=reference_name,
            verbose=True,
        )
        is_success = True
    except (NetworkError, ServiceError) as err:
        sleep_time = max(5, 5 / (retries_left ** 2) * 60)
        print(f"Failed to reach the gateway; sleeping {sleep_time}s")
        print(f"Error: {err}")
        if retries_left > 0:
            sleep(sleep_time)
        continue
    except SDSError as err:
        print(f"Another SDS error occurred: {err}")
        break
"""


@pytest.fixture
def own_gateway(tmp_path: Path) -> Iterator[LocalGateway]:
    """A gateway whose folder can be looked into."""
    with LocalGateway(tmp_path / "gateway") as running:
        yield running


@pytest.fixture
def workplace(
    tmp_path: Path, recording: Path, own_gateway: LocalGateway, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A working folder with the recording and the token in `.env`."""
    folder = tmp_path / "work"
    folder.mkdir()
    recording.rename(folder / "my_spectrum_capture")
    (folder / ".env").write_text(f"SDS_SECRET_TOKEN={own_gateway.token}\n")
    monkeypatch.chdir(folder)
    return folder


def stored(gateway: LocalGateway) -> list[tuple[object, ...]]:
    """What the gateway holds, by its own listing."""
    with Client(gateway.url) as looker:
        return [(file.uuid, file.path, file.updated_at) for file in looker.files.list()]


@pytest.mark.filterwarnings("ignore:nothing is at /my_spectrum_capture")
@pytest.mark.parametrize("earlier", [False, True], ids=["first time", "changed since"])
def test_in_dry_run_neither_side_changes(
    workplace: Path, own_gateway: LocalGateway, tmp_path: Path, *, earlier: bool
) -> None:
    """As written, in dry-run, the script leaves the local folder and the store as they were."""
    if earlier:
        with Client(own_gateway.url, verbose=False) as sds:
            sds.upload("my_spectrum_capture", sds_path="my_spectrum_capture")
        (workplace / "my_spectrum_capture" / "notes.txt").write_text("changed")
    here, there = tree(workplace), stored(own_gateway)
    blobs = sorted(tree(tmp_path / "gateway" / "blobs"))

    exec(compile(SCRIPT, "brief", "exec"), {"HOST": own_gateway.url})

    assert tree(workplace) == here
    assert not (workplace / "sds-downloads").exists()
    assert stored(own_gateway) == there
    assert sorted(tree(tmp_path / "gateway" / "blobs")) == blobs


def test_for_real_it_uploads_and_downloads(workplace: Path, own_gateway: LocalGateway) -> None:
    """With dry-run off, the same script brings back what it sent, errors handled as written."""
    script = SCRIPT.replace("sds.dry_run = True", "sds.dry_run = False") + ERRORS
    names: dict[str, object] = {"HOST": own_gateway.url}

    exec(compile(script, "brief", "exec"), names)

    assert names["is_success"]
    assert tree(workplace / "sds-downloads") == tree(workplace / "my_spectrum_capture")
