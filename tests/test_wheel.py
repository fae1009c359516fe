"""The wheel holds all that users need: it is built, installed away from the sources, and used."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from spectrumx import __version__
from tests.test_readme import blocks

ROOT = Path(__file__).parents[1]
TYPED = (ROOT / "tests" / "typing_api.py", *sorted((ROOT / "tests" / "typing_scripts").iterdir()))
CONSTRAINTS = ROOT / "constraints.txt"
TESTS_OF_README = (
    "README.md",
    "tests/conftest.py",
    "tests/recordings.py",
    "tests/test_readme.py",
)

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command and return its output; if it fails, the output is the test's failure."""
    # Without PYTHONPATH, which may lead to the sources.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["PIP_CONSTRAINT"] = str(CONSTRAINTS)
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sources as they are now."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter that has the wheel with all that its examples need, and pytest."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    tools = ("pytest", "hypothesis", "jedi")
    run(python, "-m", "pip", "install", "--quiet", f"{wheel}[gateway,rf,plot]", *tools, cwd=folder)
    return python


def test_holds_both_packages_and_their_types(wheel: Path) -> None:
    """Handwritten and generated packages are in the wheel, each with py.typed, and nothing else."""
    names = set(ZipFile(wheel).namelist())

    assert {"spectrumx/py.typed", "spectrumx_api/py.typed"} <= names
    assert {name.split("/")[0] for name in names} == {
        "spectrumx",
        "spectrumx_api",
        "spectrumx_program.py",
        f"spectrumx-{__version__}.dist-info",
    }
    assert f"spectrumx-{__version__}.dist-info/licenses/LICENSE" in names


def test_holds_every_module(wheel: Path) -> None:
    """No module of the sources is left out."""
    sources = {
        path.relative_to(folder).as_posix()
        for folder in (ROOT, ROOT / "generated")
        for package in ("spectrumx", "spectrumx_api")
        for path in (folder / package).rglob("*.py")
    } | {"spectrumx_program.py"}

    assert sources == {name for name in ZipFile(wheel).namelist() if name.endswith(".py")}


def test_imports_away_from_the_sources(python: Path, tmp_path: Path) -> None:
    """What is imported is the installed copy, and it knows its version."""
    program = (
        "import json, spectrumx, spectrumx_api;"
        "print(json.dumps([spectrumx.__version__, spectrumx.__file__, spectrumx_api.__file__]))"
    )

    version, *files = json.loads(run(python, "-c", program, cwd=tmp_path))

    assert version == __version__
    assert all(Path(file).is_relative_to(python.parents[1]) for file in files)


def test_command_line_is_installed(python: Path, tmp_path: Path) -> None:
    """The command `spectrumx` is there and says its version."""
    assert __version__ in run(python.with_name("spectrumx"), "--version", cwd=tmp_path)


@pytest.mark.parametrize(
    "checker",
    [("mypy", "--strict", "--python-executable"), ("basedpyright", "--pythonpath")],
    ids=lambda checker: checker[0],
)
def test_types_reach_users(checker: tuple[str, ...], python: Path, tmp_path: Path) -> None:
    """A type checker finds nothing in typical use, in users' scripts and the README's code."""
    for script in TYPED:
        shutil.copy(script, tmp_path)
    (tmp_path / "readme.py").write_text("\n".join(blocks("python")), encoding="utf-8")
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "standard"}')

    run(sys.executable, "-m", *checker, python, *sorted(tmp_path.glob("*.py")), cwd=tmp_path)


def test_editors_complete(python: Path, tmp_path: Path) -> None:
    """An editor completes and explains what is installed, as it does the sources."""
    shutil.copy(ROOT / "tests" / "test_completion.py", tmp_path)

    said = run(python, "-m", "pytest", "-q", "-W", "error", "test_completion.py", cwd=tmp_path)

    assert " passed" in said


def test_readme_examples_run(python: Path, tmp_path: Path) -> None:
    """The README's examples run with nothing but the installed package."""
    (tmp_path / "tests").mkdir()
    for name in TESTS_OF_README:
        shutil.copy(ROOT / name, tmp_path / name)

    said = run(
        *(python, "-m", "pytest", "-q", "-W", "error", "--import-mode=importlib"),
        "tests/test_readme.py::test_python_examples",
        cwd=tmp_path,
    )

    assert " passed" in said
    assert "skipped" not in said
