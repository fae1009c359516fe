"""Listings that are walked without blocking the event loop."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Iterator
from functools import partial
from itertools import islice
from typing import Generic, NamedTuple, NoReturn, TypeVar

from spectrumx.asynchronous.threads import Threads
from spectrumx.errors import SDSError
from spectrumx.listings import Listing

T = TypeVar("T")

_TOGETHER = 100
_SECONDS_TOGETHER = 0.05


class AsyncListing(Generic[T]):
    """What the gateway holds, asked for as it is needed: `async for item in listing`.

    Iterating starts afresh each time and asks the gateway again.
    """

    def __init__(self, listing: Listing[T], *, threads: Threads) -> None:
        self._listing = listing
        self._threads = threads

    async def __aiter__(self) -> AsyncGenerator[T, None]:
        walk = iter(self._listing)
        batch = _Batch[T]([], is_last=False)
        while not batch.is_last:
            batch = await self._threads.call(partial(_take, walk))
            for item in batch.items:
                yield item
            if batch.error is not None:
                raise batch.error

    async def to_list(self, most: int | None = None) -> list[T]:
        """Get all items, or the first ones.

        Args:
            most: Items at most; None for all.
        """
        return await self._threads.call(lambda: list(islice(self._listing, most)))

    async def first(self) -> T | None:
        """Get the first item; None when there is none."""
        return await self._threads.call(lambda: next(iter(self._listing), None))

    async def count(self) -> int:
        """Walk the whole listing and count."""
        return await self._threads.call(lambda: sum(1 for _ in self._listing))

    def __bool__(self) -> NoReturn:
        message = "whether a listing is empty is asked of the gateway: await listing.first()"
        raise TypeError(message)

    def __repr__(self) -> str:
        return f"<asynchronous {repr(self._listing)[1:]}"


class _Batch(NamedTuple, Generic[T]):
    """What one turn on a thread gave; `error` is what ended it after these items."""

    items: list[T]
    is_last: bool
    error: SDSError | None = None


def _take(walk: Iterator[T]) -> _Batch[T]:
    """Take what comes together, as the rows of a page do; at least one item, if there is one."""
    items: list[T] = []
    until = time.monotonic() + _SECONDS_TOGETHER
    try:
        for item in islice(walk, _TOGETHER):
            items.append(item)
            if time.monotonic() > until:
                break
    except SDSError as error:
        return _Batch(items, is_last=True, error=error)
    return _Batch(items, is_last=not items)
