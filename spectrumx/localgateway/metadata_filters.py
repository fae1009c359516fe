"""The conditions of a search for captures (docs/gateway.md, Metadata filters)."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from spectrumx.localgateway import query_types
from spectrumx.localgateway.json_values import is_deep
from spectrumx.localgateway.query_types import FilterError

_UNREADABLE = "'metadata_filters' could not be parsed from request"
_LONGEST_PATH = 1000
_KEYS = ("field_path", "query_type", "filter_value")
_OBJECTS = re.compile(
    r"search_props|capture_props"
    r"|capture_props\.(metadata|captures|annotations)"
    r"|capture_props\.(custom_attrs|custom_fields|global)(\..*)?",
    re.DOTALL,
)


class MissingKeysError(FilterError):
    """A condition that lacks a key."""


class Searched(Protocol):
    """What is searched: something that has fields by name."""

    def field(self, name: str) -> object:
        """Return a field, or None where there is none of this name."""


@dataclass(frozen=True)
class Condition:
    """One condition.

    Attributes:
        root: The field it is about.
        rest: The path of a property inside of that field, or "".
        test: Tells whether a value found there is one that is looked for.
    """

    root: str
    rest: str
    test: Callable[[object], bool]

    def holds(self, searched: Searched) -> bool:
        """Tell whether any value at the path is one that is looked for."""
        return any(map(self.test, _values(searched.field(self.root), self.rest)))


def parse(text: str) -> list[Condition]:
    """Read the conditions of a request.

    Raises:
        MissingKeysError: If one lacks a key.
        FilterError: If they are malformed, with the sentence to answer.
    """
    if not text:
        return []
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        raise FilterError(_UNREADABLE) from None
    if is_deep(items):
        raise FilterError(_UNREADABLE)
    if not isinstance(items, list):
        raise FilterError("'metadata_filters' must be a list.")
    now = datetime.now(UTC)
    return [_condition(item, now=now) for item in items]


def hold(conditions: Sequence[Condition], searched: Searched) -> bool:
    """Tell whether all conditions hold."""
    return all(condition.holds(searched) for condition in conditions)


def _condition(item: object, *, now: datetime) -> Condition:
    if isinstance(item, str):
        raise FilterError("string indices must be integers, not 'str'")
    if not isinstance(item, Mapping):
        raise FilterError("Each of 'metadata_filters' must be an object.")
    if missing := [key for key in _KEYS if key not in item]:
        raise MissingKeysError(f"A filter of 'metadata_filters' lacks '{missing[0]}'.")
    path, query_type, value = (item[key] for key in _KEYS)
    if not isinstance(path, str) or not isinstance(query_type, str):
        raise FilterError("'field_path' and 'query_type' must be texts.")
    _check_path(path)
    root, _, rest = path.partition(".")
    return Condition(root, rest, query_types.test(query_type, value, path=path, now=now))


def _check_path(path: str) -> None:
    if len(path) > _LONGEST_PATH:
        raise FilterError(f"'field_path' has more than {_LONGEST_PATH} characters.")
    around = path.rpartition(".")[0]
    if around and not _OBJECTS.fullmatch(around):
        raise FilterError(
            "Query error: failed to create query:"
            f" [nested] failed to find nested object under path [{around}]"
        )


def _values(found: object, path: str) -> Iterator[object]:
    """Give the values at a path; in a list, those of all its items.

    A key may have dots in it: the longest key that begins the path counts.
    """
    if not path:
        yield found
    elif isinstance(found, list):
        for item in found:
            yield from _values(item, path)
    elif isinstance(found, Mapping):
        key, rest = path, ""
        while key and key not in found:
            key, _, last = key.rpartition(".")
            rest = f"{last}.{rest}" if rest else last
        if key:
            yield from _values(found[key], rest)
