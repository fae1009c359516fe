"""Answers of gateways become generated models, whatever is missing, null, odd or new in them."""

import inspect
import threading
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import attrs
import pytest
from ruamel.yaml import YAML
from spectrumx_api import Client
from spectrumx_api.models.api_error import ApiError
from spectrumx_api.models.capture_page import CapturePage
from spectrumx_api.models.dataset_asset import DatasetAsset
from spectrumx_api.models.dataset_page import DatasetPage
from spectrumx_api.models.file_page import FilePage
from spectrumx_api.models.json_object import JsonObject

from tests.answer_variants import Json, assert_tolerated, places, shortened
from tests.recorded_exchanges import Exchange, RecordedGateway, read_exchanges

ROOT = Path(__file__).parents[1]
NOT_DESCRIBED = {
    "GET /api/v1/users/",
    "GET /api/v1/users/2/",
    "POST /api/v1/auth-token/",
    "GET /api/v1/assets/captures/{uuid}/waterfall_metadata_stream/",
    "GET /api/v1/assets/captures/{uuid}/waterfall_slices_stream/",
}


def read_operations() -> dict[str, ModuleType]:
    """Find the generated module of every described operation by its method and path."""
    paths = YAML(typ="safe").load(ROOT / "openapi" / "gateway.yaml")["paths"]
    return {
        f"{method.upper()} {path}": import_module(
            f"spectrumx_api.api.{item[method]['tags'][0]}.{item[method]['operationId']}"
        )
        for path, item in paths.items()
        for method in ("get", "put", "post", "patch", "delete")
        if method in item
    }


OPERATIONS = read_operations()
ANSWERS = [each for each in read_exchanges() if each.body is not None and each.method != "OPTIONS"]
GOOD = [each for each in ANSWERS if each.status < 300]
DESCRIBED = [each for each in GOOD if each.route in OPERATIONS]
REFUSALS = [each for each in ANSWERS if each.status >= 400]


def one_per_shape(exchanges: list[Exchange]) -> list[Exchange]:
    """Keep one exchange of those whose bodies have the same keys."""
    shapes = {(each.route, str(list(places(shortened(each.body))))): each for each in exchanges}
    return list(shapes.values())


def call(gateway: RecordedGateway, exchange: Exchange) -> Any:
    """Let the matching generated operation ask for the recorded answer, and give what it parsed."""
    gateway.prepared = exchange
    operation = OPERATIONS[exchange.route].sync_detailed
    parameters = inspect.signature(operation).parameters
    arguments: Json = {"uuid": UUID(exchange.uuid)} if exchange.uuid else {}
    if "body" in parameters:
        # One recorded upload was sent as raw bytes, so that its fields are not known.
        sent = exchange.sent or {"directory": "/"}
        arguments["body"] = parameters["body"].annotation.from_dict(sent)
    with Client(base_url=gateway.url) as client:
        return operation(client=client, **arguments).parsed


def unknown_keys(value: Any) -> list[str]:
    """Find the keys that no described field took."""
    if isinstance(value, list):
        return [key for item in value for key in unknown_keys(item)]
    if isinstance(value, JsonObject) or not hasattr(value, "additional_properties"):
        return []
    fields = [getattr(value, field.name) for field in attrs.fields(type(value))]
    return [*value.additional_keys, *(key for field in fields for key in unknown_keys(field))]


@pytest.fixture(scope="module")
def gateway() -> Iterator[RecordedGateway]:
    """Run a gateway that answers what it is told to."""
    with RecordedGateway() as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


