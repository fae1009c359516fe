"""Typical use of the SDK: never run, only read by type checkers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import assert_type
from uuid import UUID

from spectrumx import (
    AsyncClient,
    AuthError,
    Client,
    ConflictError,
    DryRunError,
    IntegrityError,
    LocalFileError,
    NetworkError,
    RateLimitError,
    Result,
    SDSError,
    ServiceError,
    TransferReport,
)
from spectrumx.asynchronous import AsyncListing, AsyncRecording, AsyncTransfer, AsyncWatch
from spectrumx.config import Config
from spectrumx.listings import Listing
from spectrumx.models import Capture, CaptureType, Dataset, File, User
from spectrumx.models.comparisons import Compared, Comparison, State
from spectrumx.models.transfers import FileResult
from spectrumx.progress import Advanced, Done, Event, Failed, Planned, Retrying, Skipped, Started
from spectrumx.resources.deletion import Deletion
from spectrumx.rf import Recording, Spectrum
from spectrumx.settings import Secret
from spectrumx.transfer.handle import Transfer
from spectrumx.watch import Watch


def connect() -> Client:
    """A client is made from nothing, or from settings of any source and type."""
    Client()
    Client(host="sds.crc.nd.edu", env_file=Path(".env"), env_config={"SDS_SECRET_TOKEN": "x.y"})
    Client("localhost:8000", env_file=None, env_config={"SDS_SECRET_TOKEN": Secret("x.y")})
    with Client(dry_run=True, verbose=False, workers=4, retries=0, timeout=2.5) as sds:
        assert_type(sds, Client)
        assert_type(sds.dry_run, bool)
        sds.dry_run = False
        assert_type(sds.base_url, str)
        assert_type(sds.authenticate(), User)
        assert_type(sds.authenticate().email, str)
    return sds


def settings(sds: Client) -> None:
    """Settings have their own types, and say where they came from."""
    assert_type(sds.config, Config)
    assert_type(sds.config.workers, int)
    assert_type(sds.config.timeout, float)
    assert_type(sds.config.token, Secret)
    assert_type(sds.config.ca_bundle, Path | None)
    assert_type(sds.config.origins["host"], str)


def long_transfers(sds: Client) -> None:
    """Transfers in the background, watches and checks have values of their own."""
    with sds.start_upload("recording", sds_path="r", limit_rate=1e6) as transfer:
        assert_type(transfer, Transfer)
        assert_type(transfer.progress().moved, int)
        assert_type(transfer.progress().files, int | None)
        assert_type(transfer.pause(), None)
    assert_type(sds.start_download("r", to=Path("x")).wait(timeout=1.5), TransferReport)
    with sds.watch("recording", sds_path="r", settle=2.5) as watch:
        assert_type(watch, Watch)
        assert_type(watch.counts.sent, int)
    found = sds.check("recording", "r", exclude=["*.tmp"])
    assert_type(found, Comparison)
    assert_type(found.differs, Sequence[Compared])
    assert_type(found[0].state, State)
    assert_type(found[0].error, SDSError | None)


def transfers(sds: Client) -> None:
    """Transfers take paths as text or objects, and give a report of results."""
    report = sds.upload(Path("recording"), sds_path=PurePosixPath("r"), include=["*.h5"])
    assert_type(report, TransferReport)
    assert_type(sds.upload("recording", sds_root="r", verbose=True), TransferReport)
    assert_type(sds.download("r", to="downloads", overwrite=True), TransferReport)
    assert_type(sds.download("r", to=Path("x"), raise_on_error=False), TransferReport)
    assert_type(report[0], FileResult)
    assert_type(report[:2], Sequence[FileResult])
    assert_type(report.failed, Sequence[FileResult])
    assert_type(report.conflicts, Sequence[FileResult])
    assert_type(report.bytes, int)
    assert_type(report.elapsed, float)
    assert_type(report.raise_for_failures(), None)
    for result in report:
        by_base: Result[File] = result
        assert_type(by_base(), File)
        assert_type(result(), File)
        assert_type(result.value_or(None), File | None)
        assert_type(result.exception_or(None), Exception | None)
        assert_type(result.sds_path, str)
        assert_type(result.local_path, Path)


def files(sds: Client, uuid: UUID) -> None:
    """Listings give files, whose values have plain types."""
    listing = sds.files.list("r")
    assert_type(listing, Listing[File])
    assert_type(listing[0], File)
    assert_type(listing[:3], list[File])
    assert_type(next(listing), File)
    assert_type(len(listing), int)
    assert_type([file.path for file in listing], list[str])
    file = sds.files.get(uuid)
    assert_type(file, File)
    assert_type(file.uuid, UUID | None)
    assert_type(file.size, int)
    assert_type(file.created_at, datetime | None)
    assert_type(file.owner, User | None)
    assert_type(file.captures, tuple[UUID, ...])
    assert_type(file.local_path, Path | None)
    assert_type(sds.files.delete(file), Deletion)
    assert_type(sds.files.delete(str(uuid)).carried_out, bool)


def captures(sds: Client) -> None:
    """A capture has uniform attributes; what may be unknown may be None."""
    capture = sds.upload_capture("westford", sds_path="/w", capture_type=CaptureType.DigitalRF)
    assert_type(capture, Capture)
    assert_type(capture.id, UUID)
    assert_type((capture.center_freq, capture.sample_rate), tuple[float | None, float | None])
    assert_type((capture.start_time, capture.duration), tuple[datetime | None, timedelta | None])
    assert_type(capture.channels[0].gain, float | None)
    assert_type(capture.files, tuple[File, ...])
    assert_type(capture.download("x", channel=["a"], start="2024", end=None), TransferReport)
    assert_type(capture.open(channel="a", start="2024", end=None), Recording)
    assert_type(capture.open().psd(window=("kaiser", 8.0)), Spectrum)
    assert_type(capture.thumbnail(), bytes)
    assert_type(sds.captures.list("rh"), Listing[Capture])
    assert_type(sds.captures.rename(capture, "new"), Capture)
    assert_type(sds.captures.delete(str(capture.uuid)), Deletion)
    assert_type(sds.captures.find("/w", capture_type="drf", channel="a"), Capture | None)


def datasets(sds: Client) -> None:
    """Datasets are listed by a call, and looked up in either of two ways."""
    assert_type(sds.datasets(), Listing[Dataset])
    dataset = Dataset.get(sds, dataset_id="00000000-0000-0000-0000-000000000000")
    assert_type(sds.datasets.get(dataset.id), Dataset)
    assert_type(dataset.captures(), Listing[Capture])
    assert_type(dataset.files(top_level_dir="/w", artifacts_only=False), Listing[File])
    assert_type(dataset.download_assets(to=Path("x"), overwrite=True), TransferReport)
    assert_type(dataset.authors[0].name, str)


def searches(sds: Client) -> None:
    """What is found is of the type that was asked for."""
    day = datetime(2024, 1, 1)  # noqa: DTZ001  without an offset it is UTC
    found = sds.search(center_freq_range=(3e9, None), capture_time_range=(day, "2024-01-02"))
    assert_type(found, Listing[Capture])
    assert_type(sds.search(asset_type=Capture, name="a*"), Listing[Capture])
    assert_type(sds.search(File, bounding_box=(-87, 41, -86, 42)), Listing[File])
    assert_type(sds.search(Dataset, owner="a@b.org", capture_type="drf"), Listing[Dataset])


def failures(sds: Client) -> None:
    """Errors carry their facts, each of its own type."""
    try:
        sds.authenticate()
    except RateLimitError as error:
        assert_type(error.retry_after, float | None)
    except IntegrityError as error:
        assert_type((error.expected, error.actual), tuple[str, str])
    except ConflictError as error:
        assert_type(error.existing_uuid, str)
    except LocalFileError as error:
        as_os_error: OSError = error
        assert_type(error.path, str)
        print(as_os_error)
    except (AuthError, DryRunError, NetworkError, ServiceError) as error:
        assert_type(error.method, str)
    except SDSError as error:
        assert_type(error.status, int | None)
        assert_type(error.detail, str)
        assert_type(error.attempts, int)
        if isinstance(error.report, TransferReport):
            assert_type(error.report.failed, Sequence[FileResult])


def on_event(event: Event) -> None:
    """Events are told apart by their class, and there are no others."""
    match event:
        case Planned(files=files, size=size):
            assert_type((files, size), tuple[int, int])
        case Advanced(moved=moved):
            assert_type(moved, int)
        case Started(path=path) | Done(path=path):
            assert_type(path, str)
        case Skipped(reason=reason):
            assert_type(reason, str)
        case Retrying(error=error, delay=delay):
            assert_type((error, delay), tuple[Exception, float])
        case Failed(error=error):
            assert_type(error, Exception)


def watch(sds: Client) -> None:
    """Anything that takes an event may watch a transfer."""
    sds.upload("recording", on_event=on_event)
    sds.download("r", to="x", on_event=print)


async def with_a_loop(uuid: UUID) -> None:
    """What is awaited, walked or held gives what it gives without a loop."""
    async with AsyncClient(dry_run=True, timeout=2.5) as sds:
        assert_type(sds, AsyncClient)
        assert_type(await sds.authenticate(), User)
        assert_type(await sds.upload("recording", sds_path="r", on_event=on_event), TransferReport)
        assert_type(await sds.check("recording", "r"), Comparison)
        assert_type(await sds.files.get(uuid), File)
        assert_type(await sds.files.read(uuid, stop=9), bytes)
        capture = await sds.captures.get(uuid)
        assert_type(await sds.captures.files_of(capture), tuple[File, ...])
        assert_type(await sds.captures.open(capture), AsyncRecording)
        assert_type(sds.search(File, name="a*"), AsyncListing[File])
        assert_type([each async for each in sds.search()], list[Capture])
        assert_type([each.name async for each in sds.datasets()], list[str])
        assert_type(await sds.datasets.files(uuid).to_list(3), list[File])
        assert_type(await sds.captures.list("rh").first(), Capture | None)
        async with sds.start_download("r", to="x") as transfer:
            assert_type(transfer, AsyncTransfer)
        assert_type(await transfer, TransferReport)
        async with sds.watch("recording") as watch:
            assert_type(watch, AsyncWatch)
        assert_type(await watch.wait(1.5), bool)
