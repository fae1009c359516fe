"""What is done to a root folder from outside, also while a gateway serves it."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from spectrumx.localgateway import commands, root_folder
from spectrumx.localgateway.answers import GatewayError
from spectrumx.localgateway.store import Store

_CAPTURES = """SELECT captures.uuid FROM captures JOIN users ON users.id = captures.owner_id
    LEFT JOIN captures AS named ON named.uuid = :named AND named.owner_id = captures.owner_id
    WHERE email = :email AND (
        captures.uuid = named.uuid
        OR captures.channel != '' AND captures.top_level_dir = named.top_level_dir
        OR captures.top_level_dir = '/' || trim(:named, '/'))
    ORDER BY captures.id"""


class AdministrationError(RuntimeError):
    """Something that was named is not there, or a value is wrong."""


def add_user(root: Path, email: str, *, name: str | None = None) -> str:
    """Add a user, unless there is one with this e-mail, and return a new token of theirs.

    Args:
        root: The gateway's folder.
        email: The user's.
        name: Of a new user; made from the e-mail where it is None.

    Raises:
        AdministrationError: If the e-mail is none.
        RuntimeError: If the folder is somebody else's.
        OSError: If it cannot be written.
    """
    with _opened(root) as store:
        return commands.carry_out(store, "add_user", {"email": email, "name": name})


def create_dataset(
    root: Path,
    name: str,
    *,
    email: str | None = None,
    captures: Iterable[str] = (),
    is_final: bool = False,
    is_public: bool = False,
    fields: Mapping[str, object],
) -> str:
    """Add a dataset of a user with some of the user's captures, and return its uuid.

    Args:
        root: The gateway's folder.
        name: For people.
        email: Whose; None for the only user there is.
        captures: Uuids or directories; of a recording of several channels, all come in.
        is_final: Whether it is finished.
        is_public: Whether it counts as published once it is final.
        fields: What else is said about it.

    Raises:
        AdministrationError: If something is not there or not theirs, or a value is wrong.
        RuntimeError: If the folder is somebody else's.
        OSError: If it cannot be written.
    """
    with _opened(root) as store:
        connection = store.database.read()
        owner = email or _only_user(connection)
        uuids = [uuid for each in captures for uuid in _captures(connection, each, email=owner)]
        return commands.carry_out(
            store,
            "create_dataset",
            {
                "email": owner,
                "status": "final" if is_final else "draft",
                "is_public": is_public,
                "file_uuids": [],
                "capture_uuids": uuids,
                "fields": {**fields, "name": name},
            },
        )


@contextmanager
def _opened(root: Path) -> Iterator[Store]:
    """Open a root folder beside whoever serves it: SQLite lets one write after the other."""
    with root_folder.explained(root):
        root_folder.prepare(root)
        with closing(Store(root)) as store:
            try:
                yield store
            except (GatewayError, ValueError) as error:
                raise AdministrationError(str(error)) from error


def _only_user(connection: sqlite3.Connection) -> str:
    emails = [email for (email,) in connection.execute("SELECT email FROM users ORDER BY email")]
    if len(emails) != 1:
        raise AdministrationError(f"whose? There are: {', '.join(emails) or 'no users yet'}")
    return str(emails[0])


def _captures(connection: sqlite3.Connection, named: str, *, email: str) -> list[str]:
    rows = connection.execute(_CAPTURES, {"named": named, "email": email})
    uuids = [uuid for (uuid,) in rows]
    if not uuids:
        raise AdministrationError(f"{email} has no capture {named}: give its uuid or directory")
    return uuids
