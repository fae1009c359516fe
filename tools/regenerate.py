"""Write generated/spectrumx_api anew from openapi/gateway.yaml, or check that it is up to date.

    python tools/regenerate.py            write it
    python tools/regenerate.py --check    print what would change; exit status 1 when anything would

See docs/regenerating.md.
"""

import argparse
import difflib
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

PINNED = {"openapi-python-client": "0.29.1", "ruff": "0.17.6"}
# Isolated, so that neither this project's settings nor a surrounding one's change the result.
RUFF_OPTIONS = (
    *("--isolated", "--no-cache", "--no-respect-gitignore"),
    *("--line-length=100", "--target-version=py311"),
)
PACKAGE = Path("generated/spectrumx_api")

Tree = dict[str, str]


def main(arguments: list[str] | None = None) -> int:
    """Regenerate or check, as the command line says.

    Returns:
        The exit status: 0 when all is well, 1 when the check found a difference.
    """
    options = _parse(arguments)
    _require_pinned_versions()
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / PACKAGE.name
        generate(options.root / "openapi", output=fresh)
        if options.check:
            return report(compare(read_tree(options.root / PACKAGE), read_tree(fresh)))
        replace(options.root / PACKAGE, by=fresh)
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Regenerate generated/spectrumx_api.")
    parser.add_argument("--check", action="store_true", help="change nothing, print differences")
    project = Path(__file__).resolve().parents[1]
    parser.add_argument("--root", type=Path, default=project, help="the project's directory")
    return parser.parse_args(arguments)


def _require_pinned_versions() -> None:
    for name, wanted in PINNED.items():
        if (found := version(name)) != wanted:
            sys.exit(f"{name} {found} is installed, but {wanted} is needed: pip install -e .[dev]")


def generate(description: Path, *, output: Path) -> None:
    """Generate the package from what is in `description`, and format it."""
    _run(
        *("openapi_python_client", "generate", "--meta=none", "--fail-on-warning"),
        *("--path", description / "gateway.yaml"),
        *("--config", description / "generator.yaml"),
        *("--custom-template-path", description / "templates"),
        *("--output-path", output),
    )
    (output / "py.typed").touch()
    _run("ruff", "check", "--quiet", "--fix", "--select=F,I,UP", *RUFF_OPTIONS, output)
    _run("ruff", "format", "--quiet", *RUFF_OPTIONS, output)


def _run(module: str, *arguments: str | Path) -> None:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def read_tree(folder: Path) -> Tree:
    """Read every file below `folder`, by its path relative to `folder`; bytecode is left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def compare(committed: Tree, fresh: Tree) -> list[str]:
    """List what to change in `committed` to get `fresh`, as lines of unified diffs."""
    lines: list[str] = []
    for name in sorted(committed.keys() | fresh.keys()):
        if committed.get(name) != fresh.get(name):
            lines += _diff(name, old=committed.get(name), new=fresh.get(name))
    return lines


def _diff(name: str, *, old: str | None, new: str | None) -> list[str]:
    old_name = "/dev/null" if old is None else f"committed/{name}"
    new_name = "/dev/null" if new is None else f"fresh/{name}"
    old_lines, new_lines = (old or "").splitlines(), (new or "").splitlines()
    diff = list(difflib.unified_diff(old_lines, new_lines, old_name, new_name, lineterm=""))
    # An empty file that is missing or stray has no differing line, but still a name.
    return diff or [f"--- {old_name}", f"+++ {new_name}"]


def report(difference: list[str]) -> int:
    """Print the difference and give the exit status."""
    if not difference:
        return 0
    print("\n".join(difference))
    print("\ngenerated/ is out of date: run python tools/regenerate.py", file=sys.stderr)
    return 1


def replace(target: Path, *, by: Path) -> None:
    """Put the fresh package where the old one was, so that no stray file stays."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(by, target)


if __name__ == "__main__":
    sys.exit(main())
