"""What a release is made of agrees with itself: surface, licences, recipe, changes, workflows."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from ruamel.yaml import YAML

from spectrumx import __version__, testing

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
CHANGES = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^## (.*) \((unreleased|\d{4}-\d\d-\d\d)\)$", re.MULTILINE)
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
NAMES_IN_CONDA = {
    "dask": "dask-core",
    "matplotlib": "matplotlib-base",
    "tzdata": "python-tzdata",
}
EXTRAS_FOR_USERS = ("gateway", "rf", "plot", "fsspec", "dask")


def run_tool(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run one of the project's tools."""
    command = [sys.executable, str(ROOT / "tools" / name), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def load_yaml(file: Path) -> Any:
    """What a YAML file says."""
    return YAML(typ="safe").load(file.read_text(encoding="utf-8"))


RECIPE = load_yaml(ROOT / "conda" / "recipe" / "recipe.yaml")


def in_conda(requirements: list[str]) -> dict[str, set[str]]:
    """The bounds of Python requirements, by their names in conda."""
    parsed = map(Requirement, requirements)
    return {
        NAMES_IN_CONDA.get(each.name, each.name): set(map(str, each.specifier)) for each in parsed
    }


def bounds(specifications: list[str]) -> dict[str, set[str]]:
    """The bounds of a recipe's requirements, by their names."""
    parts = (each.partition(" ") for each in specifications)
    return {name: set(filter(None, bound.split(","))) for name, _, bound in parts}


def test_the_public_surface_is_the_one_written_down() -> None:
    """No public name or signature changes unseen; `make surface` writes down what is meant."""
    done = run_tool("surface.py", "--check")

    assert (done.stdout, done.stderr) == ("", "")


def test_a_changed_signature_is_shown(tmp_path: Path) -> None:
    """Of a surface that differs, exactly the lines that differ are shown, before and after."""
    for folder in ("spectrumx", "tools"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "tests").mkdir()
    command = [sys.executable, str(tmp_path / "tools" / "surface.py")]
    subprocess.run(command, check=True)
    file = tmp_path / "spectrumx" / "results.py"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("def unwrap(self)", "def unwrap(self, *, loud: bool)"))

    done = subprocess.run([*command, "--check"], capture_output=True, text=True, check=False)

    changed = [line for line in done.stdout.splitlines()[2:] if line[0] in "+-"]
    assert changed == ["-    unwrap() -> T_co", "+    unwrap(*, loud: bool) -> T_co"]
    assert done.returncode == 1


def test_the_licences_of_direct_dependencies_are_current() -> None:
    """Every direct dependency stands in the page with the licence that its package names."""
    done = run_tool("licences.py", "--check")

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_every_dependency_has_a_lower_bound() -> None:
    """Each thing that users install is bounded from below, so that the lowest can be tested."""
    done = run_tool("lower_bounds.py")

    optional = [each for name in EXTRAS_FOR_USERS for each in EXTRAS[name]]
    assert len(done.stdout.split()) == len(PROJECT["dependencies"] + optional)
    assert all("==" in line for line in done.stdout.split())


def test_the_tests_of_the_wheel_exist() -> None:
    """Every test that the wheel is tried with is a file of the tests."""
    tool = (ROOT / "tools" / "try_wheel.py").read_text(encoding="utf-8")
    named = re.findall(r'^    "([\w/]+\.py)",$', tool, re.MULTILINE)

    assert named
    assert [name for name in named if not (ROOT / "tests" / name).is_file()] == []


def test_the_testing_kit_knows_what_the_gateway_needs() -> None:
    """What the fixtures look for are the modules of the extra `gateway`."""
    names = [Requirement(each).name.replace("-", "_") for each in EXTRAS["gateway"]]

    assert sorted(testing.NEEDED) == sorted(names)


def test_the_changes_begin_with_this_version() -> None:
    """The first section is the version's own, each has a date or is the first, newest first."""
    sections = HEADING.findall(CHANGES)
    versions = [Version(version) for version, _ in sections]

    assert len(sections) == CHANGES.count("\n## ")
    assert versions[0] == Version(__version__)
    assert versions == sorted(versions, reverse=True)
    assert all(date != "unreleased" for _, date in sections[1:])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what is looked at before a release, with a version and a date."""
    for folder in ("spectrumx", "tools"):
        (tmp_path / folder).mkdir()
    shutil.copy(ROOT / "tools" / "release_notes.py", tmp_path / "tools")
    (tmp_path / "spectrumx" / "version.py").write_text('__version__ = "1.2.0"\n')
    sections = ["# Changes", "## 1.2.0 (2027-01-31)", "- New.\n- Newer.", "## 1.1.0 (2026-12-01)"]
    (tmp_path / "CHANGELOG.md").write_text("\n\n".join([*sections, "- Old.\n"]))
    return tmp_path


def notes(project: Path, tag: str) -> subprocess.CompletedProcess[str]:
    """What the tool says of a tag."""
    command = [sys.executable, str(project / "tools" / "release_notes.py"), tag]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_notes_are_the_versions_own_changes(project: Path) -> None:
    """A release's notes are its section of the changes, and nothing of others."""
    assert notes(project, "v1.2.0").stdout == "- New.\n- Newer.\n"


