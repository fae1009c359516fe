"""The asynchronous client at its everyday work."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from uuid import UUID

import pytest

from spectrumx import AsyncClient, AuthError, Client, InvalidRequestError, NotFoundError, SDSWarning
from spectrumx.asynchronous import AsyncListing
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Dataset, File
from spectrumx.progress import Done, Event, Planned
from tests.asynchronous.conftest import Connect
from tests.conftest import tree
from tests.faulty import Fault, faulty_gateway
from tests.recordings import write_radiohound

NOBODYS = UUID("00000000-0000-4000-8000-000000000000")


def test_there_and_back(connect: Connect, recording: Path, tmp_path: Path) -> None:
    """What is uploaded compares as the same, is listed, and comes back, all of it awaited."""

    async def work() -> None:
        async with connect() as sds:
            assert (await sds.authenticate()).email.startswith("user-")
            assert len((await sds.upload(recording, sds_path="r")).transferred) == 3
            assert await sds.check(recording, "r")
            assert [file.name async for file in sds.files.list("r")]
            assert len((await sds.download("r", to=tmp_path / "x")).transferred) == 3

    asyncio.run(work())

    assert tree(tmp_path / "x") == tree(recording)


def test_files_one_by_one(connect: Connect, recording: Path) -> None:
    """A file is looked up, read, and deleted; then it is not there any more."""

    async def work() -> None:
        async with connect() as sds:
            stored = (await sds.upload(recording / "notes.txt"))[0]()
            assert await sds.files.get(stored) == stored
            assert await sds.files.read(stored) == b"a clear day\n"
            assert await sds.files.delete(stored)
            with pytest.raises(NotFoundError, match="No File matches"):
                await sds.files.get(stored)

    asyncio.run(work())


def test_captures_and_datasets(connect: Connect, tmp_path: Path) -> None:
    """Captures and datasets are made, found, listed, downloaded and deleted, all of it awaited."""
    scans = tmp_path / "scans"
    write_radiohound(scans)

    async def work() -> None:
        async with connect() as sds:
            capture = await sds.upload_capture(scans, sds_path="r", name="scans")
            assert await sds.captures.list("rh").to_list() == [capture]
            assert await sds.search(capture_type="rh").first() == capture
            group = capture.scan_group
            assert await sds.captures.find("r", capture_type="rh", scan_group=group) == capture
            assert (await sds.captures.rename(capture, "again")).name == "again"
            assert len(await sds.captures.files_of(capture)) == len(tree(scans))
            await sds.captures.download(capture, to=tmp_path / "x")
            dataset = await sds.datasets.create("scans of a day")
            dataset = await sds.datasets.attach_capture(dataset, capture)
            assert [each async for each in sds.datasets()] == [dataset]
            assert await sds.search(Dataset, capture_type="rh").to_list() == [dataset]
            assert await sds.datasets.captures(dataset).to_list() == [capture]
            assert await sds.datasets.files(dataset).count() == len(tree(scans))
            await sds.datasets.download(dataset, to=tmp_path / "y")
            assert await sds.datasets.delete(dataset)
            assert await sds.captures.delete(capture)

    asyncio.run(work())

    assert (
        tree(tmp_path / "x" / "r") == tree(tmp_path / "y" / "scans of a day" / "r") == tree(scans)
    )


def test_a_listing_is_walked_page_by_page(connect: Connect, many: Path) -> None:
    """A listing of several pages gives each item once, and starts afresh each time."""

    async def work() -> None:
        async with connect() as sds:
            await sds.upload(many, sds_path="r")
            listing = sds.files.list("r")
            names = sorted([file.name async for file in listing])
            assert names == sorted(tree(many))
            assert await listing.count() == len(await listing.to_list()) == 120
            assert len(await listing.to_list(7)) == 7
            assert await sds.files.list("elsewhere").first() is None

    asyncio.run(work())


def test_what_a_listing_gave_before_it_failed_is_not_lost(
    connect: Connect, gateway: LocalGateway, many: Path
) -> None:
    """Items that came are given before the error that ended the listing."""
    seen: list[File] = []

    async def walk(listing: AsyncListing[File]) -> None:
        async for file in listing:
            seen.append(file)  # noqa: PERF401  an error ends it

    async def work(url: str) -> None:
        async with connect(url) as sds:
            await sds.upload(many, sds_path="r")
            with pytest.raises(AuthError):
                await walk(sds.files.list("r"))

    with faulty_gateway(gateway.url) as faulty:
        faulty.faults.append(Fault("GET", "page=2", "answer", 9, status=401))
        asyncio.run(work(faulty.url))
    assert len(seen) == 100


def test_a_listing_is_neither_true_nor_false(connect: Connect) -> None:
    """Whether a listing is empty can't be told without waiting, so a condition on it is refused."""
    listing: AsyncListing[File] = connect().files.list("r")

    with pytest.raises(TypeError, match=r"await listing\.first\(\)"):
        bool(listing)


