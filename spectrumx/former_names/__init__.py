"""What a client answered to in spectrumx 0.2: its calls, with the results and the layout they had.

Unlike today's, these calls only report files that fail, and put downloads below
`files/<owner's e-mail>/`. The functions without a decorator carry out calls of today's methods by
former keywords.
"""

from spectrumx.former_names.construction import enable_logging, initialise
from spectrumx.former_names.downloads import download
from spectrumx.former_names.lookups import list_files
from spectrumx.former_names.sds import CLIENT
from spectrumx.former_names.uploads import upload, upload_capture

__all__ = [
    "CLIENT",
    "download",
    "enable_logging",
    "initialise",
    "list_files",
    "upload",
    "upload_capture",
]