FILE_PAGE: Json = {
    "count": 2,
    "next": None,
    "previous": None,
    "results": [
        {
            "uuid": "7f3c2a7e-5c7b-4c8e-9d53-0f6d7a3c1b11",
            "owner": {"id": 7, "email": "researcher@example.org", "name": "Re Searcher"},
            "directory": "/files/researcher@example.org/sweeps",
            "name": "sweep.bin",
            "size": 4096,
            "created_at": "2027-03-01 09:30:00",
            "is_deleted": False,
            "captures": [{"uuid": "5b0c", "channels": [{"channel": "north", "uuid": "5b0c"}]}],
            "datasets": [{"uuid": "aa01", "version": 3, "status": "draft"}],
        },
        {"uuid": "0d9d4f0e-2a1b-4b89-8a5c-3b1f5e2c7d22", "name": "other.bin"},
    ],
    "warnings": ["a sentence"],
}
DATASET: Json = {
    "uuid": "3b6f9d3a-8d0c-4d0a-9a51-6d2b1c0e9f33",
    "authors": [{"name": "Grace"}, "Ada"],
    "institutions": ["An institute"],
    "keywords": ["sweep"],
    "citation": {"text": "cite"},
    "data_files_info": {"total_count": 2, "total_size": 8192},
    "files": [{"uuid": "7f3c", "size": 4096}],
    "shared_users": [{"id": 8, "email": "colleague@example.org"}],
    "share_permissions": [{"item_type": "dataset", "shared_with": {"id": 8}}],
}
CAPTURE_PAGE: Json = {
    "count": 2,
    "results": [
        {
            "uuid": "5b0c8b2e-6f6a-4a3e-8f3d-9e4c2d1b0a44",
            "capture_type": "drf",
            "capture_props": {"samples_per_second": 1000000},
            "center_frequency_ghz": 1.5,
            "shared_with": [8],
            "post_processed_data": [{"processing_type": "waterfall"}],
            "data_files_info": {"count": 1, "per_data_file_size": 4096.0},
        },
        {"uuid": "6c1d", "is_multi_channel": True, "channels": [{"channel": "north"}]},
    ],
}
OWN = [
    (FilePage, FILE_PAGE),
    (CapturePage, CAPTURE_PAGE),
    (DatasetPage, {"count": 1, "results": [DATASET]}),
    (DatasetAsset, DATASET),
]


@pytest.mark.parametrize(("model", "body"), OWN, ids=[model.__name__ for model, _ in OWN])
def test_own_answers_are_tolerated(model: Any, body: Json) -> None:
    """Whatever is missing, null, odd or new in an answer, it is parsed, and no result is lost."""
    assert_tolerated(model, body)


@pytest.mark.parametrize("exchange", DESCRIBED, ids=lambda exchange: exchange.name)
def test_recorded_answers_become_models(gateway: RecordedGateway, exchange: Exchange) -> None:
    """Each recorded answer becomes, by its operation, a model that holds all in known fields."""
    parsed = call(gateway, exchange)

    dashed = str(UUID(exchange.uuid)) if exchange.uuid else ""
    assert gateway.asked == exchange.route.replace("{uuid}", dashed)
    assert parsed.to_dict() == exchange.body
    assert unknown_keys(parsed) == []


@pytest.mark.parametrize("exchange", one_per_shape(DESCRIBED), ids=lambda exchange: exchange.name)
def test_recorded_answers_are_tolerated(gateway: RecordedGateway, exchange: Exchange) -> None:
    """Each kind of recorded answer is parsed whatever is missing, null, odd or new in it."""
    assert_tolerated(type(call(gateway, exchange)), shortened(exchange.body))


@pytest.mark.parametrize("exchange", REFUSALS, ids=lambda exchange: exchange.name)
def test_recorded_refusals_become_errors(exchange: Exchange) -> None:
    """Each recorded refusal in JSON becomes the one error model, which holds all of it."""
    assert ApiError.from_dict(exchange.body).to_dict() == exchange.body


@pytest.mark.skipif(not GOOD, reason="the recorded samples are not here")
def test_only_known_calls_are_left_out() -> None:
    """Each recorded call that succeeds is described, but for those the client does not use."""
    assert {each.route for each in GOOD} - OPERATIONS.keys() == NOT_DESCRIBED
