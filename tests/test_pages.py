"""Listings: lazy, complete, and no row twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spectrumx.errors import NotFoundError, ServiceError
from spectrumx.listings import Listing
from spectrumx.resources.pages import PAGE_SIZE, Page, walk_pages


class Shelf:
    """Rows on pages, as a gateway gives them, that may change between two pages."""

    def __init__(self, rows: int, changes: list[Callable[[list[int]], None]] | None = None) -> None:
        self.rows = list(range(rows))
        self.fetched: list[int] = []
        self._changes = iter(changes or [])

    def page(self, number: int) -> Page[int]:
        """One page; afterwards the next change happens."""
        self.fetched.append(number)
        start = (number - 1) * PAGE_SIZE
        if number > 1 and start >= len(self.rows):
            raise NotFoundError("Invalid page.")
        page = Page(self.rows[start : start + PAGE_SIZE], len(self.rows))
        next(self._changes, lambda _: None)(self.rows)
        return page

    def walk(self) -> Iterator[int]:
        """Every row."""
        return walk_pages(self.page, key=lambda row: row)


def deletion(share: float) -> Callable[[list[int]], None]:
    """The deletion of a row somewhere."""

    def change(rows: list[int]) -> None:
        if rows:
            del rows[int(share * (len(rows) - 1))]

    return change


def insertion(share: float) -> Callable[[list[int]], None]:
    """The arrival of a new row somewhere."""

    def change(rows: list[int]) -> None:
        rows.insert(int(share * len(rows)), -1 - len([row for row in rows if row < 0]))

    return change


SHARES = st.floats(0, 1)
DELETIONS = st.lists(st.lists(SHARES.map(deletion), max_size=150), max_size=8)
INSERTIONS = st.lists(st.lists(SHARES.map(insertion), max_size=150), max_size=8)


def at_once(changes: list[Callable[[list[int]], None]]) -> Callable[[list[int]], None]:
    """Several changes between the same two pages."""

    def change(rows: list[int]) -> None:
        for each in changes:
            each(rows)

    return change


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(0, 450), DELETIONS | INSERTIONS)
def test_whatever_stays_is_listed_once(
    rows: int, changes: list[list[Callable[[list[int]], None]]]
) -> None:
    """Rows may come or go between pages: those that stay come once, or the listing says so."""
    shelf = Shelf(rows, [at_once(each) for each in changes])
    listed: list[int] = []
    try:
        listed.extend(shelf.walk())
    except ServiceError:
        return

    assert len(listed) == len(set(listed))
    assert set(range(rows)).intersection(shelf.rows) <= set(listed)


def test_deleting_what_is_listed_leaves_nothing() -> None:
    """Every row is reached although each is deleted as soon as it came."""
    shelf = Shelf(1000)

    for row in shelf.walk():
        shelf.rows.remove(row)

    assert shelf.rows == []


@pytest.mark.parametrize("rows", [0, 1, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 1, 3 * PAGE_SIZE])
def test_no_page_is_fetched_in_vain(rows: int) -> None:
    """A listing that holds still costs one request for each of its pages."""
    shelf = Shelf(rows)

    assert list(shelf.walk()) == list(range(rows))
    assert shelf.fetched == list(range(1, max(1, -(-rows // PAGE_SIZE)) + 1))


def test_a_gateway_that_does_not_count_is_read_to_its_last_page() -> None:
    """Without a count, the first page that is not full is the last one."""
    shelf = Shelf(250)

    def page(number: int) -> Page[int]:
        return Page(shelf.page(number).items, None)

    assert list(walk_pages(page, key=lambda row: row)) == list(range(250))
    assert shelf.fetched == [1, 2, 3]


def test_rows_that_never_come_are_missed() -> None:
    """A listing that stays short of its count gives what came, and then an error."""
    rows = walk_pages(lambda _: Page([1, 2], 3), key=lambda row: row)

    assert [next(rows), next(rows)] == [1, 2]
    with pytest.raises(ServiceError, match="2 of 3 rows came"):
        next(rows)


def test_a_first_page_that_is_not_there_is_an_error() -> None:
    """Only a later page may vanish; a listing without its first one is not empty but wrong."""

    def nothing(_: int) -> Page[int]:
        raise NotFoundError("no")

    with pytest.raises(NotFoundError):
        list(walk_pages(nothing, key=lambda row: row))


def test_iterating_asks_anew_and_no_further_than_needed() -> None:
    """Making a listing asks for nothing, its first row for one page, a second walk for all anew."""
    shelf = Shelf(250)
    listing = Listing(shelf.walk, of="rows")
    assert shelf.fetched == []

    assert next(iter(listing)) == 0
    assert shelf.fetched == [1]
    shelf.rows.append(250)
    assert [row for row in listing][-1] == 250  # noqa: C416  list() would ask for the length too


def test_making_a_list_walks_once() -> None:
    """`list(listing)` and a slice ask for each page once, though a list asks for the length too."""
    shelf = Shelf(250)
    listing = Listing(shelf.walk, of="rows")

    assert list(listing) == list(range(250))
    assert listing[10:12] == [10, 11]
    assert sorted(listing) == list(range(250))
    assert shelf.fetched == [1, 2, 3] * 3


def test_the_length_is_what_the_next_iteration_gives() -> None:
    """What was counted is what comes, and the iteration after that asks anew."""
    shelf = Shelf(3)
    listing = Listing(shelf.walk, of="rows")

    assert len(listing) == 3
    shelf.rows.append(3)

    assert [len([*iter(listing)]), len([*iter(listing)])] == [3, 4]


def test_next_keeps_its_own_place() -> None:
    """`next()` goes on where it was, whatever else is done with the listing."""
    listing = Listing(Shelf(3).walk, of="rows")

    assert next(listing) == 0
    assert len(listing) == 3
    assert list(listing) == [0, 1, 2]
    assert [next(listing), next(listing), next(listing, None)] == [1, 2, None]


def test_an_index_finds_its_row() -> None:
    """A row is found from either end; beyond the end is an IndexError that names the listing."""
    listing = Listing(Shelf(3).walk, of="files in /a")

    assert (listing[0], listing[2], listing[-1], listing[::2]) == (0, 2, 2, [0, 2])
    for index in (3, -4):
        with pytest.raises(IndexError):
            listing[index]
    with pytest.raises(IndexError, match="files in /a has no item 3"):
        listing[3]


def test_an_empty_listing_is_false_after_one_page() -> None:
    """Whether anything is there costs one request."""
    shelf = Shelf(250)

    assert Listing(shelf.walk, of="rows")
    assert not Listing(Shelf(0).walk, of="rows")
    assert shelf.fetched == [1]


def test_a_listing_shows_what_it_lists_and_asks_for_nothing() -> None:
    """Looking at a listing in a shell sends nothing."""
    shelf = Shelf(3)

    assert repr(Listing(shelf.walk, of="files in /a")) == "<listing of files in /a>"
    assert shelf.fetched == []
