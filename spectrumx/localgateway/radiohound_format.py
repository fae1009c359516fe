"""The RadioHound file format, version 0: which fields there are, and what they may hold."""

import re
from collections.abc import Callable, Mapping
from uuid import UUID

from spectrumx.localgateway import times
from spectrumx.localgateway.json_values import number

Json = dict[str, object]

_MAC_ADDRESS = re.compile(r"[0-9a-fA-F]{12}")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*+={0,2}+\s*+")
_SAMPLE_TYPE = re.compile(r"float(16|32|64)|u?int(8|16|32|64)|complex(64|128)")
_MOST_LATITUDE, _MOST_LONGITUDE = 90, 180
_RANDOM_UUID = 4
_FORMER = {"batch", "suggested_gain", "uncertainty", "requested"}
_FORMER_METADATA = {"xcount", "xstart", "xstop", "archiveResult"}


def validated(found: Mapping[str, object]) -> Json:
    """Return a file's fields in their present form.

    Raises:
        ValueError: If one is missing, unknown, or holds what it may not; the sentence names it.
    """
    if unknown := sorted(found.keys() - _NEEDED.keys() - _OPTIONAL.keys() - _FORMER):
        raise ValueError(f"unknown field {unknown[0]}")
    props = {name: _checked(found, name, check) for name, check in _NEEDED.items()}
    given = {name for name in _OPTIONAL if found.get(name) is not None}
    props |= {name: _checked(found, name, _OPTIONAL[name]) for name in sorted(given)}
    if "requested" in found:
        custom = _object(props.get("custom_fields", {}))
        props["custom_fields"] = {**custom, "requested": found["requested"]}
    return props


def _checked(found: Mapping[str, object], name: str, check: Callable[[object], object]) -> object:
    if name not in found:
        raise ValueError(f"{name} is missing")
    try:
        return check(found[name])
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{name} {error}") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("is no text")  # noqa: TRY004 - the caller takes one kind of error
    return value


def _matching(form: re.Pattern[str], sentence: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        if not form.fullmatch(_text(value)):
            raise ValueError(sentence)
        return _text(value)

    return check


def _number(value: object) -> float | int:
    found = number(value)
    if found is None:
        raise ValueError("is no number")
    return found


def _whole(value: object) -> int:
    found = _number(value)
    if found != int(found):
        raise ValueError("is no whole number")
    return int(found)


def _within(most: int) -> Callable[[object], float]:
    def check(value: object) -> float:
        if not -most < _number(value) < most:
            raise ValueError(f"is not between -{most} and {most} degrees")
        return _number(value)

    return check


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError("is no object")  # noqa: TRY004 - the caller takes one kind of error
    return value


def _metadata(value: object) -> Json:
    found = _object(value)
    props = {name: field for name, field in found.items() if name not in _FORMER_METADATA}
    if "archiveResult" in found:
        props.setdefault("archive_result", found["archiveResult"])
    for name in ("fmin", "fmax"):
        props[name] = _checked(found, name, _whole)
    return props


def _moment(value: object) -> str:
    return times.utc_text(_storable(times.parse(_text(value))))


def _storable(stamp: int) -> int:
    if not times.EARLIEST <= stamp <= times.LATEST:
        raise ValueError("is out of range")
    return stamp


def _scan_group(value: object) -> str:
    uuid = UUID(_text(value))
    if uuid.version != _RANDOM_UUID:
        raise ValueError("is no random (version 4) UUID")
    return str(uuid)


_NEEDED: dict[str, Callable[[object], object]] = {
    "data": _matching(_BASE64, "is no base64 text"),
    "gain": _number,
    "latitude": _within(_MOST_LATITUDE),
    "longitude": _within(_MOST_LONGITUDE),
    "mac_address": _matching(_MAC_ADDRESS, "is not 12 hexadecimal digits"),
    "metadata": _metadata,
    "sample_rate": _whole,
    "short_name": _text,
    "timestamp": _moment,
    "type": _matching(_SAMPLE_TYPE, "is no name of a NumPy type such as float32"),
}
_OPTIONAL: dict[str, Callable[[object], object]] = {
    "altitude": _number,
    "center_frequency": _number,
    "custom_fields": _object,
    "hardware_board_id": _text,
    "hardware_version": _text,
    "scan_group": _scan_group,
    "software_version": _text,
    "version": _text,
}
