"""SDK of the SpectrumX Data System: upload, search and download radio-frequency recordings."""

import logging
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
    NetworkError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
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

__all__ = [
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
    "NetworkError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
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

    def __getattr__(name: str) -> object:
        if name == "enable_logging":
            return former_names.enable_logging
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
