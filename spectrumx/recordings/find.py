"""Which recording a folder holds: told by names, and by arguments where names leave it open."""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from spectrumx.disk import local_file_error
from spectrumx.errors import (
    InvalidRequestError,
    LocalFileError,
    LocalFileMissingError,
    SDSError,
)
from spectrumx.models.formats import CaptureType
from spectrumx.recordings import digital_rf, radiohound, sigmf
from spectrumx.recordings.capture import LocalCapture
from spectrumx.recordings.folders import entries


@dataclass(slots=True)
class _Survey:
    """What a folder holds, by file names alone.

    Attributes:
        channels: Folders with the properties of a Digital RF channel.
        stray: Folders outside of these with data files of Digital RF.
        scans: RadioHound files.
        sigmf: SigMF files of all kinds.
    """

    channels: list[Path] = field(default_factory=list)
    stray: list[Path] = field(default_factory=list)
    scans: list[Path] = field(default_factory=list)
    sigmf: list[Path] = field(default_factory=list)

    def formats(self) -> list[CaptureType]:
        """The formats that something was found of."""
        found: Mapping[CaptureType, list[Path]] = {
            CaptureType.DigitalRF: self.channels or self.stray,
            CaptureType.RadioHound: self.scans,
            CaptureType.SigMF: self.sigmf,
        }
        return [each for each, files in found.items() if files]


def find_captures(
    folder: Path,
    *,
    capture_type: CaptureType | None = None,
    channel: str | Iterable[str] | None = None,
    scan_group: UUID | None = None,
) -> list[LocalCapture]:
    """Find the one recording in a folder, in it or anywhere below.

    Args:
        folder: Where to look.
        capture_type: Its format; needed only where there are several.
        channel: Digital RF channels to take, by name; all of them by default.
        scan_group: The RadioHound scan group to take; needed only where there are several.

    Returns:
        The recording as the captures to create: of Digital RF one for each channel, by name, all
        with the same `directory`; of the other formats one.

    Raises:
        InvalidRequestError: The folder holds more than one recording, or none as asked for.
        LocalFileError: The folder holds no recording, or a broken one, or can't be read.
    """
    if folder.is_file():
        message = f"{folder} is a file; give the folder that holds the recording"
        raise LocalFileError(message, path=str(folder))
    if not folder.exists():
        message = f"{folder} does not exist; give a folder"
        raise LocalFileMissingError(message, path=str(folder), errno=errno.ENOENT)
    wanted = _names(channel)
    expected = _expected(capture_type, wanted, scan_group)
    try:
        survey = _survey(folder)
        chosen = _choose(folder, survey.formats(), expected)
        if chosen == CaptureType.DigitalRF:
            return digital_rf.find(folder, survey.channels, survey.stray, wanted=wanted)
        if chosen == CaptureType.RadioHound:
            return [radiohound.find(folder, survey.scans, wanted=scan_group)]
        return [sigmf.find(folder, survey.sigmf)]
    except SDSError:
        raise
    except OSError as problem:
        raise local_file_error(problem, problem.filename or folder, doing="read") from problem


def _names(channel: str | Iterable[str] | None) -> frozenset[str] | None:
    if channel is None:
        return None
    names = frozenset([channel] if isinstance(channel, str) else channel)
    if not all(names) or not names:
        raise InvalidRequestError("channel= is blank; name one or leave it out")
    return names


def _expected(
    capture_type: CaptureType | None, channels: Collection[str] | None, scan_group: UUID | None
) -> CaptureType | None:
    """The format that the arguments ask for; None where they leave it open."""
    if channels and scan_group:
        raise InvalidRequestError("channel= and scan_group= are of different formats; give one")
    implied = CaptureType.DigitalRF if channels else CaptureType.RadioHound if scan_group else None
    if implied and capture_type not in {None, implied}:
        argument = "channel" if channels else "scan_group"
        raise InvalidRequestError(f"{argument}= is of {implied.name} only; leave it out")
    return implied or capture_type


def _survey(folder: Path) -> _Survey:
    found = _Survey()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        if (here / digital_rf.PROPERTIES).is_file():
            found.channels.append(here)
        else:
            waiting.extend(_note(here, found))
    return found


def _note(here: Path, found: _Survey) -> list[Path]:
    """Note what lies in a folder itself; returns the folders in it."""
    folders = []
    for entry in entries(here):
        if entry.is_dir(follow_symlinks=False):
            folders.append(here / entry.name)
        elif entry.name.endswith(radiohound.SUFFIX) and entry.is_file():
            found.scans.append(here / entry.name)
        elif entry.name.endswith((sigmf.META, sigmf.DATA, sigmf.ARCHIVE)) and entry.is_file():
            found.sigmf.append(here / entry.name)
        elif found.stray[-1:] != [here] and digital_rf.DATA.fullmatch(entry.name):
            found.stray.append(here)
    return folders


def _choose(folder: Path, formats: list[CaptureType], expected: CaptureType | None) -> CaptureType:
    if expected and expected in formats:
        return expected
    if expected or not formats:
        kind = f"{expected.name} recording" if expected else "recording of a known format"
        raise LocalFileError(f"{folder} holds no {kind}; check the folder", path=str(folder))
    if len(formats) > 1:
        names = " and ".join(each.name for each in formats)
        choices = " or ".join(f'"{each}"' for each in formats)
        raise InvalidRequestError(f"{folder} holds {names}; give capture_type={choices}")
    return formats[0]
