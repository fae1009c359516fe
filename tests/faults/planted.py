"""Plants bugs in a copy of the project and sees that the tests here catch each.

`python -m tests.faults.planted` prints a table in Markdown; it fails when a bug goes unnoticed, or
when the code to be changed is no longer there. Words after the command choose bugs by their names.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.bugs import BUGS, Bug

PROJECT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "docs", "demo-data")
LIMIT = 300


@contextmanager
def planted(copy: Path, one: Bug) -> Iterator[None]:
    """Plant a bug, and take it out again.

    Raises:
        ValueError: The code to be changed is not there, or more than once.
    """
    before = {edit.file: (copy / edit.file).read_text() for edit in one.edits}
    try:
        for edit in one.edits:
            text = (copy / edit.file).read_text()
            if text.count(edit.old) != 1:
                raise ValueError(f"{edit.file} holds {text.count(edit.old)} times: {edit.old}")
            (copy / edit.file).write_text(text.replace(edit.old, edit.new))
        yield
    finally:
        for file, text in before.items():
            (copy / file).write_text(text)


def failures(copy: Path, tests: str) -> list[str]:
    """Run tests of the copy until one fails, and name it."""
    environment = {**os.environ, "PYTHONPATH": f"{copy}{os.pathsep}{copy / 'generated'}"}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-x", "-m", "not slow"]
    command += ["-p", "no:cacheprovider", f"--basetemp={copy}-tests", tests]
    try:
        done = subprocess.run(
            command,
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT,
        )
    except subprocess.TimeoutExpired:
        return [f"{tests} did not end within {LIMIT} s"]
    return re.findall(r"^(?:FAILED|ERROR) \S+::(\w+)", done.stdout, re.MULTILINE)


def catch(copy: Path, one: Bug) -> list[str]:
    """Say which tests catch a bug: of the file that is expected to, or else of any."""
    with planted(copy, one):
        expected = failures(copy, f"tests/faults/test_{one.caught_by}.py")
        return expected or failures(copy, "tests/faults")


def main(chosen: list[str]) -> int:
    """Plant every bug, or those whose names hold a word.

    Returns:
        1 when one was not caught, else 0.
    """
    place = Path(tempfile.mkdtemp(prefix="planted-"))
    copy = place / "project"
    shutil.copytree(PROJECT, copy, ignore=LEFT_OUT)
    bugs = [one for one in BUGS if not chosen or any(word in one.name for word in chosen)]
    uncaught = 0
    print("| planted bug | caught by |\n|---|---|")
    for one in bugs:
        caught = catch(copy, one)
        uncaught += not caught
        shown = ", ".join(f"`{test}`" for test in dict.fromkeys(caught)) or "**nothing**"
        print(f"| {one.name} | {shown} |", flush=True)
    shutil.rmtree(place)
    print(f"\n{len(bugs) - uncaught} of {len(bugs)} caught")
    return int(uncaught > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
