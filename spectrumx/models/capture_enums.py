"""Where formats and origins of captures were in spectrumx 0.2."""

from typing import TYPE_CHECKING

from spectrumx.deprecation import former_place
from spectrumx.models import formats, former_names

if not TYPE_CHECKING:
    __getattr__ = former_place(
        __name__,
        {
            "CaptureType": (formats.CaptureType, "spectrumx.models.CaptureType"),
            "CaptureOrigin": (former_names.CaptureOrigin, "text, as Capture.origin"),
        },
    )
