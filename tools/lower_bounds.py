"""Print the lowest versions that pyproject.toml allows, as constraints for pip.

python tools/lower_bounds.py > lowest.txt
pip install -c lowest.txt 'spectrumx[gateway,rf,plot,fsspec,dask]'
"""

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
EXTRAS = ("gateway", "rf", "plot", "fsspec", "dask")


def main() -> int:
    """Print the constraints."""
    print("\n".join(lower_bounds(ROOT / "pyproject.toml")))
    return 0


def lower_bounds(pyproject: Path) -> list[str]:
    """Read what the package and its extras for users need at least.

    Raises:
        ValueError: A requirement has no lower bound.
    """
    return [f"{each.name}=={_lowest(each)}" for each in requirements(pyproject)]


def requirements(pyproject: Path, *, extras: tuple[str, ...] = EXTRAS) -> Iterator[Requirement]:
    """Give the requirements of the package itself, then those of its extras."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    for group in (project["dependencies"], *map(project["optional-dependencies"].get, extras)):
        yield from map(Requirement, group)


def _lowest(requirement: Requirement) -> str:
    for specifier in requirement.specifier:
        if specifier.operator in {">=", "==", "~="}:
            return specifier.version
    raise ValueError(f"{requirement} has no lower bound")


if __name__ == "__main__":
    sys.exit(main())
