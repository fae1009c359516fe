"""Captures of a whole laboratory: many of them, and one of many files, in little time."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spectrumx.localgateway import LocalGateway, captures
from spectrumx.localgateway.captures import NewCapture
from spectrumx.localgateway.database import Transaction
from spectrumx.localgateway.files import NewFile
from spectrumx.localgateway.indexed import Indexed
from spectrumx.localgateway.store import Store
from tests.localgateway.recordings import upload_folder, write_digital_rf

pytestmark = pytest.mark.slow

Start = Callable[..., LocalGateway]
CAPTURES, FILES = 10_000, 28_800
PROPS = {"center_frequencies": [1e9], "custom_attrs": {f"receiver/{n}": "n/a" for n in range(40)}}


def _change(root: Path, change: Callable[[Store, Transaction], None]) -> None:
    store = Store(root)
    store.database.write(lambda transaction: change(store, transaction))
    store.close()


def _add_captures(_: Store, transaction: Transaction) -> None:
    for number in range(CAPTURES):
        new = NewCapture(
            uuid=f"00000000-0000-4000-8000-{number:012}",
            owner_id=1,
            capture_type="drf",
            top_level_dir=f"/recordings/{number // 2}",
            index_name="captures-drf",
            channel=f"ch{number % 2}",
            scan_group=None,
            name="many",
        )
        search = {"center_frequency": 1e6 * number, "start_time": number, "end_time": number + 1}
        captures.add(transaction, new, Indexed([], PROPS, search))


def _add_files(store: Store, transaction: Transaction) -> None:
    """Give the first user's recording, of which there is a beginning, an hour of files."""
    (last,) = transaction.connection.execute(
        "SELECT sum_blake3 FROM files WHERE name LIKE 'rf@%' ORDER BY name DESC LIMIT 1"
    ).fetchone()
    for number in range(FILES):
        new = NewFile(
            owner_id=1,
            directory="/long/ch0/2023-11-14T22-00-00",
            name=f"rf@{1_700_000_100 + number // 8}.{number % 8 * 125:03}.h5",
            media_type="",
            permissions="rw-r--r--",
            size=1,
            sum_blake3=last,
        )
        store.add(transaction, new, arrival=None)


@pytest.mark.parametrize(
    ("conditions", "count"),
    [
        ([], CAPTURES // 2),
        ([("search_props.center_frequency", "range", {"gte": 5e9, "lt": 6e9})], 500),
        ([("capture_props.center_frequencies", "range", {"gte": 5e9})], 0),
        ([("channel", "term", "ch1"), ("search_props.start_time", "range", {"lt": 5000})], 2500),
        ([("capture_props.custom_attrs.receiver/7", "match", "N/A")], CAPTURES // 2),
    ],
)
def test_many_captures_are_searched_quickly(
    start: Start, connect: Any, tmp_path: Path, conditions: list[Any], count: int
) -> None:
    """A page of what is found among 10,000 captures comes within a second."""
    gateway = start()
    api = connect(gateway)
    gateway.stop()
    _change(tmp_path / "root", _add_captures)
    gateway.start()
    keys = ("field_path", "query_type", "filter_value")
    filters = json.dumps([dict(zip(keys, condition, strict=True)) for condition in conditions])

    begin = time.perf_counter()
    page = api.get("/assets/captures/", params={"metadata_filters": filters}).json()
    took = time.perf_counter() - begin

    print(f"{filters}: {took * 1000:.0f} ms")
    assert (page["count"], len(page["results"])) == (count, min(count, 30))
    assert took < 1


def test_a_capture_of_many_files_is_made_quickly(
    start: Start, connect: Any, tmp_path: Path
) -> None:
    """An hour of Digital RF, 28,800 files, becomes a capture within three seconds."""
    gateway = start()
    api = connect(gateway)
    upload_folder(api, write_digital_rf(tmp_path / "recording", "ch0"), to="/long")
    gateway.stop()
    _change(tmp_path / "root", _add_files)
    gateway.start()
    form = {"capture_type": "drf", "top_level_dir": "/long", "channel": "ch0"}

    begin = time.perf_counter()
    answer = api.post("/assets/captures/", json=form)
    took = time.perf_counter() - begin

    print(f"a capture of {FILES:,} files: {took * 1000:.0f} ms, {len(answer.content):,} bytes")
    assert answer.status_code == 201
    assert answer.json()["data_files_info"]["count"] > FILES
    assert took < 3
