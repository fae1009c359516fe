"""docs/migrating.md says what is so."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import spectrumx
from spectrumx import Client, Result
from spectrumx.localgateway import LocalGateway
from tests.conftest import tree
from tests.recordings import write_digital_rf

PAGE = (Path(__file__).parents[1] / "docs" / "migrating.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(.*?) \| (.*?) \|$", PAGE, re.MULTILINE)
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def workplace(
    tmp_path: Path,
    recording: Path,
    gateway: LocalGateway,
    token: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A folder as the page's reader has it: a recording, and the settings in `.env`."""
    shutil.copytree(recording, tmp_path / "work" / "my_spectrum_capture")
    settings = f"SDS_HOST={gateway.url}\nSDS_SECRET_TOKEN={token}\n"
    (tmp_path / "work" / ".env").write_text(settings)
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


@pytest.mark.filterwarnings("ignore:.* is of spectrumx 0.2; today it is:DeprecationWarning")
def test_before_and_after_do_the_same(
    workplace: Path, gateway: LocalGateway, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page's old script and today's run, upload once and download the same files."""
    before, after = BLOCKS

    exec(compile(before.replace("sds.crc.nd.edu", gateway.url), "before", "exec"), {})
    old = capsys.readouterr().out
    exec(compile(after, "after", "exec"), {})
    new = capsys.readouterr().out

    (there,) = (workplace / "before" / "files").iterdir()
    assert tree(there / "mine") == tree(workplace / "after")
    assert tree(workplace / "after") == tree(workplace / "my_spectrum_capture")
    assert old == new
    assert "3 files, failed: []" in new


def test_todays_script_has_no_former_name(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It runs where every warning is an error."""
    exec(compile(BLOCKS[1], "after", "exec"), {})

    assert "3 files" in capsys.readouterr().out
    assert len(tree(workplace / "after")) == 3


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_former_name_of_the_table_is_one(sds: Client, tmp_path: Path) -> None:
    """Each of the left column is answered to, and each of the right is a name of today."""
    capture = sds.upload_capture(write_digital_rf(tmp_path / "one"), sds_path="c")
    owners: dict[str, Any] = {
        "Client": sds,
        "captures": sds.captures,
        "datasets": sds.datasets,
        "File": capture.files[0],
        "Capture": capture,
        "Result": Result(value=1),
        "CaptureError": spectrumx.CaptureError("no"),
        "spectrumx": spectrumx,
    }
    left = re.findall(r"(?<![\w.])(\w+)\.(\w+)", "\n".join(row[0] for row in ROWS))
    right = re.findall(
        r"\bsds\.(?:(captures|datasets|files)\.)?(\w+)", "\n".join(row[1] for row in ROWS)
    )

    named = [(owner, name) for owner, name in left if owner in owners]
    assert len(named) > 40
    assert [each for each in named if not hasattr(owners[each[0]], each[1])] == []
    for resource, name in right:
        assert name in dir(getattr(sds, resource) if resource else sds)
