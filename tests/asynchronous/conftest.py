"""One gateway, and clients for event loops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from spectrumx import AsyncClient
from spectrumx.localgateway import LocalGateway

Connect = Callable[..., AsyncClient]


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """One gateway is enough: what is tested is on this side of it."""
    with LocalGateway(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@pytest.fixture
def connect(gateway: LocalGateway, token: str) -> Connect:
    """Makes clients of one user; of another address where one is given."""

    def make(url: str = gateway.url, **settings: object) -> AsyncClient:
        return AsyncClient(
            url,
            env_file=None,
            env_config={"SDS_SECRET_TOKEN": token, "SDS_RETRIES": 2, **settings},
            verbose=False,
        )

    return make


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of 120 small files, more than a page of a listing has."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(120):
        (folder / f"{number:03}.bin").write_bytes(bytes([number]) * 5000)
    return folder
