"""What every resource of the gateway does alike: negotiate, authenticate, dispatch.

Handlers are plain functions, run once the request's body has arrived.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from spectrumx.localgateway import accounts, bodies
from spectrumx.localgateway.accounts import User
from spectrumx.localgateway.answers import (
    GatewayError,
    JSONAnswer,
    not_found,
    refused,
    server_fault,
)
from spectrumx.localgateway.bodies import Body
from spectrumx.localgateway.quirks import Quirk
from spectrumx.localgateway.store import Store

_ACCEPTED = {"", "*/*", "application/*", "application/json", "text/*", "text/html"}
_WITH_BODY = {"POST", "PUT", "PATCH"}
_PARSES = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request as a handler sees it."""

    store: Store
    user: User
    method: str
    url: str
    base_url: str
    path: Mapping[str, str]
    query: QueryParams
    headers: Mapping[str, str]
    body: Body

    @property
    def connection(self) -> sqlite3.Connection:
        """The catalogue, for reading."""
        return self.store.database.read()

    def uuid(self, kind: str) -> str:
        """Return the uuid in the path, dashed and in lower case.

        Raises:
            GatewayError: 404 where it is malformed, or 500 with the quirk.
        """
        try:
            return str(UUID(self.path["uuid"]))
        except ValueError:
            malformed_fails = Quirk.MALFORMED_UUID_500 in self.store.quirks
            raise server_fault() if malformed_fails else not_found(kind) from None


@dataclass(frozen=True)
class Handler:
    """What answers one method.

    Attributes:
        answer: The function.
        in_thread: Whether it may take long. What only looks up an index and reads a few pages is
            done on the spot: handing it to a thread and back would take several times as long.
    """

    answer: Callable[[Call], Response]
    in_thread: bool


def quick(answer: Callable[[Call], Response]) -> Handler:
    """Make a handler that is done on the spot."""
    return Handler(answer, in_thread=False)


def patient(answer: Callable[[Call], Response]) -> Handler:
    """Make a handler that runs in a thread."""
    return Handler(answer, in_thread=True)


class Resource:
    """An ASGI application that answers the methods of one route.

    Args:
        name: For people.
        handlers: By method.
        store: What the gateway keeps.
        forbids_strangers: Whether a missing or bad token is answered with 403, not with 401
            (docs/gateway.md, Authentication).
    """

    def __init__(
        self,
        name: str,
        handlers: Mapping[str, Handler],
        *,
        store: Store,
        forbids_strangers: bool = False,
    ) -> None:
        self._name = name
        self._handlers = handlers
        self._store = store
        self._forbids_strangers = forbids_strangers
        self._allowed = ", ".join([*handlers, *(["HEAD"] if "GET" in handlers else []), "OPTIONS"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            response = await self._answer(Request(scope, receive))
        except asyncio.CancelledError:  # the server stops and has waited long enough
            raise refused(503, "The gateway is stopping; try again when it is back.") from None
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        _negotiate(request)
        user = self._authenticate(request)
        if request.method == "OPTIONS":
            return self._describe()
        handler = self._handlers.get("GET" if request.method == "HEAD" else request.method)
        if handler is None:
            raise self._not_allowed(request.method)
        return await self._handle(request, handler, user=user)

    def _authenticate(self, request: Request) -> User:
        try:
            return accounts.authenticate(
                self._store.database.read(), request.headers.get("authorization")
            )
        except GatewayError as refusal:
            if self._forbids_strangers:
                raise GatewayError(403, refusal.body) from None
            raise

    async def _handle(self, request: Request, handler: Handler, *, user: User) -> Response:
        body = Body()
        if request.method in _WITH_BODY:
            body = await bodies.read(request, blobs=self._store.blobs)
        call = _call(request, store=self._store, user=user, body=body)
        try:
            if handler.in_thread:
                return await asyncio.to_thread(handler.answer, call)
            return handler.answer(call)
        finally:
            body.discard()

    def _describe(self) -> Response:
        return JSONAnswer(
            {
                "name": self._name,
                "description": "",
                "renders": ["application/json", "text/html"],
                "parses": _PARSES,
            },
            headers={"Allow": self._allowed},
        )

    def _not_allowed(self, method: str) -> GatewayError:
        refusal = refused(405, f'Method "{method}" not allowed.')
        refusal.headers = {"Allow": self._allowed}
        return refusal


def _negotiate(request: Request) -> None:
    if request.query_params.get("format", "json") != "json":
        raise refused(404, "Not found.")
    wanted = request.headers.get("accept", "").split(",")
    if not any(one.partition(";")[0].strip().lower() in _ACCEPTED for one in wanted):
        raise refused(406, "Could not satisfy the request Accept header.")


def _call(request: Request, *, store: Store, user: User, body: Body) -> Call:
    origin = f"{request.scope['scheme']}://{request.headers.get('host', '')}"
    path: str = request.scope["path"]
    return Call(
        store=store,
        user=user,
        method=request.method,
        url=origin + path,
        base_url=origin + "/".join(path.split("/")[:3]),
        path=request.path_params,
        query=request.query_params,
        headers=request.headers,
        body=body,
    )
