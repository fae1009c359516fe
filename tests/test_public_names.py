"""What `import spectrumx` gives, and what it does not do."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import spectrumx
from spectrumx import errors

PACKAGE = Path(spectrumx.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

QUIET_IMPORT = """
import logging, sys
import spectrumx
client = spectrumx.Client(env_config={"SDS_SECRET_TOKEN": "a.token"}, env_file=None)
assert "pycurl" not in sys.modules, "pycurl was imported"
assert logging.getLogger().handlers == [], "the root logger was configured"
handlers = logging.getLogger("spectrumx").handlers
assert [type(handler) for handler in handlers] == [logging.NullHandler], handlers
assert logging.getLogger("spectrumx").level == logging.NOTSET
assert sys.excepthook is sys.__excepthook__
"""


def error_classes() -> dict[str, type[errors.SDSError]]:
    """Every class of error, by name."""
    return {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.SDSError)
    }


def drawn_tree() -> dict[str, tuple[str, str]]:
    """The parents of each error as the docstring of `errors` draws them: ours and Python's."""
    parents: dict[str, tuple[str, str]] = {"SDSError": ("Exception", "")}
    above = ["SDSError"]
    branch = re.compile(
        r"^ {4}(?P<indent>[ │]*)[├└]── (?P<names>\w+(?:, \w+)*)(?: \((\w+)\))?", re.MULTILINE
    )
    for found in branch.finditer(errors.__doc__ or ""):
        depth = len(found["indent"]) // 4 + 1
        for name in found["names"].split(", "):
            parents[name] = (above[depth - 1], found[3] or "")
            above[depth:] = [name]
    return parents


def test_the_public_names_are_sorted_and_there() -> None:
    """`__all__` is sorted, and holds every public name that is not a module, loaded or not."""
    public = {
        name
        for name, value in vars(spectrumx).items()
        if not name.startswith("_") and not isinstance(value, type(spectrumx))
    }

    assert spectrumx.__all__ == sorted(spectrumx.__all__)
    assert set(spectrumx.__all__) == public | {"__version__", "AsyncClient"}
    assert set(spectrumx.__all__) <= set(dir(spectrumx))
    assert all(hasattr(spectrumx, name) for name in spectrumx.__all__)


def test_every_error_is_public() -> None:
    """Each error that may be raised can be imported from the package itself."""
    assert set(error_classes()) <= set(spectrumx.__all__)


def test_the_errors_are_as_drawn() -> None:
    """The tree in the docstring of `errors` has each class below its parent, and no other."""
    classes = {
        name: (
            kind.__bases__[0].__name__,
            kind.__bases__[1].__name__ if len(kind.__bases__) > 1 else "",
        )
        for name, kind in error_classes().items()
    }

    assert drawn_tree() == classes


def test_importing_does_nothing_else(tmp_path: Path) -> None:
    """Import and construction configure no logging, write no file, and leave pycurl for later."""
    environment = {
        "HOME": str(tmp_path),
        "PATH": "",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(PACKAGE.parent),
    }

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", QUIET_IMPORT],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.rglob("*")) == []


def undocumented(tree: ast.Module) -> list[str]:
    """Public modules, classes, functions and methods without a docstring."""
    missing = [] if ast.get_docstring(tree) else ["the module"]
    stack: list[ast.AST] = [tree]
    while stack:
        for node in ast.iter_child_nodes(stack.pop()):
            if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if node.name.startswith("_") or is_overload(node):
                continue
            if not ast.get_docstring(node):
                missing.append(node.name)
            if isinstance(node, ast.ClassDef):
                stack.append(node)
    return missing


def is_overload(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it only declares types, or sets what a documented property gets."""
    names = {ast.unparse(decorator).rpartition(".")[2] for decorator in node.decorator_list}
    return bool(names & {"overload", "setter"})


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_everything_public_is_documented(file: Path) -> None:
    """Every public module, class, function and method says what it is."""
    assert undocumented(ast.parse(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_facts_cite_sections_that_exist(file: Path) -> None:
    """Each section of docs/gateway.md that is cited is a heading there."""
    headings = re.findall(
        r"^#+ (.*)$", (PACKAGE.parent / "docs" / "gateway.md").read_text("utf-8"), re.MULTILINE
    )
    text = re.sub(r"\s+", " ", file.read_text(encoding="utf-8"))

    cited = re.findall(r'docs/gateway\.md, "(.*?)"', text)

    assert [section for section in cited if section not in headings] == []
