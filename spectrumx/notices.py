"""Warnings that name the user's own line, from however deep they come."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

_PACKAGE = str(Path(__file__).parent)


def notify(message: str, category: type[Warning]) -> None:
    """Warn whoever called into the SDK.

    Args:
        message: One sentence.
        category: The kind of warning.
    """
    depth, frame = 1, sys._getframe(0)  # noqa: SLF001  the only way to a caller's line
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        depth, frame = depth + 1, frame.f_back
    warnings.warn(message, category, stacklevel=depth)
