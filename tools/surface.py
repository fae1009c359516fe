"""Write tests/surface.txt: every public name, with its signature, one on a line.

    python tools/surface.py            write it
    python tools/surface.py --check    print what differs; exit status 1 when anything does

Public is what the modules below name, and every class of the package that those hand out or take;
how such a class is made is the package's own business.
"""

import argparse
import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import griffe

ROOT = Path(__file__).resolve().parents[1]
BASELINE = ROOT / "tests" / "surface.txt"
MODULES = (
    "spectrumx",
    "spectrumx.asynchronous",
    "spectrumx.errors",
    "spectrumx.filesystem",
    "spectrumx.localgateway",
    "spectrumx.logs",
    "spectrumx.models",
    "spectrumx.progress",
    "spectrumx.rf",
    "spectrumx.testing",
    "spectrumx.workers",
)

_NOT_PUBLIC = re.compile(r"_(?!_)|__(all|getattr|match_args|slots)__$|log$")
_TYPE_NAME = re.compile(r"[A-Z]\w*[a-z]")
_TYPE_VARIABLE = re.compile(r"(TypeVar|ParamSpec)\(")


def main(arguments: list[str] | None = None) -> int:
    """Write or check, as the command line says.

    Returns:
        The exit status: 0 when all is well, 1 when the check found a difference.
    """
    parser = argparse.ArgumentParser(description="Write down the public surface.")
    parser.add_argument("--check", action="store_true", help="change nothing, print differences")
    is_check = parser.parse_args(arguments).check
    now = surface()
    if not is_check:
        BASELINE.write_text(now, encoding="utf-8")
        return 0
    difference = compare(BASELINE.read_text(encoding="utf-8"), now)
    print(difference, end="")
    return int(bool(difference))


def compare(before: str, now: str) -> str:
    """Show what differs between two surfaces; empty where nothing does."""
    old, new = before.splitlines(keepends=True), now.splitlines(keepends=True)
    return "".join(difflib.unified_diff(old, new, "tests/surface.txt", "the code", n=1))


def surface(folder: Path = ROOT) -> str:
    """Describe the public surface of the package in a folder, without importing it."""
    package = griffe.load(
        "spectrumx", search_paths=[folder], allow_inspection=False, try_relative_path=False
    )
    assert isinstance(package, griffe.Module)
    return _Surface(package).text()


class _Surface:
    """Walks from the public modules to everything they lead to."""

    def __init__(self, package: griffe.Module) -> None:
        self._package = package
        self._reached: dict[str, griffe.Object] = {}
        self._named: set[str] = set()

    def text(self) -> str:
        modules = [self._module(path) for path in MODULES]
        described: dict[str, str] = {}
        while waiting := self._reached.keys() - described.keys():
            for path in waiting:
                described[path] = "\n".join(self._described(self._reached[path]))
        return "\n\n".join([*modules, *(described[path] for path in sorted(described))]) + "\n"

    def _module(self, path: str) -> str:
        module = self._package.modules_collection[path]
        exported = {str(name) for name in module.exports or ()}
        lines = [f"module {path}"]
        for name, member in sorted(module.members.items()):
            is_own = not member.is_alias and not _NOT_PUBLIC.match(name)
            if name in exported or (is_own and not exported and not member.is_module):
                target = self._reach(member)
                self._named.add(target)
                lines.append(f"    {name}" + (f" = {target}" if member.is_alias else ""))
        return "\n".join(lines)

    def _described(self, found: griffe.Object) -> Iterator[str]:
        if not isinstance(found, griffe.Class):
            yield from self._lines(found, found.path)
            return
        yield f"class {found.path}"
        for base in found.bases:
            yield f"    is a {self._said(base)}"
        for name, member in sorted(found.members.items()):
            is_public = not _NOT_PUBLIC.match(name)
            if name == "__init__":
                is_public = found.path in self._named
            if is_public and not isinstance(member, griffe.Alias):
                yield from (f"    {line}" for line in self._lines(member, name))

    def _lines(self, found: griffe.Object, name: str) -> Iterator[str]:
        """Describe a function, by its overloads where it has any, or a value."""
        if isinstance(found, griffe.Function):
            overloads = found.parent.overloads.get(found.name) if found.parent else None
            for each in overloads or [found]:
                yield _on_one_line(self._function(each, name))
        elif isinstance(found, griffe.Attribute):
            yield _on_one_line(self._attribute(found, name))
        else:
            yield f"class {name}"

    def _function(self, function: griffe.Function, name: str) -> str:
        if name != "__init__":
            for parameter in function.parameters:
                self._said(parameter.annotation)
            self._said(function.returns)
        marks = sorted(function.labels & {"classmethod", "staticmethod"})
        return " ".join([*marks, function.signature(return_type=True, name=name)])

    def _attribute(self, attribute: griffe.Attribute, name: str) -> str:
        if attribute.annotation is None:
            is_type = name != attribute.name and _TYPE_NAME.match(attribute.name)
            return f"{name} = {self._said(attribute.value)}" if is_type else name
        text = f"{name}: {self._said(attribute.annotation)}"
        if "property" not in attribute.labels:
            return text
        return f"{text} (settable)" if attribute.setter else f"{text} (property)"

    def _said(self, expression: str | griffe.Expr | None) -> str:
        """Write an annotation, and reach what it names of the package."""
        if isinstance(expression, griffe.Expr):
            for part in expression.iterate(flat=True):
                if isinstance(part, griffe.ExprName):
                    self._reach_named(part.canonical_path)
        return str(expression)

    def _reach_named(self, path: str) -> None:
        try:
            found = self._package.modules_collection[path]
        except KeyError:  # of another package, or the name of an argument
            return
        if found.is_class or (found.is_attribute and not _TYPE_VARIABLE.match(str(found.value))):
            self._reach(found)

    def _reach(self, member: griffe.Object | griffe.Alias) -> str:
        found = member.final_target if isinstance(member, griffe.Alias) else member
        self._reached[found.path] = found
        return found.path


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


if __name__ == "__main__":
    sys.exit(main())
