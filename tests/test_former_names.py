"""Scripts written for spectrumx 0.2.x run: every former name works, and says what it is today."""

from __future__ import annotations

import logging
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID, uuid4

import pytest

import spectrumx
from spectrumx import Client, FileError, Result, UnsupportedByGatewayError
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Capture, CaptureType, Dataset, File
from tests.conftest import tree
from tests.faulty import Fault, faulty_gateway
from tests.recordings import write_digital_rf

UNKNOWN = "12345678-1234-4234-8234-123456789012"


def former(call: Callable[[], Any]) -> Any:
    """Make a former call: it warns once, of today's name, at the line that makes it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        given = call()
    (warning,) = [each for each in caught if each.category is DeprecationWarning]
    assert warning.filename == __file__
    assert "today it is" in str(warning.message)
    return given


@dataclass
class Old:
    """What a former call is made on.

    Attributes:
        sds: A client, as `Any`: type checkers know today's names only.
        email: Whose it is.
        folder: A place for downloads.
        recording: The local folder that is at `/r`.
        file: `/r/notes.txt`.
        capture: Of two channels, `ch0` and `ch1`, at `/c`.
        dataset: Of that capture and that file.
    """

    sds: Any
    email: str
    folder: Path
    recording: Path
    file: Any
    capture: Any
    dataset: Dataset

    @property
    def notes(self) -> Path:
        """Where the file is here."""
        return self.recording / "notes.txt"

    @property
    def there(self) -> Path:
        """Where downloads are to go."""
        return self.folder / "there"


@pytest.fixture
def old(sds: Client, gateway: LocalGateway, recording: Path, tmp_path: Path) -> Old:
    """A user with files, a capture of two channels and a dataset of both."""
    email = sds.authenticate().email
    sds.upload(recording, sds_path="r")
    (file,) = sds.files.list("r/notes.txt")
    assert file.uuid is not None
    two = write_digital_rf(tmp_path / "two", {"ch0": 1e9, "ch1": 2e9})
    capture = sds.upload_capture(two, sds_path="c")
    parts = [channel.uuid for channel in capture.channels]
    made = gateway.create_dataset(email, "Both", files=[file.uuid], captures=parts)
    return Old(sds, email, tmp_path, recording, file, capture, sds.datasets.get(made))


def paths_of(files: Any) -> set[str]:
    """The paths of files or of results."""
    found = (each() if isinstance(each, Result) else each for each in files)
    return {file.path for file in found}


R = {"/r/notes.txt", "/r/channel/rf@1.000.h5", "/r/channel/rf@1.125.h5"}
FIRST = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)

CALLS: dict[str, tuple[Callable[[Old], Any], Callable[[Old, Any], object]]] = {
    "list_files": (lambda old: old.sds.list_files("/r"), lambda _, it: paths_of(it) == R),
    "list_files, by name": (
        lambda old: old.sds.list_files(sds_path=PurePosixPath("/r"), verbose=True),
        lambda _, it: len(it) == 3 and next(it) in it,
    ),
    "list_files between times": (
        lambda old: old.sds.list_files("/r", start_time=FIRST, end_time=FIRST),
        lambda _, it: paths_of(it) == R - {"/r/channel/rf@1.125.h5"},
    ),
    "get_file": (
        lambda old: old.sds.get_file(file_uuid=old.file.uuid),
        lambda old, it: it == old.file,
    ),
    "detach_file_from_datasets": (
        lambda old: old.sds.detach_file_from_datasets(old.file.uuid),
        lambda _, it: it is True,
    ),
    "upload, whatever its state": (
        lambda old: old.sds.upload(
            local_path=str(old.recording), sds_path="/again", verbose=False, persist_state=False
        ),
        lambda _, it: type(it) is list and all(it) and len(it) == 3,
    ),
    "upload, skipped ones told": (
        lambda old: old.sds.upload(local_path=old.recording, sds_path="/r", warn_skipped=True),
        lambda _, it: paths_of(it) == R and all(result().uuid for result in it),
    ),
    "upload_file": (
        lambda old: old.sds.upload_file(local_file=old.notes, sds_path="/one"),
        lambda old, it: (it.path, it.local_path) == ("/one/notes.txt", old.notes),
    ),
    "upload_file, of a File": (
        lambda old: old.sds.upload_file(local_file=old.file.at(old.notes), sds_path="/one"),
        lambda old, it: it.sum_blake3 == old.file.sum_blake3,
    ),
    "download": (
        lambda old: old.sds.download(
            from_sds_path="/r", to_local_path=old.there, overwrite=True, verbose=False
        ),
        lambda old, it: (
            type(it) is list
            and all(it)
            and tree(old.there / "files" / old.email / "r") == tree(old.recording)
            and all(result().local_path.is_relative_to(old.there / "files") for result in it)
        ),
    ),
    "download of files": (
        lambda old: old.sds.download(files_to_download=[old.file], to_local_path=str(old.there)),
        lambda old, it: it[0]().local_path == old.there / "files" / old.email / "r" / "notes.txt",
    ),
    "download between times": (
        lambda old: old.sds.download(
            from_sds_path="/r", to_local_path=old.there, start_time=FIRST, end_time=FIRST
        ),
        lambda _, it: paths_of(it) == R - {"/r/channel/rf@1.125.h5"},
    ),
    "download of nothing": (
        lambda old: old.sds.download(from_sds_path="/nothing", to_local_path=old.there),
        lambda old, it: it == [] and old.there.is_dir(),
    ),
    "download of names only": (
        lambda old: old.sds.download(
            from_sds_path="/r", to_local_path=old.there, skip_contents=True
        ),
        lambda old, it: paths_of(it) == R and tree(old.there) == {},
    ),
    "download_file": (
        lambda old: old.sds.download_file(file_uuid=old.file.uuid, to_local_path=old.there),
        lambda old, it: it.local_path == old.there and old.there.read_text() == "a clear day\n",
    ),
    "download_file, over what is there": (
        lambda old: old.sds.download_file(
            file_instance=old.file, to_local_path=old.recording / "channel" / "rf@1.000.h5"
        ),
        lambda _, it: it.is_local and it.local_path.read_text() == "a clear day\n",
    ),
    "download_file, anywhere": (
        lambda old: old.sds.download_file(file_instance=old.file),
        lambda _, it: it.is_local and it.local_path.read_text() == "a clear day\n",
    ),
    "download_single_file": (
        lambda old: old.sds.download_single_file(
            file_info=old.file, to_local_path=old.there, skip_contents=False, overwrite=False
        ),
        lambda old, it: it and it().local_path.is_relative_to(old.there / "files" / old.email),
    ),
    "delete_file": (
        lambda old: old.sds.delete_file(old.sds.files.list("/r/channel")[0].uuid),
        lambda old, it: it is True and len(old.sds.files.list("/r")) == 2,
    ),
    "upload_capture": (
        lambda old: old.sds.upload_capture(
            local_path=old.folder / "two",
            sds_path="/new",
            capture_type=CaptureType.DigitalRF,
            index_name="captures-drf",
            channel="ch1",
            raise_on_error=True,
            verbose=False,
            persist_state=False,
        ),
        lambda _, it: (it.top_level_dir, it.center_freq) == ("/new", 2e9),
    ),
    "upload_capture that fails": (
        lambda old: old.sds.upload_capture(
            local_path=old.recording, capture_type=CaptureType.RadioHound, raise_on_error=False
        ),
        lambda _, it: it is None,
    ),
    "upload_multichannel_drf_capture": (
        lambda old: old.sds.upload_multichannel_drf_capture(
            local_path=old.folder / "two", sds_path="/c", channels=["ch1", "ch0"], verbose=False
        ),
        lambda old, it: (
            [each.uuid for each in it] == [each.uuid for each in reversed(old.capture.channels)]
            and all("/ch1" in file.directory for file in it[0].files)
        ),
    ),
    "get_dataset": (
        lambda old: old.sds.get_dataset(dataset_uuid=old.dataset.uuid),
        lambda old, it: it == old.dataset,
    ),
    "list_dataset_captures": (
        lambda old: old.sds.list_dataset_captures(old.dataset.uuid),
        lambda old, it: [row["uuid"] for row in it] == [str(old.capture.uuid)],
    ),
    "list_dataset_artifact_files": (
        lambda old: old.sds.list_dataset_artifact_files(old.dataset.uuid),
        lambda old, it: [row["directory"] for row in it] == [f"/files/{old.email}/r"],
    ),
    "download_dataset": (
        lambda old: old.sds.download_dataset(
            dataset_uuid=str(old.dataset.uuid), to_local_path=old.there, verbose=False
        ),
        lambda old, it: (
            all(it)
            and tree(old.there / "files" / old.email / "c") == tree(old.folder / "two")
            and (old.there / "files" / old.email / "r" / "notes.txt").is_file()
        ),
    ),
    "download_dataset, part of it": (
        lambda old: old.sds.download_dataset(
            dataset_uuid=old.dataset.uuid,
            to_local_path=old.there,
            capture_uuids={old.capture.uuid},
            top_level_dirs=[PurePosixPath("/c")],
        ),
        lambda old, it: len(it) == len(old.capture.files),
    ),
    "download_dataset, artifacts only": (
        lambda old: old.sds.download_dataset(
            dataset_uuid=old.dataset.uuid, to_local_path=old.there, artifacts_only=True
        ),
        lambda _, it: paths_of(it) == {"/r/notes.txt"},
    ),
    "captures.create": (
        lambda old: old.sds.captures.create(
            top_level_dir=old.sds.upload(old.folder / "two", sds_path="x") and Path("/x"),
            capture_type=CaptureType.DigitalRF,
            index_name="captures-drf",
            channel="ch1",
        ),
        lambda _, it: (it.channels[0].name, it.top_level_dir) == ("ch1", "/x"),
    ),
    "captures.listing": (
        lambda old: old.sds.captures.listing(capture_type=CaptureType.DigitalRF),
        lambda old, it: it == [old.capture],
    ),
    "captures.read": (
        lambda old: old.sds.captures.read(capture_uuid=old.capture.uuid),
        lambda old, it: it == old.capture,
    ),
    "captures.update": (
        lambda old: old.sds.captures.update(capture_uuid=old.capture.uuid),
        lambda _, it: it is None,
    ),
    "captures.advanced_search": (
        lambda old: old.sds.captures.advanced_search(
            field_path="capture_type", query_type="match", filter_value="drf"
        ),
        lambda old, it: it == [old.capture],
    ),
    "captures.revoke_share_permissions": (
        lambda old: old.sds.captures.revoke_share_permissions(capture_uuid=old.capture.uuid),
        lambda _, it: it is True,
    ),
    "captures.detach_from_datasets": (
        lambda old: old.sds.captures.detach_from_datasets(capture_uuid=old.capture.uuid),
        lambda _, it: it is True,
    ),
    "captures.delete": (
        lambda old: (
            old.sds.captures.detach_from_datasets(old.capture),
            old.sds.captures.delete(capture_uuid=old.capture.channels[1].uuid),
        )[1],
        lambda old, it: it is True and len(old.sds.captures.get(old.capture).channels) == 1,
    ),
    "datasets.get": (
        lambda old: old.sds.datasets.get(dataset_uuid=old.dataset.uuid),
        lambda old, it: it == old.dataset,
    ),
    "datasets.get_files": (
        lambda old: old.sds.datasets.get_files(old.dataset.uuid, capture_uuids=[old.capture.uuid]),
        lambda old, it: len(it) == len(old.capture.files),
    ),
    "datasets.list_captures": (
        lambda old: old.sds.datasets.list_captures(old.dataset.uuid),
        lambda _, it: [channel["channel"] for channel in it[0]["channels"]] == ["ch0", "ch1"],
    ),
    "datasets.list_artifact_files": (
        lambda old: old.sds.datasets.list_artifact_files(old.dataset.uuid),
        lambda old, it: [row["uuid"] for row in it] == [str(old.file.uuid)],
    ),
    "datasets.revoke_share_permissions": (
        lambda old: old.sds.datasets.revoke_share_permissions(dataset_uuid=old.dataset.uuid),
        lambda _, it: it is True,
    ),
    "datasets.delete": (
        lambda old: old.sds.datasets.delete(dataset_uuid=old.dataset.uuid),
        lambda _, it: it is True,
    ),
    "is_authenticated": (lambda old: old.sds.is_authenticated, lambda _, it: it is True),
    "host": (lambda old: old.sds.host, lambda _, it: it == "127.0.0.1"),
    "base_url_no_port": (
        lambda old: old.sds.base_url_no_port,
        lambda _, it: it == "http://127.0.0.1",
    ),
    "compute_sum_blake3": (
        lambda old: old.file.at(old.notes).compute_sum_blake3(),
        lambda old, it: it == old.file.sum_blake3,
    ),
    "compute_sum_blake3 of nothing": (
        lambda old: old.file.compute_sum_blake3(),
        lambda _, it: it is None,
    ),
    "is_same_contents": (
        lambda old: old.file.is_same_contents(old.file.at(old.notes)),
        lambda _, it: it is True,
    ),
    "is_same_contents, not known": (
        lambda old: old.capture.files[0].is_same_contents(old.capture.files[0]),
        lambda _, it: it is False,
    ),
    "a path's name": (lambda old: old.file.path.name, lambda _, it: it == "notes.txt"),
    "a directory / name": (
        lambda old: old.file.directory / "other.txt",
        lambda _, it: it == PurePosixPath("/r/other.txt"),
    ),
    "a directory's parents": (
        lambda old: old.capture.top_level_dir.relative_to("/"),
        lambda _, it: it == PurePosixPath("c"),
    ),
    "capture_props": (
        lambda old: old.capture.capture_props,
        lambda old, it: it == old.capture.props != {},
    ),
    "channel": (lambda old: old.capture.channel, lambda _, it: it == "ch0"),
    "capture_start_iso_utc": (
        lambda old: old.capture.capture_start_iso_utc,
        lambda _, it: it == "2024-06-27T14:49:00Z",
    ),
    "capture_end_iso_utc": (
        lambda old: old.capture.capture_end_iso_utc,
        lambda _, it: it == "2024-06-27T14:49:00Z",
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_former_name_works_and_warns_once(old: Old, name: str) -> None:
    """Each gives what it gave, and one DeprecationWarning."""
    call, is_right = CALLS[name]

    assert is_right(old, former(lambda: call(old)))


def test_datasets_take_a_capture(sds: Client, old: Old) -> None:
    """Where the gateway offers it, by either former name."""
    try:
        empty = sds.datasets.create("Empty")
    except UnsupportedByGatewayError:
        pytest.skip("this gateway makes no datasets")
    dataset = former(lambda: old.sds.add_capture_to_dataset(empty.uuid, old.capture.uuid))

    assert [capture.uuid for capture in dataset.captures()] == [old.capture.uuid]
    second = old.capture.channels[1].uuid
    assert former(lambda: old.sds.datasets.add_capture_to_dataset(empty.uuid, second)) is True
    assert list(sds.datasets.captures(empty.uuid)) == [old.capture]


def test_former_names_do_not_show(old: Old) -> None:
    """`dir()` of values and classes has none of them, and what is no name at all is an error."""
    shown = {*dir(old.sds), *dir(Client), *dir(old.file), *dir(old.capture), *dir(old.sds.captures)}

    assert shown.isdisjoint(
        ["list_files", "get_file", "is_authenticated", "compute_sum_blake3", "listing", "channel"]
    )
    with pytest.raises(AttributeError, match=r"'Client' object has no attribute 'lst_files'"):
        _ = old.sds.lst_files
    assert not hasattr(old.file, "props")


@pytest.mark.parametrize(
    "call",
    [
        lambda sds, folder: sds.download(from_sds_path="/r", to_local_path=folder, nonsense=1),
        lambda sds, folder: sds.download(from_sds_path="/r", to=folder),
        lambda sds, folder: sds.upload(local_path=folder, persist_state=True, include=["*"]),
        lambda sds, _: sds.list_files("/r", nonsense=1),
        lambda sds, _: sds.upload(nonsense=1),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_keyword_of_no_release_is_refused(sds: Any, tmp_path: Path, call: Any) -> None:
    """Also one that mixes both releases; nothing is done."""
    with pytest.raises(TypeError, match="argument"):
        call(sds, tmp_path / "folder")


@pytest.mark.parametrize(
    "call",
    [
        lambda sds, folder: sds.download(to_local_path=folder),
        lambda sds, folder: sds.download(
            from_sds_path="/r", files_to_download=[], to_local_path=folder
        ),
        lambda sds, folder: sds.download(
            from_sds_path="/r", to_local_path=folder, start_time=FIRST
        ),
        lambda sds, _: sds.download_file(),
        lambda sds, _: sds.list_files("/r", start_time=FIRST),
        lambda sds, _: sds.get_file("nonsense"),
        lambda sds, folder: sds.upload_file(local_file=folder.parent),
        lambda sds, _: sds.captures.create(
            top_level_dir="/r", capture_type="drf", channel="c", index_name="captures-rh"
        ),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_wrong_arguments_are_value_errors(sds: Any, tmp_path: Path, call: Any) -> None:
    """As they were; nothing is written."""
    with pytest.raises(ValueError, match=r"give|no uuid|no local file|index_name"):
        call(sds, tmp_path / "folder")

    assert not (tmp_path / "folder").exists()


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda sds: sds.get_file(UNKNOWN), "FileError"),
        (lambda sds: sds.delete_file(UNKNOWN), "FileError"),
        (lambda sds: sds.download_file(file_uuid=UNKNOWN, to_local_path="x"), "FileError"),
        (lambda sds: sds.captures.read(UNKNOWN), "CaptureError"),
        (lambda sds: sds.captures.delete(capture_uuid=UNKNOWN), "CaptureError"),
        (lambda sds: sds.get_dataset(UNKNOWN), "DatasetError"),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_former_except_clauses_catch(sds: Any, call: Any, kind: str) -> None:
    """What is unknown raises the error of its resource, which says that it is not found."""
    with pytest.raises(getattr(spectrumx, kind), match="not found"):
        call(sds)


def test_a_failed_file_is_a_false_result(old: Old) -> None:
    """`raise_on_error` was unknown to downloads: what fails is false, and says why."""
    old.sds.files.delete(old.sds.files.list("/r/channel")[0])
    gone = File(uuid=uuid4(), name="gone", directory="/r", size=1)

    good, bad = former(
        lambda: old.sds.download(files_to_download=[old.file, gone], to_local_path=old.there)
    )

    assert good
    assert not bad
    assert isinstance(bad.exception_or(None), FileError)
    assert bad.value_or(None) is None
    assert former(lambda: bad.error_info) == {"file": gone}
    assert former(lambda: good.error_info) == {}
    assert former(lambda: good.value).path == "/r/notes.txt"


def test_results_are_made_as_before() -> None:
    """With `exception=`, and told apart by truth."""
    kind: Any = Result
    bad = former(lambda: kind(exception=FileError("no")))

    assert not bad
    with pytest.raises(FileError, match="no"):
        bad.unwrap()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_dry_run_changes_nothing(old: Old) -> None:
    """Former calls obey it too: nothing is deleted, uploaded or written."""
    old.sds.dry_run = True

    assert old.sds.delete_file(old.file.uuid) is False
    assert all(old.sds.upload(local_path=old.recording, sds_path="/n", persist_state=False))
    assert len(old.sds.download(from_sds_path="/r", to_local_path=old.there)) == 3
    assert old.sds.download_file(file_instance=old.file, to_local_path=old.there)

    old.sds.dry_run = False
    assert not old.there.exists()
    assert not old.sds.files.list("/n")
    assert old.sds.files.get(old.file) == old.file


def test_a_download_is_told_while_it_runs(old: Old) -> None:
    """`progress_callback` gets the bytes as they come, which add up to the file."""
    came: list[int] = []

    former(
        lambda: old.sds.download_file(
            file_instance=old.file, to_local_path=old.there, progress_callback=came.append
        )
    )

    assert sum(came) == old.file.size


def test_left_out_files_are_logged(old: Old, caplog: pytest.LogCaptureFixture) -> None:
    """They have no result, and a line in the log."""
    (old.recording / "empty.txt").touch()

    results = former(lambda: old.sds.upload(local_path=old.recording, warn_skipped=True))

    assert "empty.txt" not in {result().name for result in results}
    assert "empty.txt was left out" in caplog.text


def test_a_gateways_warning_is_logged(
    gateway: LocalGateway, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    """What the gateway warns of in a listing stands in the log."""
    body = b'{"count": 0, "results": [], "warnings": ["No RF data here."]}'
    kind = {"Content-Type": "application/json"}
    fault = Fault("GET", "/assets/files/", "answer", status=200, headers=kind, body=body)
    settings = {"SDS_SECRET_TOKEN": token}
    with faulty_gateway(gateway.url) as faulty:
        faulty.faults = [fault]
        with Client(faulty.url, env_file=None, env_config=settings) as sds:
            assert list(sds.files.list("/r")) == []

    assert "No RF data here." in caplog.text


@pytest.fixture
def logging_as_it_is() -> Any:
    """Puts the package's logging back."""
    logger = logging.getLogger("spectrumx")
    before = list(logger.handlers), logger.level
    yield
    for handler in set(logger.handlers) - set(before[0]):
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(before[1])


