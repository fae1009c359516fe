"""Captures as the gateway lists them: pages, and rows that hold more than one capture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from http import HTTPStatus
from uuid import UUID

from spectrumx_api import models as generated
from spectrumx_api.api import captures as operations
from spectrumx_api.types import UNSET

from spectrumx.errors import (
    CaptureError,
    InvalidRequestError,
    SDSError,
    UnexpectedResponseError,
    UnsupportedByGatewayError,
    about,
)
from spectrumx.models import Capture, CaptureType, wire
from spectrumx.models.captures import CaptureSource
from spectrumx.resources import narrowing
from spectrumx.resources.pages import PAGE_SIZE, Page, walk_pages
from spectrumx.resources.query import Filter
from spectrumx.session import Session


class CaptureListing:
    """Reads captures from the gateway.

    Attributes:
        source: What the captures ask for their files; set by what owns this.
    """

    def __init__(self, session: Session, *, zone: tzinfo) -> None:
        self._session = session
        self._zone = zone
        self.source: CaptureSource | None = None

    def walk(
        self, capture_type: CaptureType | None, filters: Sequence[Filter] = ()
    ) -> Iterator[Capture]:
        """Walk the captures that a user may see, each once.

        Args:
            capture_type: Only this format; None for all.
            filters: Conditions in the gateway's terms.

        Raises:
            UnsupportedByGatewayError: The gateway does not know the format, or refuses to give
                more than the first page.
        """
        pages = _Pages(self._session, capture_type, filters)
        seen: set[Capture] = set()
        for row in walk_pages(pages.fetch, key=_row_key):
            for capture in self._in_row(row):
                if capture not in seen:
                    seen.add(capture)
                    yield capture

    def retrieve(self, uuid: UUID) -> Capture:
        """Look up a capture by the identifier of any of its channels.

        Raises:
            NotFoundError: There is no such capture.
            PermissionDeniedError: It is somebody else's and not shared.
        """
        return self.read(
            self._session.call(
                operations.captures_retrieve.sync_detailed, uuid, client=self._session.api
            )
        )

    def read(self, answer: generated.CaptureAsset) -> Capture:
        """Turn an answer into a `Capture`."""
        capture = Capture.from_wire(answer, zone=self._zone, source=self.source)
        if capture is None:
            message = "the gateway's answer names no capture"
            raise about(UnexpectedResponseError, CaptureError)(message)
        return capture

    def _in_row(self, row: generated.CaptureAsset) -> Iterator[Capture]:
        """The captures of one row: the gateway merges whatever lies in one directory."""
        capture = Capture.from_wire(row, zone=self._zone, source=self.source)
        if capture is None:
            return
        names = {channel.name for channel in capture.channels}
        if len(capture.channels) == 1 or (len(names) == len(capture.channels) and "" not in names):
            yield capture
        else:
            yield from (self.retrieve(channel.uuid) for channel in capture.channels)


class _Pages:
    """The pages of one listing."""

    def __init__(
        self, session: Session, capture_type: CaptureType | None, filters: Sequence[Filter]
    ) -> None:
        self._session = session
        self._capture_type = capture_type
        self._filters = narrowing.text_of(filters) if filters else UNSET
        self._received = 0
        self._count: int | None = None

    def fetch(self, number: int) -> Page[generated.CaptureAsset]:
        """Ask for one page; for the first without a number, which some gateways refuse."""
        try:
            answer = self._session.call(
                operations.captures_list.sync_detailed,
                client=self._session.api,
                capture_type=generated.CaptureFormat(self._capture_type)
                if self._capture_type
                else UNSET,
                metadata_filters=self._filters,
                page=number if number > 1 else UNSET,
                page_size=PAGE_SIZE,
            )
        except InvalidRequestError as error:
            raise self._explained(error, number) from error
        rows = wire.of_type(list, answer.results)
        if rows is None:
            message = "the gateway's listing has no results"
            raise about(UnexpectedResponseError, CaptureError)(message)
        self._count = wire.whole_number(answer.count)
        self._received = len(rows) if number == 1 else self._received + len(rows)
        return Page([row for row in rows if isinstance(row, generated.CaptureAsset)], self._count)

    def _explained(self, error: SDSError, number: int) -> SDSError:
        unsupported = about(UnsupportedByGatewayError, CaptureError)
        if number > 1 and error.status == HTTPStatus.BAD_REQUEST:
            return unsupported(
                f"this gateway gives one page of captures only: {self._received} of {self._count} "
                f"came, {(self._count or 0) - self._received} are missing; ask for fewer, by "
                "capture_type, times or frequencies",
                exchange=error.exchange,
            )
        if self._capture_type and "capture type" in error.detail.lower():
            return unsupported(
                f"this gateway knows no captures of type {self._capture_type.value!r}",
                exchange=error.exchange,
            )
        return error


def _row_key(row: generated.CaptureAsset) -> object:
    channels = wire.identifiers(row.channels)
    return frozenset(channels) or wire.identifier(row.uuid) or id(row)
