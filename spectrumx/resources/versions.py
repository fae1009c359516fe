"""Which of several versions of a path is the newest: a pure decision."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from spectrumx.models import File, User


def newest_versions(files: Iterable[File]) -> tuple[dict[str, File], set[str]]:
    """Find the newest version of each path, as far as times tell.

    Args:
        files: Versions in any order.

    Returns:
        A version for each path, and the paths whose newest versions may have been made at the same
        time: listings give whole seconds only, and without an offset, so that the hour that comes
        twice when daylight-saving time ends is either of two (docs/gateway.md, "Shapes and dates").
    """
    newest: dict[str, File] = {}
    undecided: set[str] = set()
    for file in files:
        known = newest.get(file.path)
        if known is None or _earliest(file) > _latest(known):
            newest[file.path] = file
            undecided.discard(file.path)
        elif _earliest(known) <= _latest(file):
            # The one that may be the later of the two is what the next must surely follow.
            newest[file.path] = max(known, file, key=_latest)
            undecided.add(file.path)
    return newest, undecided


def newest_of_each(files: Sequence[File]) -> list[File]:
    """Leave the newest version of each path and owner, in the order given.

    Args:
        files: Versions of anybody; of two of the same time, the first is taken for the newer.
    """
    by_owner: dict[User | None, list[File]] = defaultdict(list)
    for file in files:
        by_owner[file.owner].append(file)
    kept = {id(file) for own in by_owner.values() for file in newest_versions(own)[0].values()}
    return [file for file in files if id(file) in kept]


def _earliest(file: File) -> float:
    return min(_readings(file), default=-math.inf)


def _latest(file: File) -> float:
    return max(_readings(file), default=math.inf)


def _readings(file: File) -> list[float]:
    time = file.created_at
    return [time.replace(fold=fold).timestamp() for fold in (0, 1)] if time else []
