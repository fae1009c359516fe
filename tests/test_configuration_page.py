"""docs/configuration.md has the settings as they are."""

from __future__ import annotations

import re
from pathlib import Path

from spectrumx.settings import SETTINGS, Setting

PAGE = Path(__file__).parents[1] / "docs" / "configuration.md"
TABLE = re.compile(r"<!-- settings: .*? -->\n(.*?)\n\n", re.DOTALL)


def settings_table() -> str:
    """The table of settings as Markdown."""
    head = "| name | default | what it is | former name |\n|---|---|---|---|\n"
    return head + "\n".join(map(_row, SETTINGS))


def _row(setting: Setting) -> str:
    former = ", ".join(f"`{name}`" for name in setting.former)
    return f"| `{setting.variable}` | {_default(setting)} | {setting.about} | {former} |"


def _default(setting: Setting) -> str:
    if callable(setting.default):
        return "your system's folder for caches"
    shown = str(setting.default).lower() if isinstance(setting.default, bool) else setting.default
    return f"`{shown}`" if shown else "none"


def test_the_page_shows_the_settings() -> None:
    """The page's table is the one that the settings give; replace it by what is expected here."""
    found = TABLE.search(PAGE.read_text(encoding="utf-8"))

    assert found is not None
    assert settings_table() == found[1]
