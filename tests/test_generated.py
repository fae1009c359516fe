"""The generated package is what the description gives, and the check notices when it is not."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = Path("generated/spectrumx_api")


def regenerate(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run tools/regenerate.py on a project."""
    command = [sys.executable, str(ROOT / "tools" / "regenerate.py"), "--root", str(root), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Copy what belongs to the generated package."""
    for folder in ("openapi", "generated"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def edit_by_hand(project: Path) -> None:
    """Change one generated line."""
    module = project / PACKAGE / "models" / "file_page.py"
    module.write_text(module.read_text().replace("One page of files.", "A page of files."))


def add_stray_file(project: Path) -> None:
    """Leave a file that nothing generates."""
    (project / PACKAGE / "models" / "stray.py").touch()


def remove_typing_marker(project: Path) -> None:
    """Lose the marker that makes type checkers read the package."""
    (project / PACKAGE / "py.typed").unlink()


def change_description(project: Path) -> None:
    """Add a field to the description without regenerating."""
    description = project / "openapi" / "gateway.yaml"
    text = description.read_text()
    line = '        message: { type: [string, "null"], description: A sentence for people. }\n'
    description.write_text(text.replace(line, line + line.replace("message", "colour")))


def test_committed_package_is_up_to_date() -> None:
    """The package in the repository is exactly what its description gives."""
    done = regenerate(ROOT, "--check")

    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (edit_by_hand, '-    """A page of files."""'),
        (add_stray_file, "--- committed/models/stray.py"),
        (remove_typing_marker, "+++ fresh/py.typed"),
        (change_description, "+    colour: None | str | Unset = UNSET"),
    ],
)
def test_check_shows_a_difference(
    project: Path, change: Callable[[Path], None], shown: str
) -> None:
    """A hand edit, a stray or lost file and a changed description each fail the check."""
    change(project)

    done = regenerate(project, "--check")

    assert done.returncode == 1
    assert shown in done.stdout


def test_regenerating_repairs(project: Path) -> None:
    """Regenerating undoes hand edits, removes stray files and follows the description."""
    for change in (edit_by_hand, add_stray_file, remove_typing_marker, change_description):
        change(project)

    done = regenerate(project)

    assert done.returncode == 0
    assert not (project / PACKAGE / "models" / "stray.py").exists()
    assert (project / PACKAGE / "py.typed").exists()
    assert "colour" in (project / PACKAGE / "models" / "message_sentence.py").read_text()
    assert "One page" in (project / PACKAGE / "models" / "file_page.py").read_text()


def test_broken_description_changes_nothing(project: Path) -> None:
    """A description that cannot be generated from is refused before anything is written."""
    description = project / "openapi" / "gateway.yaml"
    description.write_text(description.read_text().replace("#/components/schemas/Message", "#/no"))

    done = regenerate(project)

    assert done.returncode == 1
    assert "failed" in done.stderr
    assert (project / PACKAGE / "models" / "message_sentence.py").exists()
