"""Datasets: list, create, show, delete, fill (docs/gateway.md, Datasets)."""

import sqlite3

from starlette.responses import Response

from spectrumx.localgateway import dataset_fields, dataset_shapes, datasets, links, pages, shares
from spectrumx.localgateway.answers import JSONAnswer, not_found, refused
from spectrumx.localgateway.database import Transaction
from spectrumx.localgateway.datasets import Dataset
from spectrumx.localgateway.fields import Fields
from spectrumx.localgateway.resource import Call


def list_datasets(call: Call) -> Response:
    """List one page of the datasets that one owns or was given."""
    user_id = call.user.id
    with call.store.database.snapshot() as connection:
        count = datasets.count_accessible(connection, user_id=user_id)
        page = pages.requested(call.query, count=count)
        found = datasets.accessible(
            connection, user_id=user_id, limit=page.size, offset=page.offset
        )
        results = [dataset_shapes.details(connection, one, viewer_id=user_id) for one in found]
    links_to = pages.links(page, call.query, url=call.url)
    return JSONAnswer({"count": page.count, **links_to, "results": results})


def create(call: Call) -> Response:
    """Create an empty draft."""
    new, user_id = dataset_fields.read(call.body.values), call.user.id

    def add(transaction: Transaction) -> dict[str, object]:
        dataset = datasets.add(transaction, new, owner_id=user_id)
        return dataset_shapes.details(transaction.connection, dataset, viewer_id=user_id)

    return JSONAnswer(call.store.database.write(add), 201)


def show(call: Call) -> Response:
    """Show a dataset."""
    with call.store.database.snapshot() as connection:
        dataset = readable(connection, call)
        shape = dataset_shapes.details(connection, dataset, viewer_id=call.user.id)
    return JSONAnswer(shape)


def delete(call: Call) -> Response:
    """Delete a dataset that is not shared; what is in it stays."""
    uuid = call.uuid("Dataset")

    def remove(transaction: Transaction) -> None:
        connection = transaction.connection
        dataset_id = links.own(connection, uuid, kind="dataset", owner_id=call.user.id)
        if shares.of_item(connection, dataset_id, kind="dataset"):
            raise refused(403, "Dataset is shared and cannot be deleted.")
        datasets.remove(transaction, dataset_id)

    call.store.database.write(remove)
    return Response(status_code=204)


def attach_capture(call: Call) -> Response:
    """Put one of one's captures into a dataset; of a composite, the channel that is named."""
    uuid, fields = call.uuid("Dataset"), Fields(call.body.values)
    capture_uuid = fields.required_uuid("capture_uuid")
    fields.check()

    def attach(transaction: Transaction) -> None:
        connection, owner_id = transaction.connection, call.user.id
        dataset_id = links.own(connection, uuid, kind="dataset", owner_id=owner_id)
        capture_id = links.own(connection, capture_uuid, kind="capture", owner_id=owner_id)
        links.attach_capture(transaction, capture_id, to=dataset_id)

    call.store.database.write(attach)
    return JSONAnswer({"message": "Capture attached to dataset successfully"})


def readable(connection: sqlite3.Connection, call: Call) -> Dataset:
    """Return the dataset a call is about, if its user owns it or was given it.

    Raises:
        GatewayError: 404 where there is none, 403 where it is somebody else's.
    """
    dataset = datasets.find(connection, call.uuid("Dataset"))
    if dataset is None:
        raise not_found("Dataset")
    given = shares.of_item(connection, dataset.id, kind="dataset")
    if call.user.id not in {dataset.owner_id, *(share.user.id for share in given)}:
        raise refused(403, "You do not have permission to access this dataset.")
    return dataset
