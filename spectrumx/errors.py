"""Every error the SDK raises.

The tree:

    SDSError
    ├── ConfigError (ValueError)       a setting is missing, malformed or refused
    ├── NetworkError                   timed out, cut, reset
    │   └── UnreachableError           no connection could be made at all
    │       └── CertificateError       the gateway's certificate is not trusted
    ├── ServiceError                   the gateway failed (5xx)
    │   └── UnexpectedResponseError    the answer is none that the gateway's contract knows
    ├── AuthError                      no token, or one the gateway does not accept
    │   └── PermissionDeniedError      a known user who may not do this
    ├── NotFoundError
    ├── ConflictError                  what is there forbids it; `.existing_uuid` names it
    ├── RateLimitError                 too many requests; `.retry_after` in seconds
    ├── InvalidRequestError (ValueError)
    ├── LocalFileError (OSError)       a local file can't be read or written
    │   └── LocalFileMissingError (FileNotFoundError)
    ├── IntegrityError                 bytes differ from what was promised
    ├── TransferCancelledError         you cancelled before this file was done
    ├── UnsafePathError (ValueError)   a name would leave its place
    ├── DryRunError                    dry-run forbids it; `.method` and `.url` say what
    ├── UnsupportedByGatewayError      this gateway has no such route
    ├── RecordingGapError              samples asked for were not recorded
    ├── MissingExtraError (ImportError)    what was asked for needs an extra of the package
    └── FileError, CaptureError, DatasetError    which resource; combined with those above
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar, cast

from spectrumx import results
from spectrumx.deprecation import FormerNames, former_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what came back, as far as it came.

    Attributes:
        method: HTTP method.
        url: Full URL, without credentials.
        status: HTTP status, None when there was no answer.
        body: Start of the answer's body, at most 4 KiB.
        detail: The gateway's own sentence, where it gave one.
        request_id: The `X-Request-Id` of the answer, where it had one.
        retry_after: Seconds the gateway asked to wait, where it did.
    """

    method: str = ""
    url: str = ""
    status: int | None = None
    body: str = ""
    detail: str = ""
    request_id: str = ""
    retry_after: float | None = None


_NO_EXCHANGE = Exchange()


class SDSWarning(UserWarning):
    """Something a user should know of that is no error."""


class SDSError(Exception):
    """Root of everything the SDK raises.

    Attributes:
        exchange: The request and answer it is about; empty where there was none.
        report: The transfer's report (`TransferReport`), on errors raised by a transfer verb.
        attempts: How often the request was sent.
        previous: The error of the attempt before, if there was one.
    """

    def __init__(self, message: str = "", *, exchange: Exchange = _NO_EXCHANGE) -> None:
        super().__init__(message)
        self.message = message
        self.exchange = exchange
        self.report: object | None = None
        self.attempts = 1
        self.previous: SDSError | None = None

    def __str__(self) -> str:
        return self.message + (f" (tried {self.attempts} times)" if self.attempts > 1 else "")

    def __reduce__(self) -> tuple[Callable[..., SDSError], tuple[object, ...], dict[str, object]]:
        kinds = getattr(type(self), "_combines", (type(self),))
        return _rebuild, (kinds, self.message), dict(self.__dict__)

    def without_report(self) -> Self:
        """The error itself where it has no report, else a copy that has none."""
        if self.report is None:
            return self
        bare = copy(self)
        bare.report = None
        bare.__notes__ = []
        return bare

    @property
    def status(self) -> int | None:
        """HTTP status of the answer, None when there was none."""
        return self.exchange.status

    @property
    def method(self) -> str:
        """HTTP method of the request."""
        return self.exchange.method

    @property
    def url(self) -> str:
        """URL of the request."""
        return self.exchange.url

    @property
    def body(self) -> str:
        """Start of the answer's body."""
        return self.exchange.body

    @property
    def detail(self) -> str:
        """The gateway's own sentence."""
        return self.exchange.detail

    @property
    def request_id(self) -> str:
        """The answer's `X-Request-Id`."""
        return self.exchange.request_id


