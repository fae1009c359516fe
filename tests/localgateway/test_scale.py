"""The gateway of a whole laboratory: many files, and large ones, in little memory and time."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from blake3 import blake3

from spectrumx.localgateway import LocalGateway
from spectrumx.localgateway.database import Transaction
from spectrumx.localgateway.files import NewFile
from spectrumx.localgateway.store import Store

pytestmark = pytest.mark.slow

Start = Callable[..., LocalGateway]
FILES = 100_000
GIB = 1 << 30
PIECE = bytes(range(256)) * 4096


def _fill(root: Path) -> None:
    """Give the first user many files in one tree."""

    def add(transaction: Transaction) -> None:
        for number in range(FILES):
            new = NewFile(
                owner_id=1,
                directory=f"/tree/{number // 1000:03}",
                name=f"rf@{number}.000.h5",
                media_type="",
                permissions="rw-r--r--",
                size=1,
                sum_blake3=f"{number:064}",
            )
            store.add(transaction, new, arrival=None)

    store = Store(root)
    store.database.write(add)
    store.close()


def _peak_memory(pid: int) -> int:
    """Return the most memory that a process has held, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def test_the_last_page_of_many_comes_quickly(start: Start, connect: Any, tmp_path: Path) -> None:
    """Page 1,000 of 100,000 files takes no longer than a blink."""
    gateway = start()
    api = connect(gateway)
    gateway.stop()
    _fill(tmp_path / "root")
    gateway.start()

    for query in ({"path": "/tree"}, {}):
        begin = time.perf_counter()
        page = api.listed(page=1000, page_size=100, **query)
        took = time.perf_counter() - begin

        print(f"page 1,000 of {query or 'the root'}: {took * 1000:.0f} ms")
        assert (page["count"], len(page["results"])) == (FILES, 100)
        assert took < 0.5


def _form() -> Iterator[bytes]:
    yield b'--B\r\nContent-Disposition: form-data; name="directory"\r\n\r\n/\r\n'
    yield b'--B\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
    for _ in range(GIB // len(PIECE)):
        yield PIECE
    yield b"\r\n--B--\r\n"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_large_file_needs_little_memory(start: Start, connect: Any) -> None:
    """1 GiB goes up and comes down with less than 100 MiB in the server."""
    gateway = start()
    api = connect(gateway)
    length = str(sum(len(piece) for piece in _form()))
    headers = {"Content-Type": "multipart/form-data; boundary=B", "Content-Length": length}
    receipt = api.post("/assets/files/", content=_form(), headers=headers).json()

    checksum = blake3()
    with api.stream("GET", f"/assets/files/{receipt['uuid']}/download/") as answer:
        for piece in answer.iter_bytes():
            checksum.update(piece)

    print(f"peak memory: {_peak_memory(gateway.pid)} MiB")
    assert (receipt["size"], receipt["sum_blake3"]) == (GIB, checksum.hexdigest())
    assert _peak_memory(gateway.pid) < 100
