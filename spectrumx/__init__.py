"""SDK of the SpectrumX Data System: upload, search and download radio-frequency recordings."""

import logging
from importlib import import_module as _import_module
from typing import TYPE_CHECKING as _TYPE_CHECKING

from spectrumx import former_names
from spectrumx.client import Client
from spectrumx.errors import (
    AuthError,
    CaptureError,
    CertificateError,
    ConfigError,
    ConflictError,
    DatasetError,
    DryRunError,
    FileError,
    IntegrityError,
    InvalidRequestError,
    LocalFileError,
    LocalFileMissingError,
    MissingExtraError,
    NetworkError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RecordingGapError,
    SDSError,
    SDSWarning,
    ServiceError,
    TransferCancelledError,
    UnexpectedResponseError,
    UnreachableError,
    UnsafePathError,
    UnsupportedByGatewayError,
)
from spectrumx.models.reports import TransferReport
from spectrumx.results import Result
from spectrumx.version import __version__

if _TYPE_CHECKING:  # loaded when it is asked for: a script without an event loop needs none of it
    from spectrumx.asynchronous import AsyncClient

__all__ = [
    "AsyncClient",
    "AuthError",
    "CaptureError",
    "CertificateError",
    "Client",
    "ConfigError",
    "ConflictError",
    "DatasetError",
    "DryRunError",
    "FileError",
    "IntegrityError",
    "InvalidRequestError",
    "LocalFileError",
    "LocalFileMissingError",
    "MissingExtraError",
    "NetworkError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "RecordingGapError",
    "Result",
    "SDSError",
    "SDSWarning",
    "ServiceError",
    "TransferCancelledError",
    "TransferReport",
    "UnexpectedResponseError",
    "UnreachableError",
    "UnsafePathError",
    "UnsupportedByGatewayError",
    "__version__",
]

logging.getLogger(__name__).addHandler(logging.NullHandler())

if not _TYPE_CHECKING:

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})

    def __getattr__(name: str) -> object:
        if name == "AsyncClient":
            return _import_module("spectrumx.asynchronous").AsyncClient
        if name == "enable_logging":
            return former_names.enable_logging
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
