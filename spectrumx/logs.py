"""Log lines on standard error where `SPECTRUMX_LOG` asks for them, and as JSON."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO
from urllib.parse import urlsplit

from spectrumx.errors import ConfigError

__all__ = ["JSONFormatter"]

VARIABLE = "SPECTRUMX_LOG"
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}

_LOGGER = logging.getLogger("spectrumx")
_IN_EVERY_RECORD = {*vars(logging.makeLogRecord({})), "message", "asctime"}


class JSONFormatter(logging.Formatter):
    """Writes each record as one line of JSON.

    Its keys are `time` (ISO 8601, UTC), `level`, `logger`, `message` and whatever facts the record
    has: for a request `method`, `path`, `status`, `request_id`, `milliseconds`, `bytes`, and `file`
    where the contents of one were moved; for an exception `error`, the traceback.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        names = vars(record).keys() - _IN_EVERY_RECORD
        facts = {name: getattr(record, name) for name in sorted(names)}
        if record.exc_info:
            facts["error"] = self.formatException(record.exc_info)
        return json.dumps({**facts, **line}, default=str)


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to whatever standard error is at the time, and hides the tokens it knows."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self.tokens: set[str] = set()

    def format(self, record: logging.LogRecord) -> str:
        """Write one record; no line has a token in it, and this sees to it a second time."""
        text = super().format(record)
        for token in self.tokens:
            text = text.replace(token, "<hidden>")
        return text

    def emit(self, record: logging.LogRecord) -> None:
        """Print one record."""
        self.stream = sys.stderr
        super().emit(record)


def show_as_asked(environment: Mapping[str, str], *, token: str) -> None:
    """Print the SDK's log lines on standard error if the environment asks for it, once.

    Args:
        environment: The process's; `SPECTRUMX_LOG` is debug, info, warning, or empty for none.
        token: What no line may show.

    Raises:
        ConfigError: `SPECTRUMX_LOG` is something else.
    """
    asked = environment.get(VARIABLE, "").strip()
    if not asked:
        return
    if asked.lower() not in LEVELS:
        raise ConfigError(f"{VARIABLE}={asked!r} is not valid: expected {', '.join(LEVELS)}")
    level = LEVELS[asked.lower()]
    handler = _installed()
    handler.setLevel(level)
    if token:
        handler.tokens.add(token)
    if _LOGGER.getEffectiveLevel() > level:
        _LOGGER.setLevel(level)


def _installed() -> _StandardError:
    for handler in _LOGGER.handlers:
        if isinstance(handler, _StandardError):
            return handler
    handler = _StandardError()
    _LOGGER.addHandler(handler)
    return handler


def log_request(
    log: logging.Logger,
    *,
    method: str,
    url: str,
    came_to: int | str,
    request_id: str = "",
    seconds: float = 0,
    size: int = 0,
    file: str = "",
) -> None:
    """Log one request and what it came to; its query and its headers are left out.

    Args:
        log: The logger of whoever sent it.
        method: HTTP method.
        url: Full URL, of which the path is told.
        came_to: The answer's status; where there was none, what went wrong.
        request_id: The `X-Request-Id` of the answer.
        seconds: From the request's begin to the answer's end.
        size: Bytes of the answer; of a file, those that are where they should be.
        file: The local file whose contents were moved.
    """
    path, milliseconds = urlsplit(url).path, round(seconds * 1000)
    facts: dict[str, object] = {
        "method": method,
        "path": path,
        ("status" if isinstance(came_to, int) else "failure"): came_to,
        "milliseconds": milliseconds,
        "bytes": size,
    }
    words = f"{method} {path}: {came_to}, {milliseconds} ms, {size} bytes"
    for name, value in (("request_id", request_id), ("file", file)):
        if value:
            facts[name] = value
            words += f", {name.replace('_', ' ')} {value}"
    log.debug("%s", words, extra=facts)
