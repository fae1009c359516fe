"""Warnings that name the user's own line, from however deep they come."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_PACKAGE = f"{Path(__file__).parent}{os.sep}"

_KEPT: ContextVar[list[tuple[str, type[Warning]]] | None] = ContextVar(
    "spectrumx.notices", default=None
)


def notify(message: str, category: type[Warning]) -> None:
    """Warn whoever called into the SDK.

    Args:
        message: One sentence.
        category: The kind of warning.
    """
    kept = _KEPT.get()
    if kept is not None:
        kept.append((message, category))
        return
    depth, frame = 1, sys._getframe(0)  # noqa: SLF001  the only way to a caller's line
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        depth, frame = depth + 1, frame.f_back
    warnings.warn(message, category, stacklevel=depth)


@contextmanager
def kept_for_later() -> Iterator[list[tuple[str, type[Warning]]]]:
    """Keep what this thread warns of meanwhile, for the user's line is not on its stack.

    Yields:
        The arguments of `notify` for each warning.
    """
    kept: list[tuple[str, type[Warning]]] = []
    before = _KEPT.set(kept)
    try:
        yield kept
    finally:
        _KEPT.reset(before)
