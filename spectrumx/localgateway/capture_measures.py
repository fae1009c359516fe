"""What an answer computes of a capture's indexed properties: bounds, frequencies, rates."""

import json
from collections.abc import Sequence
from typing import NamedTuple, TypeGuard

from spectrumx.localgateway import times
from spectrumx.localgateway.captures import Capture
from spectrumx.localgateway.json_values import number

_GIGA, _MEGA = 1e9, 1e6
_SECOND = 1_000_000
_WITH_BOUNDS = {"drf", "sigmf"}


class Bounds(NamedTuple):
    """From when to when a recording lasts, in whole Unix seconds."""

    start: int
    end: int


def bounds(capture: Capture) -> Bounds | None:
    """Return a capture's bounds; RadioHound scans have none, whatever a search finds them by."""
    if capture.capture_type not in _WITH_BOUNDS:
        return None
    props = json.loads(capture.search_props)
    if "start_time" not in props or "end_time" not in props:
        return None
    return Bounds(props["start_time"], props["end_time"])


def joined(several: Sequence[Bounds | None]) -> Bounds | None:
    """Return the bounds of several captures together."""
    known = [one for one in several if one is not None]
    if not known:
        return None
    return Bounds(min(one.start for one in known), max(one.end for one in known))


def center_frequency_ghz(capture: Capture) -> float | None:
    """Return a capture's centre frequency in gigahertz."""
    center = number(json.loads(capture.search_props).get("center_frequency"))
    return None if center is None else center / _GIGA


def sample_rate_mhz(capture: Capture) -> float | None:
    """Return a capture's sample rate in millions a second."""
    props = json.loads(capture.search_props)
    if "sample_rate" not in props and capture.capture_type == "drf":
        props = {"sample_rate": json.loads(capture.capture_props).get("samples_per_second")}
    rate = number(props.get("sample_rate"))
    return None if rate is None else rate / _MEGA


def iso_utc(second: int | None) -> str | None:
    """Write a second as ISO 8601 in UTC, or None where it cannot be written."""
    return times.utc_text(second * _SECOND) if _is_writable(second) else None


def display(second: int | None) -> str | None:
    """Write a second for people in the gateway's zone, or None where it cannot be written."""
    return times.local_display(second * _SECOND) if _is_writable(second) else None


def _is_writable(second: int | None) -> TypeGuard[int]:
    return second is not None and times.EARLIEST <= second * _SECOND <= times.LATEST
