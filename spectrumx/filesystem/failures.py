"""Errors that are the SDK's and, as fsspec expects, the system's own too."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from spectrumx.errors import NotFoundError, PermissionDeniedError


class MissingFileError(NotFoundError, FileNotFoundError):
    """There is nothing at a path."""


class ForbiddenFileError(PermissionDeniedError, PermissionError):
    """What is at a path may not be read or changed by this user."""


def missing(path: str) -> MissingFileError:
    """Make the error for a path where nothing is."""
    error = MissingFileError(f"there is nothing at {path}")
    error.errno = errno.ENOENT
    return error


@contextmanager
def as_system_errors() -> Iterator[None]:
    """Raise what is missing or forbidden as errors of the system too."""
    try:
        yield
    except (FileNotFoundError, PermissionError):
        raise
    except NotFoundError as problem:
        error = MissingFileError(problem.message, exchange=problem.exchange)
        error.errno = errno.ENOENT
        raise error from problem
    except PermissionDeniedError as problem:
        refused = ForbiddenFileError(problem.message, exchange=problem.exchange)
        refused.errno = errno.EACCES
        raise refused from problem
