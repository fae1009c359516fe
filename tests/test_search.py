"""Which captures a search finds, of every format, and which files and datasets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from spectrumx import Client
from spectrumx.errors import InvalidRequestError, UnsupportedByGatewayError
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Capture, Dataset, File
from tests.faulty import Fault, faulty_gateway
from tests.population import ME, Population, client, populate
from tests.recordings import write_digital_rf, write_radiohound
from tests.search_cases import CASES, RAW, UNNARROWED, freq, rate, raw


@pytest.fixture(scope="module")
def population(
    gateway: LocalGateway, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Population]:
    """What there is to find on a gateway."""
    found = populate(gateway, tmp_path_factory.mktemp("population"))
    with found.sds:
        yield found


@pytest.fixture(scope="module")
def refused(
    gateway: LocalGateway, population: Population, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """A client of a gateway that refuses every filter."""
    with faulty_gateway(gateway.url) as faulty:
        body = b'{"detail": "Query error: this field can\'t be searched"}'
        header = {"Content-Type": "application/json"}
        faulty.faults.append(Fault("GET", "metadata_filters=", "answer", 10**9, 400, header, body))
        with client(faulty.url, population.token, cache=tmp_path_factory.mktemp("cache")) as sds:
            yield sds


def names(found: Iterable[Capture], population: Population) -> list[str]:
    """The captures by what the population calls them, sorted."""
    known = {capture: name for name, capture in population.captures.items()}
    return sorted(known[capture] for capture in found)


def there(expected: str, population: Population) -> list[str]:
    """Those of some names that the gateway could make, sorted."""
    return sorted(population.captures.keys() & set(expected.split()))


@pytest.mark.parametrize(("conditions", "expected"), CASES.values(), ids=CASES.keys())
def test_a_search_finds_what_satisfies_every_condition(
    population: Population, conditions: dict[str, Any], expected: str
) -> None:
    """A search finds exactly the captures that satisfy all conditions, each once."""
    found = population.sds.search(**conditions)

    assert names(found, population) == there(expected, population)


@pytest.mark.parametrize("case", UNNARROWED)
def test_a_search_finds_the_same_where_nothing_is_narrowed(
    population: Population, refused: Client, case: str
) -> None:
    """A gateway that refuses the filters which narrow a search costs time, but no capture."""
    conditions, expected = CASES[case]

    found = refused.search(**conditions)

    assert names(found, population) == there(expected, population)


@pytest.mark.parametrize(("conditions", "expected"), RAW.values(), ids=RAW.keys())
def test_filters_in_the_gateways_own_terms(
    population: Population, conditions: dict[str, Any], expected: str
) -> None:
    """Filters of one's own are ANDed with each other and with everything else."""
    found = population.sds.search(**conditions)

    assert names(found, population) == there(expected, population)


def test_filters_that_the_gateway_refuses(population: Population) -> None:
    """What the gateway says against a filter of one's own is what one hears."""
    search = population.sds.search(**freq(1, 2), **raw("channel", "zzz", "ch0"))

    with pytest.raises(InvalidRequestError, match=r"unknown query \[zzz\]"):
        list(search)


def test_a_format_that_the_gateway_does_not_know(population: Population) -> None:
    """To ask for a format the gateway lacks is an error, never an empty answer."""
    search = population.sds.search(capture_type="sigmf")
    if "sigmf-fm" in population.captures:
        assert names(search, population) == ["sigmf-bare", "sigmf-fm", "sigmf-pole"]
        return

    with pytest.raises(UnsupportedByGatewayError, match="no captures of type 'sigmf'"):
        list(search)


def test_fractional_rates_are_exact(population: Population) -> None:
    """A rate of 10 MHz / 3 is found by its exact value, or by what the gateway keeps of it."""
    third = population.captures["drf-third"].sample_rate
    assert third in {10e6 / 3, 3333333.0}

    found = population.sds.search(**rate(third, third))
    beside = population.sds.search(**rate(third + 0.25, third + 0.5))

    assert names(found, population) == ["drf-third"]
    assert not names(beside, population)


def test_files_of_matching_captures(population: Population) -> None:
    """A search for files finds those of the captures that match, in full."""
    found = list(population.sds.search(File, **freq(433e6, 433e6)))

    names = {file.name for file in population.captures["drf-mixed"].files}
    assert {file.name for file in found} == names
    assert len(found) == len(population.captures["drf-mixed"].files)
    assert all(file.sum_blake3 for file in found)


