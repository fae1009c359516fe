"""The door to the gateway's API: generated calls, repeated where that can help.

File contents travel through `spectrumx.bulk` instead.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, ParamSpec, TypeVar

import spectrumx_api
from spectrumx_api import models as generated
from spectrumx_api.api import auth, users
from spectrumx_api.types import Response

from spectrumx import httpx_program
from spectrumx.answers import Part
from spectrumx.connection import Connection
from spectrumx.control import surrounding
from spectrumx.dryrun import DryRun, is_reading
from spectrumx.errors import (
    AuthError,
    NetworkError,
    NotFoundError,
    SDSError,
    ServiceError,
    TransferCancelledError,
    UnexpectedResponseError,
    UnreachableError,
)
from spectrumx.models import User, wire
from spectrumx.retry import RetryPolicy

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

_SECONDS_BETWEEN_LOOKS = 0.1
_VALID_FOR = re.compile(r"valid for (?P<email>\S+@\S+?)\.?$")


class Session:
    """Calls to one gateway as one user; shared by threads, rebuilt in a forked process."""

    def __init__(self, connection: Connection, *, policy: RetryPolicy, dry_run: DryRun) -> None:
        self.connection = connection
        self._policy = policy
        self._dry_run = dry_run
        # By process: a forked one must neither use nor free its parent's connections.
        self._apis: dict[int, spectrumx_api.Client] = {}
        self._user: User | None = None
        self._was_reached = False
        httpx_program.leave_out()

    @property
    def api(self) -> spectrumx_api.Client:
        """The generated client of this process, to be passed on to generated functions."""
        pid = os.getpid()
        known = self._apis.get(pid)
        # Threads that come at the same time may each build one; all then use the first.
        return known or self._apis.setdefault(pid, self._new_api())

    def call(
        self,
        operation: Callable[P, Response[generated.ApiError | T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Call a generated operation that answers with a body.

        Args:
            operation: A generated module's `sync_detailed`.
            *args: Its arguments.
            **kwargs: Its arguments; `client` is this session's `api`.

        Returns:
            The parsed answer, never an error body.

        Raises:
            SDSError: Of the kind the answer, or its absence, stands for.
        """
        answer = self._with_retries(operation, *args, **kwargs)
        if answer.parsed is None or isinstance(answer.parsed, generated.ApiError):
            raise UnexpectedResponseError(f"the gateway's answer {answer.status_code} has no data")
        return answer.parsed

    def read(self, request: Mapping[str, object]) -> Mapping[str, object]:
        """Send a request that reads, and give its answer's JSON as it is.

        Args:
            request: What a generated `_get_kwargs` gives.

        Raises:
            SDSError: Of the kind the answer, or its absence, stands for.
        """
        answer = self._with_retries(self._json_of, request)
        if not isinstance(answer, dict):
            raise UnexpectedResponseError("the gateway's answer is not an object")
        return answer

    def read_part(self, request: Mapping[str, object], *, with_whole: bool) -> Part:
        """Send a request for a part of a file's contents.

        Args:
            request: What the generated `_get_kwargs` gives for a range.
            with_whole: Take the contents also where all of them come; else that answer is broken
                off before its body.

        Raises:
            SDSError: Of the kind the answer, or its absence, stands for.
        """
        from spectrumx import transport  # noqa: PLC0415  as in _new_api()

        return self._with_retries(transport.read_part, self.api, request, with_whole=with_whole)

    def call_empty(
        self, operation: Callable[P, Response[T]], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Call a generated operation whose success has no body, such as a deletion.

        Raises:
            SDSError: Of the kind the answer, or its absence, stands for.
        """
        try:
            self._with_retries(operation, *args, **kwargs)
        except NotFoundError as error:
            # The answer to the first deletion was lost; that it is gone now is its success.
            if error.method != "DELETE" or not _may_have_been_done(error.previous):
                raise

    def call_creating(
        self,
        existing: Callable[[], T | None],
        operation: Callable[P, Response[generated.ApiError | T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Call a generated operation that makes something, and never make it twice.

        Args:
            existing: Looks for what it makes; asked before the operation is repeated.
            operation: A generated module's `sync_detailed`.
            *args: Its arguments.
            **kwargs: Its arguments; `client` is this session's `api`.

        Returns:
            The parsed answer, or what `existing` found.

        Raises:
            SDSError: Of the kind the answer, or its absence, stands for.
        """
        attempt = 1
        while True:
            try:
                return self.call(operation, *args, **kwargs)
            except SDSError as error:
                error.attempts = attempt
                delay = self._delay_after(error, attempt)
                if delay is None:
                    raise
                log.info("trying again in %.1f s: %s", delay, error)
            _rest(delay)
            attempt += 1
            found = existing()
            if found is not None:
                return found

    @property
    def is_signed_in(self) -> bool:
        """Whether the gateway has accepted the token already."""
        return self._user is not None

    def user(self, *, again: bool = False) -> User:
        """Ask the gateway whose token this is, once per session.

        Args:
            again: Ask even when it is known.

        Raises:
            AuthError: There is no token, or it is not accepted.
            SDSError: The gateway can't be asked.
        """
        if self._user is None or again:
            message = self.call(auth.auth_check.sync_detailed, client=self.api).message
            found = _VALID_FOR.search(wire.text(message))
            if found is not None:
                self._user = User(email=found["email"])
            else:
                self._user = User.from_wire(
                    self.call(users.users_me.sync_detailed, client=self.api)
                )
        if self._user is None:
            raise AuthError("the gateway accepts the token but does not say whose it is")
        return self._user

    def close(self) -> None:
        """Close this process's connections; a later call opens new ones."""
        api = self._apis.pop(os.getpid(), None)
        if api is not None:
            api.get_httpx_client().close()

    def _json_of(self, request: Mapping[str, Any]) -> object:
        return self.api.get_httpx_client().request(**request).json()

    def _with_retries(self, operation: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        from spectrumx import transport  # noqa: PLC0415  as in _new_api()

        attempt = 1
        previous: SDSError | None = None
        while True:
            try:
                with transport.typed_errors():
                    answer = operation(*args, **kwargs)
            except SDSError as error:
                error.attempts, error.previous = attempt, previous
                delay = self._delay_after(error, attempt)
                if delay is None or not _may_be_repeated(error):
                    # The frames below are the same for every call, and a reader's screen is short.
                    raise error.with_traceback(None)  # noqa: B904  it is the one that is handled
                log.info("trying again in %.1f s: %s", delay, error)
                previous = error
            else:
                self._was_reached = True
                return answer
            _rest(delay)
            attempt += 1

    def _delay_after(self, error: SDSError, attempt: int) -> float | None:
        # Who broke a connection off was there, too.
        is_broken_off = isinstance(error, NetworkError) and not isinstance(error, UnreachableError)
        self._was_reached = self._was_reached or is_broken_off or error.status is not None
        return self._policy.delay_after(error, attempt, was_reached=self._was_reached)

    def _new_api(self) -> spectrumx_api.Client:
        # Imported with the first call: httpx takes longer to load than all of the SDK.
        from spectrumx import transport  # noqa: PLC0415

        httpx_program.let_in()
        return transport.build(self.connection, dry_run=self._dry_run)


def stop_if_cancelled() -> None:
    """Let what takes several requests end between them when it was cancelled.

    Raises:
        TransferCancelledError: It was.
    """
    control = surrounding()
    if control is not None and control.is_cancelled:
        raise TransferCancelledError("cancelled before the gateway was asked again")


def _rest(seconds: float) -> None:
    """Wait before another try.

    Raises:
        TransferCancelledError: What it is for was cancelled.
    """
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        stop_if_cancelled()
        time.sleep(left if surrounding() is None else min(left, _SECONDS_BETWEEN_LOOKS))


def _may_be_repeated(error: SDSError) -> bool:
    return is_reading(error.method, error.url) or error.method in {"PUT", "DELETE"}


def _may_have_been_done(error: SDSError | None) -> bool:
    if isinstance(error, NetworkError):
        return not isinstance(error, UnreachableError)
    return isinstance(error, ServiceError) and error.status != HTTPStatus.SERVICE_UNAVAILABLE
