"""Contents of files are read by parts where the gateway serves them, and never mixed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest

from spectrumx import (
    Client,
    IntegrityError,
    InvalidRequestError,
    NotFoundError,
    UnexpectedResponseError,
    UnsupportedByGatewayError,
)
from spectrumx.localgateway import LocalGateway, Quirk
from spectrumx.models import File
from tests.faulty import Fault, FaultyGateway, faulty_gateway

DOWNLOAD = "/download/"
CONTENTS = os.urandom(300_000)


def stored(gateway: LocalGateway, folder: Path) -> Iterator[tuple[Client, FaultyGateway, File]]:
    """A client, what it asks, and a file that it has stored."""
    (folder / "file.bin").write_bytes(CONTENTS)
    with faulty_gateway(gateway.url) as faulty:
        settings = {"SDS_SECRET_TOKEN": gateway.token, "SDS_RETRIES": 1}
        with Client(faulty.url, env_file=None, env_config=settings, verbose=False) as sds:
            report = sds.upload(folder, sds_path="r")
            file = report[0].unwrap()
            faulty.requests.clear()
            yield sds, faulty, file


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """A gateway that serves parts."""
    with LocalGateway(tmp_path_factory.mktemp("serving")) as running:
        yield running


@pytest.fixture(scope="module")
def whole_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """A gateway that serves whole files only, as the public one does."""
    with LocalGateway(tmp_path_factory.mktemp("whole"), quirks=[Quirk.NO_RANGE]) as running:
        yield running


@pytest.fixture
def parts(serving: LocalGateway, tmp_path: Path) -> Iterator[tuple[Client, FaultyGateway, File]]:
    """A stored file, in a gateway that serves parts."""
    yield from stored(serving, tmp_path)


@pytest.fixture
def wholes(
    whole_only: LocalGateway, tmp_path: Path
) -> Iterator[tuple[Client, FaultyGateway, File]]:
    """A stored file, in a gateway that serves whole files only."""
    yield from stored(whole_only, tmp_path)


Stored = tuple[Client, FaultyGateway, File]


SPANS = [
    (0, 4096),
    (1, 2),
    (299_999, None),
    (299_990, 400_000),
    (0, None),
    (7, 7),
    (300_000, None),
    (400_000, 400_001),
]


def test_a_part_is_what_a_slice_is(parts: Stored) -> None:
    """Bytes read are those of a slice, clipped at the file's end."""
    sds, _, file = parts

    for start, stop in SPANS:
        assert sds.files.read(file, start=start, stop=stop) == CONTENTS[start:stop], (start, stop)


def test_whole_numbers_of_any_kind_are_positions(parts: Stored) -> None:
    """Whole numbers of other libraries name the bytes that plain ones do."""
    sds, faulty, file = parts

    assert sds.files.read(file, start=True, stop=np.int64(5)) == CONTENTS[1:5]  # type: ignore[arg-type]
    assert faulty.ranges == ["bytes=1-4"]


def test_a_part_costs_one_request(parts: Stored) -> None:
    """A part of a file that is known costs one request, which asks for these bytes alone."""
    sds, faulty, file = parts

    sds.files.read(file, start=1000, stop=5096)

    assert faulty.ranges == ["bytes=1000-5095"]
    assert len(faulty.requests) == 1


@pytest.mark.parametrize("how", ["path", "uuid", "text"])
def test_a_file_is_named_in_any_way(parts: Stored, how: str) -> None:
    """A path, a uuid and its text name a file as well as the file itself does."""
    sds, _, file = parts
    name = {"path": "r/file.bin", "uuid": file.uuid, "text": str(file.uuid)}[how]

    assert sds.files.read(name, stop=9) == CONTENTS[:9]


def test_whole_files_only(wholes: Stored) -> None:
    """A gateway that serves no parts is asked for one once, and then no more."""
    sds, faulty, file = wholes
    for _ in range(2):
        with pytest.raises(UnsupportedByGatewayError, match=r"download /r/file\.bin"):
            sds.files.read(file, start=5, stop=10)

    assert faulty.count("GET", DOWNLOAD) == 1
    assert sds.files.read(file) == CONTENTS


