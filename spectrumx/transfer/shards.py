"""A plan cut into shards, each of which one worker does at a time."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spectrumx.models.transfers import Step

MOST_FILES = 250
"""Files of one shard, at most: enough for all connections of a worker to be busy for a while."""

MOST_BYTES = 64 * 1024 * 1024
"""Bytes after which a shard takes no further file; a larger file is a shard by itself."""

Numbered = tuple[int, Step]


@dataclass(slots=True)
class Shard:
    """Some files of a plan, packed: as one text of bytes they are small, and quick to hand on.

    Attributes:
        places: Where in the plan each is.
        files: These, packed.
        losses: How many workers were lost with it.
    """

    places: Sequence[int]
    files: bytes
    losses: int = 0

    @classmethod
    def of(cls, numbered: Sequence[Numbered], *, losses: int = 0) -> Shard:
        """Pack files, each with its place in the plan."""
        packed = [step.packed() for _, step in numbered]
        files = pickle.dumps(packed, pickle.HIGHEST_PROTOCOL)
        return cls([index for index, _ in numbered], files, losses)

    @property
    def steps(self) -> list[Step]:
        """The files."""
        return unpacked(self.files)


def unpacked(files: bytes) -> list[Step]:
    """Unpack the files of a shard."""
    return [Step.unpacked(values) for values in pickle.loads(files)]  # noqa: S301  our own


def cut(steps: Iterable[Numbered]) -> Iterator[Shard]:
    """Cut a plan into shards, in its order; each is small enough that losing one costs little."""
    together: list[Numbered] = []
    size = 0
    for index, step in steps:
        if together and (len(together) == MOST_FILES or size + step.size > MOST_BYTES):
            yield Shard.of(together)
            together, size = [], 0
        together.append((index, step))
        size += step.size
    if together:
        yield Shard.of(together)
