from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.api_error import ApiError
from ...models.capture_format import CaptureFormat
from ...models.capture_page import CapturePage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    capture_type: CaptureFormat | Unset = UNSET,
    metadata_filters: str | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_capture_type: str | Unset = UNSET
    if not isinstance(capture_type, Unset):
        json_capture_type = capture_type.value

    params["capture_type"] = json_capture_type

    params["metadata_filters"] = metadata_filters

    params["page"] = page

    params["page_size"] = page_size

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/assets/captures/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ApiError | CapturePage | None:
    if response.status_code == 200:
        response_200 = CapturePage.from_dict(response.json())

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
) -> Response[ApiError | CapturePage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    capture_type: CaptureFormat | Unset = UNSET,
    metadata_filters: str | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> Response[ApiError | CapturePage]:
    """List or search captures

     The most recently updated first. Digital RF captures of the same top-level directory are merged into
    one composite
    capture. The next and previous links of some gateways lose the filters; build the address of each
    page anew. Some refuse
    any page parameter with 400.

    Args:
        capture_type (CaptureFormat | Unset): The format of a capture's files, Digital RF (drf),
            RadioHound (rh) or SigMF (sigmf, an extension).
        metadata_filters (str | Unset):
        page (int | Unset):
        page_size (int | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiError | CapturePage]
    """

    kwargs = _get_kwargs(
        capture_type=capture_type,
        metadata_filters=metadata_filters,
        page=page,
        page_size=page_size,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    capture_type: CaptureFormat | Unset = UNSET,
    metadata_filters: str | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> ApiError | CapturePage | None:
    """List or search captures

     The most recently updated first. Digital RF captures of the same top-level directory are merged into
    one composite
    capture. The next and previous links of some gateways lose the filters; build the address of each
    page anew. Some refuse
    any page parameter with 400.

    Args:
        capture_type (CaptureFormat | Unset): The format of a capture's files, Digital RF (drf),
            RadioHound (rh) or SigMF (sigmf, an extension).
        metadata_filters (str | Unset):
        page (int | Unset):
        page_size (int | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiError | CapturePage
    """

    return sync_detailed(
        client=client,
        capture_type=capture_type,
        metadata_filters=metadata_filters,
        page=page,
        page_size=page_size,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    capture_type: CaptureFormat | Unset = UNSET,
    metadata_filters: str | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> Response[ApiError | CapturePage]:
    """List or search captures

     The most recently updated first. Digital RF captures of the same top-level directory are merged into
    one composite
    capture. The next and previous links of some gateways lose the filters; build the address of each
    page anew. Some refuse
    any page parameter with 400.

    Args:
        capture_type (CaptureFormat | Unset): The format of a capture's files, Digital RF (drf),
            RadioHound (rh) or SigMF (sigmf, an extension).
        metadata_filters (str | Unset):
        page (int | Unset):
        page_size (int | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiError | CapturePage]
    """

    kwargs = _get_kwargs(
        capture_type=capture_type,
        metadata_filters=metadata_filters,
        page=page,
        page_size=page_size,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    capture_type: CaptureFormat | Unset = UNSET,
    metadata_filters: str | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> ApiError | CapturePage | None:
    """List or search captures

     The most recently updated first. Digital RF captures of the same top-level directory are merged into
    one composite
    capture. The next and previous links of some gateways lose the filters; build the address of each
    page anew. Some refuse
    any page parameter with 400.

    Args:
        capture_type (CaptureFormat | Unset): The format of a capture's files, Digital RF (drf),
            RadioHound (rh) or SigMF (sigmf, an extension).
        metadata_filters (str | Unset):
        page (int | Unset):
        page_size (int | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiError | CapturePage
    """

    return (
        await asyncio_detailed(
            client=client,
            capture_type=capture_type,
            metadata_filters=metadata_filters,
            page=page,
            page_size=page_size,
        )
    ).parsed