@pytest.mark.usefixtures("logging_as_it_is")
def test_a_log_file_is_written(gateway: LocalGateway, token: str, tmp_path: Path) -> None:
    """`Client(log_file=)` puts what the SDK logs into that file, and the token nowhere."""
    kind: Any = Client
    settings = {"SDS_SECRET_TOKEN": token}

    sds = former(lambda: kind(gateway.url, env_config=settings, log_file=tmp_path / "sdk.log"))

    logging.getLogger("spectrumx.session").info("told")
    assert "told" in (tmp_path / "sdk.log").read_text()
    assert sds.authenticate().email
    assert token not in (tmp_path / "sdk.log").read_text()
    sds.close()


@pytest.mark.usefixtures("logging_as_it_is")
def test_logging_is_enabled(capsys: pytest.CaptureFixture[str]) -> None:
    """`enable_logging()` shows on standard error what the SDK does."""
    package: Any = spectrumx

    former(package.enable_logging)
    logging.getLogger("spectrumx.session").debug("asked")

    assert "DEBUG spectrumx.session: asked" in capsys.readouterr().err
    assert "enable_logging" not in dir(spectrumx)


IMPORTS = [
    ("from spectrumx.client import Client", Client),
    ("from spectrumx.models.files import File", File),
    ("from spectrumx.models.captures import Capture", Capture),
    ("from spectrumx.models.captures import CaptureType", CaptureType),
    ("from spectrumx.models.datasets import Dataset", Dataset),
    ("from spectrumx.errors import FileError", FileError),
]
MOVED = [
    ("from spectrumx.errors import Result", Result),
    ("from spectrumx.errors import UploadError", FileError),
    ("from spectrumx.models.user import User", spectrumx.models.User),
    ("from spectrumx.models.capture_enums import CaptureType", CaptureType),
]


