"""Which of several versions of a path is the newest: a pure decision."""

from __future__ import annotations

from collections.abc import Iterable

from spectrumx.models import File


def newest_versions(files: Iterable[File]) -> tuple[dict[str, File], set[str]]:
    """Find the newest version of each path, as far as times tell.

    Args:
        files: Versions in any order.

    Returns:
        A version for each path, and the paths whose newest versions have the same time: listings
        give whole seconds only (docs/gateway.md, "Shapes and dates").
    """
    newest: dict[str, File] = {}
    undecided: set[str] = set()
    for file in files:
        known = newest.get(file.path)
        if known is None or _is_newer(file, known):
            newest[file.path] = file
            undecided.discard(file.path)
        elif not _is_newer(known, file):
            undecided.add(file.path)
    return newest, undecided


def _is_newer(file: File, known: File) -> bool:
    return (
        file.created_at is not None
        and known.created_at is not None
        and file.created_at > known.created_at
    )
