"""Searches through more captures than a page holds."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from spectrumx import Client
from spectrumx.errors import CaptureError, UnsupportedByGatewayError
from spectrumx.localgateway import LocalGateway
from tests.population import at, client
from tests.recordings import write_radiohound

CAPTURES, HOUR = 250, 3600


@pytest.fixture(scope="module")
def many(gateway: LocalGateway, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client of a user with 250 captures, 1 MHz and an hour apart."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(CAPTURES):
        write_radiohound(
            folder / f"{number:03}",
            start=at(HOUR * number),
            center_frequency=1e9 + 1e6 * number,
        )
    token = gateway.add_user("industrious@example.org")
    with client(gateway.url, token, cache=folder / "cache") as sds:
        sds.upload(folder)

        def make(number: int) -> None:
            sds.captures.create(f"/{number:03}", capture_type="rh")

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(make, range(CAPTURES)))
        yield sds


def gives_pages(sds: Client) -> bool:
    """Whether a gateway gives more than the first page of captures."""
    try:
        return len(sds.captures.list()) == CAPTURES
    except UnsupportedByGatewayError:
        return False


def test_all_pages_come_or_an_error_tells_what_is_missing(many: Client) -> None:
    """A search over several pages gives everything, or says how much came and how much did not."""
    search = many.search(sample_rate_range=(24e6, 24e6))
    if gives_pages(many):
        assert len({capture.uuid for capture in search}) == CAPTURES
        return

    with pytest.raises(UnsupportedByGatewayError, match="100 of 250 came, 150 are missing") as told:
        list(search)
    assert isinstance(told.value, CaptureError)


@pytest.mark.parametrize("count", [1, 99, 100, 101, 200])
def test_a_narrowed_search_needs_as_many_pages_as_match(many: Client, count: int) -> None:
    """The gateway narrows by frequency: what fits one page comes from every gateway."""
    search = many.search(center_freq_range=(1e9 + 10e6, 1e9 + 1e6 * (count + 9)))
    if count > 100 and not gives_pages(many):
        with pytest.raises(UnsupportedByGatewayError, match=f"100 of {count} came"):
            list(search)
        return

    expected = {f"{number:03}" for number in range(10, count + 10)}
    assert {capture.name for capture in search} == expected


def test_a_search_narrowed_by_time_fits_a_page(many: Client) -> None:
    """The gateway narrows by time to less than what one page holds, however long the rest is."""
    found = many.search(capture_time_range=(at(HOUR * 240), None), capture_type="rh")
    later = many.search(capture_time_range=(at(HOUR * 249) + timedelta(seconds=0.26), None))

    assert {capture.name for capture in found} == {f"{number:03}" for number in range(240, 250)}
    assert not list(later)
