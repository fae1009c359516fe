"""Runs one call against the canned gateway, some times over, and prints what it took.

.venv/bin/python -m benchmarks.once download --files 2000 --kib 16 --repeat 5
"""

from __future__ import annotations

import argparse
import signal
from collections import Counter

from benchmarks.run import Taken
from benchmarks.scratch import scratch_folder
from benchmarks.stand import Stand, Task
from benchmarks.trees import Tree


def main() -> None:
    """Read the arguments, run, print."""
    task, repeat = arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that it cleans up
    with scratch_folder() as scratch, Stand(scratch) as stand:
        for _ in range(repeat):
            print(line(task, *stand.measure(task)), flush=True)


def arguments() -> tuple[Task, int]:
    """Read the command line: what to run and how often."""
    parser = argparse.ArgumentParser(description="Run one call against the canned gateway.")
    parser.add_argument("verb", choices=("download", "upload", "again", "plan"))
    parser.add_argument("--sdk", choices=("current", "published", "curl"), default="current")
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--kib", type=int, default=16, help="size of each file (1 GiB: 1048576)")
    parser.add_argument("--delay", type=int, default=0, help="milliseconds of a round trip")
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    task = Task(asked.sdk, asked.verb, Tree(asked.files, asked.kib), asked.delay)
    return task, asked.repeat


def line(task: Task, taken: Taken, calls: Counter[str]) -> str:
    """Say what a call took."""
    per_second, per_cpu = task.tree.count / taken.wall, task.tree.count / taken.cpu
    return (
        f"{taken.wall:7.3f} s  {per_second:8.0f} files/s  {task.tree.mib / taken.wall:7.1f} MiB/s"
        f"  cpu {taken.user:.2f}+{taken.system:.2f} s  {per_cpu:8.0f} files/cpu-s"
        f"  peak {taken.peak_rss / 2**20:.0f} MiB  {dict(calls)}"
    )


if __name__ == "__main__":
    main()
