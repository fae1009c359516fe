"""What to do with each file: pure decisions on what is here and what is there.

The checksum of a local file is asked for only where sizes leave the question open.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

from spectrumx.errors import InvalidRequestError
from spectrumx.models import File
from spectrumx.models.transfers import Action, Reason
from spectrumx.spool import Spool

Verdict = tuple[Action, Reason]

_TOGETHER = 500  # places looked up together, which costs a tenth


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


class Places:
    """The places that a download's files take; each belongs to one."""

    def __init__(self, *, folding: bool = sys.platform in {"darwin", "win32"}) -> None:
        """Begin with none taken.

        Args:
            folding: Whether names that differ only in case or Unicode normal form are one place,
                as file systems of macOS and Windows have it.
        """
        self._key = _folded if folding else str
        self._taken: Spool[str, str] = Spool()
        self._new: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def take(self, relative: str, sds_path: str) -> None:
        """Give a file its place.

        Args:
            relative: The place, below the download's folder.
            sds_path: The file.

        Raises:
            InvalidRequestError: Another file has it; found now or later.
        """
        place = self._key(relative)
        if place in self._new:
            raise _clash(self._new[place], sds_path, relative)
        self._new[place] = sds_path
        while (place := place.rpartition("/")[0]) and place not in self._folders:
            self._folders[place] = sds_path
        if len(self._new) == _TOGETHER:
            self._settle()

    def refuse_clashes(self) -> None:
        """Make sure that no two files have one place, or one file that of another's folder.

        Raises:
            InvalidRequestError: Two have; nothing was written.
        """
        self._settle()
        for folder, sds_path in self._folders.items():
            if file := self._taken.get(folder):
                raise InvalidRequestError(
                    f"{file} would be a file where {sds_path} needs a folder, {folder}; "
                    "download them separately"
                )

    def _settle(self) -> None:
        for place, other in self._taken.among(self._new).items():
            raise _clash(other, self._new[place], place)
        for place, sds_path in self._new.items():
            self._taken[place] = sds_path
        self._new.clear()


def _clash(one: str, other: str, place: str) -> InvalidRequestError:
    message = f"{one} and {other} would both become {place}; download them separately"
    return InvalidRequestError(message)


def _folded(relative: str) -> str:
    return unicodedata.normalize("NFC", relative).casefold()


_CHANGED_HERE: Verdict = (Action.UPLOAD, Reason.CHANGED)


def _same(local_size: int, remote: File, checksum: Callable[[], str]) -> bool:
    if remote.size and remote.size != local_size:
        return False
    return bool(remote.sum_blake3) and remote.sum_blake3 == checksum()
