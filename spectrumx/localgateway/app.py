"""The gateway as an ASGI application: its routes, and what it answers where there is none."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from spectrumx.localgateway import (
    account_routes,
    capture_creation,
    capture_listing,
    capture_routes,
    contents_check,
    dataset_listing,
    dataset_routes,
    file_creation,
    file_listing,
    file_routes,
    share_routes,
)
from spectrumx.localgateway.answers import GatewayError, answer_error, answer_full_disk, page
from spectrumx.localgateway.quirks import Quirk
from spectrumx.localgateway.resource import Handler, Resource, patient, quick
from spectrumx.localgateway.store import Store

_PREFIXES = ("/api/v1", "/api/latest")
_THREADS = 8
_CAPTURES = "/assets/captures/"
_ROUTES: list[tuple[str, str, dict[str, Handler]]] = [
    ("/auth/", "Validate Auth List", {"GET": quick(account_routes.check_token)}),
    ("/users/", "User List", {"GET": quick(account_routes.list_users)}),
    ("/users/me/", "Me", {"GET": quick(account_routes.show_me)}),
    ("/users/{id}/", "User Instance", {"GET": quick(account_routes.show_user)}),
    (
        "/assets/files/",
        "File List",
        {"GET": patient(file_listing.list_files), "POST": patient(file_creation.create)},
    ),
    (
        "/assets/files/{uuid}/",
        "File Instance",
        {
            "GET": quick(file_routes.show),
            "PUT": patient(file_routes.change),
            "DELETE": patient(file_routes.delete),
        },
    ),
    ("/assets/files/{uuid}/download/", "Download", {"GET": quick(file_routes.download)}),
    (
        "/assets/files/{uuid}/detach-from-datasets/",
        "Detach From Datasets",
        {"PUT": patient(file_routes.detach)},
    ),
    (
        "/assets/utils/check_contents_exist/",
        "Check Contents Exist",
        {"POST": quick(contents_check.check_contents)},
    ),
    (
        "/assets/captures/",
        "Capture List",
        {"GET": patient(capture_listing.list_captures), "POST": patient(capture_creation.create)},
    ),
    (
        "/assets/captures/{uuid}/",
        "Capture Instance",
        {
            "GET": patient(capture_routes.show),
            "PUT": patient(capture_creation.index_again),
            "PATCH": patient(capture_creation.rename),
            "DELETE": patient(capture_routes.delete),
        },
    ),
    (
        "/assets/captures/{uuid}/revoke-share-permissions/",
        "Revoke Share Permissions",
        {"PUT": patient(capture_routes.revoke)},
    ),
    (
        "/assets/captures/{uuid}/detach-from-datasets/",
        "Detach From Datasets",
        {"PUT": patient(capture_routes.detach)},
    ),
    (
        "/assets/captures/{uuid}/post_processing_status/",
        "Post Processing Status",
        {"GET": quick(capture_routes.show_post_processing)},
    ),
    (
        "/assets/captures/{uuid}/get_post_processed_metadata/",
        "Get Post Processed Metadata",
        {"GET": quick(capture_routes.show_post_processed_metadata)},
    ),
    (
        "/assets/datasets/{uuid}/",
        "Dataset Instance",
        {"GET": patient(dataset_routes.show), "DELETE": patient(dataset_routes.delete)},
    ),
    ("/assets/datasets/{uuid}/files/", "Files", {"GET": patient(dataset_listing.list_files)}),
    (
        "/assets/datasets/{uuid}/revoke-share-permissions/",
        "Revoke Share Permissions",
        {"PUT": patient(share_routes.revoke_dataset)},
    ),
]
_EXTENSIONS: list[tuple[str, str, dict[str, Handler]]] = [
    (
        "/assets/datasets/",
        "Dataset List",
        {"GET": patient(dataset_routes.list_datasets), "POST": patient(dataset_routes.create)},
    ),
    (
        "/assets/datasets/{uuid}/attach-capture/",
        "Attach Capture",
        {"POST": patient(dataset_routes.attach_capture)},
    ),
    ("/assets/datasets/{uuid}/share/", "Share", {"POST": patient(share_routes.share_dataset)}),
    ("/assets/captures/{uuid}/share/", "Share", {"POST": patient(share_routes.share_capture)}),
]


def application(store: Store) -> Starlette:
    """Return the gateway that serves a store."""
    app = Starlette(
        routes=list(_routes(store)),
        exception_handlers={
            GatewayError: answer_error,
            OSError: answer_full_disk,
            sqlite3.OperationalError: answer_full_disk,
            ClientDisconnect: _answer_nobody,
        },
        lifespan=_with_threads,
    )
    app.router.redirect_slashes = False
    app.router.default = _NoRoute(app.router.routes)
    return app


def _routes(store: Store) -> Iterator[BaseRoute]:
    extensions = [] if Quirk.NO_DATASET_CREATION in store.quirks else _EXTENSIONS
    for prefix in _PREFIXES:
        for path, name, handlers in _ROUTES + extensions:
            forbids = path.startswith(_CAPTURES)
            resource = Resource(name, handlers, store=store, forbids_strangers=forbids)
            yield Route(prefix + path, resource)


class _NoRoute:
    """Answers where no route is: with the same path and a slash, or that nothing is there."""

    def __init__(self, routes: list[BaseRoute]) -> None:
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        with_slash = {**scope, "path": scope["path"] + "/"}
        if not any(route.matches(with_slash)[0] is Match.FULL for route in self._routes):
            return page(404)
        query = scope["query_string"]
        location = scope["raw_path"] + b"/" + (b"?" + query if query else b"")
        return Response(status_code=301, headers={"Location": location.decode("latin-1")})


@asynccontextmanager
async def _with_threads(_: Starlette) -> AsyncIterator[None]:
    """Give requests more threads than processors: most of them wait for the disk."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS))
    yield


async def _answer_nobody(_: Request, __: Exception) -> Response:
    """Stand for the answer to a client that is gone."""
    return Response(status_code=400)
