"""Creating captures, and reading their files again (docs/gateway.md, Captures: create)."""

import sqlite3

from starlette.responses import Response

from spectrumx.localgateway import capture_shapes, capture_submissions, captures, indexing
from spectrumx.localgateway.answers import JSONAnswer, not_found, server_fault
from spectrumx.localgateway.captures import Capture, NewCapture
from spectrumx.localgateway.database import Transaction
from spectrumx.localgateway.indexed import Indexed, IndexingError
from spectrumx.localgateway.quirks import Quirk
from spectrumx.localgateway.resource import Call

_GONE = "its files changed just now; try again"
_CONFLICTS = {
    "drf_unique_channel_and_tld": "This channel and top level directory are already in use by",
    "rh_unique_scan_group": "This scan group is already in use by",
    "rh_unique_tld": "This top level directory is already in use by",
    "sigmf_unique_tld": "This top level directory is already in use by",
}


def create(call: Call) -> Response:
    """Make a capture out of files that are there."""
    quirks, values = call.store.quirks, call.body.values
    _fail_on_type(call)
    new = capture_submissions.read(
        values, user=call.user, infer_index_name=Quirk.INDEX_NAME_REQUIRED not in quirks
    )
    _refuse_conflict(call, call.connection, new)
    indexed = _indexed(call, new)

    def add(transaction: Transaction) -> Capture:
        _refuse_conflict(call, transaction.connection, new)
        try:
            return captures.add(transaction, new, indexed)
        except captures.FilesGoneError:
            raise capture_submissions.unusable(new.uuid, _GONE) from None

    return _answer(call, call.store.database.write(add), status=201)


def index_again(call: Call) -> Response:
    """Look for a capture's files anew and read their properties; a body is ignored."""
    capture = own(call, call.connection)
    indexed = _indexed(call, captures.as_new(capture))

    def store(transaction: Transaction) -> Capture:
        try:
            return captures.index_again(transaction, own(call, transaction.connection), indexed)
        except captures.FilesGoneError:
            raise capture_submissions.unusable(capture.uuid, _GONE) from None

    return _answer(call, call.store.database.write(store))


def rename(call: Call) -> Response:
    """Give a capture another name."""
    call.uuid("Capture")

    def store(transaction: Transaction) -> Capture:
        capture = own(call, transaction.connection)
        return captures.rename(transaction, capture, capture_submissions.new_name(call.body.values))

    return _answer(call, call.store.database.write(store))


def own(call: Call, connection: sqlite3.Connection) -> Capture:
    """Return the capture that a call is about, of the call's own user.

    Raises:
        GatewayError: 404 where there is none.
    """
    capture = captures.find(connection, call.uuid("Capture"))
    if capture is None or capture.owner_id != call.user.id:
        raise not_found("Capture")
    return capture


def _answer(call: Call, capture: Capture, *, status: int = 200) -> Response:
    """Answer with a capture that was changed: a single one, without the user's permission."""
    with call.store.database.snapshot() as connection:
        shape = capture_shapes.single(connection, capture, reader_id=call.user.id)
    return JSONAnswer(shape | {"permission_level": None}, status)


def _fail_on_type(call: Call) -> None:
    """Fail as the public gateway does, where a quirk asks for it."""
    given, quirks = call.body.values.get("capture_type"), call.store.quirks
    is_known = not given or given in list(capture_submissions.INDEX_NAMES)
    if not is_known and Quirk.UNKNOWN_TYPE_500 in quirks:
        raise server_fault()
    if given == "sigmf" and Quirk.SIGMF_500 in quirks:
        raise server_fault()


def _indexed(call: Call, new: NewCapture) -> Indexed:
    try:
        return indexing.index(call.store, new, email=call.user.email)
    except IndexingError as error:
        raise capture_submissions.unusable(new.uuid, str(error)) from error


def _refuse_conflict(call: Call, connection: sqlite3.Connection, new: NewCapture) -> None:
    conflict = captures.conflict(connection, new)
    if conflict is None:
        return
    if conflict.constraint == "rh_unique_tld" and Quirk.UNCOMPARED_SCANS in call.store.quirks:
        return
    sentence = f"{_CONFLICTS[conflict.constraint]} another capture: {conflict.uuid}"
    raise capture_submissions.violated(conflict.constraint, sentence)
