"""The program `sds`, from its first moment: Ctrl-C is answered while the rest is still loaded.

It stands beside the package, for whatever is inside comes after the package's own imports.
"""

from __future__ import annotations

import os
import signal
from types import FrameType

_INTERRUPTED = 130


def main() -> None:
    """Run the command line; interrupted before it runs, it ends without a word."""
    usual = signal.getsignal(signal.SIGINT)
    # In the background, shells have programs ignore it.
    if usual is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)
    from spectrumx.cli import main as run  # noqa: PLC0415  this is what takes its time

    signal.signal(signal.SIGINT, usual)
    run()


def _end(number: int, frame: FrameType | None) -> None:
    # Nothing is open yet; an exception could be caught, or told of, by whatever is being loaded.
    del number, frame
    os._exit(_INTERRUPTED)
