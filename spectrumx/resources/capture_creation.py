"""Making captures: once, whatever becomes of the answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from uuid import UUID

import attrs
from spectrumx_api import models as generated
from spectrumx_api.api import captures as operations
from spectrumx_api.types import UNSET

from spectrumx.errors import (
    CaptureError,
    ConflictError,
    InvalidRequestError,
    ServiceError,
    UnsupportedByGatewayError,
    about,
)
from spectrumx.models import Capture, CaptureType
from spectrumx.resources.capture_listing import CaptureListing
from spectrumx.resources.catalogue import Catalogue
from spectrumx.resources.identifiers import identifier_of
from spectrumx.resources.narrowing import condition
from spectrumx.session import Session

MAX_NAME: Final = 255
"""Longest name of a capture, in characters (docs/gateway.md, "Captures: create")."""


@attrs.frozen(kw_only=True)
class Recipe:
    """What a capture is made with; two of one user never differ in name only.

    Attributes:
        capture_type: Its format.
        top_level_dir: Its directory, in normal form.
        channel: Of Digital RF; None elsewhere.
        scan_group: Of RadioHound; None for all scans of the directory.
    """

    capture_type: CaptureType
    top_level_dir: str
    channel: str | None
    scan_group: UUID | None

    @classmethod
    def read(
        cls,
        top_level_dir: str,
        *,
        capture_type: CaptureType,
        channel: str | None,
        scan_group: UUID | str | None,
    ) -> Recipe:
        """Read the arguments of a creation.

        Raises:
            InvalidRequestError: They do not fit the format.
        """
        is_digital_rf = capture_type is CaptureType.DigitalRF
        if is_digital_rf and not (channel or "").strip():
            raise InvalidRequestError("a Digital RF capture needs channel=, its directory's name")
        if channel and not is_digital_rf:
            raise InvalidRequestError(f"channel= is for Digital RF, not {capture_type.value!r}")
        if scan_group and capture_type is not CaptureType.RadioHound:
            raise InvalidRequestError(f"scan_group= is for RadioHound, not {capture_type.value!r}")
        return cls(
            capture_type=capture_type,
            top_level_dir=top_level_dir,
            channel=channel or None,
            scan_group=identifier_of(scan_group) if scan_group else None,
        )

    def made(self, capture: Capture) -> bool:
        """Tell whether a capture could have been made with this, by anybody."""
        return (
            capture.capture_type == self.capture_type
            and capture.top_level_dir == self.top_level_dir
            and capture.scan_group == self.scan_group
            and (self.channel is None or self.channel in {each.name for each in capture.channels})
        )


class CaptureCreation:
    """Makes captures, and finds those that were made."""

    def __init__(self, session: Session, *, catalogue: Catalogue, listing: CaptureListing) -> None:
        self._session = session
        self._catalogue = catalogue
        self._listing = listing

    def create(self, recipe: Recipe, name: str | None) -> Capture:
        """Make a capture; see `Captures.create`."""
        is_digital_rf = recipe.capture_type is CaptureType.DigitalRF
        if not is_digital_rf and not recipe.scan_group:
            # The gateway compares channels and scan groups only, and would make another.
            self._refuse_second(recipe)
        try:
            answer = self._session.call_creating(
                lambda: self._existing(recipe),
                operations.captures_create.sync_detailed,
                client=self._session.api,
                body=self._body(recipe, name),
            )
        except ServiceError as error:
            if recipe.capture_type is CaptureType.SigMF and error.status == _FAILED:
                message = "this gateway does not make SigMF captures (it failed)"
                unsupported = about(UnsupportedByGatewayError, CaptureError)
                raise unsupported(message, exchange=error.exchange) from error
            raise
        made = self._listing.read(answer)
        # Answers about several channels leave out the name.
        return attrs.evolve(self._listing.retrieve(made.uuid), name=made.name)

    def find(self, recipe: Recipe) -> Capture | None:
        """Find the user's own capture that was made with a recipe; None when there is none."""
        me = self._catalogue.me()
        directory = recipe.top_level_dir
        # Some gateways keep a directory in full where that is how it was sent.
        is_plain = self._catalogue.unmistakable(directory) == directory
        in_it = [condition("top_level_dir", "term", directory)] if is_plain else []
        for found in self._listing.walk(recipe.capture_type, in_it):
            if recipe.made(found):
                # A listing may merge other people's channels into one's own.
                whole = self._listing.retrieve(_part(found, recipe.channel))
                if whole.owner == me and recipe.made(whole):
                    return whole
        return None

    def _body(self, recipe: Recipe, name: str | None) -> generated.CaptureCreateBody:
        return generated.CaptureCreateBody(
            capture_type=generated.CaptureFormat(recipe.capture_type),
            top_level_dir=self._catalogue.unmistakable(recipe.top_level_dir),
            index_name=recipe.capture_type.index_name,
            channel=recipe.channel or UNSET,
            scan_group=recipe.scan_group or UNSET,
            name=UNSET if name is None else name_of(name),
        )

    def _refuse_second(self, recipe: Recipe) -> None:
        found = self.find(recipe)
        if found is not None:
            error = about(ConflictError, CaptureError)(
                f"{recipe.top_level_dir} is a capture already: {found.uuid}; use it, or update it"
            )
            error.existing_uuid = str(found.uuid)
            raise error

    def _existing(self, recipe: Recipe) -> generated.CaptureAsset | None:
        found = self.find(recipe)
        if found is None:
            return None
        return self._session.call(
            operations.captures_retrieve.sync_detailed, found.uuid, client=self._session.api
        )


_FAILED = HTTPStatus.INTERNAL_SERVER_ERROR


def name_of(name: str) -> str:
    """Read a name for people.

    Raises:
        InvalidRequestError: It is blank, or too long.
    """
    text = name.strip() if isinstance(name, str) else ""
    if not 0 < len(text) <= MAX_NAME:
        raise InvalidRequestError(f"name takes 1 to {MAX_NAME} characters, not {name!r}")
    return text


def _part(capture: Capture, channel: str | None) -> UUID:
    named = (each.uuid for each in capture.channels if each.name == channel)
    return next(named, capture.uuid)
