"""`Spool`: a mapping of any length, in memory or on disk."""

from __future__ import annotations

import os
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spectrumx.spool import IN_MEMORY, Spool

LONG = IN_MEMORY + 1234


@given(st.lists(st.tuples(st.integers(0, 40), st.text()), max_size=120), st.integers(0, 3))
@settings(max_examples=60)
def test_it_answers_as_a_dict_does(puts: list[tuple[int, str]], rounds: int) -> None:
    """Whether it lies on disk or not, every key gives what was put there last."""
    spool: Spool[int, str] = Spool()
    known: dict[int, str] = {}
    for number in range(LONG if rounds == 3 else 0):
        spool[1000 + number] = known[1000 + number] = str(number)

    for key, value in puts:
        spool[key] = known[key] = value

    assert len(spool) == len(known)
    assert {key: spool[key] for key in known} == known
    assert sorted(spool) == sorted(known.values())
    assert spool.get(-1) is None


@pytest.mark.parametrize("length", [5, LONG])
def test_it_is_walked_in_the_order_of_keys(length: int) -> None:
    """Numbers come as they count and text by its letters, wherever they lie."""
    numbers: Spool[int, int] = Spool()
    names: Spool[str, str] = Spool()
    for number in reversed(range(length)):
        numbers[number] = number
        names[f"é/{number}"] = f"é/{number}"

    assert list(numbers) == list(range(length))
    assert list(names) == sorted(f"é/{number}" for number in range(length))


def test_names_that_are_no_unicode_are_kept() -> None:
    """A local file's name of arbitrary bytes is a key as any other."""
    spool: Spool[str, str] = Spool()
    for number in range(LONG):
        spool[f"{number}\udcff"] = f"{number}\udcff"

    assert spool["7\udcff"] == "7\udcff"
    assert len(spool) == LONG


def test_some_are_looked_up_together() -> None:
    """Of several keys, those that are there come with their values."""
    spool: Spool[str, str] = Spool()
    for number in range(LONG):
        spool[f"/a/{number}"] = str(number)

    assert spool.among(["/a/3", "/b", f"/a/{LONG - 1}"]) == {
        "/a/3": "3",
        f"/a/{LONG - 1}": str(LONG - 1),
    }


def test_a_missing_key_is_a_key_error() -> None:
    """A key that is not there raises, as it does in a dict."""
    with pytest.raises(KeyError, match="nothing"):
        Spool[str, str]()["nothing"]


def test_threads_share_it() -> None:
    """What several threads put is all there."""
    spool: Spool[int, int] = Spool()

    def put(start: int) -> None:
        for number in range(start, start + LONG // 2):
            spool[number] = number

    threads = [threading.Thread(target=put, args=(start * LONG,)) for start in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(spool) == 3 * (LONG // 2)


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="there is no /proc")  # noqa: PTH110
def test_nothing_is_left_of_it() -> None:
    """What lay on disk is gone with the object, and no file of it has a name."""
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    spool: Spool[int, str] = Spool()
    for number in range(LONG * 3):
        spool[number] = "x" * 500

    del spool

    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
