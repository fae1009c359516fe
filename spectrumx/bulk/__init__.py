"""The door for file contents: libcurl, many transfers on one thread."""

from spectrumx.bulk.carrier import Bulk
from spectrumx.bulk.control import Control
from spectrumx.bulk.jobs import (
    Downloaded,
    DownloadJob,
    Finished,
    Job,
    NotAttempted,
    RetryLater,
    Signal,
    StartedJob,
    Uploaded,
    UploadJob,
)

__all__ = [
    "Bulk",
    "Control",
    "DownloadJob",
    "Downloaded",
    "Finished",
    "Job",
    "NotAttempted",
    "RetryLater",
    "Signal",
    "StartedJob",
    "UploadJob",
    "Uploaded",
]
