"""How workers reach the gateway: by plain settings, and a token of their own."""

from __future__ import annotations

import os
import platform
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
from spectrumx.errors import AuthError, DryRunError
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


@dataclass(frozen=True, eq=False, kw_only=True)
class Doors:
    """What one process transfers with, for one client.

    Attributes:
        bulk: Moves the contents, over connections of this process.
        catalogue: Knows what is there.
        cache_dir: The folder that checksums are remembered in.
    """

    bulk: Bulk
    catalogue: Catalogue
    cache_dir: Path


class Access:
    """A client's way to its gateway; pickled, the same way with another's token.

    In the process it was made in it is found again as it is, and leads through the client's own
    doors; in those forked from that, with the client's own settings.
    """

    def __init__(
        self,
        settings: Mapping[str, str],
        *,
        key: str,
        config: Config | None = None,
        doors: Doors | None = None,
    ) -> None:
        """Make one; see `of`.

        Args:
            settings: Those of the client that hold for workers too, as text.
            key: What tells it apart.
            config: All of them, in the client's process.
            doors: The client's own, there.
        """
        self._settings = settings
        self._key = key
        self._config = config
        self._doors = doors
        self._process = os.getpid()

    @classmethod
    def of(cls, config: Config, doors: Doors) -> Access:
        """Make the way of a client.

        Args:
            config: Its settings.
            doors: What it transfers with.
        """
        settings = {name: str(config[name]) for name in _HANDED_ON}
        made = cls(settings, key=uuid4().hex, config=config, doors=doors)
        _here[made._key] = made
        return made

    def doors(self, *, dry_run: bool) -> Doors:
        """Reach the gateway; a worker process has one set of connections for it, which it keeps.

        Args:
            dry_run: Whether nothing may be changed.

        Raises:
            AuthError: This process has no token.
            ConfigError: A setting of this process is malformed.
            DryRunError: The client's dry-run was switched since the transfer began.
        """
        if self._doors is not None and self._process == os.getpid():
            if self._doors.bulk.is_dry_run != dry_run:
                raise DryRunError("dry-run was switched while a transfer went on, which ends it")
            return self._doors
        config = self._config or configuration.load(arguments=self._settings)
        if not config.token:
            raise AuthError(
                f"worker process {os.getpid()} on {platform.node()} has no token for "
                f"{config.base_url}: hand yours over by spectrumx.workers, or set "
                "SDS_SECRET_TOKEN in its environment"
            )
        return _doors(
            connection_from(config, version=__version__),
            workers=config.workers,
            retries=config.retries,
            zone=config.timezone,
            cache_dir=config.cache_dir,
            dry_run=dry_run,
        )

    def __reduce__(self) -> tuple[Callable[..., Access], tuple[str, Mapping[str, str]]]:
        return _found, (self._key, self._settings)


_here: WeakValueDictionary[str, Access] = WeakValueDictionary()


def _found(key: str, settings: Mapping[str, str]) -> Access:
    return _here.get(key) or Access(settings, key=key)


@lru_cache(maxsize=_CLIENTS_AT_ONCE)
def _doors(
    connection: Connection,
    *,
    workers: int,
    retries: int,
    zone: ZoneInfo,
    cache_dir: Path,
    dry_run: bool,
) -> Doors:
    policy, switch = RetryPolicy(retries), DryRun(on=dry_run)
    session = Session(connection, policy=policy, dry_run=switch)
    bulk = Bulk(connection, workers=workers, policy=policy, dry_run=switch)
    doors = Doors(bulk=bulk, catalogue=Catalogue(session, zone=zone), cache_dir=cache_dir)
    weakref.finalize(doors, _close, session, bulk)
    return doors


def _close(session: Session, bulk: Bulk) -> None:
    session.close()
    bulk.close()
