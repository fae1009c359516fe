"""Finding a capture's files and reading their properties, by the capture's type."""

from spectrumx.localgateway import (
    digital_rf,
    digital_rf_properties,
    files,
    paths,
    radiohound,
    sigmf,
)
from spectrumx.localgateway.captures import NewCapture
from spectrumx.localgateway.indexed import Indexed, Recording
from spectrumx.localgateway.quirks import Quirk
from spectrumx.localgateway.store import Store

_ALL = -1


def index(store: Store, capture: NewCapture, *, email: str) -> Indexed:
    """Find a capture's files and read their properties.

    Args:
        store: Where they are.
        capture: What to look for.
        email: The owner's.

    Raises:
        IndexingError: If they make no capture; the sentence says why.
    """
    recording = _recording(store, capture, email=email)
    if capture.capture_type == "rh":
        return radiohound.index(recording, scan_group=capture.scan_group)
    if capture.capture_type == "sigmf":
        return sigmf.index(recording)
    indexed = digital_rf.index(recording, channel=capture.channel)
    if Quirk.LOST_INTEGERS in store.quirks:
        return Indexed(
            indexed.files,
            digital_rf_properties.without_integers(indexed.capture_props),
            digital_rf_properties.without_integers(indexed.search_props),
        )
    return indexed


def _recording(store: Store, capture: NewCapture, *, email: str) -> Recording:
    below = files.beneath(capture.top_level_dir, owner_id=capture.owner_id)
    return Recording(
        uuid=capture.uuid,
        directory=capture.top_level_dir,
        place=paths.absolute(capture.top_level_dir, email=email),
        files=files.rows(store.database.read(), below, limit=_ALL, offset=0),
        blobs=store.blobs,
    )
