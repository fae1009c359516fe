"""The comparison with a gateway's own schema finds exactly what differs."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
DESCRIPTION = ROOT / "openapi" / "gateway.yaml"
FILES = "/api/v1/assets/files/"
FILE = "/api/v1/assets/files/{uuid}/"
CAPTURES = "/api/v1/assets/captures/"

Json = dict[str, Any]


def compare(schema: Path | str) -> tuple[int, str]:
    """Run the tool; give its exit status and what it printed."""
    command = [sys.executable, str(ROOT / "tools" / "api_diff.py"), str(schema)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def rows(printed: str) -> list[str]:
    """Give the lines of the tables as `kind: operation what ours theirs`, spaces collapsed."""
    found, kind = [], ""
    for line in printed.splitlines():
        if line.startswith("  "):
            found.append(f"{kind}: {' '.join(line.split())}")
        else:
            kind = line.partition(":")[0]
    return [row for row in found if not row.endswith(": operation what ours theirs")]


@pytest.fixture
def theirs() -> Json:
    """Load a copy of our own description, to be changed into a gateway's."""
    document: Json = YAML(typ="safe").load(DESCRIPTION)
    return document


def write(document: Json, folder: Path) -> Path:
    """Write a schema document as JSON."""
    file = folder / "schema.json"
    file.write_text(json.dumps(document))
    return file


def lose_operation(theirs: Json) -> None:
    """The gateway no longer deletes files."""
    del theirs["paths"][FILE]["delete"]


def gain_operation(theirs: Json) -> None:
    """The gateway can copy files."""
    theirs["paths"][FILE + "copy/"] = {"post": {"responses": {"204": {}}}}


def lose_parameter(theirs: Json) -> None:
    """The gateway no longer searches captures."""
    parameters = theirs["paths"][CAPTURES]["get"]["parameters"]
    parameters[:] = [each for each in parameters if each.get("name") != "metadata_filters"]


def gain_parameter(theirs: Json) -> None:
    """The gateway wants to know an order."""
    order = {"name": "order", "in": "query", "required": True, "schema": {"type": "string"}}
    theirs["paths"][CAPTURES]["get"]["parameters"].append(order)


def change_parameter(theirs: Json) -> None:
    """The gateway takes plain text for a time."""
    for parameter in theirs["paths"][FILES]["get"]["parameters"]:
        if parameter.get("name") == "start_time":
            del parameter["schema"]["format"]


def change_sent_fields(theirs: Json) -> None:
    """The gateway takes other fields in a file's update."""
    update = theirs["components"]["schemas"]["FileUpdateBody"]
    update["properties"]["owner"] = {"type": "integer"}
    update["properties"]["url"] = {"type": "string", "readOnly": True}
    update["required"] = ["directory", "name"]
    del update["properties"]["media_type"]


def change_answered_fields(theirs: Json) -> None:
    """The gateway answers other fields of channels, wherever they are nested."""
    channel = theirs["components"]["schemas"]["CaptureChannel"]["properties"]
    channel["gain"] = {"allOf": [{"type": "number"}]}
    channel["uuid"] = {"type": "integer"}
    del channel["channel"]


def change_choices(theirs: Json) -> None:
    """The gateway knows other capture formats."""
    theirs["components"]["schemas"]["CaptureFormat"]["enum"] = ["drf", "sigmf", "vita49"]


def change_status(theirs: Json) -> None:
    """The gateway answers a rename without a body."""
    responses = theirs["paths"][CAPTURES + "{uuid}/"]["patch"]["responses"]
    responses.clear()
    responses["204"] = {"description": "Renamed."}


CHANGES: list[tuple[Callable[[Json], None], set[str]]] = [
    (lose_operation, {"extra: DELETE /assets/files/{}"}),
    (gain_operation, {"missing: POST /assets/files/{}/copy"}),
    (lose_parameter, {"extra: GET /assets/captures query metadata_filters string"}),
    (gain_parameter, {"missing: GET /assets/captures query order string required"}),
    (change_parameter, {"changed: GET /assets/files query start_time string date-time string"}),
    (
        change_sent_fields,
        {
            "missing: PUT /assets/files/{} request owner integer",
            "changed: PUT /assets/files/{} request name string string required",
            "extra: PUT /assets/files/{} request media_type string",
        },
    ),
    (
        change_choices,
        {
            "missing: GET /assets/captures query capture_type = vita49",
            "extra: GET /assets/captures query capture_type = rh",
            "missing: POST /assets/captures request capture_type = vita49",
            "extra: POST /assets/captures request capture_type = rh",
        },
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), CHANGES, ids=[each.__name__ for each, _ in CHANGES]
)
def test_reports_exactly_what_changed(
    theirs: Json, tmp_path: Path, change: Callable[[Json], None], expected: set[str]
) -> None:
    """A change of an operation, parameter, sent field or choice is listed, and nothing else."""
    change(theirs)

    status, printed = compare(write(theirs, tmp_path))

    assert (status, set(rows(printed))) == (1, expected)


