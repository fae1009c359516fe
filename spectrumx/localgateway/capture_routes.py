"""Single captures: show, delete, detach, revoke, post-processing (docs/gateway.md, Captures)."""

import sqlite3

from starlette.responses import Response

from spectrumx.localgateway import capture_datasets, capture_shapes, captures, shares
from spectrumx.localgateway.answers import GatewayError, JSONAnswer, not_found, refused
from spectrumx.localgateway.capture_creation import own
from spectrumx.localgateway.captures import Capture
from spectrumx.localgateway.database import Transaction
from spectrumx.localgateway.resource import Call

_SHARED = "Capture is shared and cannot be deleted. Revoke its share permissions first."


def show(call: Call) -> Response:
    """Show a capture; any channel of a recording shows all of them."""
    with call.store.database.snapshot() as connection:
        channels = captures.channels_of(
            connection, _readable(call, connection), user_id=call.user.id
        )
        shape = capture_shapes.retrieved(connection, channels, reader_id=call.user.id)
    return JSONAnswer(shape)


def delete(call: Call) -> Response:
    """Delete a capture that is neither shared nor in a dataset; its files stay."""

    def remove(transaction: Transaction) -> None:
        capture = own(call, transaction.connection)
        _refuse_attached(transaction.connection, capture)
        captures.remove(transaction, capture)

    call.store.database.write(remove)
    return Response(status_code=204)


def detach(call: Call) -> Response:
    """Take a capture out of the datasets that are drafts or private."""

    def unlink(transaction: Transaction) -> None:
        capture_datasets.detach(transaction, own(call, transaction.connection))

    call.store.database.write(unlink)
    return JSONAnswer({"message": "Capture detached from draft/private datasets successfully"})


def revoke(call: Call) -> Response:
    """Take a capture back from everybody."""

    def unshare(transaction: Transaction) -> None:
        shares.revoke(transaction, own(call, transaction.connection).id, kind="capture")

    call.store.database.write(unshare)
    return JSONAnswer({"message": "Share permissions revoked successfully"})


def show_post_processing(call: Call) -> Response:
    """Say that nothing was computed of a capture: this gateway computes nothing."""
    capture = own(call, call.connection)
    return JSONAnswer({"capture_uuid": capture.uuid, "post_processed_data": []})


def show_post_processed_metadata(call: Call) -> Response:
    """Say that there is nothing computed of the type asked for."""
    own(call, call.connection)
    asked = call.query.get("processing_type")
    if not asked:
        raise GatewayError(400, {"error": "processing_type parameter is required"})
    raise GatewayError(404, {"error": f"No completed {asked} data found for this capture."})


def _readable(call: Call, connection: sqlite3.Connection) -> Capture:
    """Return the capture a call is about, if its user may read it."""
    capture = captures.find(connection, call.uuid("Capture"))
    if capture is None:
        raise not_found("Capture")
    if not captures.may_read(connection, capture, user_id=call.user.id):
        raise refused(403, "You do not have permission to access this capture.")
    return capture


def _refuse_attached(connection: sqlite3.Connection, capture: Capture) -> None:
    if shares.of_item(connection, capture.id, kind="capture"):
        raise refused(403, _SHARED)
    datasets = capture_datasets.summaries(connection, capture, reader_id=capture.owner_id)
    if uuids := [str(dataset["uuid"]) for dataset in datasets]:
        raise refused(
            403,
            f"(\"Cannot delete capture '{capture.name}': it is associated with datasets"
            f" ({len(uuids)}): {', '.join(uuids)}. Delete the associated object(s) first or remove"
            ' the capture from the datasets it is part of.", '
            f"{{<Capture: {capture.name} ({capture.capture_type})>}})",
        )
