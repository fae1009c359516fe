"""Build the sdist and the wheel in dist/, and try the wheel where the sources are out of reach.

    python tools/try_wheel.py                    on every Python that is installed
    python tools/try_wheel.py --python 3.12      on one
    python tools/try_wheel.py --lowest           on the oldest, with the lowest versions of all

See docs/releasing.md.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from zipfile import ZipFile

from lower_bounds import EXTRAS, ROOT, lower_bounds

DIST = ROOT / "dist"
TOOLS = ("hypothesis", "pytest", "pytest-timeout", "pytest-xdist", "trustme")
TESTS = (
    "asynchronous",
    "cli/test_files.py",
    "cli/test_search.py",
    "dask",
    "filesystem",
    "rf",
    "test_capture_open.py",
    "test_captures.py",
    "test_client.py",
    "test_connection.py",
    "test_datasets.py",
    "test_download.py",
    "test_faults.py",
    "test_logging.py",
    "test_readme.py",
    "test_resume.py",
    "test_startup.py",
    "test_testing_kit.py",
    "test_upload.py",
    "localgateway/test_digital_rf_index.py",
    "localgateway/test_radiohound_index.py",
    "localgateway/test_sigmf_index.py",
    "localgateway/test_upload.py",
)
# What the lowest versions need of those they bring along.
OF_THEIR_TIME = ("pyparsing<3.3",)  # matplotlib before 3.10.7 calls it by names that warn since
BESIDE_THE_TESTS = ("CHANGELOG.md", "LICENSE", "Makefile", "README.md", "docs", "pyproject.toml")


def main(arguments: list[str] | None = None) -> int:
    """Build and try, as the command line says.

    Returns:
        The exit status: 0 when all is well, 1 when something is not.
    """
    options = _parse(arguments)
    pythons = find_pythons(oldest=_oldest_minor())
    wanted = {minor: found for minor, found in pythons.items() if options.python in {None, minor}}
    if not wanted:
        sys.exit(f"there is no Python {options.python}, only {', '.join(pythons)}")
    wheel = build()
    if options.lowest:
        oldest = next(iter(wanted.items()))
        constraints = [*lower_bounds(ROOT / "pyproject.toml"), *OF_THEIR_TIME]
        return int(not try_wheel(wheel, *oldest, constraints=constraints))
    failed = [minor for minor, python in wanted.items() if not try_wheel(wheel, minor, python)]
    print(f"fine on Python {', '.join(sorted(wanted.keys() - set(failed))) or 'none'}")
    return int(bool(failed))


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the package and try it.")
    parser.add_argument("--python", help="only this Python, as in 3.12")
    parser.add_argument("--lowest", action="store_true", help="with the lowest versions allowed")
    return parser.parse_args(arguments)


def _oldest_minor() -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return int(re.fullmatch(r">=3\.(\d+)", project["requires-python"])[1])  # type: ignore[index]  # asserted by a test


def find_pythons(*, oldest: int) -> dict[str, Path]:
    """Find the installed Pythons from 3.`oldest` up, in the PATH or under pyenv, the oldest first.

    Returns:
        Each one's executable by its version, as in 3.12; of several, the first found.
    """
    found: dict[str, Path] = {}
    for minor in range(oldest, oldest + 20):
        name = f"python3.{minor}"
        in_path = (Path(folder, name) for folder in os.get_exec_path())
        pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
        under_pyenv = sorted(pyenv.glob(f"versions/3.{minor}.*/bin/{name}"))
        for candidate in (*in_path, *under_pyenv):
            if candidate.is_file() and _is_version(candidate, f"3.{minor}"):
                found.setdefault(f"3.{minor}", candidate)
    return found


def _is_version(python: Path, version: str) -> bool:
    # pyenv puts commands into the PATH that only say that they are not installed.
    asked = [str(python), "-c", "import ensurepip, sys; print('%d.%d' % sys.version_info[:2])"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.stdout.strip() == version  # and it can make environments


def build() -> Path:
    """Build the sdist and, from it, the wheel; the sources must give the very same wheel."""
    shutil.rmtree(DIST, ignore_errors=True)
    _run(sys.executable, "-m", "build", "--outdir", DIST, ROOT)
    (wheel,) = DIST.glob("*.whl")
    with tempfile.TemporaryDirectory() as folder:
        _run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
        if contents(wheel) != contents(Path(folder, wheel.name)):
            sys.exit("the sdist gives another wheel than the sources: is a file left out of it?")
    return wheel


def contents(wheel: Path) -> dict[str, bytes]:
    """Read everything in a wheel."""
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def try_wheel(
    wheel: Path, minor: str, python: Path, *, constraints: list[str] | None = None
) -> bool:
    """Install the wheel in an environment of its own and run tests on it, away from the sources."""
    print(f"Python {minor}" + (", lowest versions" if constraints else ""), flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        installed = _install(wheel, python, folder=folder, constraints=constraints or [])
        place = _copy_tests(folder / "away")
        tests = (f"tests/{test}" for test in TESTS)
        command = [str(installed), "-m", "pytest", "-q", "-n", "2", "-m", "not slow", *tests]
        return (
            _finds_fixtures(installed)
            and not subprocess.run(command, cwd=place, env=_environment(), check=False).returncode
        )


def _install(wheel: Path, python: Path, *, folder: Path, constraints: list[str]) -> Path:
    _run(python, "-m", "venv", folder / "venv")
    installed = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    (folder / "constraints.txt").write_text("\n".join(constraints))
    package = f"{wheel}[{','.join(EXTRAS)}]"
    pip = (installed, "-m", "pip", "install", "--quiet", "-c", folder / "constraints.txt")
    _run(*pip, package, *TOOLS)
    _run(installed, "-m", "pip", "check")
    return installed


def _copy_tests(place: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__", "published")
    shutil.copytree(ROOT / "tests", place / "tests", ignore=ignored)
    for name in BESIDE_THE_TESTS:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, place / name)
    return place


def _finds_fixtures(python: Path) -> bool:
    """Tell whether pytest finds the package's fixtures by itself, where there are no tests."""
    asked = [str(python), "-m", "pytest", "-q", "--fixtures", "-p", "no:cacheprovider"]
    done = subprocess.run(
        asked, cwd=python.parent, env=_environment(), capture_output=True, text=True, check=False
    )
    if "sds_gateway" not in done.stdout:
        print(done.stdout, done.stderr)
        print("pytest does not find the fixtures: is the entry point pytest11 in pyproject.toml?")
        return False
    return True


def _environment() -> dict[str, str]:
    """Give the environment without what leads to the sources, or to settings."""
    return {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONPATH" and not name.startswith(("SDS_", "SPECTRUMX_", "PYTEST_"))
    }


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
