"""Tokens for workers: processes that transfer and read for a client of another process.

A worker finds its token where any client does: in its environment, its `.env` or its profile. Where
there is none, hand yours over, once; it then lies in the memory of the workers, for your gateway
alone, and in no task or graph.

    with ProcessPoolExecutor(initializer=workers.initializer(sds)) as pool:
        sds.download("recordings", to="/scratch", executor=pool)

    workers.hand_over(sds, dask_client)
    sds.download("recordings", to="/scratch", executor=dask_client.get_executor())
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from spectrumx import handed_over
from spectrumx.client import Client
from spectrumx.errors import AuthError
from spectrumx.settings import Secret


class HasWorkers(Protocol):
    """What is asked of a `distributed.Client`."""

    def register_worker_callbacks(self, setup: Callable[[], None]) -> object:
        """Call something on every worker, those that come later included."""


class Handover:
    """A token on its way to another process: keeps it there when it is called.

    Unlike anything else of the SDK, it holds the token when it is pickled.
    """

    def __init__(self, base_url: str, token: str) -> None:
        """Prepare.

        Args:
            base_url: The only gateway it is for.
            token: The token.
        """
        self._base_url = base_url
        self._token = token

    def __call__(self) -> None:
        """Keep the token in this process."""
        handed_over.keep(self._base_url, Secret(self._token))

    def __repr__(self) -> str:
        return f"<a token for {self._base_url}>"


def initializer(sds: Client) -> Handover:
    """Make the `initializer` of a pool of processes, which hands a client's token to each.

    Args:
        sds: The client.

    Returns:
        What `ProcessPoolExecutor(initializer=)` takes; it carries the token.

    Raises:
        AuthError: The client has no token.
    """
    if not sds.config.token:
        raise AuthError("this client has no token that could be handed over")
    return Handover(sds.base_url, sds.config.token.reveal())


def hand_over(sds: Client, dask_client: HasWorkers) -> None:
    """Hand a client's token to the workers of a Dask cluster, those that come later included.

    It travels over the cluster's own connections, and the scheduler keeps it for later workers:
    both are as safe as the cluster is. Use TLS (`distributed.Security`) between machines.

    Args:
        sds: The client.
        dask_client: A `distributed.Client`.

    Raises:
        AuthError: The client has no token.
    """
    dask_client.register_worker_callbacks(initializer(sds))
