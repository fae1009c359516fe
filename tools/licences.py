"""Write docs/licences.md: the licences of what the package needs, as the installed files say.

python tools/licences.py            write it
python tools/licences.py --check    print which direct dependencies differ; exit status 1 if any
"""

import argparse
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from lower_bounds import EXTRAS, ROOT, requirements
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = ROOT / "docs" / "licences.md"
INTRODUCTION = """\
# Licences

The SDK is under the MIT licence. It contains none of the packages below, only asks for them to be
installed; their licences are those that the packages name. `make licences` renews this page.
"""

_LONGEST_NAME = 80


def main(arguments: list[str] | None = None) -> int:
    """Write or check, as the command line says.

    Returns:
        The exit status: 0 when all is well, 1 when the check found a difference.
    """
    parser = argparse.ArgumentParser(description="Write down the dependencies' licences.")
    parser.add_argument("--check", action="store_true", help="change nothing, print differences")
    if not parser.parse_args(arguments).check:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    written = PAGE.read_text(encoding="utf-8")
    missing = [row for table in direct().values() for row in table if row not in written]
    print("\n".join(missing), end="\n" if missing else "")
    return int(bool(missing))


def page() -> str:
    """Write the page."""
    tables = direct()
    named = {name for group in _groups().values() for name in group}
    tables["What these need"] = [_row(name) for name in sorted(_needed_by(named) - named)]
    parts = [INTRODUCTION]
    for title, rows in tables.items():
        parts.append("\n".join([f"## {title}\n", "| package | licence |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


def direct() -> dict[str, list[str]]:
    """Write the rows of the direct dependencies, by the heading of their table."""
    return {title: [_row(name) for name in sorted(group)] for title, group in _groups().items()}


def licence_of(package: Distribution) -> str:
    """Read a package's licence, from the most exact to the oldest way to state it."""
    for expression in _said(package, "License-Expression"):
        return expression
    for field in _said(package, "License"):
        if 0 < len(field) <= _LONGEST_NAME:  # else it is the licence's whole text
            return field
    classifiers = _said(package, "Classifier")
    named = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License :: ")]
    return " and ".join(named) or "not stated"


def _said(package: Distribution, field: str) -> list[str]:
    return package.metadata.get_all(field) or []


def _groups() -> dict[str, set[str]]:
    pyproject = ROOT / "pyproject.toml"
    core = _names(requirements(pyproject, extras=()))
    groups = {"Always needed": core}
    for extra in EXTRAS:
        groups[f"Needed with the extra `{extra}`"] = (
            _names(requirements(pyproject, extras=(extra,))) - core
        )
    return groups


def _names(found: Iterator[Requirement]) -> set[str]:
    return {canonicalize_name(each.name) for each in found}


def _row(name: str) -> str:
    return f"| {name} | {licence_of(distribution(name))} |"


def _needed_by(names: set[str]) -> set[str]:
    """Give the names and whatever those packages need on this system, all the way down."""
    needed: set[str] = set()
    while waiting := names - needed:
        needed |= waiting
        names = names | {
            each for name in waiting for each in _names(_requirements_of(name)) if _is_there(each)
        }
    return needed


def _requirements_of(name: str) -> Iterator[Requirement]:
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement


def _is_there(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
