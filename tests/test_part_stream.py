"""A file that is read by parts gives what the whole would, and asks for little."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from spectrumx.resources.part_stream import BLOCK, PartStream

CONTENTS = bytes(range(251)) * 800

PLACES = st.integers(0, len(CONTENTS) + 100)
SIZES = st.one_of(st.integers(0, 700), st.integers(BLOCK - 2, 3 * BLOCK))


def stream(asked: list[tuple[int, int]]) -> PartStream:
    """The contents by parts; what is asked for is noted."""

    def fetch(start: int, stop: int) -> bytes:
        asked.append((start, stop))
        return CONTENTS[start:stop]

    return PartStream(len(CONTENTS), fetch)


@given(st.lists(st.tuples(PLACES, SIZES), max_size=20))
def test_it_reads_as_the_whole_file_would(reads: list[tuple[int, int]]) -> None:
    """Wherever one goes, and however much is read."""
    parts, whole = stream([]), io.BytesIO(CONTENTS)
    for place, size in reads:
        assert parts.seek(place) == whole.seek(place)
        assert parts.read(size) == whole.read(size)


def test_small_reads_of_one_block_ask_once() -> None:
    """What HDF5 reads to find its way costs one request, however many pieces it takes."""
    asked: list[tuple[int, int]] = []
    parts = stream(asked)
    for place in range(0, BLOCK, 512):
        parts.seek(place)
        parts.read(512)

    assert asked == [(0, BLOCK)]


def test_a_long_read_asks_for_exactly_that() -> None:
    """Samples are not rounded up to blocks, and come in one request."""
    asked: list[tuple[int, int]] = []
    parts = stream(asked)
    parts.seek(1001)
    parts.read(5 * BLOCK)

    assert asked == [(1001, 1001 + 5 * BLOCK)]
    assert parts.fetched == 5 * BLOCK
