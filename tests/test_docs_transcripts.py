"""The terminal sessions of the documentation are what the commands print today."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sessions need a POSIX terminal")

TRANSCRIPTS = Path(__file__).parents[1] / "docs" / "transcripts"
SESSIONS = sorted(TRANSCRIPTS.glob("*.commands"))


@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session.stem)
def test_a_session_is_as_recorded(session: Path) -> None:
    """Recorded anew, a session reads the same; `make transcripts` renews it."""
    from tools.transcripts import record  # noqa: PLC0415  it can't be imported on Windows

    assert session.with_suffix(".txt").read_text(encoding="utf-8") == record(session)


def test_there_are_sessions() -> None:
    """The folder of sessions is not empty, so that the test above has something to compare."""
    assert [session.stem for session in SESSIONS] == ["start"]


def test_recordings_hold_no_secret() -> None:
    """No real token or address of the recording run is left in what was recorded."""
    from tools.transcripts import normalised  # noqa: PLC0415  it can't be imported on Windows

    said = (
        "SDS_SECRET_TOKEN=0a1b2c3d.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ at 127.0.0.1:40123"
    )

    assert normalised(said) == ("SDS_SECRET_TOKEN=c0ffee00.your-secret-token at 127.0.0.1:8000")
