"""Pages: walked one by one, never cut short in silence."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from spectrumx.errors import NotFoundError, ServiceError

log = logging.getLogger(__name__)

T = TypeVar("T")

PAGE_SIZE = 100
"""Rows on a page; the gateway gives no more (docs/gateway.md, "Files: list")."""

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


def walk_pages(fetch: Callable[[int], Page[T]], *, key: Callable[[T], Hashable]) -> Iterator[T]:
    """Walk every page, and walk again when rows slipped between pages meanwhile.

    Args:
        fetch: Gives a page by its number, from 1.
        key: What tells rows apart.

    Yields:
        Each row once.

    Raises:
        ServiceError: Rows that the gateway counts stay missing: the listing keeps changing.
        SDSError: A page can't be had; what was yielded before is then not all there is.
    """
    seen: set[Hashable] = set()
    walks_without_news = 0
    while True:
        known = len(seen)
        walked: set[Hashable] = set()
        # A row deleted while the pages are read moves another onto a page already read.
        counted = 0
        for page in _pages(fetch):
            counted = max(counted, page.count or 0)
            for item in page.items:
                walked.add(key(item))
                if key(item) not in seen:
                    seen.add(key(item))
                    yield item
        if len(walked) >= counted:
            return
        log.info("the listing changed while it was read: %d of %d rows", len(walked), counted)
        walks_without_news = 0 if len(seen) > known else walks_without_news + 1
        if walks_without_news == _MAX_WALKS_WITHOUT_NEWS:
            raise ServiceError(
                f"the listing keeps changing while it is read: {len(walked)} of {counted} rows "
                "came; try again when nobody writes there"
            )


def _pages(fetch: Callable[[int], Page[T]]) -> Iterator[Page[T]]:
    received = 0
    for number in itertools.count(1):
        try:
            page = fetch(number)
        except NotFoundError:
            # Rows were deleted meanwhile, and with them the last page.
            if number == 1:
                raise
            return
        yield page
        received += len(page.items)
        is_last = len(page.items) < PAGE_SIZE if page.count is None else received >= page.count
        if is_last or not page.items:
            return
