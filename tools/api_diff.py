"""Compare openapi/gateway.yaml with the schema document of a running gateway.

    python tools/api_diff.py SCHEMA       a file or an http(s) address, JSON or YAML

Operations, parameters, fields of request bodies and of successful answers are compared; answers by
type alone, because our description promises nothing more about them. Exit status: 0 nothing
differs, 1 something does, 2 SCHEMA cannot be read. Extensions of ours that the gateway lacks are
listed apart and do not count. See docs/regenerating.md.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
from api_facts import Fact, Facts, Json, UnreadableSchemaError, read_facts
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

DESCRIPTION = Path(__file__).resolve().parents[1] / "openapi" / "gateway.yaml"
MEANINGS = {
    "missing": "the gateway has it, our description does not",
    "extra": "our description has it, the gateway does not",
    "changed": "both have it, but not alike",
    "extension": "an extension of ours that the gateway does not have",
}


@dataclass(frozen=True)
class Difference:
    """One line of the comparison."""

    kind: str
    operation: str
    what: str
    ours: str
    theirs: str


def main(arguments: list[str] | None = None) -> int:
    """Compare, print the tables and give the exit status."""
    parser = argparse.ArgumentParser(description="Compare our description with a gateway's schema.")
    parser.add_argument("schema", help="the gateway's schema document, a file or http(s) address")
    place = parser.parse_args(arguments).schema
    ours = read_facts(load(str(DESCRIPTION)))
    try:
        theirs = read_facts(load(place))
    except UnreadableSchemaError as error:
        print(f"{place} cannot be read: {error}", file=sys.stderr)
        return 2
    differences = compare(ours, theirs)
    print(tables(differences))
    return int(any(difference.kind != "extension" for difference in differences))


def load(place: str) -> Json:
    """Load an OpenAPI document from a file or an http(s) address.

    Raises:
        UnreadableSchemaError: There is none.
    """
    try:
        document = _parse(_text(place))
    except (OSError, UnicodeDecodeError, httpx.HTTPError, httpx.InvalidURL, YAMLError) as error:
        raise UnreadableSchemaError(str(error)) from error
    if not isinstance(document, Mapping) or not {"openapi", "paths"} <= document.keys():
        raise UnreadableSchemaError("it is no OpenAPI document of version 3")
    return document


def _text(place: str) -> str:
    if not place.startswith(("http://", "https://")):
        return Path(place).read_text(encoding="utf-8")
    accepted = {"Accept": "application/vnd.oai.openapi, application/json;q=0.9, */*;q=0.1"}
    return httpx.get(place, headers=accepted, follow_redirects=True).raise_for_status().text


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return YAML(typ="safe").load(text)


def compare(ours: Facts, theirs: Facts) -> list[Difference]:
    """List what differs, ordered by operation; of an operation that one side lacks, only that."""
    found = []
    for operation, what in sorted(ours.keys() | theirs.keys()):
        key, whole = (operation, what), (operation, "")
        compared = not what or (whole in ours and whole in theirs)
        if compared and (kind := _kind(ours.get(key), theirs.get(key))):
            values = (facts.get(key, Fact()).value for facts in (ours, theirs))
            found.append(Difference(kind, operation, what, *values))
    return found


def _kind(ours: Fact | None, theirs: Fact | None) -> str | None:
    if ours is None:
        return "missing"
    if theirs is None:
        return "extension" if ours.extension else "extra"
    return "changed" if ours.value != theirs.value else None


def tables(differences: list[Difference]) -> str:
    """Write the differences as one table for each kind."""
    kinds = [(kind, [each for each in differences if each.kind == kind]) for kind in MEANINGS]
    return "\n\n".join(_table(kind, rows) for kind, rows in kinds if rows) or "Nothing differs."


def _table(kind: str, differences: list[Difference]) -> str:
    rows = [("operation", "what", "ours", "theirs")]
    rows += [(each.operation, each.what, each.ours, each.theirs) for each in differences]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join([f"{kind}: {MEANINGS[kind]}", *(f"  {line}" for line in lines)])


if __name__ == "__main__":
    sys.exit(main())
