"""What plots take besides axes: the options of the spectra that they draw."""

from __future__ import annotations

from typing import SupportsIndex, TypedDict


class SpectrumOptions(TypedDict, total=False):
    """The arguments of `Recording.psd`."""

    nfft: int
    window: str
    start: SupportsIndex
    stop: SupportsIndex | None


class SpectrogramOptions(SpectrumOptions, total=False):
    """The arguments of `Recording.spectrogram`."""

    rows: int
    frames: int | None
