"""The machine and the programs that results were measured with."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from benchmarks import run
from benchmarks.canned import nginx
from benchmarks.scratch import parent_folder

_VERSION = "from importlib.metadata import version; print(version('spectrumx'))"


def describe() -> dict[str, object]:
    """Name what matters to the figures."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "cpu": _cpu_model(),
        "kernel": platform.release(),
        "load before": [round(load, 1) for load in os.getloadavg()],
        "files in": str(parent_folder()),
        "python": platform.python_version(),
        "this sdk": _said(run.interpreter("current"), "-c", _VERSION),
        "published sdk": _said(run.interpreter("published"), "-c", _VERSION),
        **{name: metadata.version(name) for name in ("pycurl", "httpx", "blake3")},
        "nginx": _said(nginx() or "nginx", "-v"),
        "curl": _said("curl", "--version"),
        "b3sum": _said("b3sum", "--version"),
    }


def _cpu_model() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text().splitlines() if known.exists() else []
    found = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(found, platform.processor())


def _said(*command: str) -> str:
    """The first line a program says, on whichever stream."""
    done = subprocess.run(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True
    )
    return done.stdout.splitlines()[0].partition(" (")[0]
