"""The captures that a local folder holds, found in its files before anything is sent.

A recording that the gateway would refuse to make a capture of (docs/gateway.md, "Captures:
create") is refused here, with the sentence that helps. `find` looks at names and chooses the
format; each format has a module that looks at the contents.
"""

from spectrumx.recordings.capture import LocalCapture
from spectrumx.recordings.find import find_captures

__all__ = ["LocalCapture", "find_captures"]
