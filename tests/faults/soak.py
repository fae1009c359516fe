"""Runs seed after seed, counts deaths and faults, and says how to repeat what went wrong.

`python -m tests.faults.soak` runs for SOAK_MINUTES; with SEED it runs that one.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from tests.faults.run import Outcome, Stage, run, stage

MINUTES = 20.0


def outcomes(seeds: Iterable[int], on: Stage, *, until: float) -> Iterator[Outcome]:
    """Run the seeds until a moment; what a good run left is removed."""
    for seed in seeds:
        if time.monotonic() > until:
            return
        try:
            outcome = run(seed, on)
        except Exception as problem:  # noqa: BLE001  the summary is printed all the same
            outcome = Outcome(seed, losses=[f"the run itself broke off: {problem!r}"])
        print(f"seed {seed}: {'LOST ' if outcome.losses else ''}{len(outcome.kills)} kills")
        if not outcome.losses:
            shutil.rmtree(on.folder / str(seed))
        yield outcome


def summary(done: list[Outcome], *, seconds: float) -> str:
    """Say what was run and what came of it."""
    kills = [kill for outcome in done for kill in outcome.kills]
    moving = sum(bool(kill.in_flight) for kill in kills)
    who = Counter(kill.who for kill in kills)
    met = Counter(f"{fault.on}: {fault.how}" for outcome in done for fault in outcome.met)
    bad = [outcome for outcome in done if outcome.losses]
    seeds = [outcome.seed for outcome in done]
    lines = [
        f"{len(done)} runs, seeds {min(seeds)} to {max(seeds)}, in {seconds / 60:.0f} minutes",
        f"{who['client']} kills of the client, {who['gateway']} of the gateway",
        f"{moving} of them while bytes moved ({100 * moving / max(1, len(kills)):.0f} %)",
        f"{met.total()} faults met, of {len(met)} kinds:",
        *(f"  {times:4} {name}" for name, times in sorted(met.items())),
        f"{sum(len(outcome.losses) for outcome in bad)} losses",
        *(f"  seed {outcome.seed}: {loss}" for outcome in bad for loss in outcome.losses),
        *(f"repeat with: make soak SEED={outcome.seed}" for outcome in bad),
    ]
    return "\n".join(lines)


def main() -> int:
    """Soak, and print the summary.

    Returns:
        1 when anything was lost, else 0.
    """
    one = os.environ.get("SEED")
    minutes = float(os.environ.get("SOAK_MINUTES") or MINUTES)
    # Ever new seeds: where the last soak began does not matter.
    seeds = [int(one)] if one else count(int(time.time()))
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    began = time.monotonic()
    with stage(folder) as running:
        done = list(outcomes(seeds, running, until=began + 60 * minutes))
    print(summary(done, seconds=time.monotonic() - began))
    if any(outcome.losses for outcome in done):
        print(f"what was left is in {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    sys.exit(main())
