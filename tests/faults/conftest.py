"""A gateway, a proxy of faults and a nursery of clients for the tests of reliability."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from spectrumx.localgateway import LocalGateway
from tests.faults.children import Nursery, nursery
from tests.faults.proxy import FaultProxy, fault_proxy
from tests.faults.scene import TINY, Scene, new_scene


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave these tests out where processes can't fork."""
    if hasattr(os, "fork"):
        return
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.skip(reason="needs a system with fork()"))


@pytest.fixture(scope="session")
def clients() -> Iterator[Nursery]:
    """Starts the SDK in processes of their own."""
    with nursery() as running:
        yield running


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """One gateway for all tests here that do not kill it."""
    with LocalGateway(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@pytest.fixture
def proxy(gateway: LocalGateway) -> Iterator[FaultProxy]:
    """A proxy in front of it."""
    with fault_proxy(gateway.url) as running:
        yield running


@pytest.fixture
def scene(gateway: LocalGateway, proxy: FaultProxy, clients: Nursery, tmp_path: Path) -> Scene:
    """A new user's files."""
    return new_scene(gateway, proxy, clients, tmp_path / "scene", random=Random(1))


@pytest.fixture
def tiny_scene(gateway: LocalGateway, proxy: FaultProxy, clients: Nursery, tmp_path: Path) -> Scene:
    """A new user's files, as many, but all small."""
    folder = tmp_path / "scene"
    return new_scene(gateway, proxy, clients, folder, random=Random(1), sizes=TINY)
