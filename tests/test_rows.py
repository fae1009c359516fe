"""`Rows`: a list of any length, in memory or on disk."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spectrumx.errors import LocalFileError
from spectrumx.rows import IN_MEMORY, Rows

LONG = IN_MEMORY + 1234


@given(st.integers(0, LONG), st.lists(st.integers(0, LONG - 1), max_size=50))
@settings(max_examples=20)
def test_it_answers_as_a_list_does(length: int, places: list[int]) -> None:
    """Whether it lies on disk or not, every place gives what was added there, in order."""
    rows: Rows[str] = Rows(pack=str.encode, unpack=bytes.decode)
    for number in range(length):
        rows.append(f"{number}é")

    assert len(rows) == length
    assert list(rows) == [f"{number}é" for number in range(length)]
    assert [rows[place] for place in places if place < length] == [
        f"{place}é" for place in places if place < length
    ]


def test_what_is_not_there_is_an_index_error() -> None:
    """Beyond the last row there is nothing."""
    rows: Rows[int] = Rows()
    rows.append(1)

    with pytest.raises(IndexError):
        rows[1]


def test_a_walk_goes_on_while_rows_are_added() -> None:
    """What was there when a walk began comes, whatever is added meanwhile."""
    rows: Rows[int] = Rows()
    for number in range(IN_MEMORY - 1):
        rows.append(number)

    walked = []
    for row in rows:
        walked.append(row)
        if row < LONG:
            rows.append(LONG + row)

    assert walked[: IN_MEMORY - 1] == list(range(IN_MEMORY - 1))


def test_threads_share_it() -> None:
    """Two threads that add and read lose nothing."""
    rows: Rows[int] = Rows()

    def add(start: int) -> None:
        for number in range(start, start + LONG):
            rows.append(number)
            assert rows[0] is not None

    threads = [threading.Thread(target=add, args=(start,)) for start in (0, LONG)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(rows) == list(range(2 * LONG))


def test_a_temporary_folder_that_is_not_there_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where rows can't be kept, the error says where room is needed."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    rows: Rows[int] = Rows()
    for number in range(IN_MEMORY - 1):
        rows.append(number)

    with pytest.raises(LocalFileError, match="TMPDIR"):
        rows.append(IN_MEMORY)