class ConfigError(SDSError, ValueError):
    """A setting is malformed, contradictory or refused."""


class NetworkError(SDSError):
    """The connection to the gateway timed out, was cut or reset."""


class UnreachableError(NetworkError):
    """No connection to the gateway could be made: name, port, proxy or certificate.

    Attributes:
        is_nobody_there: Whether the name is not known, or this machine refuses the connection;
            what has never answered will then hardly do so soon.
    """

    is_nobody_there: bool = False


class CertificateError(UnreachableError):
    """The gateway's certificate is not trusted; trying again does not help."""


class ServiceError(SDSError):
    """The gateway itself failed (HTTP 5xx)."""


class UnexpectedResponseError(ServiceError):
    """The answer is none the gateway's contract knows, such as a login page or a redirect."""


class AuthError(SDSError):
    """There is no token, or the gateway does not accept it."""


class PermissionDeniedError(AuthError):
    """The token is fine, but its user may not do this."""


class NotFoundError(SDSError):
    """The gateway has nothing by that identifier that this user may see."""


class ConflictError(SDSError):
    """What is there already forbids it.

    Attributes:
        existing_uuid: UUID text of what stands in the way; empty when the gateway did not say.
    """

    existing_uuid: str = ""


class RateLimitError(SDSError):
    """Too many requests; `retry_after` is how many seconds the gateway asked to wait."""

    @property
    def retry_after(self) -> float | None:
        """Seconds to wait, None when the gateway did not say."""
        return self.exchange.retry_after


class InvalidRequestError(SDSError, ValueError):
    """An argument is not valid; nothing was sent, or the gateway refused it (HTTP 4xx)."""


class LocalFileError(SDSError, OSError):
    """A local file or folder can't be used as asked.

    Attributes:
        path: The file, as text.
    """

    path: str = ""

    def __init__(
        self,
        message: str = "",
        *,
        exchange: Exchange = _NO_EXCHANGE,
        path: str = "",
        errno: int | None = None,
    ) -> None:
        super().__init__(message, exchange=exchange)
        self.path = path
        self.errno = errno

    def __reduce__(self) -> tuple[Callable[..., SDSError], tuple[object, ...], dict[str, object]]:
        rebuild, arguments, state = super().__reduce__()
        return rebuild, arguments, {**state, "errno": self.errno}


class LocalFileMissingError(LocalFileError, FileNotFoundError):
    """A local file or folder is not there."""


class IntegrityError(SDSError):
    """The bytes are not the ones that were promised.

    Attributes:
        expected: BLAKE3 that was promised, 64 hexadecimal digits, or a size in bytes.
        actual: The same of what was found.
    """

    def __init__(
        self,
        message: str = "",
        *,
        exchange: Exchange = _NO_EXCHANGE,
        expected: str = "",
        actual: str = "",
    ) -> None:
        super().__init__(message, exchange=exchange)
        self.expected = expected
        self.actual = actual


class TransferCancelledError(SDSError):
    """The transfer was cancelled before this file was done."""


class UnsafePathError(SDSError, ValueError):
    """A name would leave the folder it belongs in, or can't exist on this system."""


class DryRunError(SDSError):
    """A change was asked for while dry-run is on; `method`, `url` and `body` say which."""


class UnsupportedByGatewayError(SDSError):
    """This gateway has no such route."""


class RecordingGapError(SDSError):
    """Samples that were asked for were not recorded.

    Attributes:
        start: The first of them, counted from the recording's start.
        stop: The one after the last of them, as far as was asked for.
    """

    def __init__(
        self,
        message: str = "",
        *,
        exchange: Exchange = _NO_EXCHANGE,
        start: int = 0,
        stop: int = 0,
    ) -> None:
        super().__init__(message, exchange=exchange)
        self.start = start
        self.stop = stop


class MissingExtraError(SDSError, ImportError):
    """What was asked for needs an extra of the package, which is not installed.

    Attributes:
        extra: Its name.
    """

    extra: str = ""


class FileError(SDSError):
    """Something about a file."""


_CAPTURE_ERROR = FormerNames()


