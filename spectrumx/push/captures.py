"""Captures: made of the files that arrived, and kept like those here."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from spectrumx import paths
from spectrumx.client import Client
from spectrumx.errors import CaptureError
from spectrumx.localgateway.inventory import StoredCapture
from spectrumx.models import Capture, File, User
from spectrumx.push.captures_there import CapturesThere, uuid_of
from spectrumx.push.report import Item, Kind, Outcome, one_by_one
from spectrumx.resources.capture_creation import MAX_NAME


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
    captures: Sequence[StoredCapture], sds: Client, *, there: Mapping[str, File], owner: User
) -> Made:
    """Make the captures that the other gateway does not have, and renew those that changed.

    Args:
        captures: What is here.
        sds: Client of the other gateway.
        there: The files that arrived, by path.
        owner: The user there.
    """
    carrier = _Carrier(sds, there, owner, CapturesThere(sds, owner))
    items = one_by_one(Kind.CAPTURE, captures, named=_named, carry=carrier.carry)
    return Made(items, carrier.uuids)


@dataclass(slots=True)
class _Carrier:
    """Carries captures over, and notes which they are there."""

    sds: Client
    there: Mapping[str, File]
    owner: User
    known: CapturesThere
    uuids: dict[int, UUID] = field(default_factory=dict)

    def carry(self, capture: StoredCapture) -> tuple[Outcome, str]:
        """Make a capture, or make the one that is there like it."""
        missing = _linkable(capture) - self.there.keys()
        if missing and not self.sds.dry_run:
            raise CaptureError(f"{len(missing)} of its files did not arrive; push again")
        found = self.known.find(capture)
        if found is not None:
            return self._renew(capture, found)
        if not self.sds.dry_run:
            self._make(capture)
        outcome = Outcome.PLANNED if self.sds.dry_run else Outcome.DONE
        return outcome, _note(_outside(capture), _nameless(capture))

    def _make(self, capture: StoredCapture) -> None:
        made = self.sds.captures.create(
            # In full: a folder of the user's own may look like the beginning of a full path.
            paths.absolute(capture.top_level_dir, self.owner.email),
            capture_type=capture.capture_type,
            channel=capture.channel or None,
            scan_group=capture.scan_group,
            name=_name(capture),
        )
        self.known.add(made)
        self.uuids[capture.id] = uuid_of(made, capture.channel)

    def _renew(self, capture: StoredCapture, found: Capture) -> tuple[Outcome, str]:
        uuid = self.uuids[capture.id] = uuid_of(found, capture.channel)
        name = _name(capture)
        # The name of a capture of several channels is not told by any answer.
        is_renamed = not found.is_multi_channel and name not in {None, found.name.strip()}
        unlinked = self._unlinked(capture, found)
        is_outdated, refused = bool(unlinked), ""
        if is_outdated and not self.sds.dry_run:
            left = self._unlinked(capture, self.sds.captures.update(uuid))
            is_outdated = left != unlinked
            refused = f"without {len(left)} files that the gateway does not take" if left else ""
        if is_renamed and name and not self.sds.dry_run:
            self.sds.captures.rename(uuid, name)
        changes = (("name", is_renamed), ("files", is_outdated))
        what = " and ".join(word for word, holds in changes if holds)
        note = _note(f"its {what}" if what else "", _outside(capture), refused, _nameless(capture))
        if not what:
            return Outcome.SAME, note
        return Outcome.PLANNED if self.sds.dry_run else Outcome.DONE, note

    def _unlinked(self, capture: StoredCapture, found: Capture) -> set[str]:
        """The paths whose newest files are not the capture's there, though they could be."""
        linked = {file.uuid for file in found.files}
        return {
            path
            for path in _linkable(capture)
            if path not in self.there or self.there[path].uuid not in linked
        }


def _linkable(capture: StoredCapture) -> set[str]:
    """The files in the directory where a gateway looks for them; others were moved away."""
    directory = posixpath.join(capture.top_level_dir, capture.channel).rstrip("/") or paths.ROOT
    return {path for path in capture.paths if paths.is_within(path, directory)}


def _outside(capture: StoredCapture) -> str:
    count = len(capture.paths) - len(_linkable(capture))
    return f"without {count} files that its directory does not hold" if count else ""


def _name(capture: StoredCapture) -> str | None:
    """Its name, None for one that no call gives."""
    name = capture.name.strip()
    return name if 0 < len(name) <= MAX_NAME else None


def _nameless(capture: StoredCapture) -> str:
    is_usable = _name(capture) is not None
    return "" if is_usable else f"without its name, which has not 1 to {MAX_NAME} characters"


def _note(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _named(capture: StoredCapture) -> str:
    parts = (capture.capture_type, capture.top_level_dir, capture.channel or capture.scan_group)
    return " ".join(part for part in parts if part)
