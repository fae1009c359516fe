"""Which job is next: few large files at a time, and small ones beside them."""

from __future__ import annotations

import pytest

from spectrumx.bulk.feed import Feed
from spectrumx.bulk.jobs import UploadJob
from spectrumx.bulk.schedule import MAX_BYTES_IN_FLIGHT, Attempt, Schedule
from spectrumx.errors import NetworkError
from spectrumx.models.ledger import LARGE_FILE

GIB = 1024**3


def job(index: int, size: int) -> UploadJob:
    """A file of a size."""
    return UploadJob(
        index=index,
        source="x",
        directory="/r",
        name="x",
        media_type="",
        permissions="rw-r--r--",
        size=size,
    )


def schedule_of(*sizes: int, lanes: int = 16) -> Schedule:
    """A schedule of files of these sizes."""
    feed = Feed()
    for index, size in enumerate(sizes):
        feed.put(job(index, size))
    return Schedule(feed, lanes=lanes)


def begun(schedule: Schedule) -> list[int]:
    """The sizes of all that may begin now."""
    return [attempt.job.size for attempt in iter(schedule.next, None) if attempt]


def test_few_large_files_run_at_the_same_time() -> None:
    """Four large files begin, the largest first as given, and all the small ones beside them."""
    sizes = [LARGE_FILE + extra for extra in (50, 40, 30, 20, 10)]

    assert begun(schedule_of(*sizes, 3, 2, 1)) == [*sizes[:4], 3, 2, 1]


@pytest.mark.parametrize(("lanes", "large"), [(1, 1), (2, 1), (4, 2), (8, 4), (64, 4)])
def test_large_files_leave_lanes_to_small_ones(lanes: int, large: int) -> None:
    """While small files wait, at most half of the lanes go to large ones, but always one."""
    schedule = schedule_of(*[LARGE_FILE] * 99, *[1] * 99, lanes=lanes)

    attempts = [schedule.next() for _ in range(lanes)]

    assert sum(each is not None and each.job.size > 1 for each in attempts) == large


def test_a_file_larger_than_the_limit_stops_no_small_ones() -> None:
    """Beside a huge file no other large one begins, but small ones do."""
    schedule = schedule_of(10 * GIB, LARGE_FILE, 5, 6)

    assert begun(schedule) == [10 * GIB, 5, 6]


def test_what_is_in_flight_is_limited() -> None:
    """Of what a limited number of bytes allows, no more than that begins."""
    schedule = schedule_of(*[LARGE_FILE - 1] * 99, lanes=99)

    assert sum(begun(schedule)) <= MAX_BYTES_IN_FLIGHT
    assert begun(schedule) == []


def test_what_ended_makes_room() -> None:
    """When a large file has ended, the next one begins."""
    schedule = schedule_of(10 * GIB, 9 * GIB)
    first = schedule.next()
    assert first is not None
    assert schedule.next() is None

    schedule.ended(first.job)

    assert begun(schedule) == [9 * GIB]


def test_what_was_put_off_comes_first_when_it_is_due() -> None:
    """A file whose time has come again goes before new ones, and none before its time."""
    schedule = schedule_of(1, 2)
    schedule.later(Attempt(job(7, 70), 2), delay=0)
    schedule.later(Attempt(job(8, 80), 2), delay=60)

    assert begun(schedule) == [70, 1, 2]
    assert 59 < schedule.seconds_left() <= 60


def test_nothing_new_begins_while_as_many_wait_as_there_are_lanes() -> None:
    """In an outage the first few files are repeated, and the others stay as they are."""
    schedule = schedule_of(1, LARGE_FILE, lanes=2)
    schedule.later(Attempt(job(7, 70), 2), delay=0)
    schedule.later(Attempt(job(8, 80), 2), delay=60)

    assert begun(schedule) == [70, LARGE_FILE, 1]

    schedule = schedule_of(1, LARGE_FILE, lanes=2)
    schedule.later(Attempt(job(7, LARGE_FILE), 2), delay=60)
    schedule.later(Attempt(job(8, 80), 2), delay=60)

    assert begun(schedule) == []
    assert 59 < schedule.seconds_left() <= 60


def test_nothing_begins_while_all_are_to_wait() -> None:
    """When the gateway asked everybody to wait, new files wait too."""
    schedule = schedule_of(1)

    schedule.hold(60)

    assert schedule.next() is None
    assert schedule.has_any


def test_what_was_put_off_is_given_up_in_order() -> None:
    """The jobs that wait for another attempt come back with the errors they have."""
    schedule = schedule_of()
    error = NetworkError("x")
    schedule.later(Attempt(job(2, LARGE_FILE), 2, error), delay=1)
    schedule.later(Attempt(job(1, 1), 2, error), delay=2)

    given_up = schedule.give_up()

    assert [(each.job.index, each.error) for each in given_up] == [(1, error), (2, error)]
    assert not schedule.has_any
