"""Shows where one call spends its CPU, by thread, the pump's included.

    python -m benchmarks.profile_call download --files 20000

The call runs under py-spy, which samples it from outside at a fixed rate, so small functions are
not slowed beside large ones. Time in a C library counts for the line that calls it. The collapsed
stacks stay in build/benchmarks/stacks.txt, for flame graphs.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from benchmarks.once import arguments, line
from benchmarks.scratch import scratch_folder
from benchmarks.stand import Stand, Task

STACKS = Path("build/benchmarks/stacks.txt").absolute()
RATE = 100
"""Samples each second."""

_SHOWN = 25


def main() -> None:
    """Run a call under the profiler and print the busiest functions of each thread."""
    task, _ = arguments()
    STACKS.parent.mkdir(parents=True, exist_ok=True)
    profiled(task)
    stacks = read(STACKS.read_text())
    for thread in sorted(set(map(entry, stacks))):
        print(f"\nthread of {thread}")
        print(table({stack: count for stack, count in stacks.items() if entry(stack) == thread}))


def profiled(task: Task) -> None:
    """Run a task with its stacks written to a file."""
    spy = [str(Path(sys.executable).with_name("py-spy")), "record", "--format", "raw"]
    spy += ["--rate", str(RATE), "--output", str(STACKS), "--"]
    with scratch_folder() as scratch, Stand(scratch, under=spy) as stand:
        print(line(task, *stand.measure(task)))


def read(text: str) -> dict[tuple[str, ...], int]:
    """Read collapsed stacks: the frames, outermost first, and in how many samples they were."""
    split = (each.rpartition(" ") for each in text.splitlines())
    return {tuple(stack.split(";")): int(count) for stack, _, count in split}


def entry(stack: tuple[str, ...]) -> str:
    """Name a thread after the first function of the SDK, or of the driver, that runs in it."""
    known = (frame for frame in stack if "spectrumx/" in frame or "driver.py" in frame)
    return next(known, stack[0]).split(":")[0].replace(" (", ", ")


def table(stacks: dict[tuple[str, ...], int]) -> str:
    """Show the functions that were most often running, and how often they were on the stack."""
    own: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for stack, count in stacks.items():
        own[stack[-1]] += count
        total.update(dict.fromkeys(stack, count))
    lines = [f"{'own s':>8} {'total s':>8}  function"]
    for name, count in own.most_common(_SHOWN):
        lines.append(f"{count / RATE:8.2f} {total[name] / RATE:8.2f}  {name}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
