"""What a client asks for when it creates or changes a file: read from its fields and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from spectrumx.localgateway import paths
from spectrumx.localgateway.answers import BLANK, NULL_CHARACTERS, OUTSIDE_TREE, REQUIRED, refused
from spectrumx.localgateway.fields import Fields

MOST_DIRECTORY = 2048
MOST_NAME = 255
MOST_MEDIA_TYPE = 255
MOST_PERMISSIONS = 9

_DEFAULT_PERMISSIONS = "rw-r--r--"
_MOST_UUID = 45
_MOST_FILENAME = 100
_INTEGER = re.compile(r"\s*[+-]?\d{1,19}\s*", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Submission:
    """The fields of a file to be created; `directory` is relative to its owner's tree."""

    directory: str
    name: str
    media_type: str
    permissions: str
    expiration_date: int | None
    memberships: Mapping[str, str]
    """The uuids of the capture and the dataset it is to belong to, where given."""


def read(
    values: Mapping[str, object],
    *,
    email: str,
    filename: str | None = None,
    file_error: str | None = None,
) -> Submission:
    """Read the fields of a file to be created.

    Args:
        values: The fields.
        email: The user whose tree it goes to.
        filename: The name that came with the contents, where any came.
        file_error: What is wrong with the contents.

    Raises:
        GatewayError: 400 where a field is wrong.
    """
    fields = Fields(values)
    if file_error is not None:
        fields.reject("file", file_error)
    _check_filename(fields, filename or "")
    _check_size(fields, values.get("size"))
    if not values.get("directory"):
        fields.reject("directory", BLANK if "directory" in values else REQUIRED)
    given = fields.text("directory", most=MOST_DIRECTORY)
    name = fields.text("name", most=MOST_NAME)
    media_type = fields.text("media_type", most=MOST_MEDIA_TYPE)
    permissions = fields.text("permissions", most=MOST_PERMISSIONS, default=_DEFAULT_PERMISSIONS)
    expiration_date = fields.moment("expiration_date")
    memberships = {kind: _uuid_field(fields, kind) for kind in ("capture", "dataset")}
    fields.check()
    return Submission(
        directory=directory(given, email=email),
        name=paths.base_name(name),
        media_type=media_type,
        permissions=permissions,
        expiration_date=expiration_date,
        memberships={kind: uuid for kind, uuid in memberships.items() if uuid},
    )


def directory(given: str, *, email: str) -> str:
    """Return a directory as it is stored.

    Raises:
        GatewayError: 400 where it leaves its user's tree.
    """
    try:
        return paths.relative(given, email=email)
    except paths.OutsideTreeError:
        raise refused(400, OUTSIDE_TREE) from None


def _check_filename(fields: Fields, filename: str) -> None:
    if len(filename) > _MOST_FILENAME:
        fields.reject(
            "file",
            f"Ensure this filename has at most {_MOST_FILENAME} characters"
            f" (it has {len(filename)}).",
        )
    if "\x00" in filename:
        fields.reject("file", NULL_CHARACTERS)


def _check_size(fields: Fields, size: object) -> None:
    if size is not None and size != "" and not _INTEGER.fullmatch(str(size)):
        fields.reject("size", "A valid biginteger is required.")


def no_such_object(uuid: str) -> str:
    """Say that a capture or dataset is not there."""
    return f'Invalid pk "{uuid}" - object does not exist.'


def _uuid_field(fields: Fields, key: str) -> str:
    text = fields.text(key, most=_MOST_UUID)
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        fields.reject(key, f"“{text}” is not a valid UUID.")
        return ""
