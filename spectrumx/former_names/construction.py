"""Making a client, what it said of itself, and logging."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from spectrumx.config import DEFAULT_ENV_FILE
from spectrumx.deprecation import tell
from spectrumx.disk import local_file_error
from spectrumx.disk import local_path as path_of
from spectrumx.former_names.registry import CLIENT
from spectrumx.former_names.sds import Sds


def initialise(
    self: Sds,
    host: str | None = None,
    *,
    env_file: Path | str | None = None,
    env_config: Mapping[str, object] | None = None,
    verbose: bool = False,
    log_file: Path | str,
) -> None:
    """Make a client, and log to a file what the SDK does."""
    source = DEFAULT_ENV_FILE if env_file is None else env_file
    self.__init__(host, env_file=source, env_config=env_config, verbose=verbose)  # type: ignore[misc]  # no other object
    path = path_of(log_file, "log_file")
    try:
        _log_to(logging.FileHandler(path, encoding="utf-8"), logging.INFO)
    except OSError as problem:
        raise local_file_error(problem, path, doing="write to") from problem


def enable_logging() -> None:
    """Show on standard error what the SDK does."""
    tell("spectrumx.enable_logging()", 'logging.getLogger("spectrumx"), as of any library')
    _log_to(logging.StreamHandler(), logging.DEBUG)


@CLIENT.attribute("no question: every call signs in by itself")
def is_authenticated(self: Sds) -> bool:
    """Whether the gateway has accepted the token already."""
    return self._session.is_signed_in


@CLIENT.attribute("Client.config.host")
def host(self: Sds) -> str:
    """The gateway's name."""
    return urlsplit(self.config.base_url).hostname or ""


@CLIENT.attribute("Client.base_url")
def base_url_no_port(self: Sds) -> str:
    """The gateway's address without a port."""
    return f"{urlsplit(self.config.base_url).scheme}://{host(self)}"


def _log_to(handler: logging.Handler, level: int) -> None:
    logger = logging.getLogger("spectrumx")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(level)
