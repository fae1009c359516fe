"""What a gateway holds, asked over its public listing and without the SDK."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
from blake3 import blake3

from spectrumx.localgateway import LocalGateway
from tests.faults.messages import FILES

Row = dict[str, Any]


def rows(gateway: LocalGateway, token: str, *, path: str) -> list[Row]:
    """List files: the newest version of each below a path, or for `/` every version."""
    with _connected(gateway, token) as client:
        return list(_pages(client, path))


def contents(gateway: LocalGateway, token: str, wanted: list[Row]) -> dict[str, str]:
    """Download files, and return the checksums of what came, by uuid."""
    with _connected(gateway, token) as client:
        return {
            row["uuid"]: blake3(client.get(f"{FILES}{row['uuid']}/download/").content).hexdigest()
            for row in wanted
        }


def path_of(row: Row) -> str:
    """A row's path, in full."""
    return f"{row['directory'].rstrip('/')}/{row['name']}"


def _connected(gateway: LocalGateway, token: str) -> httpx.Client:
    headers = {"Authorization": f"Api-Key: {token}"}
    # It is plain http: loading certificates would take longer than all the rest.
    return httpx.Client(
        base_url=gateway.url, headers=headers, timeout=30, trust_env=False, verify=False
    )


def _pages(client: httpx.Client, path: str) -> Iterator[Row]:
    page = 1
    while True:
        asked: dict[str, str | int] = {"path": path, "page": page, "page_size": 100}
        answer = client.get(FILES, params=asked).raise_for_status().json()
        yield from answer["results"]
        if answer["next"] is None:
            return
        page += 1
