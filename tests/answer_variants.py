"""Variants of an answer's body, as gateways of another age may send it."""

import copy
from collections.abc import Iterator
from typing import Any

FREE_FORM = {"capture_props", "channel_metadata", "provenance", "citation", "other"}
ODD_VALUES: tuple[Any, ...] = (
    "an unknown word",
    -1,
    0.5,
    True,
    [],
    ["odd"],
    [7],
    {},
    {"odd": [None]},
)

Json = dict[str, Any]


def shortened(value: Any) -> Any:
    """Keep two items of every list, which is enough to see one suffer and the other not."""
    if isinstance(value, list):
        return [shortened(item) for item in value[:2]]
    if isinstance(value, dict):
        return {key: shortened(item) for key, item in value.items()}
    return value


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Find every key and every list item of a body, but nothing inside of free-form objects."""
    keys: Any = ()
    if isinstance(value, dict):
        keys = value.keys()
    elif isinstance(value, list):
        keys = range(len(value))
    for key in keys:
        yield (*way, key)
        if key not in FREE_FORM:
            yield from places(value[key], (*way, key))


def variants(body: Json) -> Iterator[Json]:
    """Give a body with each place dropped, nulled, set to odd values, or holding an unknown key."""
    yield {**body, "a new key": {"of": ["any", "kind"]}}
    for *way, last in places(body):
        for value in (None, *ODD_VALUES):
            changed, place = _copy_and_place(body, way)
            place[last] = value
            yield changed
        changed, place = _copy_and_place(body, way)
        del place[last]
        yield changed
        changed, place = _copy_and_place(body, [*way, last])
        if isinstance(place, dict):
            place["a new key"] = {"of": ["any", "kind"]}
            yield changed


def _copy_and_place(body: Json, way: list[Any]) -> tuple[Json, Any]:
    changed = copy.deepcopy(body)
    place: Any = changed
    for key in way:
        place = place[key]
    return changed, place


def assert_tolerated(model: Any, body: Json) -> None:
    """Check that every variant of a body is parsed, keeps all it holds, and loses no result."""
    results = getattr(model.from_dict(body), "results", None)
    item = type(results[0]) if results else None
    for variant in variants(body):
        parsed = model.from_dict(variant)
        assert parsed.to_dict() == variant
        if item and isinstance(variant.get("results"), list):
            kept = [isinstance(each, item) for each in parsed.results]
            assert kept == [isinstance(each, dict) for each in variant["results"]]
