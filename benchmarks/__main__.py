"""Measures the cases and prints tables: `python -m benchmarks [--quick]`.

The results stay in results.json, the tables beside it in results.txt.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from benchmarks import cases, machine, report, run
from benchmarks.canned import nginx
from benchmarks.cases import Case
from benchmarks.results import Result, Run
from benchmarks.scratch import scratch_folder
from benchmarks.stand import Stand


def main() -> None:
    """Read the command line, measure, and report."""
    parser = argparse.ArgumentParser(description="Measure this SDK against the published one.")
    parser.add_argument("--quick", action="store_true", help="the important cases, fewer rounds")
    parser.add_argument("--only", default="", help="cases whose name matches this")
    parser.add_argument("--rounds", type=int, help="in place of each case's own number")
    parser.add_argument("--results", type=Path, default=Path("build/benchmarks/results.json"))
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that it cleans up
    require_programs()
    install_published()
    chosen = cases.quick() if asked.quick else cases.IMPORTANT + cases.OTHERS
    described = machine.describe()
    about = "\n".join(f"{name}: {value}" for name, value in described.items())
    print(about, end="\n\n")
    results: list[Result] = []
    with scratch_folder() as scratch, Stand(scratch) as stand:
        for case in chosen:
            if re.search(asked.only, case.name):
                results.append(measured(case, stand, rounds=asked.rounds or case.rounds))
                keep(asked.results, described, results)
    tables = f"{report.figures(results)}\n\n{report.targets(results)}\n"
    print(tables, end="")
    asked.results.with_suffix(".txt").write_text(f"{about}\n\n{tables}")


def keep(place: Path, described: dict[str, object], results: list[Result]) -> None:
    """Write what is known so far, for a long measurement may be broken off."""
    place.parent.mkdir(parents=True, exist_ok=True)
    kept = {"machine": described, "cases": [result.as_json() for result in results]}
    place.write_text(json.dumps(kept, indent=1))


def require_programs() -> None:
    """Say how to get what is missing."""
    programs = {
        "nginx-light": nginx(),
        "curl": shutil.which("curl"),
        "b3sum": shutil.which("b3sum"),
    }
    missing = [package for package, place in programs.items() if place is None]
    if missing:
        sys.exit(f"programs are missing; on Debian: apt-get install {' '.join(missing)}")


def install_published() -> None:
    """Make the environment of the published SDK, which the tests share."""
    ready = run.PUBLISHED / ".ready"
    if ready.exists():
        return
    python = run.interpreter("published")
    subprocess.run([sys.executable, "-m", "venv", "--clear", run.PUBLISHED], check=True)  # noqa: S603
    subprocess.run([python, "-m", "pip", "install", "-q", "spectrumx==0.2.4"], check=True)  # noqa: S603
    ready.touch()


def measured(case: Case, stand: Stand, *, rounds: int) -> Result:
    """Run the contestants of a case in turn, the order reversed in every other round.

    A first round that meets cold caches does not move the medians.
    """
    print(f"{case.name} …", file=sys.stderr, flush=True)
    labels = list(case.contestants)
    orders = itertools.islice(itertools.cycle((labels, labels[::-1])), rounds)
    return Result(case, [{label: one(case, label, stand) for label in order} for order in orders])


def one(case: Case, label: str, stand: Stand) -> Run:
    """Run one contestant once."""
    task = case.contestants[label]
    taken, calls = stand.measure(task)
    return Run(task, taken, dict(calls))


if __name__ == "__main__":
    main()
