"""The kinds of conditions that a search knows, each made into a test of one value."""

import fnmatch
import operator
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from spectrumx.localgateway import date_math
from spectrumx.localgateway.json_values import number

Test = Callable[[object], bool]

_COMPARISONS: dict[str, Callable[[float | str, float | str], bool]] = {
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
_WORD = re.compile(r"\w+")
_KEYWORDS = {
    "capture_props.epoch",
    "capture_props.digital_rf_time_description",
    "capture_props.digital_rf_version",
    "capture_props.uuid_str",
    "capture_props.indoor_outdoor",
    "capture_props.mac_address",
    "capture_props.scan_group",
    "capture_props.type",
    "capture_props.version",
}
_DATES = {
    "created_at",
    "updated_at",
    "capture_props.timestamp",
    "search_props.start_time",
    "search_props.end_time",
}
_SECONDS = {"search_props.start_time", "search_props.end_time"}
"""The dates that are numbers, and so are compared with numbers in texts too."""
_MOST_LATITUDE, _MOST_LONGITUDE = 90, 180


class FilterError(ValueError):
    """A condition that is none; the sentence says why."""


class _Limit(NamedTuple):
    """One end of a range: how it compares, and what it is as a number, a moment, a text."""

    compare: Callable[[float | str, float | str], bool]
    number: float | None
    moment: float | None
    text: str | None

    def allows(self, value: object) -> bool:
        """Tell whether a value is on the right side; one that cannot be compared is not."""
        found = number(value)
        if found is not None:
            limit = self.moment if self.number is None else self.number
            return limit is not None and self.compare(found, limit)
        return isinstance(value, str) and self._allows_text(value)

    def _allows_text(self, value: str) -> bool:
        if self.moment is not None and (moment := _date(value)) is not None:
            return self.compare(moment, self.moment)
        return self.text is not None and self.compare(value, self.text)


def test(query_type: str, value: object, *, path: str, now: datetime) -> Test:
    """Make the test of a condition.

    Args:
        query_type: The kind of condition.
        value: What is looked for.
        path: The field or property that it is about.
        now: The present.

    Raises:
        FilterError: If there is no such kind, or the value does not suit it.
    """
    if query_type == "term":
        return _any_item(_equality(_option(value, "term", "value")))
    if query_type == "match":
        return _any_item(_match(_option(value, "match", "query"), path=path))
    if query_type == "range":
        return _any_item(_range(value, path=path, now=now))
    if query_type == "wildcard":
        return _any_item(_wildcard(value))
    if query_type == "geo_bounding_box":
        return _box(value)
    raise FilterError(f"Query error: unknown query [{query_type}]")


def _any_item(matches: Test) -> Test:
    def check(value: object) -> bool:
        return any(map(matches, value)) if isinstance(value, list) else matches(value)

    return check


def _option(value: object, query: str, name: str) -> object:
    """Return the value of a condition in its short or its long form."""
    if not isinstance(value, Mapping):
        return value
    for key in value:
        if key != name:
            raise FilterError(f"Query error: [{query}] query does not support [{key}]")
    return value.get(name)


def _equality(wanted: object) -> Test:
    def check(value: object) -> bool:
        if wanted is None or value is None:
            return False
        if isinstance(value, bool) or isinstance(wanted, bool):
            return str(value).lower() == str(wanted).lower()
        found = number(value)
        return value == wanted if found is None else found == _as_number(wanted)

    return check


def _match(wanted: object, *, path: str) -> Test:
    """Compare texts of properties word by word, and anything else as it is."""
    equals = _equality(wanted)
    is_text = path.startswith("capture_props.") and path not in _KEYWORDS
    words = _words(wanted) if isinstance(wanted, str) and is_text else set()

    def check(value: object) -> bool:
        return equals(value) or (isinstance(value, str) and bool(words & _words(value)))

    return check


def _range(value: object, *, path: str, now: datetime) -> Test:
    if not isinstance(value, Mapping):
        raise FilterError("Query error: [range] query malformed, no start_object after query name")
    limits = [_limit(str(key), end, now=now) for key, end in value.items() if end is not None]
    for limit in limits:
        _check_date(limit, path=path)

    def check(found: object) -> bool:
        return found is not None and all(limit.allows(found) for limit in limits)

    return check


def _check_date(limit: _Limit, *, path: str) -> None:
    is_moment = limit.moment is not None or (path in _SECONDS and limit.number is not None)
    if path in _DATES and not is_moment:
        raise FilterError(f"Query error: failed to parse date field [{limit.text}]")


def _limit(key: str, end: object, *, now: datetime) -> _Limit:
    if key not in _COMPARISONS:
        raise FilterError(f"Query error: [range] query does not support [{key}]")
    found, text = _as_number(end), end if isinstance(end, str) else None
    moment = None
    if text is not None:
        moment = date_math.moment(text, now=now, end_of_day=key in {"gt", "lte"})
    elif found is not None:
        moment = found / 1000
    if found is None and text is None:
        raise FilterError(f"Query error: [range] failed to parse [{key}]")
    return _Limit(_COMPARISONS[key], found, moment, text)


def _wildcard(value: object) -> Test:
    options = value if isinstance(value, Mapping) else {"value": value}
    if unknown := options.keys() - {"value", "case_insensitive"}:
        raise FilterError(f"Query error: [wildcard] query does not support [{min(unknown)}]")
    pattern = options.get("value")
    if not isinstance(pattern, str):
        raise FilterError("Query error: [wildcard] value cannot be null")
    flags = re.IGNORECASE if options.get("case_insensitive") is True else re.NOFLAG
    # Brackets mean themselves here, and a set of characters there.
    form = re.compile(fnmatch.translate(pattern.replace("[", "[[]")), flags)
    return lambda found: isinstance(found, str) and form.match(found) is not None


def _box(value: object) -> Test:
    if not isinstance(value, Mapping) or value.keys() != {"top_left", "bottom_right"}:
        raise FilterError(
            "Query error: failed to parse bounding box: give its top_left and its bottom_right"
        )
    west, north = _point(value["top_left"])
    east, south = _point(value["bottom_right"])

    def check(found: object) -> bool:
        point = _pair(found)
        if point is None:
            return False
        longitude, latitude = point
        inside = west <= longitude <= east
        if west > east:  # across the date line
            inside = longitude >= west or longitude <= east
        return inside and south <= latitude <= north

    return check


def _point(value: object) -> tuple[float, float]:
    """Return the longitude and the latitude of a corner."""
    if isinstance(value, Mapping):
        value = [value.get("lon"), value.get("lat")]
    point = _pair(value)
    if point is None or abs(point[0]) > _MOST_LONGITUDE or abs(point[1]) > _MOST_LATITUDE:
        raise FilterError("Query error: failed to parse bounding box: a point has lat and lon")
    return point


def _pair(value: object) -> tuple[float, float] | None:
    """Return the two numbers of a list that has no more."""
    numbers = [number(item) for item in value] if isinstance(value, list) else []
    match numbers:
        case [float() | int() as first, float() | int() as second]:
            return first, second
    return None


def _as_number(value: object) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    return number(value)


def _date(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))
