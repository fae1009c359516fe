"""Which of several versions is the newest, and when times do not tell."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from spectrumx.models import File
from spectrumx.resources.versions import newest_versions

NEW_YORK = ZoneInfo("America/New_York")
# On this night the hour from one to two came twice.
BEFORE, IN_IT, LATER_IN_IT, AFTER = (
    datetime(2026, 11, 1, hour, minute, tzinfo=NEW_YORK)
    for hour, minute in [(0, 59), (1, 10), (1, 50), (2, 0)]
)


def made(at: datetime | None) -> File:
    """A version of one path, made at that time."""
    return File(uuid=uuid4(), name="a", directory="/", created_at=at)


@pytest.mark.parametrize(
    ("times", "is_decided"),
    [
        ((BEFORE,), True),
        ((BEFORE, AFTER), True),
        ((BEFORE, IN_IT), True),
        ((IN_IT, LATER_IN_IT, AFTER), True),
        ((IN_IT, LATER_IN_IT), False),
        ((BEFORE, IN_IT, LATER_IN_IT), False),
        ((AFTER, AFTER), False),
        ((BEFORE, AFTER, AFTER), False),
        ((BEFORE, None), False),
        ((BEFORE, None, AFTER), False),
        # Times with an offset are no two: 01:10 is the second one, and 05:55 lies between both.
        (
            (datetime(2026, 11, 1, 6, 10, tzinfo=UTC), datetime(2026, 11, 1, 6, 20, tzinfo=UTC)),
            True,
        ),
        ((IN_IT, datetime(2026, 11, 1, 5, 55, tzinfo=UTC)), False),
    ],
)
def test_the_newest_is_found_only_where_times_tell(
    times: tuple[datetime | None, ...],
    is_decided: bool,  # noqa: FBT001  pytest gives it
) -> None:
    """In whatever order versions come, one is the newest only if it is surely later than all."""
    versions = [made(at) for at in times]

    for order in permutations(versions):
        newest, undecided = newest_versions(order)
        assert undecided == (set() if is_decided else {"/a"})
        assert not is_decided or newest["/a"] is versions[-1]
