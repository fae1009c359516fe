"""Loading httpx without the program it brings along.

Where rich and click are installed, as they are with this SDK's own command line, httpx loads them
for a command of its own, which takes as long as all the rest of it.
"""

from __future__ import annotations

import sys

_MODULE = "httpx._main"


def leave_out() -> None:
    """Let httpx, when it is loaded, find its program missing, which it is prepared for."""
    if "httpx" not in sys.modules:
        sys.modules.setdefault(_MODULE, None)  # type: ignore[arg-type]  # None: not to be had


def let_in() -> None:
    """Undo that, now that httpx is loaded."""
    if sys.modules.get(_MODULE, sys) is None:
        del sys.modules[_MODULE]
