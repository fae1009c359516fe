"""Pages of a listing (docs/gateway.md, Files: list)."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from spectrumx.localgateway.answers import refused

_DEFAULT_SIZE = 30
_LARGEST_SIZE = 100
_DIGITS = 18


@dataclass(frozen=True)
class Page:
    """One page: its number from 1, how many items fit on it, how many there are in all."""

    number: int
    size: int
    count: int

    @property
    def offset(self) -> int:
        """How many items come before it."""
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        """The number of the last page."""
        return _last(self.count, self.size)


def requested(query: Mapping[str, str], *, count: int) -> Page:
    """Return the page that a query asks for.

    Raises:
        GatewayError: 404 where there is no such page.
    """
    size = _size(query.get("page_size", ""))
    page = Page(_number(query.get("page", "1"), last=_last(count, size)), size, count)
    if not 1 <= page.number <= page.last:
        raise refused(404, "Invalid page.")
    return page


def links(page: Page, query: Mapping[str, str], *, url: str) -> dict[str, str | None]:
    """Return the addresses of the pages before and after, with sorted parameters."""
    following = page.number + 1 if page.number < page.last else None
    preceding = page.number - 1 if page.number > 1 else None
    return {
        "next": _address(url, query, following) if following else None,
        "previous": _address(url, query, preceding) if preceding else None,
    }


def _last(count: int, size: int) -> int:
    return max(1, -(-count // size))


def _size(text: str) -> int:
    number = _integer(text)
    return min(number, _LARGEST_SIZE) if number else _DEFAULT_SIZE


def _number(text: str, *, last: int) -> int:
    return last if text == "last" else _integer(text)


def _integer(text: str) -> int:
    """Return a positive number of sane length, or 0."""
    digits = text.strip()
    return int(digits) if digits.isdecimal() and len(digits) <= _DIGITS else 0


def _address(url: str, query: Mapping[str, str], number: int) -> str:
    parameters = {key: value for key, value in query.items() if key != "page"}
    if number > 1:
        parameters["page"] = str(number)
    encoded = urlencode(sorted(parameters.items()))
    return f"{url}?{encoded}" if encoded else url
