"""What a client answered to in spectrumx 0.2: its calls, with the results and the layout they had.

Unlike today's, these calls only report files that fail, and put downloads below
`files/<owner's e-mail>/`. The functions without a decorator carry out calls of today's methods by
former keywords. All of it is loaded when a former name is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from spectrumx.former_names.registry import CLIENT

if TYPE_CHECKING:
    from spectrumx.former_names.construction import enable_logging, initialise
    from spectrumx.former_names.downloads import download
    from spectrumx.former_names.uploads import upload, upload_capture
else:
    _MODULES = {
        "download": "downloads",
        "enable_logging": "construction",
        "initialise": "construction",
        "upload": "uploads",
        "upload_capture": "uploads",
    }

    def __getattr__(name: str) -> object:
        if name in _MODULES:
            return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)


__all__ = [
    "CLIENT",
    "download",
    "enable_logging",
    "initialise",
    "upload",
    "upload_capture",
]
