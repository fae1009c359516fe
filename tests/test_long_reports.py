"""Reports and listings of more files than stay in memory."""

from __future__ import annotations

import itertools
import pickle
from datetime import datetime
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spectrumx import Client, InvalidRequestError, LocalFileError
from spectrumx.models import File
from spectrumx.models.ledger import LARGE_FILE, Ledger
from spectrumx.models.reports import TransferReport
from spectrumx.models.transfers import Action, Outcome, Reason, Status, Step
from spectrumx.spool import IN_MEMORY

LONG = IN_MEMORY + 300
NEVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=ZoneInfo("America/New_York"))


def step(number: int) -> Step:
    """One of many files to send."""
    file = File(uuid=None, name=f"{number}.bin", directory="/r", expiration_date=NEVER)
    return Step(Action.UPLOAD, Reason.NEW, f"/r/{number}.bin", f"/here/{number}.bin", 10, file)


@pytest.fixture
def ledger() -> Ledger:
    """A plan of many files, the last of which can't be sent."""
    made = Ledger()
    for number in range(LONG):
        made.plan(step(number))
    error = LocalFileError("can't read it", path="/here/last", errno=13)
    made.plan(Step(Action.FAIL, Reason.BLOCKED, "/r/last", "/here/last", 0, error=error))
    return made


def test_a_report_can_be_walked_after_it_was_raised(ledger: Ledger) -> None:
    """The error that carries the report is one of its own, and both stay readable and pickle."""
    report = TransferReport(ledger)
    with pytest.raises(LocalFileError) as caught:
        report.raise_for_failures()

    assert caught.value.report is report
    assert sum(1 for _ in report) == LONG + 1
    assert len(pickle.loads(pickle.dumps(caught.value)).report) == LONG + 1


def test_what_came_of_each_is_kept_wherever_it_lies(ledger: Ledger) -> None:
    """Outcomes of files at both ends of a long plan are those that were noted."""
    ledger.settle(0, step(0), Outcome(Status.TRANSFERRED, verified=True))
    ledger.settle(LONG - 1, step(LONG - 1), Outcome(Status.SKIPPED, reason=Reason.DIFFERS))
    ledger.stop(LocalFileError("no space"))
    report = TransferReport(ledger)

    assert [result.sds_path for result in report.transferred] == ["/r/0.bin"]
    assert [result.sds_path for result in report.conflicts] == [f"/r/{LONG - 1}.bin"]
    assert report.conflicts[0].action is Action.SKIP
    assert report.failed[0].sds_path == "/r/last"
    assert isinstance(report.failed[0].error, LocalFileError)
    assert report.failed[0].error.errno == 13
    assert len(report.not_attempted) == LONG - 2
    assert str(report.not_attempted[5].error) == "no space"
    assert report.transferred[0]().expiration_date == NEVER
    assert report.bytes == 10


def test_a_long_upload_is_reported_whole(sds: Client, tmp_path: Path) -> None:
    """In dry-run every one of many files is planned, in order, with its place."""
    for number in range(LONG):
        (tmp_path / f"{number:05}.bin").write_bytes(b"x")
    sds.dry_run = True

    report = sds.upload(tmp_path, sds_path="r")

    assert len(report.planned) == len(report) == LONG
    assert report[-1].sds_path == f"/r/{LONG - 1:05}.bin"
    assert [result.local_path.name for result in report[:2]] == ["00000.bin", "00001.bin"]


def test_a_file_is_not_taken_for_one_below_it(sds: Client, tmp_path: Path) -> None:
    """Where SDS has a file at the path of the target folder, nothing below counts as sent."""
    (tmp_path / "b").write_bytes(b"same")
    sds.upload(tmp_path / "b", sds_path="a")
    for name in ("c", "d", "e"):
        (tmp_path / name).write_bytes(b"other")
    sds.dry_run = True

    report = sds.upload(tmp_path, sds_path="a/b")

    assert sorted(result.sds_path for result in report.planned) == [
        f"/a/b/{name}" for name in "bcde"
    ]
    with pytest.raises(InvalidRequestError, match="is a file in SDS"):
        sds.check(tmp_path, "a/b")


def large_step(number: int, size: int) -> Step:
    """A file to send, of a size."""
    return Step(Action.UPLOAD, Reason.NEW, f"/r/{number}.bin", f"/here/{number}.bin", size)


@given(st.lists(st.integers(1, 300), min_size=1, max_size=50))
def test_large_files_come_by_size_and_then_in_order(sizes: list[int]) -> None:
    """A file twice as large comes first, and those of about one size in the plan's order."""
    ledger = Ledger()
    for number, size in enumerate(sizes):
        ledger.plan(large_step(number, size * LARGE_FILE))

    places = [place for place, _ in ledger.large()]

    assert sorted(places) == list(range(len(sizes)))
    for one, other in itertools.combinations(places, 2):
        assert sizes[other] < 2 * sizes[one]
        assert one < other or sizes[other].bit_length() < sizes[one].bit_length()


class InterruptingError(LocalFileError):
    """An error during whose writing to disk the user interrupts."""

    def without_report(self) -> Self:
        """Be interrupted."""
        raise KeyboardInterrupt


def test_an_interrupt_while_a_plan_is_written_leaves_it_readable() -> None:
    """After Ctrl-C at any moment the report so far can be walked."""
    ledger = Ledger()
    error = InterruptingError("unreadable")
    ledger.plan(Step(Action.FAIL, Reason.BLOCKED, "/r/x", "/x", 0, error=error))
    for number in range(IN_MEMORY - 2):
        ledger.plan(step(number))

    with pytest.raises(KeyboardInterrupt):
        ledger.plan(step(LONG))

    report = TransferReport(ledger)
    assert sum(1 for _ in report) == len(report) == IN_MEMORY - 1
