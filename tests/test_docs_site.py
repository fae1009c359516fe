"""The documentation's pages build without a warning, and need nothing from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import spectrumx
from spectrumx import models

pytest.importorskip("material", reason="the pages need the extra `docs`", exc_type=ImportError)

ROOT = Path(__file__).parents[1]
FILLED = re.compile(r"^(?:::: |--8<--|<!-- every command -->)", re.MULTILINE)
FETCHED = re.compile(r"<(?:script|img|iframe|link)\b[^>]*?(?:src|href)=\"?(?:https?:)?//[^>]+>")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages, built as `make docs` does."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stderr
    return folder


def test_pages_fetch_nothing_from_elsewhere(site: Path) -> None:
    """No page loads a script, style, font or picture from another host."""
    pages = list(site.rglob("*.html"))
    fetched = [found for page in pages for found in FETCHED.findall(page.read_text("utf-8"))]

    assert len(pages) > 30
    assert fetched == []


def test_pages_that_need_a_build_say_so(site: Path) -> None:
    """A page that is filled by the build says so to readers of the source, and to nobody else."""
    pages = [page.read_text("utf-8") for page in (ROOT / "docs").rglob("*.md")]
    filled = [text for text in pages if FILLED.search(text)]

    assert len(filled) == 13
    assert all("> Filled by `make docs`" in text[:100] for text in filled)
    assert [page for page in site.rglob("*.html") if "Filled by" in page.read_text("utf-8")] == []


def test_every_command_is_in_the_reference(site: Path) -> None:
    """The reference has a section for each command that the program lists."""
    said = subprocess.run(
        [sys.executable, "-m", "spectrumx", "--help"], capture_output=True, text=True, check=True
    ).stdout
    commands = re.findall(r"^  (\w+) ", said.partition("Commands:")[2], re.MULTILINE)
    page = (site / "cli" / "reference.html").read_text("utf-8")

    assert len(commands) > 10
    assert [name for name in commands if f'id="sds-{name}"' not in page] == []


def test_public_names_are_in_the_reference(site: Path) -> None:
    """Everything that `spectrumx` and its models offer has an entry."""
    pages = "".join(page.read_text("utf-8") for page in (site / "reference").glob("*.html"))
    names = {*spectrumx.__all__, *models.__all__} - {"__version__"}

    assert [name for name in sorted(names) if not re.search(rf'id="[\w.]*\.{name}"', pages)] == []
