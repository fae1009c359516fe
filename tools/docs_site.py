"""What the documentation site needs besides its pages: a hook of mkdocs, named in mkdocs.yml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

ALSO_SHOWN = ("openapi/gateway.yaml", "examples/walkthrough.ipynb")
"""Files outside of docs that pages link to."""

FOR_READERS_OF_THE_SOURCE = re.compile(r"^> Filled by `make docs`.*\n+", re.MULTILINE)
"""What a page that is empty without a build says at its top."""

ROOT = Path(__file__).resolve().parents[1]


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Put what pages link to on the site, at its place in the project."""
    for path in ALSO_SHOWN:
        files.append(File.generated(config, path, abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Lead links out of docs to the same files on the site, whose pages are filled."""
    markdown = FOR_READERS_OF_THE_SOURCE.sub("", markdown)
    for path in ALSO_SHOWN:
        markdown = markdown.replace(f"../{path})", f"{path})")
    return markdown