def imported(line: str) -> object:
    """What an import statement gives."""
    names: dict[str, object] = {}
    exec(compile(line, __file__, "exec"), names)
    return names[line.rpartition(" ")[2]]


@pytest.mark.parametrize(("line", "what"), IMPORTS)
def test_a_former_place_is_todays(line: str, what: object) -> None:
    """Where the same thing still is, it is imported without a word."""
    assert imported(line) is what


@pytest.mark.parametrize(("line", "what"), MOVED)
def test_a_former_place_gives_what_moved(line: str, what: object) -> None:
    """What moved is the same thing, and the import warns."""
    assert former(lambda: imported(line)) is what


def test_origins_compare_with_text(old: Old) -> None:
    """A capture's origin is what the enumeration of origins had for it."""
    origin: Any = former(lambda: imported("from spectrumx.models.captures import CaptureOrigin"))

    assert old.capture.origin == origin.User


def test_the_capture_in_the_way_is_named(old: Old) -> None:
    """A capture that exists is a `CaptureError`, which tells its uuid by the former method."""
    with pytest.raises(spectrumx.CaptureError) as caught:
        old.sds.captures.create("/c", capture_type="drf", channel="ch1")
    error: Any = caught.value

    found = former(error.extract_existing_capture_uuid)

    assert UUID(found) == old.capture.channels[1].uuid