def test_bad_arguments_are_refused_at_the_call(connect: Connect) -> None:
    """What is malformed is refused where it is asked for, not where it is first awaited."""
    sds = connect()

    for call in (
        lambda: sds.files.list(" "),
        lambda: sds.captures.list("wav"),
        lambda: sds.search(center_freq_range=(2, 1)),
        lambda: sds.search(str),  # type: ignore[call-overload]
    ):
        with pytest.raises(InvalidRequestError):
            call()


def test_listings_ask_nothing_before_they_are_walked(
    connect: Connect, gateway: LocalGateway
) -> None:
    """A listing is made without a request, for that would hold up the loop."""
    with faulty_gateway(gateway.url) as faulty:
        sds = connect(faulty.url)
        sds.files.list("/files/me")
        sds.captures.list()
        sds.search(name="x*")
        sds.datasets(deep=True)
        sds.datasets.captures(NOBODYS)
        sds.datasets.files(NOBODYS, top_level_dir="/files/me", capture=NOBODYS)

        assert not faulty.requests


def test_errors_are_those_of_the_client(gateway: LocalGateway) -> None:
    """A token that is not accepted is the same typed error as without a loop."""

    async def work() -> None:
        env = {"SDS_SECRET_TOKEN": "wrong.token"}
        async with AsyncClient(gateway.url, env_file=None, env_config=env) as sds:
            await sds.authenticate()

    with pytest.raises(AuthError, match="API key not found"):
        asyncio.run(work())


def test_one_client_serves_several_loops(connect: Connect, recording: Path) -> None:
    """A client is used in loops one after another and at the same time, and after it was closed."""
    sds = connect()
    counts: list[int] = []

    def serve() -> None:
        counts.append(asyncio.run(sds.files.list("r").count()))

    asyncio.run(sds.upload(recording, sds_path="r"))
    threads = [threading.Thread(target=serve) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asyncio.run(sds.close())
    serve()

    assert counts == [3] * 5


def test_a_thread_that_the_system_refuses_is_an_error(connect: Connect) -> None:
    """Calls for which there is no thread fail, and those that come later are carried out."""
    sds = connect()

    async def fail_often() -> None:
        for _ in range(20):
            with pytest.raises(RuntimeError, match="start new thread"):
                await asyncio.wait_for(sds.authenticate(), 20)

    usual = threading.stack_size(1 << 46)  # more than there can be
    try:
        asyncio.run(fail_often())
    finally:
        threading.stack_size(usual)

    assert asyncio.run(asyncio.wait_for(sds.authenticate(), 20)).email


def test_dry_run_and_verbose_are_the_clients(connect: Connect, recording: Path) -> None:
    """Both switches may be set at any time, and an upload in dry-run is only planned."""
    sds = connect()
    sds.dry_run = sds.verbose = True

    report = asyncio.run(sds.upload(recording, sds_path="r"))

    assert (sds.dry_run, sds.verbose) == (True, True)
    assert len(report.planned) == 3
    assert asyncio.run(sds.files.list("r").count()) == 0


def test_events_come_on_the_loops_thread(connect: Connect, recording: Path) -> None:
    """A consumer is called where the loop runs, in order, and before the transfer is given back."""
    seen: list[tuple[int, Event]] = []

    async def work() -> int:
        def note(event: Event) -> None:
            asyncio.get_running_loop()
            seen.append((threading.get_ident(), event))

        await connect().upload(recording, sds_path="r", on_event=note)
        return len(seen)

    count = asyncio.run(work())

    assert {thread for thread, _ in seen} == {threading.get_ident()}
    kinds = [type(event) for _, event in seen]
    assert kinds.index(Planned) < kinds.index(Done)
    assert kinds.count(Done) == 3
    assert count == len(seen)


@pytest.mark.parametrize("kind", [Planned, Done])
def test_what_a_consumer_raises_ends_the_transfer(
    connect: Connect, recording: Path, kind: type[Event]
) -> None:
    """An error in a consumer comes out of the transfer, as it does without a loop."""

    def fail(event: Event) -> None:
        if isinstance(event, kind):
            raise StopAsyncIteration("enough")

    async def work() -> None:
        await connect().upload(recording, sds_path="r", on_event=fail)

    with pytest.raises((StopAsyncIteration, RuntimeError), match=r"enough|StopAsyncIteration"):
        asyncio.run(work())


def test_warnings_name_the_awaiting_line(connect: Connect, tmp_path: Path) -> None:
    """A warning of a call that ran on a thread names the file of whoever awaited it."""

    async def work() -> None:
        await connect().download("nothing/here", to=tmp_path / "x")

    with pytest.warns(SDSWarning, match="nothing is at /nothing/here") as caught:
        asyncio.run(work())
    assert [Path(each.filename) for each in caught] == [Path(__file__)]


def test_the_client_itself_is_as_ever(connect: Connect) -> None:
    """An asynchronous client shows where it is connected to, and a misspelt setting is an error."""
    sds = connect()

    assert repr(sds) == f"<AsyncClient of {sds.base_url}>"
    assert repr(sds.files.list()) == "<asynchronous listing of files in />"
    with pytest.raises(AttributeError):
        sds.dryrun = True  # type: ignore[attr-defined]
    assert not isinstance(sds, Client)
