"""Contains endpoint functions for accessing the API"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        datasets_attach_capture,
        datasets_create,
        datasets_delete,
        datasets_files,
        datasets_list,
        datasets_retrieve,
        datasets_revoke,
        datasets_share,
    )
else:

    def __getattr__(name: str) -> object:
        # Loaded one by one at the first use: all together, with the client, they take long.
        if name in __all__:
            return import_module(f".{name}", __name__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)


__all__ = (
    "datasets_list",
    "datasets_create",
    "datasets_retrieve",
    "datasets_delete",
    "datasets_files",
    "datasets_revoke",
    "datasets_attach_capture",
    "datasets_share",
)
