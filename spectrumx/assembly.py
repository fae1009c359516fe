"""What a client is made of, put together; loaded with the first, for it is most of the SDK."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from spectrumx import config as configuration
from spectrumx.bulk import Bulk
from spectrumx.config import Config
from spectrumx.connection import connection_from
from spectrumx.dryrun import DryRun
from spectrumx.logs import show_as_asked
from spectrumx.resources.capture_address import Connect
from spectrumx.resources.capture_cache import CaptureCache
from spectrumx.resources.capture_listing import CaptureListing
from spectrumx.resources.capture_opening import CaptureOpening
from spectrumx.resources.captures import Captures
from spectrumx.resources.catalogue import Catalogue
from spectrumx.resources.contents import Contents
from spectrumx.resources.datasets import Datasets
from spectrumx.resources.files import Files
from spectrumx.resources.search import Search
from spectrumx.retry import RetryPolicy
from spectrumx.session import Session
from spectrumx.transfer.access import Access, Doors
from spectrumx.transfer.fetch import Downloader, Fetcher
from spectrumx.transfer.send import Sender
from spectrumx.version import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of one client, which know each other; named as the client's attributes."""

    config: Config
    dry_run: DryRun
    session: Session
    bulk: Bulk
    fetch: Fetcher
    send: Sender
    download: Downloader
    catalogue: Catalogue
    files: Files
    captures: Captures
    datasets: Datasets
    search: Search


def assemble(
    *,
    arguments: Mapping[str, object],
    env_config: Mapping[str, object] | None,
    env_file: Path | str | None,
    profile: str | None,
    verbose: bool,
    connect: Connect,
) -> Parts:
    """Settle the settings and make the parts; nothing is sent.

    Args:
        arguments: As in `config.load`.
        env_config: As in `config.load`.
        env_file: As in `config.load`.
        profile: As in `config.load`.
        verbose: Whether downloads show a bar, unless told otherwise.
        connect: Makes a client of a gateway, in the process that recordings are sent to.

    Raises:
        ConfigError: A setting is malformed or refused.
    """
    config = configuration.load(
        arguments=arguments, env_config=env_config, env_file=env_file, profile=profile
    )
    show_as_asked(os.environ, token=config.token.reveal())
    dry_run = DryRun(on=config.dry_run)
    connection = connection_from(config, version=__version__)
    policy = RetryPolicy(config.retries)
    session = Session(connection, policy=policy, dry_run=dry_run)
    bulk = Bulk(connection, workers=config.workers, policy=policy, dry_run=dry_run)
    catalogue = Catalogue(session, zone=config.timezone)
    doors = Doors(bulk=bulk, catalogue=catalogue, cache_dir=config.cache_dir)
    access = Access.of(config, doors)
    fetch = Fetcher(bulk, access=access, cache_dir=config.cache_dir, verbose=verbose)
    contents = Contents(session)
    listing = CaptureListing(session, zone=config.timezone)
    opening = CaptureOpening(
        base_url=config.base_url,
        connect=connect,
        cache=CaptureCache(config.cache_dir, limit=config.cache_size),
        catalogue=catalogue,
        contents=contents,
        fetch=fetch,
    )
    captures = Captures(
        session,
        catalogue=catalogue,
        fetch=fetch,
        listing=listing,
        opening=opening,
        dry_run=dry_run,
    )
    datasets = Datasets(
        session,
        catalogue=catalogue,
        captures=captures,
        fetch=fetch,
        dry_run=dry_run,
        zone=config.timezone,
    )
    return Parts(
        config=config,
        dry_run=dry_run,
        session=session,
        bulk=bulk,
        fetch=fetch,
        send=Sender(bulk, access=access, catalogue=catalogue, cache_dir=config.cache_dir),
        download=Downloader(catalogue, fetch=fetch),
        catalogue=catalogue,
        files=Files(session, catalogue=catalogue, contents=contents, dry_run=dry_run),
        captures=captures,
        datasets=datasets,
        search=Search(listing, catalogue=catalogue, datasets=datasets),
    )
