"""How long a fresh interpreter takes to import a package."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from benchmarks import run
from benchmarks.run import Taken

# Nothing but what the interpreter has at hand already comes before the statement.
_PROGRAM = """
import resource, time
began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
{statement}
wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
print(wall, after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime)
"""


def take_time(sdk: str, statement: str, *, scratch: Path) -> Taken:
    """Time an import statement.

    Args:
        sdk: Which SDK's interpreter.
        statement: What is timed.
        scratch: Folder for its home and working directory, which holds no package.
    """
    with tempfile.TemporaryDirectory(dir=scratch) as home:
        said = subprocess.check_output(  # noqa: S603
            [run.interpreter(sdk), "-E", "-c", _PROGRAM.format(statement=statement)],
            env=run.environment(home, token=""),
            cwd=home,
            text=True,
        )
    wall, user, system = map(float, said.split())
    return Taken(wall=wall, user=user, system=system, files=1, failures=0, peak_rss=0)
