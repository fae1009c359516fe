"""Small recordings with known samples in every format, by the formats' own writers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import digital_rf
import numpy as np
import pytest
import sigmf
from numpy.typing import NDArray

Array = NDArray[Any]

WESTFORD = Path(__file__).parents[3] / "shared" / "recordings" / "westford-vpol"
"""A recorded sample, where it is there."""

needs_westford = pytest.mark.skipif(not WESTFORD.is_dir(), reason="no recorded samples here")

SECOND = 1_719_499_740
START = datetime.fromtimestamp(SECOND, UTC)
"""When recordings start."""


def numbers(count: int, columns: int = 1, dtype: str = "int16", *, seed: int = 1) -> Array:
    """Random numbers that use the whole range of their type: (count, columns)."""
    random = np.random.default_rng(seed)
    kind = np.dtype(dtype)
    if kind.kind in "iu":
        limits = np.iinfo(kind)
        found = random.integers(limits.min, limits.max, (count, columns), kind, endpoint=True)
    else:
        found = random.normal(size=(count, columns)).astype(kind)
    return found


def as_complex(parts: Array) -> Array:
    """Numbers with I and Q side by side as complex ones, exactly."""
    return parts[:, 0::2] + 1j * parts[:, 1::2].astype(np.float64)


def write_drf(
    channel: Path,
    blocks: Mapping[int, Array],
    *,
    rate: Fraction | int = 1000,
    first: int | None = None,
    is_complex: bool = True,
    file_milliseconds: int = 100,
    compression: int = 0,
    checksum: bool = False,
) -> Path:
    """Write a Digital RF channel.

    Args:
        channel: Its folder.
        blocks: Numbers by the sample that they begin with, counted from the start; of complex
            integers, I and Q side by side.
        rate: Samples per second.
        first: Index of the recording's start since 1970; by default that of `START`.
        is_complex: Whether they are complex.
        file_milliseconds: How long a file lasts.
        compression: Of gzip; 0 for none.
        checksum: Whether HDF5 adds checksums.
    """
    exact = Fraction(rate)
    begin = int(SECOND * exact) if first is None else first
    channel.mkdir(parents=True)
    some = next(iter(blocks.values()))
    parts = 2 if is_complex and some.dtype.kind != "c" else 1
    writer = digital_rf.DigitalRFWriter(
        str(channel),
        some.dtype,
        3600,
        file_milliseconds,
        begin,
        exact.numerator,
        exact.denominator,
        "a uuid",
        compression_level=compression,
        checksum=checksum,
        is_complex=is_complex,
        num_subchannels=some.shape[1] // parts,
        is_continuous=False,
        marching_periods=False,
    )
    for at, block in blocks.items():
        writer.rf_write(block, at)
    writer.close()
    return channel


def write_metadata(
    channel: Path, entries: Mapping[int, Mapping[str, object]], *, rate: Fraction | int = 1000
) -> Path:
    """Write the metadata of a Digital RF channel.

    Args:
        channel: Its folder.
        entries: By the sample, counted since 1970, from which on they hold.
        rate: Samples per second.
    """
    folder, exact = channel / "metadata", Fraction(rate)
    folder.mkdir()
    writer = digital_rf.DigitalMetadataWriter(
        str(folder), 3600, 1, exact.numerator, exact.denominator, "metadata"
    )
    for sample, entry in entries.items():
        writer.write(sample, dict(entry))
    return channel


def read_drf(channel: Path, start: int = 0, stop: int | None = None) -> Array:
    """Read a gapless channel by digital_rf itself: (n,) or (n, columns)."""
    reader = digital_rf.DigitalRFReader(str(channel.parent))
    first, last = reader.get_bounds(channel.name)
    count = (last + 1 - first if stop is None else stop) - start
    found: Array = reader.read_vector(first + start, count, channel.name)
    return found


def write_sigmf(
    folder: Path,
    values: Array,
    datatype: str,
    *,
    columns: int = 1,
    rate: float = 1000.0,
    segments: Sequence[Mapping[str, object]] = ({"core:sample_start": 0},),
    properties: Mapping[str, object] | None = None,
    raw: bytes | None = None,
) -> Path:
    """Write a SigMF recording by the sigmf library.

    Args:
        folder: Where.
        values: Numbers of all samples in a row, as stored.
        datatype: What they are.
        columns: Channels.
        rate: Samples per second.
        segments: Its captures.
        properties: What else its global object says.
        raw: What its samples' file holds instead of the values.

    Returns:
        The metadata's file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data = folder / "recording.sigmf-data"
    data.write_bytes(values.tobytes() if raw is None else raw)
    said = {
        sigmf.DATATYPE_KEY: datatype,
        sigmf.SAMPLE_RATE_KEY: rate,
        sigmf.NUM_CHANNELS_KEY: columns,
        **(properties or {}),
    }
    meta = sigmf.SigMFFile(
        metadata={"global": said, "captures": [dict(each) for each in segments], "annotations": []}
    )
    meta.tofile(folder / "recording.sigmf-meta", skip_validate=True)
    return folder / "recording.sigmf-meta"