@_CAPTURE_ERROR.call("ConflictError.existing_uuid")
def extract_existing_capture_uuid(self: SDSError) -> str | None:
    """The capture that stands in the way."""
    return getattr(self, "existing_uuid", "") or None


@_CAPTURE_ERROR
class CaptureError(SDSError):
    """Something about a capture."""


class DatasetError(SDSError):
    """Something about a dataset."""


def untrusted(host: str, said: str, *, exchange: Exchange) -> CertificateError:
    """Make the error for a certificate that is not trusted.

    Args:
        host: Whose it is.
        said: What the TLS library says of it.
        exchange: The request that was to be sent.

    Returns:
        The error, not raised.
    """
    return CertificateError(
        f"the certificate of {host} is not trusted: {said}; check the host, or name the file of "
        "your own certificates in SDS_CA_BUNDLE",
        exchange=exchange,
    )


def unreachable(
    host: str, said: str, *, exchange: Exchange, is_here: bool, is_nobody_there: bool = False
) -> UnreachableError:
    """Make the error for a gateway that no connection could be made to.

    Args:
        host: Its address.
        said: What the network library says of it.
        exchange: The request that was to be sent.
        is_here: Whether the address is this machine's own.
        is_nobody_there: As the error's attribute.

    Returns:
        The error, not raised.
    """
    is_plain = "wrong version number" in said.lower()
    hint = "check host and network"
    if is_plain:
        hint = "this port speaks plain http, not https"
    elif is_here:
        hint = "is the gateway running? (sds gateway serve)"
    error = UnreachableError(f"can't reach {host}: {said}; {hint}", exchange=exchange)
    error.is_nobody_there = is_nobody_there
    return error


def missing_extra(extra: str, *, doing: str, missing: ModuleNotFoundError) -> MissingExtraError:
    """Make the error for an extra that is not installed.

    Args:
        extra: Its name, as in `pip install 'spectrumx[NAME]'`.
        doing: What needs it, as in "reading recordings".
        missing: What the import of one of its modules raised.

    Returns:
        The error, not raised.
    """
    error = MissingExtraError(f"{doing} needs {missing.name}: pip install 'spectrumx[{extra}]'")
    error.extra = extra
    return error


def temporary_folder_error(problem: Exception) -> LocalFileError:
    """Make the error for a list that is too long for what room there is.

    Args:
        problem: What was raised where it was to be kept.

    Returns:
        The error, not raised.
    """
    return LocalFileError(
        f"can't keep a long list of files in the temporary folder: {problem}; make room there, or "
        "set TMPDIR to a folder that has some"
    )


Kind = TypeVar("Kind", bound=SDSError)
_combined: dict[tuple[type[SDSError], type[SDSError]], type[SDSError]] = {}


def about(kind: type[Kind], resource: type[SDSError] | None) -> type[Kind]:
    """Combine what went wrong with the resource it is about.

    Args:
        kind: For example `NotFoundError`.
        resource: `FileError`, `CaptureError`, `DatasetError`, or None for neither.

    Returns:
        A class that is both, caught by either name; the same class each time.
    """
    if resource is None or issubclass(kind, resource) or issubclass(resource, kind):
        return kind
    known = _combined.get((kind, resource))
    if known is None:
        subject = resource.__name__.removesuffix("Error")
        doc = f"{kind.__doc__} About a {subject.lower()}."
        known = type(
            f"{subject}{kind.__name__}",
            (kind, resource),
            {"_combines": (kind, resource), "__doc__": doc, "__module__": __name__},
        )
        known = _combined.setdefault((kind, resource), known)
    return cast("type[Kind]", known)


def _rebuild(kinds: tuple[type[SDSError], ...], message: str) -> SDSError:
    return about(kinds[0], kinds[1] if len(kinds) > 1 else None)(message)


if not TYPE_CHECKING:
    __getattr__ = former_place(
        __name__,
        {
            "Result": (results.Result, "spectrumx.Result"),
            "UploadError": (FileError, "spectrumx.FileError"),
            "ExperimentError": (SDSError, "spectrumx.SDSError"),
        },
    )
