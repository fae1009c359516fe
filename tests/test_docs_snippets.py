"""The documentation's code runs as it stands, page by page, and prints what the page shows."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from spectrumx.localgateway import LocalGateway
from tests.snippets import blocks_of, matches

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if page.name != "migrating.md")
"""All but the one whose code has tests of its own, for half of it is of another release."""

NOT_RUN = {
    "a made-up account": 1,
    "a made-up identifier": 1,
    "it asks for a token": 2,
    "it needs a package index": 4,
    "it needs a stored profile": 1,
    "it runs until it is interrupted": 3,
    "it sets up and tests the project itself": 2,
    "the folders are there already": 1,
    "tests/test_docs_regenerating.py checks its types on a copy": 2,
    "tests/test_docs_regenerating.py runs it on a copy": 2,
}
"""Why code is not run, and how many blocks; a new one has to be entered here."""


OTHERS_MAY_LACK_TYPES = '# mypy: allow-untyped-calls, disable-error-code="import-untyped"\n'
"""Such as Dask and pandas, which pages use as their readers do."""


def page_id(page: Path) -> str:
    """A page's name below docs."""
    return page.relative_to(DOCS).with_suffix("").as_posix()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """One embedded gateway for all pages, without the public one's faults."""
    with LocalGateway(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the pages' own scripts make."""
    folder = tmp_path_factory.mktemp("recordings")
    for page in (DOCS / "index.md", DOCS / "guides" / "recordings.md"):
        script = next(block.text for block in blocks_of(page) if block.title)
        subprocess.run([sys.executable, "-c", script], cwd=folder, check=True)
    return folder


@pytest.fixture
def workplace(
    tmp_path: Path,
    recordings: Path,
    gateway: LocalGateway,
    token: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A folder as the pages' reader has it: recordings, and settings in `.env`."""
    work = tmp_path / "work"
    shutil.copytree(recordings, work)
    (work / ".env").write_text(f"SDS_HOST={gateway.url}\nSDS_SECRET_TOKEN={token}\n")
    monkeypatch.setenv("SDS_CONFIG_DIR", str(tmp_path / "config"))
    # A page's own pytest would otherwise tidy up what all runs before have left on this machine.
    monkeypatch.setenv("PYTEST_DEBUG_TEMPROOT", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def _quiet_logging_afterwards() -> Iterator[None]:
    """Undo what the pages about logging set up."""
    logger = logging.getLogger("spectrumx")
    handlers, level = logger.handlers[:], logger.level
    yield
    logger.handlers[:], logger.level = handlers, level


@pytest.mark.parametrize("page", PAGES, ids=page_id)
@pytest.mark.usefixtures("workplace", "_quiet_logging_afterwards")
def test_code_runs_and_prints_what_is_shown(page: Path, gateway: LocalGateway) -> None:
    """A page's Python and shell blocks run in order, each where the one before left off."""
    names: dict[str, object] = {"__name__": "__main__"}
    printed = ""
    for block in blocks_of(page):
        if block.mark == "prints":
            assert matches(printed, block.text), f"{page}:{block.line} is printed as\n{printed}"
        elif block.is_run:
            printed = block.run(names, host=gateway.url)


@pytest.mark.slow
@pytest.mark.usefixtures("workplace")
def test_the_page_about_many_machines_runs_as_one_script() -> None:
    """Its code, pasted top to bottom into a script, runs though its workers load the script too."""
    code = blocks_of(DOCS / "guides" / "many-machines.md")
    text = "\n\n".join(block.text for block in code if block.language == "python")
    Path("script.py").write_text(text, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "script.py"], capture_output=True, text=True, check=False, timeout=120
    )

    assert done.returncode == 0, done.stderr


def test_what_is_not_run_is_counted() -> None:
    """Every block that is not run gives a reason that is known, and none is added unnoticed."""
    code = [block for page in PAGES for block in blocks_of(page) if block.is_code]
    reasons = Counter(block.why_not_run for block in code if block.why_not_run)
    run = sum(block.is_run for block in code)

    print(f"{run} blocks are run, {reasons.total()} are not: {dict(reasons)}")
    assert reasons == NOT_RUN
    assert run > 50


def test_code_passes_the_strict_type_checker(tmp_path: Path) -> None:
    """Each page's Python, taken together, has nothing that mypy finds fault with."""
    for page in PAGES:
        code = [block for block in blocks_of(page) if block.language == "python"]
        script = "\n".join(block.text for block in code if not block.title and block.is_run)
        name = page_id(page).replace("/", "_").replace("-", "_")
        (tmp_path / f"{name}.py").write_text(OTHERS_MAY_LACK_TYPES + script)

    done = subprocess.run(
        [sys.executable, "-m", "mypy", tmp_path],
        cwd=DOCS.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
