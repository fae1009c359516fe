"""Tables of results, for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.cases import OURS
from benchmarks.results import Result, Verdict

_COLUMNS = ("s", "cpu-s", "files/s", "files/cpu-s", "MiB/s", "peak MiB", "requests")
_SMALL = 10


def figures(results: Iterable[Result]) -> str:
    """The medians of every contestant."""
    rows = [["case", "contestant", *_COLUMNS]]
    for result in results:
        ours, name = result.case.contestants[OURS], result.case.name
        for label, task in result.case.contestants.items():
            count = "" if task.tree == ours.tree else f" ({task.tree.count:,} files)"
            rows.append([name, label + count, *_figures_of(result, label)])
            name = ""
    return _table(rows)


def targets(results: Iterable[Result]) -> str:
    """What was to be reached, and what was."""
    rows = [("case", "target", "must be", "aim", "is", "reached")]
    for result in results:
        for verdict in result.verdicts():
            rows.append((result.case.name, *_target(verdict)))  # noqa: PERF401  reads as it is
    return _table(rows)


def _target(verdict: Verdict) -> tuple[str, str, str, str, str]:
    target = verdict.target
    times = "x" if target.against else ""
    what = f"{target.figure} to {target.against}" if target.against else target.figure
    must = f">= {target.least}{times}" if target.most is None else f"<= {target.most}{times}"
    aim = "" if target.aim is None else f"{target.aim}{times}"
    return what, must, aim, _number(verdict.value) + times, "yes" if verdict.is_reached else "NO"


def _figures_of(result: Result, label: str) -> list[str]:
    values = (result.median(label, figure) for figure in _COLUMNS)
    return [_number(value) if value else "-" for value in values]


def _number(value: float) -> str:
    return f"{value:.2f}" if value < _SMALL else f"{value:,.0f}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines)
