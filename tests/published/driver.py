"""Runs one call of the published `spectrumx` 0.2.4 and prints what came of it, as JSON.

It runs in the interpreter of `.venv-published`, where `spectrumx` is that release and not this
project: `python driver.py URL CALL ARGUMENT...`, with the token in SDS_SECRET_TOKEN.
"""

import contextlib
import json
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit
from uuid import UUID

from spectrumx import Client
from spectrumx.errors import SDSError
from spectrumx.models.captures import CaptureType

TEXTS = ("uuid", "name", "directory", "media_type", "permissions", "sum_blake3", "local_path")
TIMES = ("created_at", "updated_at", "expiration_date")


def client_of(url: str, sent: list[str]) -> Client:
    """Make a client of a gateway at any port, which the release has no argument for.

    Args:
        url: The gateway.
        sent: Gets a line such as `GET /api/v1/auth/` for every request.
    """
    address = urlsplit(url)
    client = Client(host=address.hostname, verbose=False)
    gateway = client._gateway
    gateway.protocol, gateway.host, gateway.port = address.scheme, address.hostname, address.port
    gateway._session.hooks["response"].append(
        lambda answer, **_: sent.append(
            f"{answer.request.method} {urlsplit(answer.request.url).path}"
        )
    )
    client.dry_run = False
    return client


def described(file: object) -> dict[str, object]:
    """Say what the release knows of a file."""
    texts = {name: getattr(file, name) and str(getattr(file, name)) for name in TEXTS}
    times = {name: getattr(file, name) and getattr(file, name).isoformat() for name in TIMES}
    return {**texts, **times, "size": file.size}


def upload(client: Client, folder: str, sds_path: str) -> object:
    """Upload a folder, asking the gateway and not the release's own journal."""
    results = client.upload(
        local_path=Path(folder), sds_path=sds_path, verbose=False, persist_state=False
    )
    return [described(result()) for result in results]


def download(client: Client, sds_path: str, folder: str) -> object:
    """Download what is below a directory."""
    results = client.download(from_sds_path=sds_path, to_local_path=Path(folder), verbose=False)
    return [described(result()) for result in results]


def of_capture(capture: object) -> dict[str, object]:
    """Say what the release knows of a capture."""
    fields = capture.model_dump(mode="json", exclude={"files", "datasets", "owner"})
    files = [[str(file.uuid), file.name, str(file.directory)] for file in capture.files]
    return {**fields, "files": files, "owner": capture.owner and capture.owner.email}


def create(client: Client, directory: str, kind: str, channel: str = "") -> object:
    """Make a capture of what is in a directory; a failure is its error's name and words."""
    try:
        capture = client.captures.create(
            top_level_dir=PurePosixPath(directory),
            capture_type=CaptureType(kind),
            channel=channel or None,
        )
    except SDSError as error:
        return failure(error)
    return of_capture(capture)


def read(client: Client, uuid: str) -> object:
    """Look up a capture; a failure is its error's name and words."""
    try:
        return of_capture(client.captures.read(UUID(uuid)))
    except SDSError as error:
        return failure(error)


def failure(error: SDSError) -> list[str]:
    """Say what the release raised."""
    return [type(error).__name__, str(error)]


def captures(client: Client, kind: str = "") -> object:
    """List captures; a failure is its error's name and words."""
    try:
        found = client.captures.listing(capture_type=CaptureType(kind) if kind else None)
    except SDSError as error:
        return failure(error)
    return [of_capture(capture) for capture in found]


def search(client: Client, field_path: str, query_type: str, value: str) -> object:
    """Search captures by one condition."""
    found = client.captures.advanced_search(
        field_path=field_path, query_type=query_type, filter_value=json.loads(value)
    )
    return [of_capture(capture) for capture in found]


def upload_capture(
    client: Client, folder: str, sds_path: str, kind: str, channel: str = ""
) -> object:
    """Upload a recording and make it a capture."""
    return of_capture(
        client.upload_capture(
            local_path=Path(folder),
            sds_path=sds_path,
            capture_type=CaptureType(kind),
            channel=channel or None,
            verbose=False,
            persist_state=False,
        )
    )


def upload_channels(client: Client, folder: str, sds_path: str, *channels: str) -> object:
    """Upload a recording of several channels and make each a capture."""
    made = client.upload_multichannel_drf_capture(
        local_path=Path(folder),
        sds_path=sds_path,
        channels=list(channels),
        verbose=False,
        persist_state=False,
    )
    return [of_capture(capture) for capture in made]


def download_dataset(client: Client, uuid: str, folder: str, *captures: str) -> object:
    """Download a dataset's files, or those of some of its captures."""
    results = client.download_dataset(
        dataset_uuid=uuid, to_local_path=Path(folder), capture_uuids=captures or None, verbose=False
    )
    return [described(result()) for result in results]


def attach(client: Client, dataset: str, capture: str) -> object:
    """Put a capture into a dataset."""
    return client.add_capture_to_dataset(dataset, capture).model_dump(mode="json")


CALLS: dict[str, Callable[..., object]] = {
    "authenticate": lambda client: client.authenticate(),
    "upload": upload,
    "download": download,
    "list_files": lambda client, path: [described(file) for file in client.list_files(path)],
    "get_file": lambda client, uuid: described(client.get_file(uuid)),
    "delete_file": lambda client, uuid: client.delete_file(uuid),
    "create": create,
    "captures": captures,
    "read": read,
    "update": lambda client, uuid: client.captures.update(UUID(uuid)),
    "delete": lambda client, uuid: client.captures.delete(UUID(uuid)),
    "revoke": lambda client, uuid: client.captures.revoke_share_permissions(UUID(uuid)),
    "detach": lambda client, uuid: client.captures.detach_from_datasets(UUID(uuid)),
    "search": search,
    "upload_capture": upload_capture,
    "upload_channels": upload_channels,
    "dataset": lambda client, uuid: client.get_dataset(uuid).model_dump(mode="json"),
    "dataset_captures": lambda client, uuid: client.list_dataset_captures(uuid),
    "dataset_artifacts": lambda client, uuid: client.list_dataset_artifact_files(uuid),
    "download_dataset": download_dataset,
    "attach": attach,
}


def main(url: str, call: str, *arguments: str) -> None:
    """Run a call; its outcome and the requests it made go to standard output."""
    sys.tracebacklimit = 0  # an error shows what it says, and nothing of the release's source
    sent: list[str] = []
    with contextlib.redirect_stdout(sys.stderr):
        outcome = CALLS[call](client_of(url, sent), *arguments)
    print(json.dumps({"outcome": outcome, "requests": sent}))


if __name__ == "__main__":
    main(*sys.argv[1:])