def test_an_answer_with_everything_is_broken_off(whole_only: LocalGateway, tmp_path: Path) -> None:
    """Of a whole file that comes where a part was asked for, no more is waited for."""
    for sds, faulty, file in stored(whole_only, tmp_path):
        faulty.faults.append(Fault("GET", DOWNLOAD, "halt"))

        with pytest.raises(UnsupportedByGatewayError):
            sds.files.read(file, start=5, stop=10)


def test_a_part_that_breaks_off_is_asked_for_again(parts: Stored) -> None:
    """A part whose connection is cut, or whose gateway fails, is had by the next try."""
    sds, faulty, file = parts
    for how in ("cut", "reset", "answer"):
        faulty.faults.append(Fault("GET", DOWNLOAD, how))  # type: ignore[arg-type]

        assert sds.files.read(file, start=10, stop=30) == CONTENTS[10:30]


def test_a_part_of_another_version_is_refused(parts: Stored) -> None:
    """What belongs to contents of another checksum or size is an error, not data."""
    sds, _, file = parts
    for other in (attrs.evolve(file, sum_blake3="0" * 64), attrs.evolve(file, size=300_001)):
        with pytest.raises(IntegrityError, match="look it up again"):
            sds.files.read(other, start=10, stop=30)


def test_a_part_behind_a_shorter_file_is_refused(parts: Stored) -> None:
    """Where the file has become shorter than the part begins, that is said."""
    sds, _, file = parts

    with pytest.raises(IntegrityError, match="size"):
        sds.files.read(attrs.evolve(file, size=400_000), start=350_000)


def test_damaged_contents_are_refused(parts: Stored) -> None:
    """All of a file is checked: a bit that changed on the way is an error."""
    sds, faulty, file = parts
    faulty.faults.append(Fault("GET", DOWNLOAD, "flip"))

    with pytest.raises(IntegrityError, match="checksum"):
        sds.files.read(file)


@pytest.mark.parametrize(
    "content_range",
    ["", "bytes 0-19/300000", "bytes 10-28/300000", "bytes 10-99/300000", "octets 10-29/300000"],
)
def test_another_part_is_refused(parts: Stored, content_range: str) -> None:
    """An answer that is another part than was asked for, or tells none, is an error."""
    sds, faulty, file = parts
    headers = {"content-range": content_range}
    faulty.faults.append(
        Fault("GET", DOWNLOAD, "answer", status=206, headers=headers, body=bytes(20))
    )

    with pytest.raises(UnexpectedResponseError, match="another part"):
        sds.files.read(file, start=10, stop=30)


def test_a_part_in_pieces(parts: Stored) -> None:
    """A gateway may send fewer bytes than it was asked for; the rest is asked for."""
    sds, faulty, file = parts
    headers = {"content-range": "bytes 10-12/300000"}
    body = CONTENTS[10:13]
    faulty.faults.append(Fault("GET", DOWNLOAD, "answer", status=206, headers=headers, body=body))

    assert sds.files.read(file, start=10, stop=30) == CONTENTS[10:30]
    assert faulty.ranges[-2:] == ["bytes=10-29", "bytes=13-29"]


MALFORMED: list[Any] = [(-1, None), (5, 4), (0, -1), (1.5, None), (0, 9.0), ("0", None)]


def test_malformed_positions_send_nothing(parts: Stored) -> None:
    """Positions that are negative, reversed or no whole numbers are refused before all else."""
    sds, faulty, _ = parts

    for start, stop in MALFORMED:
        with pytest.raises(InvalidRequestError, match="no part of a file"):
            sds.files.read("/r/file.bin", start=start, stop=stop)

    assert not faulty.requests


def test_what_is_not_there(parts: Stored) -> None:
    """A path or uuid that nothing is at is a NotFoundError."""
    sds, _, file = parts
    for absent in ("/r/absent.bin", "/", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(NotFoundError):
            sds.files.read(absent)
    sds.files.delete(file)

    with pytest.raises(NotFoundError):
        sds.files.read(file, stop=5)


def test_dry_run_reads(parts: Stored) -> None:
    """Reading changes nothing, and so dry-run lets it be."""
    sds, _, file = parts
    sds.dry_run = True

    assert sds.files.read(file, stop=5) == CONTENTS[:5]
