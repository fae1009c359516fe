"""Which dataset there is which one here: told by name and captures, for nothing else is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from spectrumx.models import Dataset


@dataclass(frozen=True, slots=True)
class Wanted:
    """A dataset as it should be there.

    Attributes:
        name: For people.
        captures: Identifiers, there, of those of its captures that are there.
        absent: How many of its captures are not there.
    """

    name: str
    captures: frozenset[UUID]
    absent: int


@dataclass(frozen=True, slots=True)
class Match:
    """What is there of a dataset.

    Attributes:
        found: The same dataset, None when it is not there.
        obstacle: Why none may be made or filled; empty when nothing is in the way.
        is_doubtful: Whether another of its name may be it, once all of its captures are there.
    """

    found: Dataset | None = None
    obstacle: str = ""
    is_doubtful: bool = False


def pair(wanted: Sequence[Wanted], there: Iterable[Dataset]) -> list[Match]:
    """Find for each dataset the one there that holds the same, less, or more.

    Those that hold the same are taken first, then those that an earlier push may have begun, then
    those that went on there.

    Args:
        wanted: What should be there.
        there: The user's own datasets, the oldest first.

    Returns:
        A match for each that is wanted; no dataset is matched twice.
    """
    free: dict[str, list[Dataset]] = defaultdict(list)
    for dataset in there:
        free[dataset.name.strip()].append(dataset)
    matches: dict[int, Match] = {}
    for rule in (_same, _begun, _continued):
        for number, each in enumerate(wanted):
            namesakes = free[each.name.strip()]
            if number not in matches and (match := rule(each, namesakes)) is not None:
                matches[number] = match
                if match.found is not None:
                    namesakes.remove(match.found)
    return [
        matches.get(number) or Match(is_doubtful=bool(each.absent and free[each.name.strip()]))
        for number, each in enumerate(wanted)
    ]


def held_by(dataset: Dataset) -> frozenset[UUID]:
    """The identifiers of all captures in a dataset, of every channel of several."""
    return frozenset(uuid for parts in dataset.capture_uuids for uuid in parts)


def _same(wanted: Wanted, namesakes: Iterable[Dataset]) -> Match | None:
    return _first(namesakes, lambda held: not wanted.absent and held == wanted.captures)


def _begun(wanted: Wanted, namesakes: Iterable[Dataset]) -> Match | None:
    begun = [each for each in namesakes if held_by(each) <= wanted.captures]
    open_ones = [each for each in begun if each.status != "final" and not each.is_public]
    if len(open_ones) == 1:
        return Match(open_ones[0])
    if open_ones:
        return Match(obstacle=f"{len(open_ones)} of its name there could be it: rename the others")
    if begun:
        return Match(obstacle="the one there is final or public, so nothing is put into it")
    return None


def _continued(wanted: Wanted, namesakes: Iterable[Dataset]) -> Match | None:
    return _first(namesakes, lambda held: bool(wanted.captures) and held > wanted.captures)


def _first(namesakes: Iterable[Dataset], fits: Callable[[frozenset[UUID]], bool]) -> Match | None:
    return next((Match(each) for each in namesakes if fits(held_by(each))), None)
