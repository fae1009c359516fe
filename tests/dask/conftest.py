"""A Dask cluster of four worker processes, and a gateway that they transfer with."""

from __future__ import annotations

from collections.abc import Iterator

import distributed
import pytest

from spectrumx import Client, workers
from spectrumx.localgateway import LocalGateway


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """One gateway without quirks: what it answers is tested elsewhere."""
    with LocalGateway(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@pytest.fixture(scope="module")
def mine(gateway: LocalGateway) -> Iterator[Client]:
    """The client of the user to whom the workers belong."""
    explicit = {"SDS_SECRET_TOKEN": gateway.token, "SDS_RETRIES": 2}
    with Client(gateway.url, env_file=None, env_config=explicit, verbose=False) as client:
        yield client


@pytest.fixture(scope="module")
def cluster() -> Iterator[distributed.LocalCluster]:
    """Four worker processes, each looked after by a nanny, that know nothing of any gateway."""
    with distributed.LocalCluster(
        n_workers=4, threads_per_worker=1, dashboard_address="127.0.0.1:0"
    ) as running:
        yield running


@pytest.fixture(scope="module")
def dask(cluster: distributed.LocalCluster, mine: Client) -> Iterator[distributed.Client]:
    """A connection to the cluster, whose workers have been handed the token."""
    with distributed.Client(cluster) as client:
        workers.hand_over(mine, client)
        yield client
