"""Captures: made of the files that arrived, and kept like those here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from spectrumx import paths
from spectrumx.client import Client
from spectrumx.errors import CaptureError
from spectrumx.localgateway.inventory import StoredCapture
from spectrumx.models import Capture, File
from spectrumx.push.report import Item, Kind, Outcome, one_by_one


@dataclass(frozen=True, slots=True)
class Made:
    """What became of the captures.

    Attributes:
        items: One for each.
        uuids: Those that are there now, by their number here.
    """

    items: list[Item]
    uuids: Mapping[int, UUID]


def carry(
    captures: Sequence[StoredCapture], sds: Client, *, there: Mapping[str, File], email: str
) -> Made:
    """Make the captures that the other gateway does not have, and renew those that changed.

    Args:
        captures: What is here.
        sds: Client of the other gateway.
        there: The files that arrived, by path.
        email: The user there.
    """
    carrier = _Carrier(sds, there, email)
    items = one_by_one(Kind.CAPTURE, captures, named=_named, carry=carrier.carry)
    return Made(items, carrier.uuids)


@dataclass(slots=True)
class _Carrier:
    """Carries captures over, and notes which they are there."""

    sds: Client
    there: Mapping[str, File]
    email: str
    uuids: dict[int, UUID] = field(default_factory=dict)

    def carry(self, capture: StoredCapture) -> tuple[Outcome, str]:
        """Make a capture, or make the one that is there like it."""
        missing = capture.paths - self.there.keys()
        if missing and not self.sds.dry_run:
            raise CaptureError(f"{len(missing)} of its files did not arrive; push again")
        found = self.sds.captures.find(
            self._directory(capture),
            capture_type=capture.capture_type,
            channel=capture.channel or None,
            scan_group=capture.scan_group,
        )
        if found is not None:
            return self._renew(capture, found)
        if self.sds.dry_run:
            return Outcome.PLANNED, ""
        self._note(
            capture,
            self.sds.captures.create(
                self._directory(capture),
                capture_type=capture.capture_type,
                channel=capture.channel or None,
                scan_group=capture.scan_group,
                name=capture.name,
            ),
        )
        return Outcome.DONE, ""

    def _renew(self, capture: StoredCapture, found: Capture) -> tuple[Outcome, str]:
        self._note(capture, found)
        # The name of a capture of several channels is not told by any answer.
        is_renamed = not found.is_multi_channel and found.name != capture.name
        linked = {file.uuid for file in found.files}
        newest = {self.there[path].uuid if path in self.there else None for path in capture.paths}
        is_outdated = not newest <= linked
        if not is_renamed and not is_outdated:
            return Outcome.SAME, ""
        what = " and ".join(
            word for word, holds in (("name", is_renamed), ("files", is_outdated)) if holds
        )
        if self.sds.dry_run:
            return Outcome.PLANNED, f"its {what}"
        if is_outdated:
            self.sds.captures.update(self.uuids[capture.id])
        if is_renamed:
            self.sds.captures.rename(self.uuids[capture.id], capture.name)
        return Outcome.DONE, f"its {what}"

    def _note(self, capture: StoredCapture, there: Capture) -> None:
        self.uuids[capture.id] = next(
            channel.uuid for channel in there.channels if channel.name == capture.channel
        )

    def _directory(self, capture: StoredCapture) -> str:
        # In full: a folder of the user's own may look like the beginning of a full path.
        return paths.absolute(capture.top_level_dir, self.email)


def _named(capture: StoredCapture) -> str:
    parts = (capture.capture_type, capture.top_level_dir, capture.channel or capture.scan_group)
    return " ".join(part for part in parts if part)
