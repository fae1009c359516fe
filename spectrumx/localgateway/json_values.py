"""Values of JSON objects by their type."""

from collections.abc import Iterable, Mapping

_LARGEST = 1e300
_DEEPEST = 100


def number(value: object) -> float | int | None:
    """Return a value that is a number of sane size, or None; a truth value is no number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if -_LARGEST < value < _LARGEST else None


def is_deep(value: object) -> bool:
    """Tell whether objects and lists are nested more than 100 levels deep."""
    level = [value]
    for _ in range(_DEEPEST + 1):
        level = [item for one in level for item in _inside(one)]
    return bool(level)


def objects(value: object) -> list[Mapping[str, object]]:
    """Return the objects of a list, or none where it is no list."""
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, Mapping)]


def mapping(value: object) -> Mapping[str, object]:
    """Return a value that is an object, or an empty one."""
    return value if isinstance(value, Mapping) else {}


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, (list, tuple)) else ()
