"""What the gateway acknowledged is there after a crash."""

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from spectrumx.localgateway import LocalGateway

WRITERS = 6
ACKNOWLEDGED_BEFORE_THE_CRASH = 60


def _write_until_it_dies(api: Any, writer: int, receipts: list[Any], enough: Any) -> None:
    """Upload files of all sizes, noting each receipt, until the gateway is gone."""
    with contextlib.suppress(httpx.TransportError):
        for number in range(10_000):
            contents = b"%d-%d" % (writer, number) * (1 + number % 7 * 20_000)
            receipts.append((api.upload(f"/{writer}/{number}", contents), contents))
            if len(receipts) >= ACKNOWLEDGED_BEFORE_THE_CRASH:
                enough.set()


@pytest.mark.parametrize(
    "rounds", [2, pytest.param(10, marks=pytest.mark.slow)], ids="{} rounds".format
)
def test_acknowledged_files_survive_a_kill(
    rounds: int, start: Callable[..., LocalGateway], connect: Any
) -> None:
    """Every receipt given before SIGKILL, in every round, is a whole file afterwards."""
    gateway = start()
    for _ in range(rounds):
        api, enough = connect(gateway), threading.Event()
        receipts: list[tuple[dict[str, Any], bytes]] = []
        with ThreadPoolExecutor(WRITERS) as pool:
            for writer in range(WRITERS):
                pool.submit(_write_until_it_dies, api, writer, receipts, enough)
            assert enough.wait(60)
            gateway.kill()

        gateway.start()

        for receipt, contents in receipts:
            download = api.get(f"/assets/files/{receipt['uuid']}/download/")
            assert download.content == contents
