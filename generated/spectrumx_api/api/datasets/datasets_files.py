from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.api_error import ApiError
from ...models.file_page import FilePage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    uuid: UUID,
    *,
    artifacts_only: bool | Unset = UNSET,
    capture: list[UUID] | Unset = UNSET,
    top_level_dir: list[str] | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["artifacts_only"] = artifacts_only

    json_capture: list[str] | Unset = UNSET
    if not isinstance(capture, Unset):
        json_capture = []
        for capture_item_data in capture:
            capture_item = str(capture_item_data)
            json_capture.append(capture_item)

    params["capture"] = json_capture

    json_top_level_dir: list[str] | Unset = UNSET
    if not isinstance(top_level_dir, Unset):
        json_top_level_dir = top_level_dir

    params["top_level_dir"] = json_top_level_dir

    params["page"] = page

    params["page_size"] = page_size

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/assets/datasets/{uuid}/files/".format(
            uuid=quote(str(uuid), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ApiError | FilePage | None:
    if response.status_code == 200:
        response_200 = FilePage.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ApiError.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ApiError.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ApiError.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ApiError.from_dict(response.json())

        return response_404

    if 400 <= response.status_code <= 499:
        response_4xx = ApiError.from_dict(response.json())

        return response_4xx

    if 500 <= response.status_code <= 599:
        response_5xx = ApiError.from_dict(response.json())

        return response_5xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ApiError | FilePage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    uuid: UUID,
    *,
    client: AuthenticatedClient | Client,
    artifacts_only: bool | Unset = UNSET,
    capture: list[UUID] | Unset = UNSET,
    top_level_dir: list[str] | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> Response[ApiError | FilePage]:
    """List a dataset's files

     The newest first, those of its captures included. A dataset without any file answers 404.

    Args:
        uuid (UUID):
        artifacts_only (bool | Unset):
        capture (list[UUID] | Unset):
        top_level_dir (list[str] | Unset):
        page (int | Unset):
        page_size (int | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiError | FilePage]
    """

    kwargs = _get_kwargs(
        uuid=uuid,
        artifacts_only=artifacts_only,
        capture=capture,
        top_level_dir=top_level_dir,
        page=page,
        page_size=page_size,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    uuid: UUID,
    *,
    client: AuthenticatedClient | Client,
    artifacts_only: bool | Unset = UNSET,
    capture: list[UUID] | Unset = UNSET,
    top_level_dir: list[str] | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> ApiError | FilePage | None:
    """List a dataset's files

     The newest first, those of its captures included. A dataset without any file answers 404.

    Args:
        uuid (UUID):
        artifacts_only (bool | Unset):
        capture (list[UUID] | Unset):
        top_level_dir (list[str] | Unset):
        page (int | Unset):
        page_size (int | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiError | FilePage
    """

    return sync_detailed(
        uuid=uuid,
        client=client,
        artifacts_only=artifacts_only,
        capture=capture,
        top_level_dir=top_level_dir,
        page=page,
        page_size=page_size,
    ).parsed


async def asyncio_detailed(
    uuid: UUID,
    *,
    client: AuthenticatedClient | Client,
    artifacts_only: bool | Unset = UNSET,
    capture: list[UUID] | Unset = UNSET,
    top_level_dir: list[str] | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> Response[ApiError | FilePage]:
    """List a dataset's files

     The newest first, those of its captures included. A dataset without any file answers 404.

    Args:
        uuid (UUID):
        artifacts_only (bool | Unset):
        capture (list[UUID] | Unset):
        top_level_dir (list[str] | Unset):
        page (int | Unset):
        page_size (int | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiError | FilePage]
    """

    kwargs = _get_kwargs(
        uuid=uuid,
        artifacts_only=artifacts_only,
        capture=capture,
        top_level_dir=top_level_dir,
        page=page,
        page_size=page_size,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    uuid: UUID,
    *,
    client: AuthenticatedClient | Client,
    artifacts_only: bool | Unset = UNSET,
    capture: list[UUID] | Unset = UNSET,
    top_level_dir: list[str] | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> ApiError | FilePage | None:
    """List a dataset's files

     The newest first, those of its captures included. A dataset without any file answers 404.

    Args:
        uuid (UUID):
        artifacts_only (bool | Unset):
        capture (list[UUID] | Unset):
        top_level_dir (list[str] | Unset):
        page (int | Unset):
        page_size (int | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiError | FilePage
    """

    return (
        await asyncio_detailed(
            uuid=uuid,
            client=client,
            artifacts_only=artifacts_only,
            capture=capture,
            top_level_dir=top_level_dir,
            page=page,
            page_size=page_size,
        )
    ).parsed
