"""How long the embedded gateway takes for a page of a listing of 100,000 files.

    .venv/bin/python benchmarks/gateway_listing.py

The rows are written through the gateway's own storage layer, all with the same contents, which are
stored once; the pages are timed over HTTP.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx

from spectrumx.localgateway import LocalGateway, accounts, files
from spectrumx.localgateway.database import Transaction
from spectrumx.localgateway.files import NewFile
from spectrumx.localgateway.store import Store

EMAIL = "researcher@example.org"
CONTENTS = b"the same in all of them"
FOLDERS, FILES_EACH, PAGE_SIZE = 100, 1000, 100
PAGES = (1, 500, FOLDERS * FILES_EACH // PAGE_SIZE)
ROUNDS = 20


def main() -> None:
    """Fill a gateway, ask it for pages, and print how long they took."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = fill(Path(folder))
        print(f"{FOLDERS * FILES_EACH:,} files written in {seconds:.1f} s")
        with LocalGateway(folder, email=EMAIL) as gateway:
            for page in PAGES:
                times = sorted(timed(gateway, page))
                print(
                    f"page {page:5,} of {PAGE_SIZE}: median of {ROUNDS}"
                    f" {1000 * statistics.median(times):.1f} ms, slowest {1000 * times[-1]:.1f} ms"
                )


def fill(root: Path) -> float:
    """Write the rows of 100,000 files of one user, and return how many seconds it took."""
    start = time.perf_counter()
    with closing(Store(root)) as store:
        token = store.database.write(lambda change: accounts.issue_token(change, email=EMAIL))
        owner = accounts.authenticate(store.database.read(), f"Api-Key: {token}")
        arrival = store.blobs.receive()
        arrival.write([CONTENTS])
        arrival.finish()

        def add_all(change: Transaction) -> None:
            first, *others = new_files(owner.id, arrival.sum_blake3)
            store.add(change, first, arrival=arrival)
            for new in others:
                files.add(change, new)

        store.database.write(add_all)
    return time.perf_counter() - start


def new_files(owner_id: int, sum_blake3: str) -> Iterator[NewFile]:
    """Make the rows: a tree of 100 folders with 1,000 files each."""
    for number in range(FOLDERS * FILES_EACH):
        yield NewFile(
            owner_id=owner_id,
            directory=f"/recordings/{number // FILES_EACH:03}",
            name=f"{number % FILES_EACH:04}.bin",
            media_type="application/octet-stream",
            permissions="rw-r--r--",
            size=len(CONTENTS),
            sum_blake3=sum_blake3,
        )


def timed(gateway: LocalGateway, page: int) -> Iterator[float]:
    """Ask for one page again and again; yield the seconds from request to last byte."""
    query: dict[str, str | int] = {"path": "/recordings", "page": page, "page_size": PAGE_SIZE}
    headers = {"Authorization": f"Api-Key: {gateway.token}"}
    with httpx.Client(base_url=gateway.url, headers=headers) as client:
        for number in range(ROUNDS + 1):
            start = time.perf_counter()
            answer = client.get("/api/v1/assets/files/", params=query).raise_for_status()
            seconds = time.perf_counter() - start
            assert len(answer.json()["results"]) == PAGE_SIZE
            if number:  # the first one opens the connection
                yield seconds


if __name__ == "__main__":
    main()
