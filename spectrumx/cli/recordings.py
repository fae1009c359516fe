"""Which recording is meant: what is on this machine, or else a capture in SDS."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from spectrumx.cli import parameters
from spectrumx.cli.naming import find_capture
from spectrumx.client import Client
from spectrumx.errors import AuthError, InvalidRequestError, LocalFileMissingError
from spectrumx.models import Capture, CaptureType
from spectrumx.recordings import find_captures

if TYPE_CHECKING:  # numpy and the formats' libraries are loaded with a recording
    from spectrumx.rf import Recording

_COLUMN = re.compile(r":\d+$")
"""The end of a column's name, after the channel's."""

_SUFFIXES = re.compile(r"\.(sigmf(-meta|-data)?|rh\.json)$")

argument = click.argument(
    "recording", metavar="PATH|UUID|NAME", shell_complete=parameters.LOCAL_PATH.shell_complete
)
channel_option = click.option(
    "--channel", metavar="NAME", help="Which of several, as in ch0; of subchannels, as in ch0:1."
)
scan_group_option = click.option(
    "--scan-group", type=click.UUID, metavar="UUID", help="Which RadioHound scans of a folder."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A recording that was named.

    Attributes:
        name: What it is called.
        open: Opens it.
    """

    name: str
    open: Callable[[], Recording]


def find(sds: Client, recording: str, channel: str | None, scan_group: UUID | None) -> Found:
    """Find a recording.

    Args:
        sds: Asked where it is not on this machine.
        recording: A path, or a capture's uuid or name.
        channel: Which of several; may name one of its columns.
        scan_group: Which of several.

    Raises:
        LocalFileMissingError: Nothing is at the path.
        NotFoundError: There is no such capture.
    """
    place = on_this_machine(recording)
    if place is not None:
        name = _SUFFIXES.sub("", place.resolve().name)
        return Found(name=name, open=partial(open_local, place, channel, scan_group))
    capture = capture_of(sds, recording)
    return Found(name=capture.name, open=partial(_open_capture, capture, channel))


def on_this_machine(recording: str) -> Path | None:
    """The path of what is there; None for what can only be a capture.

    Raises:
        LocalFileMissingError: It is written as a path, and nothing is there.
    """
    place = Path(recording)
    if recording.strip() and place.exists():
        return place
    if os.sep in recording or _SUFFIXES.search(recording):
        raise LocalFileMissingError(
            f"no such file or folder is on this machine: {recording}; "
            "a capture is given by its uuid or name (sds captures list)",
            path=recording,
        )
    return None


def capture_of(sds: Client, recording: str) -> Capture:
    """Look up a capture by its uuid or name.

    Raises:
        AuthError: The gateway can't be asked.
        NotFoundError: There is none.
    """
    wanted = parameters.UUID_OR_NAME.convert(recording, None, None)
    try:
        return find_capture(sds, wanted)
    except AuthError as error:
        raise AuthError(
            f"no such file or folder is on this machine: {recording}; "
            f"as a capture it can't be looked up: {error.message}"
        ) from error


def open_local(place: Path, channel: str | None, scan_group: UUID | None) -> Recording:
    """Open what is on this machine.

    Raises:
        InvalidRequestError: It holds more than one recording, or none as asked for.
        LocalFileError: It holds no recording, or a broken one.
    """
    from spectrumx import rf  # noqa: PLC0415  brings numpy along

    has_folders = place.is_dir() and any(channels_in(place, scan_group))
    wanted = _folder(channel) if has_folders else None
    return rf.open(place, channel=wanted, scan_group=scan_group)


def channels_in(place: Path, scan_group: UUID | None) -> Sequence[str | None]:
    """The channels of Digital RF to open one by one; None for what has no such folders."""
    if place.is_file():
        return [None]
    return [each.channel for each in find_captures(place, scan_group=scan_group)]


def column_of(opened: Recording, channel: str | None) -> str | None:
    """Which of its columns is asked for; None for the first, as a channel alone is."""
    is_column = channel in opened.channels or _folder(channel) != channel
    return channel if is_column else None


def _open_capture(capture: Capture, channel: str | None) -> Recording:
    has_folders = capture.capture_type == CaptureType.DigitalRF
    try:
        return capture.open(channel=_folder(channel) if has_folders else None)
    except InvalidRequestError as error:
        said = error.message.replace(repr(capture), f"the capture {capture.name!r}")
        raise InvalidRequestError(said) from error


def _folder(channel: str | None) -> str | None:
    return None if channel is None else _COLUMN.sub("", channel)
