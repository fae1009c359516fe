"""Contains endpoint functions for accessing the API"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        auth_check,
    )
else:

    def __getattr__(name: str) -> object:
        # Loaded one by one at the first use: all together, with the client, they take long.
        if name in __all__:
            return import_module(f".{name}", __name__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)


__all__ = ("auth_check",)
