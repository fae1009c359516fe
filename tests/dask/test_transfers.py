"""Transfers by the workers of a Dask cluster, some of which are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import distributed
import pytest

from spectrumx import AuthError, Client, TransferReport, handed_over, workers
from spectrumx.localgateway import LocalGateway
from spectrumx.progress import Done, Event
from tests.conftest import tree
from tests.faulty import Fault, faulty_gateway

MANY = 260

DEADLINE = 60


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, mine: Client) -> Path:
    """A folder of files, which is also at `/many`."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(MANY):
        (folder / f"{number:04}.bin").write_bytes(number.to_bytes(2) * 500)
    mine.upload(folder, sds_path="many")
    return folder


@pytest.mark.usefixtures("many")
def test_workers_without_a_token_are_told_of(
    mine: Client, dask: distributed.Client, tmp_path: Path
) -> None:
    """Workers with no token for a gateway, by its very address, transfer nothing and say so."""
    explicit = {"SDS_SECRET_TOKEN": mine.config.token}
    elsewhere = mine.base_url.replace("127.0.0.1", "localhost")
    with (
        Client(elsewhere, env_file=None, env_config=explicit, verbose=False) as client,
        pytest.raises(AuthError, match=r"no token .*spectrumx\.workers") as caught,
    ):
        client.download("many", to=tmp_path, executor=dask.get_executor())

    assert isinstance(caught.value.report, TransferReport)
    assert len(caught.value.report.not_attempted) == MANY


def test_a_cluster_moves_what_one_machine_moves(
    mine: Client, dask: distributed.Client, many: Path, tmp_path: Path
) -> None:
    """Every file arrives, and is sent, as it is by one machine."""
    report = mine.download("many", to=tmp_path, executor=dask.get_executor())
    sent = mine.upload(tmp_path, sds_path="back", executor=dask.get_executor())

    assert [one.status for one in report] == ["transferred"] * MANY
    assert all(one.verified for one in report)
    assert tree(tmp_path) == tree(many)
    assert len(sent.transferred) == MANY
    assert mine.check(many, "back")


@pytest.mark.slow
def test_a_killed_worker_loses_no_file(
    mine: Client,
    gateway: LocalGateway,
    dask: distributed.Client,
    many: Path,
    tmp_path: Path,
) -> None:
    """What a killed worker had in hand is done by others, and its successor has the token."""
    explicit = {"SDS_SECRET_TOKEN": mine.config.token}
    processes = dask.run(os.getpid)
    with faulty_gateway(gateway.url) as faulty:
        faulty.faults.append(Fault("GET", "/download/", "halt"))
        with Client(faulty.url, env_file=None, env_config=explicit, verbose=False) as client:
            workers.hand_over(client, dask)
            transfer = client.start_download("many", to=tmp_path, executor=dask.get_executor())
            assert faulty.halted.wait(DEADLINE)
            (victim,) = when_one_is_busy(dask)
            os.kill(processes[victim], signal.SIGKILL)
            report = transfer.wait(DEADLINE)
        dask.wait_for_workers(4, timeout=DEADLINE)

        assert report.ok
        assert tree(tmp_path) == tree(many)
        known = dask.run(has_token, client.base_url)
        assert victim not in known
        assert list(known.values()) == [True] * 4


def when_one_is_busy(dask: distributed.Client) -> list[str]:
    """Addresses of the workers that have something in hand, once it is one."""
    until = time.monotonic() + DEADLINE
    while time.monotonic() < until:
        busy = [address for address, tasks in dask.processing().items() if tasks]
        if len(busy) == 1:
            return busy
    raise TimeoutError(f"{busy} are busy")


def has_token(base_url: str) -> bool:
    """Whether this process was handed a token for a gateway."""
    return bool(handed_over.token_for(base_url))


@pytest.mark.slow
def test_a_killed_node_loses_no_file(
    mine: Client,
    cluster: distributed.LocalCluster,
    dask: distributed.Client,
    many: Path,
    tmp_path: Path,
) -> None:
    """A node that goes for good, with all that looks after its worker, is done without."""
    command = [sys.executable, "-m", "distributed.cli.dask_worker", cluster.scheduler_address]
    with subprocess.Popen(
        [*command, "--nthreads", "1", "--no-dashboard"],
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    ) as node:
        dask.wait_for_workers(5, timeout=DEADLINE)
        killed = Once(lambda: os.killpg(node.pid, signal.SIGKILL))
        report = mine.download("many", to=tmp_path, executor=dask.get_executor(), on_event=killed)

    assert killed.happened
    assert report.ok
    assert tree(tmp_path) == tree(many)


class Once:
    """A consumer that does something at the first file that is done.

    Attributes:
        happened: Whether it has.
    """

    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call
        self.happened = False

    def __call__(self, event: Event) -> None:
        """Take one event."""
        if isinstance(event, Done) and not self.happened:
            self.happened = True
            self._call()
