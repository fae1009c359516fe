"""Opening captures: which files a recording needs, and who brings them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spectrumx import paths, times
from spectrumx.errors import (
    CaptureError,
    InvalidRequestError,
    NotFoundError,
    about,
    missing_extra,
)
from spectrumx.models import Capture, CaptureType, File
from spectrumx.recordings.digital_rf import DATA, FORMER_PROPERTIES, PROPERTIES
from spectrumx.resources import capture_parts, thumbnails
from spectrumx.resources.capture_address import Address, Connect
from spectrumx.resources.capture_cache import CaptureCache, Place
from spectrumx.resources.capture_files import CaptureFiles
from spectrumx.resources.catalogue import Catalogue
from spectrumx.resources.contents import Contents
from spectrumx.resources.fetch import Fetch
from spectrumx.resources.versions import newest_of_each
from spectrumx.times import Moment

if TYPE_CHECKING:
    from spectrumx.rf.recording import Recording

# Readers are loaded with the first capture that is opened: numpy takes long, or may be missing.
# ruff: noqa: PLC0415

_PROPERTIES = (PROPERTIES, FORMER_PROPERTIES)
"""Files that tell a Digital RF channel's folder."""


class CaptureOpening:
    """Opens captures for one client."""

    def __init__(
        self,
        *,
        base_url: str,
        connect: Connect,
        cache: CaptureCache,
        catalogue: Catalogue,
        contents: Contents,
        fetch: Fetch,
    ) -> None:
        """Prepare; nothing is asked.

        Args:
            base_url: Of the gateway.
            connect: Makes such a client in another process.
            cache: Where files are brought to.
            catalogue: Looks up checksums.
            contents: Reads parts of files.
            fetch: Brings whole files.
        """
        self._base_url = base_url
        self._connect = connect
        self._cache = cache
        self._catalogue = catalogue
        self._contents = contents
        self._fetch = fetch

    def open(
        self,
        capture: Capture,
        *,
        channel: str | None,
        start: Moment | None,
        end: Moment | None,
        whole_files: bool,
    ) -> Recording:
        """Open a capture; see `Capture.open`."""
        is_digital_rf = capture.capture_type == CaptureType.DigitalRF
        _refuse_seconds(start=start, end=end)
        first, last = times.span(start, end, names=("start", "end"))
        if (first or last) and not is_digital_rf:
            raise InvalidRequestError(
                f"start and end are for Digital RF, whose file names tell times; {capture!r} is "
                "opened whole"
            )
        name = _channel_of(capture, channel)
        files = _files_of(capture, name)
        directory = _folder_of_channel(capture, files, name) if is_digital_rf else None
        try:
            from spectrumx.resources.opened_captures import open_files
        except ModuleNotFoundError as missing:
            raise missing_extra("rf", doing="opening captures", missing=missing) from missing
        address = Address(
            connect=self._connect,
            base_url=self._base_url,
            uuid=capture.uuid,
            channel=name,
            start=first,
            end=last,
            whole_files=whole_files,
        )
        place = Place(self._folder(capture, name))
        try:
            brought = self._files(
                capture, files, place, directory=directory, whole_files=whole_files
            )
            return open_files(brought, capture, address)
        except BaseException:
            place.release()
            raise

    def thumbnail(self, capture: Capture, *, channel: str | None) -> bytes:
        """Draw a small spectrogram, and keep it; see `Capture.thumbnail`."""
        name = channel or capture.channels[0].name or None
        sizes = [file.size for file in _files_of(capture, name) if DATA.fullmatch(file.name)]
        with self.open(capture, channel=name, start=None, end=None, whole_files=False) as recording:
            drawn = thumbnails.draw(recording, sizes=sizes)
        thumbnails.write(self._folder(capture, name), drawn, files=capture.files)
        return drawn

    def known_thumbnail(self, capture: Capture) -> bytes | None:
        """The thumbnail of a capture's first channel that was drawn before; asks for nothing."""
        folder = self._folder(capture, capture.channels[0].name)
        return thumbnails.read(folder, files=capture.known_files)

    def _folder(self, capture: Capture, channel: str | None) -> Path:
        uuid = next((each.uuid for each in capture.channels if each.name == channel), capture.uuid)
        owner = capture.owner.email if capture.owner else ""
        return self._cache.folder_of(uuid, host=self._base_url.partition("//")[2], owner=owner)

    def _files(
        self,
        capture: Capture,
        files: Sequence[File],
        place: Place,
        *,
        directory: str | None,
        whole_files: bool,
    ) -> CaptureFiles:
        """The files below a directory, the capture's own by default, with what brings them."""
        base = directory or capture.top_level_dir
        below = {
            paths.relative_to(file.path, base): file
            for file in self._newest(files, directory=base)
            if paths.is_within(file.path, base)
        }
        folder = str(place.files)
        if directory:  # readers call a channel by its folder's name
            folder = paths.local_target(folder, paths.name_of(directory))
        return CaptureFiles(
            below,
            Path(folder),
            place=place,
            directory=base,
            cache=self._cache,
            catalogue=self._catalogue,
            contents=self._contents,
            fetch=self._fetch,
            whole_files=whole_files,
        )

    def _newest(self, files: Sequence[File], *, directory: str) -> Iterable[File]:
        """The newest version of each path; only where there are several are they looked up."""
        versions = Counter(file.path for file in files)
        several = [file for file in files if versions[file.path] > 1]
        if not several:
            return files
        newest = newest_of_each(self._catalogue.complete(several, directory=directory))
        return [*(file for file in files if versions[file.path] == 1), *newest]


