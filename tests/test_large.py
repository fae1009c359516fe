"""A file much larger than the memory that may be used goes up and down, and stays what it was."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from blake3 import blake3

from spectrumx.localgateway import LocalGateway
from tests import large_client

MIB = 1024 * 1024
MOST_MEMORY = 100 * 1024
CLIENT = Path(large_client.__file__)

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="peak memory is read from /proc"
)


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder that goes at once; a gigabyte is too much to keep after a run."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def write_large(path: Path, size: int) -> None:
    """Write a file of which no two stretches of 1 MiB are the same."""
    block = os.urandom(MIB)
    with path.open("wb") as file:
        for number in range(size // MIB):
            file.write(block[number % MIB :] + block[: number % MIB])


def checksum(path: Path) -> str:
    """Return the BLAKE3 checksum of a file."""
    return blake3().update_mmap(path).hexdigest()


def transfer(gateway: LocalGateway, verb: str, source: Path | str, target: Path | str) -> int:
    """Move a file with a client in a process of its own, and return its peak memory in KiB."""
    done = subprocess.run(
        [sys.executable, CLIENT, verb, gateway.url, source, target],
        env={**os.environ, "SDS_SECRET_TOKEN": gateway.token},
        stdout=subprocess.PIPE,
        check=True,
    )
    return int(done.stdout)


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(64 * MIB, id="64 MiB"),
        pytest.param(1024 * MIB, id="1 GiB", marks=pytest.mark.slow),
    ],
)
def test_memory_stays_small(scratch: Path, size: int) -> None:
    """A large file arrives whole, there and back, within 100 MiB of memory at both ends."""
    write_large(scratch / "large.bin", size)
    with LocalGateway(scratch / "gateway") as gateway:
        sending = transfer(gateway, "upload", scratch / "large.bin", "/large")
        receiving = transfer(gateway, "download", "/large", scratch / "back")
        serving = large_client.peak_memory(gateway.pid)

    assert checksum(scratch / "back" / "large.bin") == checksum(scratch / "large.bin")
    assert max(sending, receiving, serving) < MOST_MEMORY
