"""Recorded captures and datasets of a real gateway become equal values, however they came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from spectrumx_api.models.capture_asset import CaptureAsset
from spectrumx_api.models.dataset_asset import DatasetAsset

from spectrumx.models import Author, Capture, Dataset, User
from tests.recorded import Sample, needed, read_samples

pytestmark = needed

NEW_YORK = ZoneInfo("America/New_York")
TESTER = User(email="sdk-tester@example.com")
SAMPLES = {sample.name: sample for sample in read_samples() if sample.is_json}
WESTFORD = datetime(2024, 6, 27, 14, 49, tzinfo=UTC)

UNIFORM = [
    "uuid",
    "capture_type",
    "top_level_dir",
    "index_name",
    "owner",
    "channels",
    "center_freq",
    "sample_rate",
    "bandwidth",
    "gain",
    "start_time",
    "end_time",
    "duration",
    "position",
]


def rows(sample: Sample) -> Iterator[dict[str, Any]]:
    """The captures in an answer: itself, or the rows of its page."""
    body = sample.json
    if isinstance(body, dict) and "capture_type" in body:
        yield body
    elif isinstance(body, dict):
        yield from (row for row in body.get("results", ()) if "capture_type" in row)


def read(row: dict[str, Any]) -> Capture:
    """A capture as the SDK reads it."""
    found = Capture.from_wire(CaptureAsset.from_dict(row), zone=NEW_YORK)
    assert found is not None
    return found


RECORDED = [
    (sample.name, read(row))
    for sample in SAMPLES.values()
    if sample.status < 300 and "captures" in sample.url
    for row in rows(sample)
]


def test_a_capture_is_equal_however_it_came() -> None:
    """All recorded shapes of one set of channels are equal, and say the same in uniform terms."""
    by_value: dict[Capture, list[tuple[str, Capture]]] = defaultdict(list)
    for name, capture in RECORDED:
        by_value[capture].append((name, capture))
    several = [found for found in by_value.values() if len(found) > 1]

    assert several
    for found in several:
        for attribute in UNIFORM:
            said = {name: getattr(capture, attribute) for name, capture in found}
            assert len(set(map(repr, said.values()))) == 1, (attribute, said)


def test_a_composite_is_named_after_its_first_channel() -> None:
    """In the listing the newest channel comes first, on its own either; the value is the same."""
    listed = next(read(row) for row in rows(SAMPLES["caps_list"]) if row["is_multi_channel"])
    retrieved = [read(SAMPLES[name].json) for name in ("cap_get_multi_0", "cap_get_multi_1")]

    assert SAMPLES["caps_list"].json["results"][0]["uuid"] != str(retrieved[0].uuid)
    assert {listed, *retrieved} == {listed}
    assert hash(listed) == hash(retrieved[0])
    assert listed.uuid == retrieved[0].uuid == UUID("0d2afe31-d01e-4e1c-96cf-1ce3cab48d49")
    assert [channel.name for channel in listed.channels] == ["ch0", "ch1"]


def test_a_digital_rf_capture_speaks_in_uniform_terms() -> None:
    """Hertz, decibels and aware times are read from the recorded properties."""
    capture = read(SAMPLES["cap_get_multi_0"].json)

    assert capture.center_freq == 1024000000.4842604
    assert capture.sample_rate == 2_500_000
    assert (capture.bandwidth, capture.gain) == (100e6, 40.0)
    assert (capture.start_time, capture.end_time) == (WESTFORD, WESTFORD + timedelta(seconds=2))
    assert capture.duration == timedelta(seconds=2)
    assert capture.position is None
    assert capture.name == "multi"
    assert len(capture.files) == 38
    assert {file.directory.split("/")[1:3][0] for file in capture.files} == {"caps"}


def test_a_radiohound_capture_speaks_in_uniform_terms() -> None:
    """Its span, place and instant are read from the recorded properties."""
    capture = read(SAMPLES["cap_create_rh_ok"].json)
    taken = datetime(2025, 1, 10, 15, 48, 7, 100486, tzinfo=UTC)

    assert (capture.center_freq, capture.sample_rate, capture.bandwidth) == (2e9, 24e6, 24e6)
    assert capture.gain == 1.0
    assert capture.position == (41.699584, -86.237237)
    assert capture.start_time == taken
    assert capture.duration == timedelta(seconds=0.077669)
    assert capture.name == "my rh capture"
    assert capture.owner == TESTER
    assert capture.scan_group == UUID("4ea07046-bee1-4442-b5ea-1ef97a297b5a")
    assert [file.path for file in capture.files] == ["/caps/rh/reference-v0.rh.json"]


def test_a_dataset_is_read_whole() -> None:
    """Authors, institutions shown as text, times and captures become plain values."""
    dataset = Dataset.from_wire(DatasetAsset.from_dict(SAMPLES["ds_get_main"].json), zone=NEW_YORK)

    assert dataset is not None
    assert dataset.name == "main"
    assert dataset.authors == (
        Author(name="Ada L", orcid_id="0000-0002-1825-0097"),
        Author(name="Bob"),
    )
    assert dataset.institutions == ("Inst A", "Inst B")
    assert dataset.keywords == ("drone-detection", "rf-spectrum")
    assert dataset.created_at == datetime(2026, 11, 22, 17, 28, 5, tzinfo=UTC)
    assert (dataset.file_count, dataset.size) == (61, 60459016)
    assert [len(parts) for parts in dataset.capture_uuids[:2]] == [1, 2]
    assert dataset.owner == TESTER


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("['A', \"B's\"]", ("A", "B's")),
        ("", ()),
        ("Inst A", ("Inst A",)),
        (["A", None, 3, "B"], ("A", "B")),
        ("[" * 500, ("[" * 500,)),
        ("[print(1)]", ("[print(1)]",)),
        (None, ()),
    ],
)
def test_institutions_are_read_from_text(shown: object, expected: tuple[str, ...]) -> None:
    """A list shown as text is read without running it, and any other text is one institution."""
    body = {**SAMPLES["ds_get_main"].json, "institutions": shown}
    dataset = Dataset.from_wire(DatasetAsset.from_dict(body), zone=NEW_YORK)

    assert dataset is not None
    assert dataset.institutions == expected
