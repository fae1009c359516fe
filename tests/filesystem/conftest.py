"""A file system of somebody with nothing in SDS, on gateways with and without parts of files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from spectrumx import Client
from spectrumx.filesystem import SDSFileSystem
from spectrumx.localgateway import LocalGateway, Quirk

_numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave fsspec's many patterns, and copies, to `make test-all`: they show rules of its own."""
    for item in items:
        if "conformance" in item.nodeid and ("glob" in item.name or "TestCopy" in item.nodeid):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """A gateway that serves parts of files."""
    with LocalGateway(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@pytest.fixture(scope="session")
def whole_gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """A gateway that serves whole files only, as the public one does."""
    quirks = [Quirk.NO_RANGE]
    with LocalGateway(tmp_path_factory.mktemp("whole-gateway"), quirks=quirks) as running:
        yield running


@pytest.fixture
def client(gateway: LocalGateway) -> Iterator[Client]:
    """A client of a user with nothing in SDS."""
    with client_of(gateway) as made:
        yield made


@pytest.fixture
def fs(client: Client) -> SDSFileSystem:
    """Their files as a file system."""
    return SDSFileSystem(client=client)


@pytest.fixture(params=["gateway", "whole_gateway"], ids=["parts", "wholes"])
def any_fs(request: pytest.FixtureRequest) -> Iterator[SDSFileSystem]:
    """The same on gateways that serve parts of files, and that do not."""
    with client_of(request.getfixturevalue(request.param)) as made:
        yield SDSFileSystem(client=made)


def client_of(gateway: LocalGateway) -> Client:
    """A client of a user with nothing in a gateway."""
    token = gateway.add_user(f"fs-{next(_numbers)}@example.org")
    settings = {"SDS_SECRET_TOKEN": token, "SDS_RETRIES": 1}
    return Client(gateway.url, env_file=None, env_config=settings, verbose=False)
