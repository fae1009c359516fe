"""Contains endpoint functions for accessing the API"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        files_check_contents,
        files_delete,
        files_detach,
        files_download,
        files_list,
        files_retrieve,
        files_update,
        files_upload,
    )
else:

    def __getattr__(name: str) -> object:
        # Loaded one by one at the first use: all together, with the client, they take long.
        if name in __all__:
            return import_module(f".{name}", __name__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)


__all__ = (
    "files_list",
    "files_upload",
    "files_retrieve",
    "files_update",
    "files_delete",
    "files_download",
    "files_detach",
    "files_check_contents",
)
