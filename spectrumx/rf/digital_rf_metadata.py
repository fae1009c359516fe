"""What the metadata of a Digital RF channel say, as far as readers need it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import digital_rf
import numpy as np
from digital_rf import list_drf

from spectrumx.recordings.refusals import broken
from spectrumx.rf.digital_rf_files import UNREADABLE


def center_freqs(metadata: Path, sample: int, *, columns: int) -> tuple[float | None, ...]:
    """Read the centre frequencies that hold at a sample.

    Args:
        metadata: The folder of the channel's metadata; it need not be there.
        sample: Its index since 1970.
        columns: How many subchannels there are.

    Returns:
        Hz of each column; None where the metadata do not say.

    Raises:
        LocalFileError: The metadata are broken or can't be read.
    """
    if not _has_files(metadata):
        return (None,) * columns
    try:
        entry = _entry_at(digital_rf.DigitalMetadataReader(str(metadata)), sample)
    except UNREADABLE as problem:
        raise broken(metadata, f"can't be read as Digital Metadata ({problem})") from problem
    found = _frequencies(entry)
    if len(found) == columns:
        return tuple(found)
    return (found[0] if found else None,) * columns


def _has_files(metadata: Path) -> bool:
    """Whether anything was written, which recorders do at the first change."""
    files = list_drf.ilsdrf(
        str(metadata), recursive=False, include_drf=False, include_drf_properties=False,
        include_dmd=True, include_dmd_properties=False,
    )  # fmt: skip
    return any(True for _ in files)


def _entry_at(reader: digital_rf.DigitalMetadataReader, sample: int) -> Mapping[str, object]:
    """The entry that holds at a sample; the first one of its file where there is none before."""
    # This gives the last entry of the file that the sample lies in, also if it comes later.
    latest: Mapping[int, Mapping[str, object]] = reader.read(sample, sample, method="ffill")
    last = max(latest, default=sample)
    if last <= sample:
        return latest.get(last, {})
    seconds = reader.get_file_cadence_secs()
    earlier = sample - math.ceil(seconds * reader.get_samples_per_second())
    found: Mapping[int, Mapping[str, object]] = reader.read(earlier + 1, sample)
    if not found and reader.get_bounds()[0] <= earlier:
        found = reader.read(earlier, earlier, method="ffill")
    if found:
        return found[max(found)]
    following: Mapping[int, Mapping[str, object]] = reader.read(sample, last)
    return following[min(following)]


def _frequencies(entry: Mapping[str, object]) -> list[float | None]:
    """The frequencies by the names in use, the most particular to this recording first."""
    receiver = entry.get("receiver")
    inside = receiver if isinstance(receiver, Mapping) else {}
    candidates = (
        entry.get("center_freq"),
        entry.get("center_frequencies"),
        inside.get("center_freq"),
        entry.get("receiver/center_freq"),
    )
    return next((numbers for each in candidates if (numbers := _numbers(each))), [])


def _numbers(value: object) -> list[float | None]:
    """The numbers of a value or an array of them; none where it is of another kind."""
    array = np.asarray(value).ravel() if value is not None else np.empty(0)
    if array.dtype.kind not in "iuf":
        return []
    return [float(each) if np.isfinite(each) else None for each in array]
