"""The client for asyncio: the same verbs and resources, awaited."""

from spectrumx.asynchronous.captures import AsyncCaptures
from spectrumx.asynchronous.client import AsyncClient
from spectrumx.asynchronous.datasets import AsyncDatasets
from spectrumx.asynchronous.files import AsyncFiles
from spectrumx.asynchronous.listings import AsyncListing
from spectrumx.asynchronous.recordings import AsyncRecording
from spectrumx.asynchronous.transfers import AsyncTransfer
from spectrumx.asynchronous.watching import AsyncWatch

__all__ = [
    "AsyncCaptures",
    "AsyncClient",
    "AsyncDatasets",
    "AsyncFiles",
    "AsyncListing",
    "AsyncRecording",
    "AsyncTransfer",
    "AsyncWatch",
]
