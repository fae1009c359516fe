"""Recordings in files on this machine, read as signals (extra `rf`).

`open` takes a Digital RF folder, a SigMF recording or RadioHound scans, and gives a `Recording`.
Its names are loaded when one is first used, and with them numpy: importing this costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from spectrumx.errors import missing_extra

if TYPE_CHECKING:
    from spectrumx.rf.opening import open_recording as open  # noqa: A004  users write rf.open
    from spectrumx.rf.recording import Recording
    from spectrumx.rf.spectra import Spectrogram, Spectrum

__all__ = ["Recording", "Spectrogram", "Spectrum", "open"]

_PLACES = {
    "Recording": ("recording", "Recording"),
    "Spectrogram": ("spectra", "Spectrogram"),
    "Spectrum": ("spectra", "Spectrum"),
    "open": ("opening", "open_recording"),
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
        module, attribute = _PLACES[name]
        try:
            found = getattr(import_module(f"{__name__}.{module}"), attribute)
        except ModuleNotFoundError as missing:
            raise missing_extra("rf", doing="reading recordings", missing=missing) from missing
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return __all__
