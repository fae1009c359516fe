"""Read out of an OpenAPI document what api_diff.py compares, as a flat table of facts."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "put", "post", "patch", "delete")

Json = Mapping[str, Any]


class UnreadableSchemaError(Exception):
    """The schema document cannot be fetched, parsed or understood."""


@dataclass(frozen=True)
class Fact:
    """One thing a description says, and whether it says so as an extension."""

    value: str = ""
    extension: bool = False


Facts = dict[tuple[str, str], Fact]
"""Facts by operation and by the thing said of it; "" stands for the operation itself."""

Told = Iterator[tuple[str, Fact]]
"""Facts about one operation, by the thing said of it."""


def read_facts(document: Json) -> Facts:
    """Collect what a description says, ready to be compared.

    Raises:
        UnreadableSchemaError: The document is not built like an OpenAPI document.
    """
    try:
        return dict(_Reader(document).facts())
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UnreadableSchemaError(f"it is malformed at {error!r}") from error


class _Reader:
    """Walks one document, following its references."""

    def __init__(self, document: Json) -> None:
        self._document = document

    def facts(self) -> Iterator[tuple[tuple[str, str], Fact]]:
        for path, item in self._document["paths"].items():
            for method in METHODS:
                if method in item:
                    operation = f"{method.upper()} {_common_path(path)}"
                    for what, fact in self._operation(path, item, item[method]):
                        yield (operation, what), fact

    def _operation(self, path: str, item: Json, operation: Json) -> Told:
        yield "", Fact(extension=_is_extension(operation))
        for declared in [*item.get("parameters", []), *operation.get("parameters", [])]:
            yield from self._parameter(path, self._resolve(declared))
        yield from self._request(self._resolve(operation.get("requestBody", {})))
        for status, answer in operation.get("responses", {}).items():
            if str(status).startswith("2"):
                yield from self._answer(f"response {status}", self._resolve(answer))

    def _parameter(self, path: str, parameter: Json) -> Told:
        name, schema = parameter["name"], parameter.get("schema", {})
        if parameter["in"] == "path":
            position = re.findall(r"{(.*?)}", path).index(name) + 1
            yield f"path {position}", Fact(self._type(schema))
            return
        required, extension = parameter.get("required", False), _is_extension(parameter)
        what = f"{parameter['in']} {name}"
        yield from self._sent(what, schema, required=required, extension=extension)

    def _request(self, body: Json) -> Told:
        for schema in _body_schemas(body):
            for name, field, required in self._fields(schema, hidden="readOnly"):
                extension = _is_extension(field)
                what = f"request {name}"
                yield from self._sent(what, field, required=required, extension=extension)

    def _sent(self, what: str, schema: Json, *, required: bool, extension: bool) -> Told:
        parts = [part for part, _ in self._parts(schema)]
        formats = sorted({part["format"] for part in parts if "format" in part})
        value = " ".join([self._type(schema), *formats, *(["required"] if required else [])])
        yield what, Fact(value, extension)
        for part in parts:
            extensions = part.get("x-sds-extension-values", ())
            for choice in part.get("enum", ()):
                yield f"{what} = {choice}", Fact(extension=extension or choice in extensions)

    def _answer(self, what: str, answer: Json) -> Told:
        extension = _is_extension(answer)
        schemas = _body_schemas(answer)
        yield what, Fact(" or ".join(sorted({self._type(schema) for schema in schemas})), extension)
        for schema in schemas:
            for name, field, _ in self._fields(schema, hidden="writeOnly"):
                yield f"{what} {name}", Fact(self._type(field), extension or _is_extension(field))

    def _fields(
        self, schema: Json, *, hidden: str, prefix: str = "", seen: frozenset[str] = frozenset()
    ) -> Iterator[tuple[str, Json, bool]]:
        """Walk all fields, through lists and nested objects.

        Yields:
            Where the field is (as in results[].uuid), its schema, and whether it is required.
        """
        for part, references in self._parts(schema, seen):
            if "items" in part:
                items, listed = part["items"], f"{prefix}[]"
                yield from self._fields(items, hidden=hidden, prefix=listed, seen=references)
            for name, field in part.get("properties", {}).items():
                if not field.get(hidden):
                    path = f"{prefix}.{name}".removeprefix(".")
                    yield path, field, name in part.get("required", ())
                    yield from self._fields(field, hidden=hidden, prefix=path, seen=references)

    def _parts(
        self, schema: Json, seen: frozenset[str] = frozenset()
    ) -> Iterator[tuple[Json, frozenset[str]]]:
        """Give the plain schemas that a schema consists of, with the references on the way."""
        if reference := schema.get("$ref"):
            if reference not in seen:
                yield from self._parts(self._target(reference), seen | {reference})
            return
        combined = [*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())]
        for part in combined:
            yield from self._parts(part, seen)
        if not combined or "type" in schema or "properties" in schema:
            yield schema, seen

    def _type(self, schema: Json) -> str:
        """Name the JSON types a schema allows, but for null, which our answers always allow."""
        names = {name for part, _ in self._parts(schema) for name in _type_names(part)}
        return " or ".join(sorted(names - {"null"})) or "any"

    def _resolve(self, node: Json) -> Json:
        return self._resolve(self._target(node["$ref"])) if "$ref" in node else node

    def _target(self, reference: str) -> Json:
        if not reference.startswith("#/"):
            raise ValueError(f"{reference}, which lies outside of the document")
        node = self._document
        for key in reference.removeprefix("#/").split("/"):
            node = node[key.replace("~1", "/").replace("~0", "~")]
        return node


def _common_path(path: str) -> str:
    """Write a path without what gateways name differently: version, parameters, last slash."""
    return re.sub(r"{.*?}", "{}", re.sub(r"^/api/[^/]+(?=/)", "", path)).rstrip("/")


def _body_schemas(body: Json) -> list[Json]:
    return [media["schema"] for media in body.get("content", {}).values() if "schema" in media]


def _is_extension(node: Json) -> bool:
    return node.get("x-sds-extension") is True


def _type_names(part: Json) -> Iterable[str]:
    declared = part.get("type") or _implied_type(part)
    return [declared] if isinstance(declared, str) else declared


def _implied_type(part: Json) -> list[str]:
    if "properties" in part:
        return ["object"]
    return ["string"] if "enum" in part else []
