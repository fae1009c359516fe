"""What the metadata of a Digital RF channel say, as far as readers need it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import digital_rf
import numpy as np

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
    if not metadata.is_dir():
        return (None,) * columns
    try:
        entries = digital_rf.DigitalMetadataReader(str(metadata)).read(
            sample, sample, method="ffill"
        )
    except UNREADABLE as problem:
        raise broken(metadata, f"can't be read as Digital Metadata ({problem})") from problem
    found = _frequencies(list(entries.values())[-1]) if entries else []
    if len(found) == columns:
        return tuple(found)
    return (found[0] if found else None,) * columns


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
