"""The description is valid and complete, strict in what is sent, tolerant in what is answered."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
DESCRIPTION: dict[str, Any] = YAML(typ="safe").load(ROOT / "openapi" / "gateway.yaml")
SCHEMAS: dict[str, dict[str, Any]] = DESCRIPTION["components"]["schemas"]
METHODS = ("get", "put", "post", "patch", "delete")
OPERATIONS = {
    item[method]["operationId"]: (path, item[method])
    for path, item in DESCRIPTION["paths"].items()
    for method in METHODS
    if method in item
}
EXTENSIONS = {
    "captures_share",
    "datasets_list",
    "datasets_create",
    "datasets_attach_capture",
    "datasets_share",
}


def references(node: object) -> Iterator[str]:
    """Find the names of all schemas that a node leads to, through other schemas as well."""
    if isinstance(node, list):
        for item in node:
            yield from references(item)
    elif isinstance(node, dict):
        kind, _, name = node.get("$ref", "").removeprefix("#/components/").partition("/")
        if name:
            if kind == "schemas":
                yield name
            yield from references(DESCRIPTION["components"][kind][name])
        for item in node.values():
            yield from references(item)


SENT = {
    name
    for _, operation in OPERATIONS.values()
    for name in references(operation.get("requestBody"))
}
ANSWERED = {
    name for _, operation in OPERATIONS.values() for name in references(operation["responses"])
}


def allows_null(schema: dict[str, Any]) -> bool:
    """Tell whether null is a valid value."""
    kind = schema.get("type")
    alternatives = schema.get("anyOf", [])
    anything = not alternatives and kind is None and "$ref" not in schema
    null = kind == "null" or "null" in (kind or ())
    return anything or null or any(map(allows_null, alternatives))


def lists_in(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Find the item schemas of every list that a property's value may be."""
    if "items" in schema:
        yield schema["items"]
    for alternative in schema.get("anyOf", ()):
        yield from lists_in(alternative)


def test_is_a_valid_openapi_document() -> None:
    """The description follows the OpenAPI specification."""
    validate(DESCRIPTION)


def test_authentication_is_declared_at_the_top_only() -> None:
    """The API key is required by every operation and declared once."""
    assert DESCRIPTION["security"] == [{"ApiKey": []}]
    assert not [name for name, (_, operation) in OPERATIONS.items() if "security" in operation]


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_has_a_generated_function(name: str) -> None:
    """Each operation is found in the generated package under its tag and its operationId."""
    path, operation = OPERATIONS[name]
    module = import_module(f"spectrumx_api.api.{operation['tags'][0]}.{name}")

    assert callable(module.sync_detailed)
    assert path.startswith("/api/v1/")
    assert path.endswith("/")


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_documents_every_error_alike(name: str) -> None:
    """Each operation answers an ApiError for whatever the gateway or a proxy may refuse."""
    responses = OPERATIONS[name][1]["responses"]
    errors = {status: answer for status, answer in responses.items() if status[0] in "45"}

    assert {"401", "403", "4XX", "5XX"} <= errors.keys()
    assert all(set(references(answer)) == {"ApiError"} for answer in errors.values())


def test_extensions_are_marked() -> None:
    """What only the embedded gateway offers is marked and explained."""
    marked = {name for name, (_, each) in OPERATIONS.items() if each.get("x-sds-extension")}
    download = OPERATIONS["files_download"][1]

    assert marked == EXTENSIONS
    assert all(OPERATIONS[name][1]["description"] for name in marked)
    assert all(parameter["x-sds-extension"] for parameter in download["parameters"])
    assert all(download["responses"][status]["x-sds-extension"] for status in ("206", "416"))
    assert SCHEMAS["CaptureFormat"]["x-sds-extension-values"] == ["sigmf"]


def test_schemas_are_either_sent_or_answered() -> None:
    """No schema serves both directions, is unused, or bears a name of the generator's own."""
    assert not SENT & ANSWERED
    assert SENT | ANSWERED | {"CaptureFormat"} == SCHEMAS.keys()
    assert not SCHEMAS.keys() & {"File", "Response", "Client", "Unset"}


@pytest.mark.parametrize("name", sorted(SENT - {"CaptureFormat"}))
def test_what_is_sent_is_strict(name: str) -> None:
    """A body that is sent has no other keys than those described, each with an explanation."""
    schema = SCHEMAS[name]

    assert schema["additionalProperties"] is False
    assert set(schema["required"]) <= schema["properties"].keys()
    assert all("$ref" in field or field["description"] for field in schema["properties"].values())


@pytest.mark.parametrize("name", sorted(ANSWERED))
def test_what_is_answered_is_tolerant(name: str) -> None:
    """An answer promises no key, allows null, and leaves dates, uuids and choices as text."""
    schema = SCHEMAS[name]
    fields = schema.get("properties", {}).values()

    assert "required" not in schema
    assert "additionalProperties" not in schema
    assert all(allows_null(field) and field["description"] for field in fields)
    assert all(allows_null(item) for field in fields for item in lists_in(field))
    assert not any(word in str(schema) for word in ("'format'", "'enum'"))