SCRIPT = """
import sys
from datetime import datetime
from pathlib import Path, PurePosixPath

import spectrumx
from spectrumx.client import Client
from spectrumx.errors import AuthError, CaptureError, FileError, NetworkError, Result, SDSError
from spectrumx.models.captures import Capture, CaptureType
from spectrumx.models.files import File

host, recording = sys.argv[1:]
client = Client(host=host, env_file=Path(".env"), verbose=True)
client.dry_run = False
try:
    client.authenticate()
except (AuthError, NetworkError) as err:
    sys.exit(f"can't sign in: {err}")
assert client.is_authenticated

results = client.upload(
    local_path=Path(recording), sds_path="/old/rec", verbose=True, persist_state=False
)
failed = [result for result in results if not result]
assert not failed and isinstance(results[0], Result)

files = client.list_files(sds_path="/old/rec")
print(len(files), "files")
for file in files:
    assert isinstance(file, File) and file.uuid
    assert file.created_at < datetime.now(file.created_at.tzinfo)

try:
    capture = client.captures.create(
        top_level_dir=PurePosixPath("/old/rec"),
        capture_type=CaptureType.DigitalRF,
        index_name="captures-drf",
        channel="ch0",
    )
except CaptureError as err:
    capture = client.captures.read(err.extract_existing_capture_uuid())
captures: list[Capture] = client.captures.listing(capture_type=CaptureType.DigitalRF)
found = next(each for each in captures if each.uuid == capture.uuid)
print(found.channel, found.capture_props["samples_per_second"], found.top_level_dir)

downloads = Path("downloads")
results = client.download(
    from_sds_path=found.top_level_dir, to_local_path=downloads, overwrite=True, verbose=False
)
for result in results:
    local = result.unwrap().local_path
    assert local.is_file() and local.is_relative_to(downloads / "files")

client.captures.delete(capture_uuid=found.uuid)
for file in client.list_files("/old/rec"):
    assert client.delete_file(file.uuid)
try:
    client.get_file(file_uuid=file.uuid)
except FileError as err:
    print("gone:", err)
except SDSError:
    raise
"""


QUIET_PYTHON = [sys.executable, "-W", "error", "-W", "ignore::DeprecationWarning"]


def test_a_whole_old_script_runs(gateway: LocalGateway, token: str, tmp_path: Path) -> None:
    """A script of 0.2.x runs unedited, with nothing but deprecations to say."""
    recording = write_digital_rf(tmp_path / "rec", sample_rate=1000)
    (tmp_path / ".env").write_text(f"SDS_SECRET_TOKEN={token}\n")
    (tmp_path / "old.py").write_text(SCRIPT)

    done = subprocess.run(
        [*QUIET_PYTHON, "old.py", gateway.url, str(recording)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    count = sum(1 for path in recording.rglob("*") if path.is_file())
    assert done.stdout.splitlines()[:2] == [f"{count} files", "ch0 1000 /old/rec"]
    assert "not found" in done.stdout
