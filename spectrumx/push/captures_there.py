"""Which captures are there already: listed once, and looked up by what they were made with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

from spectrumx import paths
from spectrumx.client import Client
from spectrumx.errors import UnsupportedByGatewayError
from spectrumx.localgateway.inventory import StoredCapture
from spectrumx.models import Capture, User

Key: TypeAlias = tuple[str, str, str, UUID | None]
"""Type, directory, channel and scan group."""


@dataclass(slots=True)
class CapturesThere:
    """The captures of the other gateway, one listing for each type.

    Attributes:
        sds: Client of the other gateway.
        me: The user there.
    """

    sds: Client
    me: User
    _listed: dict[str, dict[Key, list[Capture]] | None] = field(default_factory=dict)
    _retrieved: dict[UUID, Capture] = field(default_factory=dict)

    def find(self, capture: StoredCapture) -> Capture | None:
        """Find the user's own capture that is like one here; None when there is none."""
        kind = capture.capture_type
        if kind not in self._listed:
            self._listed[kind] = self._list(kind)
        listed = self._listed[kind]
        if listed is None:
            return self._ask_for(capture)
        key = _key_of(capture)
        candidates = (self._verified(each, key) for each in listed.get(key, ()))
        return next((each for each in candidates if self._is_it(each, key)), None)

    def add(self, made: Capture) -> None:
        """Take note of a capture that was made meanwhile."""
        listed = self._listed.get(made.capture_type)
        if listed is not None:
            for key in _keys_of(made):
                listed.setdefault(key, []).append(made)

    def _list(self, kind: str) -> dict[Key, list[Capture]] | None:
        """List the captures of a type; None where the gateway does not give all of them."""
        found: dict[Key, list[Capture]] = defaultdict(list)
        try:
            for capture in self.sds.captures.list(kind):
                for key in _keys_of(capture):
                    found[key].append(capture)
        except UnsupportedByGatewayError:
            return None
        return found

    def _ask_for(self, capture: StoredCapture) -> Capture | None:
        return self.sds.captures.find(
            paths.absolute(capture.top_level_dir, self.me.email),
            capture_type=capture.capture_type,
            channel=capture.channel or None,
            scan_group=capture.scan_group,
        )

    def _verified(self, capture: Capture, key: Key) -> Capture:
        """A listing may merge other people's channels into one's own."""
        if not capture.is_multi_channel:
            return capture
        uuid = uuid_of(capture, key[2])
        if uuid not in self._retrieved:
            whole = self.sds.captures.get(uuid)
            self._retrieved |= {channel.uuid: whole for channel in whole.channels}
        return self._retrieved[uuid]

    def _is_it(self, capture: Capture, key: Key) -> bool:
        return capture.owner == self.me and key in _keys_of(capture)


def uuid_of(capture: Capture, channel: str) -> UUID:
    """The identifier of a capture's channel, by its name."""
    return next(each.uuid for each in capture.channels if each.name == channel)


def _key_of(capture: StoredCapture) -> Key:
    group = UUID(capture.scan_group) if capture.scan_group else None
    return capture.capture_type, capture.top_level_dir, capture.channel, group


def _keys_of(capture: Capture) -> Iterator[Key]:
    for channel in capture.channels:
        yield capture.capture_type, capture.top_level_dir, channel.name, capture.scan_group
