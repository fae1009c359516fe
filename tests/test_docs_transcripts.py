"""The terminal sessions of the documentation are what the commands print today."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sessions need a POSIX terminal")

INDEX = Path(__file__).parents[1] / "docs" / "index.md"


def test_sessions_are_as_recorded() -> None:
    """Recorded anew, each page with sessions reads the same; `make transcripts` renews them."""
    from tools.transcripts import PAGES, record  # noqa: PLC0415  it can't be imported on Windows

    assert PAGES == (INDEX,)
    for page in PAGES:
        assert page.read_text(encoding="utf-8") == record(page)


def test_the_start_reads_whole_without_a_build() -> None:
    """The page for newcomers has its commands and what they print in itself."""
    text = INDEX.read_text(encoding="utf-8")

    assert "$ sds upload recording /first --capture\nname " in text
    assert "--8<--" not in text


def test_recordings_hold_no_secret() -> None:
    """No real token or address of the recording run is left in what was recorded."""
    from tools.transcripts import normalised  # noqa: PLC0415  it can't be imported on Windows

    said = (
        "SDS_SECRET_TOKEN=0a1b2c3d.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ at 127.0.0.1:40123"
    )

    assert normalised(said) == ("SDS_SECRET_TOKEN=c0ffee00.your-secret-token at 127.0.0.1:8000")
