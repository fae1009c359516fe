"""RadioHound: the scans of one group as a recording, each in a file of its own."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import attrs
import numpy as np

from spectrumx.disk import local_file_error
from spectrumx.errors import InvalidRequestError
from spectrumx.models.formats import CaptureType, properties_of
from spectrumx.recordings.json_files import read_object
from spectrumx.recordings.refusals import broken, listed
from spectrumx.rf.scans import Bins, Scan
from spectrumx.rf.source import Numbers

Json = dict[str, Any]

_NUMBERS = {name: np.dtype(name).newbyteorder("<") for name in ("float16", "float32", "float64")}
"""What `type` may say of power."""

_HIGHEST = 1e15
"""Hz; beyond, a frequency is none."""


@attrs.frozen
class RadioHoundSource:
    """Scans in files of their own; each read opens them anew.

    Attributes:
        scans: In order of time.
    """

    scans: Sequence[Scan]

    def power_of(self, scan: Scan) -> Numbers:
        """Read the power in the bins of a scan; as `ScanSource.power_of`."""
        return _power(_read(scan.file), scan.file, bins=scan.bins.count)

    def close(self) -> None:
        """Nothing is open between reads."""


def open_scans(files: Sequence[Path], *, scan_group: UUID | None = None) -> RadioHoundSource:
    """Open the scans of one group.

    Args:
        files: RadioHound files; what is of other groups is left out.
        scan_group: The group; None for files without one, and for a single file.

    Raises:
        LocalFileError: A file is broken or can't be read.
        InvalidRequestError: The scans have different frequencies, or bins.
    """
    read = ((file, _read(file)) for file in files)
    chosen = [
        _scan(file, found)
        for file, found in read
        if len(files) == 1 or _group(file, found) == scan_group
    ]
    chosen.sort(key=lambda scan: (scan.time, scan.file.name))
    first = chosen[0]
    for other in chosen:
        if other.bins != first.bins:
            raise InvalidRequestError(
                f"{first.file} and {other.file} can't lie in one recording: {first.bins} and "
                f"{other.bins}; open these files each by itself"
            )
    return RadioHoundSource(chosen)


def _read(file: Path) -> Json:
    try:
        with file.open("rb") as opened:
            return read_object(opened, file)
    except OSError as problem:
        raise local_file_error(problem, file, doing="read") from problem


def _group(file: Path, found: Json) -> UUID | None:
    text = found.get("scan_group")
    try:
        return None if text is None else UUID(str(text))
    except ValueError as problem:
        raise broken(file, f"has the scan_group {text!r}, which is no UUID") from problem


def _scan(file: Path, found: Json) -> Scan:
    """Read what a scan says of itself; its power is checked too, but not kept."""
    properties = properties_of(CaptureType.RadioHound, found)
    start, rate = properties.start_time, properties.sample_rate
    if start is None or properties.end_time is None:
        raise broken(file, f"has no time: its timestamp is {found.get('timestamp')!r}")
    if rate is None or rate <= 0:
        raise broken(file, f"has no sample rate: {found.get('sample_rate')!r}")
    power = _power(found, file, bins=None)
    metadata = found.get("metadata")
    inside = metadata if isinstance(metadata, dict) else {}
    nfft = inside.get("nfft", len(power))
    if nfft != len(power):
        raise broken(file, f"has {len(power)} values in data, but nfft is {nfft!r}")
    return Scan(
        file=file.absolute(),
        time=start,
        duration=properties.end_time - start,
        bins=_bins(inside, properties.center_freq, rate, file, count=len(power)),
        sample_rate=rate,
        center_freq=properties.center_freq,
        sensor=str(found.get("short_name") or found.get("mac_address") or "radiohound"),
        number=power.dtype,
    )


def _bins(metadata: Json, center: float | None, rate: float, file: Path, *, count: int) -> Bins:
    """The frequencies of the bins: from fmin on, or around the centre."""
    lowest, highest = metadata.get("fmin"), metadata.get("fmax")
    if isinstance(lowest, int | float) and isinstance(highest, int | float):
        if not -_HIGHEST <= lowest < highest <= _HIGHEST:
            raise broken(file, f"has no band: fmin is {lowest} and fmax {highest}")
        return Bins(lowest=float(lowest), span=float(highest) - float(lowest), count=count)
    if center is None:
        raise broken(file, "has neither fmin and fmax nor center_frequency")
    return Bins(lowest=center - rate / 2, span=rate, count=count)


def _power(found: Json, file: Path, *, bins: int | None) -> Numbers:
    """Decode `data`: little-endian numbers of the given type, in base64."""
    try:
        number = _NUMBERS[str(found.get("type"))]
        power = np.frombuffer(base64.b64decode(str(found.get("data")), validate=True), number)
    except KeyError as problem:
        raise broken(file, f"has data of type {problem}, not of {listed(_NUMBERS)}") from problem
    except (binascii.Error, ValueError) as problem:
        raise broken(file, f"has data that can't be read ({problem})") from problem
    if len(power) == 0 or bins not in {None, len(power)}:
        raise broken(file, f"has {len(power)} values in data instead of {bins or 'one at least'}")
    return power
