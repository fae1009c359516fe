"""Transfers by the workers of a Dask cluster, some of which are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import distributed
import pytest

from spectrumx import AuthError, Client, TransferReport
from spectrumx.progress import Done, Event
from tests.conftest import tree

MANY = 1000

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


def test_a_killed_worker_loses_no_file(
    mine: Client, dask: distributed.Client, many: Path, tmp_path: Path
) -> None:
    """What a killed worker had in hand is done by others, and its successor has the token."""
    victim = next(iter(dask.run(os.getpid).values()))

    killed = Once(lambda: os.kill(victim, signal.SIGKILL))
    first = mine.download("many", to=tmp_path / "x", executor=dask.get_executor(), on_event=killed)
    dask.wait_for_workers(4, timeout=DEADLINE)
    second = mine.download("many", to=tmp_path / "y", executor=dask.get_executor())

    assert killed.happened
    assert (first.ok, second.ok) == (True, True)
    assert tree(tmp_path / "x") == tree(tmp_path / "y") == tree(many)


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
