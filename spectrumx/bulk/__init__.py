"""The door for file contents: libcurl, many transfers on one thread."""

from spectrumx.bulk.carrier import Bulk
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
from spectrumx.control import Control

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
