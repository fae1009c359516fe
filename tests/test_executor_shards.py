"""Shards: how a plan is cut for workers."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from spectrumx.models.transfers import Action, Reason, Step
from spectrumx.transfer.shards import MOST_BYTES, MOST_FILES, Numbered, cut


def steps(sizes: list[int]) -> list[Numbered]:
    """A plan of files of these sizes."""
    return [
        (index, Step(Action.DOWNLOAD, Reason.NEW, f"/{index}", f"/x/{index}", size))
        for index, size in enumerate(sizes)
    ]


@given(st.lists(st.integers(1, MOST_BYTES * 2), max_size=60))
def test_every_file_is_in_one_shard_in_order(sizes: list[int]) -> None:
    """Cutting loses nothing, doubles nothing, and keeps the order."""
    plan = steps(sizes)

    shards = list(cut(plan))

    assert (
        list(chain.from_iterable(zip(one.places, one.steps, strict=True) for one in shards)) == plan
    )


@given(st.lists(st.integers(1, MOST_BYTES * 2), max_size=60))
def test_a_shard_is_limited(sizes: list[int]) -> None:
    """A shard stays within its bytes, unless it is a single file."""
    for shard in cut(steps(sizes)):
        assert len(shard.steps) == 1 or sum(step.size for step in shard.steps) <= MOST_BYTES


def test_many_small_files_are_several_shards() -> None:
    """A shard holds so many files at most, and the last one what is left."""
    counts = [len(shard.steps) for shard in cut(steps([1] * (2 * MOST_FILES + 1)))]

    assert counts == [MOST_FILES, MOST_FILES, 1]
