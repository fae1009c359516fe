"""The JSON shapes of captures (docs/gateway.md, Captures: composites, and Shapes and dates)."""

import json
import sqlite3
from collections.abc import Sequence

from spectrumx.localgateway import (
    capture_contents,
    capture_datasets,
    capture_measures,
    shares,
    times,
)
from spectrumx.localgateway.capture_contents import Contents
from spectrumx.localgateway.capture_measures import Bounds
from spectrumx.localgateway.captures import Capture

Json = dict[str, object]

_DISPLAYED_TYPES = {"drf": "Digital RF", "rh": "RadioHound", "sigmf": "SigMF"}


def retrieved(
    connection: sqlite3.Connection, channels: Sequence[Capture], *, reader_id: int
) -> Json:
    """Return the shape of a recording: single if it has one channel, composite if several."""
    if len(channels) == 1:
        return single(connection, channels[0], reader_id=reader_id)
    return _composite(connection, channels, reader_id=reader_id)


def single(connection: sqlite3.Connection, capture: Capture, *, reader_id: int) -> Json:
    """Return the shape of one capture.

    Args:
        connection: Where its files, datasets and permissions are.
        capture: Which.
        reader_id: The user who asks.
    """
    contents = capture_contents.read(connection, capture)
    permissions = _permissions(connection, capture, reader_id=reader_id)
    bounds = capture_measures.bounds(capture)
    return {
        "uuid": capture.uuid,
        "owner": _owner(capture),
        "share_permissions": permissions,
        "is_shared": bool(permissions),
        "is_shared_with_me": capture.owner_id != reader_id,
        "permission_level": capture_contents.level(connection, capture, reader_id=reader_id),
        "capture_props": json.loads(capture.capture_props),
        "files": contents.files,
        "total_file_count": len(contents.files),
        "total_file_size": contents.size,
        "data_files_info": _data_files(capture, contents),
        "datasets": capture_datasets.summaries(connection, capture, reader_id=reader_id),
        "center_frequency_ghz": capture_measures.center_frequency_ghz(capture),
        "sample_rate_mhz": capture_measures.sample_rate_mhz(capture),
        **_lengths(bounds, contents),
        **_moments(bounds),
        "formatted_created_at": times.utc_display(capture.created_at),
        "capture_type_display": _DISPLAYED_TYPES[capture.capture_type],
        "post_processed_data": [],
        "created_at": times.offset_text(capture.created_at),
        "updated_at": times.offset_text(capture.updated_at),
        "deleted_at": None,
        "is_deleted": False,
        "is_public": bool(capture.is_public),
        "channel": capture.channel,
        "scan_group": capture.scan_group,
        "capture_type": capture.capture_type,
        "top_level_dir": capture.top_level_dir,
        "index_name": capture.index_name,
        "name": capture.name,
        "origin": capture.origin,
        "dataset": None,
        "shared_with": [],
    }


def listed_composite(captures: Sequence[Capture]) -> Json:
    """Return the shape of a group of captures in a listing: without files, bounds and shares."""
    first = captures[0]
    return _heads(first) | {
        "created_at": times.utc_text(first.created_at),
        "updated_at": times.utc_text(first.updated_at),
        "channels": [_channel(capture) for capture in captures],
    }


def _composite(
    connection: sqlite3.Connection, channels: Sequence[Capture], *, reader_id: int
) -> Json:
    first = channels[0]
    contents = [capture_contents.read(connection, channel) for channel in channels]
    whole = capture_contents.joined(contents)
    bounds = capture_measures.joined([capture_measures.bounds(channel) for channel in channels])
    permissions = [
        permission
        for channel in channels
        for permission in _permissions(connection, channel, reader_id=reader_id)
    ]
    return _heads(first) | {
        "created_at": times.offset_text(first.created_at),
        "updated_at": times.offset_text(first.updated_at),
        "is_shared": bool(permissions),
        "channels": [
            _timed_channel(channel, one) for channel, one in zip(channels, contents, strict=True)
        ],
        "share_permissions": permissions,
        "files": whole.files,
        "total_file_count": len(whole.files),
        "total_file_size": whole.size,
        "data_files_info": {
            "count": whole.data_count,
            "total_size": whole.size,
            "total_count": len(whole.files),
            "per_data_file_size": _mean(whole),
        },
        "formatted_created_at": times.utc_display(first.created_at),
        **_lengths(bounds, contents[0]),
        **_moments(bounds),
    }


def _heads(first: Capture) -> Json:
    """Return what both kinds of composites begin with."""
    return {
        "uuid": first.uuid,
        "capture_type": first.capture_type,
        "capture_type_display": _DISPLAYED_TYPES[first.capture_type],
        "top_level_dir": first.top_level_dir,
        "index_name": first.index_name,
        "origin": first.origin,
        "is_multi_channel": True,
        "deleted_at": None,
        "is_deleted": False,
        "is_public": bool(first.is_public),
        "owner": _owner(first),
    }


def _channel(capture: Capture) -> Json:
    return {
        "channel": capture.channel,
        "uuid": capture.uuid,
        "channel_metadata": json.loads(capture.capture_props),
    }


def _timed_channel(capture: Capture, contents: Contents) -> Json:
    bounds = capture_measures.bounds(capture)
    end = {"capture_end_epoch_sec": bounds.end if bounds else None}
    return {**_channel(capture), **_moments(bounds), **end, **_lengths(bounds, contents)}


def _owner(capture: Capture) -> Json:
    return {
        "id": capture.owner_id,
        "email": capture.owner_email,
        "name": capture.owner_name,
    }


def _permissions(connection: sqlite3.Connection, capture: Capture, *, reader_id: int) -> list[Json]:
    given = shares.of_item(connection, capture.id, kind="capture")
    seen = shares.seen(given, owner_id=capture.owner_id, reader_id=reader_id)
    return shares.permissions(seen, kind="capture", uuid=capture.uuid)


def _data_files(capture: Capture, contents: Contents) -> Json:
    info: Json = {
        "total_count": len(contents.files),
        "total_size": contents.size,
        "count": contents.data_count,
    }
    if capture.capture_type == "drf":
        info["data_files_total_size"] = contents.data_size
        info["per_data_file_size"] = _mean(contents)
    return info


def _mean(contents: Contents) -> float | None:
    return contents.data_size / contents.data_count if contents.data_count else None


def _lengths(bounds: Bounds | None, contents: Contents) -> Json:
    """Return the length, and of Digital RF the mean length of a file, in milliseconds."""
    length = None if bounds is None else (bounds.end - bounds.start) * 1000
    rf_files = contents.rf_count
    cadence = None if length is None or not rf_files else max(1, length // rf_files)
    return {"length_of_capture_ms": length, "file_cadence_ms": cadence}


def _moments(bounds: Bounds | None) -> Json:
    start, end = (bounds.start, bounds.end) if bounds else (None, None)
    return {
        "capture_start_epoch_sec": start,
        "capture_start_iso_utc": capture_measures.iso_utc(start),
        "capture_end_iso_utc": capture_measures.iso_utc(end),
        "capture_start_display": capture_measures.display(start),
        "capture_end_display": capture_measures.display(end),
    }
