"""Contains endpoint functions for accessing the API"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        captures_create,
        captures_delete,
        captures_detach,
        captures_list,
        captures_post_processed_metadata,
        captures_post_processing_status,
        captures_rename,
        captures_retrieve,
        captures_revoke,
        captures_share,
        captures_update,
    )
else:

    def __getattr__(name: str) -> object:
        # Loaded one by one at the first use: all together, with the client, they take long.
        if name in __all__:
            return import_module(f".{name}", __name__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)


__all__ = (
    "captures_list",
    "captures_create",
    "captures_retrieve",
    "captures_update",
    "captures_delete",
    "captures_rename",
    "captures_revoke",
    "captures_detach",
    "captures_share",
    "captures_post_processing_status",
    "captures_post_processed_metadata",
)