def test_files_by_their_own_name(population: Population) -> None:
    """Of files, name and owner are about themselves, and all else about their captures."""
    found = population.sds.search(File, **freq(2.0e9, 2.0e9), name="*.rh.json", owner=ME)
    others = population.sds.search(File, **freq(2.0e9, 2.0e9), name="rh-roof")

    assert [file.path for file in found] == ["/rh-roof/scan.rh.json"]
    assert not list(others)


def test_files_of_two_captures_come_once(sds: Client, tmp_path: Path) -> None:
    """A file that belongs to two captures is found once."""
    capture = sds.upload_capture(write_radiohound(tmp_path / "scans"), sds_path="/scans")
    again = sds.captures.create("/scans", capture_type="rh")

    assert set(sds.search(capture_type="rh")) == {capture, again}
    assert [file.path for file in sds.search(File, capture_type="rh")] == ["/scans/scan.rh.json"]


def test_files_of_another_user(population: Population) -> None:
    """Files of captures that others share are found, with their owner's name."""
    found = population.sds.search(File, **freq(3.5e9, 3.5e9))

    assert [(file.name, file.owner.email) for file in found if file.owner] == [
        ("scan.rh.json", "colleague@example.org")
    ]


def test_files_without_a_condition_on_captures(sds: Client, tmp_path: Path) -> None:
    """A search for files by name or owner alone finds them whether or not they are in captures."""
    folder = write_radiohound(tmp_path / "scans")
    (folder / "notes.txt").write_text("a clear day")
    sds.upload_capture(folder, sds_path="/scans")

    def found(**conditions: Any) -> set[str]:
        return {file.name for file in sds.search(File, **conditions)}

    assert found() == {"notes.txt", "scan.rh.json"}
    assert found(name="*.txt") == {"notes.txt"}
    assert found(owner=sds.authenticate().email) == {"notes.txt", "scan.rh.json"}
    assert not found(owner=ME)
    assert not found(name="*.txt", capture_type="rh")


def test_datasets_with_matching_captures(gateway: LocalGateway, population: Population) -> None:
    """A search for datasets finds those that hold a matching capture, by their own names."""
    roof, arctic = (population.captures[name].uuid for name in ("rh-roof", "rh-arctic"))
    gateway.create_dataset(ME, "Indiana", captures=[roof])
    gateway.create_dataset(ME, "Indiana and north", captures=[roof, arctic])

    sds = population.sds
    assert titles(sds.search(Dataset, **freq(0, 0))) == ["Indiana and north"]
    assert titles(sds.search(Dataset, **freq(2e9, 2e9))) == ["Indiana", "Indiana and north"]
    assert titles(sds.search(Dataset, **freq(2e9, 2e9), name="Indiana")) == ["Indiana"]
    assert titles(sds.search(Dataset, name="*north", owner=ME)) == ["Indiana and north"]
    assert not titles(sds.search(Dataset, **freq(1, 2)))


def test_recordings_of_two_users_in_directories_of_one_name(
    gateway: LocalGateway, tmp_path: Path
) -> None:
    """What a gateway merges by the name of the directory alone is told apart by its owner."""
    ann, bob = "ann@example.org", "bob@example.org"
    anns, bobs = (client(gateway.url, gateway.add_user(it), cache=tmp_path) for it in (ann, bob))
    write_digital_rf(tmp_path / "hers", {"ch0": 1e9})
    write_digital_rf(tmp_path / "his", {"ch0": 2e9, "ch1": 2e9})
    with anns, bobs:
        hers = anns.upload_capture(tmp_path / "hers", sds_path="/same")
        scans = anns.upload_capture(write_radiohound(tmp_path / "scans"), sds_path="/same")
        his = bobs.upload_capture(tmp_path / "his", sds_path="/same")
        for channel in his.channels:
            gateway.share(channel.uuid, with_email=ann)

        assert set(anns.search(owner=ann)) == {hers, scans}
        assert list(anns.search(owner=bob)) == [his]
        assert list(anns.search(channel="ch1")) == [his]
        assert set(anns.search(center_freq_range=(1e9, 2e9))) == {hers, scans, his}


def titles(found: Iterable[Dataset]) -> list[str]:
    """Names of datasets, sorted."""
    return sorted(each.name for each in found)
