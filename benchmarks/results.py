"""What came of the cases: runs, figures, medians, and whether the targets are reached."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from benchmarks.cases import OURS, Case, Target
from benchmarks.run import Taken
from benchmarks.stand import Task


@dataclass(frozen=True)
class Run:
    """One call of one contestant.

    Attributes:
        task: What it did.
        taken: What it took.
        calls: Its requests, by method and endpoint.
    """

    task: Task
    taken: Taken
    calls: dict[str, int]


FIGURES: dict[str, Callable[[Run], float]] = {
    "s": lambda run: run.taken.wall,
    "cpu-s": lambda run: run.taken.cpu,
    "files/s": lambda run: run.task.tree.count / run.taken.wall,
    "files/cpu-s": lambda run: run.task.tree.count / run.taken.cpu,
    "MiB/s": lambda run: run.task.tree.mib / run.taken.wall,
    "us/file": lambda run: 1e6 * run.taken.wall / run.task.tree.count,
    "peak MiB": lambda run: run.taken.peak_rss / 2**20,
    "requests": lambda run: sum(run.calls.values()),
}


@dataclass(frozen=True)
class Verdict:
    """A target and what was reached."""

    target: Target
    value: float

    @property
    def is_reached(self) -> bool:
        """Whether it is what it must be."""
        least, most = self.target.least, self.target.most
        return (least is None or self.value >= least) and (most is None or self.value <= most)


@dataclass(frozen=True)
class Result:
    """A case and its rounds, each a run by contestant."""

    case: Case
    rounds: list[dict[str, Run]]

    def median(self, label: str, figure: str) -> float:
        """The median of a contestant's figure."""
        return statistics.median(FIGURES[figure](each[label]) for each in self.rounds)

    def ratio(self, figure: str, against: str) -> float:
        """The median of what our figure is to another's in the same round."""
        return statistics.median(
            FIGURES[figure](each[OURS]) / FIGURES[figure](each[against]) for each in self.rounds
        )

    def verdicts(self) -> Iterator[Verdict]:
        """Judge the targets."""
        for target in self.case.targets:
            if target.against:
                yield Verdict(target, self.ratio(target.figure, target.against))
            else:
                yield Verdict(target, self.median(OURS, target.figure))

    def as_json(self) -> dict[str, object]:
        """All of it, for a file."""
        labels = self.case.contestants
        return {
            "name": self.case.name,
            "contestants": {label: asdict(task) for label, task in labels.items()},
            "rounds": [
                {label: {**asdict(run.taken), "calls": run.calls} for label, run in each.items()}
                for each in self.rounds
            ],
            "medians": {
                label: {figure: self.median(label, figure) for figure in FIGURES}
                for label in labels
            },
            "targets": [
                {**asdict(verdict.target), "value": verdict.value, "reached": verdict.is_reached}
                for verdict in self.verdicts()
            ],
        }
