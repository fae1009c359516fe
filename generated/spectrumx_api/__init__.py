"""A client library for accessing SpectrumX Data System gateway"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .client import AuthenticatedClient, Client
else:

    def __getattr__(name: str) -> object:
        # Loaded at the first use: the client takes long to load, and who uses only models needs none of it.
        if name in __all__:
            from . import client

            return getattr(client, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)


__all__ = (
    "AuthenticatedClient",
    "Client",
)
