"""Search: captures that satisfy a query, and the files and datasets that hold them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from http import HTTPStatus

import attrs

from spectrumx.errors import InvalidRequestError, UnsupportedByGatewayError
from spectrumx.listings import Listing
from spectrumx.models import Capture, CaptureType, Dataset, File
from spectrumx.resources.capture_listing import CaptureListing
from spectrumx.resources.catalogue import Catalogue
from spectrumx.resources.datasets import Datasets
from spectrumx.resources.narrowing import filters_of
from spectrumx.resources.query import Query

log = logging.getLogger(__name__)


class Search:
    """Finds what satisfies a query."""

    def __init__(
        self, listing: CaptureListing, *, catalogue: Catalogue, datasets: Datasets
    ) -> None:
        self._listing = listing
        self._catalogue = catalogue
        self._datasets = datasets

    def captures(self, query: Query) -> Listing[Capture]:
        """List the captures that satisfy a query."""
        return Listing(lambda: self._captures(query), of="captures that match")

    def files(self, query: Query) -> Listing[File]:
        """List the files whose name and owner satisfy a query, in captures that satisfy the rest.

        Without any condition on captures, of all files.
        """
        return Listing(lambda: self._files(query), of="files that match")

    def datasets(self, query: Query) -> Listing[Dataset]:
        """List the datasets whose name and owner satisfy a query, with a capture for the rest."""
        return Listing(lambda: self._with_captures(query), of="datasets that match")

    def _captures(self, query: Query) -> Iterator[Capture]:
        seen: set[Capture] = set()
        for capture_type in query.capture_types():
            for capture in self._of_type(query, capture_type):
                if capture not in seen and query.matches(capture):
                    seen.add(capture)
                    yield capture

    def _of_type(self, query: Query, capture_type: CaptureType | None) -> Iterator[Capture]:
        """Walk candidates of one format, none where the gateway need not know it and does not."""
        walked = 0
        try:
            for capture in self._narrowed(query, capture_type):
                walked += 1
                yield capture
        except UnsupportedByGatewayError as error:
            is_about_format = error.status == HTTPStatus.BAD_REQUEST and not walked
            if query.capture_type is not None or not is_about_format:
                raise

    def _narrowed(self, query: Query, capture_type: CaptureType | None) -> Iterator[Capture]:
        """Walk what the gateway finds, which is all that matches and maybe more."""
        narrowing = filters_of(query, capture_type)
        walked = 0
        try:
            for capture in self._listing.walk(capture_type, [*narrowing, *query.metadata_filters]):
                walked += 1
                yield capture
        except InvalidRequestError as error:
            if walked or not narrowing:
                raise
            log.info("the gateway can't narrow this search, so all is asked for: %s", error)
            yield from self._listing.walk(capture_type, query.metadata_filters)

    def _files(self, query: Query) -> Iterator[File]:
        if not query.about_captures:
            yield from (each for each in self._catalogue.visible() if _fits(query, each))
            return
        seen: set[File] = set()
        for capture in self._captures(attrs.evolve(query, name=None, owner=None)):
            fitting = [file for file in capture.files if _fits(query, file) and file not in seen]
            seen.update(fitting)
            yield from self._catalogue.complete(fitting, directory=capture.top_level_dir)

    def _with_captures(self, query: Query) -> Iterator[Dataset]:
        found = self._datasets()
        fitting = (each for each in found if query.fits(name=each.name, owner=each.owner))
        if not query.about_captures:
            yield from fitting
            return
        matching = self._captures(attrs.evolve(query, name=None, owner=None))
        channels = {channel.uuid for capture in matching for channel in capture.channels}
        for dataset in fitting:
            if any(not channels.isdisjoint(parts) for parts in dataset.capture_uuids):
                yield dataset


def _fits(query: Query, file: File) -> bool:
    return query.fits(name=file.name, owner=file.owner)
