"""Draw docs/images/spectrogram.png, by the code of docs/guides/reading.md that readers run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from spectrumx import rf
from tests.snippets import blocks_of

DOCS = Path(__file__).resolve().parents[1] / "docs"
PICTURE = "spectrogram.png"


def main() -> None:
    """Make the page's recording in a temporary folder, draw it there, and keep the picture."""
    blocks = blocks_of(DOCS / "guides" / "reading.md")
    (recorder,) = [block.text for block in blocks if block.title]
    (drawing,) = [block.text for block in blocks if f'"{PICTURE}"' in block.text]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        subprocess.run([sys.executable, "-c", recorder], check=True)
        with rf.open("sweep") as recording:
            exec(drawing, {"recording": recording})  # noqa: S102  the project's own page
        shutil.copy(PICTURE, DOCS / "images")
        os.chdir(DOCS)  # the folder goes


if __name__ == "__main__":
    main()
