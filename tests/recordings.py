"""Small recordings in every format, written into folders in little time.

Each function writes one recording, which a folder of its own should hold, and returns the folder.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import digital_rf
import numpy as np

START = datetime(2024, 6, 27, 14, 49, tzinfo=UTC)
"""When a recording starts, unless told otherwise."""

Json = Mapping[str, Any]

SCAN: Json = {
    "altitude": 221.0,
    "center_frequency": 2.0e9,
    "custom_fields": {"requested": {"fmin": 1_990_000_000, "fmax": 2_010_000_000}},
    "data": "AACAPwAAAEA=",
    "gain": 1.0,
    "hardware_board_id": "025",
    "hardware_version": "3.4",
    "latitude": 41.7,
    "longitude": -86.2,
    "mac_address": "f4e11ea46780",
    "metadata": {
        "data_type": "periodogram",
        "fmax": 2_012_000_000,
        "fmin": 1_988_000_000,
        "gps_lock": False,
        "nfft": 2,
        "scan_time": 0.25,
    },
    "sample_rate": 24_000_000,
    "short_name": "Roof #6",
    "software_version": "v0.10b30",
    "type": "float32",
    "version": "v0",
}
"""The fields of a RadioHound file, but its time and scan group."""

GLOBAL: Json = {"core:datatype": "ci16_le", "core:sample_rate": 1e6, "core:version": "1.2.0"}
"""What a SigMF recording says of itself as a whole, unless told otherwise."""

_BYTES_PER_SAMPLE = 4


def write_digital_rf(
    folder: Path,
    channels: Mapping[str, float | Sequence[float] | None] | None = None,
    *,
    start: datetime = START,
    duration: float = 0.5,
    sample_rate: Fraction | int = 1000,
    metadata: Json | None = None,
) -> Path:
    """Write a Digital RF recording; called again, it adds channels to what is there.

    Args:
        folder: What holds a folder for each channel.
        channels: Centre frequencies by channel, several for subchannels; None says no frequency.
            By default one channel, `ch0`, at 1 GHz.
        start: Time of the first sample, rounded up to the next one.
        duration: Seconds.
        sample_rate: Samples per second.
        metadata: More of them; several levels are kept as such, as `{"receiver": {"gain": 2.0}}`.
    """
    for channel, center_freq in ({"ch0": 1e9} if channels is None else channels).items():
        rate = Fraction(sample_rate)
        first = math.ceil(Fraction(start.timestamp()).limit_denominator(1_000_000) * rate)
        count = max(1, round(duration * rate))
        _write_samples(folder / channel, first, count, rate)
        found = dict(metadata or {})
        if center_freq is not None:
            found["center_frequencies"] = np.atleast_2d(np.asarray(center_freq, float))
        if found:
            _write_metadata(folder / channel / "metadata", first, rate, found)
    return folder


def write_radiohound(
    folder: Path, name: str = "scan", *, start: datetime = START, **fields: object
) -> Path:
    """Write a RadioHound file; several in one folder are the scans of one scan group.

    Args:
        folder: Where.
        name: File name, without its suffix.
        start: The scan's time.
        fields: What differs from `SCAN`; of `metadata`, single ones. None leaves a field out.
    """
    group = UUID(int=random.Random(str(folder)).getrandbits(128), version=4)
    time = start.astimezone(UTC).isoformat()
    scan = {**SCAN, "scan_group": str(group), "timestamp": time, **fields}
    if isinstance(fields.get("metadata"), Mapping):
        scan["metadata"] = _present({**SCAN["metadata"], **scan["metadata"]})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.rh.json").write_text(json.dumps(_present(scan)))
    return folder


def write_sigmf(
    folder: Path,
    name: str = "recording",
    *,
    start: datetime | None = START,
    duration: float = 0.5,
    sample_rate: float | None = 1000.0,
    center_freq: float | None = 1e9,
    position: tuple[float, float] | None = None,
    properties: Json | None = None,
    segments: Sequence[Json] | None = None,
) -> Path:
    """Write a SigMF recording as a pair of files.

    Args:
        folder: Where.
        name: Of the files, without their suffixes.
        start: Time of the first sample; None says none.
        duration: Seconds; how many samples there are.
        sample_rate: Samples per second; None says none, and takes 1000 for the duration.
        center_freq: Hz; None says none.
        position: Latitude and longitude in degrees; None says none.
        properties: What else differs from `GLOBAL`; None leaves a field out.
        segments: The whole `captures`, instead of one segment of `start` and `center_freq`.
    """
    place = position and {"type": "Point", "coordinates": [position[1], position[0]]}
    whole = {
        **GLOBAL,
        "core:sample_rate": sample_rate,
        "core:geolocation": place,
        **(properties or {}),
    }
    only = {
        "core:sample_start": 0,
        "core:frequency": center_freq,
        "core:datetime": start and start.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    }
    metadata = {
        "global": _present(whole),
        "captures": [_present(only)] if segments is None else list(segments),
        "annotations": [],
    }
    count = max(1, round(duration * (sample_rate or 1000)))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.sigmf-meta").write_text(json.dumps(metadata))
    (folder / f"{name}.sigmf-data").write_bytes(bytes(_BYTES_PER_SAMPLE * count))
    return folder


def _present(fields: Json) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}


def _write_samples(channel: Path, first: int, count: int, rate: Fraction) -> None:
    channel.mkdir(parents=True)
    writer = digital_rf.DigitalRFWriter(
        str(channel),
        np.int16,
        3600,
        1000,
        first,
        rate.numerator,
        rate.denominator,
        channel.name,
        is_complex=True,
        # Otherwise the file is filled up to its whole second.
        is_continuous=False,
        marching_periods=False,
    )
    writer.rf_write(np.zeros((count, 2), np.int16))
    writer.close()


def _write_metadata(folder: Path, first: int, rate: Fraction, metadata: Json) -> None:
    folder.mkdir()
    writer = digital_rf.DigitalMetadataWriter(
        str(folder), 3600, 1, rate.numerator, rate.denominator, "metadata"
    )
    # Of a single field, a reader takes the value for the whole.
    writer.write(first, {"processing": {"channelizer": "none"}, **metadata})
