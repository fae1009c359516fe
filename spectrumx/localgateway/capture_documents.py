"""Captures as a search sees them: one document each, whose properties are read when asked for."""

import json
from collections.abc import Callable

from spectrumx.localgateway import times
from spectrumx.localgateway.captures import Capture

_FIELDS: dict[str, Callable[[Capture], object]] = {
    "uuid": lambda capture: capture.uuid,
    "name": lambda capture: capture.name,
    "capture_type": lambda capture: capture.capture_type,
    "channel": lambda capture: capture.channel,
    "scan_group": lambda capture: capture.scan_group,
    "top_level_dir": lambda capture: capture.top_level_dir,
    "index_name": lambda capture: capture.index_name,
    "origin": lambda capture: capture.origin,
    "owner": lambda capture: [capture.owner_id, capture.owner_email, capture.owner_name],
    "created_at": lambda capture: times.utc_text(capture.created_at),
    "updated_at": lambda capture: times.utc_text(capture.updated_at),
    "is_public": lambda capture: bool(capture.is_public),
    "is_deleted": lambda _: False,
    "capture_props": lambda capture: json.loads(capture.capture_props),
    "search_props": lambda capture: json.loads(capture.search_props),
}


class Document:
    """One capture, by the names of its fields."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._read: dict[str, object] = {}

    def field(self, name: str) -> object:
        """Return a field, or None where there is none of this name."""
        if name not in self._read:
            find = _FIELDS.get(name)
            self._read[name] = find(self._capture) if find else None
        return self._read[name]
