"""Pages: fetched a few ahead, never cut short in silence."""

from __future__ import annotations

import itertools
import logging
import math
import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import Future
from contextvars import copy_context
from dataclasses import dataclass
from typing import Generic, TypeVar

from spectrumx.errors import (
    NotFoundError,
    SDSError,
    ServiceError,
    UnexpectedResponseError,
    about,
)
from spectrumx.models import wire
from spectrumx.session import stop_if_cancelled
from spectrumx.spool import Spool

log = logging.getLogger(__name__)

T = TypeVar("T")

PAGE_SIZE = 100
"""Rows on a page; the gateway gives no more (docs/gateway.md, "Files: list")."""

PAGES_AHEAD = 4
"""Pages asked for at the same time, once it is known how many there are."""

_MAX_WALKS_WITHOUT_NEWS = 2


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page.

    Attributes:
        items: Its rows.
        count: Rows on all pages, None when the gateway did not say.
    """

    items: list[T]
    count: int | None


def page_of(
    answer: Mapping[str, object],
    read: Callable[[Mapping[str, object]], T],
    *,
    resource: type[SDSError],
) -> Page[T]:
    """Read a page of a listing.

    Args:
        answer: As it came.
        read: Reads one row.
        resource: What is listed, for the error.

    Raises:
        UnexpectedResponseError: It has no rows.
    """
    rows = wire.of_type(list, answer.get("results"))
    if rows is None:
        raise about(UnexpectedResponseError, resource)("the gateway's listing has no results")
    items = [read(row) for row in rows if isinstance(row, dict)]
    return Page(items, wire.whole_number(answer.get("count")))


def walk_pages(fetch: Callable[[int], Page[T]], *, key: Callable[[T], Hashable]) -> Iterator[T]:
    """Walk every page, and walk again when rows slipped between pages meanwhile.

    Args:
        fetch: Gives a page by its number, from 1.
        key: What tells rows apart.

    Yields:
        Each row once.

    Raises:
        ServiceError: Rows that the gateway counts stay missing: the listing keeps changing.
        TransferCancelledError: What it is for was cancelled.
        SDSError: A page can't be had; what was yielded before is then not all there is.
    """
    seen: Spool[Hashable, int] = Spool()
    walks_without_news = 0
    for walk in itertools.count(1):
        # A row deleted while the pages are read moves another onto a page already read.
        counted = walked = news = 0
        for page in _pages(fetch):
            stop_if_cancelled()
            counted = max(counted, page.count or 0)
            keys = [key(item) for item in page.items]
            last_seen = seen.among(keys)
            for name, item in zip(keys, page.items, strict=True):
                last = last_seen.get(name)
                if last != walk:
                    seen[name] = last_seen[name] = walk
                    walked += 1
                if last is None:
                    news += 1
                    yield item
        if walked >= counted:
            return
        log.info("the listing changed while it was read: %d of %d rows", walked, counted)
        walks_without_news = 0 if news else walks_without_news + 1
        if walks_without_news == _MAX_WALKS_WITHOUT_NEWS:
            raise ServiceError(
                f"the listing keeps changing while it is read: {walked} of {counted} rows "
                "came; try again when nobody writes there"
            )


def _pages(fetch: Callable[[int], Page[T]]) -> Iterator[Page[T]]:
    first = fetch(1)
    yield first
    received = len(first.items)
    if not _goes_on(first, received):
        return
    last = None if first.count is None else math.ceil(first.count / PAGE_SIZE)
    for page in _following(fetch, last):
        yield page
        received += len(page.items)
        if not _goes_on(page, received):
            return


def _goes_on(page: Page[T], received: int) -> bool:
    if page.count is None:
        return len(page.items) == PAGE_SIZE
    return bool(page.items) and received < page.count


def _following(fetch: Callable[[int], Page[T]], last: int | None) -> Iterator[Page[T]]:
    """Fetch the second page and those behind it, a few at the same time as far as they exist."""
    asked: deque[Future[Page[T]]] = deque()
    next_number = 2
    while True:
        # One at least: rows that came meanwhile may need a page that was not counted.
        while not asked or (len(asked) < PAGES_AHEAD and next_number <= (last or 0)):
            asked.append(_ask(fetch, next_number))
            next_number += 1
        try:
            page = asked.popleft().result()
        except NotFoundError:
            # Rows were deleted meanwhile, and with them the last page.
            return
        yield page


def _ask(fetch: Callable[[int], Page[T]], number: int) -> Future[Page[T]]:
    answer: Future[Page[T]] = Future()

    def run() -> None:
        try:
            answer.set_result(fetch(number))
        except BaseException as problem:  # noqa: BLE001  raised again where it is asked for
            answer.set_exception(problem)

    # Not a pool: its threads would keep an interrupted program waiting for their answers.
    context = copy_context()
    threading.Thread(target=context.run, args=(run,), name="spectrumx-page", daemon=True).start()
    return answer