def test_reports_answered_fields_wherever_they_are_nested(theirs: Json, tmp_path: Path) -> None:
    """A change of a nested answer is listed for each operation that answers it."""
    change_answered_fields(theirs)

    status, printed = compare(write(theirs, tmp_path))

    operation = "GET /assets/files response 200"
    assert status == 1
    assert [row for row in rows(printed) if operation in row] == [
        f"missing: {operation} results[].captures[].channels[].gain number",
        f"extra: {operation} results[].captures[].channels[].channel string",
        f"changed: {operation} results[].captures[].channels[].uuid string integer",
    ]
    assert all(".channels[]." in row or " channels[]." in row for row in rows(printed))


def test_reports_another_status(theirs: Json, tmp_path: Path) -> None:
    """Another status of success is listed, with the fields that the other one had."""
    change_status(theirs)

    listed = rows(compare(write(theirs, tmp_path))[1])

    assert "missing: PATCH /assets/captures/{} response 204" in listed
    assert "extra: PATCH /assets/captures/{} response 200 name string" in listed
    assert all("PATCH /assets/captures/{} response 20" in row for row in listed)


def test_finds_no_difference_in_names_alone(tmp_path: Path) -> None:
    """Another version, parameters named otherwise and missing last slashes are no difference."""
    text = DESCRIPTION.read_text().replace("/api/v1/", "/api/latest/")
    text = text.replace("{uuid}", "{id}").replace("name: uuid", "name: id").replace("/:\n", ":\n")
    schema = tmp_path / "schema.yaml"
    schema.write_text(text)

    assert compare(schema) == (0, "Nothing differs.\n")


def test_lists_extensions_apart(theirs: Json, tmp_path: Path) -> None:
    """A gateway without our extensions differs in nothing that counts."""
    del theirs["paths"]["/api/v1/assets/datasets/"]
    download = theirs["paths"][FILE + "download/"]["get"]
    del download["parameters"], download["responses"]["206"]
    theirs["components"]["schemas"]["CaptureFormat"]["enum"].remove("sigmf")

    status, printed = compare(write(theirs, tmp_path))

    assert status == 0
    assert set(rows(printed)) == {
        "extension: GET /assets/datasets",
        "extension: POST /assets/datasets",
        "extension: GET /assets/files/{}/download header Range string",
        "extension: GET /assets/files/{}/download header If-Range string",
        "extension: GET /assets/files/{}/download response 206 string",
        "extension: GET /assets/captures query capture_type = sigmf",
        "extension: POST /assets/captures request capture_type = sigmf",
    }


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a real socket."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object, **__: object) -> None:
            """Stay quiet."""

    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_reads_a_schema_from_an_address(theirs: Json, tmp_path: Path) -> None:
    """A schema may be given by its address, and one that is not there cannot be read."""
    write(theirs, tmp_path)

    with served(tmp_path) as address:
        assert compare(f"{address}/schema.json") == (0, "Nothing differs.\n")
        assert compare(f"{address}/other.json")[0] == 2


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><html></html>",
        "{broken: [",
        "swagger: '2.0'\npaths: {}",
        "openapi: 3.1.0\npaths: []",
        "openapi: 3.0.3\npaths: {/a/: {get: {parameters: [{$ref: '#/components/nowhere'}]}}}",
        "openapi: 3.0.3\npaths: {/a/: {get: {parameters: [{$ref: 'other.yaml#/a'}]}}}",
    ],
)
def test_refuses_what_is_no_schema(tmp_path: Path, text: str) -> None:
    """A document that is no readable schema is refused with status 2 and a reason."""
    schema = tmp_path / "schema.yaml"
    schema.write_text(text)

    status, printed = compare(schema)

    assert status == 2
    assert printed.startswith(f"{schema} cannot be read: ")


def test_ends_at_schemas_that_contain_themselves(theirs: Json, tmp_path: Path) -> None:
    """A schema that refers to itself is followed once."""
    again = {"type": "array", "items": {"$ref": "#/components/schemas/Message"}}
    theirs["components"]["schemas"]["Message"]["properties"]["causes"] = again

    listed = rows(compare(write(theirs, tmp_path))[1])

    assert "missing: PUT /assets/files/{}/detach-from-datasets response 200 causes array" in listed
    assert not [row for row in listed if "causes[]" in row]