def test_a_tag_that_is_not_the_version_is_refused(project: Path) -> None:
    """A tag of another version than the package's is refused with both."""
    done = notes(project, "v1.1.0")

    assert done.returncode == 1
    assert "v1.1.0" in done.stderr
    assert "1.2.0" in done.stderr


def test_a_release_without_a_date_is_refused(project: Path) -> None:
    """Nothing comes out whose changes are still called unreleased."""
    changes = project / "CHANGELOG.md"
    changes.write_text(changes.read_text().replace("2027-01-31", "unreleased"))

    done = notes(project, "v1.2.0")

    assert done.returncode == 1
    assert "'## 1.2.0 (the date" in done.stderr


def test_the_recipe_has_this_version_and_python() -> None:
    """The recipe's version and lowest Python are the package's."""
    assert RECIPE["context"]["version"] == __version__
    assert f">={RECIPE['context']['python_min']}" == PROJECT["requires-python"]


def test_the_recipe_needs_what_the_package_needs() -> None:
    """Every dependency is in the recipe under its name in conda, with the same bounds."""
    needs = RECIPE["requirements"]
    python = {"python": {">=${{ python_min }}"}}

    assert bounds(needs["run"]) == python | in_conda(PROJECT["dependencies"])
    extras = [each for name in EXTRAS_FOR_USERS for each in EXTRAS[name]]
    assert bounds(needs["run_constraints"]) == in_conda(extras)


def test_the_recipe_has_the_same_commands() -> None:
    """The commands that the recipe installs are the package's."""
    commands = [f"{name} = {place}" for name, place in PROJECT["scripts"].items()]

    assert RECIPE["build"]["python"]["entry_points"] == commands


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_may_do_as_little_as_it_can(file: Path) -> None:
    """Each workflow reads the repository only; publishing alone may say who it is."""
    workflow = load_yaml(file)
    rights = {name: job.get("permissions") for name, job in workflow["jobs"].items()}

    assert workflow["permissions"] == {"contents": "read"}
    allowed = {"publish": {"id-token": "write"}} if file.stem == "release" else {}
    assert {name: right for name, right in rights.items() if right} == allowed


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_uses_what_there_is(file: Path) -> None:
    """Actions are pinned to a released tag; targets of make and tools of ours exist."""
    text = file.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    actions = re.findall(r"uses: (\S+)", text)

    assert actions
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+\.\d+\.\d+", action) for action in actions)
    assert all(f"\n{target}:" in makefile for target in re.findall(r"make ([\w-]+)", text))
    assert all((ROOT / tool).is_file() for tool in re.findall(r"tools/\w+\.py", text))


def test_a_release_is_tested_before_it_is_built() -> None:
    """A tag on a commit that fails its tests gives no files, and nothing is published."""
    jobs = load_yaml(ROOT / ".github" / "workflows" / "release.yml")["jobs"]
    commands = [step["run"] for step in jobs["build"]["steps"] if "run" in step]

    assert commands.index("make test PYTHON=python") < commands.index("make build PYTHON=python")
    assert jobs["publish"]["needs"] == "build"


@pytest.mark.parametrize("name", ["fcntl", "pty", "resource", "termios"])
def test_no_test_file_needs_a_posix_module_to_be_read(name: str) -> None:
    """On Windows every test file can be read; tests that need more are skipped by themselves."""
    found = re.compile(rf"^(import|from) {name}\b", re.MULTILINE)

    files = sorted((ROOT / "tests").rglob("*.py"))

    assert [file.name for file in files if found.search(file.read_text("utf-8"))] == []


def test_the_workflows_test_every_python_we_name() -> None:
    """The Pythons that the workflow tests are those of the package's classifiers."""
    jobs = load_yaml(ROOT / ".github" / "workflows" / "tests.yml")["jobs"]
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))

    assert jobs["linux"]["strategy"]["matrix"]["python"] == named


def test_nothing_names_a_package_index() -> None:
    """No file of the release says where packages come from; pip's own settings do."""
    files = [*WORKFLOWS, ROOT / "conda" / "recipe" / "recipe.yaml", ROOT / "docs" / "releasing.md"]
    index = re.compile(r"\b(py(pi|thonhosted)|anaconda)\.[a-z]")

    assert [file.name for file in files if index.search(file.read_text("utf-8"))] == []