def _refuse_seconds(**ends: object) -> None:
    """Say who takes seconds from the start, which is known of an open recording only.

    Raises:
        InvalidRequestError: An end is a number.
    """
    for name, value in ends.items():
        if isinstance(value, int | float):
            raise InvalidRequestError(
                f"{name}={value!r} is no time; give a datetime, or text such as "
                "'2024-01-31 10:00', or open it without: seconds from the start are what "
                "recording.read_time takes"
            )


def _channel_of(capture: Capture, channel: str | None) -> str | None:
    """The one channel to open; None where the format has none.

    Raises:
        InvalidRequestError: There is no such channel, or several and none is named.
    """
    known = [each.name for each in capture.channels if each.name]
    if channel is not None:
        capture_parts.check_channels(capture, {channel})
        return channel
    if len(known) > 1:
        names = ", ".join(known)
        raise InvalidRequestError(
            f"{capture!r} has several channels; give channel=, one of {names}"
        )
    return known[0] if known else None


def _files_of(capture: Capture, channel: str | None) -> list[File]:
    """The files of the channel, or all where there is none.

    Raises:
        NotFoundError: There are none.
    """
    names = None if channel is None else {channel}
    files = [
        file
        for file in capture.files
        if names is None or capture_parts.is_in_channel(file, capture, names)
    ]
    if not files:
        raise about(NotFoundError, CaptureError)(f"{capture!r} has no files that can be read")
    return files


def _folder_of_channel(capture: Capture, files: Iterable[File], channel: str | None) -> str:
    """The directory of a Digital RF channel: the one with its properties.

    Raises:
        NotFoundError: There is none.
        InvalidRequestError: There are several.
    """
    usual = paths.join(capture.top_level_dir, channel) if channel else capture.top_level_dir
    for name in _PROPERTIES:
        found = {file.directory for file in files if file.name == name}
        if found and len(chosen := found & {usual} or found) == 1:
            return chosen.pop()
        if found:
            raise InvalidRequestError(
                f"{capture!r} has the channel in several directories: {', '.join(sorted(found))}; "
                "download it, and open one of them"
            )
    raise about(NotFoundError, CaptureError)(f"{capture!r} has no {_PROPERTIES[0]} to read it by")
