"""docs/regenerating.md, followed literally on a copy of the project."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.snippets import Block, blocks_of

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "regenerating.md"
BLOCKS = blocks_of(PAGE)


def blocks(language: str) -> list[Block]:
    """The page's blocks of one language."""
    return [block for block in BLOCKS if block.language == language]


def python(*arguments: str | Path, cwd: Path) -> str:
    """Run Python and return what it printed; if it fails, that is the test's failure."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which the page's example was described and generated."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("openapi", "generated", "spectrumx"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    description = copy / "openapi" / "gateway.yaml"
    call, answer = (block.text for block in blocks("yaml"))
    text = description.read_text(encoding="utf-8")
    for line, below in (("\npaths:\n", call), ("\n  schemas:\n", answer)):
        assert text.count(line) == 1
        text = text.replace(line, line + below)
    description.write_text(text, encoding="utf-8")
    python(ROOT / "tools" / "regenerate.py", "--root", copy, cwd=copy)
    return copy


def test_the_command_makes_the_files_that_are_named(project: Path) -> None:
    """Two new modules are there, and every other module that is new or changed is an `__init__`."""
    before, after = (
        {path.relative_to(root): path.read_bytes() for path in (root / "generated").rglob("*.py")}
        for root in (ROOT, project)
    )
    new = sorted(path.as_posix() for path in after.keys() - before.keys())
    changed = [path.name for path in before if before[path] != after[path]]

    assert len(new) == 2
    assert all(f"`{path}`" in PAGE.read_text(encoding="utf-8") for path in new)
    assert changed == ["__init__.py"] * 2


def test_the_result_is_used_with_full_types(project: Path) -> None:
    """The page's script and method pass the strict type checker, which knows each field's type."""
    script, method = (block.text for block in blocks("python"))
    shown = "".join(f"    reveal_type(answer.{field})\n" for field in ("count", "versions"))
    (project / "script.py").write_text(script + shown)
    files = project / "spectrumx" / "resources" / "files.py"
    source = files.read_text().replace("import File\n", "import File, wire\n")
    files.write_text(source.replace("    def __repr__", f"{method}\n    def __repr__"))

    said = python("-m", "mypy", "script.py", files, cwd=project)

    assert '"int | None | spectrumx_api.types.Unset"' in said
    assert '"list[spectrumx_api.models.file_asset.FileAsset | None] | None' in said
