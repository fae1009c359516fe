"""What to do with each file: pure decisions on what is here and what is there.

The checksum of a local file is asked for only where sizes leave the question open.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from spectrumx.errors import InvalidRequestError
from spectrumx.models import File
from spectrumx.models.transfers import Action, Reason, Step

Verdict = tuple[Action, Reason]


def decide_upload(size: int, remote: File | None, checksum: Callable[[], str]) -> Verdict:
    """Decide whether a local file is sent.

    Args:
        size: Its size in bytes.
        remote: What the gateway has at its path.
        checksum: Computes its BLAKE3.

    Returns:
        UPLOAD when it is new or changed (the gateway then keeps a new version), else SKIP.
    """
    if remote is None:
        return Action.UPLOAD, Reason.NEW
    return (Action.SKIP, Reason.SAME) if _same(size, remote, checksum) else _CHANGED_HERE


def decide_download(
    local_size: int | None, remote: File, checksum: Callable[[], str], *, overwrite: bool
) -> Verdict:
    """Decide whether a file is fetched.

    Args:
        local_size: Bytes of what is at its target, None when nothing is.
        remote: The gateway's file.
        checksum: Computes the BLAKE3 of what is at its target.
        overwrite: Replace what differs.

    Returns:
        DOWNLOAD when it is missing, or differs and may be replaced, else SKIP.
    """
    if local_size is None:
        return Action.DOWNLOAD, Reason.NEW
    if _same(local_size, remote, checksum):
        return Action.SKIP, Reason.SAME
    return (Action.DOWNLOAD, Reason.CHANGED) if overwrite else (Action.SKIP, Reason.DIFFERS)


def refuse_clashes(
    steps: Iterable[Step], *, folding: bool = sys.platform in {"darwin", "win32"}
) -> None:
    """Make sure that no two files want one place, or one file the place of another's folder.

    Args:
        steps: A download's plan.
        folding: Whether names that differ only in case or Unicode normal form are one place, as
            file systems of macOS and Windows have it.

    Raises:
        InvalidRequestError: Two do; nothing was written.
    """
    place = _folded if folding else Path
    taken: dict[Path, str] = {}
    for step in steps:
        target = place(step.local_path)
        if target in taken:
            raise InvalidRequestError(
                f"{taken[target]} and {step.sds_path} would both become {step.local_path}; "
                "download them separately"
            )
        taken[target] = step.sds_path
    for target, sds_path in taken.items():
        for folder in target.parents:
            if folder in taken:
                raise InvalidRequestError(
                    f"{taken[folder]} would be a file where {sds_path} needs a folder, {folder}; "
                    "download them separately"
                )


def _folded(path: Path) -> Path:
    return Path(unicodedata.normalize("NFC", str(path)).casefold())


def totals(steps: Sequence[Step]) -> tuple[int, int, int]:
    """Count files to move, their bytes, and files that stay."""
    moving = [step for step in steps if step.moves]
    return len(moving), sum(step.size for step in moving), len(steps) - len(moving)


_CHANGED_HERE: Verdict = (Action.UPLOAD, Reason.CHANGED)


def _same(local_size: int, remote: File, checksum: Callable[[], str]) -> bool:
    if remote.size and remote.size != local_size:
        return False
    return bool(remote.sum_blake3) and remote.sum_blake3 == checksum()
