"""RadioHound: the scans of a directory, or of one scan group in it.

See docs/gateway.md, Captures: properties.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from spectrumx.localgateway import json_files, radiohound_format, times
from spectrumx.localgateway.files import File
from spectrumx.localgateway.indexed import Indexed, IndexingError, Json, Recording
from spectrumx.localgateway.json_values import number

SUFFIX = ".rh.json"
_SECOND = 1_000_000


class _Scan(NamedTuple):
    """One file, and the object that it holds."""

    file: File
    found: Json


def index(recording: Recording, *, scan_group: str | None) -> Indexed:
    """Find the scans, and read the properties of the first of them by path.

    Args:
        recording: The directory.
        scan_group: Only the scans of this group; all where it is None.

    Raises:
        IndexingError: If there is none, or the first is no valid RadioHound file.
    """
    scans = _scans(recording, scan_group=scan_group)
    if not scans:
        raise IndexingError(f"No files found for capture '{recording.uuid}' at '{recording.place}'")
    try:
        capture_props = radiohound_format.validated(scans[0].found)
    except ValueError as error:
        raise _unreadable(scans[0].file, error) from error
    search_props = _search_props(capture_props) | _times(scans)
    return Indexed([scan.file for scan in scans], capture_props, search_props)


def _scans(recording: Recording, *, scan_group: str | None) -> list[_Scan]:
    """Return the scans by path; with a scan group, files that cannot be read are in none."""
    scans = []
    for file in recording.files:
        if file.name.endswith(SUFFIX):
            try:
                found = json_files.read_object(recording.open(file))
            except ValueError as error:
                if scan_group is None:
                    raise _unreadable(file, error) from error
                continue
            if scan_group is None or _is_in_group(found, scan_group):
                scans.append(_Scan(file, found))
    return scans


def _is_in_group(found: Mapping[str, object], scan_group: str) -> bool:
    try:
        return str(UUID(str(found.get("scan_group")))) == scan_group
    except ValueError:
        return False


def _search_props(props: Mapping[str, object]) -> Json:
    metadata = props["metadata"] if isinstance(props["metadata"], Mapping) else {}
    found: Json = {
        "center_frequency": props.get("center_frequency"),
        "frequency_min": metadata.get("fmin"),
        "frequency_max": metadata.get("fmax"),
        "sample_rate": number(props.get("sample_rate")),
        "gain": props.get("gain"),
        "coordinates": [props["longitude"], props["latitude"]],
    }
    return {name: value for name, value in found.items() if value is not None}


def _times(scans: Sequence[_Scan]) -> Json:
    """Return the whole seconds around all scans."""
    moments = [moment for scan in scans if (moment := _moment(scan.found)) is not None]
    if not moments:
        return {}
    return {"start_time": min(moments) // _SECOND, "end_time": -(-max(moments) // _SECOND)}


def _moment(found: Mapping[str, object]) -> int | None:
    try:
        return times.parse(str(found.get("timestamp")))
    except (ValueError, OverflowError):
        return None


def _unreadable(file: File, error: Exception) -> IndexingError:
    return IndexingError(f"{file.name} cannot be read as RadioHound: {error}")
