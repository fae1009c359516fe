"""What is measured against what, and what has to come of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from benchmarks.stand import Task
from benchmarks.trees import Tree

OURS = "current"
THEIRS = "published"
GIB = Tree(1, 2**20)


@dataclass(frozen=True)
class Target:
    """What a figure has to reach.

    Attributes:
        figure: Name of a figure of `results.FIGURES`.
        against: The contestant it is divided by; empty for the figure itself.
        least: It must be at least this.
        most: It must be at most this.
        aim: What is hoped for.
    """

    figure: str
    against: str = ""
    least: float | None = None
    most: float | None = None
    aim: float | None = None


@dataclass(frozen=True)
class Case:
    """Contestants that run in turn, and the targets of the first.

    Attributes:
        name: What it is called.
        contestants: What each does, by label.
        targets: What the first has to reach.
        rounds: How often.
    """

    name: str
    contestants: dict[str, Task]
    targets: tuple[Target, ...] = ()
    rounds: int = 5


_MEMORY = Target("peak MiB", most=80)
_MUCH_MEMORY = Target("peak MiB", most=150)


def _small(verb: str, *, milliseconds: int = 0, theirs: int) -> dict[str, Task]:
    """2,000 files of 16 KiB; as many or fewer for the published SDK, of which the rate counts."""
    return {
        OURS: Task(OURS, verb, Tree(2000, 16), milliseconds),
        THEIRS: Task(THEIRS, verb, Tree(theirs, 16), milliseconds),
    }


def _large(verb: str) -> dict[str, Task]:
    return {sdk: Task(sdk, verb, GIB) for sdk in (OURS, THEIRS, "curl")}


def _imports(statement: str) -> dict[str, Task]:
    return {sdk: Task(sdk, statement, Tree(1, 0)) for sdk in (OURS, THEIRS)}


_DOWN = (
    Target("files/s", THEIRS, least=12, aim=25),
    Target("files/cpu-s", THEIRS, least=15, aim=25),
    _MEMORY,
)
_UP = (
    Target("files/s", THEIRS, least=12, aim=25),
    Target("files/cpu-s", THEIRS, least=12, aim=25),
    _MEMORY,
)

IMPORTANT = (
    Case("2,000 x 16 KiB down", _small("download", theirs=2000), _DOWN),
    Case("2,000 x 16 KiB up", _small("upload", theirs=2000), _UP),
    Case(
        "2,000 x 16 KiB down, 25 ms",
        _small("download", milliseconds=25, theirs=200),
        (Target("files/s", THEIRS, least=30, aim=60), _MEMORY),
    ),
    Case(
        "2,000 x 16 KiB up, 25 ms",
        _small("upload", milliseconds=25, theirs=200),
        (Target("files/s", THEIRS, least=10), _MEMORY),
    ),
    Case(
        "1 GiB down",
        _large("download"),
        (
            Target("MiB/s", THEIRS, least=1.6, aim=2.2),
            Target("MiB/s", "curl", least=0.9),
            _MEMORY,
        ),
    ),
    Case(
        "1 GiB up",
        _large("upload"),
        (Target("MiB/s", THEIRS, least=3, aim=5), Target("MiB/s", "curl", least=0.8), _MEMORY),
    ),
    Case("import spectrumx", _imports("import spectrumx"), (Target("s", THEIRS, most=0.4),)),
    Case(
        "import Client",
        _imports("from spectrumx import Client"),
        (Target("s", THEIRS, most=0.4),),
    ),
)

OTHERS = (
    Case("2,000 x 16 KiB down, 100 ms", {OURS: Task(OURS, "download", Tree(2000, 16), 100)}),
    Case("2,000 x 16 KiB up, 100 ms", {OURS: Task(OURS, "upload", Tree(2000, 16), 100)}),
    Case(
        "10,000 unchanged up again",
        {
            OURS: Task(OURS, "again", Tree(10_000, 16)),
            THEIRS: Task(THEIRS, "again", Tree(1000, 16)),
        },
        (Target("files/s", THEIRS, least=15), Target("requests", most=110), _MEMORY),
        rounds=3,
    ),
    Case(
        "100,000 planned",
        {
            OURS: Task(OURS, "plan", Tree(100_000, 16)),
            "10,000": Task(OURS, "plan", Tree(10_000, 16)),
            "1,000": Task(OURS, "plan", Tree(1000, 16)),
        },
        (Target("us/file", "1,000", most=1.3), _MUCH_MEMORY),
        rounds=3,
    ),
    *(
        Case(
            f"{count:,} x 16 KiB {direction}",
            {OURS: Task(OURS, verb, Tree(count, 16))},
            (_MUCH_MEMORY if count == 100_000 else _MEMORY,),  # noqa: PLR2004
            rounds=3,
        )
        for count in (1000, 10_000, 100_000)
        for verb, direction in (("download", "down"), ("upload", "up"))
    ),
)

_FEWER = {2000: 200, 200: 40}


def quick() -> tuple[Case, ...]:
    """The important cases in three rounds, with fewer files for the published SDK."""
    return tuple(replace(case, contestants=_shortened(case), rounds=3) for case in IMPORTANT)


def _shortened(case: Case) -> dict[str, Task]:
    def shortened(task: Task) -> Task:
        fewer = _FEWER.get(task.tree.count, task.tree.count)
        return task if task.sdk == OURS else replace(task, tree=Tree(fewer, task.tree.kib))

    return {label: shortened(task) for label, task in case.contestants.items()}
