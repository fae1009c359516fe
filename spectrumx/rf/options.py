"""What plots take besides axes: the options of the spectra that they draw."""

from __future__ import annotations

from typing import SupportsIndex, TypedDict

Window = str | tuple[str, float]
"""The name of a window, or with its parameter, as in `("kaiser", 8.0)`."""


class SpectrumOptions(TypedDict, total=False):
    """The arguments of `Recording.psd`."""

    nfft: int
    window: Window
    start: SupportsIndex
    stop: SupportsIndex | None


class SpectrogramOptions(SpectrumOptions, total=False):
    """The arguments of `Recording.spectrogram`."""

    rows: int
    frames: int | None
