"""What models answered to in spectrumx 0.2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol

from blake3 import blake3

from spectrumx.deprecation import FormerNames, tell

FILE = FormerNames()
CAPTURE = FormerNames()

_PIECE = 1024 * 1024
_A_SECOND = timedelta(seconds=1)


class CaptureOrigin(StrEnum):
    """Who made a capture; today `Capture.origin` is the gateway's own word."""

    System = "system"
    User = "user"


class _PathText(str):
    """A path as text that still answers as the `PurePosixPath` it was."""

    __slots__ = ()

    def __truediv__(self, other: str | PurePosixPath) -> PurePosixPath:
        tell("a path / name", _AS_PATH)
        return PurePosixPath(self) / other

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            if name.startswith("_") or not hasattr(PurePosixPath, name):
                raise AttributeError(f"'str' object has no attribute {name!r}", name=name, obj=self)
            tell(f"a path's .{name}", _AS_PATH)
            return getattr(PurePosixPath(self), name)


_AS_PATH = "text: PurePosixPath(path)"


def path_text(path: str) -> str:
    """A path as models have it."""
    return _PathText(path)


class _File(Protocol):
    @property
    def is_local(self) -> bool: ...
    @property
    def local_path(self) -> Path | None: ...
    @property
    def sum_blake3(self) -> str: ...


class _Channel(Protocol):
    @property
    def name(self) -> str: ...


class _Capture(Protocol):
    @property
    def channels(self) -> Sequence[_Channel]: ...
    @property
    def props(self) -> Mapping[str, object]: ...
    @property
    def start_time(self) -> datetime | None: ...
    @property
    def end_time(self) -> datetime | None: ...


@FILE.call("File.sum_blake3, which every download is checked against")
def compute_sum_blake3(file: _File) -> str | None:
    """BLAKE3 of the local file, 64 hexadecimal digits; None when it is not on this machine."""
    if file.local_path is None or not file.is_local:
        return None
    hasher = blake3()
    with file.local_path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            hasher.update(piece)
    return hasher.hexdigest()


@FILE.call("File.sum_blake3 == other.sum_blake3")
def is_same_contents(file: _File, other: _File, *, verbose: bool = False) -> bool:  # noqa: ARG001  it only logged
    """Whether two files have the same contents; false where one's are not known."""
    mine = compute_sum_blake3(file) or file.sum_blake3
    theirs = compute_sum_blake3(other) or other.sum_blake3
    return mine == theirs != ""


@CAPTURE.attribute("Capture.props")
def capture_props(capture: _Capture) -> Mapping[str, object]:
    """Raw properties."""
    return capture.props


@CAPTURE.attribute("Capture.channels")
def channel(capture: _Capture) -> str | None:
    """Name of the first channel; None where the format has none."""
    return capture.channels[0].name or None


@CAPTURE.attribute("Capture.start_time")
def capture_start_iso_utc(capture: _Capture) -> str | None:
    """Second of the first sample."""
    return _iso(capture.start_time)


@CAPTURE.attribute("Capture.end_time")
def capture_end_iso_utc(capture: _Capture) -> str | None:
    """Second of the last sample."""
    return _iso(capture.end_time and capture.end_time - _A_SECOND)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%S}Z"
