"""Creating files, from contents that are sent or that a sibling has (docs/gateway.md, Files)."""

import sqlite3
from dataclasses import replace
from uuid import UUID

from starlette.responses import Response

from spectrumx.localgateway import files, links, paths, shapes, submissions
from spectrumx.localgateway.answers import (
    ALREADY_EXISTS,
    JSONAnswer,
    invalid,
    not_found,
    refused,
    server_fault,
)
from spectrumx.localgateway.blobs import Arrival
from spectrumx.localgateway.bodies import SubmittedFile
from spectrumx.localgateway.database import Transaction
from spectrumx.localgateway.files import File, NewFile
from spectrumx.localgateway.quirks import Quirk
from spectrumx.localgateway.resource import Call
from spectrumx.localgateway.submissions import Submission

_NO_FILE = "No file was submitted."
_NOT_A_FILE = "The submitted data was not a file. Check the encoding type on the form."
_EMPTY = "The submitted file is empty."


def create(call: Call) -> Response:
    """Create a file."""
    if Quirk.BAD_DIRECTORY_500 in call.store.quirks:
        _fail_on_bad_directory(call)
    is_sibling = "sibling_uuid" in call.body.values
    file = _create_sibling(call) if is_sibling else _create_from_contents(call)
    return JSONAnswer(shapes.receipt(file), 201)


def _create_from_contents(call: Call) -> File:
    """Store what was sent, under the name that came with it.

    Where the user owns the same contents already, the field `name` counts instead.
    """
    sent = call.body.file
    asked = submissions.read(
        call.body.values,
        email=call.user.email,
        filename=paths.base_name(sent.name) if sent else "",
        file_error=_file_error(sent, is_text="file" in call.body.values),
    )
    if sent is None:
        raise invalid("file", _NO_FILE)
    arrival = sent.store()
    new = NewFile(
        owner_id=call.user.id,
        directory=asked.directory,
        name=paths.base_name(sent.name),
        media_type=asked.media_type,
        permissions=asked.permissions,
        size=arrival.size,
        sum_blake3=arrival.sum_blake3,
        expiration_date=asked.expiration_date,
    )
    if Quirk.DUPLICATE_ROWS in call.store.quirks:
        _refuse_duplicate(call.connection, new)

    def add(transaction: Transaction) -> File:
        connection = transaction.connection
        if not files.with_contents(connection, new.sum_blake3, owner_id=new.owner_id):
            return _add(transaction, call, new, asked, arrival=arrival)
        final = replace(new, name=asked.name or new.name)
        if Quirk.DUPLICATE_ROWS not in call.store.quirks:
            _refuse_duplicate(connection, new)
            _refuse_duplicate(connection, final)
        return _add(transaction, call, final, asked, arrival=arrival)

    return call.store.database.write(add)


def _add(
    transaction: Transaction,
    call: Call,
    new: NewFile,
    asked: Submission,
    *,
    arrival: Arrival | None = None,
) -> File:
    """Add a file to its directory, and to the capture and dataset it was asked to belong to."""
    memberships = _memberships(transaction.connection, call, asked)
    file = call.store.add(transaction, new, arrival=arrival)
    for kind, row in memberships.items():
        links.attach_file(transaction, file.id, kind=kind, to=row)
    return file


def _memberships(connection: sqlite3.Connection, call: Call, asked: Submission) -> dict[str, int]:
    memberships = {}
    for kind, uuid in asked.memberships.items():
        row = links.find(connection, uuid, kind=kind, owner_id=call.user.id)
        if row is None:
            raise invalid(kind, submissions.no_such_object(uuid))
        memberships[kind] = row
    return memberships


def _file_error(sent: SubmittedFile | None, *, is_text: bool) -> str | None:
    if sent is None:
        return _NOT_A_FILE if is_text else _NO_FILE
    if not paths.base_name(sent.name):
        return _NOT_A_FILE
    return _EMPTY if sent.is_empty else None


def _create_sibling(call: Call) -> File:
    """Add a file with the contents of another one of the same user."""
    asked = submissions.read(call.body.values, email=call.user.email)
    uuid = _sibling_uuid(call)

    def add(transaction: Transaction) -> File:
        sibling = files.find(transaction.connection, uuid)
        if sibling is None or sibling.owner_id != call.user.id:
            raise not_found("File")
        new = NewFile(
            owner_id=call.user.id,
            directory=asked.directory,
            name=asked.name or sibling.name,
            media_type=asked.media_type,
            permissions=asked.permissions,
            size=sibling.size,
            sum_blake3=sibling.sum_blake3,
            expiration_date=asked.expiration_date,
        )
        if Quirk.DUPLICATE_ROWS not in call.store.quirks:
            _refuse_repetition(transaction.connection, new)
        return _add(transaction, call, new, asked)

    return call.store.database.write(add)


def _sibling_uuid(call: Call) -> str:
    try:
        return str(UUID(str(call.body.values["sibling_uuid"])))
    except ValueError:
        if Quirk.MALFORMED_UUID_500 in call.store.quirks:
            raise server_fault() from None
        raise invalid("sibling_uuid", "Must be a valid UUID.") from None


def _refuse_duplicate(connection: sqlite3.Connection, new: NewFile) -> None:
    if files.at_place(
        connection,
        owner_id=new.owner_id,
        directory=new.directory,
        name=new.name,
        sum_blake3=new.sum_blake3,
    ):
        raise refused(400, ALREADY_EXISTS)


def _refuse_repetition(connection: sqlite3.Connection, new: NewFile) -> None:
    """Refuse what the path has already; an older version's contents may become the newest."""
    newest = files.newest_at(
        connection, owner_id=new.owner_id, directory=new.directory, name=new.name
    )
    if newest is not None and newest.sum_blake3 == new.sum_blake3:
        raise refused(400, ALREADY_EXISTS)


def _fail_on_bad_directory(call: Call) -> None:
    directory = call.body.values.get("directory")
    if not isinstance(directory, str) or not directory:
        raise server_fault()
    try:
        paths.relative(directory, email=call.user.email)
    except paths.OutsideTreeError:
        raise server_fault() from None
