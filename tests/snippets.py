"""Code blocks of Markdown pages: found, told apart, and run.

A block of Python or shell is run unless a comment above it says why not:
`<!-- not run: it needs a package index -->`. A block with a title is a file of that name, which is
written and left to later blocks. A block of text under `<!-- prints -->` is what the block before
it prints; `…` in it stands for anything.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>.*?) -->\n+)?"
    r"(?P<indent> *)```(?P<language>\w+)(?: title=\"(?P<title>.+?)\")?\n"
    r"(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
RUN = {"python", "bash"}


@dataclass(frozen=True, slots=True)
class Block:
    """One code block of a page."""

    page: Path
    line: int
    language: str
    text: str
    mark: str
    title: str

    @property
    def is_code(self) -> bool:
        """Whether it is something that could be run or written."""
        return self.language in RUN or bool(self.title)

    @property
    def why_not_run(self) -> str:
        """Why it is not run; empty when it is."""
        return self.mark.partition("not run: ")[2]

    @property
    def is_run(self) -> bool:
        """Whether it is code, and nothing says that it can't be run."""
        return self.is_code and not self.why_not_run

    def run(self, names: dict[str, object], *, host: str) -> str:
        """Run it in the working directory; `host` takes the public gateway's place.

        Returns:
            What it printed.
        """
        text = self.text.replace("sds.crc.nd.edu", host)
        if self.title:
            Path(self.title).write_text(text, encoding="utf-8")
            return ""
        return self._run_python(text, names) if self.language == "python" else self._run_shell(text)

    def _run_python(self, text: str, names: dict[str, object]) -> str:
        # Lines before it, so that an error names the page's line.
        code = compile("\n" * self.line + text, str(self.page), "exec")
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(code, names)
        return printed.getvalue()

    def _run_shell(self, text: str) -> str:
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", text],
            env={**os.environ, "PATH": programs},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{self.page}:{self.line}\n{text}{done.stdout}{done.stderr}"
        return done.stdout


def blocks_of(page: Path) -> list[Block]:
    """Every code block of a page, in order."""
    written = page.read_text(encoding="utf-8")
    return [
        Block(
            page=page,
            line=written.count("\n", 0, found.start("text")),
            language=found["language"],
            text=re.sub(rf"(?m)^{found['indent']}", "", found["text"]),
            mark=found["mark"] or "",
            title=found["title"] or "",
        )
        for found in BLOCK.finditer(written)
    ]


def matches(printed: str, expected: str) -> bool:
    """Whether a text is as a page shows it."""
    pattern = ".*?".join(map(re.escape, expected.rstrip().split("…")))
    return re.fullmatch(pattern, printed.rstrip(), re.DOTALL) is not None
