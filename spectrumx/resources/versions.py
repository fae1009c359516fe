"""Which of several versions of a path is the newest: a pure decision."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from operator import attrgetter

from spectrumx.models import File
from spectrumx.spool import Spool


def newest_versions(
    files: Iterable[File], *, key: Callable[[File], str] = attrgetter("path")
) -> tuple[Spool[str, File], set[str]]:
    """Find the newest version of each path, as far as times tell.

    Args:
        files: Versions in any order.
        key: What versions of one file have in common.

    Returns:
        A version for each path, and the paths whose newest versions may have been made at the same
        time: listings give whole seconds only, and without an offset, so that the hour that comes
        twice when daylight-saving time ends is either of two (docs/gateway.md, "Shapes and dates").
    """
    newest: Spool[str, File] = Spool(pack=File.packed, unpack=File.unpacked)
    undecided: set[str] = set()
    for file in files:
        name = key(file)
        known = newest.get(name)
        if known is None or _earliest(file) > _latest(known):
            newest[name] = file
            undecided.discard(name)
        elif _earliest(known) <= _latest(file):
            # The one that may be the later of the two is what the next must surely follow.
            newest[name] = max(known, file, key=_latest)
            undecided.add(name)
    return newest, undecided


def newest_of_each(files: Iterable[File]) -> Iterable[File]:
    """Leave the newest version of each path and owner, in the order of the paths.

    Args:
        files: Versions of anybody; of two of the same time, the first is taken for the newer.
    """
    return newest_versions(files, key=_path_and_owner)[0]


def _path_and_owner(file: File) -> str:
    return f"{file.owner.email if file.owner else ''}:{file.path}"


def _earliest(file: File) -> float:
    return min(_readings(file), default=-math.inf)


def _latest(file: File) -> float:
    return max(_readings(file), default=math.inf)


def _readings(file: File) -> list[float]:
    time = file.created_at
    return [time.replace(fold=fold).timestamp() for fold in (0, 1)] if time else []
