"""How workers reach the gateway: by plain settings, and a token of their own."""

from __future__ import annotations

import os
import platform
import weakref
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from uuid import uuid4
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from spectrumx import config as configuration
from spectrumx.bulk import Bulk
from spectrumx.config import Config
from spectrumx.connection import Connection, connection_from
from spectrumx.dryrun import DryRun
from spectrumx.errors import AuthError
from spectrumx.resources.catalogue import Catalogue
from spectrumx.retry import RetryPolicy
from spectrumx.session import Session
from spectrumx.version import __version__

_HANDED_ON = (
    "host",
    "workers",
    "retries",
    "connect_timeout",
    "timeout",
    "verify_tls",
    "allow_http",
    "timezone",
)
"""Settings that hold for workers too. Token, proxy, certificates and cache are their machine's."""

_CLIENTS_AT_ONCE = 8


class Doors:
    """What one process transfers with, for one client.

    Attributes:
        bulk: Moves the contents, over connections of this process.
        catalogue: Knows what is there.
    """

    def __init__(self, session: Session, bulk: Bulk, catalogue: Catalogue) -> None:
        self.bulk = bulk
        self.catalogue = catalogue
        weakref.finalize(self, _close, session, bulk)


class Access:
    """A client's way to its gateway; pickled, the same way with another's token.

    In the process it was made in, and those forked from that, it is found again as it is.
    """

    def __init__(
        self, settings: Mapping[str, str], *, key: str, config: Config | None = None
    ) -> None:
        """Make one; see `of`.

        Args:
            settings: Those of the client that hold for workers too, as text.
            key: What tells it apart.
            config: All of them, in the process of the client.
        """
        self._settings = settings
        self._key = key
        self._config = config

    @classmethod
    def of(cls, config: Config) -> Access:
        """Make the way of a client with these settings."""
        made = cls({name: str(config[name]) for name in _HANDED_ON}, key=uuid4().hex, config=config)
        _here[made._key] = made
        return made

    @property
    def config(self) -> Config:
        """The settings: the client's own, or in another process what that process has besides.

        Raises:
            ConfigError: Those are malformed.
        """
        return self._config or configuration.load(arguments=self._settings)

    def doors(self, *, dry_run: bool) -> tuple[Doors, Path]:
        """Reach the gateway; a process has one set of connections for it, which it keeps.

        Args:
            dry_run: Whether nothing may be changed.

        Returns:
            What to transfer with, and the folder that checksums are remembered in.

        Raises:
            AuthError: This process has no token.
            ConfigError: A setting of this process is malformed.
        """
        config = self.config
        if not config.token:
            raise AuthError(
                f"worker process {os.getpid()} on {platform.node()} has no token for "
                f"{config.base_url}: hand yours over by spectrumx.workers, or set "
                "SDS_SECRET_TOKEN in its environment"
            )
        connection = connection_from(config, version=__version__)
        doors = _doors(connection, config.workers, config.retries, config.timezone, dry_run)
        return doors, config.cache_dir

    def __reduce__(self) -> tuple[Callable[..., Access], tuple[str, Mapping[str, str]]]:
        return _found, (self._key, self._settings)


_here: WeakValueDictionary[str, Access] = WeakValueDictionary()


def _found(key: str, settings: Mapping[str, str]) -> Access:
    return _here.get(key) or Access(settings, key=key)


@lru_cache(maxsize=_CLIENTS_AT_ONCE)
def _doors(
    connection: Connection,
    workers: int,
    retries: int,
    zone: ZoneInfo,
    dry_run: bool,  # noqa: FBT001  a key of the cache
) -> Doors:
    policy, switch = RetryPolicy(retries), DryRun(on=dry_run)
    session = Session(connection, policy=policy, dry_run=switch)
    bulk = Bulk(connection, workers=workers, policy=policy, dry_run=switch)
    return Doors(session, bulk, Catalogue(session, zone=zone))


def _close(session: Session, bulk: Bulk) -> None:
    session.close()
    bulk.close()
