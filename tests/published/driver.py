"""Runs one call of the published `spectrumx` 0.2.4 and prints what came of it, as JSON.

It runs in the interpreter of `.venv-published`, where `spectrumx` is that release and not this
project: `python driver.py URL CALL ARGUMENT...`, with the token in SDS_SECRET_TOKEN.
"""

import contextlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from spectrumx import Client

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


CALLS: dict[str, Callable[..., object]] = {
    "authenticate": lambda client: client.authenticate(),
    "upload": upload,
    "download": download,
    "list_files": lambda client, path: [described(file) for file in client.list_files(path)],
    "get_file": lambda client, uuid: described(client.get_file(uuid)),
    "delete_file": lambda client, uuid: client.delete_file(uuid),
}


def main(url: str, call: str, *arguments: str) -> None:
    """Run a call; its outcome and the requests it made go to standard output."""
    sent: list[str] = []
    with contextlib.redirect_stdout(sys.stderr):
        outcome = CALLS[call](client_of(url, sent), *arguments)
    print(json.dumps({"outcome": outcome, "requests": sent}))


if __name__ == "__main__":
    main(*sys.argv[1:])
