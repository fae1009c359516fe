"""How calls travel: the generated client over httpx, with typed errors.

The only module that imports httpx.
"""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import httpx
from spectrumx_api import Client

from spectrumx.answers import (
    MAX_READ_BODY,
    Part,
    exchange_from,
    is_about_a_part,
    is_data,
    refusal,
)
from spectrumx.connection import Connection
from spectrumx.dryrun import DryRun
from spectrumx.errors import (
    Exchange,
    NetworkError,
    SDSError,
    UnexpectedResponseError,
    unreachable,
    untrusted,
)
from spectrumx.hosts import is_this_machine
from spectrumx.logs import log_request

log = logging.getLogger(__name__)

MAX_ANSWER = 128 * 1024 * 1024
"""Bytes of an answer that are read; the longest are those of captures with very many files."""

_FOR_A_PART = "spectrumx.part"
"""Marks requests for a part of a file, whose answers are no JSON."""

_UNKNOWN_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def build(connection: Connection, *, dry_run: DryRun) -> Client:
    """Build a client for generated functions; what it is asked is sent as the connection says.

    Raises:
        ConfigError: The file of certificates can't be read.
    """
    client = httpx.Client(
        base_url=connection.base_url,
        auth=_ApiKey(connection),
        headers={
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": connection.user_agent,
        },
        timeout=httpx.Timeout(connection.timeout, connect=connection.connect_timeout),
        # Reading the certificates takes longer than many a call; plain http needs none.
        verify=connection.tls_context() if connection.uses_tls else False,
        proxy=connection.proxy,
        trust_env=False,
        follow_redirects=False,
        event_hooks={"request": [_refusing_in(dry_run)], "response": [_refusing_by(connection)]},
    )
    return Client(base_url=connection.base_url).set_httpx_client(client)


@contextmanager
def typed_errors() -> Iterator[None]:
    """Raise what goes wrong with a call as an `SDSError`."""
    try:
        yield
    except httpx.RequestError as problem:
        # The request stays with the error's context, where a debugger or a report may show it.
        problem.request.headers.pop("Authorization", None)
        _log_failure(problem)
        # Its message has all that the library's own frames would say.
        raise _network_error(problem) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        if isinstance(problem, SDSError):
            raise
        message = f"the gateway's answer can't be read: {problem}"
        raise UnexpectedResponseError(message) from problem
    except RuntimeError as problem:  # httpx says so of a client that another thread closed
        raise NetworkError(f"the connection was closed meanwhile: {problem}") from problem


def read_part(client: Client, request: Mapping[str, Any], *, with_whole: bool) -> Part:
    """Send a request for a part of a file's contents; see `Session.read_part`."""
    headers = {**request["headers"], "Accept": "*/*"}
    marked = {**request, "headers": headers, "extensions": {_FOR_A_PART: True}}
    with client.get_httpx_client().stream(**marked) as answer:
        wanted = {HTTPStatus.PARTIAL_CONTENT} | ({HTTPStatus.OK} if with_whole else set())
        body = answer.read() if answer.status_code in wanted else b""
        return Part(answer.status_code, answer.headers, body)


class _ApiKey(httpx.Auth):
    """Adds the token; a separate object, so that no client's repr shows it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._connection.authorization
        yield request


def _refusing_in(dry_run: DryRun) -> Callable[[httpx.Request], None]:
    def refuse_change(request: httpx.Request) -> None:
        body = request.read().decode("utf-8", "replace")
        dry_run.refuse_change(request.method, str(request.url), body=body)

    return refuse_change


def _refusing_by(connection: Connection) -> Callable[[httpx.Response], None]:
    def raise_for_refusal(response: httpx.Response) -> None:
        _raise_for_refusal(response, token_hint=connection.token_hint)

    return raise_for_refusal


def _raise_for_refusal(response: httpx.Response, *, token_hint: str) -> None:
    request = response.request
    response.stream = _Bounded(response)
    _refuse_compressed(response)
    if _FOR_A_PART in request.extensions and is_about_a_part(response.status_code):
        return
    content_type = response.headers.get("Content-Type", "")
    is_usable = is_data(request.method, response.status_code, content_type=content_type)
    exchange = exchange_from(
        request.method,
        str(request.url),
        status=response.status_code,
        headers=response.headers,
        body=b"" if is_usable else _start_of(response),
    )
    error = refusal(exchange, content_type=content_type, token_hint=token_hint)
    if error is not None:
        raise error


def _refuse_compressed(response: httpx.Response) -> None:
    coding = response.headers.get("Content-Encoding", "identity")
    if coding != "identity":
        request = response.request
        message = f"the answer is compressed ({coding}), which was not asked for"
        exchange = Exchange(method=request.method, url=str(request.url))
        raise UnexpectedResponseError(message, exchange=exchange)


class _Bounded(httpx.SyncByteStream):
    """The bytes of an answer, up to a limit; logged at their end."""

    def __init__(self, response: httpx.Response) -> None:
        assert isinstance(response.stream, httpx.SyncByteStream), "the client is a synchronous one"
        self._stream = response.stream
        self._response = response
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            self._size += len(chunk)
            if self._size > MAX_ANSWER:
                request = self._response.request
                exchange = Exchange(method=request.method, url=str(request.url))
                message = f"the answer is longer than {MAX_ANSWER} bytes; ask for less"
                raise UnexpectedResponseError(message, exchange=exchange)
            yield chunk

    def close(self) -> None:
        """Close the stream below, which stops the clock."""
        self._stream.close()
        if log.isEnabledFor(logging.DEBUG):
            response = self._response
            log_request(
                log,
                method=response.request.method,
                url=str(response.request.url),
                came_to=response.status_code,
                request_id=response.headers.get("X-Request-Id", ""),
                seconds=response.elapsed.total_seconds(),
                size=self._size,
            )


def _start_of(response: httpx.Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_READ_BODY:
            break
    return bytes(body[:MAX_READ_BODY])


def _log_failure(problem: httpx.RequestError) -> None:
    if log.isEnabledFor(logging.DEBUG):
        request = problem.request
        failure = str(problem) or type(problem).__name__
        log_request(log, method=request.method, url=str(request.url), came_to=failure)


def _network_error(problem: httpx.RequestError) -> NetworkError:
    request = problem.request
    exchange = Exchange(method=request.method, url=str(request.url))
    origin = str(request.url.copy_with(raw_path=b"/")).rstrip("/")
    said = str(problem) or type(problem).__name__
    if _is_about_certificates(problem):
        return untrusted(origin, said, exchange=exchange)
    if isinstance(problem, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
        is_here = is_this_machine(request.url.host)
        return unreachable(
            origin,
            said,
            exchange=exchange,
            is_here=is_here,
            is_nobody_there=_is_nobody_there(problem, is_here=is_here),
        )
    kind = "timed out" if isinstance(problem, httpx.TimeoutException) else "failed"
    return NetworkError(f"{request.method} {request.url} {kind}: {said}", exchange=exchange)


def _is_about_certificates(problem: BaseException) -> bool:
    return any(isinstance(each, ssl.SSLCertVerificationError) for each in _causes(problem))


def _is_nobody_there(problem: BaseException, *, is_here: bool) -> bool:
    """Tell whether a name is not known, or this machine itself refuses the connection."""
    return any(
        (isinstance(each, socket.gaierror) and each.errno in _UNKNOWN_NAME)
        or (is_here and isinstance(each, ConnectionRefusedError))
        for each in _causes(problem)
    )


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__
