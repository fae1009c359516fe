"""The question whether contents are stored already (docs/gateway.md, Files: check contents)."""

from starlette.responses import Response

from spectrumx.localgateway import files, submissions
from spectrumx.localgateway.answers import JSONAnswer, refused
from spectrumx.localgateway.fields import Fields
from spectrumx.localgateway.files import File
from spectrumx.localgateway.resource import Call

_MOST_CHECKSUM = 64
_REQUIRED = {"directory": "directory", "sum_blake3": "checksum", "name": "file name"}


def check_contents(call: Call) -> Response:
    """Tell whether the user has these contents, and has them at this path."""
    for key, what in _REQUIRED.items():
        if not call.body.values.get(key):
            raise refused(400, f"No {what} provided.")
    fields = Fields(call.body.values)
    directory = fields.text("directory", most=submissions.MOST_DIRECTORY)
    name = fields.text("name", most=submissions.MOST_NAME)
    checksum = fields.text("sum_blake3", most=_MOST_CHECKSUM)
    media_type = fields.text("media_type", most=submissions.MOST_MEDIA_TYPE)
    permissions = fields.text("permissions", most=submissions.MOST_PERMISSIONS)
    fields.check()
    inside = submissions.directory(directory, email=call.user.email)
    here, anywhere = _search(call, directory=inside, name=name, checksum=checksum)
    differ = (
        here is None
        or media_type not in {"", here.media_type}
        or permissions not in {"", here.permissions}
    )
    return JSONAnswer(
        {
            "file_exists_in_tree": here is not None,
            "file_contents_exist_for_user": anywhere is not None,
            "user_mutable_attributes_differ": differ,
            "asset_id": anywhere.uuid if anywhere else None,
        }
    )


def _search(
    call: Call, *, directory: str, name: str, checksum: str
) -> tuple[File | None, File | None]:
    """Return the file with these contents at this path, and one with them at any."""
    owner_id = call.user.id
    with call.store.database.snapshot() as connection:
        here = files.at_place(
            connection, owner_id=owner_id, directory=directory, name=name, sum_blake3=checksum
        )
        return here, here or files.with_contents(connection, checksum, owner_id=owner_id)
