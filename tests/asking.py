"""What asks a replaying server for each route: through a session or a resource of the SDK."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from spectrumx_api.api.captures import (
    captures_create,
    captures_delete,
    captures_detach,
    captures_list,
    captures_post_processing_status,
    captures_rename,
    captures_retrieve,
    captures_revoke,
    captures_update,
)
from spectrumx_api.api.datasets import (
    datasets_create,
    datasets_delete,
    datasets_files,
    datasets_list,
    datasets_retrieve,
    datasets_revoke,
)
from spectrumx_api.api.files import (
    files_check_contents,
    files_download,
    files_list,
    files_update,
    files_upload,
)
from spectrumx_api.api.users import users_me
from spectrumx_api.models.capture_create_body import CaptureCreateBody
from spectrumx_api.models.capture_format import CaptureFormat
from spectrumx_api.models.capture_rename_body import CaptureRenameBody
from spectrumx_api.models.contents_question import ContentsQuestion
from spectrumx_api.models.dataset_create_body import DatasetCreateBody
from spectrumx_api.models.file_update_body import FileUpdateBody
from spectrumx_api.models.file_upload_body import FileUploadBody

from spectrumx import config
from spectrumx.connection import connection_from
from spectrumx.dryrun import DryRun
from spectrumx.resources.catalogue import Catalogue
from spectrumx.resources.contents import Contents
from spectrumx.resources.files import Files
from spectrumx.retry import RetryPolicy
from spectrumx.session import Session
from tests.recorded import Replay


class Asker:
    """A client's two lower doors to a server that replays samples."""

    def __init__(self, server: Replay) -> None:
        settings = config.load(
            arguments={"host": server.base_url, "retries": 0},
            env_config={"SDS_SECRET_TOKEN": "a.token"},
            env_file=None,
            environment={},
        )
        connection = connection_from(settings, version="0")
        dry_run = DryRun(on=False)
        self.server = server
        self.session = Session(connection, policy=RetryPolicy(0), dry_run=dry_run)
        self.catalogue = Catalogue(self.session, zone=settings.timezone)
        contents = Contents(self.session)
        self.files = Files(
            self.session, catalogue=self.catalogue, contents=contents, dry_run=dry_run
        )

    def call(self, operation: Any, *args: object, **body: object) -> Any:
        """What a generated operation gives through the session."""
        return self.session.call(operation.sync_detailed, *args, client=self.session.api, **body)

    def call_empty(self, operation: Any) -> None:
        """Call a generated operation that gives nothing."""
        self.session.call_empty(operation.sync_detailed, SOME, client=self.session.api)


SOME = uuid4()
QUESTION = ContentsQuestion(directory="/t", name="a", sum_blake3="0" * 64)
CAPTURE = CaptureCreateBody(capture_type=CaptureFormat.DRF, top_level_dir="/t", index_name="i")
UPLOAD = FileUploadBody(directory="/t", name="a", sibling_uuid=SOME)

# What asks for each route: the resource where there is one, else the generated operation.
CALLS: dict[str, Callable[[Asker], Any]] = {
    "GET /auth/": lambda at: at.session.user(again=True),
    "GET /users/me/": lambda at: at.call(users_me),
    "GET /assets/files/": lambda at: at.call(files_list, path="/"),
    "POST /assets/files/": lambda at: at.call(files_upload, body=UPLOAD),
    "GET /assets/files/{uuid}/": lambda at: at.files.get(SOME),
    "PUT /assets/files/{uuid}/": lambda at: at.call(
        files_update, SOME, body=FileUpdateBody(directory="/t")
    ),
    "DELETE /assets/files/{uuid}/": lambda at: at.files.delete(SOME),
    "GET /assets/files/{uuid}/download/": lambda at: at.call(files_download, SOME),
    "PUT /assets/files/{uuid}/detach-from-datasets/": lambda at: at.files.detach_from_datasets(
        SOME
    ),
    "POST /assets/utils/check_contents_exist/": lambda at: at.call(
        files_check_contents, body=QUESTION
    ),
    "GET /assets/captures/": lambda at: at.call(captures_list),
    "POST /assets/captures/": lambda at: at.call(captures_create, body=CAPTURE),
    "GET /assets/captures/{uuid}/": lambda at: at.call(captures_retrieve, SOME),
    "PUT /assets/captures/{uuid}/": lambda at: at.call(captures_update, SOME),
    "PATCH /assets/captures/{uuid}/": lambda at: at.call(
        captures_rename, SOME, body=CaptureRenameBody(name="n")
    ),
    "DELETE /assets/captures/{uuid}/": lambda at: at.call_empty(captures_delete),
    "PUT /assets/captures/{uuid}/detach-from-datasets/": lambda at: at.call(captures_detach, SOME),
    "PUT /assets/captures/{uuid}/revoke-share-permissions/": lambda at: at.call(
        captures_revoke, SOME
    ),
    "GET /assets/captures/{uuid}/post_processing_status/": lambda at: at.call(
        captures_post_processing_status, SOME
    ),
    "GET /assets/datasets/": lambda at: at.call(datasets_list),
    "POST /assets/datasets/": lambda at: at.call(datasets_create, body=DatasetCreateBody(name="n")),
    "GET /assets/datasets/{uuid}/": lambda at: at.call(datasets_retrieve, SOME),
    "GET /assets/datasets/{uuid}/files/": lambda at: at.call(datasets_files, SOME),
    "DELETE /assets/datasets/{uuid}/": lambda at: at.call_empty(datasets_delete),
    "PUT /assets/datasets/{uuid}/revoke-share-permissions/": lambda at: at.call(
        datasets_revoke, SOME
    ),
}
