"""Watching a folder: files are uploaded as whatever writes them finishes them."""

from spectrumx.watch.handle import Watch
from spectrumx.watch.start import watch
from spectrumx.watch.watching import WatchCounts

__all__ = ["Watch", "WatchCounts", "watch"]
