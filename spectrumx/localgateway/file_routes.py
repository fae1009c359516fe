"""Single files: show, download, change, delete, detach (docs/gateway.md, Files)."""

from starlette.responses import Response

from spectrumx.localgateway import downloads, files, links, paths, ranges, shapes, submissions
from spectrumx.localgateway.answers import (
    ALREADY_EXISTS,
    JSONAnswer,
    not_found,
    refused,
)
from spectrumx.localgateway.database import Transaction
from spectrumx.localgateway.fields import Fields
from spectrumx.localgateway.files import File
from spectrumx.localgateway.quirks import Quirk
from spectrumx.localgateway.ranges import Span
from spectrumx.localgateway.resource import Call


def show(call: Call) -> Response:
    """Show a file."""
    with call.store.database.snapshot() as connection:
        file = _readable(call, verb="access")
        (shape,) = shapes.details(
            connection, [file], base_url=call.base_url, reader_id=call.user.id
        )
    return JSONAnswer(shape)


def download(call: Call) -> Response:
    """Send a file's contents, or the stretch of them that is asked for."""
    file = _readable(call, verb="download")
    with_ranges = Quirk.NO_RANGE not in call.store.quirks
    if call.method == "HEAD":
        return downloads.headers_only(file, with_ranges=with_ranges)
    span = _span(call, file) if with_ranges else None
    try:
        contents = call.store.blobs.open(file.sum_blake3)
    except FileNotFoundError:
        _readable(call, verb="download")  # refuses where the file was deleted just now
        raise refused(500, "The contents of this file are missing from the store.") from None
    return downloads.answer(contents, file, span=span, with_ranges=with_ranges)


def change(call: Call) -> Response:
    """Change a file's directory, name, permissions, and media type where it had none."""
    uuid = call.uuid("File")
    if not call.body.values.get("directory"):
        raise refused(400, "No directory provided.")

    def store(transaction: Transaction) -> File:
        old = _own(transaction, call, uuid)
        new = _changed(call, old)
        if Quirk.PUT_STORES_NOTHING in call.store.quirks:
            return old._replace(directory=new.directory, name=new.name, permissions=new.permissions)
        other = files.at_place(
            transaction.connection,
            owner_id=new.owner_id,
            directory=new.directory,
            name=new.name,
            sum_blake3=new.sum_blake3,
        )
        if other is not None and other.id != old.id:
            raise refused(400, ALREADY_EXISTS)
        return files.change(transaction, old, new)

    file = call.store.database.write(store)
    return JSONAnswer(shapes.update(file, base_url=call.base_url))


def delete(call: Call) -> Response:
    """Delete a file that belongs to no capture or dataset."""
    uuid = call.uuid("File")

    def remove(transaction: Transaction) -> None:
        file = _own(transaction, call, uuid)
        _refuse_attached(transaction, file)
        call.store.remove(transaction, file)

    call.store.database.write(remove)
    return Response(status_code=204)


def detach(call: Call) -> Response:
    """Take a file out of the datasets that are drafts or private."""
    uuid = call.uuid("File")

    def unlink(transaction: Transaction) -> None:
        links.detach_file(transaction, _own(transaction, call, uuid).id)

    call.store.database.write(unlink)
    return JSONAnswer({"message": "File detached from draft/private datasets successfully"})


def _readable(call: Call, *, verb: str) -> File:
    """Return the file a call is about, if its user may read it."""
    file = files.find(call.connection, call.uuid("File"))
    if file is None:
        raise not_found("File")
    if not files.may_read(call.connection, file, user_id=call.user.id):
        raise refused(403, f"You do not have permission to {verb} this file.")
    return file


def _own(transaction: Transaction, call: Call, uuid: str) -> File:
    """Return a file of the call's own user."""
    file = files.find(transaction.connection, uuid)
    if file is None or file.owner_id != call.user.id:
        raise not_found("File")
    return file


def _span(call: Call, file: File) -> Span | None:
    try:
        return ranges.requested(
            call.headers.get("range"),
            condition=call.headers.get("if-range"),
            etag=downloads.etag(file),
            size=file.size,
        )
    except ranges.UnsatisfiableRangeError:
        refusal = refused(416, "No byte of this file lies in the requested range.")
        refusal.headers = {"Content-Range": f"bytes */{file.size}"}
        raise refusal from None


def _changed(call: Call, old: File) -> File:
    """Return a file as a call wants it."""
    fields = Fields(call.body.values)
    directory = fields.text("directory", most=submissions.MOST_DIRECTORY)
    name = fields.text("name", most=submissions.MOST_NAME)
    permissions = fields.text("permissions", most=submissions.MOST_PERMISSIONS)
    media_type = fields.text("media_type", most=submissions.MOST_MEDIA_TYPE)
    fields.check()
    return old._replace(
        directory=submissions.directory(directory, email=call.user.email),
        name=paths.base_name(name) or old.name,
        permissions=permissions or old.permissions,
        media_type=old.media_type or media_type,
    )


def _refuse_attached(transaction: Transaction, file: File) -> None:
    attached = links.of_file(transaction.connection, file.id)
    if attached.captures or attached.datasets:
        place = paths.absolute(file.directory, email=file.owner_email) + file.name
        raise refused(
            403,
            f"(\"Cannot delete file '{file.name}': it is associated with {attached}."
            f' Delete (or remove from) the associated object(s) first.", {{<File: {place}>}})',
        )
