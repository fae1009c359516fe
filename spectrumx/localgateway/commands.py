"""What a gateway does on the word of the process that started it, which may act for any user."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from spectrumx.localgateway import accounts, dataset_fields, datasets, files, links, shares
from spectrumx.localgateway.answers import invalid, not_found
from spectrumx.localgateway.database import Transaction
from spectrumx.localgateway.shares import Kind
from spectrumx.localgateway.store import Store

_KINDS: tuple[Kind, ...] = ("capture", "dataset")


def carry_out(store: Store, command: str, arguments: Mapping[str, object]) -> str:
    """Carry out a command and return its one result.

    Args:
        store: The gateway's.
        command: The name of one of the functions below.
        arguments: What it takes.

    Raises:
        GatewayError: If something it names is not there, or a value is wrong.
        ValueError: The same of an e-mail or uuid.
    """
    change = _COMMANDS[command]
    return store.database.write(lambda transaction: change(transaction, **arguments))


def _add_user(transaction: Transaction, *, email: str, name: str | None) -> str:
    """Add a user, unless there is one with this e-mail, and return a new token of theirs."""
    return accounts.issue_token(transaction, email=email, name=name)


def _share(transaction: Transaction, *, uuid: str, email: str, permission_level: str) -> str:
    """Give a capture or dataset to a user, and return which of the two it was."""
    kind, row = _shareable(transaction.connection, str(UUID(uuid)))
    shares.give(transaction, row, kind=kind, email=email, permission_level=permission_level)
    return kind


def _create_dataset(
    transaction: Transaction,
    *,
    email: str,
    status: str,
    is_public: bool,
    file_uuids: list[str],
    capture_uuids: list[str],
    fields: dict[str, object],
) -> str:
    """Add a dataset of a user with some of the user's files and captures; return its uuid."""
    connection = transaction.connection
    owner = accounts.with_email(connection, email)
    if owner is None:
        raise invalid("email", f"No user has the e-mail {email}.")
    if status not in datasets.STATUSES:
        raise invalid("status", f"Choose one of {', '.join(datasets.STATUSES)}.")
    new = replace(dataset_fields.read(fields), status=status, is_public=is_public)
    dataset = datasets.add(transaction, new, owner_id=owner.id)
    for uuid in file_uuids:
        file = files.find(connection, str(UUID(uuid)))
        if file is None or file.owner_id != owner.id:
            raise not_found("File")
        links.attach_file(transaction, file.id, kind="dataset", to=dataset.id)
    for uuid in capture_uuids:
        row = links.own(connection, str(UUID(uuid)), kind="capture", owner_id=owner.id)
        links.attach_capture(transaction, row, to=dataset.id)
    return dataset.uuid


def _shareable(connection: sqlite3.Connection, uuid: str) -> tuple[Kind, int]:
    """Return the kind and the row of what has this uuid."""
    for kind in _KINDS:
        query = f"SELECT id FROM {kind}s WHERE uuid = ?"  # noqa: S608 - kinds are ours
        row = connection.execute(query, (uuid,)).fetchone()
        if row:
            return kind, row[0]
    raise not_found("Capture or Dataset")


_COMMANDS: Mapping[str, Callable[..., str]] = {
    "add_user": _add_user,
    "share": _share,
    "create_dataset": _create_dataset,
}
