"""Listing and searching captures (docs/gateway.md, Captures: list, and Metadata filters)."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from starlette.responses import Response

from spectrumx.localgateway import (
    capture_documents,
    capture_shapes,
    capture_submissions,
    captures,
    metadata_filters,
    pages,
)
from spectrumx.localgateway.answers import JSONAnswer, refused, server_fault
from spectrumx.localgateway.captures import Capture
from spectrumx.localgateway.metadata_filters import Condition, MissingKeysError
from spectrumx.localgateway.query_types import FilterError
from spectrumx.localgateway.quirks import Quirk
from spectrumx.localgateway.resource import Call


class _Group(NamedTuple):
    """Captures that are listed as one, and those of them that a search found."""

    members: list[Capture]
    hits: list[Capture]


def list_captures(call: Call) -> Response:
    """List one page of captures, the channels of a recording as one."""
    capture_type, conditions = _capture_type(call), _conditions(call)
    _refuse_page(call)
    with call.store.database.snapshot() as connection:
        visible = captures.visible(
            connection,
            user_id=call.user.id,
            capture_type=capture_type,
            with_props=any(condition.root == "capture_props" for condition in conditions),
        )
        groups = _groups(call, visible, conditions)
        page = pages.requested(call.query, count=len(groups))
        shown = groups[page.offset : page.offset + page.size]
        results = _shapes(connection, shown, reader_id=call.user.id)
    links = pages.links(page, _kept(call), url=call.url)
    return JSONAnswer({"count": page.count, **links, "results": results})


def _capture_type(call: Call) -> str | None:
    asked = call.query.get("capture_type", "")
    if asked and asked not in capture_submissions.INDEX_NAMES:
        raise refused(400, f"{asked!r} is not a valid CaptureType")
    if asked == "sigmf" and Quirk.SIGMF_500 in call.store.quirks:
        raise refused(400, "Unknown capture type")
    return asked or None


def _conditions(call: Call) -> list[Condition]:
    try:
        return metadata_filters.parse(call.query.get("metadata_filters", ""))
    except MissingKeysError as error:
        if Quirk.MISSING_FILTER_KEYS_500 in call.store.quirks:
            raise server_fault() from error
        raise refused(400, str(error)) from error
    except FilterError as error:
        raise refused(400, str(error)) from error


def _refuse_page(call: Call) -> None:
    if "page" in call.query and Quirk.CAPTURES_PAGING in call.store.quirks:
        if call.query["page"] == "last":
            raise server_fault()
        raise refused(400, "unsupported operand type(s) for -: 'str' and 'int'")


def _groups(
    call: Call, visible: Iterable[Capture], conditions: Sequence[Condition]
) -> list[_Group]:
    """Return the groups with a hit, in the order of their first one."""
    merges_all = Quirk.MERGED_GROUPS in call.store.quirks
    members: dict[object, list[Capture]] = defaultdict(list)
    hits: dict[object, list[Capture]] = defaultdict(list)
    for capture in visible:
        key = capture.top_level_dir if merges_all else _recording_of(capture)
        members[key].append(capture)
        if metadata_filters.hold(conditions, capture_documents.Document(capture)):
            hits[key].append(capture)
    return [_Group(members[key], found) for key, found in hits.items()]


def _recording_of(capture: Capture) -> object:
    """Return what the channels of a recording have in common, and no other captures."""
    if capture.capture_type != "drf":
        return capture.uuid
    return capture.owner_id, capture.top_level_dir


def _shapes(
    connection: sqlite3.Connection, groups: Sequence[_Group], *, reader_id: int
) -> list[capture_shapes.Json]:
    uuids = [capture.uuid for group in groups for capture in group.members]
    whole = captures.with_uuids(connection, uuids)
    return [_shape(connection, group, whole, reader_id=reader_id) for group in groups]


def _shape(
    connection: sqlite3.Connection, group: _Group, whole: dict[str, Capture], *, reader_id: int
) -> capture_shapes.Json:
    """Show a group; a single hit is shown as it is retrieved."""
    if len(group.hits) > 1:
        return capture_shapes.listed_composite([whole[one.uuid] for one in group.members])
    hit = whole[group.hits[0].uuid]
    channels = captures.channels_of(connection, hit, user_id=reader_id)
    return capture_shapes.retrieved(connection, channels, reader_id=reader_id)


def _kept(call: Call) -> dict[str, str]:
    """Return the parameters that the links to other pages keep."""
    if Quirk.NEXT_DROPS_FILTERS not in call.store.quirks:
        return dict(call.query)
    return {key: value for key, value in call.query.items() if key in {"page", "page_size"}}
