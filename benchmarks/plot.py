"""Draws how speed and memory go with the number of files, from results.json.

python -m benchmarks.plot build/benchmarks/results.json docs/images/scaling.png
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from matplotlib.figure import Figure

_DIRECTIONS = {"download": "down", "upload": "up"}
_FIGURES = ("files/s", "peak MiB")
_LARGEST = 150
"""MiB that 100,000 files may take."""

Points = dict[int, dict[str, float]]


def main(results: Path, image: Path) -> None:
    """Draw the scaling cases."""
    known = json.loads(results.read_text())
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    for axes, name in zip(figure.subplots(1, 2), _FIGURES, strict=True):
        for verb, direction in _DIRECTIONS.items():
            points = scaling(known["cases"], verb)
            axes.plot(list(points), [each[name] for each in points.values()], "o-", label=direction)
        axes.set(xscale="log", xlabel="files of 16 KiB", ylabel=name)
        axes.grid(visible=True, alpha=0.3)
        if name == "peak MiB":
            axes.axhline(_LARGEST, color="grey", linestyle="--", label="must stay below")
        axes.set_ylim(bottom=0)
        axes.legend()
    machine = known["machine"]
    figure.suptitle(
        f"spectrumx {machine['this sdk']}, {machine['cores']} cores ({machine['cpu']}) shared"
        " with the server, loopback, files in memory",
        fontsize=9,
    )
    image.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(image, dpi=120)


def scaling(cases: list[dict[str, object]], verb: str) -> Points:
    """Find the medians of this SDK alone, by number of files."""
    found: Points = {}
    for case in cases:
        contestants, medians = case["contestants"], case["medians"]
        assert isinstance(contestants, dict)
        assert isinstance(medians, dict)
        task = contestants["current"]
        if len(contestants) == 1 and task["verb"] == verb and not task["milliseconds"]:
            found[task["tree"]["count"]] = medians["current"]
    return dict(sorted(found.items()))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
