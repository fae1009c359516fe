"""The code's direction: every module imports only from the layers above its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "spectrumx"
ARCHITECTURE = ROOT / "docs" / "architecture.md"

ON_TOP = {"__init__", "__main__"}
"""The package's front and its start: they only hand on what the layers make."""

APART = "localgateway"
STARTS_IT = {"cli", "demo", "push", "testing"}

PROMISED = {"models": {"rf"}}
"""Only for types: `Capture.open` gives what is loaded with the first capture that is opened."""

KNOWS_GENERATED = {"models", "transport", "session", "resources"}


def read_layers() -> dict[str, int]:
    """Which line of the page's table each part of the package stands in, from the top."""
    table = ARCHITECTURE.read_text(encoding="utf-8").partition("## The layers")[2]
    rows = re.findall(r"^\| (`.*?) \|", table.partition("\n## ")[0], re.MULTILINE)
    return {
        part.removesuffix("/"): number
        for number, row in enumerate(rows)
        for part in re.findall(r"`([\w/]+)`", row)
    }


def name_of(file: Path) -> str:
    """A module's full name."""
    name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


MODULES = {name_of(file): file for file in PACKAGE.rglob("*.py")}
LAYERS = read_layers()


def imports(name: str) -> Iterator[str]:
    """Every module that a module imports, also inside functions or for types only."""
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in MODULES else str(node.module)


def part_of(name: str) -> str:
    """The part of the package that a module belongs to: `spectrumx.bulk.pump` to `bulk`."""
    return [*name.split("."), "__init__"][1]


IMPORTS = {name: set(imports(name)) for name in MODULES}
PARTS = sorted({part_of(name) for name in MODULES} - ON_TOP)


def used_by(part: str) -> set[str]:
    """The parts of the package that a part's modules import."""
    inside = {name for name in MODULES if part_of(name) == part}
    return {part_of(each) for name in inside for each in IMPORTS[name] if each in MODULES}


def importers_of(package: str) -> set[str]:
    """The modules that import a package or anything in it."""
    return {
        name
        for name, imported in IMPORTS.items()
        if any(each == package or each.startswith(f"{package}.") for each in imported)
    }


def test_the_page_names_every_part() -> None:
    """Each module or folder of the package stands in the page's table, and nothing else does."""
    assert sorted(LAYERS) == PARTS


@pytest.mark.parametrize("part", [part for part in PARTS if part != APART])
def test_a_part_imports_only_from_above(part: str) -> None:
    """What a part imports of the package stands in a line above its own, or is itself."""
    allowed = {each for each, line in LAYERS.items() if line < LAYERS[part]} | {part}
    if part in STARTS_IT:
        allowed.add(APART)

    assert used_by(part) <= allowed | PROMISED.get(part, set())


def test_there_are_no_import_rings() -> None:
    """No module imports itself by way of others, not even for types."""
    graph = {name: {each for each in used if each in MODULES} for name, used in IMPORTS.items()}

    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


def test_each_network_library_has_one_door() -> None:
    """One module knows pycurl and one knows httpx."""
    assert importers_of("pycurl") == {"spectrumx.bulk.curl"}
    assert importers_of("httpx") == {"spectrumx.transport"}


def test_the_generated_client_is_known_to_few() -> None:
    """Only models, transport, session and resources know the generated package."""
    assert {part_of(name) for name in importers_of("spectrumx_api")} == KNOWS_GENERATED


def test_the_embedded_gateway_stands_apart() -> None:
    """The embedded gateway imports nothing of the SDK, and only the shell's parts start it."""
    assert used_by(APART) == {APART}
    assert {part_of(name) for name in importers_of(f"spectrumx.{APART}")} <= {APART, *STARTS_IT}
